"""Ways between two actors, as evidence: which facts lead from one to the other, and whether they held together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any, Final
from warnings import catch_warnings, simplefilter

from kg.times import Period, iso

if TYPE_CHECKING:
    import networkx as nx

MOST: Final = 20
"""Ways that are given at most."""
LONGEST: Final = 8
"""Hops of the longest way that is given."""
FACTS: Final = 10
"""Edges that a hop names at most."""
_FIRST, _LAST = "0001-01-01", "9999-12-31"
Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hop:
    """A step from one actor to another.

    Attributes:
        source: where it begins; the fact may lead the other way.
        target: where it ends.
        edges: source, target and key of the edges between the two: first the one that is taken, then by how well they
            are founded; at most `FACTS`.
        others: how many edges there are beside the one that is taken.
        apart: numbers, from 1, of the hops of the way whose facts have no day of the window in common with this one's.
    """

    source: str
    target: str
    edges: tuple[tuple[str, str, str], ...]
    others: int
    apart: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A way from one actor to another.

    Attributes:
        hops: in order.
        first: the first day on which all of them may have held; None if there is none such, or it is open. `last`
            likewise.
        together: whether all of them may have held on one and the same day of the window.
    """

    hops: tuple[Hop, ...]
    first: str | None
    last: str | None
    together: bool


def ways(
    graph: nx.MultiDiGraph[str], source: str, target: str, most: int = 5, window: Period | None = None
) -> list[Way]:
    """Give the best ways in which two actors are connected.

    *Definition*: the ways without loops that have the fewest hops; of those with as many, the ones that are founded
    best: an edge that is only possible, one that is disputed and one from a single document each make a way worse. A
    hop follows an edge in either direction. Among parallel edges the one is taken that is founded best, unless another
    has a day in common with the hops before it.
    *Limits*: ways of more than `LONGEST` hops are left out. Days are compared by outer bounds: hops that are not marked
    may have held together, and need not have. Of several ways that are equally good, which come last is not settled
    beyond being the same each time.
    *Reference*: Yen, J. Y. (1971). Finding the k shortest loopless paths in a network. Management Science 17, 712-716;
    by igraph.

    Args:
        graph: as `kg.network.build` makes it.
        source: path of an actor.
        target: path of another.
        most: how many ways, at most `MOST`.
        window: that the network is of.

    Returns:
        Ways, the best first; none if nothing connects the two.

    Example:
        >>> import networkx as nx
        >>> graph = nx.MultiDiGraph([("a", "b"), ("c", "b"), ("a", "d"), ("d", "e"), ("e", "c")])
        >>> [[hop.target for hop in way.hops] for way in ways(graph, "a", "c")]
        [['b', 'c'], ['d', 'e', 'c']]
    """
    if source not in graph or target not in graph or source == target:
        return []
    between = _pairs(graph)
    nodes = list(graph)
    number = {node: position for position, node in enumerate(nodes)}
    pairs = list(between)
    costs = [1 + _doubt(between[pair][0][1]) for pair in pairs]
    import igraph  # type: ignore[import-untyped]  # noqa: PLC0415  a tenth of a second that only those who want networks pay

    whole = igraph.Graph(n=len(nodes), edges=[(number[one], number[other]) for one, other in pairs])
    with catch_warnings():
        simplefilter("ignore", RuntimeWarning)  # igraph warns of every place that it cannot reach
        found = whole.get_k_shortest_paths(
            number[source], number[target], k=min(most, MOST), mode="all", weights=costs, output="vpath"
        )
    named = [[nodes[step] for step in steps] for steps in found if 1 < len(steps) <= LONGEST + 1]
    cost = dict(zip(pairs, costs, strict=True))
    ordered = sorted(named, key=lambda steps: (round(sum(cost[_pair(*hop)] for hop in _hops(steps)), 9), steps))
    return [_way(between, steps, window or Period()) for steps in ordered]


_Edges = list[tuple[tuple[str, str, str], Said]]


def _pairs(graph: nx.MultiDiGraph[str]) -> dict[tuple[str, str], _Edges]:
    """Give the edges between each two, those that are founded best first."""
    found: dict[tuple[str, str], _Edges] = {}
    for one, other, key, said in graph.edges(keys=True, data=True):
        if one != other:
            found.setdefault(_pair(one, other), []).append(((one, other, key), said))
    for edges in found.values():
        edges.sort(key=lambda edge: (_doubt(edge[1]), -len(edge[1].get("documents", ())), str(edge[0])))
    return found


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)


def _hops(steps: Sequence[str]) -> list[tuple[str, str]]:
    return list(pairwise(steps))


def _doubt(said: Said) -> float:
    """Tell how much worse an edge is than one hop: never so much that a way with more hops would be better."""
    doubts = (
        2 * (said.get("answer") == "possibly")
        + 2 * (said.get("status") == "disputed")
        + (len(said.get("documents", ())) < 2)  # noqa: PLR2004  corroborated by another
    )
    return doubts / (10 * LONGEST)


def _way(between: Mapping[tuple[str, str], _Edges], steps: Sequence[str], window: Period) -> Way:
    limits = (iso(window.first) or _FIRST, iso(window.last) or _LAST)
    taken: list[_Edges] = []
    common = limits
    for hop in _hops(steps):
        edges = between[_pair(*hop)]
        best = next((edge for edge in edges if _meet(common, _days(edge[1]))), edges[0])
        common = _common(common, _days(best[1])) if _meet(common, _days(best[1])) else common
        taken.append([best, *(edge for edge in edges if edge is not best)])
    spans = [_common(limits, _days(edges[0][1])) for edges in taken]
    apart: list[list[int]] = [[] for _ in taken]
    for one, other in combinations(range(len(taken)), 2):
        if not _meet(spans[one], spans[other]):
            apart[one].append(other + 1)
            apart[other].append(one + 1)
    hops = tuple(
        Hop(source, target, tuple(key for key, _ in edges[:FACTS]), len(edges) - 1, tuple(sorted(marks)))
        for (source, target), edges, marks in zip(_hops(steps), taken, apart, strict=True)
    )
    together = not any(apart)
    first, last = max(span[0] for span in spans), min(span[1] for span in spans)
    return Way(
        hops,
        first if together and first != _FIRST else None,
        last if together and last != _LAST else None,
        together,
    )


_Days = tuple[str, str]


def _days(said: Said) -> _Days:
    return said.get("from_") or _FIRST, said.get("until") or _LAST


def _common(one: _Days, other: _Days) -> _Days:
    return max(one[0], other[0]), min(one[1], other[1])


def _meet(one: _Days, other: _Days) -> bool:
    first, last = _common(one, other)
    return first <= last
