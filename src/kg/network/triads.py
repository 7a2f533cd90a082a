"""Threes: balanced and unbalanced triads, and how an actor stands to the friends of its enemies."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from kg.network.signed import EdgeKey, Pair, Signed, signed

if TYPE_CHECKING:
    import networkx as nx

N = TypeVar("N", bound=Hashable)
MOST: Final = 1_000
"""Triads, or ways at second hand, that are given at most, unless fewer are asked for."""


@dataclass(frozen=True, slots=True)
class Triad(Generic[N]):
    """Three nodes with signed edges between each two.

    Attributes:
        nodes: in the order of their texts.
        signs: of the first and second, second and third, first and third; 0 where edges of both signs lie between them.
        balanced: whether an even number of the signs is negative; None if one of them is 0.
        edges: those behind each of the signs.
    """

    nodes: tuple[N, N, N]
    signs: tuple[int, int, int]
    balanced: bool | None
    edges: tuple[tuple[EdgeKey, ...], tuple[EdgeKey, ...], tuple[EdgeKey, ...]]


def triads(graph: nx.MultiDiGraph[N], most: int = MOST) -> list[Triad[N]]:
    """Give the triads of a network with the facts behind each of their sides.

    *Definition*: three nodes, each two of which are joined by an edge with a sign. A triad is balanced if the product
    of its signs is positive: all friends, or two friends with one enemy.
    *Limits*: a pair with edges of both signs leaves its triads undecided. Edges of one triad need not share a day
    unless the network is that of a day.
    *Reference*: Heider, F. (1946). Attitudes and cognitive organization. Journal of Psychology 21, 107-112; Cartwright,
    D. and Harary, F. (1956). Structural balance. Psychological Review 63, 277-293.

    Args:
        graph: the network.
        most: how many to give, in the order of their nodes.

    Example:
        >>> import networkx as nx
        >>> foes = {"sign": -1}
        >>> [one] = triads(nx.MultiDiGraph([("a", "b", foes), ("b", "c", foes), ("a", "c", foes)]))
        >>> one.nodes, one.balanced
        (('a', 'b', 'c'), False)
    """
    return list(islice(_triads(signed(graph)), most))


def _triads(pairs: Signed[N]) -> Iterator[Triad[N]]:
    beside = pairs.beside()
    for one in range(len(pairs.nodes)):
        later = sorted(other for other in beside[one] if other > one)
        for second in later:
            for third in later:
                if third > second and third in beside[second]:
                    sides = beside[one][second], beside[second][third], beside[one][third]
                    yield _triad((pairs.nodes[one], pairs.nodes[second], pairs.nodes[third]), sides)


def _triad(nodes: tuple[N, N, N], sides: tuple[Pair, Pair, Pair]) -> Triad[N]:
    first, second, third = (side.sign for side in sides)
    product = first * second * third
    edges = tuple(tuple(side.edges) for side in sides)
    return Triad(nodes, (first, second, third), product > 0 if product else None, (edges[0], edges[1], edges[2]))


@dataclass(frozen=True, slots=True)
class SecondHand(Generic[N]):
    """An actor that another is tied to through a third.

    Attributes:
        through: the one between.
        other: the one at the end.
        stands: how both ends stand to one another: 1, -1, 0 where edges of both signs lie between them, None where
            there are none.
        first: edges to the one between.
        second: edges from there to the end.
        direct: edges between both ends.
    """

    through: N
    other: N
    stands: int | None
    first: tuple[EdgeKey, ...]
    second: tuple[EdgeKey, ...]
    direct: tuple[EdgeKey, ...]


def at_second_hand(
    graph: nx.MultiDiGraph[N], actor: N, first: int = -1, second: int = 1, most: int = MOST
) -> list[SecondHand[N]]:
    """Tell how an actor stands to the friends of its enemies, or to others two signed steps away.

    *Definition*: for each third actor with edges of the sign `first` to the one asked about, each other one with edges
    of the sign `second` to that one. By balance the friend of an enemy is an enemy, and the enemy of one a friend;
    `stands` tells what the sources say.
    *Limits*: a pair with edges of both signs counts for both signs.
    *Reference*: Heider, F. (1946), as for `triads`.

    Args:
        graph: the network.
        actor: whose.
        first: -1 for enemies, 1 for friends.
        second: -1 for enemies of these, 1 for friends of these.
        most: how many to give, in the order of the names.

    Returns:
        None at all for an actor without signed edges.

    Example:
        >>> import networkx as nx
        >>> graph = nx.MultiDiGraph([("me", "foe", {"sign": -1}), ("ally", "foe", {"sign": 1})])
        >>> [(one.through, one.other, one.stands) for one in at_second_hand(graph, "me")]
        [('foe', 'ally', None)]
    """
    pairs = signed(graph)
    if actor not in pairs.nodes:
        return []
    return list(islice(_second_hand(pairs, pairs.nodes.index(actor), first, second), most))


def _second_hand(pairs: Signed[N], start: int, first: int, second: int) -> Iterator[SecondHand[N]]:
    beside = pairs.beside()
    for through in sorted(beside[start]):
        near = _of(beside[start][through], first)
        for other in sorted(beside[through]) if near else ():
            far = _of(beside[through][other], second)
            if other != start and far:
                direct = beside[start].get(other)
                yield SecondHand(
                    pairs.nodes[through],
                    pairs.nodes[other],
                    direct.sign if direct else None,
                    tuple(near),
                    tuple(far),
                    tuple(direct.edges) if direct else (),
                )


def _of(pair: Pair, sign: int) -> list[EdgeKey]:
    return pair.positive if sign > 0 else pair.negative
