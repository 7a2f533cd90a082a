"""A network as signed pairs: which edges tie two actors together, and which set them against one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    import networkx as nx


N = TypeVar("N", bound=Hashable)
EdgeKey = tuple[Any, Any, Any]
"""Source, target and key of an edge."""


@dataclass(slots=True)
class Pair:
    """Two actors with edges that have a sign.

    Attributes:
        positive: edges of sign 1, whatever their direction.
        negative: those of sign -1.
    """

    positive: list[EdgeKey] = field(default_factory=list)
    negative: list[EdgeKey] = field(default_factory=list)

    @property
    def sign(self) -> int:
        """The sign of all its edges; 0 if they are of both."""
        if self.positive and self.negative:
            return 0
        return 1 if self.positive else -1

    @property
    def edges(self) -> list[EdgeKey]:
        """All of them."""
        return self.positive + self.negative


@dataclass(slots=True)
class Signed(Generic[N]):
    """The signed pairs of a network.

    Attributes:
        pairs: by the numbers of the two nodes, the smaller first.
        nodes: those with signed edges, in the order of their texts.
        loops: edges of sign -1 from a node to itself.
    """

    nodes: list[N]
    pairs: dict[tuple[int, int], Pair]
    loops: list[EdgeKey]

    def beside(self) -> dict[int, dict[int, Pair]]:
        """Give the pairs of each node by the other."""
        found: dict[int, dict[int, Pair]] = defaultdict(dict)
        for (one, other), pair in self.pairs.items():
            found[one][other] = found[other][one] = pair
        return found


def signed(graph: nx.MultiDiGraph[N]) -> Signed[N]:
    """Give the signed pairs of a network; edges without a sign, or of sign 0, are left out.

    Example:
        >>> import networkx as nx
        >>> found = signed(nx.MultiDiGraph([("a", "b", {"sign": -1}), ("b", "a", {"sign": -1}), ("b", "c")]))
        >>> found.nodes, found.pairs[0, 1].sign, len(found.pairs[0, 1].edges)
        (['a', 'b'], -1, 2)
    """
    counted = [
        (one, other, key, said["sign"])
        for one, other, key, said in graph.edges(keys=True, data=True)
        if said.get("sign", 0) in (-1, 1)
    ]
    nodes: list[N] = sorted({end for one, other, _, _ in counted for end in (one, other)}, key=str)
    number = {node: position for position, node in enumerate(nodes)}
    pairs: dict[tuple[int, int], Pair] = defaultdict(Pair)
    loops = []
    for one, other, key, sign in counted:
        if one == other:
            loops += [(one, other, key)] if sign < 0 else []
            continue
        ends = (number[one], number[other]) if number[one] < number[other] else (number[other], number[one])
        pair = pairs[ends]
        (pair.positive if sign > 0 else pair.negative).append((one, other, key))
    return Signed(nodes, dict(pairs), loops)
