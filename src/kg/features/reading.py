"""Reading a question from the texts of an address, as the standard has its parameters."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from kg.dates import day_of
from kg.errors import BadParameter, EdtfError
from kg.features.collections import COLLECTIONS
from kg.features.questions import DEFAULT, MOST, Box, Key, Question
from kg.parameters import LONGEST, Parameter, table
from kg.times import Period

_LARGEST: Final = 10**12 - 1
FORMS: Final = ("json", "html")
FORM: Final = Parameter("f", "the form of the answer; wins over Accept", "json", "choice", choices=FORMS)
LIMIT: Final = Parameter(
    "limit", f"how many features a page has, at most; more than {MOST} is taken as {MOST}", "100", "number",
    str(DEFAULT), least=1, most=_LARGEST,
)  # fmt: skip
BBOX: Final = Parameter(
    "bbox",
    "only features in this box: west, south, east, north in degrees of WGS 84, its edges included. With six numbers, "
    "the third and the sixth are heights, which features here have not. If west is larger than east, the box crosses "
    "the meridian of 180 degrees. What has no known coordinates lies in no box.",
    "36,34,38,37",
)
DATETIME: Final = Parameter(
    "datetime",
    "only features of this time: a day or a date-time of RFC 3339, or an interval of two with a slash between, of "
    "which either may be two dots or nothing, for an open end. Times are taken for the day that they lie in (UTC), as "
    "features here are known by days.",
    "2024-11-27/2024-12-08",
)
CURSOR: Final = Parameter(
    "cursor", "where the page begins: what the link *next* of the page before says", "", longest=8_000
)
ITEMS: Final = table(BBOX, DATETIME, LIMIT, CURSOR, FORM)
"""The parameters of a page of features."""
OTHERS: Final = table(FORM)
"""The parameters of everything else."""

_NUMBER: Final = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_INSTANT: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}):([0-9]{2})(?:\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_GDALS_DAY: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T")
"""A day as GDAL writes it."""
_BOX: Final = "four numbers (west, south, east, north) or six, longitudes within ±180 and latitudes within ±90"
_TIME: Final = (
    "a day (2024-12-05), a date-time of RFC 3339 (2024-12-05T18:00:00Z), or an interval of two of these such as "
    "2024-11-27/2024-12-08, ../2024-12-08 or 2024-11-27/.."
)
_FLAT, _SOLID = 4, 6
_EAST, _NORTH = 180, 90
_OPEN: Final = ("", "..")
_SHOWN: Final = 100
_LEAP: Final = "60"


def gathered(given: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Put times that are given one by one into one interval, for all of them are meant.

    GDAL writes a filter of two dates, such as ``last >= '2024-11-27' AND first <= '2024-12-08'``, as two parameters.

    Args:
        given: names and texts of parameters, as they came.

    Raises:
        BadParameter: if one of several times is none.

    Example:
        >>> gathered([("datetime", "2024-11-27T/.."), ("limit", "10"), ("datetime", "../2024-12-08T")])
        [('limit', '10'), ('datetime', '2024-11-27/2024-12-08')]
    """
    pairs = list(given)
    times = [text.strip() for name, text in pairs if name == DATETIME.name]
    if len(times) <= 1:
        return pairs
    periods = [read_period(text[:LONGEST]) for text in times]
    first = max((period.first for period in periods if period.first), default="..")
    last = min((period.last for period in periods if period.last), default="..")
    return [*(pair for pair in pairs if pair[0] != DATETIME.name), (DATETIME.name, f"{first}/{last}")]


def read_question(collection: str, values: Mapping[str, Any], after: Key | None = None) -> Question:
    """Read a question.

    Args:
        collection: its id.
        values: of `ITEMS`, as `kg.parameters.read` gives them.
        after: see `Question`.

    Raises:
        BadParameter: if one is not what it should be.

    Example:
        >>> read_question("events", {"bbox": "36,34,38,37", "limit": 5_000_000}).limit
        1000
    """
    box, when = values.get("bbox"), values.get("datetime")
    return Question(
        collection=collection,
        box=read_box(box) if box else None,
        period=read_period(when) if when else None,
        instant=when is not None and "/" not in when,
        after=after,
        limit=min(values.get("limit") or DEFAULT, MOST),
    )


def read_box(text: str) -> Box:
    """Read a box.

    Raises:
        BadParameter: if it is none.

    Example:
        >>> read_box("160.6,-55.95,-170,-25.89").crosses
        True
        >>> read_box("36,34,0,38,37,1000")
        Box(west=36.0, south=34.0, east=38.0, north=37.0)
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) not in (_FLAT, _SOLID):
        raise _no_box(f"it has {len(parts)} numbers", text)
    if not all(_NUMBER.fullmatch(part) and math.isfinite(float(part)) for part in parts):
        raise _no_box("not all of it are numbers", text)
    numbers = [float(part) for part in parts]
    half = len(numbers) // 2
    (west, south, *low), (east, north, *high) = numbers[:half], numbers[half:]
    if not all(abs(degrees) <= _EAST for degrees in (west, east)):
        raise _no_box("a longitude lies outside ±180", text)
    if not all(abs(degrees) <= _NORTH for degrees in (south, north)):
        raise _no_box("a latitude lies outside ±90", text)
    if south > north or low > high:
        raise _no_box("its lower edge lies above its upper one", text)
    return Box(west, south, east, north)


def _no_box(wrong: str, text: str) -> BadParameter:
    return BadParameter("bbox", wrong, _BOX, text[:_SHOWN])


def read_period(text: str) -> Period:
    """Read an instant or an interval.

    Raises:
        BadParameter: if it is neither, or runs backwards.

    Example:
        >>> read_period("../2024-12-08T23:30:00-03:00")
        Period(first=None, last=datetime.date(2024, 12, 9))
    """
    first, slash, last = text.partition("/")
    if not slash:
        day = _day(text, text)
        return Period(day, day)
    period = Period(*(None if end in _OPEN else _day(end, text) for end in (first, last)))
    if period.first and period.last and period.last < period.first:
        raise BadParameter("datetime", "its end lies before its start", _TIME, text[:_SHOWN])
    return period


def _day(end: str, text: str) -> date:
    """Give the day, in UTC, of a day or a date-time."""
    wrong = BadParameter("datetime", "neither an instant nor an interval", _TIME, text[:_SHOWN])
    try:
        found = _INSTANT.fullmatch(end)
        if found is None:
            return day_of(day[1] if (day := _GDALS_DAY.fullmatch(end)) else end)
        when, minute, second, zone = found.groups()
        second = "59" if second == _LEAP else second  # datetime knows no leap seconds
        return datetime.fromisoformat(f"{when}T{minute}:{second}{zone.upper()}").astimezone(UTC).date()
    except (EdtfError, ValueError, OverflowError) as error:
        raise wrong from error


def read_key(collection: str, values: list[str | int | None]) -> Key:
    """Make sure that what a cursor holds can be a place in the order of a collection.

    Raises:
        BadParameter: if it cannot.

    Example:
        >>> read_key("events", ["2024-12-05", "events/capture-hama-2024"])
        ('2024-12-05', 'events/capture-hama-2024')
    """
    key = tuple(value for value in values if isinstance(value, str))
    wrong = BadParameter("cursor", "no cursor of this collection", "the link `next` of a page of it")
    if not len(key) == len(values) == COLLECTIONS[collection].key:
        raise wrong
    try:
        for day in key[:-1]:
            day_of(day)
    except EdtfError as error:
        raise wrong from error
    return key
