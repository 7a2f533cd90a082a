"""GEXF 1.3 for Gephi (https://gexf.net/schema.html): an interval of time for each edge, colours by sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from kg.exports.columns import Column, Data, Edge, Kind, columns, direction, edges, label_of
from kg.exports.files import Out
from kg.exports.source import Source
from kg.exports.texts import attribute, token, xml

_KINDS: Final[Mapping[Kind, str]] = {"text": "string", "whole": "long", "number": "double", "yes": "boolean"}
_SIGNS: Final = {1: (27, 120, 55), -1: (178, 24, 43), 0: (130, 130, 130)}
_CLASSES: Final = {"Person": (127, 59, 8), "Place": (84, 39, 136)}
_GROUP: Final = (33, 102, 172)
_OPENING: Final = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
"""


def write(source: Source, out: Out) -> None:
    """Write a network.

    Args:
        source: of the network.
        out: where to.
    """
    for text in _texts(source):
        out.write(text.encode())


def _texts(source: Source) -> Iterator[str]:
    graph, head = source.graph, source.head
    of_nodes, of_edges = columns(graph)
    dynamic = any(any(edge.days) for edge in edges(graph))
    day = head.built[:10]
    yield _OPENING
    yield f"<meta lastmodifieddate={attribute(day)}>\n" if _is_day(day) else "<meta>\n"
    yield f"<creator>{xml(head.lines[0])}</creator>\n<keywords>conflict, actors, network</keywords>\n"
    yield f"<description>{xml(chr(10).join(head.lines[1:]))}</description>\n</meta>\n"
    time = ' mode="dynamic" timeformat="date" timerepresentation="interval"' if dynamic else ' mode="static"'
    yield f'<graph defaultedgetype="{direction(graph)}" idtype="string"{time}>\n'
    yield _declared("node", of_nodes)
    yield _declared("edge", of_edges)
    yield f'<nodes count="{graph.number_of_nodes()}">\n'
    for node, data in graph.nodes(data=True):
        yield _node(node, data, of_nodes)
    yield f'</nodes>\n<edges count="{graph.number_of_edges()}">\n'
    for edge in edges(graph):
        yield _edge(edge, of_edges)
    yield "</edges>\n</graph>\n</gexf>\n"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _declared(kind: str, found: Iterable[Column]) -> str:
    """Declare attributes; their titles differ from the columns that Gephi has itself."""
    lines = [
        f'<attribute id="{number}" title={attribute(column.shown)} type="{_KINDS[column.kind]}"/>\n'
        for number, column in enumerate(found)
    ]
    return f'<attributes class="{kind}" mode="static">\n{"".join(lines)}</attributes>\n'


def _values(data: Data, found: Iterable[Column]) -> str:
    values = [
        f'<attvalue for="{number}" value={attribute(value)}/>'
        for number, column in enumerate(found)
        if (value := column.value(data)) is not None
    ]
    return f"<attvalues>{''.join(values)}</attvalues>" if values else ""


def _colour(colour: tuple[int, int, int]) -> str:
    return '<color r="{}" g="{}" b="{}"/>'.format(*colour)


def _node(node: object, data: Data, found: Iterable[Column]) -> str:
    colour = _colour(_CLASSES.get(str(data.get("cls")), _GROUP))
    label = token(label_of(node, data))
    return f"<node id={attribute(node)} label={label}>{_values(data, found)}{colour}</node>\n"


def _edge(edge: Edge, found: Iterable[Column]) -> str:
    """Write an edge; Gephi puts edges of one kind between the same nodes together, so that each has its own."""
    kind = edge.kind if edge.number == 1 else f"{edge.kind} ({edge.number})"
    head = (
        f"<edge id={attribute(edge.id)} source={attribute(edge.source)} target={attribute(edge.target)} "
        f'label={token(edge.label)} kind={token(kind)} weight="{edge.weight}">'
    )
    first, last = edge.days
    ends = (f" start={attribute(first)}" if first else "") + (f" end={attribute(last)}" if last else "")
    spells = f"<spells><spell{ends}/></spells>" if ends else ""
    return f"{head}{_values(edge.data, found)}{_colour(_SIGNS[edge.sign])}{spells}</edge>\n"
