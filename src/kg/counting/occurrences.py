"""Who and where events involve: an index beside the table of events, for pages of one actor's or one place's events.

The table answers what is asked of all events; to find the few of one village in it, all must be looked through. The
index, an SQLite database ``occurrences.sqlite`` in a release, has for each actor and place the events that involve it
in the order of time, for each month those that may have happened in it, and each event's row.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.counting.rows import After, EventRow
from kg.counting.writing import writing
from kg.errors import StoreDamaged
from kg.periods import ALWAYS, MOST_MONTHS, months

if TYPE_CHECKING:
    import duckdb

_BATCH: Final = 20_000
_FIRST_DAY: Final = "DATE '0001-01-01'"
_TABLES: Final = """
CREATE TABLE event (place INTEGER PRIMARY KEY, said TEXT NOT NULL);
CREATE TABLE thing (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, events INTEGER NOT NULL);
CREATE TABLE involved (thing INTEGER, place INTEGER, first INTEGER, last INTEGER, PRIMARY KEY (thing, place))
WITHOUT ROWID;
"""
_EVENTS: Final = f"""
SELECT file_row_number, json_array({", ".join(f'"{name}"' for name in EventRow._fields)})
FROM read_parquet($table, file_row_number = true) ORDER BY file_row_number
"""  # noqa: S608  of words of ours
_MONTHS: Final = f"""
CASE WHEN datediff('month', index_from, index_until) >= {MOST_MONTHS} THEN ['{ALWAYS}'] ELSE list_transform(
  generate_series(date_trunc('month', index_from), index_until, INTERVAL 1 MONTH),
  lambda month: 'periods/' || strftime(month, '%Y-%m')
) END
"""
_INVOLVED: Final = f"""
SELECT thing, file_row_number, index_from - {_FIRST_DAY} + 1, index_until - {_FIRST_DAY} + 1 FROM (
  SELECT unnest(list_distinct(list_concat(parties, "within", {_MONTHS}))) AS thing,
    file_row_number, index_from, index_until
  FROM read_parquet($table, file_row_number = true)
) ORDER BY thing, file_row_number
"""  # noqa: S608  likewise


def write_occurrences(path: Path, table: Path) -> None:
    """Write the index.

    Args:
        path: of the file to make; what is sorted on disk lies beside it meanwhile.
        table: of events, as `kg.counting.table.write_event_table` made it.
    """
    with closing(sqlite3.connect(path)) as index, writing(path) as (db, _):
        index.execute("PRAGMA journal_mode = OFF")  # a file that is not whole is thrown away with its release
        index.execute("PRAGMA synchronous = OFF")
        index.executescript(_TABLES)
        with index:
            index.executemany("INSERT INTO event VALUES (?, ?)", _rows(db, _EVENTS, table))
            things: list[tuple[int, str, int]] = []
            index.executemany(
                "INSERT INTO involved VALUES (?, ?, ?, ?)", _numbered(_rows(db, _INVOLVED, table), things)
            )
            index.executemany("INSERT INTO thing VALUES (?, ?, ?)", things)


def _rows(db: duckdb.DuckDBPyConnection, sql: str, table: Path) -> Iterator[tuple[Any, ...]]:
    found = db.execute(sql, {"table": str(table)})
    while batch := found.fetchmany(_BATCH):
        yield from batch


def _numbered(rows: Iterator[tuple[Any, ...]], things: list[tuple[int, str, int]]) -> Iterator[tuple[Any, ...]]:
    """Give rows with numbers in the place of things, which are noted with how many rows they have."""
    for number, (thing, group) in enumerate(groupby(rows, key=itemgetter(0))):
        count = 0
        for _, *rest in group:
            count += 1
            yield number, *rest
        things.append((number, thing, count))


def in_days(days: tuple[date | None, date | None]) -> list[str]:
    """Give under what the index has all events of some days; nothing where these are too many, or have no end."""
    first, last = days
    keys = [ALWAYS] if first is None or last is None else months(first, last)
    return [] if keys == [ALWAYS] else [*keys, ALWAYS]


class Occurrences:
    """The index of a release; open for one question.

    Args:
        path: of the file.

    Raises:
        StoreDamaged: if it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        """Open it."""
        self.path = path
        try:
            self._db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def close(self) -> None:
        """Close it."""
        self._db.close()

    def count(self, thing: str) -> int:
        """Count the events that involve an actor, or lie at or within a place."""
        return int(next(iter(self._ask("SELECT events FROM thing WHERE path = ?", (thing,))), (0,))[0])

    def latest(self, thing: str, most: int) -> list[EventRow]:
        """Give the latest events of an actor or place, the last one first."""
        sql = "SELECT place FROM involved WHERE thing = ? ORDER BY place DESC LIMIT ?"
        return [self._event(place) for (place,) in self._ask(sql, (self._number(thing), most))]

    def events(
        self, things: Sequence[Sequence[str]], days: tuple[date | None, date | None], after: After | None
    ) -> Generator[EventRow]:
        """Give events in the order of time.

        Args:
            things: groups of actors and places; one of each group must be involved. There may be none if `in_days`
                tells where to look.
            days: the first and the last day on which an event may have happened; None for any.
            after: the event before the first that is given.
        """
        groups = [self._numbers(group) for group in things]
        if not all(groups):
            return
        groups.sort(key=self._size)
        then = self._numbers(in_days(days))
        if then and (not groups or self._size(then) < self._size(groups[0])):
            groups.insert(0, then)  # fewer events to look at; else the days themselves are enough
        if not groups:
            return
        leading, *others = groups
        condition, values = _condition(days, others)
        begin = -1 if after is None else self._before(after)
        joined = "involved AS i CROSS JOIN event AS e ON e.place = i.place"  # in this order
        sql = f"SELECT i.place, said FROM {joined} WHERE thing = ? AND i.place > ? {condition} ORDER BY i.place"  # noqa: S608
        every = merge(*(self._ask(sql, (number, begin, *values)) for number in leading))
        try:
            for (_, said), _ in groupby(every):
                yield self._read(said)
        finally:
            every.close()

    def at(self, places: Iterable[int]) -> list[EventRow]:
        """Give events by their places in the table, counted from 0."""
        return [self._event(place) for place in places]

    def _numbers(self, paths: Iterable[str]) -> list[int]:
        return [number for path in paths if (number := self._number(path)) is not None]

    def _number(self, path: str) -> int | None:
        found: int | None = next(iter(self._ask("SELECT id FROM thing WHERE path = ?", (path,))), (None,))[0]
        return found

    def _size(self, numbers: Sequence[int]) -> int:
        marks = ", ".join("?" * len(numbers))
        (size,) = next(iter(self._ask(f"SELECT sum(events) FROM thing WHERE id IN ({marks})", numbers)))  # noqa: S608
        return int(size)

    def _before(self, after: After) -> int:
        """Find the last place in the order that is not behind an event."""
        low, high = -1, next(iter(self._ask("SELECT max(place) FROM event", ())))[0] or 0
        while low < high:
            middle = (low + high + 1) // 2
            event = self._event(middle)
            low, high = (middle, high) if (event.index_from, event.path) <= after else (low, middle - 1)
        return low

    def _event(self, place: int) -> EventRow:
        (said,) = next(iter(self._ask("SELECT said FROM event WHERE place = ?", (place,))))
        return self._read(said)

    def _read(self, said: str) -> EventRow:
        try:
            return EventRow.of(json.loads(said))
        except (TypeError, ValueError, IndexError) as error:  # other columns: it was made by another version
            raise self._damaged(error) from error

    def _ask(self, sql: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._db.execute(sql, values)
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> StoreDamaged:
        return StoreDamaged(self.path, f"{self.path} cannot be read: {error}; build again")


def _condition(days: tuple[date | None, date | None], others: Sequence[Sequence[int]]) -> tuple[str, list[int]]:
    parts, values = [], []
    for day, part in zip(days, ("last >= ?", "first <= ?"), strict=True):
        if day is not None:
            parts.append(f"AND {part}")
            values.append(day.toordinal())
    for group in others:
        marks = ", ".join("?" * len(group))
        parts.append(
            f"AND EXISTS (SELECT 1 FROM involved AS o WHERE o.thing IN ({marks}) AND o.place = i.place)"  # noqa: S608
        )
        values += group
    return " ".join(parts), values
