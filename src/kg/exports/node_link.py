"""Node-link JSON: what networkx, D3 and many pages read; the attributes have the names of the network itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kg.exports.columns import EDGES, NODES, Column, Data, columns, edges, label_of
from kg.exports.files import Out
from kg.exports.source import Source
from kg.exports.texts import flat, json_text


def write(source: Source, out: Out) -> None:
    """Write a network; ``networkx.node_link_graph`` gives it back.

    Args:
        source: of the network.
        out: where to.
    """
    for text in _texts(source):
        out.write(text.encode())


def _texts(source: Source) -> Iterator[str]:
    of_nodes, of_edges = columns(source.graph)
    yield f'{{"directed": true, "multigraph": true, "graph": {json_text(source.head.record)},\n"nodes": ['
    yield from listed(
        {"id": flat(node), "label": label_of(node, data), **_record(data, of_nodes)}
        for node, data in source.graph.nodes(data=True)
    )
    yield '],\n"edges": ['
    yield from listed(
        {"source": edge.source, "target": edge.target, "key": edge.id, "label": edge.label}
        | _record(edge.data, of_edges)
        for edge in edges(source.graph)
    )
    yield "]}\n"


def listed(records: Iterable[object]) -> Iterator[str]:
    """Write records as the members of a JSON array, one a line."""
    before = "\n"
    for record in records:
        yield before + json_text(record)
        before = ",\n"
    yield "\n"


def _record(data: Data, found: Iterable[Column]) -> dict[str, Any]:
    own = {**NODES, **EDGES}
    return {column.name if column.name in own else column.shown: column.json(data) for column in found}
