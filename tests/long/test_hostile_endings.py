"""How answers and servers end: cut answers that nobody takes for whole, kills, stops, and a new release meanwhile."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import httpx2
import pytest

from hostile import (
    AT_ONCE,
    DROPS,
    ENDLESS,
    FLOWS,
    KG,
    LATE,
    NEVER,
    STREAM,
    TRICKLES,
    Served,
    Stand,
    alive,
    get,
    query_path,
    read,
    serving,
    within,
)  # fmt: skip
from kg.build import build
from synthetic import DATA

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]
SECONDS = 2
LIMITS = {f"{name}_seconds": SECONDS for name in ("query", "header", "body", "reader")}
ROWS = 100
FORMATS = ["json", "xml", "csv", "tsv"]


def clients(url: str, partly: Path) -> dict[str, Callable[[], object]]:
    """Give what people read answers with; each must fail if the answer is not whole."""

    def with_http_client() -> object:
        with closing(http.client.HTTPConnection(url.split("/")[2], timeout=30)) as connection:
            connection.request("GET", "/" + url.split("/", 3)[3])
            return connection.getresponse().read()

    def with_httpx() -> object:
        return httpx2.get(url, timeout=30).content

    def with_curl() -> object:
        return subprocess.run(["curl", "-sS", "-o", partly, url], check=True, capture_output=True, timeout=30)

    return {"http.client": with_http_client, "httpx": with_httpx, "curl": with_curl}


FAILURES = (http.client.IncompleteRead, ConnectionError, httpx2.TransportError, subprocess.CalledProcessError)


@pytest.fixture(scope="module")
def stand(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    kept = Stand(store, lambda: tmp_path_factory.mktemp("cut"), query_workers=4, max_result_mb=8, **LIMITS)
    yield kept
    kept.close()


@pytest.fixture
def server(stand: Stand) -> Iterator[Served]:
    with stand.server() as served:
        yield served


@pytest.fixture(scope="module")
def few(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(store, tmp_path_factory.mktemp("few"), max_result_rows=ROWS, query_seconds=3 * SECONDS) as served:
        yield served
        served.assert_unharmed()


@pytest.mark.parametrize("query", [TRICKLES, FLOWS], ids=["time", "size"])
@pytest.mark.parametrize("form", FORMATS)
def test_an_answer_that_is_cut_cannot_be_taken_for_whole(server: Served, tmp_path: Path, form: str, query: str) -> None:
    path = query_path(query, format=form)
    reading = clients(f"http://127.0.0.1:{server.port}{path}", tmp_path / "partly")
    began = time.monotonic()
    with ThreadPoolExecutor() as threads:
        results = {name: threads.submit(client) for name, client in reading.items()}
        with server.connect(get(path, "Connection: close")) as opened:
            answer = read(opened, began)
    print(f"late: {answer.seconds - SECONDS:.3f}")
    assert answer.status == 200
    assert answer.seconds < SECONDS + LATE
    assert answer.end == "reset"
    for name, result in results.items():
        assert isinstance(result.exception(), FAILURES), name


@pytest.mark.parametrize("form", ["turtle", "ntriples", "nquads", "trig", "rdfxml", "jsonld"])
def test_a_graph_that_is_cut_cannot_be_taken_for_whole(server: Served, form: str) -> None:
    query = "CONSTRUCT { ?a ?e ?i } " + FLOWS.removeprefix("SELECT * ")
    answer = server.exchange(get(query_path(query, format=form), "Connection: close"))
    assert answer.end == "reset" or answer.problem["status"] in {413, 504}


@pytest.mark.parametrize(("query", "status"), [(TRICKLES, 504), (STREAM, 413)])
def test_a_client_of_http_1_0_gets_a_status(server: Served, query: str, status: int) -> None:
    began = time.monotonic()
    answer = server.exchange(get(query_path(query), version="1.0"))
    assert answer.problem["status"] == status
    assert answer.end == "closed"
    assert time.monotonic() - began < SECONDS + LATE


def test_a_limit_that_is_met_first_is_a_status(server: Served) -> None:
    answer = server.ask(ENDLESS)
    assert answer.problem["status"] == 504
    print(f"late: {answer.seconds - SECONDS:.3f}")
    assert SECONDS - 0.1 < answer.seconds < SECONDS + LATE
    assert "retry-after" not in answer.headers
    short = server.ask(ENDLESS, timeout="0.5")
    assert short.problem["status"] == 504
    assert short.seconds < 0.5 + LATE
    long = server.ask(ENDLESS + "# long", timeout="1000")
    assert long.problem["status"] == 504
    assert long.seconds < SECONDS + LATE


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_rows_that_are_left_out_are_told(few: Served, form: str, version: str) -> None:
    whole = few.exchange(
        get(query_path(f"SELECT * {{ ?s ?p ?o }} LIMIT {ROWS}", format=form), "Connection: close", version=version)
    )
    assert (whole.status, "x-truncated" in whole.headers) == (200, False)
    cut = few.exchange(get(query_path("SELECT * { ?s ?p ?o }", format=form), "Connection: close", version=version))
    assert (cut.status, cut.headers["x-truncated"]) == (200, "true")
    if form == "json":
        told = json.loads(cut.body)
        assert (len(told["results"]["bindings"]), told["truncated"]) == (ROWS, True)
        assert "truncated" not in json.loads(whole.body)
    assert abs(cut.body.count(b"\n") - whole.body.count(b"\n")) <= 1


@pytest.mark.parametrize("form", ["turtle", "ntriples"])
def test_triples_that_are_left_out_are_told(few: Served, form: str) -> None:
    answer = few.request("GET", query_path("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", format=form))
    assert (answer.status, answer.headers["x-truncated"]) == (200, "true")
    assert form != "ntriples" or answer.body.count(b"\n") == ROWS


def test_rows_left_out_behind_what_was_sent_are_told_or_cut(few: Served) -> None:
    for form in FORMATS:
        answer = few.exchange(get(query_path(DROPS, format=form), "Connection: close"))
        assert answer.status == 200
        assert "x-truncated" not in answer.headers
        assert answer.end == "reset" or (form == "json" and b'"truncated":true' in answer.body)


KINDS = {
    "count": ENDLESS,
    "sort": STREAM + " ORDER BY ?a ?f",
    "stream": STREAM,
    "ask": "ASK " + NEVER,
    "construct": "CONSTRUCT { ?a ?b ?c } " + NEVER,
    "describe": "DESCRIBE ?a " + NEVER,
}


@pytest.mark.parametrize(("kind", "processes"), [*((kind, "1") for kind in KINDS), ("count", "2")])
def test_no_process_survives_a_server_that_is_killed(store: Path, tmp_path: Path, kind: str, processes: str) -> None:
    # Behind a supervisor that is gone, a server ends as if it were stopped: with the queries that run.
    seconds = 60 if processes == "1" else 2 * SECONDS
    with ExitStack() as opened, serving(store, tmp_path, "--workers", processes, query_seconds=seconds) as server:
        for number in range(2):
            opened.enter_context(server.connect(get(query_path(f"{KINDS[kind]} # {number}"))))
        assert within(5, lambda: len(server.running()) == 2)
        below = server.children()
        assert len(below) >= 3
        server.process.kill()
        server.process.wait(10)
        killed = time.monotonic()
        gone = within(8, lambda: not any(map(alive, below)))
        print(f"gone after {time.monotonic() - killed:.2f} s")
        for pid in filter(alive, below):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        assert gone


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_server_that_is_stopped_finishes_what_it_does(store: Path, tmp_path: Path, how: int, processes: str) -> None:
    with ExitStack() as opened, serving(store, tmp_path, "--workers", processes, **LIMITS) as server:
        busy = opened.enter_context(server.connect(get(query_path(ENDLESS))))
        for data in (b"", b"GET /", get("/healthz"), get(query_path(STREAM))):
            opened.enter_context(server.connect(data, receive_buffer=4096))
        assert within(SECONDS, lambda: bool(server.running()))
        below = server.children()
        stopped = time.monotonic()
        server.process.send_signal(how)
        answer = read(busy, stopped)
        code = server.process.wait(SECONDS + 5 + 2 * LATE)
        print(f"ended after {time.monotonic() - stopped:.2f} s")
        assert code in {0, 128 + how, -how}
        assert answer.problem["status"] in {503, 504}
        assert within(2, lambda: not any(map(alive, below)))
        assert list(server.temporary.iterdir()) == []


def test_a_new_release_drops_no_request(tmp_path: Path) -> None:
    data, store = tmp_path / "data", tmp_path / "store"
    shutil.copytree(DATA, data)
    build([data], store)
    report = data / "documents" / "report-1.yaml"
    stop = threading.Event()
    wrong: list[object] = []
    seen: list[str] = []

    def ask(server: Served, number: int) -> None:
        count = 0
        while not stop.is_set():
            count += 1
            try:
                answer = server.ask(
                    f"SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }} # {number} {count % 50}", source=f"127.0.0.{number + 1}"
                )
            except OSError as error:
                wrong.append(error)
                continue
            if answer.status != 200 or answer.seconds > AT_ONCE:
                wrong.append(answer)
            elif answer.headers["x-release"] not in seen:
                seen.append(answer.headers["x-release"])

    with serving(store, tmp_path, keep=1, **LIMITS) as server:
        threads = [threading.Thread(target=ask, args=[server, number]) for number in range(3)]
        for thread in threads:
            thread.start()
        for number in range(3):
            report.write_text(report.read_text(encoding="utf-8") + f"# {number}\n", encoding="utf-8")
            subprocess.run(
                [KG, "build", "--data", data, "--store", store], check=True, capture_output=True, timeout=120
            )
        time.sleep(1)
        stop.set()
        for thread in threads:
            thread.join()
        assert wrong == []
        assert len(seen) >= 3
        assert seen[-1] == (store / "current").read_text(encoding="utf-8").strip()
        server.assert_unharmed()
