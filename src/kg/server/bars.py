"""When facts held, as bars: solid where they surely did, pale where possibly, fading where a bound is not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kg.cards import Line

WIDTH: Final = 1000
"""Of a bar's drawing, in its own units."""
_LEAST: Final = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """A fact's time.

    Attributes:
        outer: start and width of when it possibly held.
        sure: start and width of when it surely did; None if on no day.
        opens: whether the beginning is not known.
        stays: whether the end is not known.
    """

    outer: tuple[int, int]
    sure: tuple[int, int] | None
    opens: bool
    stays: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars over one span of time: its first and last day, and a bar for each fact."""

    first: str
    last: str
    bars: tuple[Bar, ...]


def bars(lines: Sequence[Line]) -> Bars | None:
    """Lay out facts in time; None where no day of any is known."""
    days = [
        date.fromisoformat(day).toordinal()
        for line in lines
        for day in (line.from_, line.until, line.surely_from, line.surely_until)
        if day
    ]
    if not days:
        return None
    first, last = min(days), max(days) + 1
    room = max((last - first) // 10, 1)
    first, last = max(first - room, 1), min(last + room, date.max.toordinal())

    def at(day: str | None, otherwise: int, after: int = 0) -> int:
        place = date.fromisoformat(day).toordinal() + after if day else otherwise
        return round((place - first) / (last - first) * WIDTH)

    def laid(line: Line) -> Bar:
        start, end = at(line.from_, first), at(line.until, last, 1)
        sure = None
        if line.surely_from and line.surely_until and line.surely_from <= line.surely_until:
            begins = at(line.surely_from, first)
            sure = (begins, max(at(line.surely_until, last, 1) - begins, _LEAST))
        return Bar((start, max(end - start, _LEAST)), sure, line.from_ is None, line.until is None)

    shown = date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat()
    return Bars(*shown, tuple(laid(line) for line in lines))
