"""Pages of events in the order of time: what lies behind a timeline over millions of them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from kg.counting.occurrences import Occurrences, in_days
from kg.counting.questions import MOST, Filters
from kg.counting.reading import MEMORY, conditions, opened
from kg.counting.rows import After, EventRow
from kg.errors import BadParameter


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


class Page(NamedTuple):
    """A page of events.

    Attributes:
        events: in the order of `index_from` and `path`.
        after: for the next page; None if this is the last.
    """

    events: tuple[EventRow, ...]
    after: After | None


__all__ = ["INDEX", "After", "EventRow", "Page", "WindowQuestion", "window"]

INDEX: Final = "occurrences.sqlite"
"""Name of the index beside the table; see `kg.counting.occurrences`."""
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
    index = path.with_name(INDEX)
    if _by_index(question) and index.is_file():
        return _indexed(index, question)
    condition, values = conditions(question)
    values |= {"limit": question.limit + 1, "offset": question.offset}
    if question.after is not None:
        condition += " AND index_from >= $day AND (index_from > $day OR path > $path)"
        values |= {"day": question.after[0], "path": question.after[1]}
    # The file is in order, and DuckDB keeps the order of a file: it stops at the limit, and there is nothing to sort
    # but the page. It finds few rows fast, and all columns of a row slowly: these are taken from the index.
    found = opened(path, memory)
    if not index.is_file():
        sql = f"SELECT {_COLUMNS} FROM read_parquet($table) WHERE {condition} LIMIT $limit OFFSET $offset"  # noqa: S608
        return _page(
            [EventRow(*record) for record in found.rows(f"FROM ({sql}) ORDER BY index_from, path", values)], question
        )
    sql = (
        "SELECT file_row_number FROM read_parquet($table, file_row_number = true) "  # noqa: S608
        f"WHERE {condition} LIMIT $limit OFFSET $offset"
    )
    places = sorted(place for (place,) in found.rows(sql, values))
    with closing(Occurrences(index)) as opened_index:
        return _page(opened_index.at(places), question)


def _by_index(question: WindowQuestion) -> bool:
    """Whether the index knows where to look, and nothing is asked that only the table can tell."""
    of_table = (question.types, question.source, question.circle) != (None, None, None)
    return not of_table and bool(question.actors or question.place or in_days((question.first, question.last)))


def _indexed(path: Path, question: WindowQuestion) -> Page:
    """Give a page of the events of some actors, a place or a few months, by the index."""
    things = [sorted(question.actors or ()), [question.place] if question.place else []]
    with (
        closing(Occurrences(path)) as index,
        closing(index.events([*filter(None, things)], (question.first, question.last), question.after)) as every,
    ):
        found = list(islice(every, question.offset, question.offset + question.limit + 1))
    return _page(found, question)


def _page(found: Sequence[EventRow], question: WindowQuestion) -> Page:
    events = tuple(found[: question.limit])
    more = len(found) > question.limit
    return Page(events, (events[-1].index_from, events[-1].path) if more else None)
