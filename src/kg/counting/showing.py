"""Answers as tables of terms, which every format, the terminal and the pages know how to write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pyoxigraph import Literal

from kg.counting.questions import BY, FIGURES, CountAnswer, CountQuestion, CountRow
from kg.identifiers import iri
from kg.namespaces import BASE, XSD
from kg.sparql import Table
from kg.sparql.results import Cell

FROM_TEXTS: Final = "read from texts"
"""The name of the source that is none."""
_DATATYPES: Final = {"day": XSD.date}


def columns(question: CountQuestion) -> tuple[str, ...]:
    """Give the columns of an answer.

    Example:
        >>> columns(CountQuestion(by=("month", "type")))[:4]
        ('month', 'type', 'typeName', 'source')
    """
    return _columns(question.keys)


def as_table(answer: CountAnswer) -> Table:
    """Make a table of an answer's rows: keys and source, those that are things with their names beside, and figures."""
    return _table(answer, answer.question.keys, answer.rows, truncated=answer.more)


def totals_table(answer: CountAnswer) -> Table:
    """Make a table of an answer's totals."""
    return _table(answer, (), answer.totals)


def records(answer: CountAnswer) -> list[dict[str, Any]]:
    """Give the rows of `as_table` as mappings of plain values; for JSON, a third of the way."""
    return _records(answer, answer.question.keys, answer.rows)


def totals_records(answer: CountAnswer) -> list[dict[str, Any]]:
    """Give the rows of `totals_table` as mappings of plain values."""
    return _records(answer, (), answer.totals)


def with_separators(table: Table) -> Table:
    """Write the figures of a table for people: thousands apart, and as wide as the widest of their column.

    Example:
        >>> table = Table(("events",), ((Literal(1234),), (Literal(5),)))
        >>> [cell.value for (cell,) in with_separators(table).rows]
        ['1,234', '    5']
    """
    columns = []
    for name, *cells in zip(table.columns, *table.rows, strict=True):
        if name in FIGURES:
            texts = ["" if cell is None else f"{int(cell.value):,}" for cell in cells]
            width = max(map(len, texts), default=0)
            columns.append([Literal(text.rjust(width)) if text else None for text in texts])
        else:
            columns.append(cells)
    return Table(table.columns, tuple(zip(*columns, strict=True)), table.truncated)


def _table(answer: CountAnswer, keys: Sequence[str], rows: Sequence[CountRow], *, truncated: bool = False) -> Table:
    return Table(
        _columns(keys),
        tuple(
            (
                *(cell for key, value in zip(keys, row.keys, strict=True) for cell in _cells(answer, key, value)),
                None if row.source is None else iri(row.source),
                Literal(FROM_TEXTS if row.source is None else answer.names.get(row.source, row.source)),
                *(None if figure is None else Literal(figure) for figure in row[2:]),
            )
            for row in rows
        ),
        truncated,
    )


def _columns(keys: Sequence[str]) -> tuple[str, ...]:
    return (*(heading for key in keys for heading in _headings(key)), "source", "sourceName", *FIGURES)


def _records(answer: CountAnswer, keys: Sequence[str], rows: Sequence[CountRow]) -> list[dict[str, Any]]:
    found = []
    for row in rows:
        record: dict[str, Any] = {}
        for key, value in zip((*keys, "source"), (*row.keys, row.source), strict=True):
            if BY[key].named:
                path = None if value is None else str(value)
                record[key] = None if path is None else BASE + path
                record[f"{key}Name"] = None if path is None else answer.names.get(path, path)
            else:
                record[key] = value
        if row.source is None:
            record["sourceName"] = FROM_TEXTS
        record.update(zip(FIGURES, row[2:], strict=True))
        found.append(record)
    return found


def _headings(key: str) -> tuple[str, ...]:
    return (key, f"{key}Name") if BY[key].named else (key,)


def _cells(answer: CountAnswer, key: str, value: str | int | None) -> tuple[Cell, ...]:
    if value is None:
        return (None,) * len(_headings(key))
    if not BY[key].named:
        return (Literal(value) if isinstance(value, int) else Literal(value, datatype=_DATATYPES.get(key, XSD.string)),)
    path = str(value)
    return iri(path), Literal(answer.names.get(path, path))
