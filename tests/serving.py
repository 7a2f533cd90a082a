"""Running the real server in a process of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

KG = Path(sys.executable).parent / "kg"
ADMINISTRATOR = "the administrator's"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def media(self) -> str:
        return self.headers["content-type"].split(";")[0]


@dataclass(frozen=True)
class Served:
    """A server that runs."""

    address: str
    process: subprocess.Popen[str]
    log: IO[str]

    def logged(self) -> str:
        """Give what it has written to standard error."""
        self.log.seek(0)
        return self.log.read()

    def ask(self, path: str, *, method: str | None = None, body: bytes | None = None, **headers: str) -> Answer:
        """Send a request; an underscore in a header's name stands for a hyphen."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = Request(self.address + path, body, named, method=method)
        try:
            with urlopen(request, timeout=60) as answer:
                return _answer(answer)
        except HTTPError as error:
            with error:
                return _answer(error)

    def query(self, text: str, accept: str = "*/*", **parameters: str) -> Answer:
        return self.ask("/sparql?" + urlencode({"query": text, **parameters}), Accept=accept)


def _answer(answer: Any) -> Answer:
    return Answer(answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read())


@contextmanager
def serving(*arguments: str, **environment: str) -> Iterator[Served]:
    """Run `kg serve`; it is stopped by its own process id."""
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            [KG, "serve", "--port", "0", *arguments],
            stderr=log,
            stdout=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
        )
        try:
            yield Served(_address(process, log), process, log)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)
        assert process.returncode in (0, 130, -2)


def _address(process: subprocess.Popen[str], log: IO[str]) -> str:
    for _ in range(600):
        log.seek(0)
        if found := re.search(r"serving at (http://127\.0\.0\.1:\d+)", log.read()):
            return found[1]
        if process.poll() is not None:
            break
        time.sleep(0.1)
    log.seek(0)
    pytest.fail(f"the server did not start: {log.read()}")
