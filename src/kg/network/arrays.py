"""A network as arrays of numbers for igraph, which counts where networkx would walk through dictionaries."""

from __future__ import annotations

import gc
import random
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import igraph  # type: ignore[import-untyped]
    import networkx as nx

_random = Lock()


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the garbage collector from going through a million dictionaries again and again: they have no cycles."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


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

    def of_signs(self, signs: Collection[int]) -> Arrays:
        """Give the arcs of some signs, between the same nodes."""
        import numpy as np  # noqa: PLC0415  likewise

        kept = np.isin(self.signs, list(signs))
        return Arrays(self.nodes, self.arcs[kept], self.weights[kept], self.signs[kept])

    @uncollected()
    def directed(self) -> igraph.Graph:
        """Give them to igraph, with parallel arcs."""
        import igraph  # noqa: PLC0415  likewise

        return igraph.Graph(n=len(self.nodes), edges=self.arcs.tolist(), directed=True)

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
