"""Time in look-ups: a day or a period asked about, and how surely something held in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from kg.dates import Bounds
from kg.errors import BadParameter
from kg.parameters import Parameter
from kg.statements import Event, Situation

Fact = Event | Situation
SURELY: Final = "surely"
POSSIBLY: Final = "possibly"
NO_EVIDENCE: Final = "no evidence"

ON: Final = Parameter("on", "the day asked about; of a month or a year, some day in it", "2024-12-05", "time")
FROM: Final = Parameter("from", "the first day asked about, or the first of a month or year", "2024-11-27", "time")
TO: Final = Parameter("to", "the last day asked about, or the last of a month or year", "2024-12-08", "time")
KNOWN_ON: Final = Parameter("as_known_on", "only from documents published by then", "2024-12-08", "time")
TIMES: Final = (ON, FROM, TO, KNOWN_ON)
"""The parameters of what is asked about a day or a period."""
HOW_SURE: Final = (
    "*surely*: it held on some day of the time asked about, and nobody denies it; *possibly*: nothing rules that out. "
    "What is not listed has no evidence, which is not a no. Without days, any time is meant. Days that are open or "
    "unknown are null."
)
"""What to know to read an answer, for descriptions."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days asked about, both ends included.

    Attributes:
        first: the first; None for the beginning of time.
        last: the last; None for the end of it.

    Example:
        >>> year = Period(date(2016, 1, 1), date(2016, 12, 31))
        >>> year.meets(date(2016, 12, 31), date(2017, 5, 1)), year.meets(date(2017, 1, 1), date(2017, 5, 1))
        (True, False)
    """

    first: date | None = None
    last: date | None = None

    @property
    def is_day(self) -> bool:
        """Whether it is one day."""
        return self.first is not None and self.first == self.last

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return self.meets(day, day)

    def meets(self, first: date, last: date) -> bool:
        """Tell whether it has a day in common with another span."""
        return (self.last is None or first <= self.last) and (self.first is None or self.first <= last)

    def encloses(self, first: date | None, last: date | None) -> bool:
        """Tell whether another span lies in it as a whole; one that is open on a side where this one ends does not."""
        begins = self.first is None or (first is not None and first >= self.first)
        return begins and (self.last is None or (last is not None and last <= self.last))

    def surely_meets(self, bounds: Bounds) -> bool:
        """Tell whether a span with such bounds surely has a day in common with it.

        It does if it had begun by the last day and had not ended before the first. What happened on some day of a month
        did so surely in that month, though no day of it is sure.

        Example:
            >>> from kg.dates import bounds_of
            >>> month = bounds_of("2024-12")
            >>> Period(date(2024, 12, 1), date(2024, 12, 31)).surely_meets(month)
            True
            >>> Period(date(2024, 12, 5), date(2024, 12, 5)).surely_meets(month)
            False
        """
        return self.surely_has(bounds.surely_from, bounds.surely_until)

    def surely_has(self, begun: date | None, lasted: date | None) -> bool:
        """Tell the same of a span that had begun by one day and had not ended before another."""
        return (self.last is None or (begun is not None and begun <= self.last)) and (
            self.first is None or (lasted is not None and self.first <= lasted)
        )

    def answer(self, fact: Fact) -> str | None:
        """Say how surely a fact held on some day of the period; None for no evidence."""
        if not self.meets(fact.index_from, fact.index_until):
            return None
        return SURELY if fact.status != "disputed" and self.surely_meets(fact.bounds) else POSSIBLY

    def together(self, facts: Iterable[Fact]) -> str | None:
        """Say how surely several facts held on one and the same day of the period; None for no evidence."""
        several = tuple(facts)
        if len(several) == 1:
            return self.answer(several[0])
        first, last = max(fact.index_from for fact in several), min(fact.index_until for fact in several)
        if last < first or not self.meets(first, last):
            return None
        begun = [fact.bounds.surely_from for fact in several]
        lasted = [fact.bounds.surely_until for fact in several]
        known = [day for day in (*begun, *lasted) if day is not None]
        if len(known) < 2 * len(several) or any(fact.status == "disputed" for fact in several):
            return POSSIBLY
        sure_from, sure_until = max(known[: len(several)]), min(known[len(several) :])
        return SURELY if sure_from <= sure_until and self.meets(sure_from, sure_until) else POSSIBLY


def period_of(values: Mapping[str, Any], names: tuple[str, str, str] = ("on", "from", "to")) -> Period:
    """Give the period that a question is about: that of a day, or from one to another.

    Args:
        values: bounds of days, months or years, by name.
        names: of the day, of the first and of the last.

    Raises:
        BadParameter: if both are given, or the end lies before the start.
    """
    whole, first, last = names
    on, start, end = (values.get(name) for name in names)
    if on is not None:
        if start is not None or end is not None:
            raise BadParameter(
                whole, "given together with a period", f"either {whole}, or {first} and {last}", iso(on.from_)
            )
        return Period(on.from_, on.until)
    period = Period(start.from_ if start else None, end.until if end else None)
    if period.first and period.last and period.last < period.first:
        wrong = f"before {period.first}, the first day"
        raise BadParameter(last, wrong, "the same day or a later one", iso(period.last))
    return period


def spanned(bounds: Bounds) -> dict[str, str | None]:
    """Write bounds as the members that every record with a time has.

    Example:
        >>> spanned(Bounds(date(2024, 12, 5)))
        {'from': '2024-12-05', 'until': None, 'surely_from': None, 'surely_until': None}
    """
    return {
        "from": iso(bounds.from_),
        "until": iso(bounds.until),
        "surely_from": iso(bounds.surely_from),
        "surely_until": iso(bounds.surely_until),
    }


def iso(day: date | None) -> str | None:
    """Write a day as in an answer.

    Example:
        >>> iso(date(2024, 12, 5)), iso(None)
        ('2024-12-05', None)
    """
    return day.isoformat() if day else None
