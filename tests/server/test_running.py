"""A real server process on a real port."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest

from serving import KG, serving


def test_serve_answers_and_stops(store: Path) -> None:
    with serving("--store", str(store)) as served:
        assert served.ask("/healthz").json == {"status": "ok"}
        assert b"Red Front" in served.ask("/queries/names?name=RF").body


def test_serve_builds_first_if_there_is_no_release(tmp_path: Path) -> None:
    with serving("--store", str(tmp_path / "store")) as served:
        assert served.ask("/release").json["counts"]["documents"] == 2


@pytest.mark.long
def test_several_workers_answer_from_one_store(store: Path) -> None:
    with serving("--store", str(store), "--workers", "2") as served:
        names = {served.ask("/release").json["name"] for _ in range(20)}
        assert len(names) == 1


def test_a_port_that_is_taken_is_one_message(store: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [KG, "serve", "--store", store, "--port", port], capture_output=True, text=True, timeout=60, check=False
        )
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: cannot listen on 127.0.0.1, port {port}: Address already in use")
