"""Imported events as statements: those few that claims are about, or that derived situations rest on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

from ibis import Table

from kg.dates import Bounds
from kg.statements import Event


def as_statements(events: Table) -> Iterator[Event]:
    """Give events as statements, for those that claims or derived situations rest on.

    Args:
        events: as `kg.sources.tables.events.Resolved` has them; few.
    """
    for row in events.order_by("path").to_pyarrow().to_pylist():
        first, last = row["first"], row["last"]
        assert isinstance(first, dt.date)
        assert isinstance(last, dt.date)
        numbers: Mapping[str, int | None] = {name: row[column] for name, column in _ATTRIBUTES.items()}
        yield Event(
            path=row["path"],
            derived_from=(row["document"],),
            types=(row["type"],),
            agents=tuple(row["agents"]),
            targets=tuple(row["targets"]),
            parties=tuple(row["parties"]),
            places=(row["place"],) if row["place"] else (),
            part_of=(row["conflict"],) if row["conflict"] else (),
            dyad=row["dyad"],
            bounds=Bounds(first, last, last, first),
            rows=(row["row"],),
            oddities=tuple(row["oddities"]),
            attributes=tuple((name, number) for name, number in numbers.items() if number is not None),
        )


_ATTRIBUTES: Final = {
    "deathsBest": "best",
    "deathsHigh": "high",
    "deathsLow": "low",
    "recordCount": "records",
    "reportCount": "reports",
}
