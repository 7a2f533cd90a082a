"""A picture of a network: labels that can be read, signs by colour and mark, time and sources in a list below."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kg.errors import BadParameter
from kg.exports.columns import Data, edges, label_of
from kg.exports.files import Out
from kg.exports.layout import SIZE, Box, boxes, width_of, wrapped
from kg.exports.lines import Line, lines_of
from kg.exports.marks import COLOURS, FILLS, MARKS, MEANINGS, told
from kg.exports.source import Source
from kg.exports.texts import flat, isolated, xml

MOST_NODES: Final = 250
MOST_EDGES: Final = 500
"""More cannot be read in a picture."""
_EDGE, _TOP, _LEAST, _ROW, _COLUMN = 28, 96, 900, 18, 600
_FONT: Final = "DejaVu Sans, Noto Sans, Arial, sans-serif"


def write(source: Source, out: Out) -> None:
    """Write a picture as SVG 1.1, without scripts and without anything from elsewhere.

    Args:
        source: of the network.
        out: where to.

    Raises:
        BadParameter: if the network is too large to be read in a picture.
    """
    out.write(drawn(source)[0].encode())


def drawn(source: Source) -> tuple[str, float, float]:
    """Draw a network.

    Args:
        source: of the network.

    Returns:
        SVG, its width and its height.

    Raises:
        BadParameter: if the network is too large to be read in a picture.
    """
    graph = source.graph
    size = graph.number_of_nodes(), graph.number_of_edges()
    if size[0] > MOST_NODES or size[1] > MOST_EDGES:
        wrong = f"a picture of {size[0]:,} nodes and {size[1]:,} edges cannot be read"
        raise BadParameter("filters", wrong, f"at most {MOST_NODES} nodes and {MOST_EDGES} edges: a day, actors, kinds")
    labels = {flat(node): label_of(node, data) for node, data in graph.nodes(data=True)}
    places = boxes(graph, labels)
    lines = list(lines_of(edges(graph), places))
    right = max((box.x + box.width / 2 for box in places.values()), default=0)
    bottom = max((box.y + box.height / 2 for box in places.values()), default=0)
    width = max(right + 2 * _EDGE, _LEAST)
    across = max(int((width - 2 * _EDGE) // _COLUMN), 1)
    listed = list(_list(lines, labels, _TOP + bottom + 70, across))
    foot = _TOP + bottom + 70 + math.ceil(len(lines) / across) * _ROW + 20
    head = source.head.lines
    height = foot + len(_foot(head, width)) * _ROW + _EDGE
    parts = [
        _opening(width, height),
        f"<title>{xml(head[0])}</title>\n<desc>{xml(' '.join(head[1:]))}</desc>\n",
        '<rect width="100%" height="100%" fill="#FFFFFF"/>\n',
        *_arrows(),
        *_legend(source),
        f'<g transform="translate({(width - right) / 2:.1f} {_TOP})">\n',
        *map(_edge, lines),
        *(_node(places[flat(node)], labels[flat(node)], data) for node, data in graph.nodes(data=True)),
        *map(_badge, lines),
        "</g>\n",
        *listed,
        *(_text(_EDGE, foot + n * _ROW, line, 11) for n, line in enumerate(_foot(head, width))),
        "</svg>\n",
    ]
    return "".join(parts), width, height


def _opening(width: float, height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" font-family="{_FONT}" font-size="{SIZE}">\n'
    )


def _arrows() -> Iterator[str]:
    yield "<defs>\n"
    for sign, colour in COLOURS.items():
        yield (
            f'<marker id="a{sign}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" '
            f'orient="auto" markerUnits="userSpaceOnUse"><path d="M0 0L10 5L0 10z" fill="{colour}"/></marker>\n'
        )
    yield "</defs>\n"


def _edge(line: Line) -> str:
    edge = line.edge
    dashes = ' stroke-dasharray="6 4"' if edge.data.get("status") == "disputed" else ""
    arrow = f' marker-end="url(#a{edge.sign})"' if edge.directed else ""
    return (
        f'<path d="{line.path}" fill="none" stroke="{COLOURS[edge.sign]}" '
        f'stroke-width="{min(1.4 + math.log10(edge.weight), 5):.1f}"{dashes}{arrow}/>\n'
    )


def _badge(line: Line) -> str:
    """Write an edge's number and sign over its middle."""
    (x, y), edge = line.middle, line.edge
    text = f"{MARKS[edge.sign]}{line.number}"
    half = width_of(text) * 5.5 + 4
    return (
        f'<g><title>{xml(told(edge))}</title><rect x="{x - half:.1f}" y="{y - 8:.1f}" width="{2 * half:.1f}" '
        f'height="16" rx="8" fill="#FFFFFF" stroke="{COLOURS[edge.sign]}"/><text x="{x:.1f}" y="{y + 4:.1f}" '
        f'font-size="11" text-anchor="middle" fill="{COLOURS[edge.sign]}">{text}</text></g>\n'
    )


def _node(box: Box, label: str, data: Data) -> str:
    kind = str(data.get("cls"))
    corner = {"Person": box.height / 2, "Place": 0}.get(kind, 6)
    top = box.y - (len(box.lines) - 1) * 17 / 2 + 4.5
    texts = "".join(
        f'<text x="{box.x:.1f}" y="{top + 17 * n:.1f}" text-anchor="middle" fill="#111111">{xml(isolated(line))}</text>'
        for n, line in enumerate(box.lines)
    )
    return (
        f'<g><title>{xml(isolated(label))}</title><rect x="{box.x - box.width / 2:.1f}" '
        f'y="{box.y - box.height / 2:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="{corner:.0f}" '
        f'fill="{FILLS.get(kind, FILLS["Group"])}" stroke="#333333"/>{texts}</g>\n'
    )


def _list(lines: Sequence[Line], labels: Mapping[str, str], top: float, across: int) -> Iterator[str]:
    """List the edges below the picture."""
    rows = math.ceil(len(lines) / across)
    for place, line in enumerate(sorted(lines, key=lambda one: one.number)):
        x, y = _EDGE + place // rows * _COLUMN, top + place % rows * _ROW
        edge = line.edge
        ends = [isolated(wrapped(labels[end], 24, 1)[0]) for end in (edge.source, edge.target)]
        arrow = " → " if edge.directed else " – "
        text = f"{MARKS[edge.sign]}{line.number}  {arrow.join(ends)}: {told(edge)}"
        yield _text(x, y, text, 10, COLOURS[edge.sign])


def _legend(source: Source) -> Iterator[str]:
    head = source.head
    asked = ", ".join(f"{name} {value}" for name, value in head.filters.items()) or "everything, of any time"
    yield _text(_EDGE, 30, "Who is connected to whom", 18)
    yield _text(_EDGE, 52, f"Asked for: {asked}", 12)
    x: float = _EDGE
    for sign, meaning in MEANINGS.items():
        line = f'x1="{x}" y1="74" x2="{x + 30}" y2="74" stroke="{COLOURS[sign]}" stroke-width="2"'
        yield f'<line {line} marker-end="url(#a{sign})"/>\n'
        text = f"{MARKS[sign]} {meaning}"
        yield _text(x + 36, 78, text, 11, COLOURS[sign])
        x += 50 + width_of(text) * 11
    yield f'<line x1="{x}" y1="74" x2="{x + 30}" y2="74" stroke="#4D4D4D" stroke-width="2" stroke-dasharray="6 4"/>\n'
    yield _text(x + 36, 78, "disputed", 11)
    x += 110
    for kind, fill in FILLS.items():
        corner = {"Person": 7, "Place": 0}.get(kind, 3)
        yield f'<rect x="{x}" y="67" width="22" height="14" rx="{corner}" fill="{fill}" stroke="#333333"/>\n'
        yield _text(x + 28, 78, kind.lower(), 11)
        x += 84


def _foot(head: Sequence[str], width: float) -> list[str]:
    room = int((width - 2 * _EDGE) / 6.8)
    return [part for line in head for part in wrapped(line, room, 4)]


def _text(x: float, y: float, text: str, size: int, colour: str = "#333333") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" xml:space="preserve">{xml(text)}</text>\n'
