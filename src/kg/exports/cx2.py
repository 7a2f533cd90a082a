"""CX2 (https://cytoscape.org/cx/cx2/specification/cytoscape-exchange-format-specification-(version-2)/)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from kg.exports.columns import Column, Data, Kind, columns, direction, edges, label_of
from kg.exports.files import Out
from kg.exports.marks import COLOURS
from kg.exports.node_link import listed
from kg.exports.source import Source
from kg.exports.texts import flat, json_text, plain

_KINDS: Final[Mapping[Kind, str]] = {"text": "string", "whole": "long", "number": "double", "yes": "boolean"}
_LIST: Final = "list_of_string"
_NODE: Final = {"name": {"d": "string", "a": "n"}, "represents": {"d": "string", "a": "r"}}
_EDGE: Final = {"name": {"d": "string"}, "interaction": {"d": "string", "a": "i"}, "id": {"d": "string"}}
_FILLS: Final = {"Group": "#2166AC", "Person": "#7F3B08", "Place": "#542788"}
Declared = Mapping[str, Mapping[str, str]]


def write(source: Source, out: Out) -> None:
    """Write a network with a style.

    Args:
        source: of the network.
        out: where to.
    """
    for text in _texts(source):
        out.write(text.encode())


def _texts(source: Source) -> Iterator[str]:
    graph = source.graph
    found = columns(graph)
    of_nodes, of_edges = (_renamed(some, own) for some, own in zip(found, (_NODE, _EDGE), strict=True))
    lists = (
        _lists(of_nodes, (data for _, data in graph.nodes(data=True))),
        _lists(of_edges, (data for *_, data in graph.edges(data=True))),
    )
    about = _about(source)
    declared = {
        "networkAttributes": {name: {"d": "string"} for name in about},
        "nodes": {**_NODE, **_declared(of_nodes, lists[0])},
        "edges": {**_EDGE, **_declared(of_edges, lists[1])},
    }
    counts = {"attributeDeclarations": 1, "networkAttributes": 1, "nodes": len(graph), "edges": graph.number_of_edges()}
    told = [{"name": name, "elementCount": count} for name, count in {**counts, "visualProperties": 1}.items()]
    yield f"[{json_text({'CXVersion': '2.0', 'hasFragments': False})},\n{json_text({'metaData': told})},\n"
    yield f"{json_text({'attributeDeclarations': [declared]})},\n{json_text({'networkAttributes': [about]})},\n"
    numbers = {flat(node): number for number, node in enumerate(graph)}
    yield '{"nodes": ['
    yield from listed(
        {
            "id": numbers[flat(node)],
            "v": {"n": label_of(node, data), "r": flat(node), **_values(data, of_nodes, lists[0])},
        }
        for node, data in graph.nodes(data=True)
    )
    yield ']},\n{"edges": ['
    yield from listed(
        {
            "id": number,
            "s": numbers[edge.source],
            "t": numbers[edge.target],
            "v": {"name": edge.label, "i": edge.kind, "id": edge.id, **_values(edge.data, of_edges, lists[1])},
        }
        for number, edge in enumerate(edges(graph))
    )
    style = _style(of_nodes, of_edges, directed=direction(graph) == "directed")
    yield f"]}},\n{json_text({'visualProperties': [style]})},\n{json_text({'status': [{'success': True}]})}]\n"


def _about(source: Source) -> dict[str, str]:
    """Give what the file says of itself, under the names that NDEx has for it, and under ours."""
    head = source.head
    filters = "; ".join(f"{name}={value}" for name, value in head.filters.items())
    return {
        "name": head.lines[0],
        "description": "\n".join(head.lines[1:]),
        "version": head.release,
        "rights": head.licence,
        "reference": head.citation,
        "built": head.built,
        "filters": filters,
    }


def _renamed(found: Sequence[Column], own: Iterable[str]) -> list[Column]:
    """Give columns other names than those that every node or edge has here, and than one another."""
    used = set(own)
    renamed = []
    for column in found:
        shown = column.shown
        while shown in used:
            shown += "_"
        used.add(shown)
        renamed.append(replace(column, shown=shown))
    return renamed


def _lists(found: Iterable[Column], records: Iterable[Data]) -> frozenset[str]:
    """Give the names of columns whose values are all lists: a column has one type."""
    left = {column.name for column in found if column.kind == "text"}
    some: set[str] = set()
    for data in records:
        for name in [name for name in left if data.get(name) is not None]:
            if isinstance(plain(data[name]), list):
                some.add(name)
            else:
                left.discard(name)
    return frozenset(left & some)


def _declared(found: Iterable[Column], lists: frozenset[str]) -> Declared:
    return {column.shown: {"d": _LIST if column.name in lists else _KINDS[column.kind]} for column in found}


def _values(data: Data, found: Iterable[Column], lists: frozenset[str]) -> dict[str, Any]:
    """Give what is known; what is not is left out, for there is no null."""
    values: dict[str, Any] = {}
    for column in found:
        if column.name in lists:
            some = plain(data.get(column.name))
            values[column.shown] = [flat(one) for one in some] if isinstance(some, list) else None
        else:
            values[column.shown] = column.value(data)
    return {name: value for name, value in values.items() if value is not None}


def _style(of_nodes: Iterable[Column], of_edges: Iterable[Column], *, directed: bool) -> dict[str, Any]:
    """Write how Cytoscape shows it: by attributes that are there."""
    node = {"NODE_LABEL": {"type": "PASSTHROUGH", "definition": {"attribute": "name", "type": "string"}}}
    there = {column.name: column.shown for column in of_nodes}
    if "cls" in there:
        node["NODE_BACKGROUND_COLOR"] = _mapped(there["cls"], "string", _FILLS)
    there, edge = {column.name: column.shown for column in of_edges}, {}
    if "sign" in there:
        for name in ("EDGE_LINE_COLOR", "EDGE_TARGET_ARROW_COLOR"):
            edge[name] = _mapped(there["sign"], "long", COLOURS)
    if "directed" in there:
        edge["EDGE_TARGET_ARROW_SHAPE"] = _mapped(there["directed"], "boolean", {True: "triangle", False: "none"})
    if "status" in there:
        edge["EDGE_LINE_STYLE"] = _mapped(there["status"], "string", {"disputed": "dashed"})
    default = {
        "network": {"NETWORK_BACKGROUND_COLOR": "#FFFFFF"},
        "node": {"NODE_BACKGROUND_COLOR": _FILLS["Group"], "NODE_LABEL_FONT_SIZE": 10, "NODE_SHAPE": "ellipse"},
        "edge": {
            "EDGE_LINE_COLOR": COLOURS[0],
            "EDGE_LINE_STYLE": "solid",
            "EDGE_TARGET_ARROW_COLOR": COLOURS[0],
            "EDGE_TARGET_ARROW_SHAPE": "triangle" if directed else "none",
        },
    }
    return {"default": default, "nodeMapping": node, "edgeMapping": edge}


def _mapped(attribute: str, kind: str, values: Mapping[Any, str]) -> dict[str, Any]:
    listed_ = [{"v": value, "vp": shown} for value, shown in values.items()]
    return {"type": "DISCRETE", "definition": {"attribute": attribute, "type": kind, "map": listed_}}
