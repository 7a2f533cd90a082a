"""What the framework's routes have a worker do: nothing that a stranger asks runs in the server's own process."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import Request

from kg.errors import KgError
from kg.release import Release, run_prepared
from kg.server.answering import Answering
from kg.server.sending import Receive, Scope, whole
from kg.sparql import Table
from kg.sparql.jobs import Job
from kg.stored_queries import StoredQuery

Question = TypeVar("Question")
Found = TypeVar("Found")


class Inner:
    """Has workers do what is asked for.

    Args:
        answering: runs jobs.
        seconds: that one may take, waiting for its turn included.
    """

    def __init__(self, answering: Answering, seconds: float) -> None:
        self._answering = answering
        self._seconds = seconds

    async def call(
        self,
        asker: tuple[Scope, Receive],
        release: Release,
        function: Callable[[Release, Question], Found],
        question: Question,
    ) -> Found:
        """Run a function on the release.

        Args:
            asker: the request; the work ends when the client goes away.
            release: to run it on.
            function: a module's own, so that a worker can import it.
            question: what is asked, of plain values.

        Raises:
            BadParameter: if the function refuses the question.
            UnknownThing: if it asks about something that is not there.
            Busy: if too much is asked already.
            QueryFailed: if it takes too long, or too much memory.
        """
        shown = f"{function.__module__.rpartition('.')[2]} {question}"
        job = Job("call", str(release.path), {"function": function, "question": question}, shown=shown)
        found: Found | KgError = await self.done(asker, job)
        if isinstance(found, KgError):
            raise found
        return found

    async def done(self, asker: tuple[Scope, Receive], job: Job) -> Any:
        """Do a job; give what it gives."""
        with self._answering.running(*asker, job, self._seconds) as run:
            data, _ = await whole(run)
        return pickle.loads(data)  # noqa: S301  from a worker of ours


async def table_of(request: Request, release: Release, query: StoredQuery, values: dict[str, str], most: int) -> Table:
    """Ask a stored query; see `Release.ask`, and `Inner.call` for what may go wrong."""
    prepared = await asyncio.to_thread(release.prepare, query, values)
    return await looked_up(request, release, run_prepared, (prepared, most))


async def looked_up(
    request: Request, release: Release, function: Callable[[Release, Question], Found], question: Question
) -> Found:
    """Have a worker run a function on the release; see `Inner.call`."""
    inner: Inner = request.app.state.inner
    return await inner.call((request.scope, request.receive), release, function, question)
