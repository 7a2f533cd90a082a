"""Two tables for Gephi's *Import spreadsheet*: nodes and edges, with the headers that it wants."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.exports.columns import columns, edges, label_of
from kg.exports.files import Out
from kg.exports.packing import table, write_zip
from kg.exports.source import Source

_HOW: Final = """
How to open it in Gephi: unpack it, then File, Import spreadsheet: first nodes.csv (as a nodes table), then edges.csv
(as an edges table), and append the second to the workspace of the first. For a timeline, merge the columns `from` and
`until` of the edges into a time interval in the Data laboratory; the format GEXF has that already.
Kind has a number where two relations of a kind tie the same two nodes, as Gephi would make one of them; the column
`relation` has the kind alone. A text that a spreadsheet would run as a formula has an apostrophe in front.
"""


def write(source: Source, out: Out) -> None:
    """Write a network as an archive of two tables.

    Args:
        source: of the network.
        out: where to.
    """
    read_me = "\n".join(source.head.lines) + "\n" + _HOW
    write_zip(
        out, [("nodes.csv", table(_nodes(source))), ("edges.csv", table(_edges(source))), ("README.txt", [read_me])]
    )


def _nodes(source: Source) -> Iterator[list[object]]:
    found, _ = columns(source.graph)
    yield ["Id", "Label", *(column.shown for column in found)]
    for node, data in source.graph.nodes(data=True):
        yield [node, label_of(node, data), *(column.value(data) for column in found)]


def _edges(source: Source) -> Iterator[list[object]]:
    _, found = columns(source.graph)
    shown = [column for column in found if column.name not in {"kind", "directed"}]
    yield ["Source", "Target", "Type", "Id", "Label", "Weight", "Kind", "relation", *(column.shown for column in shown)]
    for edge in edges(source.graph):
        yield [
            edge.source,
            edge.target,
            "Directed" if edge.directed else "Undirected",
            edge.id,
            edge.label,
            edge.weight,
            edge.kind if edge.number == 1 else f"{edge.kind} ({edge.number})",
            edge.kind,
            *(column.value(edge.data) for column in shown),
        ]
