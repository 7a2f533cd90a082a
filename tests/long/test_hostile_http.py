"""Attacks on a real server with requests that are none, are only half there, or are oddly coded.

After each the server must be as it was before: see `Served.assert_unharmed`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from hostile import ASK, FORM, LATE, POST, QUERY, Served, Stand, get, read

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]
SECONDS = 2
CLOSE = b"Connection: close\r\n"


@pytest.fixture(scope="module")
def stand(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    limits = {f"{name}_seconds": SECONDS for name in ("query", "header", "body", "reader")}
    kept = Stand(store, lambda: tmp_path_factory.mktemp("attacked"), **limits)
    yield kept
    kept.close()


@pytest.fixture
def server(stand: Stand) -> Iterator[Served]:
    with stand.server() as served:
        yield served


NOT_HTTP = {
    "two lengths": (POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nASK{}", {400}),
    "length and chunks": (POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nASK{}\r\n0\r\n\r\n", {400}),
    "chunks and length": (POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n5\r\nASK{}\r\n0\r\n\r\n", {400}),
    **{
        f"length {length[:12]!r}": (POST + b"Content-Length: " + length + b"\r\n\r\nASK{}", {400, 413})
        for length in (b"-1", b"+5", b"5,5", b"0x5", b"5 5", b"", b"abc", b"1e3", b"9" * 30, b"9" * 5000, b"18446744073709551615")
    },
    **{
        f"coding {coding!r}": (POST + b"Transfer-Encoding: " + coding + b"\r\n\r\n5\r\nASK{}\r\n0\r\n\r\n", {400, 501})
        for coding in (b"xchunked", b"chunked, identity", b"identity", b"\x0bchunked", b'"chunked"', b"chunked, chunked")
    },
    "blank before the colon": (POST + b"Transfer-Encoding : chunked\r\n\r\n5\r\nASK{}\r\n0\r\n\r\n", {400}),
    "a chunk of no number": (POST + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\nASK{}\r\n0\r\n\r\n", {400}),
    "a chunk beyond numbers": (POST + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nASK{}\r\n0\r\n\r\n", {400}),
    "a folded header": (get(ASK, "X: a\r\n b"), {400}),
    "NUL in a header": (get(ASK, "X: a\0b"), {400}),
    "NUL in the address": (get("/sparql?query=ASK\0"), {400}),
    "line ends without CR": (get(ASK).replace(b"\r\n", b"\n"), {400}),
    "line ends without LF": (get(ASK).replace(b"\r\n", b"\r"), {400, 408}),
    "no address": (get(""), {400}),
    "CONNECT": (get("example.org:80", method="CONNECT"), {400, 405, 501}),
    "a method that is none": (get(ASK, method="FOO"), {400, 405, 501}),
    "a method in small letters": (get(ASK, method="get"), {400, 405, 501}),
    "TRACE": (get(ASK, "Connection: close", method="TRACE"), {405, 501}),
    "HTTP/1.10": (get(ASK, version="1.10"), {400, 505}),
    "the preface of HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 505}),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200), {400}),
    "all bytes": (bytes(range(256)) * 20, {400}),
    "an address of 200 kB": (get("/sparql?query=" + "x" * 200_000), {414, 431}),
    "an address without an end": (b"GET /sparql?query=" + b"x" * 100_000, {408, 414, 431}),
    "a header of 200 kB": (get(ASK, "X: " + "y" * 200_000, "Connection: close"), {200, 431}),
    "a header without an end": (b"GET / HTTP/1.1\r\nX: " + b"y" * 100_000, {408, 431}),
    "a body of a gigabyte": (POST + b"Content-Length: 1000000000\r\n\r\nASK", {413}),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_HTTP)
def test_what_is_not_http_gets_one_problem_at_once(server: Served, name: str) -> None:
    data, statuses = NOT_HTTP[name]
    answer = server.exchange(data, timeout=SECONDS + LATE)
    assert answer.status in statuses, answer
    assert answer.end in {"closed", "reset"}
    assert answer.status in {200, 408} or answer.seconds < 1
    if answer.status != 200:
        _ = answer.problem


ODD = {
    "HTTP/1.0": get(ASK, version="1.0"),
    "an address with a host": get("http://example.org" + ASK, "Connection: close"),
    "Range": get(ASK, "Range: bytes=0-1,3-4", "Connection: close"),
    "TE: trailers": get(ASK, "TE: trailers", "Connection: close"),
    "Expect": POST + CLOSE + b"Expect: 100-continue\r\nContent-Length: 5\r\n\r\nASK{}",
    "chunks": POST + CLOSE + b"Transfer-Encoding: chunked\r\n\r\n1\r\nA\r\n4;x=y\r\nSK{}\r\n0\r\nTrailer: x\r\n\r\n",
    "lines before it": b"\r\n\r\n" + get(ASK, "Connection: close"),
    "an address of 60 kB": get(ASK + "%23" + "x" * 60_000, "Connection: close"),
    "qualities that are none": get(ASK, "Accept: text/csv;q=x, text/xml;q=-1, */*;q=0.1;q=0.2", "Connection: close"),
    "an Accept of 60 kB": get(ASK, "Accept: " + ",".join(f"a/{n};q=0.{n}" for n in range(4000)) + ",*/*", "Connection: close"),
    "900 graphs": get(ASK + "&named-graph-uri=a:b" * 900, "Connection: close"),
    "Upgrade, twice": 2
    * (POST + b"Connection: Upgrade\r\nUpgrade: foo\r\nContent-Length: 5\r\n\r\nASK{}"),
    "Upgrade": POST + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\nContent-Length: 5\r\n\r\nASK{}",
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_and_allowed_is_answered(server: Served, name: str) -> None:
    with server.connect(ODD[name], timeout=1) as opened:
        answer = read(opened, time.monotonic())
    body = answer.body.split(b"\r\n\r\n")[-1] if answer.status == 100 else answer.body
    assert answer.status in {100, 200}
    assert body.partition(b"HTTP/1.1 200")[0].strip() == b'{"head":{},"boolean":true}'
    assert name != "Upgrade, twice" or answer.body.count(b"HTTP/1.1 200") == 1  # behind the first


CODED = {
    "%ZZ": 400, "%": 400, "%FF": 400, "ASK%257B%257D": 400, "%C0%80": 400, "%ED%A0%80": 400, "ASK%u007B%7D": 400, "\xff": 400,
    "ASK%00%7B%7D": 400, "ASK%7B%7D&query=ASK%7B%7D": 400, "": 400, "ASK%7B%7D&update=DROP+ALL": 403,
    "ASK%7B%7D&timeout=nan": 400, "ASK%7B%7D&timeout=-1": 400, "ASK%7B%7D&timeout=inf": 400, "ASK%7B%7D&format=%0d%0aX:y": 400,
    "ASK%7B%7D&release=..": 400, "ASK%7B%7D&release=%00": 400, "ASK%7B%7D&release=ffffffffffffffff": 410,
    "ASK%7B%7D&default-graph-uri=:": 400, "ASK%7B%7D&named-graph-uri=a:%0A": 400, "ASK%7B%7D" + "&named-graph-uri=a:b" * 3000: 400,
}  # fmt: skip


@pytest.mark.parametrize("query", CODED, ids=lambda query: query[:40].encode("unicode_escape").decode())
def test_what_is_wrongly_coded_is_one_problem(server: Served, query: str) -> None:
    answer = server.exchange(get("/sparql?query=" + query, "Connection: close"))
    assert answer.problem["status"] == CODED[query]


@pytest.mark.parametrize("body", ["ASK{}\xff", "\xed\xa0\x80"])
def test_a_body_that_is_not_utf8_is_a_problem(server: Served, body: str) -> None:
    answer = server.request("POST", "/sparql", body.encode("latin-1"), {"Content-Type": QUERY})
    assert answer.problem["status"] == 400
    answer = server.request("POST", "/sparql", "ASK{}".encode("utf-16"), {"Content-Type": QUERY + ";charset=utf-16"})
    assert answer.problem["status"] == 415


@pytest.mark.parametrize("graph", [":", "a:%00", "a:%0A", "http://[", "1:a", "a:%FF", "http://x/%25", "a:b&graph=c:d"])
def test_a_graph_that_has_no_iri_is_a_problem(server: Served, graph: str) -> None:
    workers = server.children()
    answer = server.exchange(get(f"/graph-store?graph={graph}", "Connection: close"))
    assert answer.problem["status"] == 400
    assert server.children() == workers


def test_no_file_is_read_for_a_graph(server: Served) -> None:
    for path in ("/graph-store?graph=file:///etc/passwd", "/graph-store?graph=file:/etc/passwd"):
        assert server.request("GET", path).problem["status"] == 404


def test_nothing_can_be_changed(server: Served) -> None:
    update = b"INSERT DATA { <a:a> <a:b> <a:c> }"
    kinds: list[tuple[str, str, bytes | None, str, int]] = [
        ("POST", "/sparql", update, "application/sparql-update", 403),
        ("POST", "/sparql", b"update=DROP+ALL", FORM, 403),
        ("POST", "/sparql?update=DROP+ALL", b"", FORM, 403),
        ("GET", "/sparql?update=DROP+ALL", None, "", 403),
        ("POST", "/sparql", update, QUERY, 400),
        ("POST", "/sparql", b"query=LOAD+%3Cfile:///etc/passwd%3E", FORM, 400),
        *[(method, "/sparql", b"", "", 405) for method in ("PUT", "DELETE", "PATCH")],
        *[(method, "/graph-store?default", update, "text/turtle", 405) for method in ("PUT", "POST", "DELETE", "PATCH")],
    ]  # fmt: skip
    for method, path, body, kind, status in kinds:
        answer = server.request(method, path, body, {"Content-Type": kind})
        assert answer.problem["status"] == status, (method, path)
        assert status != 405 or "GET" in answer.headers["allow"]


def test_a_remembered_answer_is_not_given_to_another_body(server: Served) -> None:
    for body, status in (
        (b"", 200),
        (b"update=DROP+ALL", 403),
        (b"query=ASK%7B%7D", 400),
        (b"default-graph-uri=:", 400),
    ):
        assert server.request("POST", ASK, body, {"Content-Type": FORM}).status == status


def test_a_line_of_the_log_cannot_be_made_up(server: Served) -> None:
    server.exchange(get("/x%0A2026-01-01%20made%20up%1b[31m", "Connection: close"))
    lines = server.log.read_text(encoding="utf-8").splitlines()
    assert not any(line.startswith("2026-01-01") or "\x1b" in line for line in lines)


HALF = {
    "nothing": b"",
    "line ends": b"\r\n\r\n",
    "half a line": b"GET /spar",
    "half a head": b"GET / HTTP/1.1\r\nHost: x\r\nX: ",
    "half a body": POST + b"Content-Length: 50\r\n\r\nASK{",
    "a body that waits for word": POST + b"Expect: 100-continue\r\nContent-Length: 50\r\n\r\n",
    "half a chunk": POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nAS",
    "half a trailer": POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nASK{}\r\n0\r\nX: ",
    "half a second head": get("/healthz") + b"GET / HTTP/1.1\r\nX: ",
}


@pytest.mark.parametrize("drip", [b"", b"y"], ids=["silent", "drip"])
@pytest.mark.parametrize("name", HALF)
def test_half_a_request_is_ended_in_time(server: Served, name: str, drip: bytes) -> None:
    began = time.monotonic()
    with server.connect(HALF[name], timeout=0.3) as opened:
        data = b""
        while time.monotonic() < began + SECONDS + LATE:
            with suppress(TimeoutError):
                piece = opened.recv(1 << 16)
                if not piece:
                    break
                data += piece
                continue
            with suppress(ConnectionError):
                opened.sendall(drip if name not in {"nothing", "line ends"} else b"\r\n" * len(drip))
    broken = name == "half a chunk" and drip  # what drips is no chunk
    assert (b"HTTP/1.1 400 " if broken else b"HTTP/1.1 408 ") in data
    late = time.monotonic() - began - SECONDS
    print(f"late: {late:.3f}")
    assert broken or late > -0.5
    assert late < LATE


def test_line_ends_after_an_answer_do_not_hold_a_connection(server: Served) -> None:
    with server.connect(get("/healthz"), timeout=8) as opened:
        assert opened.recv(1 << 16).startswith(b"HTTP/1.1 200")
        opened.sendall(b"\r\n")
        assert read(opened, time.monotonic()).end in {"closed", "reset"}
