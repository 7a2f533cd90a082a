"""Where nodes stand in a picture: near whom they are connected to, no label over another."""

from __future__ import annotations

import math
import random
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import igraph  # type: ignore[import-untyped]

from kg.exports.texts import flat

if TYPE_CHECKING:
    from kg.exports.columns import Graph

SIZE: Final = 13
"""Height of letters, in pixels."""
_LINE, _LINES, _WIDEST, _ROUND = 17, 3, 24, 80
"""Height of a line of a label, most lines, letters in a line, and rounds of pushing labels apart."""
_APART, _PAD, _NEAR = 58, 9, 190
_NEARLY: Final = 0.5
"""Pixels that are let go."""
_FAIR: Final = 400
"""Nodes up to which the better and slower layout is taken."""
_WIDTHS: Final = {"Mn": 0.0, "Me": 0.0, "Cf": 0.0, "Lu": 0.72, "Nd": 0.64, "Zs": 0.34}


@dataclass(slots=True)
class Box:
    """A node in a picture: its label with room around it.

    Attributes:
        lines: of the label.
        x: the middle, from the left.
        y: the middle, from the top.
        width: of the box.
        height: of the box.
    """

    lines: Sequence[str]
    x: float
    y: float
    width: float
    height: float

    def border(self, x: float, y: float) -> tuple[float, float]:
        """Give where a line from its middle to a point crosses its border."""
        right, down = x - self.x, y - self.y
        if not right and not down:
            return self.x, self.y
        scale = min(
            self.width / 2 / abs(right) if right else math.inf, self.height / 2 / abs(down) if down else math.inf
        )
        return self.x + right * min(scale, 1), self.y + down * min(scale, 1)


def width_of(text: str) -> float:
    """Tell how wide a text is about, in heights of its letters.

    Example:
        >>> round(width_of("Hama"), 2)
        2.52
    """
    return sum(
        1.05 if unicodedata.east_asian_width(c) in "WF" else _WIDTHS.get(unicodedata.category(c), 0.6) for c in text
    )


def wrapped(text: str, widest: int = _WIDEST, most: int = _LINES) -> list[str]:
    """Break a label into lines; what is too long for them ends in three dots.

    Example:
        >>> wrapped("United Nations Security Council")
        ['United Nations Security', 'Council']
        >>> wrapped("x" * 99, 10, 2)
        ['xxxxxxxxxx', 'xxxxxxxxx…']
    """
    shown = "".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in text)
    lines = [""]
    for word in shown.split():
        left = word
        while left:
            room = widest - len(lines[-1]) - bool(lines[-1])
            if len(left) <= room:
                lines[-1] = f"{lines[-1]} {left}".strip()
                break
            if lines[-1]:
                lines.append("")
            else:
                lines[-1], left = left[:widest], left[widest:]
                lines.append("")
        if len(lines) > most + 1:
            break
    lines = [line for line in lines if line]
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][: widest - 1] + "…"]
    return lines or [""]


def coordinates(graph: Graph) -> dict[str, tuple[float, float]]:
    """Place nodes by whom they are connected to; equal graphs give equal places.

    Args:
        graph: the network.

    Returns:
        Places by node, about one apart.
    """
    nodes = [flat(node) for node in graph]
    numbers = {node: number for number, node in enumerate(graph)}
    pairs = {tuple(sorted((numbers[a], numbers[b]))) for a, b in graph.edges() if a != b}
    if not nodes:
        return {}
    made = igraph.Graph(len(nodes), sorted(pairs))
    circle = made.layout_circle()
    if len(nodes) <= _FAIR:
        found = made.layout_kamada_kawai(seed=circle)
    else:
        igraph.set_random_number_generator(random.Random(1))  # noqa: S311  no secret, and the same each time
        try:
            found = made.layout_fruchterman_reingold(seed=circle, niter=200, grid=True)
        finally:
            igraph.set_random_number_generator(random)
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, found.coords, strict=True)}


def boxes(graph: Graph, labels: Mapping[str, str]) -> dict[str, Box]:
    """Place the boxes of nodes, with room between them.

    Args:
        graph: the network.
        labels: of its nodes.
    """
    made: dict[str, Box] = {}
    for node, (x, y) in coordinates(graph).items():
        lines = wrapped(labels[node])
        width = max(width_of(line) for line in lines) * SIZE + 2 * _PAD
        made[node] = Box(lines, x * _NEAR, y * _NEAR * 0.75, max(width, 44), len(lines) * _LINE + 2 * _PAD)
    _push_apart(list(made.values()))
    left = min((box.x - box.width / 2 for box in made.values()), default=0)
    top = min((box.y - box.height / 2 for box in made.values()), default=0)
    for box in made.values():
        box.x, box.y = box.x - left, box.y - top
    return made


def _push_apart(found: list[Box]) -> None:
    """Move boxes that overlap away from one another, the shorter way."""
    for _ in range(_ROUND):
        moved = False
        for number, one in enumerate(found):
            for other in found[number + 1 :]:
                moved = _push(one, other) or moved
        if not moved:
            return


def _push(one: Box, other: Box) -> bool:
    right = (one.width + other.width) / 2 + _APART - abs(one.x - other.x)
    down = (one.height + other.height) / 2 + _APART - abs(one.y - other.y)
    if right <= _NEARLY or down <= _NEARLY:
        return False
    if right < down:
        step = right / 2 if one.x < other.x else -right / 2
        one.x, other.x = one.x - step, other.x + step
    else:
        step = down / 2 if one.y < other.y else -down / 2
        one.y, other.y = one.y - step, other.y + step
    return True
