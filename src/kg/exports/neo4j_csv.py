"""Two tables for Neo4j's importer (https://neo4j.com/docs/operations-manual/current/import/), with typed headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from kg.exports.columns import Column, Data, columns, edges, label_of
from kg.exports.files import Out
from kg.exports.packing import table, write_zip
from kg.exports.source import Source
from kg.exports.texts import flat

_LISTS: Final = frozenset({"types", "voices", "documents", "modality"})
_DAYS: Final = frozenset({"from_", "until", "surely_from", "surely_until", "first", "last"})
_KINDS: Final = {"text": "string", "whole": "long", "number": "double", "yes": "boolean"}
_COMMAND: Final = """
neo4j-admin database import full --multiline-fields=true --array-delimiter=";" \\
  --nodes=nodes.csv --relationships=relationships.csv neo4j

Cells are exact: nothing is put in front of what a spreadsheet would run as a formula, so open them in none.
"""


def write(source: Source, out: Out) -> None:
    """Write a network as an archive of two tables.

    Args:
        source: of the network.
        out: where to.
    """
    read_me = "\n".join(source.head.lines) + "\n" + _COMMAND
    write_zip(
        out,
        [
            ("nodes.csv", table(_nodes(source), guarded=False)),
            ("relationships.csv", table(_relationships(source), guarded=False)),
            ("README.txt", [read_me]),
        ],
    )


def _nodes(source: Source) -> Iterator[list[object]]:
    found, _ = columns(source.graph)
    shown = [column for column in found if column.name != "cls"]
    yield ["id:ID", "label:string", *map(_header, shown), ":LABEL"]
    for node, data in source.graph.nodes(data=True):
        cells = [_cell(column, data) for column in shown]
        yield [node, label_of(node, data), *cells, _word(flat(data.get("cls")), "Thing")]


def _relationships(source: Source) -> Iterator[list[object]]:
    _, found = columns(source.graph)
    yield [":START_ID", ":END_ID", ":TYPE", "id:string", "label:string", "weight:long", *map(_header, found)]
    for edge in edges(source.graph):
        kind = _word(edge.kind, "RELATION").upper()
        cells = [_cell(column, edge.data) for column in found]
        yield [edge.source, edge.target, kind, edge.id, edge.label, edge.weight, *cells]


def _header(column: Column) -> str:
    """Name a column with its type; a name has no sign that stands for something in a header."""
    kind = "string[]" if column.name in _LISTS else "date" if column.name in _DAYS else _KINDS[column.kind]
    return re.sub(r"[^\w ]", "_", column.shown) + f":{kind}"


def _cell(column: Column, data: Data) -> object:
    if column.name in _LISTS:
        found = column.json(data)
        return ";".join(flat(one).replace(";", ",") for one in (found if isinstance(found, list) else [found]))
    value = column.value(data)
    if column.name in _DAYS and value is not None:
        try:
            date.fromisoformat(str(value))
        except ValueError:
            return None
    return value


def _word(text: str, otherwise: str) -> str:
    """Make a name for a label or type of words of letters, digits and underscores."""
    return re.sub(r"\W+", "_", text).strip("_") or otherwise
