"""Mermaid flowcharts (https://mermaid.js.org/syntax/flowchart.html) of small networks, for pages of Markdown."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kg.errors import BadParameter
from kg.exports.columns import Data, Edge, edges, label_of
from kg.exports.files import Out
from kg.exports.layout import wrapped
from kg.exports.marks import COLOURS, FILLS, MARKS, MEANINGS, told
from kg.exports.source import Source
from kg.exports.texts import fit, flat, isolated

MOST_NODES: Final = 100
MOST_EDGES: Final = 200
"""More is no chart that can be read."""
MOST_CHARACTERS: Final = 50_000
"""Mermaid itself draws no more (`maxTextSize`)."""
_LETTERS: Final = 60
_SPECIAL: Final = re.compile(r"(?!(?<=[A-Za-z0-9])[-,])[^A-Za-z0-9 \u0080-\U0010ffff]")
_SHAPES: Final = {"Person": ("([", "])"), "Place": ("[", "]")}
_ARROWS: Final = {(True, False): "-->", (True, True): "-.->", (False, False): "---", (False, True): "-.-"}
"""By whether an edge has a direction, and whether it is disputed."""


def write(source: Source, out: Out) -> None:
    """Write a chart.

    Args:
        source: of the network.
        out: where to.

    Raises:
        BadParameter: if the network is larger than a chart can show.
    """
    graph = source.graph
    size = graph.number_of_nodes(), graph.number_of_edges()
    if size[0] > MOST_NODES or size[1] > MOST_EDGES:
        wrong = f"a chart of {size[0]:,} nodes and {size[1]:,} edges cannot be read"
        raise BadParameter("filters", wrong, f"at most {MOST_NODES} nodes and {MOST_EDGES} edges: a day, actors, kinds")
    text = "".join(_texts(source))
    if len(text) > MOST_CHARACTERS:
        wrong = f"a chart of {len(text):,} characters, which Mermaid does not draw"
        raise BadParameter("filters", wrong, f"at most {MOST_CHARACTERS:,} characters: a day, actors, kinds")
    out.write(text.encode())


def _texts(source: Source) -> Iterator[str]:
    graph, head = source.graph, source.head
    numbers = {flat(node): f"n{number}" for number, node in enumerate(graph)}
    yield "flowchart LR\n"
    yield "".join(f"%% {_comment(line)}\n" for line in head.lines)
    yield "".join(f"%% {MARKS[sign]} {meaning}\n" for sign, meaning in MEANINGS.items())
    yield f"%% {_ARROWS[True, True]} disputed\n"
    yield f"accTitle: {_words(head.lines[0])}\n"
    for name, fill in FILLS.items():
        yield f"classDef {name} fill:{fill},stroke:#333333,color:#111111\n"
    for node, data in graph.nodes(data=True):
        yield _node(numbers[flat(node)], node, data)
    signs: dict[int, list[int]] = defaultdict(list)
    for number, edge in enumerate(edges(graph)):
        signs[edge.sign].append(number)
        yield _edge(edge, numbers)
    yield from _colours(signs)


def _node(number: str, node: object, data: Data) -> str:
    kind = str(data.get("cls"))
    opened, closed = _SHAPES.get(kind, ("(", ")"))
    label = _label(isolated(wrapped(label_of(node, data), _LETTERS, 1)[0]))
    return f"{number}{opened}{label}{closed}:::{kind if kind in FILLS else 'Group'}\n"


def _edge(edge: Edge, numbers: Mapping[str, str]) -> str:
    arrow = _ARROWS[edge.directed, edge.data.get("status") == "disputed"]
    label = _label(wrapped(f"{MARKS[edge.sign]} {told(edge)}", _LETTERS, 1)[0])
    return f"{numbers[edge.source]} {arrow}|{label}| {numbers[edge.target]}\n"


def _colours(signs: Mapping[int, Iterable[int]]) -> Iterator[str]:
    for sign, found in sorted(signs.items()):
        yield f"linkStyle {','.join(map(str, found))} stroke:{COLOURS[sign]},color:{COLOURS[sign]}\n"


def _label(text: str) -> str:
    """Write a text as a label, with everything as a code that Mermaid or Markdown could take for something else.

    Example:
        >>> _label('<b>"a"')
        '"#60;b#62;#34;a#34;"'
    """
    return '"' + _SPECIAL.sub(lambda sign: f"#{ord(sign[0])};", fit(text)) + '"'


def _comment(text: str) -> str:
    """Write a text as a comment, in which braces would be taken for a directive."""
    return " ".join(fit(text).translate({ord("{"): "(", ord("}"): ")"}).split())


def _words(text: str) -> str:
    """Write a text as the name of a chart for those who do not see it, which ends with its line."""
    return _comment(text).replace(";", ",").replace("#", "no. ")
