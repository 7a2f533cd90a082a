"""A worker process, seen from the server."""

from __future__ import annotations

import asyncio
import logging
import socket
import subprocess
import sys
from contextlib import suppress
from typing import Any, Protocol, cast

from kg.sparql.jobs import DATA, JOB, READY, Ended, Failed, Frames, message
from kg.sparql.runs import Run

log = logging.getLogger("kg.sparql")
Confinement = dict[str, Any]
"""How a worker is confined: ``network`` (namespace, seccomp or none), ``memory`` (whether it is limited)."""


class Boss(Protocol):
    """Whom a worker process tells what it does."""

    def on_ready(self, worker: WorkerProcess, confinement: Confinement) -> None:
        """It can take jobs."""

    def on_idle(self, worker: WorkerProcess) -> None:
        """It can take another job."""

    def on_end(self, run: Run, how: Ended | Failed) -> None:
        """A job is over."""

    def on_lost(self, worker: WorkerProcess) -> None:
        """It is gone."""

    def stop(self, run: Run, why: Failed) -> None:
        """A job cannot go on."""


class WorkerProcess(asyncio.Protocol):
    """A worker process.

    Args:
        boss: is told what it does.
        memory: bytes that it may take.
        release: directory of the release to open at once.

    Raises:
        OSError: if the system has no room for another process.
    """

    def __init__(self, boss: Boss, memory: int, release: str) -> None:
        here, there = socket.socketpair()
        here.setblocking(False)
        # -P: what lies in the directory where the server was started is no part of the program.
        command = [sys.executable, "-P", "-m", "kg.worker", str(there.fileno()), str(memory), release]
        try:
            with there:
                self.process = subprocess.Popen(  # noqa: S603  our own program
                    command,
                    pass_fds=[there.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    process_group=0,  # a terminal's Ctrl-C is for the server, which ends its workers itself
                )
        except OSError:
            here.close()
            raise
        self._socket = here
        self.run: Run | None = None
        self.was_ready = False
        self._boss = boss
        self._frames = Frames()
        self._transport: asyncio.Transport | None = None

    async def connect(self) -> None:
        """Begin to listen to it."""
        try:
            await asyncio.get_running_loop().create_unix_connection(lambda: self, sock=self._socket)
        except OSError:
            self.kill()
            self._socket.close()
            raise

    def begin(self, run: Run) -> None:
        """Give it a job."""
        self.run = run
        assert self._transport is not None
        self._transport.write(message(JOB, run.job._replace(shown="")))

    def kill(self) -> None:
        """End it at once."""
        with suppress(ProcessLookupError):
            self.process.kill()
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Take what it says."""
        for kind, value in self._frames.feed(data):
            if kind == READY:
                self.was_ready = True
                self._boss.on_ready(self, value)
            elif self.run is None or self.run.over:
                return  # it is being killed
            elif kind == DATA:
                self._take(self.run, value)
            else:
                run, self.run = self.run, None
                self._boss.on_end(run, value)
                if isinstance(value, Ended) and value.last:
                    self.kill()
                elif not (isinstance(value, Failed) and value.kind == "memory"):  # that one ends itself
                    self._boss.on_idle(self)

    def _take(self, run: Run, block: bytes) -> None:
        try:
            run.spool.add(block)
        except OSError as error:
            log.error("an answer has no room to wait: %s", error)  # noqa: TRY400  the reason is all there is to say
            self._boss.stop(run, Failed("size", "the server has no room for the answer"))
        run.tell()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  asyncio's
        """Tell that it is gone."""
        self._boss.on_lost(self)
