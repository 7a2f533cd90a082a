"""A network as arrays of numbers, on which numpy and igraph count where networkx would walk through dictionaries.

To take them from a million edges means to read three million dictionaries, which takes longer than most counting. So
edges are taken down as they pass on their way into a graph, and lie where networkx itself puts what it may forget.
"""

from __future__ import annotations

import random
from array import array
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from kg.garbage import uncollected

if TYPE_CHECKING:
    import igraph  # type: ignore[import-untyped]
    import networkx as nx

WEIGHT: Final = "events"
"""The attribute that edges are weighed by: a folded edge by its events, any other counts once."""
_KEPT: Final = "kg.network.arrays"
_random = Lock()


@dataclass(frozen=True, slots=True)
class Arrays:
    """The arcs of a network: each edge once, and once more the other way round if it has no direction.

    Attributes:
        nodes: in the order of the graph.
        arcs: a row for each arc: the numbers of the nodes at its beginning and end.
        weights: of arcs.
        signs: of arcs.
    """

    nodes: list[Any]
    arcs: Any
    weights: Any
    signs: Any

    @classmethod
    @uncollected()
    def of(cls, graph: nx.MultiDiGraph[Any], weight: str | None = None) -> Arrays:
        """Take them from a graph; an edge that does not say so has a direction, and one without a weight weighs 1.

        Args:
            graph: the network.
            weight: the attribute that edges are weighed by; None for one and all alike.
        """
        import numpy as np  # noqa: PLC0415  a tenth of a second that only those who want networks pay

        kept: Arrays | None = getattr(graph, "__networkx_cache__", {}).get(_KEPT)
        if kept is not None and weight in (None, WEIGHT):
            return kept if weight else kept.unweighted()
        nodes = list(graph)
        number = {node: position for position, node in enumerate(nodes)}
        ends: list[int] = []
        weights: list[float] = []
        signs: list[int] = []
        for one, beside in graph.adjacency():
            source = number[one]
            for other, parallel in beside.items():
                target = number[other]
                for said in parallel.values():
                    heavy, sign = said.get(weight, 1) if weight else 1, said.get("sign", 0)
                    ends += (source, target)
                    weights.append(heavy)
                    signs.append(sign)
                    if source != target and not said.get("directed", True):
                        ends += (target, source)
                        weights.append(heavy)
                        signs.append(sign)
        arcs = np.array(ends, dtype=np.int64).reshape(-1, 2)
        return cls(nodes, arcs, np.array(weights, dtype=float), np.array(signs))

    def unweighted(self) -> Arrays:
        """Give them with all arcs alike."""
        import numpy as np  # noqa: PLC0415  likewise

        return replace(self, weights=np.ones(len(self.weights)))

    def of_signs(self, signs: Collection[int]) -> Arrays:
        """Give the arcs of some signs, between the same nodes."""
        import numpy as np  # noqa: PLC0415  likewise

        kept = np.isin(self.signs, list(signs))
        return Arrays(self.nodes, self.arcs[kept], self.weights[kept], self.signs[kept])

    @uncollected()
    def directed(self) -> igraph.Graph:
        """Give them to igraph: each arc once, and no loops."""
        import igraph  # noqa: PLC0415  likewise
        import numpy as np  # noqa: PLC0415  likewise

        count = max(len(self.nodes), 1)
        sources, targets = self.arcs.T
        packed = np.unique((sources * count + targets)[sources != targets])
        sources, targets = packed // count, packed % count
        return igraph.Graph(
            n=len(self.nodes), edges=zip(sources.tolist(), targets.tolist(), strict=True), directed=True
        )

    @uncollected()
    def undirected(self) -> tuple[igraph.Graph, list[float]]:
        """Give them to igraph without direction, each pair once with all its weight; an arc and its reverse are one."""
        import igraph  # noqa: PLC0415  likewise
        import numpy as np  # noqa: PLC0415  likewise

        count = max(len(self.nodes), 1)
        packed = self.arcs.min(axis=1) * count + self.arcs.max(axis=1)
        pairs, place = np.unique(packed, return_inverse=True)
        edges = np.column_stack((pairs // count, pairs % count))
        return igraph.Graph(n=len(self.nodes), edges=edges.tolist()), np.bincount(
            place, self.weights, len(pairs)
        ).tolist()


class Passing:
    """Takes edges down in numbers as they pass on their way into a new graph."""

    def __init__(self) -> None:
        """Begin with none."""
        self._numbers: dict[Any, int] = {}
        self._ends, self._weights, self._signs, self._directed = array("q"), array("d"), array("b"), array("b")

    def through(self, edges: Iterable[tuple[Any, Any, Any, dict[str, Any]]]) -> Iterator[Any]:
        """Pass edges on, no two with the same ends and key."""
        numbers, ends = self._numbers, self._ends
        weights, signs, directed = self._weights, self._signs, self._directed
        for edge in edges:
            source, target, _, said = edge
            ends.append(numbers.setdefault(source, len(numbers)))
            ends.append(numbers.setdefault(target, len(numbers)))
            weights.append(said.get(WEIGHT, 1))
            signs.append(said["sign"])
            directed.append(said["directed"])
            yield edge

    def keep(self, graph: nx.MultiDiGraph[Any]) -> None:
        """Leave them with the graph: networkx forgets them as soon as nodes or edges come or go.

        Whoever changes weight, sign or direction within an edge's dictionary must have it forget them, too; see
        https://networkx.org/documentation/stable/reference/configs.html, ``cache_converted_graphs``.
        """
        import numpy as np  # noqa: PLC0415  likewise

        ends = np.frombuffer(self._ends, dtype=np.int64).reshape(-1, 2)
        back = (np.frombuffer(self._directed, dtype=np.int8) == 0) & (ends[:, 0] != ends[:, 1])
        weights, signs = np.frombuffer(self._weights), np.frombuffer(self._signs, dtype=np.int8)
        graph.__networkx_cache__[_KEPT] = Arrays(
            list(self._numbers),
            np.concatenate((ends, ends[back][:, ::-1])),
            np.concatenate((weights, weights[back])),
            np.concatenate((signs, signs[back])),
        )


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Let igraph draw the same numbers each time."""
    import igraph  # noqa: PLC0415  likewise

    with _random:
        igraph.set_random_number_generator(random.Random(seed))  # noqa: S311  no secret
        try:
            yield
        finally:
            igraph.set_random_number_generator(random)
