"""Cytoscape.js JSON (https://js.cytoscape.org/#notation/elements-json), which Cytoscape itself opens, too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.exports.columns import columns, edges, label_of
from kg.exports.files import Out
from kg.exports.node_link import listed
from kg.exports.source import Source
from kg.exports.texts import flat, json_text

_STYLE: Final = (
    {"selector": "node", "style": {"label": "data(label)", "background-color": "#2166AC", "font-size": 10}},
    {"selector": "node[class = 'Person']", "style": {"background-color": "#7F3B08"}},
    {"selector": "node[class = 'Place']", "style": {"background-color": "#542788", "shape": "diamond"}},
    {"selector": "edge", "style": {"curve-style": "bezier", "line-color": "#828282", "target-arrow-color": "#828282"}},
    {"selector": "edge[?directed]", "style": {"target-arrow-shape": "triangle"}},
    {"selector": "edge[sign = 1]", "style": {"line-color": "#1B7837", "target-arrow-color": "#1B7837"}},
    {"selector": "edge[sign = -1]", "style": {"line-color": "#B2182B", "target-arrow-color": "#B2182B"}},
    {"selector": "edge[status = 'disputed']", "style": {"line-style": "dashed"}},
)


def write(source: Source, out: Out) -> None:
    """Write a network with a style; ``cytoscape(JSON.parse(text))`` shows it, once it has a container and a layout.

    Args:
        source: of the network.
        out: where to.
    """
    for text in _texts(source):
        out.write(text.encode())


def _texts(source: Source) -> Iterator[str]:
    of_nodes, of_edges = columns(source.graph)
    about = {**source.head.record, "name": source.head.lines[0]}
    yield '{"format_version": "1.0", "generated_by": "conflict-kg", "target_cytoscapejs_version": "~3",\n'
    yield f'"data": {json_text(about)},\n"style": {json_text(list(_STYLE))},\n"elements": {{\n"nodes": ['
    for_nodes = (
        {
            "id": flat(node),
            "name": label_of(node, data),
            "label": label_of(node, data),
            **{column.shown: column.json(data) for column in of_nodes},
        }
        for node, data in source.graph.nodes(data=True)
    )
    yield from listed({"data": record} for record in for_nodes)
    yield '],\n"edges": ['
    for_edges = (
        {
            "id": edge.id,
            "source": edge.source,
            "target": edge.target,
            "label": edge.label,
            "weight": edge.weight,
            **{column.shown: column.json(edge.data) for column in of_edges},
        }
        for edge in edges(source.graph)
    )
    yield from listed({"data": record} for record in for_edges)
    yield "]}}\n"
