"""Who is once removed from an actor: not in the same events, but in events with those who are.

It is one pass over the table, as in `kg.counting.partners`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from kg.counting.partners import is_path
from kg.counting.questions import Filters
from kg.counting.reading import MEMORY, certain, conditions, opened


class Removed(NamedTuple):
    """What an actor once removed took part in with those between, by one source.

    Attributes:
        actor: path of the one who is once removed.
        source: path of the dataset; None for events that were read from texts.
        events: how many it took part in with any of those between.
        sure: whether one of those between is sure to have been in events with both: in one with either that nobody
            disputes, and that lies within the days asked about as a whole.
        first: the first day on which one of these events may have happened, as far as that is known.
        last: the last such day.
        between: paths of those between, sorted.
    """

    actor: str
    source: str | None
    events: int
    sure: bool
    first: date | None
    last: date | None
    between: tuple[str, ...]


def once_removed(path: Path, actor: str, filters: Filters, memory: int = MEMORY) -> list[Removed]:
    """Give who is once removed from an actor, in the network that the events asked about make.

    Args:
        path: of the table.
        actor: path of the actor; events of its organs do not count.
        filters: which events; its actors are not looked at.
        memory: bytes that it may take.

    Returns:
        For each such actor and source, sorted by both.

    Raises:
        StoreDamaged: if there is no table, or it cannot be read.
        MemoryError: if it takes more than it may.
    """
    if not is_path(actor):
        return []
    condition, values = conditions(filters)
    sure = certain(filters.first, filters.last)
    # A key stands for all events of a source with the same parties: there are few of them, however many the events are.
    sql = f"""
        WITH keyed AS MATERIALIZED (
            SELECT actor_key, string_split(actor_key, ' ')[2:] AS actors, count(*) AS events,
                count(*) FILTER ({sure}) > 0 AS sure, min("first") AS "first", max("last") AS "last"
            FROM read_parquet($table) WHERE {condition} GROUP BY actor_key
        ), near AS MATERIALIZED (
            SELECT between, bool_or(sure) AS sure
            FROM (SELECT unnest(actors) AS between, sure FROM keyed WHERE list_contains(actors, $self))
            WHERE between <> $self GROUP BY between
        ), beside AS (
            SELECT keyed.* EXCLUDE (one), near.between, near.sure AND keyed.sure AS certainly
            FROM (SELECT unnest(actors) AS one, * FROM keyed WHERE NOT list_contains(actors, $self)) AS keyed
            JOIN near ON one = near.between
        ), each AS (
            SELECT actor, actor_key, any_value(events) AS events, bool_or(certainly) AS sure,
                any_value("first") AS "first", any_value("last") AS "last", list(between) AS between
            FROM (SELECT unnest(actors) AS actor, * EXCLUDE (actors) FROM beside)
            WHERE actor NOT IN (SELECT between FROM near) GROUP BY actor, actor_key
        )
        SELECT actor, nullif(split_part(actor_key, ' ', 1), '') AS source, sum(events), bool_or(sure), min("first"),
            max("last"), list_sort(list_distinct(flatten(list(between))))
        FROM each GROUP BY actor, source ORDER BY actor, source NULLS FIRST
    """  # noqa: S608  of words of ours; values are bound
    rows = opened(path, memory).rows(sql, values | {"self": actor})
    return [
        Removed(other, source, int(events), certainly, first, last, tuple(between))
        for other, source, events, certainly, first, last, between in rows
    ]
