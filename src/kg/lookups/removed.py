"""Who is once removed from an actor: by the table of a release, or from what was known on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kg.counting.partners import told_events
from kg.counting.questions import Filters
from kg.counting.reading import FILE
from kg.counting.removed import Removed, once_removed
from kg.counting.window import EventRow
from kg.known import Known
from kg.lookups.companions import met
from kg.lookups.events import fits, seen
from kg.times import Period


@dataclass(frozen=True, slots=True)
class Further:
    """An actor that is once removed, as `kg.counting.removed` has it, and its events that were read from texts.

    Attributes:
        told: paths of those with the actors between, in the order of time; none where a dataset is the source.
    """

    other: str
    source: str | None
    events: int
    sure: bool
    first: date | None
    last: date | None
    between: tuple[str, ...]
    told: tuple[str, ...] = ()


def further(known: Known, actor: str, period: Period) -> Iterator[Further]:
    """Give who was in events with those who were in events with an actor, but never with it, in a period."""
    filters = Filters(first=period.first, last=period.last)
    if not known.is_whole:
        yield from _folded([one.row for one in seen(known) if fits(one, filters)], actor, period)
        return
    path = known.release.path / FILE
    found = once_removed(path, actor, met(known, actor, filters), filters)
    by_text = [one for one in found if one.source is None]
    told = told_events(path, {between for one in by_text for between in one.between}, filters) if by_text else []
    for one in found:
        yield Further(*one, told=() if one.source else _of(one, told))


def _of(one: Removed, told: Iterable[tuple[str, list[str]]]) -> tuple[str, ...]:
    return tuple(event for event, parties in told if one.actor in parties and not {*one.between}.isdisjoint(parties))


def _folded(rows: list[EventRow], actor: str, period: Period) -> Iterator[Further]:
    """Go through events one by one, as the table does it."""
    near = _sure_between(actor, rows, period)
    groups: dict[tuple[str, str | None], list[EventRow]] = defaultdict(list)
    for row in rows:
        if actor not in row.parties and not near.keys().isdisjoint(row.parties):
            for other in {*row.parties} - near.keys():
                groups[other, row.source].append(row)
    for (other, source), group in groups.items():
        between = near.keys() & {party for row in group for party in row.parties}
        yield Further(
            other,
            source,
            events=len(group),
            sure=any(near[one] and _is_sure(_with(one, group), period) for one in between),
            first=min((row.first for row in group if row.first), default=None),
            last=max((row.last for row in group if row.last), default=None),
            between=tuple(sorted(between)),
            told=() if source else tuple(row.path for row in group),
        )


def _sure_between(actor: str, rows: list[EventRow], period: Period) -> dict[str, bool]:
    """Give those in events with an actor, and whether they are sure to have been."""
    own = _with(actor, rows)
    others = {party for row in own for party in row.parties if party != actor}
    return {other: _is_sure(_with(other, own), period) for other in others}


def _with(actor: str, rows: list[EventRow]) -> list[EventRow]:
    return [row for row in rows if actor in row.parties]


def _is_sure(rows: list[EventRow], period: Period) -> bool:
    return any(row.status != "disputed" and period.encloses(row.first, row.last) for row in rows)
