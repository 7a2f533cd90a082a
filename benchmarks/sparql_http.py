"""This server's SPARQL endpoint beside its peers: requests a second, latency, processor time and memory.

All servers run at once and hold the same quads; short passes of a compiled load generator (wrk, 8 connections) go
round, each pass beginning with another server, so that whatever else the machine does falls on all. Before anything is
timed, the servers' answers are compared. Printed are medians over the passes, and ratios of the medians: trust the
ratios. A peer that is not installed is said to be missing.

    python benchmarks/sparql_http.py [--quads 1000000] [--seconds 5] [--passes 5] [--install-peers]
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import subprocess
import sys
import time
import urllib.parse
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from generate import LEAST, Invention, write_release
from servers import BENCH, Missing, Server, end_servers_when_ended, install_peers, make_bench, running
from workloads import JSON, LARGE_MB, Workload, canonical, large, workloads

NAMES = ("kg", "oxigraph", "virtuoso", "rdflib-endpoint")
CONNECTIONS = 8
COMPARED = 25
SAMPLED = 200


@dataclass(frozen=True, slots=True)
class Pass:
    """What one pass measured; latencies in milliseconds, memory in MB.

    Attributes:
        rate: requests a second.
        cpu: processor milliseconds a request.
        peak: resident memory at its peak.
        grown: by how much memory was more than before the pass.
    """

    rate: float
    p50: float
    p99: float
    cpu: float
    peak: float
    grown: float
    failed: int = 0


class Load:
    """Sends queries by wrk.

    Args:
        seconds: how long a pass lasts.
        workload: what is sent.
        folder: for the file of paths.
    """

    serials = count(0, 1_000_000)
    """First serial numbers of passes; no pass sends a million requests."""

    def __init__(self, workload: Workload, seconds: float, folder: Path) -> None:
        """Write the file of paths down."""
        self.workload = workload
        self.seconds = seconds
        self.file = folder / f"{workload.name.replace(' ', '-')}.txt"
        self.file.write_text("".join(urllib.parse.quote(query) + "\n" for query in workload.queries))

    def run(self, server: Server) -> Pass:
        """Make one pass."""
        path = f"{urllib.parse.urlsplit(server.url).path}?{urllib.parse.urlencode(server.given)}&query="
        lines = self.file.with_suffix(f".{server.name}")
        if not lines.exists():
            lines.write_text("".join(f"{path}{line}\n" for line in self.file.read_text().splitlines()))
        serial = str(next(self.serials)) if self.workload.distinct else "-"
        command = [
            "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{self.seconds}s", "--timeout", "60s", "-H",
            f"Accept: {self.workload.accept}", "-s", str(Path(__file__).with_name("load.lua")), server.url, "--",
            str(lines), serial,
        ]  # fmt: skip
        server.tree.reset_peak()
        memory, cpu = server.tree.memory(peak=False), server.tree.cpu_seconds()
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found = json.loads(done.stdout.splitlines()[-1])
        answers = found["requests"]
        used = (server.tree.cpu_seconds() - cpu) * 1000 / max(1, answers)
        peak = server.tree.memory(peak=True)
        failed = found["failed"] + found["broken"]
        return Pass(answers / found["seconds"], found["p50"], found["p99"], used, peak, peak - memory, failed)


class LargeLoad:
    """Asks for a large result.

    Args:
        rows: how many.
    """

    serials = count()

    def __init__(self, rows: int) -> None:
        """Keep the size."""
        self.rows = rows

    def run(self, server: Server) -> Pass:
        """Ask once, for a row more than ever before."""
        server.tree.reset_peak()
        memory, cpu, began = server.tree.memory(peak=False), server.tree.cpu_seconds(), time.perf_counter()
        server.get(large(self.rows + next(self.serials)), JSON)
        took, used, peak = time.perf_counter() - began, server.tree.cpu_seconds() - cpu, server.tree.memory(peak=True)
        return Pass(1 / took, took * 1000, took * 1000, used * 1000, peak, peak - memory)


def compare(servers: Sequence[Server], loads: Sequence[Workload], rows: int) -> Iterator[str]:
    """Compare the answers of all servers with the first one's; give a line for each workload.

    Of a large result, which rows come is each server's choice: their number is compared, and a sample of them with
    what the first server says of the same events.
    """
    rng = random.Random(1)
    for load in loads:
        queries = rng.sample(list(load.queries), min(COMPARED, len(load.queries)))
        first = [canonical(load.accept, servers[0].get(query + "0000000", load.accept)) for query in queries]
        verdicts = []
        for server in servers[1:]:
            others = [canonical(load.accept, server.get(query + "0000000", load.accept)) for query in queries]
            differ = sum(one != other for one, other in zip(first, others, strict=True))
            verdicts.append(f"{server.name} {'equal' if not differ else f'DIFFERS in {differ} of {len(queries)}'}")
        total = sum(answer.total() for answer in first)
        yield f"{load.name}: {len(queries)} queries, {total} rows or triples: {', '.join(verdicts)}"
    verdicts = []
    for server in servers:
        answer = canonical(JSON, server.get(large(rows), JSON))
        sample = rng.sample(sorted(answer), min(SAMPLED, len(answer)))
        events = [dict(row)["event"][0] for row in sample]
        same = canonical(JSON, servers[0].get(large(rows, events), JSON)) == dict.fromkeys(sample, 1)
        verdicts.append(f"{server.name} {'equal' if same and answer.total() == rows else 'DIFFERS'}")
    yield f"large result: {rows} rows, {min(rows, SAMPLED)} of them compared: {', '.join(verdicts)}"


def measure(
    servers: Sequence[Server], loads: dict[str, Callable[[Server], Pass]], passes: int
) -> dict[str, dict[str, list[Pass]]]:
    """Make the passes: by workload and server, the order of servers rotated from one pass to the next."""
    found: dict[str, dict[str, list[Pass]]] = defaultdict(lambda: defaultdict(list))
    for name, run in loads.items():
        for server in servers:
            run(server)  # to warm up
        for number in range(passes):
            turn = number % len(servers)
            for server in (*servers[turn:], *servers[:turn]):
                found[name][server.name].append(run(server))
    return found


def report(found: dict[str, dict[str, list[Pass]]]) -> Iterator[str]:
    """Give the lines of a table: medians over the passes, and ratios to ours."""
    for name, by_server in found.items():
        ours = statistics.median(one.rate for one in by_server["kg"]) if "kg" in by_server else None
        yield f"\n{name:16} {'req/s':>9} {'from':>8} {'to':>8} {'kg is':>8} {'p50 ms':>9} {'p99 ms':>9} {'CPU ms':>8} {'peak MB':>8} {'grown':>6} {'failed':>6}"  # fmt: skip  # noqa: E501
        for server, passes in by_server.items():
            rates = [one.rate for one in passes]
            rate, p50, p99, cpu, peak, grown = (
                statistics.median(getattr(one, slot) for one in passes)
                for slot in ("rate", "p50", "p99", "cpu", "peak", "grown")
            )
            ratio = f"{ours / rate:7.2f}x" if ours and rate else f"{'-':>8}"
            failed = sum(one.failed for one in passes)
            yield (f"  {server:14} {rate:9.1f} {min(rates):8.1f} {max(rates):8.1f} {ratio} {p50:9.2f} {p99:9.2f} "
                   f"{cpu:8.2f} {peak:8.0f} {grown:6.0f} {failed:6}")  # fmt: skip


def _rows_of_large(server: Server, there: int) -> int:
    """Find how many rows make the large result; small data has no more than are there."""
    sample = min(1000, there)
    bytes_a_row = len(server.get(large(sample), JSON)) / sample
    return min(there, int(LARGE_MB * 1_000_000 / bytes_a_row))


def _start(names: Sequence[str], store: Path, stack: ExitStack) -> list[Server]:
    servers = []
    for name in names:
        try:
            servers.append(stack.enter_context(running(name, store)))
        except (Missing, OSError) as error:
            print(f"MISSING {name}: {error}")
    return servers


def main() -> int:
    """Measure and print; give the exit status."""
    parser = argparse.ArgumentParser(description="This server's SPARQL endpoint beside its peers.")
    parser.add_argument("--quads", type=int, default=1_000_000, help="size of the data (default: %(default)s)")
    parser.add_argument("--seconds", type=int, default=5, help="length of a pass (default: %(default)s)")
    parser.add_argument("--passes", type=int, default=5, help="passes a server and workload (default: %(default)s)")
    parser.add_argument("--servers", default=",".join(NAMES), help="which servers, the first to compare with")
    parser.add_argument("--install-peers", action="store_true", help="install peers from PyPI into .bench/ first")
    given = parser.parse_args()
    names = given.servers.split(",")
    if unknown := sorted(set(names).difference(NAMES)):
        parser.error(f"--servers knows {', '.join(NAMES)}, not {', '.join(unknown)}")
    if shutil.which("wrk") is None:
        print("the load generator is not installed: apt-get install wrk", file=sys.stderr)
        return 1
    make_bench()
    end_servers_when_ended()
    if given.install_peers:
        install_peers(names)
    data = Invention(max(LEAST, given.quads), seed=1)
    store = BENCH / "data" / str(data.size.quads)
    write_release(data, store)
    kinds = workloads(data)
    with ExitStack() as stack:
        servers = _start(names, store, stack)
        if not servers:
            return 1
        rows = _rows_of_large(servers[0], data.row_count)
        print("\n".join(compare(servers, kinds, rows)))
        folder = BENCH / "load"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        loads = {kind.name: Load(kind, given.seconds, folder).run for kind in kinds}
        found = measure(servers, {**loads, "large result": LargeLoad(rows).run}, given.passes)
        print("\n".join(report(found)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
