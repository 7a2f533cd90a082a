"""Counting events: one pass over the table, by texts that hold source and values together, which are then taken apart.

See `kg.counting.table` for why, and `kg.counting.tallies` for what need not be added up again.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from kg.counting.naming import names_of
from kg.counting.questions import BY, DEATHS, FIGURES, MOST, ORDERS, CountAnswer, CountQuestion, CountRow
from kg.counting.reading import FILE, MEMORY, opened
from kg.counting.tallies import counted_from
from kg.errors import BadParameter
from kg.store import OpenStore

_TOGETHER: Final = ", ".join(f"sum({figure}) AS {figure}" for figure in FIGURES)
_NO_SUM: Final = ", ".join(f"CASE WHEN source IS NOT NULL THEN {deaths} END AS {deaths}" for deaths in DEATHS)
"""The deaths of texts are not added up, for a text's figure may include that of another."""


def count(path: Path, question: CountQuestion, memory: int = MEMORY) -> CountAnswer:
    """Count events.

    Args:
        path: of the table.
        question: what to count.
        memory: bytes that it may take.

    Returns:
        The answer, without names.

    Raises:
        BadParameter: if the question cannot be asked.
        StoreDamaged: if there is no table, or it cannot be read.
        MemoryError: if it takes more than it may.
    """
    _check(question)
    source, values = counted_from(path, question)
    values |= {"limit": question.limit + 1, "offset": question.offset}
    found = opened(path, memory).rows(_sql(question, source), values)
    rows = [_row(question, record) for record in found if record[0] == 0]
    totals = tuple(_row(question, record)._replace(keys=()) for record in found if record[0] == 1)
    return CountAnswer(question, tuple(rows[: question.limit]), totals, len(rows) > question.limit)


def answer(release: Path, store: OpenStore, question: CountQuestion, memory: int = MEMORY) -> CountAnswer:
    """Count events of a release, and name what they are counted by.

    Args:
        release: its directory.
        store: its quads.
        question: what to count.
        memory: see `count`, which also says what may go wrong.
    """
    counted = count(release / FILE, question, memory)
    paths = {row.source for row in (*counted.rows, *counted.totals) if row.source is not None}
    for place, name in enumerate(question.keys):
        if BY[name].named:
            paths |= {str(row.keys[place]) for row in counted.rows if row.keys[place] is not None}
    return replace(counted, names=names_of(store, paths))


def _check(question: CountQuestion) -> None:
    """Make sure that only words of ours get into a query."""
    if not question.by or len(set(question.by)) < len(question.by) or not set(question.by) <= set(BY):
        raise BadParameter("by", "unknown, given twice or missing", f"some of {', '.join(BY)}", ",".join(question.by))
    if question.order not in ORDERS:
        raise BadParameter("order", "unknown", f"one of {', '.join(ORDERS)}", question.order)
    if not (0 < question.limit <= MOST and question.offset >= 0):
        raise BadParameter("limit", "out of range", f"1 to {MOST}, from an offset of 0 or more", str(question.limit))


def _sql(question: CountQuestion, source: str) -> str:
    columns = list(dict.fromkeys(BY[name].column for name in question.by))
    parts = "FROM sourced"
    for name in question.keys:
        column, many, *_ = BY[name]
        value = f"unnest(string_split({column}, ' ')[2:])" if many else f"split_part({column}, ' ', 2)"
        parts = f"SELECT *, {value} AS key_{name} FROM ({parts})"  # noqa: S608  of words of ours
    keys = "".join(f"nullif(key_{name}, '') AS \"{name}\", " for name in question.keys)
    order = [f'"{name}" NULLS LAST' for name in (*question.keys, "source")]
    if question.order != "key":
        order.insert(0, f"{question.order} DESC NULLS LAST")
    return f"""
        WITH grouped AS MATERIALIZED (
            SELECT {", ".join(columns)}, {_TOGETHER} FROM ({source}) GROUP BY ALL
        ), sourced AS (
            SELECT * REPLACE ({_NO_SUM}) FROM (
                SELECT nullif(split_part({columns[0]}, ' ', 1), '') AS source, * FROM grouped
            )
        ), counted AS (
            SELECT source, {keys}{_TOGETHER} FROM ({parts}) GROUP BY ALL
        ), page AS (
            SELECT 0 AS part, row_number() OVER (ORDER BY {", ".join(order)}) AS nth, * FROM counted
            ORDER BY nth LIMIT $limit OFFSET $offset
        ), totals AS (
            SELECT source, {"NULL, " * len(question.keys)}{_TOGETHER} FROM sourced GROUP BY source
        )
        FROM page UNION ALL SELECT 1, row_number() OVER (ORDER BY source NULLS LAST), * FROM totals ORDER BY part, nth
    """  # noqa: S608  of words of ours; values are bound


def _row(question: CountQuestion, record: tuple[Any, ...]) -> CountRow:
    _, _, source, *rest = record
    keys = tuple(
        int(value) if name == "year" and value is not None else value
        for name, value in zip(question.keys, rest, strict=False)
    )
    figures = [None if figure is None else int(figure) for figure in rest[len(keys) :]]
    return CountRow._make((source, keys, *figures))
