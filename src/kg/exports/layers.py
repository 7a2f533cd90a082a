"""What maps show: events and control as features with time, as GeoJSON and KML have them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from kg.exports.event_rows import Events
from kg.exports.source import Source
from kg.features import control
from kg.features.questions import MOST, Feature, Question
from kg.namespaces import BASE
from kg.times import Period, period_of

_DEATHS: Final = {"low": "deaths_low", "best": "deaths_best", "high": "deaths_high"}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on a map.

    Attributes:
        path: of the fact.
        name: to show.
        point: degrees east and north; None where unknown.
        first: the first day on which it can have been, as an ISO text; None where open or unknown.
        last: the last such day.
        properties: what else is known; lists of texts, texts, numbers or None.
    """

    path: str
    name: str
    point: tuple[float, float] | None
    first: str | None
    last: str | None
    properties: dict[str, Any] = field(default_factory=dict)


def layers(source: Source) -> tuple[str, ...]:
    """Give the layers that were asked for."""
    return tuple(source.values.get("layer") or ("events", "control"))


def events(source: Source) -> Iterator[Mark]:
    """Give the events, in the order of time."""
    for row in Events(source):
        first, last = (day.isoformat() if day else None for day in (row["first"], row["last"]))
        point = None if row["lat"] is None or row["long"] is None else (row["long"], row["lat"])
        kept = ("types", "type_names", "parties", "party_names", "agents", "targets", "places", "place_names")
        more = {name: row[name] for name in kept}
        more |= {shown: row[name] for name, shown in _DEATHS.items()}
        more |= {name: row[name] for name in ("status", "sources", "source_names")}
        yield Mark(row["path"], row["label"] or row["path"], point, first, last, more)


def holdings(source: Source) -> Iterator[Mark]:
    """Give who held which place, from when to when, in the order of time; filtered by days, actor and place."""
    release, period = source.release, period_of(source.values)
    actor, place = source.values.get("actor"), source.values.get("place")
    after = None
    while True:
        page = control.page(
            release, Question(collection="control", period=Period(period.first, period.last), after=after, limit=MOST)
        )
        for feature in page.features:
            told = feature.properties
            if (not actor or actor in told["holders"]) and (not place or place == told["place"]):
                yield _holding(feature)
        after = page.after
        if after is None:
            return


def _holding(feature: Feature) -> Mark:
    told = feature.properties
    kept = ("place", "place_name", "holders", "holder_names", "answer", "surely_from", "surely_until", "extents")
    more = {name: told[name] for name in kept}
    more |= {"status": next(iter(told["statuses"]), None), "voices": told["voices"], "voice_names": told["voice_names"]}
    name = f"{', '.join(told['holder_names'])} in {told['place_name']}"
    return Mark(feature.about, name, feature.point, told["since"], told["until"], more)


def coarse(first: str | None, last: str | None) -> tuple[str | None, str | None]:
    """Write days as coarsely as they may have been meant, for formats that know months and years.

    The first and the last day of a year, or of months, stand in the graph for the year or the months. Where the other
    end is open, the first day of a year is taken for the year, as it is far more often that.

    Args:
        first: the first day, as an ISO text.
        last: the last day.

    Example:
        >>> coarse("1982-01-01", "1982-12-31"), coarse("2024-11-01", "2024-12-31"), coarse("2024-11-27", "2024-12-31")
        (('1982', '1982'), ('2024-11', '2024-12'), ('2024-11-27', '2024-12-31'))
    """
    starts = first is None or first.endswith("-01-01")
    ends = last is None or last.endswith("-12-31")
    if starts and ends:
        return first and first[:-6], last and last[:-6]
    if first is not None and last is not None and first.endswith("-01") and _ends_a_month(last):
        return first[:-3], last[:-3]
    return first, last


def _ends_a_month(day: str) -> bool:
    found = date.fromisoformat(day)
    return found.day == monthrange(found.year, found.month)[1]


def iri(mark: Mark) -> str:
    """Give the address of the fact that a mark shows."""
    return BASE + mark.path
