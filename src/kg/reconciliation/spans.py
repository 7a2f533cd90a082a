"""Comparing days and places on the earth: how near is near enough."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from kg.dates import Bounds, bounds_of
from kg.errors import EdtfError
from kg.namespaces import CKG, DCT
from kg.reconciliation.asked import Query
from kg.reconciliation.things import Thing, Things

Days = tuple[date, date]
"""First and last day; the ends of time where it is open."""
NEAR_DAYS: Final = 2
"""Days by which sources often differ."""
PARTLY: Final = 0.75
"""How far two spans agree that overlap, and neither lies in the other."""
POSSIBLY: Final = 0.5
"""How far two spans agree that are `NEAR_DAYS` apart."""
_TIME: Final = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d.*", re.ASCII)
_EARTH: Final = 6371.0
_REACH: Final[Mapping[str, tuple[float, float]]] = {
    "codes/place-kind/country": (300.0, 2000.0),
    "codes/place-kind/sea": (300.0, 2000.0),
    "codes/place-kind/governorate": (80.0, 300.0),
    "codes/place-kind/administrative-area": (80.0, 300.0),
    "codes/place-kind/region": (80.0, 300.0),
    "codes/place-kind/district": (30.0, 100.0),
}
"""Kilometres up to which a point means a place of some kind, and from which on it does not: larger ones have no one
point."""
_USUAL: Final = (5.0, 40.0)


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the earth, in degrees (WGS 84)."""

    lat: float
    long: float

    def kilometres(self, other: Point) -> float:
        """Give the distance along a great circle.

        Example:
            >>> round(Point(35.13, 36.76).kilometres(Point(34.73, 36.71)))
            45
        """
        a, b = math.radians(self.lat), math.radians(other.lat)
        half = math.sin((b - a) / 2) ** 2
        half += math.cos(a) * math.cos(b) * math.sin(math.radians(other.long - self.long) / 2) ** 2
        return 2 * _EARTH * math.asin(min(1.0, math.sqrt(half)))


def days_of(text: str) -> Days | None:
    """Read a date: EDTF, or a day with a time as programs write it; None if it is neither, or open on both sides.

    Example:
        >>> [day.isoformat() for day in days_of("2024-12-05T00:00:00Z")]
        ['2024-12-05', '2024-12-05']
    """
    moment = _TIME.fullmatch(text)
    text = moment[1] if moment else text
    try:
        return _days(bounds_of(text))
    except EdtfError:
        return None


def _days(bounds: Bounds) -> Days | None:
    if bounds.from_ is None and bounds.until is None:
        return None
    return bounds.from_ or date.min, bounds.until or date.max


def span_of(thing: Thing, which: str) -> Days | None:
    """Give when an entity was: all of it, or only its beginning or end.

    Args:
        thing: the entity.
        which: ``date``, ``from`` or ``until``.

    Returns:
        Its outer bounds; None where nothing is known.
    """
    if thing.root == "Document":
        days = [date.fromisoformat(text) for text in thing.texts(DCT.date)]
        return (days[0], days[0]) if days else None
    first = next((date.fromisoformat(text) for text in thing.texts(CKG.from_)), None)
    last = next((date.fromisoformat(text) for text in thing.texts(CKG.until)), None)
    if which == "date":
        return _days(Bounds(first, last))
    day = first if which == "from" else last
    return None if day is None else (day, day)


def together(asked: Days, own: Days, *, exact: bool = False) -> float:
    """Tell how far two spans agree.

    Example:
        >>> days = days_of("2024-12-05"), days_of("2024-12"), days_of("2024-12-07"), days_of("2025")
        >>> [together(days[0], other) for other in days]
        [1.0, 1.0, 0.5, 0.0]
    """
    if exact:
        return float(asked == own)
    (first, last), (begin, end) = asked, own
    if (begin <= first and last <= end) or (first <= begin and end <= last):
        return 1.0
    apart = max((first - end).days, (begin - last).days)
    return PARTLY if apart <= 0 else POSSIBLY if apart <= NEAR_DAYS else 0.0


def point_asked(query: Query) -> Point | None:
    """Give the point that a query names with ``lat`` and ``long``; None unless it names one that can be."""
    found = {}
    for condition in query.conditions:
        if condition.property in {"lat", "long"} and condition.kind == "property" and len(condition.values) == 1:
            text = condition.values[0].text
            found[condition.property] = float(text) if re.fullmatch(r"[+-]?\d{1,3}(\.\d{0,20})?", text) else math.nan
    if found.keys() != {"lat", "long"} or not (abs(found["lat"]) <= 90 and abs(found["long"]) <= 180):  # noqa: PLR2004
        return None
    return Point(found["lat"], found["long"])


def distance(things: Things, thing: Thing, point: Point) -> tuple[float, float] | None:
    """Tell how far an entity is from a point, and how far it agrees with it.

    Args:
        things: the entities of the release.
        thing: a place, or an event, which is where the nearest of its places is.
        point: what was asked for.

    Returns:
        Kilometres, and the agreement from 0 to 1; None where the graph has no coordinates.
    """
    places = [thing] if thing.root == "Place" else [things.thing(path) for path in thing.nodes(CKG.place)]
    found = [_from_place(things, place, point) for place in places if place is not None]
    return min((one for one in found if one is not None), default=None)


def _from_place(things: Things, place: Thing, point: Point) -> tuple[float, float] | None:
    lat, long = place.texts(CKG.lat), place.texts(CKG.long)
    if not lat or not long:
        return None
    kilometres = point.kilometres(Point(float(lat[0]), float(long[0])))
    near, far = _reach(things.kinds(place))
    return kilometres, min(1.0, max(0.0, (far - kilometres) / (far - near)))


def _reach(kinds: Iterable[str]) -> tuple[float, float]:
    return next((_REACH[kind] for kind in kinds if kind in _REACH), _USUAL)
