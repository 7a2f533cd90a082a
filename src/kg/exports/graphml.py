"""GraphML (http://graphml.graphdrawing.org/specification.html): plain, and with the labels that yEd shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kg.exports.columns import Column, Data, Edge, Kind, columns, direction, edges, label_of
from kg.exports.files import Out
from kg.exports.source import Source
from kg.exports.texts import attribute, xml

_KINDS: Final[Mapping[Kind, str]] = {"text": "string", "whole": "long", "number": "double", "yes": "boolean"}
_OPENING: Final = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:y="http://www.yworks.com/xml/graphml"
 xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_COLOURS: Final = {1: "#1B7837", -1: "#B2182B", 0: "#828282"}
_SHAPES: Final = {"Person": ("ellipse", "#FDDBC7"), "Place": ("diamond", "#E0D4EC")}
_GROUP: Final = ("roundrectangle", "#D1E5F0")
_LETTER, _LEAST, _MOST, _HEIGHT = 7, 60, 420, 30
"""Widths and heights of yEd's boxes, in its pixels."""
_LABEL: Final = Column("label", "label", "text")
_WEIGHT: Final = Column("weight", "weight", "whole")


def write(source: Source, out: Out) -> None:
    """Write a network as plain GraphML.

    Args:
        source: of the network.
        out: where to.
    """
    for text in _texts(source, drawn=False):
        out.write(text.encode())


def write_for_yed(source: Source, out: Out) -> None:
    """Write a network with shapes, labels, arrows and colours for yEd, which shows no others.

    Nodes have no places yet: choose one of yEd's layouts.

    Args:
        source: of the network.
        out: where to.
    """
    for text in _texts(source, drawn=True):
        out.write(text.encode())


def _texts(source: Source, *, drawn: bool) -> Iterator[str]:
    graph, head = source.graph, source.head
    of_nodes, of_edges = columns(graph)
    of_nodes, of_edges = (_LABEL, *of_nodes), (_LABEL, *of_edges)
    yield _OPENING
    yield f"<desc>{xml(chr(10).join(head.lines))}</desc>\n"  # keys of a whole graph are passed over by Gephi
    yield _declared("node", of_nodes) + _declared("edge", (*of_edges, _WEIGHT))
    if drawn:
        yield '<key id="ng" for="node" yfiles.type="nodegraphics"/>\n'
        yield '<key id="eg" for="edge" yfiles.type="edgegraphics"/>\n'
    yield f'<graph id="network" edgedefault="{direction(graph)}">\n'
    for node, data in graph.nodes(data=True):
        named = {**data, "label": label_of(node, data)}
        drawing = _node_drawn(named) if drawn else ""
        yield f"<node id={attribute(node)}>{_values('n', named, of_nodes)}{drawing}</node>\n"
    for edge in edges(graph):
        named = {**edge.data, "label": edge.label}
        yield (
            f"<edge id={attribute(edge.id)} source={attribute(edge.source)} target={attribute(edge.target)}>"
            f"{_values('e', named, of_edges)}"
            f'<data key="e{len(of_edges)}">{edge.weight}</data>{_edge_drawn(edge) if drawn else ""}</edge>\n'
        )
    yield "</graph>\n</graphml>\n"


def _declared(kind: str, found: Iterable[Column]) -> str:
    return "".join(
        f'<key id="{kind[0]}{number}" for="{kind}" attr.name={attribute(column.shown)} '
        f'attr.type="{_KINDS[column.kind]}"/>\n'
        for number, column in enumerate(found)
    )


def _values(letter: str, data: Data, found: Iterable[Column]) -> str:
    return "".join(
        f'<data key="{letter}{number}">{xml(value)}</data>'
        for number, column in enumerate(found)
        if (value := column.value(data)) is not None
    )


def _node_drawn(data: Data) -> str:
    label = str(data["label"])
    shape, fill = _SHAPES.get(str(data.get("cls")), _GROUP)
    width = min(max(_LEAST, _LETTER * len(label) + 16), _MOST)
    return (
        f'<data key="ng"><y:ShapeNode><y:Geometry height="{_HEIGHT}" width="{width}" x="0" y="0"/>'
        f'<y:Fill color="{fill}" transparent="false"/><y:BorderStyle color="#333333" type="line" width="1.0"/>'
        f'<y:NodeLabel alignment="center" fontSize="12" textColor="#000000">{xml(label)}</y:NodeLabel>'
        f'<y:Shape type="{shape}"/></y:ShapeNode></data>'
    )


def _edge_drawn(edge: Edge) -> str:
    first, last = edge.days
    days = f"{first or '…'} – {last or '…'}" if first or last else ""
    label = xml(" ".join(filter(None, (edge.kind, days))))
    arrow = "standard" if edge.directed else "none"
    line = "dashed" if edge.data.get("status") == "disputed" else "line"
    return (
        f'<data key="eg"><y:PolyLineEdge><y:LineStyle color="{_COLOURS[edge.sign]}" type="{line}" width="1.5"/>'
        f'<y:Arrows source="none" target="{arrow}"/>'
        f'<y:EdgeLabel fontSize="10" textColor="{_COLOURS[edge.sign]}">{label}</y:EdgeLabel></y:PolyLineEdge></data>'
    )
