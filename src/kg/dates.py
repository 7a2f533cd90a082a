"""EDTF text to outer and inner bounds.

EDTF is the Extended Date/Time Format of the Library of Congress (https://www.loc.gov/standards/datetime/), part of
ISO 8601-2:2019. Accepted here: level 0 and 1 dates and intervals (``2024-12-05``, ``2024-12``, ``1982``, ``201X``,
``2024-12-05~``, ``2020/2024-11-30``, ``2020/..``) and one form of level 2, "one of a set"
(``[2024-11-29..2024-11-30]``: on some day in that span).

A span of time has four bounds, as in the Simple Event Model: it cannot have begun before `from_` nor have gone on
after `until` (outer bounds); it had begun by `surely_from` and had not ended before `surely_until` (inner bounds).
It surely held on a day between the inner bounds, if these are in order, and possibly on one between the outer ones.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from kg.errors import EdtfError

_DATE = r"(?:\d{4}(?:-(?:\d\d(?:-(?:\d\d|XX))?|XX(?:-XX)?))?|\d{3}X|\d\dXX)[?~%]?"
_FORM = re.compile(
    rf"{_DATE}|(?:{_DATE}|\.\.|)/(?:{_DATE}|\.\.|)|\[{_DATE}\.\.(?:{_DATE})?\]|\[\.\.{_DATE}\]", re.ASCII
)
"""The forms that are used here; the parser is shown no others, as it fails in odd ways on some that EDTF has not."""

_PLAIN = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?", re.ASCII)
"""Years, months and days, read without the parser, which takes some ten milliseconds for each."""

EXPECTED = (
    "an EDTF date such as 2024-12-05, 2024-12, 1982, 2024-12-05~, 2020/2024-11-30, 2020/.. or [2024-11-29..2024-11-30]"
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Outer and inner bounds of a span of time; None means open or unknown.

    Example:
        >>> day = date(2024, 12, 5)
        >>> Bounds(day, day, day, day).surely_on(day)
        True
    """

    from_: date | None = None
    until: date | None = None
    surely_from: date | None = None
    surely_until: date | None = None

    def surely_on(self, day: date) -> bool:
        """Tell whether the span surely covers the day."""
        return (
            self.surely_from is not None
            and self.surely_until is not None
            and self.surely_from <= day <= self.surely_until
        )


@lru_cache(maxsize=4096)  # the parser takes milliseconds, and a file says few different dates
def bounds_of(text: str) -> Bounds:
    """Turn an EDTF date into bounds.

    A single date is a span of unknown length somewhere within it: ``1982`` began on 1 January at the earliest and
    ended on 31 December at the latest, and no day of that year is sure. An interval began within its first and ended
    within its second date. A date marked as uncertain or approximate (``?``, ``~``, ``%``) is widened by one unit of
    its own precision on either side and has no inner bounds.

    Args:
        text: the date, as in ``2024-11-27/2024-12-08``.

    Returns:
        The bounds; `Bounds()` for ``../..``.

    Raises:
        EdtfError: if it is not EDTF, is impossible (30 February), runs backwards, or lies outside the years 1 to 9999.

    Example:
        >>> bounds_of("2024-12")
        Bounds(from_=datetime.date(2024, 12, 1), until=datetime.date(2024, 12, 31), \
surely_from=datetime.date(2024, 12, 31), surely_until=datetime.date(2024, 12, 1))
    """
    if not _FORM.fullmatch(text):
        raise EdtfError(text, "not a date", EXPECTED)
    if plain := _PLAIN.fullmatch(text):
        return _plain(text, *map(int, filter(None, plain.groups())))
    from edtf import parse_edtf  # noqa: PLC0415  a tenth of a second that most dates do not need
    from edtf.parser import EDTFParseException  # noqa: PLC0415
    from edtf.parser import parser_classes as forms  # noqa: PLC0415

    try:
        parsed: Any = parse_edtf(text)
    except EDTFParseException:
        raise EdtfError(text, "not a date", EXPECTED) from None
    if isinstance(parsed, forms.Interval):
        begin, end = _side(text, parsed.lower), _side(text, parsed.upper)
        bounds = Bounds(begin.from_, end.until, begin.surely_from, end.surely_until)
    else:
        bounds = _side(text, parsed)
    if bounds.from_ and bounds.until and bounds.from_ > bounds.until:
        raise EdtfError(text, "the end lies before the start", "the earlier date first")
    return bounds


def _plain(text: str, year: int, month: int | None = None, day: int | None = None) -> Bounds:
    """Give the bounds of a year, a month or a day."""
    try:
        first = date(year, month or 1, day or 1)
        last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError:
        wrong = "not a date" if year else "outside the calendar"
        raise EdtfError(text, wrong, EXPECTED if year else "a year from 0001 to 9999 and a day that exists") from None
    return _within(first, last)


def day_of(text: str) -> date:
    """Read a calendar day.

    Args:
        text: ``YYYY-MM-DD``.

    Raises:
        EdtfError: if it is anything else.

    Example:
        >>> day_of("2024-12-08")
        datetime.date(2024, 12, 8)
    """
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise EdtfError(text, "not a day", "a day as YYYY-MM-DD, such as 2024-12-08")


def _side(text: str, parsed: Any) -> Bounds:
    """Give the bounds of a single date, or of one side of an interval."""
    from edtf.parser import parser_classes as forms  # noqa: PLC0415  as above

    if isinstance(parsed, forms.UnspecifiedIntervalSection):
        return Bounds()  # ".." or nothing: open or unknown
    if isinstance(parsed, forms.OneOfASet):
        return _within(_day(text, parsed.lower_strict()), _day(text, parsed.upper_strict()))
    if isinstance(parsed, forms.UncertainOrApproximate):
        inner = _side(text, parsed.date)
        if not parsed.ua:  # the parser wraps each side of a level 1 interval so, marked or not
            return inner
        width = timedelta(days=1)
        if inner.from_ and inner.until and inner.from_ != inner.until:
            width = inner.until - inner.from_ + timedelta(days=1)
        return Bounds(_shifted(inner.from_, -width), _shifted(inner.until, width))
    return _within(_day(text, parsed.lower_strict()), _day(text, parsed.upper_strict()))


def _within(first: date | None, last: date | None) -> Bounds:
    return Bounds(from_=first, until=last, surely_from=last, surely_until=first)


def _day(text: str, moment: Any) -> date | None:
    if isinstance(moment, float):  # minus or plus infinity stands for an open end
        return None
    try:
        return date(moment.tm_year, moment.tm_mon, moment.tm_mday)
    except ValueError:
        raise EdtfError(text, "outside the calendar", "a year from 0001 to 9999 and a day that exists") from None


def _shifted(day: date | None, width: timedelta) -> date | None:
    if day is None:
        return None
    try:
        return day + width
    except OverflowError:
        return None
