"""Sums of events that are alike, ``tallies.parquet`` in a release: what is counted often is added up when it is built.

Events that began in one month, ended in one, and have the same source, types, actors, dyad and countries are one row,
with their number and their sums. A million events make some hundred thousand rows. Days that are asked for need not be
the ends of months: of the months that they cut, the events themselves are counted, all others by their tallies.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

from kg.counting.questions import BY, FIGURES, CountQuestion
from kg.counting.reading import TALLIES, conditions

MEMORY: Final = "1GB"
"""What DuckDB may take while tallies are written; the rest waits on disk."""
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
        sql: a query without SELECT, for a subquery: it gives keys and sums of all that was asked for.
        values: the parameters in it.
    """

    sql: str
    values: dict[str, Any]


def write_tallies(path: Path, table: Path) -> None:
    """Write the tallies of a table of events. Equal tables give equal bytes.

    Args:
        path: of the file to make; what is sorted on disk lies beside it meanwhile.
        table: of events, as `kg.counting.table.write_event_table` made it.
    """
    import duckdb  # noqa: PLC0415  who reads them need not load it

    with (
        TemporaryDirectory(dir=path.parent, prefix=".tallies-") as folder,
        duckdb.connect(config={"threads": 1, "memory_limit": MEMORY, "temp_directory": folder}) as db,
    ):
        db.execute("SET enable_progress_bar = false")
        db.execute(_WRITE, {"table": str(table), "path": str(path)})


def counted_from(path: Path, question: CountQuestion) -> Counted:
    """Tell where the numbers of an answer are taken from: tallies, as far as they reach, or events one by one.

    Args:
        path: of the table of events.
        question: what to count.
    """
    keys = dict.fromkeys(BY[name].column for name in question.by)
    columns = ", ".join(keys)
    ones = f"SELECT {columns}, 1 AS events, {', '.join(_SUMS)} FROM read_parquet($table) WHERE "  # noqa: S608
    tallies = path.with_name(TALLIES)
    ends = _ends(question)
    if ends is None or question.place is not None or not keys.keys() <= set(_KEYS) or not tallies.is_file():
        condition, values = conditions(question)
        return Counted(ones + condition, values)
    condition, values = conditions(replace(question, first=None, last=None))
    values |= {"tallies": str(tallies)}
    whole, cut = [condition], []
    lower, upper = ends
    if lower is not None:
        whole.append("until_month >= $lower")
        values |= {"lower": lower}
    if upper is not None:
        whole.append("from_month < $upper")
        values |= {"upper": upper}
    if question.first is not None and question.first != lower:
        values |= {"first": question.first}
        by_last = "" if question.last is None else " AND index_from <= $last"
        cut.append(f"index_until >= $first AND index_until < $lower{by_last}")
    if question.last is not None and upper is not None and question.last + timedelta(1) != upper:
        by_first = "" if lower is None else " AND index_until >= $lower"
        cut.append(f"index_from >= $upper AND index_from <= $last{by_first}")
    if any("$last" in part for part in cut):
        values |= {"last": question.last}
    figures = ", ".join(FIGURES)
    parts = [f"SELECT {columns}, {figures} FROM read_parquet($tallies) WHERE {' AND '.join(whole)}"]  # noqa: S608
    parts += [f"{ones}{condition} AND {part}" for part in cut]
    return Counted(" UNION ALL ".join(parts), values)


def _ends(question: CountQuestion) -> tuple[date | None, date | None] | None:
    """Give the first day of the first month that is asked for as a whole, and the day after the last such month."""
    lower, upper = question.first, question.last
    try:
        if lower is not None and lower.day > 1:
            lower = (lower.replace(day=1) + timedelta(32)).replace(day=1)
        if upper is not None:
            upper = None if upper == date.max else (upper + timedelta(1)).replace(day=1)
    except OverflowError:  # in the last month of all
        return None
    return lower, upper
