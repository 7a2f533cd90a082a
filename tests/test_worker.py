"""The program of a worker process, spoken to as its server does."""

from __future__ import annotations

import fcntl
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kg.errors import StoreDamaged
from kg.sparql.asking import Question
from kg.sparql.jobs import DATA, ENDED, FAILED, READY, Ended, Failed, Frames, Job, message
from kg.sparql.worker import BLOCK
from kg.store import StoreDirectory
from kg.worker import OPEN, Opened

QUICK = Question("SELECT ?s { ?s ?p ?o } LIMIT 3", "csv")


class Spoken:
    """A worker process and the server's end of its channel."""

    def __init__(self, channel: socket.socket, process: subprocess.Popen[bytes]) -> None:
        self.channel = channel
        self.process = process
        self._frames = Frames()

    def hear(self) -> Iterator[tuple[bytes, Any]]:
        """Give frames until the channel is closed."""
        while data := self.channel.recv(1 << 16):
            yield from self._frames.feed(data)

    def ask(self, job: Job) -> tuple[bytes, Ended | Failed]:
        self.channel.sendall(message(b"J", job))
        data = b""
        for kind, value in self.hear():
            if kind == DATA:
                data += value
            else:
                assert kind == {Ended: ENDED, Failed: FAILED}[type(value)]
                assert isinstance(value, Ended | Failed)
                return data, value
        pytest.fail("the worker went away")


@contextmanager
def worker(*release: str) -> Iterator[Spoken]:
    here, there = socket.socketpair()
    here.settimeout(60)
    with here:
        with there:
            command = [sys.executable, "-m", "kg.worker", str(there.fileno()), str(512 << 20), *release]
            process = subprocess.Popen(command, pass_fds=[there.fileno()], stdin=subprocess.DEVNULL)
        with process:
            try:
                yield Spoken(here, process)
            finally:
                process.kill()


@pytest.fixture(scope="module")
def current(store: Path) -> Path:
    return StoreDirectory(store).current()


@pytest.fixture
def copies(current: Path, tmp_path: Path) -> list[Path]:
    """More releases than a worker keeps open."""
    return [shutil.copytree(current, tmp_path / f"release-{n}") for n in range(OPEN + 1)]


def in_use(release: Path) -> bool:
    with (release / "in-use").open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def test_it_says_how_it_is_confined_and_answers_job_after_job(current: Path) -> None:
    with worker(str(current)) as spoken:
        kind, confinement = next(spoken.hear())
        assert kind == READY
        if sys.platform == "linux":
            assert confinement["network"] in {"namespace", "seccomp"}
            assert confinement["memory"] is True
        for _ in range(3):
            data, ended = spoken.ask(Job("ask", str(current), {"question": QUICK}))
            assert (data.count(b"\r\n"), ended) == (4, Ended())
        read = Job("graph", str(current), {"name": "https://w3id.org/ckg/graphs/registry", "form": "nquads"})
        assert spoken.ask(read)[0].count(b" .\n") > 10


def test_a_job_that_fails_is_told_and_the_next_is_answered(current: Path, tmp_path: Path) -> None:
    damaged = shutil.copytree(current, tmp_path / "damaged")
    (damaged / "quads" / "CURRENT").unlink()
    question = {"question": QUICK}
    failing = [
        (Job("ask", str(current), {"question": Question("SELECT", "json")}), "syntax"),
        (Job("ask", str(tmp_path / "none"), question), "gone"),
        (Job("ask", str(damaged), question), "gone"),
        (Job("ask", str(current), question, most_bytes=10), "size"),
        (Job("graph", str(current), {"name": "urn:none", "form": "turtle"}), "missing"),
        (Job("graph", str(current), {"name": "no iri", "form": "turtle"}), "syntax"),
    ]
    with worker() as spoken:
        assert next(spoken.hear())[0] == READY
        for job, kind in failing:
            data, failed = spoken.ask(job)
            assert data == b""
            assert isinstance(failed, Failed)
            assert (failed.kind, 5 < len(failed.detail) < 400) == (kind, True)
            assert spoken.ask(Job("ask", str(current), question))[1] == Ended()


def test_a_job_may_be_sent_before_it_is_ready(current: Path) -> None:
    with worker(str(current)) as spoken:
        spoken.channel.sendall(message(b"J", Job("ask", str(current), {"question": QUICK})))
        frames = spoken.hear()
        assert next(frames)[0] == READY
        assert next(frames)[1].count(b"\r\n") == 4
        assert next(frames) == (ENDED, Ended())


def test_one_long_text_comes_in_pieces(current: Path) -> None:
    """A frame is held in the server's memory until it is whole."""
    doubled = " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(11))
    question = Question(f'SELECT ?a11 {{ BIND("{"x" * 1000}" AS ?a0) {doubled} }}', "csv")
    with worker(str(current)) as spoken:
        spoken.channel.sendall(message(b"J", Job("ask", str(current), {"question": question})))
        sizes = []
        for kind, value in spoken.hear():
            if kind == ENDED:
                break
            sizes += [len(value)] * (kind == DATA)
        assert sum(sizes) > 2_000_000
        assert max(sizes) <= BLOCK


def test_it_ends_with_its_channel(current: Path) -> None:
    with worker(str(current)) as spoken:
        next(spoken.hear())
        spoken.channel.close()
        assert spoken.process.wait(30) == 0


def test_the_last_releases_stay_open_and_may_not_be_removed(copies: list[Path]) -> None:
    opened = Opened()
    for release in copies[:OPEN]:
        assert len(opened.get(str(release))) > 100
    assert all(map(in_use, copies[:OPEN]))
    assert opened.get(str(copies[0])) is opened.get(str(copies[0]))  # now the last used
    opened.get(str(copies[OPEN]))
    assert [in_use(release) for release in copies] == [True, False, True, True]
    del opened
    assert not any(map(in_use, copies))


def test_a_release_that_cannot_be_opened_is_not_held(copies: list[Path]) -> None:
    opened = Opened()
    shutil.rmtree(copies[0] / "quads")
    for _ in range(2):
        with pytest.raises(StoreDamaged, match="missing"):
            opened.get(str(copies[0]))
    assert not in_use(copies[0])
    assert len(opened.get(str(copies[1]))) > 100
