"""For attacks on a real server: run one, talk to it byte by byte, and see that it is unharmed afterwards."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import pytest

KG: Final = Path(sys.executable).parent / "kg"
TOKEN: Final = "a-token"
AT_ONCE: Final = 3.0
"""Seconds within which a small query must be answered after an attack; it takes milliseconds."""
LATE: Final = 2.0
"""Seconds by which a test lets a limit be overrun, on a noisy machine."""
QUERY: Final = "application/sparql-query"
FORM: Final = "application/x-www-form-urlencoded"
ASK: Final = "/sparql?query=ASK%20%7B%7D"
POST: Final = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {QUERY}\r\n".encode()
ENDLESS: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
"""Takes longer than any limit, and little memory."""
STREAM: Final = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
"""Has an answer that grows for longer than any limit."""
_SOME: Final = "{{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STRSTARTS(MD5(CONCAT(STR(?a), STR(?d), STR(?g))), '{}')) }}"
FLOWS: Final = f"SELECT * {_SOME.format('0')}"
"""Has an answer that grows by some ten megabytes a second."""
TRICKLES: Final = f"SELECT * {_SOME.format('00')}"
"""Has an answer that grows by a megabyte or two a second."""
DROPS: Final = f"SELECT * {_SOME.format('000')}"
"""Has some hundred rows a second."""
NEVER: Final = _SOME.format("no hash")
"""Has no solution, which takes longer than any limit to find."""
_FRESH = itertools.count()


@dataclass(frozen=True)
class Answer:
    """What a client got.

    Attributes:
        status: 0 if there was none.
        headers: names in lower case.
        body: as far as it came.
        end: how the connection ended: ``whole`` (by its length), ``closed``, ``reset`` or ``silent``.
        seconds: until then.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    end: str
    seconds: float

    @property
    def problem(self) -> dict[str, Any]:
        """The problem that it tells; fails if it tells none."""
        assert self.headers.get("content-type") == "application/problem+json", (self.status, self.headers)
        told: dict[str, Any] = json.loads(self.body)
        assert told["status"] == self.status
        assert told["title"]
        assert told["detail"]
        return told


@dataclass
class Served:
    """A server process, its address, and how it was before anybody attacked it."""

    process: subprocess.Popen[str]
    port: int
    temporary: Path
    log: Path
    before: dict[str, Any] = field(default_factory=dict)

    def request(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        timeout: float = 30,
        source: str = "127.0.0.1",
    ) -> Answer:
        """Ask by way of `http.client`."""
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout, source_address=(source, 0))
        try:
            connection.request(method, path, body, dict(headers or {}))
            got = connection.getresponse()
            data = got.read()
        finally:
            connection.close()
        told = {name.lower(): value for name, value in got.headers.items()}
        return Answer(got.status, told, data, "whole", time.monotonic() - began)

    def ask(self, query: str, *, source: str = "127.0.0.1", accept: str = "*/*", **parameters: str) -> Answer:
        """Send a query by POST, so that it may be long."""
        where = "/sparql" + ("?" + urlencode(parameters) if parameters else "")
        return self.request("POST", where, query.encode(), {"Content-Type": QUERY, "Accept": accept}, source=source)

    def running(self) -> list[dict[str, Any]]:
        """What the server says is running."""
        headers = {"Authorization": f"Bearer {TOKEN}"}
        listed: list[dict[str, Any]] = json.loads(self.request("GET", "/sparql/running", None, headers).body)
        return listed

    def connect(self, data: bytes = b"", *, receive_buffer: int = 0, timeout: float = 30) -> socket.socket:
        """Open a connection, send some bytes, and leave the rest to the caller."""
        opened = socket.socket()
        if receive_buffer:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        opened.settimeout(timeout)
        opened.connect(("127.0.0.1", self.port))
        opened.sendall(data)
        return opened

    def exchange(self, data: bytes, *, timeout: float = 30) -> Answer:
        """Send bytes as they are, and read until the server closes."""
        began = time.monotonic()
        with self.connect(timeout=timeout) as opened:
            with suppress(ConnectionError):  # it may refuse before it has all
                opened.sendall(data)
            return read(opened, began)

    def is_warm(self) -> bool:
        """Whether it has read by itself what the first readers would have waited for."""
        ready = self.request("GET", "/readyz")
        return ready.status == 200 and bool(json.loads(ready.body)["warm"])

    def children(self) -> list[int]:
        """Ids of all processes below the server's."""
        return [pid for pid in descendants(self.process.pid) if alive(pid)]

    def descriptors(self) -> int:
        """Count the files and connections that the server process has open."""
        return sum(1 for _ in Path(f"/proc/{self.process.pid}/fd").iterdir())

    def look(self) -> dict[str, Any]:
        """Count what an attack might leave behind."""
        return {
            "processes": len(self.children()),
            "descriptors": self.descriptors(),
            "megabytes": resident(self.process.pid),
            "workers": max(map(resident, self.children()), default=0),
            "files": sorted(str(path.relative_to(self.temporary)) for path in self.temporary.rglob("*")),
        }

    def assert_unharmed(self, *, slack: int = 64) -> None:
        """See that the next query is answered at once, and that all is as it was within some seconds.

        Args:
            slack: megabytes that the server process may have grown, since allocators keep some; a worker, three times
                as many, since it keeps the stack that it had.
        """
        assert self.process.poll() is None, "the server has ended"
        answer = self.ask(f"SELECT * {{ ?s ?p ?o }} LIMIT 2 # {next(_FRESH)}")
        assert answer.status == 200, answer
        assert len(json.loads(answer.body)["results"]["bindings"]) == 2
        assert answer.seconds < AT_ONCE

        def calm() -> bool:
            now = self.look()
            return (
                now["processes"] == self.before["processes"]
                and now["descriptors"] <= self.before["descriptors"] + 3
                and now["megabytes"] <= self.before["megabytes"] + slack
                and now["workers"] <= self.before["workers"] + 3 * slack
                and now["files"] == self.before["files"]
                and self.running() == []
            )

        if not within(8, calm):
            pytest.fail(f"before {self.before}, now {self.look()}, running {self.running()}")
        log = self.log.read_text(encoding="utf-8", errors="replace")
        assert "Traceback" not in log, log[log.index("Traceback") :][:4000]


def read(opened: socket.socket, began: float) -> Answer:
    """Read what a connection gives until it ends."""
    data, end = b"", "closed"
    try:
        while piece := opened.recv(1 << 20):
            data += piece
    except TimeoutError:
        end = "silent"
    except ConnectionError:
        end = "reset"
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    found = re.match(r"HTTP/1\.1 (\d\d\d)", lines[0])
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
    return Answer(int(found[1]) if found else 0, headers, body, end, time.monotonic() - began)


@contextmanager
def serving(store: Path, folder: Path, *arguments: str, **settings: object) -> Iterator[Served]:
    """Run `kg serve` on a store.

    Args:
        store: holds a release.
        folder: for its temporary files and its log.
        arguments: further ones of the command.
        settings: the limits, by their names in small letters.
    """
    temporary = folder / "temporary"
    temporary.mkdir()
    log = folder / "log"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("CKG_", "PROMETHEUS_"))},
        "CKG_CACHE_MB": "16",  # so that what is remembered cannot be taken for a leak
        **{f"CKG_{name.upper()}": str(value) for name, value in settings.items()},
        "CKG_ADMIN_TOKEN": TOKEN,
        "TMPDIR": str(temporary),
        "PYTHONUNBUFFERED": "1",
    }
    with log.open("w", encoding="utf-8") as told:
        process = subprocess.Popen(
            [KG, "serve", "--port", "0", "--store", store, *arguments],
            stdout=subprocess.DEVNULL,
            stderr=told,
            text=True,
            env=environment,
        )
    served = Served(process, 0, temporary, log)
    below: list[int] = []
    try:
        assert within(30, lambda: "serving at" in log.read_text(encoding="utf-8") or process.poll() is not None)
        found = re.search(r"127\.0\.0\.1:(\d+)", log.read_text(encoding="utf-8"))
        assert found, log.read_text(encoding="utf-8")
        served.port = int(found[1])
        assert within(20, served.is_warm)
        for number in range(20):  # every worker and thread has had something to do
            served.ask(f"ASK {{ ?s ?p ?o }} # {number}")
        served.request("GET", "/nothing")
        served.running()
        within(20, lambda: len(served.children()) >= 3)
        served.before = served.look()
        yield served
        below = served.children()
    finally:
        below = below or ([] if process.poll() is not None else served.children())
        process.send_signal(signal.SIGCONT)
        process.kill()
        process.wait(10)
        left = [pid for pid in below if not within(5, lambda pid=pid: not alive(pid))]  # type: ignore[misc]
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    assert left == []


def get(path: str, *headers: str, method: str = "GET", version: str = "1.1") -> bytes:
    """Write the head of a request."""
    lines = [f"{method} {path} HTTP/{version}", "Host: localhost", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1")


def query_path(query: str, **parameters: str) -> str:
    """Write a query as an address."""
    return "/sparql?" + urlencode({"query": query, **parameters})


def within(seconds: float, true: Callable[[], bool]) -> bool:
    """Wait until something is true, or not any longer."""
    until = time.monotonic() + seconds
    while True:
        with suppress(ConnectionError):
            if true():
                return True
        if time.monotonic() > until:
            return False
        time.sleep(0.05)


def alive(pid: int) -> bool:
    """Whether a process is there and not just waiting to be collected."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def descendants(pid: int) -> list[int]:
    """List the processes that a process has started, and those that they have."""
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                found += [int(child), *descendants(int(child))]
    return found


def resident(pid: int) -> int:
    """Megabytes of memory that a process has."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
    except OSError:
        return 0


def cpu_seconds(pids: list[int]) -> float:
    """Processor time that processes have had together."""
    ticks = 0
    for pid in pids:
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


class Stand:
    """Keeps one server for many attacks, and takes a new one when it was harmed.

    Args:
        store: holds a release.
        folder: makes a new folder each time.
        settings: of the server.
    """

    def __init__(self, store: Path, folder: Callable[[], Path], **settings: object) -> None:
        self._store = store
        self._folder = folder
        self._settings = settings
        self._open = ExitStack()
        self._served: Served | None = None

    @contextmanager
    def server(self) -> Iterator[Served]:
        """Give the server for one attack; fails if that has harmed it."""
        if self._served is None:
            self._served = self._open.enter_context(serving(self._store, self._folder(), **self._settings))
        try:
            yield self._served
            self._served.assert_unharmed()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the server."""
        self._served = None
        self._open.close()
