"""An event as the table of events has it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple, Self

from kg.dates import Bounds

After = tuple[date, str]
"""The place of an event in the order: its `index_from` and its path."""


class EventRow(NamedTuple):
    """An event, with the columns of `kg.counting.table.SCHEMA` of the same names."""

    path: str
    label: str
    source: str | None
    basis: list[str]
    rows: list[str]
    types: list[str]
    parties: list[str]
    agents: list[str]
    targets: list[str]
    places: list[str]
    part_of: list[str]
    first: date | None
    last: date | None
    surely_from: date | None
    surely_until: date | None
    index_from: date
    index_until: date
    low: int | None
    best: int | None
    high: int | None
    records: int
    reports: int | None
    status: str
    lat: float | None
    long: float | None

    @property
    def bounds(self) -> Bounds:
        """When it happened."""
        return Bounds(self.first, self.last, self.surely_from, self.surely_until)

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """Make it of plain values, days as ISO texts."""
        given = list(values)
        for place in _DAYS:
            if given[place] is not None:
                given[place] = date.fromisoformat(given[place])
        return cls(*given)


_DAYS: Final = tuple(
    EventRow._fields.index(name)
    for name in ("first", "last", "surely_from", "surely_until", "index_from", "index_until")
)
