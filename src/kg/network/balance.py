"""Sides by structural balance: the split into two camps that the fewest edges contradict."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from kg.network.signed import EdgeKey, Signed, signed

if TYPE_CHECKING:
    import networkx as nx

N = TypeVar("N", bound=Hashable)
WIDTH: Final = 20
"""How many other nodes a node may hang together with while one after another is taken out, for an exact answer.

Every network of up to `WIDTH` + 1 nodes with signed edges is solved exactly, and so are larger ones that are sparse
enough: what counts is the width of each, not its size.
"""
STARTS: Final = 20
"""From how many splits the search for a good one starts where no exact answer can be had."""
_Costs = Mapping[tuple[int, int], tuple[int, int]]
"""For each pair of nodes: what it costs to put both on one side, and to part them."""


@dataclass(frozen=True, slots=True)
class Balance(Generic[N]):
    """How a network splits into sides.

    Attributes:
        index: edges that contradict the split; the frustration index, if it is exact, and else an upper bound of it.
        exact: whether no split has fewer.
        edges: edges with a sign.
        camps: for each part of the network that signed edges connect, the two sides, the one with the first node by
            name first; the second is empty if nothing in the part is hostile. Sides of different parts have nothing to
            do with one another.
        frustrated: the edges that contradict it: of sign 1 between sides, or of sign -1 within one.
    """

    index: int
    exact: bool
    edges: int
    camps: tuple[tuple[frozenset[N], frozenset[N]], ...]
    frustrated: tuple[EdgeKey, ...]


def balance(graph: nx.MultiDiGraph[N], starts: int = STARTS, seed: int = 1) -> Balance[N]:
    """Split a network into sides.

    *Definition*: the frustration index is the smallest number of edges that contradict a split of the nodes into two
    sides, which are those of sign 1 between the sides and those of sign -1 within one. Each parallel edge counts,
    direction does not, edges without sign are left out. An index of 0 means that the network is balanced: each cycle
    has an even number of hostile edges (Harary).
    *Method*: exact, by taking out one node after another, the one with the fewest neighbours first, and keeping the
    best cost for each choice of its neighbours (bucket elimination), as long as none has more than `WIDTH` neighbours
    then: so for all networks of up to 21 nodes, and for larger ones that are sparse. Beyond that, parts of the network
    that are too dense are searched: from `starts` splits, the first along a spanning tree and others at random, single
    nodes change sides while that saves edges; the best is given, as an upper bound with `exact` False.
    *Limits*: several splits may be as good; one of them is given, the same each time. Two sides are assumed: a third
    party hostile to both makes edges contradict whatever the split.
    *Reference*: Harary, F. (1959). On the measurement of structural balance. Behavioral Science 4, 316-323; Aref, S.
    and Wilson, M. C. (2019). Balance and frustration in signed networks. Journal of Complex Networks 7, 163-189;
    Dechter, R. (1999). Bucket elimination. Artificial Intelligence 113, 41-85.

    Args:
        graph: the network.
        starts: of the search, where one is needed.
        seed: for random splits.

    Example:
        >>> import networkx as nx
        >>> foes = {"sign": -1}
        >>> found = balance(nx.MultiDiGraph([("a", "b", {"sign": 1}), ("b", "c", foes), ("a", "c", foes)]))
        >>> found.index, [sorted(map(sorted, camps)) for camps in found.camps]
        (0, [[['a', 'b'], ['c']]])
        >>> balance(nx.MultiDiGraph([("a", "b", foes), ("b", "c", foes), ("a", "c", foes)])).index
        1
    """
    import networkx as nx  # noqa: PLC0415  a tenth of a second that only those who want networks pay

    pairs = signed(graph)
    costs = {ends: (len(pair.negative), len(pair.positive)) for ends, pair in pairs.pairs.items()}
    whole: nx.Graph[int] = nx.Graph()
    whole.add_nodes_from(range(len(pairs.nodes)))
    whole.add_edges_from(costs)
    side: dict[int, int] = {}
    exact, camps = True, []
    parts = sorted(map(sorted, nx.connected_components(whole)))
    part_of = {node: number for number, part in enumerate(parts) for node in part}
    inside: list[dict[tuple[int, int], tuple[int, int]]] = [{} for _ in parts]
    for ends, cost in costs.items():
        inside[part_of[ends[0]]][ends] = cost
    for part, inner in zip(parts, inside, strict=True):
        found = _eliminated(part, inner)
        if found is None:
            exact, found = False, _searched(part, inner, starts, random.Random(seed))  # noqa: S311  no secret
        turned = found[part[0]]
        found = {node: chosen ^ turned for node, chosen in found.items()}
        side |= found
        camps.append(tuple(frozenset(pairs.nodes[n] for n in part if found[n] == which) for which in (0, 1)))
    frustrated = _frustrated(pairs, side)
    edges = sum(map(sum, costs.values())) + _positive_loops(graph) + len(pairs.loops)
    return Balance(len(frustrated), exact, edges, tuple((one, other) for one, other in camps), frustrated)


def _positive_loops(graph: nx.MultiDiGraph[Any]) -> int:
    import networkx as nx  # noqa: PLC0415  likewise

    return sum(said.get("sign") == 1 for *_, said in nx.selfloop_edges(graph, data=True))


def _frustrated(pairs: Signed[Any], side: Mapping[int, int]) -> tuple[EdgeKey, ...]:
    found = list(pairs.loops)
    for (one, other), pair in pairs.pairs.items():
        found += pair.negative if side[one] == side[other] else pair.positive
    return tuple(sorted(found, key=str))


def _eliminated(part: Iterable[int], costs: _Costs) -> dict[int, int] | None:
    """Find the best split by taking out one node after another; None if that is too wide."""
    import numpy as np  # noqa: PLC0415  likewise

    beside: dict[int, set[int]] = {node: set() for node in part}
    for one, other in costs:
        beside[one].add(other)
        beside[other].add(one)
    order = _order(beside)
    if order is None:
        return None
    tables: dict[int, list[tuple[tuple[int, ...], Any]]] = defaultdict(list)
    place = {node: position for position, (node, _) in enumerate(order)}
    for ends, (together, apart) in costs.items():
        first = min(ends, key=lambda node: place[node])
        tables[first].append((ends, np.array([[together, apart], [apart, together]], dtype=np.int32)))
    choices = []
    for node, others in order:
        axes = (*others, node)
        whole: Any = np.zeros((2,) * len(axes), dtype=np.int32)
        for names, table in tables.pop(node, []):
            whole += _spread(table, names, axes)
        choices.append((node, others, whole[..., 1] < whole[..., 0]))
        if others:
            first = min(others, key=lambda one: place[one])
            tables[first].append((others, whole.min(axis=-1)))
    side: dict[int, int] = {}
    for node, others, second in reversed(choices):
        side[node] = int(second[tuple(side[one] for one in others)])
    return side


def _order(beside: dict[int, set[int]]) -> list[tuple[int, tuple[int, ...]]] | None:
    """Give the nodes in the order in which they are taken out, each with its neighbours then."""
    left = {node: set(others) for node, others in beside.items()}
    order: list[tuple[int, tuple[int, ...]]] = []
    queue = [(len(others), node) for node, others in left.items()]
    heapify(queue)
    while queue:
        count, node = heappop(queue)
        if node not in left or count != len(left[node]):
            continue  # it was taken out, or has other neighbours by now and stands elsewhere in the queue
        others = left.pop(node)
        if len(others) > WIDTH:
            return None
        for one in others:
            left[one].discard(node)
            left[one] |= others - {one}
            heappush(queue, (len(left[one]), one))
        order.append((node, tuple(sorted(others))))
    return order


def _spread(table: Any, names: tuple[int, ...], axes: tuple[int, ...]) -> Any:
    """Turn a table so that its axes are among others, in their order."""
    ordered = sorted(range(len(names)), key=lambda number: axes.index(names[number]))
    shape = [2 if axis in names else 1 for axis in axes]
    return table.transpose(ordered).reshape(shape)


def _searched(part: list[int], costs: _Costs, starts: int, draw: random.Random) -> dict[int, int]:
    """Look for a good split: nodes change sides while that saves edges."""
    beside: dict[int, list[tuple[int, int]]] = {node: [] for node in part}
    for (one, other), (together, apart) in costs.items():
        beside[one].append((other, together - apart))
        beside[other].append((one, together - apart))
    best: tuple[int, dict[int, int]] | None = None
    for number in range(max(1, starts)):
        side = _along(beside, part[0]) if number == 0 else {node: draw.randrange(2) for node in part}
        _settle(side, beside)
        cost = sum(costs[ends][side[ends[0]] ^ side[ends[1]]] for ends in costs)
        if best is None or cost < best[0]:
            best = cost, side
    assert best is not None
    return best[1]


def _along(beside: Mapping[int, list[tuple[int, int]]], first: int) -> dict[int, int]:
    """Split along a spanning tree: a neighbour goes to the side that their pair speaks for."""
    side, queue = {first: 0}, [first]
    for node in queue:
        for other, worse in beside[node]:
            if other not in side:
                side[other] = side[node] ^ (worse > 0)
                queue.append(other)
    return side


def _settle(side: dict[int, int], beside: Mapping[int, list[tuple[int, int]]]) -> None:
    """Let nodes change sides until none would save edges by it; each change saves one at least, so it ends."""
    queue = list(beside)
    waiting = set(queue)
    while queue:
        node = queue.pop()
        waiting.discard(node)
        saved = sum(worse if side[node] == side[other] else -worse for other, worse in beside[node])
        if saved > 0:
            side[node] ^= 1
            for other, _ in beside[node]:
                if other not in waiting:
                    waiting.add(other)
                    queue.append(other)
