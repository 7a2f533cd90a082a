"""Who is once removed from an actor: not in the same events, but in events with those who are.

It is two passes over the table, each as in `kg.counting.partners`: the one for those between, the other from them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kg.counting.partners import Partner
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


def once_removed(
    path: Path, actor: str, partners: Collection[Partner], filters: Filters, memory: int = MEMORY
) -> list[Removed]:
    """Give who is once removed from an actor, in the network that the events asked about make.

    Args:
        path: of the table.
        actor: path of the actor; events of its organs do not count.
        partners: of the actor, in the same events.
        filters: which events; its actors are not looked at.
        memory: bytes that it may take.

    Returns:
        For each such actor and source, sorted by both.

    Raises:
        StoreDamaged: if there is no table, or it cannot be read.
        MemoryError: if it takes more than it may.
    """
    condition, values = conditions(filters)
    certainly = certain(filters.first, filters.last)
    near = {partner.actor for partner in partners}
    surely = {partner.actor for partner in partners if partner.sure}
    if not near:
        return []
    # A key stands for all events of a source with the same parties: there are few of them, however many the events are,
    # and it is them that DuckDB looks at to tell which events to read.
    sql = f"""
        WITH keyed AS MATERIALIZED (
            SELECT actor_key, string_split(actor_key, ' ')[2:] AS actors, count(*) AS events,
                count(*) FILTER ({certainly}) > 0 AS sure, min("first") AS "first", max("last") AS "last"
            FROM read_parquet($table)
            WHERE list_has_any(string_split(actor_key, ' '), $near::VARCHAR[])
                AND NOT list_contains(string_split(actor_key, ' '), $self) AND {condition}
            GROUP BY actor_key
        ), each AS (
            SELECT unnest(actors) AS actor, nullif(split_part(actor_key, ' ', 1), '') AS source, * EXCLUDE (actors),
                list_intersect(actors, $near::VARCHAR[]) AS between
            FROM keyed
        )
        SELECT actor, source, sum(events), bool_or(sure AND list_has_any(between, $surely::VARCHAR[])), min("first"),
            max("last"), list_sort(list_distinct(flatten(list(between))))
        FROM each WHERE NOT list_contains($near::VARCHAR[], actor)
        GROUP BY actor, source ORDER BY actor, source NULLS FIRST
    """  # noqa: S608  of words of ours; values are bound
    values |= {"self": actor, "near": sorted(near), "surely": sorted(surely)}
    rows = opened(path, memory).rows(sql, values)
    return [
        Removed(other, source, int(events), sure, first, last, tuple(between))
        for other, source, events, sure, first, last, between in rows
    ]
