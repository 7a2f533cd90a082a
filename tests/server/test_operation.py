"""What an operator sees: readiness, figures, log, running queries, patience with slow clients."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from serving import ADMINISTRATOR, Answer, Served, serving

TOKEN = f"Bearer {ADMINISTRATOR}"
LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a"


def eventually(what: Callable[[], Any], seconds: float = 20) -> Any:
    """Wait for something to be there."""
    for _ in range(int(seconds / 0.1)):
        if found := what():
            return found
        time.sleep(0.1)
    return pytest.fail("it did not happen")


def test_readiness_tells_the_release_and_the_confinement(served: Served) -> None:
    eventually(lambda: served.ask("/readyz").status == 200)
    ready = served.ask("/readyz").json
    assert ready["release"] == served.ask("/release").json["name"]
    assert ready["workers"]["network"] in {"namespace", "seccomp", "none"}
    eventually(lambda: served.ask("/readyz").json["warm"])


def test_figures_for_prometheus(served: Served) -> None:
    served.query("ASK {}")
    served.query("ASK {}")
    served.ask("/no/such/page")
    text = served.ask("/metrics").text
    assert 'ckg_requests_total{method="GET",route="/sparql",status="200"}' in text
    assert 'ckg_requests_total{method="GET",route="other",status="404"}' in text
    assert 'ckg_cache_total{outcome="hit"}' in text
    assert 'ckg_workers_total{event="start"}' in text
    assert "/no/such/page" not in text


def test_the_log_is_a_json_object_a_line_with_the_request_id(served: Served) -> None:
    assert (
        served.ask("/sparql?query=ASK%7B%7D", X_Request_ID="from-a-proxy-1").headers["x-request-id"] == "from-a-proxy-1"
    )
    own = served.ask("/healthz", X_Request_ID="no id\tat all").headers["x-request-id"]
    assert "no id" not in own
    served.ask("/x%0Aforged%1B%5B31m")

    def logged(path: str) -> dict[str, Any] | None:
        lines = [json.loads(line) for line in served.logged().splitlines() if line.startswith("{")]
        return next((line for line in lines if line.get("path") == path), None)

    assert eventually(lambda: logged("/x%0Aforged%1B%5B31m"))["status"] == 404
    one = next(json.loads(line) for line in served.logged().splitlines() if "from-a-proxy-1" in line)
    assert (one["status"], one["path"], one["level"]) == (200, "/sparql?query=ASK%7B%7D", "INFO")


class Asking(threading.Thread):
    """A client that waits for a long query."""

    def __init__(self, served: Served, text: str) -> None:
        super().__init__()
        self.served, self.text = served, text
        self.answer: Answer | None = None
        self.start()

    def run(self) -> None:
        self.answer = self.served.query(self.text)


def test_an_administrator_sees_and_stops_what_runs(served: Served) -> None:
    client = Asking(served, LONG + " # to be stopped")
    running = eventually(
        lambda: [q for q in served.ask("/sparql/running", Authorization=TOKEN).json if "to be stopped" in q["query"]]
    )[0]
    assert running["client"] == "127.0.0.1"
    stopped = served.ask(f"/sparql/running/{running['id']}", method="DELETE", Authorization=TOKEN)
    assert stopped.status == 202
    client.join(20)
    assert client.answer is not None
    assert (client.answer.status, client.answer.json["kind"]) == (503, "cancelled")
    eventually(lambda: served.ask("/sparql/running", Authorization=TOKEN).json == [])


@pytest.mark.parametrize(
    ("status", "path", "method", "token"),
    [
        (401, "/sparql/running", "GET", ""),
        (401, "/sparql/running", "GET", "Bearer guess"),
        (401, "/sparql/running", "GET", "Basic the administrator's"),
        (401, "/sparql/running/1-1", "DELETE", ""),
        (404, "/sparql/running/1-1", "DELETE", TOKEN),
        (404, "/sparql/running/..%2Fx", "DELETE", TOKEN),
    ],
)
def test_nobody_else_does(served: Served, status: int, path: str, method: str, token: str) -> None:
    answer = served.ask(path, method=method, Authorization=token)
    assert (answer.status, answer.media) == (status, "application/problem+json")


def test_without_a_token_nobody_is_an_administrator(client: Any) -> None:
    assert client.get("/sparql/running", headers={"Authorization": "Bearer "}).status_code == 403


def test_a_client_that_goes_away_stops_its_query(served: Served) -> None:
    host, port = served.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        body = (LONG + " # left alone").encode()
        head = (
            f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(body)}"
        )
        connection.sendall(head.encode() + b"\r\n\r\n" + body)
        eventually(lambda: "left alone" in served.ask("/sparql/running", Authorization=TOKEN).text)
    eventually(lambda: served.ask("/sparql/running", Authorization=TOKEN).json == [], 5)


def test_slow_senders_are_told_and_cut_off(store: Path) -> None:
    with serving("--store", str(store), CKG_HEADER_SECONDS="1", CKG_BODY_SECONDS="1") as served:
        host, port = served.address.removeprefix("http://").split(":")
        for begun in (b"", b"GET /sparql HT", b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nquery="):
            with socket.create_connection((host, int(port)), timeout=15) as connection:
                connection.sendall(begun)
                answer = b""
                while piece := connection.recv(65536):
                    answer += piece
            assert answer.startswith(b"HTTP/1.1 408 ")
            assert b"application/problem+json" in answer
        assert served.query("ASK {}").status == 200


def test_heads_have_an_end(served: Served) -> None:
    assert served.ask("/sparql?query=" + "x" * 70_000).status == 414
    assert served.ask("/healthz", X_Long="x" * 70_000).status == 431


def test_a_new_release_is_taken_without_a_restart(tmp_path: Path) -> None:
    from kg.build import build
    from synthetic import DATA

    first = build([DATA], tmp_path).name
    count = "SELECT (COUNT(*) AS ?n) { ?s a ckg:Actor }"
    with serving("--store", str(tmp_path)) as served:
        assert served.query(count).headers["x-release"] == first
        second = build([], tmp_path).name
        eventually(lambda: served.query(count).headers["x-release"] == second)
        old = served.query(count, release=first)
        assert (old.status, old.headers["x-release"]) == (200, first)
        assert old.body != served.query(count).body
