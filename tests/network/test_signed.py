"""Sides, triads and ways at second hand equal brute force on small random graphs."""

from __future__ import annotations

import random
from itertools import combinations, product
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.network import balance as room
from kg.network import build
from kg.network.balance import balance
from kg.network.triads import at_second_hand, triads
from kg.release import Release

names = st.sampled_from("abcdefgh")
graphs = st.lists(st.tuples(names, names, st.sampled_from([-1, -1, 0, 1])), max_size=24)


def made(edges: list[tuple[str, str, int]]) -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number, (one, other, sign) in enumerate(edges):
        graph.add_edge(one, other, number, sign=sign)
    return graph


def contradicting(graph: nx.MultiDiGraph[str], side: dict[str, int]) -> set[Any]:
    return {
        (one, other, key)
        for one, other, key, said in graph.edges(keys=True, data=True)
        for sign in (said["sign"],)
        if (sign > 0 and side[one] != side[other]) or (sign < 0 and side[one] == side[other])
    }


def least(graph: nx.MultiDiGraph[str]) -> int:
    nodes = list(graph)
    return min(
        len(contradicting(graph, dict(zip(nodes, sides, strict=True)))) for sides in product((0, 1), repeat=len(nodes))
    )


def sides(found: room.Balance[str], graph: nx.MultiDiGraph[str]) -> dict[str, int]:
    """Give each node its side; those without signed edges are on any."""
    side = dict.fromkeys(graph, 0)
    for _, second in found.camps:
        side |= dict.fromkeys(second, 1)
    return side


@given(graphs)
def test_no_split_is_better(edges: list[tuple[str, str, int]]) -> None:
    graph = made(edges)
    found = balance(graph)
    assert found.exact
    assert found.index == least(graph)
    assert contradicting(graph, sides(found, graph)) == set(found.frustrated)
    assert len(found.frustrated) == found.index
    assert found.edges == sum(sign != 0 for _, _, sign in edges)


@given(graphs)
def test_camps_are_the_parts_that_signed_edges_connect(edges: list[tuple[str, str, int]]) -> None:
    graph = made([edge for edge in edges if edge[2]])
    parts = sorted(sorted(one | other) for one, other in balance(graph).camps)
    assert parts == sorted(map(sorted, nx.weakly_connected_components(graph)))


def drawn(nodes: int, edges: int, seed: int) -> nx.MultiDiGraph[str]:
    draw = random.Random(seed)
    every = list(combinations([f"n{number:02}" for number in range(nodes)], 2))
    return made([(*ends, draw.choice([-1, 1])) for ends in draw.sample(every, edges)])


@pytest.mark.parametrize("seed", range(6))
def test_what_is_too_dense_is_searched(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    graph = drawn(14, 50, seed)
    best = balance(graph)
    monkeypatch.setattr(room, "WIDTH", 3)
    searched = balance(graph, seed=seed)
    assert best.exact
    assert not searched.exact
    assert best.index <= searched.index <= best.index + 2
    assert contradicting(graph, sides(searched, graph)) == set(searched.frustrated)
    assert searched == balance(graph, seed=seed)


def test_twenty_one_nodes_are_exact_however_dense() -> None:
    draw = random.Random(1)
    camps = {f"n{number:02}": draw.randrange(2) for number in range(21)}
    graph = made([(one, other, 1 if camps[one] == camps[other] else -1) for one, other in combinations(camps, 2)])
    found = balance(graph)
    assert (found.exact, found.index, found.edges) == (True, 0, 210)
    assert {frozenset(side) for side in found.camps[0]} == {
        frozenset(node for node in camps if camps[node] == which) for which in (0, 1)
    }


def test_a_large_ring_is_exact() -> None:
    ring = [(f"n{number}", f"n{(number + 1) % 3001}", -1) for number in range(3001)]
    found = balance(made(ring))
    assert (found.exact, found.index) == (True, 1)


def test_the_highland_tribes() -> None:
    """A complete network of hostile thirds: n(n-1)/2 - floor(n^2/4) edges contradict any split into halves."""
    for nodes in (3, 4, 5, 6, 7):
        foes = made([(str(one), str(other), -1) for one, other in combinations(range(nodes), 2)])
        assert balance(foes).index == nodes * (nodes - 1) // 2 - nodes * nodes // 4


@given(graphs)
def test_triads(edges: list[tuple[str, str, int]]) -> None:
    graph = made(edges)
    between: dict[frozenset[str], set[int]] = {}
    for one, other, sign in edges:
        if sign and one != other:
            between.setdefault(frozenset((one, other)), set()).add(sign)
    expected = {}
    for three in combinations(sorted(graph), 3):
        lines = [between.get(frozenset(pair)) for pair in combinations(three, 2)]
        if all(lines):
            negative = sum(line == {-1} for line in lines)
            mixed = any(line == {-1, 1} for line in lines)
            expected[three] = None if mixed else negative % 2 == 0
    found = triads(graph)
    assert {one.nodes: one.balanced for one in found} == expected
    assert len(found) == len(expected)
    for triad in found:
        first, second, third = triad.nodes
        for ends, keys in zip(((first, second), (second, third), (first, third)), triad.edges, strict=True):
            assert keys
            assert all(
                {source, target} == set(ends) and graph.has_edge(source, target, key) for source, target, key in keys
            )
    assert triads(graph, most=1) == found[:1]


@given(graphs, st.sampled_from([-1, 1]), st.sampled_from([-1, 1]))
def test_at_second_hand(edges: list[tuple[str, str, int]], first: int, second: int) -> None:
    graph = made(edges)
    signs: dict[tuple[str, str], set[int]] = {}
    for one, other, sign in edges:
        if sign and one != other:
            signs.setdefault((one, other), set()).add(sign)
            signs.setdefault((other, one), set()).add(sign)
    expected = {
        (through, other): {frozenset({1}): 1, frozenset({-1}): -1, frozenset({1, -1}): 0}.get(
            frozenset(signs.get(("a", other), ()))
        )
        for through in "bcdefgh"
        for other in "bcdefgh"
        if first in signs.get(("a", through), ()) and second in signs.get((through, other), ())
    }
    found = at_second_hand(graph, "a", first, second)
    assert {(one.through, one.other): one.stands for one in found} == expected


def test_the_sides_of_the_offensive(shipped: Release) -> None:
    graph = build(shipped, on="2024-12-02", roll_up=True, events=True)
    found = balance(graph)
    camp = next(camp for camp in found.camps if "actors/hts" in camp[0] | camp[1])
    side = {node: number for number, nodes in enumerate(camp) for node in nodes}
    assert side["actors/assad-government"] == side["actors/russia"] == side["actors/iran"]
    assert side["actors/hts"] != side["actors/assad-government"]
    assert all(graph.has_edge(*edge) for edge in found.frustrated)
