"""Answers for people: which columns to show, what to call them, how to write a cell. Shared by terminal and page."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.namespaces import BASE
from kg.sparql import Table
from kg.sparql.results import Cell

_VOICES = {"voiceName": "document", "otherVoiceName": "otherDocument"}
"""A voice that is the document itself is the writer's; a dataset is the voice of its rows."""
_HIDDEN = re.compile(r"letterCount|title|order|(\w+S|s)tart|(\w+E|e)nd|(\w+C|c)laim")
_HASH = re.compile(r"sha256$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell for people: its text, and the path of the thing that it names, if it names one."""

    text: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Readable:
    """A table for people: headings in words, and cells as texts."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Shown, ...], ...]


def readable(table: Table, given: Collection[str] = ()) -> Readable:
    """Choose what a person wants to see of an answer.

    Args:
        table: the answer.
        given: columns that only repeat what was asked for.

    A column ``x`` with a column ``xName`` beside it is shown by its name alone; ``document``, ``start`` and ``end``
    become one column, the source; hashes, counts of letters, keys for ordering and columns without any value are left
    out.

    Example:
        >>> from pyoxigraph import Literal
        >>> readable(Table(("placeName", "from"), ((Literal("Hama"), Literal("2024-12-05")),))).headings
        ('place', 'from')
    """
    columns = [name for name in table.columns if name not in given and _wanted(name, table)]
    headings = tuple(_words(name) for name in columns)
    rows = tuple(
        tuple(_cell(name, dict(zip(table.columns, row, strict=True))) for name in columns) for row in table.rows
    )
    return Readable(headings, rows)


def _wanted(name: str, table: Table) -> bool:
    position = table.columns.index(name)
    filled = any(row[position] is not None for row in table.rows) or not table.rows
    named = f"{name}Name" in table.columns
    hidden = _HASH.search(name) or _HIDDEN.fullmatch(name)
    return filled and not named and not hidden


def _words(name: str) -> str:
    """Turn ``otherVoiceName`` into ``other voice``.

    Example:
        >>> _words("otherVoiceName"), _words("document")
        ('other voice', 'source')
    """
    name = re.sub(r"Name$", "", name)
    name = {"document": "source", "otherDocument": "otherSource"}.get(name, name)
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _cell(name: str, row: dict[str, Cell]) -> Shown:
    value = row[name]
    if value is None:
        return Shown("")
    if name.endswith("Name"):
        thing = row.get(name.removesuffix("Name"))
        if name in _VOICES and thing == row.get(_VOICES[name]) and row.get("row") is None:
            return Shown("the writer")
        return Shown(_text(value), _path(thing))
    if name in {"document", "otherDocument"}:
        ends = ("start", "end") if name == "document" else ("otherStart", "otherEnd")
        span = "–".join(_text(row.get(end)) for end in ends)
        return Shown(f"{_text(value).removeprefix('documents/')}{f', {span}' if span != '–' else ''}", _path(value))
    return Shown(_text(value), _path(value))


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    text = cell.value if hasattr(cell, "value") else str(cell)
    return text.removeprefix(BASE) if isinstance(cell, NamedNode) else text


def _path(cell: Cell) -> str | None:
    if isinstance(cell, NamedNode) and cell.value.startswith(BASE):
        return cell.value.removeprefix(BASE)
    return None


def span(from_: str | None, until: str | None, surely_from: str | None, surely_until: str | None) -> str:
    """Say when something was, with what is not known of its bounds.

    Args:
        from_: first day on which it possibly was, as an ISO date.
        until: last such day.
        surely_from: first day on which it surely was.
        surely_until: last such day.

    Example:
        >>> span("2024-11-30", None, "2024-11-30", "2024-12-08")
        'from 2024-11-30; surely still on 2024-12-08, end not known'
        >>> span("2024-12-07", "2024-12-08", "2024-12-08", "2024-12-07")
        'between 2024-12-07 and 2024-12-08'
    """
    if from_ and from_ == until:
        return f"on {from_}"
    if surely_from and surely_until and surely_from > surely_until:
        surely_from = surely_until = None
    if from_ and until and not (surely_from or surely_until):
        return f"between {from_} and {until}"
    begins = _bound(from_, surely_from, ("from", "not before", "surely by", "beginning"))
    ends = _bound(until, surely_until, ("until", "not after", "surely still on", "end"))
    if from_ is None and until is None and surely_from and surely_from == surely_until:
        return f"surely on {surely_from}; beginning and end not known"
    return "; ".join(filter(None, (begins, ends))) or "not known"


def _bound(outer: str | None, inner: str | None, words: tuple[str, str, str, str]) -> str:
    exactly, outermost, surely, what = words
    if outer and outer == inner:
        return f"{exactly} {outer}"
    if outer and inner:
        return f"{exactly} a day between {' and '.join(sorted((outer, inner)))}"
    if outer:
        return f"{outermost} {outer}"
    return f"{surely} {inner}, {what} not known" if inner else ""
