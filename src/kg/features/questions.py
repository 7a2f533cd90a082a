"""What can be asked of a collection of features, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from kg.times import Period

DEFAULT: Final = 50
"""Features on a page, unless a limit is given."""
MOST: Final = 1_000
"""Features on a page, at most: as many as GIS programs ask for where they may. Larger pages would save them little, and
hold up others."""
Point = tuple[float, float]
"""Degrees east and north, WGS 84."""
Key = tuple[str, ...]
"""The place of a feature in its collection's order."""


_ROUND: Final = 180


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the Earth between meridians and parallels, its edges included.

    Attributes:
        west: degrees east; where it is larger than `east`, the box crosses the meridian of 180 degrees.
        south: degrees north.
        east: degrees east.
        north: degrees north.

    Example:
        >>> across = Box(170, -10, -170, 10)
        >>> across.holds((179.5, 0)), across.holds((-179.5, 0)), across.holds((0, 0))
        (True, True, False)
        >>> Box(170, -10, 180, 10).holds((-180, 0))
        True
    """

    west: float
    south: float
    east: float
    north: float

    @property
    def crosses(self) -> bool:
        """Whether it crosses the meridian of 180 degrees."""
        return self.west > self.east

    @property
    def touches(self) -> bool:
        """Whether this meridian, which has two names, is one of its edges or crosses it."""
        return self.crosses or self.east == _ROUND or self.west == -_ROUND

    def holds(self, point: Point) -> bool:
        """Tell whether a point lies in it."""
        east, north = point
        if not self.south <= north <= self.north:
            return False
        if self.touches and abs(east) == _ROUND:
            return True
        return (east >= self.west or east <= self.east) if self.crosses else self.west <= east <= self.east

    def condition(self) -> tuple[str, dict[str, float]]:
        """Say the same in SQL, of columns `lat` and `long`; with the parameters in it."""
        both = "long >= $west OR long <= $east" if self.crosses else "long BETWEEN $west AND $east"
        edge = f" OR abs(long) = {_ROUND}" if self.touches else ""
        values = {"west": self.west, "south": self.south, "east": self.east, "north": self.north}
        return f"lat BETWEEN $south AND $north AND ({both}{edge})", values


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which features of a collection, one page of them?

    Attributes:
        collection: its id.
        box: only features that lie in it.
        period: only features that may be of some day in it.
        instant: whether the period was said as an instant, and not as an interval.
        after: the place in the order of the last feature of the page before; None for the first page.
        limit: how many features, at most `MOST`.
    """

    collection: str
    box: Box | None = None
    period: Period | None = None
    instant: bool = False
    after: Key | None = None
    limit: int = DEFAULT


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature.

    Attributes:
        id: in its collection.
        about: path of the thing that it shows.
        point: where it is; None where that is unknown.
        properties: by the names of its collection's fields, but for `href`.
    """

    id: str
    about: str
    point: Point | None
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of features.

    Attributes:
        features: in their collection's order.
        after: the place in the order of the last of them, if there are more.
        matched: how many features there are on all pages.
    """

    features: tuple[Feature, ...]
    after: Key | None
    matched: int


@dataclass(frozen=True, slots=True)
class Extent:
    """Where and when the features of a collection are.

    Attributes:
        box: around all points; None if there are none.
        first: the first day; None where it is open.
        last: the last day; None where it is open.
    """

    box: Box | None
    first: date | None = None
    last: date | None = None
