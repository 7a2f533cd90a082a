"""With whom an actor took part in events: one pass over the table, whoever has how many events.

The paths of events are not in that pass: reading them takes several times as long as all the rest.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from kg.counting.questions import TEXTS, Filters
from kg.counting.reading import MEMORY, certain, conditions, opened

_HAS: Final = "list_contains(string_split(actor_key, ' '), $self)"


class Partner(NamedTuple):
    """What an actor and another took part in together, by one source.

    Attributes:
        actor: path of the other.
        source: path of the dataset; None for events that were read from texts.
        events: how many.
        sure: how many of them nobody disputes and lie within the days asked about as a whole.
        first: the first day on which one of them may have happened, as far as that is known.
        last: the last such day.
        low: deaths, as the source adds up; None where it gives none, and for texts, whose figures may include one
            another.
        best: likewise.
        high: likewise.
    """

    actor: str
    source: str | None
    events: int
    sure: int
    first: date | None
    last: date | None
    low: int | None
    best: int | None
    high: int | None


def partners(path: Path, actor: str, filters: Filters, memory: int = MEMORY) -> list[Partner]:
    """Give with whom an actor took part in events.

    Args:
        path: of the table.
        actor: path of the actor; events of its organs do not count.
        filters: which events; its actors are not looked at.
        memory: bytes that it may take.

    Returns:
        For each other party and source, sorted by both.

    Raises:
        StoreDamaged: if there is no table, or it cannot be read.
        MemoryError: if it takes more than it may.
    """
    if not _is_path(actor):
        return []
    condition, values = conditions(filters)
    sure = certain(filters.first, filters.last)
    sql = f"""
        WITH grouped AS MATERIALIZED (
            SELECT actor_key, count(*) AS events, count(*) FILTER ({sure}) AS sure, min("first") AS "first",
                max("last") AS "last", sum(low) AS low, sum(best) AS best, sum(high) AS high
            FROM read_parquet($table) WHERE {_HAS} AND {condition} GROUP BY actor_key
        ), parted AS (
            SELECT nullif(split_part(actor_key, ' ', 1), '') AS source,
                unnest(string_split(actor_key, ' ')[2:]) AS actor, * EXCLUDE (actor_key)
            FROM grouped
        )
        SELECT actor, source, sum(events), sum(sure), min("first"), max("last"), sum(low), sum(best), sum(high)
        FROM parted WHERE actor <> $self GROUP BY actor, source ORDER BY actor, source NULLS FIRST
    """  # noqa: S608  of words of ours; values are bound
    return [_partner(row) for row in opened(path, memory).rows(sql, values | {"self": actor})]


def told_events(
    path: Path, actors: Collection[str], filters: Filters, memory: int = MEMORY
) -> list[tuple[str, list[str]]]:
    """Give the events of some actors that were read from texts.

    Args:
        path: see `partners`, as for the others.
        actors: paths of the actors.
        filters: which events; its actors and source are not looked at.
        memory: bytes that it may take.

    Returns:
        Paths with all parties, in the order of time.
    """
    days = Filters(first=filters.first, last=filters.last, source=TEXTS, actors=frozenset(actors))
    condition, values = conditions(days)
    sql = f"""
        SELECT path, parties FROM read_parquet($table) WHERE {condition} ORDER BY index_from, path
    """  # noqa: S608  of words of ours; values are bound
    return [(event, parties) for event, parties in opened(path, memory).rows(sql, values)]


def _is_path(actor: str) -> bool:
    """Whether it can be an actor's: the keys hold the source before the actors, and an empty text if there are none."""
    return actor.startswith("actors/")


def _partner(row: tuple[Any, ...]) -> Partner:
    actor, source, events, sure, first, last, *deaths = row
    added = [None if figure is None or source is None else int(figure) for figure in deaths]
    return Partner(actor, source, int(events), int(sure), first, last, *added)
