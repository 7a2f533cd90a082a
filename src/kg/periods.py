"""Periods: the months, years and the whole of time that facts are keyed by, so that a few days are found fast.

A fact has a key for each period with a day on which it is possible. A key only narrows down where to look: whoever
uses one still compares the days themselves.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from pyoxigraph import DefaultGraph, Literal, Quad

from kg.identifiers import iri
from kg.namespaces import CKG, RDF, XSD

ALWAYS: Final = "periods/always"
MOST_MONTHS: Final = 24
"""A window of more months is keyed by the whole of time."""
MOST_YEARS: Final = 100
"""A window of more years is keyed by the whole of time."""


def months(first: date, last: date) -> list[str]:
    """Give the keys of the months that a window touches.

    Example:
        >>> months(date(2024, 11, 30), date(2025, 1, 2))
        ['periods/2024-11', 'periods/2024-12', 'periods/2025-01']
        >>> months(date.min, date.max)
        ['periods/always']
    """
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    if end - begin >= MOST_MONTHS:
        return [ALWAYS]
    return [f"periods/{month // 12:04}-{month % 12 + 1:02}" for month in range(begin, end + 1)]


def years(first: date, last: date) -> list[str]:
    """Give the keys of the years that a window touches.

    Example:
        >>> years(date(2016, 5, 1), date(2017, 1, 1))
        ['periods/2016', 'periods/2017']
    """
    if last.year - first.year >= MOST_YEARS:
        return [ALWAYS]
    return [f"periods/{year:04}" for year in range(first.year, last.year + 1)]


def days_of(period: str) -> tuple[date, date]:
    """Give the first and last day of a period.

    Example:
        >>> days_of("periods/2024-02")
        (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    if period == ALWAYS:
        return date.min, date.max
    year, _, month = period.removeprefix("periods/").partition("-")
    if not month:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    first = date(int(year), int(month), 1)
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def period_quads(periods: Iterable[str]) -> Iterator[Quad]:
    """Describe periods, in the default graph."""
    for period in periods:
        first, last = days_of(period)
        yield Quad(iri(period), RDF.type, CKG.Period, DefaultGraph())
        for predicate, day in ((CKG.firstDay, first), (CKG.lastDay, last)):
            yield Quad(iri(period), predicate, Literal(day.isoformat(), datatype=XSD.date), DefaultGraph())
