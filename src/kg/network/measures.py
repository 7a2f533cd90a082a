"""Measures of networks: who has many ties, who stands between others, who belongs together.

All take a graph as `kg.network.build` makes it, and any `networkx.MultiDiGraph`: an edge that does not say that it has
no direction has one, one that has no weight weighs 1. igraph (https://igraph.org) counts what networkx is slow at; the
results are those of networkx, to the tolerance that each function states.
"""

from __future__ import annotations

import random
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, Final, TypeVar

from kg.errors import BadParameter
from kg.network.arrays import WEIGHT, Arrays, seeded

if TYPE_CHECKING:
    import networkx as nx

N = TypeVar("N", bound=Hashable)
SAMPLE: Final = 500
"""Nodes from which betweenness is counted in a network of more than `EXACT` nodes."""
_CHANGE: Final = 1e-10
_MOST_DAMPING: Final = 0.999
EXACT: Final = 2_000
ROUNDS: Final = 2
"""How often the Leiden method goes through a network."""


def degree(graph: nx.MultiDiGraph[N]) -> dict[N, int]:
    """Count the edges at each node.

    *Definition*: how many edges begin or end there; parallel ones count each, a loop twice.
    *Limits*: a pair on which many voices agree in many situations counts as often as there are situations.
    *Reference*: Freeman, L. C. (1978). Centrality in social networks: conceptual clarification. Social Networks 1,
    215-239. Equal to `networkx.MultiDiGraph.degree`, which counts it.

    Example:
        >>> import networkx as nx
        >>> degree(nx.MultiDiGraph([("a", "b"), ("a", "b"), ("b", "c")]))
        {'a': 2, 'b': 3, 'c': 1}
    """
    return dict(graph.degree())


def strength(graph: nx.MultiDiGraph[N], weight: str = WEIGHT) -> dict[N, float]:
    """Add up the weights of the edges at each node.

    *Definition*: the sum of an attribute of all edges that begin or end there, 1 where an edge has none: by default
    folded attacks count by their events, all other edges once.
    *Limits*: events of several sources may be the same ones, and are added here; for figures by source see
    `Release.counts`.
    *Reference*: Barrat, A. et al. (2004). The architecture of complex weighted networks. PNAS 101, 3747-3752. Equal to
    `networkx.MultiDiGraph.degree` with a weight, which counts it.

    Example:
        >>> import networkx as nx
        >>> graph = nx.MultiDiGraph([("a", "b", {"events": 7}), ("b", "c")])
        >>> strength(graph)
        {'a': 7, 'b': 8, 'c': 1}
    """
    return dict(graph.degree(weight=weight))


def pagerank(graph: nx.MultiDiGraph[N], damping: float = 0.85, weight: str | None = None) -> dict[N, float]:
    """Tell how much a walker who follows edges is at each node.

    *Definition*: the share of time there of one who at each step follows an edge at random (in proportion to its
    weight; either way if it has no direction) or, with probability 1 - `damping` and where no edge leads on, jumps to
    any node.
    *Limits*: it takes all edges for endorsements, whatever their sign; choose kinds of edges first.
    *Reference*: Brin, S. and Page, L. (1998). The anatomy of a large-scale hypertextual Web search engine. Computer
    Networks 30, 107-117. Worked out step by step until a step changes all shares together by less than 1e-10; equal to
    `networkx.pagerank` to 1e-6 when that is run to `tol=1e-10`.

    Raises:
        BadParameter: if `damping` is not from 0 to 0.999.

    Example:
        >>> import networkx as nx
        >>> {node: round(share, 3) for node, share in pagerank(nx.MultiDiGraph([("a", "b"), ("c", "b")])).items()}
        {'a': 0.213, 'b': 0.574, 'c': 0.213}
    """
    if not 0 <= damping <= _MOST_DAMPING:
        raise BadParameter("damping", "out of range", f"a number from 0 to {_MOST_DAMPING}", str(damping))
    return _pagerank(Arrays.of(graph, weight), damping)


def _pagerank(arrays: Arrays, damping: float = 0.85) -> dict[Any, float]:
    import numpy as np  # noqa: PLC0415  a tenth of a second that only those who want networks pay

    count = len(arrays.nodes)
    if not count:
        return {}
    sources, targets = arrays.arcs.T
    leaving = np.bincount(sources, arrays.weights, count)
    share = np.divide(arrays.weights, leaving[sources], out=np.zeros(len(sources)), where=leaving[sources] > 0)
    shares, change = np.full(count, 1 / count), 1.0
    while change > _CHANGE:  # each step makes what is wrong smaller by `damping`
        led = np.bincount(targets, shares[sources] * share, count) + shares[leaving == 0].sum() / count
        before, shares = shares, damping * led + (1 - damping) / count
        change = np.abs(shares - before).sum()
    return dict(zip(arrays.nodes, shares.tolist(), strict=True))


def betweenness(graph: nx.MultiDiGraph[N], sample: int | None = None, seed: int = 1) -> dict[N, float]:
    """Tell how often each node lies on the shortest ways between others.

    *Definition*: over all ordered pairs of other nodes with a way between them, the share of the shortest ways (fewest
    edges; parallel edges are one) that lead through it, divided by the number of such pairs of nodes.
    *Limits*: time and sign are not looked at: a way may lead along edges that share no day. With a sample, ways from
    that many nodes only, drawn by `seed`, stand for all; what it gives then varies by some 1 / sqrt(sample).
    *Reference*: Freeman, L. C. (1977). A set of measures of centrality based on betweenness. Sociometry 40, 35-41;
    Brandes, U. and Pich, C. (2007). Centrality estimation in large networks. Int. J. Bifurcation and Chaos 17. By
    igraph; equal to `networkx.betweenness_centrality`, and with a sample to `betweenness_centrality_subset` from the
    same sources, to 1e-9.

    Args:
        graph: the network.
        sample: nodes to look from; None for all.
        seed: for the draw.

    Example:
        >>> import networkx as nx
        >>> betweenness(nx.MultiDiGraph([("a", "b"), ("b", "c")]))
        {'a': 0.0, 'b': 0.5, 'c': 0.0}
    """
    arrays = Arrays.of(graph)
    return _betweenness(arrays, sample, seed)


def _betweenness(arrays: Arrays, sample: int | None, seed: int = 1) -> dict[Any, float]:
    count = len(arrays.nodes)
    if count < 3:  # noqa: PLR2004  two ends and one between
        return dict.fromkeys(arrays.nodes, 0.0)
    simple = arrays.directed()
    share = 1 / ((count - 1) * (count - 2))
    if sample is None or sample >= count:
        found = simple.betweenness(directed=True)
    else:
        share *= count / sample
        found = simple.betweenness(directed=True, sources=sources(count, sample, seed))
    return {node: value * share for node, value in zip(arrays.nodes, found, strict=True)}


def sources(count: int, sample: int, seed: int) -> list[int]:
    """Draw the numbers of the nodes that `betweenness` looks from.

    Example:
        >>> sources(10, 3, seed=1) == sources(10, 3, seed=1)
        True
    """
    return sorted(random.Random(seed).sample(range(count), sample))  # noqa: S311  no secret


def components(graph: nx.MultiDiGraph[N]) -> list[set[N]]:
    """Give the parts of a network that nothing connects.

    *Definition*: the largest sets of nodes in which each can be reached from each along edges in either direction.
    *Limits*: one edge joins two parts, however poor its evidence; ask for more documents first.
    *Reference*: Hopcroft, J. and Tarjan, R. (1973). Efficient algorithms for graph manipulation. CACM 16, 372-378.
    Those of `networkx.weakly_connected_components`, which finds them, the largest first.

    Example:
        >>> import networkx as nx
        >>> components(nx.MultiDiGraph([("a", "b"), ("c", "d"), ("d", "e")])) == [{"c", "d", "e"}, {"a", "b"}]
        True
    """
    import networkx as nx  # noqa: PLC0415  a tenth of a second that only those who want networks pay

    return _ordered(nx.weakly_connected_components(graph))


def communities(
    graph: nx.MultiDiGraph[N], resolution: float = 1.0, seed: int = 1, weight: str | None = WEIGHT
) -> list[set[N]]:
    """Group nodes that have more ties with one another than chance would give them.

    *Definition*: a partition with a high modularity, by the Leiden method, of the edges that set nobody against
    another: those of sign -1 are left out, direction is not looked at, parallel edges add their weights.
    *Limits*: the best partition is not sure to be found, and several may be as good; communities of fewer than about
    sqrt(2 * edges) ties can be merged (Fortunato and Barthelemy 2007). The same seed and igraph give the same ones.
    These are groups of ties, and not sides in a war: for sides see `kg.network.balance`.
    *Reference*: Traag, V. A., Waltman, L. and van Eck, N. J. (2019). From Louvain to Leiden. Scientific Reports 9,
    5233. By igraph; the modularity is the one that `networkx.community.modularity` gives of it, to 1e-9.

    Example:
        >>> import networkx as nx
        >>> ring = [("a", "b"), ("b", "c"), ("c", "a"), ("d", "e"), ("e", "f"), ("f", "d"), ("a", "d")]
        >>> sorted(map(sorted, communities(nx.MultiDiGraph(ring))))
        [['a', 'b', 'c'], ['d', 'e', 'f']]
    """
    return _communities(Arrays.of(graph, weight).of_signs((0, 1)), resolution, seed)


def _communities(arrays: Arrays, resolution: float = 1.0, seed: int = 1) -> list[set[Any]]:
    plain, weights = arrays.undirected()
    if not weights:
        return [{node} for node in arrays.nodes]
    with seeded(seed):
        found = plain.community_leiden(
            objective_function="modularity", weights=weights, resolution=resolution, n_iterations=ROUNDS
        )
    return _ordered({arrays.nodes[number] for number in group} for group in found)


def measured(graph: nx.MultiDiGraph[N]) -> dict[N, dict[str, Any]]:
    """Give all measures of all nodes.

    Returns:
        For each node `degree`, `strength`, `pagerank`, `betweenness` (from `SAMPLE` nodes where there are more than
        `EXACT`), and the numbers of its `component` and `community`, from 0, the largest first.

    Example:
        >>> import networkx as nx
        >>> measured(nx.MultiDiGraph([("a", "b")]))["a"]["degree"]
        1
    """
    sample = SAMPLE if graph.number_of_nodes() > EXACT else None
    arrays = Arrays.of(graph, WEIGHT)  # once for all: it takes as long as the counting
    by_node: dict[str, dict[N, Any]] = {
        "degree": degree(graph),
        "strength": strength(graph),
        "pagerank": _pagerank(arrays.unweighted()),
        "betweenness": _betweenness(arrays, sample),
        "component": _numbered(components(graph)),
        "community": _numbered(_communities(arrays.of_signs((0, 1)))),
    }
    return {node: {name: values[node] for name, values in by_node.items()} for node in graph}


def _numbered(groups: list[set[N]]) -> dict[N, int]:
    return {node: number for number, group in enumerate(groups) for node in group}


def _ordered(groups: Any) -> list[set[Any]]:
    return sorted(map(set, groups), key=lambda group: (-len(group), min(map(str, group))))
