"""With whom an actor took part in events: folded by the table of a release, or from what was known on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kg.counting.partners import Partner, partners, told_events
from kg.counting.questions import Filters
from kg.counting.reading import FILE
from kg.counting.window import EventRow
from kg.known import Known
from kg.lookups.events import fits, seen
from kg.times import Period


@dataclass(frozen=True, slots=True)
class Companion:
    """Another actor, and the events that both took part in, by one source.

    Attributes:
        source: path of the dataset; None for events that were read from texts.
        events: how many.
        sure: how many of them nobody disputes and lie within the days asked about as a whole.
        first: the first day on which one of them may have happened, as far as that is known; `last` likewise.
        low: deaths, as the source adds up; `best` and `high` likewise.
        told: paths of those that were read from texts, in the order of time.
    """

    other: str
    source: str | None
    events: int
    sure: int
    first: date | None
    last: date | None
    low: int | None
    best: int | None
    high: int | None
    told: tuple[str, ...] = ()


def companions(known: Known, actor: str, period: Period) -> Iterator[Companion]:
    """Give with whom an actor took part in events that may have happened in a period."""
    filters = Filters(first=period.first, last=period.last)
    if not known.is_whole:
        yield from _folded(
            (one.row for one in seen(known) if fits(one, filters) and actor in one.row.parties), actor, period
        )
        return
    path = known.release.path / FILE
    found = met(known, actor, filters)
    told: dict[str, list[str]] = defaultdict(list)
    if any(partner.source is None for partner in found):
        for event, parties in told_events(path, {actor}, filters):
            for party in parties:
                told[party].append(event)
    for partner in found:
        yield Companion(*partner, told=() if partner.source else tuple(told[partner.actor]))


def met(known: Known, actor: str, filters: Filters) -> list[Partner]:
    """Give with whom an actor took part in events, by the table; see `kg.counting.partners`."""
    return known.lately((actor, filters), lambda: partners(known.release.path / FILE, actor, filters))


def _folded(rows: Iterable[EventRow], actor: str, period: Period) -> Iterator[Companion]:
    """Fold events one by one, as the table does it."""
    groups: dict[tuple[str, str | None], list[EventRow]] = defaultdict(list)
    for row in rows:
        for other in set(row.parties) - {actor}:
            groups[other, row.source].append(row)
    for (other, source), group in groups.items():
        yield Companion(
            other,
            source,
            events=len(group),
            sure=sum(row.status != "disputed" and period.encloses(row.first, row.last) for row in group),
            first=min((row.first for row in group if row.first), default=None),
            last=max((row.last for row in group if row.last), default=None),
            low=_sum(source, (row.low for row in group)),
            best=_sum(source, (row.best for row in group)),
            high=_sum(source, (row.high for row in group)),
            told=() if source else tuple(row.path for row in group),
        )


def _sum(source: str | None, figures: Iterable[int | None]) -> int | None:
    given = [figure for figure in figures if figure is not None]
    return sum(given) if given and source else None
