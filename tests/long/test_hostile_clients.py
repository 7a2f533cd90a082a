"""Attacks on a real server by floods, by clients that do not read or go away, by deaths, and by many at once."""

from __future__ import annotations

import itertools
import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from hostile import (
    ASK,
    AT_ONCE,
    ENDLESS,
    LATE,
    POST,
    QUERY,
    STREAM,
    TRICKLES,
    Answer,
    Served,
    Stand,
    cpu_seconds,
    get,
    query_path,
    read,
    resident,
    within,
)  # fmt: skip

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]
SECONDS = 2
GROWTH = 64
"""Megabytes that the server process may grow while it is attacked."""
LIMITS = {f"{name}_seconds": SECONDS for name in ("query", "header", "body", "reader")}
LARGE = (
    'SELECT ?s11 { BIND("0123456789abcdef" AS ?s0) '
    + " ".join(f"BIND(CONCAT(?s{n}, ?s{n}) AS ?s{n + 1})" for n in range(11))
    + " ?a ?b ?c } LIMIT 800"
)
"""Has an answer of 26 MB."""


@pytest.fixture(scope="module")
def stand(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    kept = Stand(store, lambda: tmp_path_factory.mktemp("attacked"), max_result_mb=32, **LIMITS)
    yield kept
    kept.close()


@pytest.fixture
def server(stand: Stand) -> Iterator[Served]:
    with stand.server() as served:
        yield served


FLOODS = {
    "headers": (b"GET / HTTP/1.1\r\n", b"X: y\r\n" * 10_000),
    "one header": (b"GET / HTTP/1.1\r\nX: ", b"y" * 60_000),
    "an address": (b"GET /", b"y" * 60_000),
    "line ends": (get("/healthz"), b"\r\n" * 30_000),
    "trailers": (POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nASK{}\r\n0\r\n", b"X: y\r\n" * 10_000),
    "one trailer": (POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nASK{}\r\n0\r\nX: ", b"y" * 60_000),
    "a chunk's extension": (POST + b"Transfer-Encoding: chunked\r\n\r\n5;", b"y" * 60_000),
    "chunks of a byte": (POST + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n" * 10_000),
    "a body": (POST + b"Content-Length: 100000000000\r\n\r\n", b"y" * 60_000),
    "a body that nobody reads": (b"POST /healthz HTTP/1.1\r\nContent-Length: 100000000000\r\n\r\n", b"y" * 60_000),
    "requests": (b"", get("/healthz") * 1000),
    "queries": (b"", get(ASK) * 500),
    "queries that take long": (b"", b"".join(get(query_path(f"{ENDLESS} # {n}")) for n in range(300))),
}


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_harms_nobody(server: Served, name: str) -> None:
    begin, more = FLOODS[name]
    until = time.monotonic() + 2
    sent = peak = 0

    def drain(opened: socket.socket) -> None:
        with suppress(OSError):
            while opened.recv(1 << 20):
                pass

    with server.connect(begin, timeout=0.5) as opened:
        drained = threading.Thread(target=drain, args=[opened], daemon=True)
        drained.start()
        slowest = 0.0
        with suppress(OSError):  # it is cut off, or not read from any more
            while time.monotonic() < until:
                opened.sendall(more)
                sent += len(more)
                peak = max(peak, resident(server.process.pid))
        while time.monotonic() < until:
            answer = server.request("GET", query_path(f"ASK {{}} # {time.monotonic()}"))
            slowest = max(slowest, answer.seconds)
            assert answer.status == 200
            peak = max(peak, resident(server.process.pid))
    drained.join(5)
    print(f"sent {sent}, grew {peak - server.before['megabytes']} MB, slowest {slowest:.2f} s")
    assert peak < server.before["megabytes"] + GROWTH
    assert slowest < AT_ONCE


def test_a_client_that_sends_everything_first_can_read_the_refusal(server: Served, tmp_path: Path) -> None:
    answer = server.request("POST", "/sparql", b"x" * 8_000_000, {"Content-Type": QUERY})
    assert answer.problem["status"] == 413
    assert answer.seconds < AT_ONCE
    large = tmp_path / "large"
    large.write_bytes(b"x" * 100_000_000)
    command: list[str | Path] = [
        "curl",
        "-sS",
        "-w",
        "%{http_code}",
        "-o",
        tmp_path / "told",
        "-H",
        f"Content-Type: {QUERY}",
    ]
    done = subprocess.run(
        [*command, "--data-binary", f"@{large}", f"http://127.0.0.1:{server.port}/sparql"],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("413", "")


READERS = {
    "a stream": STREAM,
    "a large answer": LARGE,
    "a remembered answer": "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 2000",
}
_COUNT = itertools.count()


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("rate", [0, 1], ids=["never", "a byte now and then"])
@pytest.mark.parametrize("name", READERS)
def test_a_client_that_does_not_read_is_cut_off(server: Served, name: str, rate: int, version: str) -> None:
    query = READERS[name]
    if name == "a remembered answer":
        for _ in range(2):
            assert server.request("GET", query_path(query)).status == 200
    before = resident(server.process.pid)
    began = time.monotonic()
    opened = [server.connect(get(query_path(query), version=version), receive_buffer=4096) for _ in range(3)]
    peak = ended = 0
    while time.monotonic() < began + 5 + LATE and not ended:
        time.sleep(0.3)
        for connection in opened:
            connection.settimeout(0.01)
            with suppress(TimeoutError, ConnectionError):
                connection.recv(rate or 1, 0 if rate else socket.MSG_PEEK)
        peak = max(peak, resident(server.process.pid))
        now = server.descriptors()
        if now <= server.before["descriptors"] + 1 and time.monotonic() > began + SECONDS / 2:
            ended = 1
    print(f"late: {time.monotonic() - began - SECONDS:.3f}; grew {peak - before} MB")
    for connection in opened:
        connection.close()
    assert ended
    assert peak < before + GROWTH


@pytest.mark.parametrize("left", range(1000, 80_000, 16_000))
def test_a_client_that_leaves_the_end_unread_is_cut_off(server: Served, left: int) -> None:
    path = query_path(READERS["a remembered answer"])
    size = len(server.request("GET", path).body)
    assert server.request("GET", path).status == 200
    with server.connect(get(path), receive_buffer=4096) as opened:
        taken = 0
        while taken < size - left:
            taken += len(opened.recv(min(4096, size - left - taken)))
        assert within(8, lambda: server.descriptors() <= server.before["descriptors"] + 1)


GOING = {
    "counts": get(query_path(ENDLESS)),
    "streams": get(query_path(STREAM)),
    "trickles": get(query_path(TRICKLES)),
    "HEAD": get(query_path(STREAM), method="HEAD"),
    "pipelined": get(query_path(ENDLESS)) + get(ASK),
    "a page": get(query_path(ENDLESS, format="html")),
    "HTTP/1.0": get(query_path(STREAM), version="1.0"),
}


@pytest.mark.parametrize("name", GOING)
@pytest.mark.parametrize("how", ["close", "reset"])
def test_a_query_stops_when_its_client_goes_away(server: Served, name: str, how: str) -> None:
    with server.connect(GOING[name], receive_buffer=4096) as opened:
        if name != "HEAD":
            assert within(SECONDS, lambda: bool(server.running()))
        time.sleep(0.1)
        if how == "reset":
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, bytes([1, 0, 0, 0, 0, 0, 0, 0]))
    went = time.monotonic()
    assert within(1.5, lambda: server.running() == [])
    print(f"stopped after {time.monotonic() - went:.2f} s")
    used = cpu_seconds(server.children())
    time.sleep(0.5)
    assert cpu_seconds(server.children()) - used < 0.4  # a new worker may have started meanwhile


@pytest.mark.parametrize("busy", [True, False])
def test_a_worker_that_dies_is_replaced(server: Served, busy: bool) -> None:
    workers = server.children()
    if busy:
        with server.connect(get(query_path(ENDLESS))) as opened:
            assert within(SECONDS, lambda: bool(server.running()))
            for worker in workers:
                os.kill(worker, signal.SIGKILL)
            answer = read(opened, time.monotonic())  # of HTTP/1.1, and kept open for some seconds
        assert answer.problem["status"] in {500, 504}  # it may have been tried again
    else:
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        time.sleep(0.2)  # the server takes notice
    answer = server.ask(f"ASK {{}} # {time.monotonic()}")
    assert answer.status == 200
    assert answer.seconds < SECONDS


def test_a_client_that_asks_much_does_not_starve_another(server: Served) -> None:
    hogs = [server.connect(get(query_path(f"{ENDLESS} # {number}"))) for number in range(40)]
    try:
        assert within(SECONDS, lambda: len(server.running()) >= 20)
        refused = server.ask("ASK {} # one more")
        assert refused.problem["status"] == 429
        assert int(refused.headers["retry-after"]) >= 1
        answer = server.ask("SELECT * { ?s ?p ?o } LIMIT 3", source="127.0.0.2")
        assert answer.status == 200
        assert answer.seconds < SECONDS + LATE
    finally:
        for hog in hogs:
            hog.close()


def test_two_hundred_clients_at_once(server: Served) -> None:
    def ask(number: int) -> Answer:
        query = f"SELECT * {{ ?a ?b ?c . ?d ?e ?f }} LIMIT {number + 1}"
        return server.ask(query, source=f"127.0.0.{number % 5 + 1}")

    with ThreadPoolExecutor(200) as threads:
        answers = list(threads.map(ask, range(200)))
    assert set(Counter(answer.status for answer in answers)) <= {200, 429, 503}
    for number, answer in enumerate(answers):
        assert answer.seconds < SECONDS + LATE
        if answer.status == 200:
            assert len(json.loads(answer.body)["results"]["bindings"]) == number + 1
        else:
            assert int(answer.headers["retry-after"]) >= 1
    assert sum(answer.status == 200 for answer in answers) > 100


def test_hundreds_of_idle_connections_shut_nobody_out(server: Served) -> None:
    idle = [server.connect() for _ in range(600)]
    try:
        assert server.ask("ASK {} # beside the idle", source="127.0.0.2").status == 200
        assert within(SECONDS + LATE, lambda: all(_ended(connection) for connection in idle))
    finally:
        for connection in idle:
            connection.close()


def _ended(connection: socket.socket) -> bool:
    connection.settimeout(0.001)
    with suppress(TimeoutError):
        while connection.recv(4096):
            pass
        return True
    return False
