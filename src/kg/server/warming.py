"""Warming up: what the first reader would wait for is read when the server starts, and after that by nobody.

A worker's first question on a release reads all its facts, and imports what look-ups need; the server's own first page
opens the release and reads templates. Whoever asks meanwhile is answered in turn, no later than without it.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from kg.counting.parameters import read_question
from kg.errors import KgError
from kg.lookups import AFTER as CURSOR
from kg.lookups import FORM, control, timeline
from kg.lookups.network import NETWORK
from kg.parameters import read
from kg.release import Release
from kg.server.current import CurrentRelease
from kg.server.pages import read_templates
from kg.server.sending import whole
from kg.sparql.jobs import Job
from kg.sparql.pool import Pool

log = logging.getLogger("kg.server")
AFTER: Final = 0.5
"""Seconds after the start: workers are still starting before, and a server that ends at once need not begin."""
_SECONDS: Final = 60.0
_LOOK: Final = 0.1


def read_beforehand(release: Release, day: str) -> None:
    """Answer, in a worker, what every reader's first page asks; it is the reading for it that takes long.

    Args:
        release: to read.
        day: any day, as text.
    """
    on, window = [("on", day), ("limit", "1")], [("from", day), ("to", day), ("limit", "1")]
    for lookup, given in ((control.LOOKUP, on), (timeline.LOOKUP, window), (NETWORK[0], on)):
        lookup.answer(release, read(given, lookup.parameters, release.resolve) | {CURSOR: None, FORM: "json"})


async def warm(current: CurrentRelease, pool: Pool) -> None:
    """Read what will be asked first, as far as there is a release; a fault is told in the log and harms nothing."""
    await asyncio.sleep(AFTER)
    try:
        release = await asyncio.to_thread(_opened, current)
        while not pool.ready:  # noqa: ASYNC110  no event tells
            await asyncio.sleep(_LOOK)
        question = read_question({"by": "year"}, release.resolve, release.store, release.ontology)
        day = str(release.manifest["built"])[:10]
        await _each(pool, Job("call", str(release.path), {"function": read_beforehand, "question": day}))
        await _each(pool, Job("counts", str(release.path), {"question": question}))
    except KgError as error:
        log.info("not warmed up: %s", error)


def _opened(current: CurrentRelease) -> Release:
    """Open the current release, and read what searches and pages need."""
    release = current.get()
    release.search("a", ("actors",), 1)
    read_templates()
    return release


async def _each(pool: Pool, job: Job) -> None:
    """Have each worker do a job, all at once, so that none gets it twice."""
    runs = [pool.submit(job, f"the server itself, {number}", _SECONDS) for number in range(pool.limits.workers)]
    try:
        for run in runs:
            await whole(run)
    finally:
        for run in runs:
            run.spool.close()
