"""What runs now: queries that take a while, seen and stopped by an administrator, and stopped when nobody waits.

Several server processes share a directory with a file for each such query, so that whichever is asked knows of all.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from kg.server.sending import Receive
from kg.sparql.jobs import Failed
from kg.sparql.pool import Pool
from kg.sparql.runs import PRECISION, Run

AFTER: Final = 0.1
"""Seconds after which a query is one that takes a while."""
TICK: Final = 0.2
_SHOWN: Final = 10_000


class Live:
    """Queries that take a while.

    Attributes:
        folder: shared by all processes of a server; set before the first query.
    """

    folder: Path

    def __init__(self) -> None:
        """Begin with none."""
        self._young: dict[Run, tuple[Receive, Pool]] = {}
        self._followed: dict[Run, asyncio.Task[None]] = {}
        self._waits = False

    def watch(self, run: Run, receive: Receive, pool: Pool) -> None:
        """Stop a job when its client goes away or an administrator says so, until `leave`.

        Args:
            run: the job.
            receive: of the request, whose body has been read.
            pool: where it runs.
        """
        self._young[run] = receive, pool
        if not self._waits:  # one timer for all jobs, most of which end before
            self._waits = True
            asyncio.get_running_loop().call_later(AFTER, self._look)

    def leave(self, run: Run) -> None:
        """Watch a job no more."""
        if self._young.pop(run, None) is None and (task := self._followed.pop(run, None)) is not None:
            task.cancel()

    def _look(self) -> None:
        """Follow the jobs that have become old enough, and wait for the next that may."""
        loop = asyncio.get_running_loop()
        now = loop.time() + PRECISION
        self._waits = False
        while self._young:
            oldest = next(iter(self._young))
            if oldest.accepted + AFTER > now:
                self._waits = True
                loop.call_at(oldest.accepted + AFTER, self._look)
                return
            self._followed[oldest] = loop.create_task(self._follow(oldest, *self._young.pop(oldest)))

    async def _follow(self, run: Run, receive: Receive, pool: Pool) -> None:
        name = f"{os.getpid()}-{run.id}"
        entry = self.folder / f"{name}.json"
        stop = self.folder / f"{name}.stop"
        since, query = datetime.now(UTC).isoformat(), run.job.shown[:_SHOWN]
        about = {"id": name, "client": run.client, "since": since, "query": query}
        with suppress(OSError):  # then it cannot be seen, and is watched all the same
            entry.write_text(json.dumps(about), encoding="utf-8")
        gone = asyncio.create_task(_disconnected(receive))
        try:
            while not gone.done():
                await asyncio.wait({gone}, timeout=TICK)
                if stop.exists():
                    pool.stop(run, Failed("cancelled", "an administrator stopped the query"))
            pool.stop(run, Failed("cancelled", "the client went away"))
        finally:
            gone.cancel()
            entry.unlink(missing_ok=True)
            stop.unlink(missing_ok=True)

    def list(self) -> list[dict[str, Any]]:
        """List the queries that take a while, in all processes of the server, the oldest first."""
        found = []
        for path in self.folder.glob("*.json"):
            with suppress(OSError, ValueError):  # it has just ended, or just begun
                if lives(int(path.stem.split("-")[0])):
                    found.append(json.loads(path.read_text(encoding="utf-8")))
                else:
                    path.unlink()
        return sorted(found, key=lambda about: str(about["since"]))

    def stop(self, name: str) -> bool:
        """Have a query stopped, by the process that it belongs to.

        Returns:
            Whether there is such a query.
        """
        if not re.fullmatch(r"\d+-\d+", name) or not (self.folder / f"{name}.json").exists():
            return False
        (self.folder / f"{name}.stop").touch()
        return True


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def lives(process: int) -> bool:
    """Whether a process is there.

    Example:
        >>> lives(os.getpid())
        True
    """
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
