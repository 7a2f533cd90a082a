-- What wrk sends: the paths of a file in turn, and with a serial number behind each, so that no two requests are alike.
--
--     wrk -s load.lua URL -- FILE FIRST      FIRST is the first serial number, or - for none
--
-- At the end it prints one line of JSON.

local paths = {}
local turn, serial = 0, nil

function init(args)
  for line in io.lines(args[1]) do
    paths[#paths + 1] = line
  end
  serial = tonumber(args[2])
  turn = serial or 0
end

function request()
  turn = turn + 1
  local path = paths[turn % #paths + 1]
  if serial then
    path = path .. string.format("%07d", turn)
  end
  return wrk.format("GET", path)
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '{"requests": %d, "seconds": %f, "bytes": %d, "p50": %f, "p99": %f, "failed": %d, "broken": %d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
