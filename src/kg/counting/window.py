"""Pages of events in the order of time: what lies behind a timeline over millions of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from kg.counting.questions import MOST, Filters
from kg.counting.reading import MEMORY, conditions, opened
from kg.errors import BadParameter

After = tuple[date, str]
"""The place of an event in the order: its `index_from` and its path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowQuestion(Filters):
    """Which events, one page of them?

    Attributes:
        after: the last event of the page before; None for the first page.
        limit: how many events, at most `MOST`.
        offset: how many to leave out before them.
    """

    after: After | None = None
    limit: int = 100
    offset: int = 0


class EventRow(NamedTuple):
    """An event, with the columns of `kg.counting.table.SCHEMA` of the same names."""

    path: str
    label: str
    source: str | None
    rows: list[str]
    types: list[str]
    parties: list[str]
    agents: list[str]
    targets: list[str]
    places: list[str]
    first: date | None
    last: date | None
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


class Page(NamedTuple):
    """A page of events.

    Attributes:
        events: in the order of `index_from` and `path`.
        after: for the next page; None if this is the last.
    """

    events: tuple[EventRow, ...]
    after: After | None


_COLUMNS: Final = ", ".join(f'"{column}"' for column in EventRow._fields)


def window(path: Path, question: WindowQuestion, memory: int = MEMORY) -> Page:
    """Give a page of events.

    Args:
        path: of the table.
        question: which events.
        memory: bytes that it may take.

    Raises:
        BadParameter: if the question cannot be asked.
        StoreDamaged: if there is no table, or it cannot be read.
        MemoryError: if it takes more than it may.
    """
    if not (0 < question.limit <= MOST and question.offset >= 0):
        raise BadParameter("limit", "out of range", f"1 to {MOST}, from an offset of 0 or more", str(question.limit))
    condition, values = conditions(question)
    values |= {"limit": question.limit + 1, "offset": question.offset}
    if question.after is not None:
        condition += " AND index_from >= $day AND (index_from > $day OR path > $path)"
        values |= {"day": question.after[0], "path": question.after[1]}
    # The file is in order, and DuckDB keeps the order of a file: it stops at the limit, and there is nothing to sort
    # but the page.
    sql = f"""
        FROM (SELECT {_COLUMNS} FROM read_parquet($table) WHERE {condition} LIMIT $limit OFFSET $offset)
        ORDER BY index_from, path
    """  # noqa: S608  of words of ours; values are bound
    found = [_event(record) for record in opened(path, memory).rows(sql, values)]
    events = tuple(found[: question.limit])
    more = len(found) > question.limit
    return Page(events, (events[-1].index_from, events[-1].path) if more else None)


def _event(record: tuple[Any, ...]) -> EventRow:
    return EventRow(*record)
