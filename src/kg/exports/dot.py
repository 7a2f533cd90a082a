"""DOT for Graphviz (https://graphviz.org/doc/info/lang.html): parallel edges kept, signs by colour, line and mark."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kg.exports.columns import Column, Data, Edge, columns, edges, label_of
from kg.exports.files import Out
from kg.exports.layout import wrapped
from kg.exports.marks import COLOURS, FILLS, MARKS, MEANINGS, told
from kg.exports.source import Source
from kg.exports.texts import fit, flat, isolated
from kg.namespaces import BASE

PREFIX: Final = "ckg_"
"""Stands before our own attributes: Graphviz would take `class`, `image` or `pos` for its own."""
_LINES: Final = {1: "solid", -1: "bold", 0: "dotted"}
_WIDTHS: Final = {1: 1.4, -1: 2.6, 0: 1.4}
_HEADS: Final = {1: "normal", -1: "tee", 0: "vee"}
_SHAPES: Final = {"Person": "ellipse", "Place": "octagon"}
_ENTITY: Final = re.compile(r"&(?=#?[A-Za-z0-9]+;)")
_WIDEST: Final = 110
_LONG: Final = 3_000
_PIECE: Final = re.compile(r"(?:\\.|[^\\]){1,3000}", re.DOTALL)
"""Graphviz reads no longer piece of a text than 16 kB; a piece ends behind what a backslash stands before."""


def write(source: Source, out: Out) -> None:
    """Write a network.

    Args:
        source: of the network.
        out: where to.
    """
    for text in _texts(source):
        out.write(text.encode())


def _texts(source: Source) -> Iterator[str]:
    of_nodes, of_edges = columns(source.graph)
    about = source.head.lines
    yield "".join(f"// {' '.join(fit(line).split())}\n" for line in about)
    yield 'digraph "conflict-kg" {\n'
    foot = [_shown(part) + "\\l" for line in (*about, _legend()) for part in wrapped(line, _WIDEST, 6)]
    yield f'graph [charset="UTF-8", labeljust="l", fontsize="10", fontname="DejaVu Sans", label="{"".join(foot)}"];\n'
    yield 'node [shape="box", style="rounded,filled", fontname="DejaVu Sans"];\n'
    yield 'edge [fontsize="10", fontname="DejaVu Sans"];\n'
    for node, data in source.graph.nodes(data=True):
        yield _node(node, data, of_nodes)
    for edge in edges(source.graph):
        yield _edge(edge, of_edges)
    yield "}\n"


def _legend() -> str:
    signs = "; ".join(f"{mark} {MEANINGS[sign]} ({_LINES[sign]} line)" for sign, mark in MARKS.items())
    return f"{signs}; dashed: disputed"


def _node(node: object, data: Data, found: Iterable[Column]) -> str:
    label, kind = label_of(node, data), str(data.get("cls"))
    style = "filled" if kind in _SHAPES else "rounded,filled"
    look = {
        "label": "\\n".join(_shown(isolated(line)) for line in wrapped(label)),
        "tooltip": _shown(label),
        "shape": _SHAPES.get(kind, "box"),
        "style": style,
        "fillcolor": FILLS.get(kind, FILLS["Group"]),
    }
    return f"{_quoted(node)} [{_attributes(look, data, found, label)}];\n"


def _edge(edge: Edge, found: Iterable[Column]) -> str:
    """Write an edge; one without direction has no head, for a graph of DOT has either arrows or none."""
    first, last = edge.days
    days = [_shown(f"{first or '…'} to {last or '…'}")] if first or last else []
    fact = flat(edge.data.get("fact"))
    look = {
        "label": "\\n".join([_shown(f"{MARKS[edge.sign]} {edge.kind}"), *days]),
        "tooltip": _shown(f"{edge.label}: {told(edge)}"),
        "color": COLOURS[edge.sign],
        "fontcolor": COLOURS[edge.sign],
        "style": "dashed" if edge.data.get("status") == "disputed" else _LINES[edge.sign],
        "arrowhead": _HEADS[edge.sign],
        "penwidth": f"{min(_WIDTHS[edge.sign] + math.log10(edge.weight), 6):.1f}",
    }
    if not edge.directed:
        look["dir"] = "none"
    if fact.startswith(BASE):
        look["URL"] = _shown(fact)
    told_more = f'{_attributes(look, edge.data, found, edge.label)}, "{PREFIX}id"={_quoted(edge.id)}'
    return f"{_quoted(edge.source)} -> {_quoted(edge.target)} [{told_more}];\n"


def _attributes(look: Mapping[str, str], data: Data, found: Iterable[Column], label: str) -> str:
    """Write what is to be seen, whose texts are made already, then what is known."""
    known = {column.shown: value for column in found if (value := column.value(data)) is not None}
    own = [f"{_quoted(PREFIX + name)}={_quoted(value)}" for name, value in {"label": label, **known}.items()]
    return ", ".join([*(f"{name}={_joined(text)}" for name, text in look.items()), *own])


def _quoted(value: object) -> str:
    r"""Write a value as a text in quotes.

    Graphviz takes away the backslash before a quote and no other; so that a text may end in one, all are doubled, and
    stay so.

    Example:
        >>> print(_quoted('a "b" \\'))
        "a \"b\" \\"
    """
    text = fit(flat(value)).replace("\\", "\\\\").replace('"', '\\"')
    return _joined(text)


def _joined(text: str) -> str:
    """Write a text that is fit to stand between quotes, if need be in pieces."""
    if len(text) < _LONG:
        return f'"{text}"'
    return " + ".join(f'"{piece}"' for piece in _PIECE.findall(text))


def _shown(text: str) -> str:
    r"""Write a text that is to be seen, without its quotes: in it a backslash and an entity of HTML mean something.

    Example:
        >>> print(_shown('a\n"b" \\N &lt;'))
        a\n\"b\" \\N &amp;lt;
    """
    plain = "\n".join(fit(text).splitlines()).replace("\\", "\\\\").replace('"', '\\"')
    return _ENTITY.sub("&amp;", plain).replace("\n", "\\n")
