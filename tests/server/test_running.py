"""A real server process on a real port."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

KG = Path(sys.executable).parent / "kg"


@contextmanager
def serving(*arguments: str) -> Iterator[str]:
    """Run `kg serve` and give its address; it is stopped by its own process id."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [KG, "serve", "--port", "0", *arguments],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    try:
        assert process.stderr
        for line in process.stderr:
            if found := re.search(r"serving at (http://127\.0\.0\.1:\d+)", line):
                yield found[1]
                break
        else:
            pytest.fail("the server did not start")
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert process.returncode in (0, 130, -2)


def get(address: str) -> bytes:
    with urlopen(address, timeout=30) as answer:
        data: bytes = answer.read()
        return data


def test_serve_answers_and_stops(store: Path) -> None:
    with serving("--store", str(store)) as address:
        assert json.loads(get(address + "/healthz")) == {"status": "ok"}
        assert b"Red Front" in get(address + "/queries/names?name=RF")


def test_serve_builds_first_if_there_is_no_release(tmp_path: Path) -> None:
    with serving("--store", str(tmp_path / "store")) as address:
        assert json.loads(get(address + "/release"))["counts"]["documents"] == 2


@pytest.mark.long
def test_several_workers_answer_from_one_store(store: Path) -> None:
    with serving("--store", str(store), "--workers", "2") as address:
        names = {json.loads(get(address + "/release"))["name"] for _ in range(20)}
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
