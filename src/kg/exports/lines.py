"""The lines of a picture: how edges run between the boxes of nodes, and where their numbers stand."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kg.exports.columns import Edge
from kg.exports.layout import Box

_BEND: Final = 26
_ALONG: Final = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8)
"""Where on a line its number may stand; the first that is free is taken."""
_BADGE: Final = (22, 11)
"""Half the room that a number takes."""


@dataclass(frozen=True, slots=True)
class Line:
    """An edge in a picture.

    Attributes:
        edge: which.
        number: in the list below.
        path: the line, as SVG has it.
        middle: where its number stands.
    """

    edge: Edge
    number: int
    path: str
    middle: tuple[float, float]


def lines_of(found: Iterable[Edge], places: Mapping[str, Box]) -> Iterator[Line]:
    """Draw edges; those between the same nodes are bent away from one another.

    Args:
        found: edges.
        places: of their nodes.
    """
    taken: list[tuple[float, float]] = []
    together: defaultdict[frozenset[str], list[tuple[int, Edge]]] = defaultdict(list)
    for number, edge in enumerate(found, 1):
        together[frozenset((edge.source, edge.target))].append((number, edge))
    for several in together.values():
        for turn, (number, edge) in enumerate(several):
            one, other = places[edge.source], places[edge.target]
            bend = (turn - (len(several) - 1) / 2) * 2 * _BEND
            if edge.source > edge.target:
                bend = -bend  # seen from its other end
            if one is other:
                yield _loop(edge, number, one, turn)
            else:
                yield _line(edge, number, (one, other), bend, (places.values(), taken))


def _line(
    edge: Edge, number: int, ends: tuple[Box, Box], bend: float, others: tuple[Iterable[Box], list[tuple[float, float]]]
) -> Line:
    """Draw an edge; its number stands where no node and no other number does, as far as there is such a place."""
    one, other = ends
    length = math.hypot(other.x - one.x, other.y - one.y) or 1.0
    x = (one.x + other.x) / 2 - (other.y - one.y) / length * bend * 2
    y = (one.y + other.y) / 2 + (other.x - one.x) / length * bend * 2
    (x1, y1), (x2, y2) = one.border(x, y), other.border(x, y)
    path = f"M{x1:.1f} {y1:.1f} Q{x:.1f} {y:.1f} {x2:.1f} {y2:.1f}"
    found, taken = others
    spots = [
        ((1 - t) ** 2 * x1 + 2 * t * (1 - t) * x + t * t * x2, (1 - t) ** 2 * y1 + 2 * t * (1 - t) * y + t * t * y2)
        for t in _ALONG
    ]
    middle = next((spot for spot in spots if _is_free(spot, found, taken)), spots[0])
    taken.append(middle)
    return Line(edge, number, path, middle)


def _is_free(spot: tuple[float, float], found: Iterable[Box], taken: Iterable[tuple[float, float]]) -> bool:
    x, y = spot
    wide, high = _BADGE
    return not any(
        abs(box.x - x) < box.width / 2 + wide and abs(box.y - y) < box.height / 2 + high for box in found
    ) and not any(abs(other - x) < 2 * wide and abs(beside - y) < 2 * high for other, beside in taken)


def _loop(edge: Edge, number: int, box: Box, turn: int) -> Line:
    """Draw an edge from a node to itself above it."""
    x, top, high = box.x, box.y - box.height / 2, 26 + 14 * turn
    path = (
        f"M{x - 14:.1f} {top:.1f} C{x - 30:.1f} {top - high:.1f} {x + 30:.1f} {top - high:.1f} {x + 14:.1f} {top:.1f}"
    )
    return Line(edge, number, path, (x, top - 0.75 * high))
