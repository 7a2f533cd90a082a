"""The life of a worker process: it takes one job after another from its server and is killed if one takes too long.

A query cannot be stopped from outside the engine, a process can: so whatever a stranger asks runs here, on the
read-only release, with a limit on memory and without a network.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

from kg.errors import QueryError, StoreError, UnknownThing
from kg.sparql.confinement import limit_memory, resident, without_network
from kg.sparql.jobs import DATA, ENDED, FAILED, READY, Ended, Failed, Frames, Job, frame, message

log = logging.getLogger("kg.sparql")
BLOCK: Final = 64 * 1024
"""Bytes of an answer that are sent at once."""
SOON: Final = 0.02
"""Seconds after which whatever there is of an answer is sent."""
STACK: Final = 1 << 30
"""Bytes of stack for the engine, which recurses over what is nested in a query. Only what is used is taken."""
SWOLLEN: Final = 256 << 20
"""Bytes of memory more than at its start, with which a worker takes no other job: a deep query's stack stays taken."""
_WATCH: Final = 1.0

Task = Callable[[Job, "Outlet"], Ended]
"""Does a job, and writes the answer to the outlet."""


class TooLarge(Exception):
    """The answer is larger than the job allows."""


class Outlet:
    """Where a task writes its answer, block by block."""

    def __init__(self, channel: socket.socket, most: int) -> None:
        """Begin an answer of at most so many bytes."""
        self._channel = channel
        self._left = most
        self._blocks: list[bytes] = []
        self._size = 0
        self._sent = time.monotonic()

    def write(self, data: bytes) -> int:
        """Take bytes; they are sent once there are enough of them, or some time has gone by.

        Raises:
            TooLarge: if the answer has no room for them.
        """
        self._left -= len(data)
        if self._left < 0:
            raise TooLarge
        self._blocks.append(bytes(data))
        self._size += len(data)
        if self._size >= BLOCK or time.monotonic() - self._sent > SOON:
            self._send()
        return len(data)

    def _send(self) -> None:
        """Send what there is, in frames that the server can hold."""
        data = b"".join(self._blocks)
        for at in range(0, len(data), BLOCK):
            self._channel.sendall(frame(DATA, data[at : at + BLOCK]))
        self._blocks, self._size, self._sent = [], 0, time.monotonic()

    def flush(self) -> None:
        """Do nothing: a small answer is sent with its end."""

    def end(self, ended: Ended) -> None:
        """Send what is left, and that it is whole."""
        if self._size > BLOCK:
            self._send()
        data = frame(DATA, b"".join(self._blocks)) if self._size else b""
        self._channel.sendall(data + message(ENDED, ended))


def work(channel: socket.socket, tasks: Mapping[str, Task], memory: int, settle: Callable[[], None]) -> None:
    """Do jobs until the server goes away.

    Args:
        channel: connected to the server.
        tasks: what can be done, by name.
        memory: bytes that jobs may take.
        settle: done once before the first job, confined already but for memory.
    """
    parent = os.getppid()
    for number in (signal.SIGINT, signal.SIGTERM):  # a terminal's Ctrl-C reaches us too; the server ends us
        signal.signal(number, signal.SIG_IGN)
    if hasattr(os, "SCHED_BATCH"):  # a job that arrives need not interrupt the server, which has others to answer
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    network = without_network()
    threading.stack_size(STACK)

    def loop() -> None:
        try:
            settle()
        except StoreError as error:
            log.error("%s", error)  # noqa: TRY400  the reason is all there is to say
            return
        limited = limit_memory(memory)
        with suppress(ConnectionError):  # the server has gone
            channel.sendall(message(READY, {"network": network, "memory": limited}))
            _serve(channel, tasks)

    engine = threading.Thread(target=loop, daemon=True)
    engine.start()
    while engine.is_alive() and os.getppid() == parent:  # a query does not notice that nobody waits for it
        engine.join(_WATCH)
    os._exit(0)  # not waiting for a query


def _serve(channel: socket.socket, tasks: Mapping[str, Task]) -> None:
    frames = Frames()
    start = resident()
    while data := channel.recv(BLOCK):
        for _, job in frames.feed(data):
            outlet = Outlet(channel, job.most_bytes)
            began = time.monotonic()
            try:
                ended = tasks[job.task](job, outlet)
                swollen = time.monotonic() - began > SOON and resident() > start + SWOLLEN
                outlet.end(ended._replace(last=True) if swollen else ended)
            except TooLarge:
                channel.sendall(message(FAILED, Failed("size", "the answer is larger than allowed")))
            except MemoryError:
                channel.sendall(message(FAILED, Failed("memory", "the query needs more memory than allowed")))
                return  # with what it took
            except (QueryError, UnknownThing) as error:
                channel.sendall(message(FAILED, Failed("syntax", str(error))))
            except StoreError as error:
                channel.sendall(message(FAILED, Failed("gone", str(error))))
            except LookupError as error:
                channel.sendall(message(FAILED, Failed("missing", str(error))))
            except ConnectionError:
                raise
            except Exception:  # a surprise must not cost the worker
                log.exception("job %s", job.task)
                channel.sendall(message(FAILED, Failed("fault", "the engine gave up on the query")))
