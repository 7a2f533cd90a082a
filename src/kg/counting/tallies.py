"""Sums of events that are alike, ``tallies.parquet`` in a release: what is counted often is added up when it is built.

Events that began in one month, ended in one, and have the same source, types, actors, dyad and countries are one row,
with their number and their sums. A million events make some hundred thousand rows. Days that are asked for need not be
the ends of months: of the months that they cut, the events themselves are counted, all others by their tallies.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from kg.counting.questions import BY, FIGURES, CountQuestion
from kg.counting.reading import TALLIES, conditions
from kg.counting.writing import writing

_LAST_MONTH: Final = date.max.replace(day=1)
_SUMS: Final = tuple(figure for figure in FIGURES if figure != "events")
_KEYS: Final = ("year_key", "month_key", "type_key", "actor_key", "dyad_key", "country_key")
_WRITE: Final = f"""
COPY (
  SELECT source, date_trunc('month', index_from)::DATE AS from_month, date_trunc('month', index_until)::DATE
    AS until_month, {", ".join(_KEYS)}, count(*)::BIGINT AS events,
    {", ".join(f"sum({figure})::BIGINT AS {figure}" for figure in _SUMS)}
  FROM read_parquet($table) GROUP BY ALL ORDER BY from_month, until_month, source, {", ".join(_KEYS)}
) TO $path (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 50000, DICTIONARY_SIZE_LIMIT 25000,
  STRING_DICTIONARY_PAGE_SIZE_LIMIT 8000000)
"""  # noqa: S608  of words of ours


class Counted(NamedTuple):
    """Where to take numbers from.

    Attributes:
        sql: a query that gives keys and figures of all that was asked for, some of them in several rows.
        values: its parameters, and perhaps more.
    """

    sql: str
    values: dict[str, Any]


def write_tallies(path: Path, table: Path) -> None:
    """Write the tallies of a table of events. Equal tables give equal bytes.

    Args:
        path: of the file to make; what is sorted on disk lies beside it meanwhile.
        table: of events, as `kg.counting.table.write_event_table` made it.
    """
    with writing(path) as (db, _):
        db.execute(_WRITE, {"table": str(table), "path": str(path)})


def counted_from(path: Path, question: CountQuestion) -> Counted:
    """Tell where the numbers of an answer are taken from: tallies, as far as they reach, or events one by one.

    Args:
        path: of the table of events.
        question: what to count.
    """
    keys = dict.fromkeys(BY[name].column for name in question.by)
    first, last = question.first or date.min, question.last or date.max
    columns = ", ".join(keys)
    ones = f"SELECT {columns}, 1 AS events, {', '.join(_SUMS)} FROM read_parquet($table) WHERE "  # noqa: S608
    summed = path.with_name(TALLIES).is_file() and keys.keys() <= set(_KEYS)
    summed &= question.place is None and question.circle is None
    if not summed or first > _LAST_MONTH:
        condition, values = conditions(question)
        return Counted(ones + condition, values)
    condition, values = conditions(replace(question, first=None, last=None))
    lower = first if first.day == 1 else (first.replace(day=1) + timedelta(32)).replace(day=1)
    upper = last if last == date.max or (last + timedelta(1)).day == 1 else last.replace(day=1)
    sums = f"SELECT {columns}, {', '.join(FIGURES)} FROM read_parquet($tallies) WHERE "  # noqa: S608
    parts = [f"{sums}{condition} AND until_month >= $lower AND from_month < $upper"]
    if first != lower:
        parts.append(f"{ones}{condition} AND index_until >= $first AND index_until < $lower AND index_from <= $last")
    if last != upper:
        parts.append(f"{ones}{condition} AND index_from >= $upper AND index_from <= $last AND index_until >= $lower")
    return Counted(" UNION ALL ".join(parts), values | {"first": first, "last": last, "lower": lower, "upper": upper})
