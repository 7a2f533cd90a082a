"""What the framework's routes have a worker do: nothing that a stranger asks runs in the server's own process."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import Request

from kg.cards import Card
from kg.errors import KgError
from kg.release import Release
from kg.server.sending import whole
from kg.sparql import Table
from kg.sparql.jobs import Job
from kg.stored_queries import StoredQuery

Question = TypeVar("Question")
Found = TypeVar("Found")


async def table_of(request: Request, release: Release, query: StoredQuery, values: dict[str, str], most: int) -> Table:
    """Ask a stored query; see `Release.ask`.

    Raises:
        BadParameter: if a parameter is missing, unknown or of the wrong type.
        UnknownThing: if an id names nothing in the release.
        Busy: if too much is asked already.
        QueryFailed: if it takes too long, or too much memory.
    """
    prepared = await asyncio.to_thread(release.prepare, query, values)
    arguments = {"prepared": prepared, "most": most, "shown": f"{query.slug} {values}"}
    table: Table = await _done(request, Job("stored", str(release.path), arguments))
    return table


async def card_of(request: Request, release: Release, path: str) -> Card:
    """Gather what is known of a thing; see `kg.cards.card`.

    Raises:
        UnknownThing: if nothing has this path.
        Busy: if too much is asked already.
        QueryFailed: if it takes too long, or too much memory.
    """
    await asyncio.to_thread(release.require, path)
    card: Card = await _done(request, Job("card", str(release.path), {"path": path, "shown": f"card of {path}"}))
    return card


async def looked_up(
    request: Request, release: Release, function: Callable[[Release, Question], Found], question: Question
) -> Found:
    """Have a worker run a function on the release.

    Args:
        request: is answered with what it gives; the work ends when the client goes away.
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
    job = Job("call", str(release.path), {"function": function, "question": question, "shown": shown})
    found: Found | KgError = await _done(request, job)
    if isinstance(found, KgError):
        raise found
    return found


async def _done(request: Request, job: Job) -> Any:
    state = request.app.state
    with state.answering.running(request.scope, request.receive, job, state.settings.query_seconds) as run:
        data, _ = await whole(run)
    return pickle.loads(data)  # noqa: S301  from a worker of ours
