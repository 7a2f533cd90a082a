"""A job on its way through the pool, as whoever asked for it sees it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from kg.sparql.jobs import Ended, Failed, Job
from kg.sparql.spool import Spool

PRECISION: Final = 0.001
"""Seconds to which event loops keep time."""


@dataclass(eq=False, slots=True)
class Run:
    """A job on its way.

    Attributes:
        id: counts jobs.
        job: what is to be done.
        client: who wants it.
        accepted: when, in the event loop's time.
        deadline: when it is too late for an end, likewise.
        started: when a worker began; None while it waits.
        ended: how it ended, if it is over and whole.
        failed: why not, if it is over and not whole.
        again: whether another worker was given it before.
    """

    id: int
    job: Job
    client: str
    accepted: float
    deadline: float
    spool: Spool
    started: float | None = None
    ended: Ended | None = None
    failed: Failed | None = None
    again: bool = False
    _news: bool = False
    _ear: asyncio.Future[None] | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more will arrive."""
        return self.ended is not None or self.failed is not None

    def tell(self) -> None:
        """Wake whoever waits."""
        self._news = True
        if self._ear is not None and not self._ear.done():
            self._ear.set_result(None)

    async def settle(self, hold: float | None = None) -> None:
        """Wait until it is over, or there has been some of the answer for so many seconds, if any are given."""
        while not self.over and not self.spool.size:
            await self.hear()
        if self.over:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(hold):
                while not self.over:
                    await self.hear()

    async def hear(self) -> None:
        """Wait until there is something new."""
        if not self._news:
            self._ear = asyncio.get_running_loop().create_future()
            await self._ear
        self._news = False

    async def blocks(self) -> AsyncIterator[bytes]:
        """Give the answer block by block; look at `failed` when there are no more."""
        while True:
            while block := self.spool.take():
                yield block
            if self.over:
                return
            await self.hear()
