"""Measures equal networkx's own on random graphs."""

from __future__ import annotations

import random
from typing import Any

import networkx as nx
import pytest
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python  # type: ignore[attr-defined]

from kg.errors import BadParameter
from kg.network import build, measures
from kg.network.arrays import Arrays
from kg.release import Release


def drawn(seed: int, nodes: int = 30, edges: int = 90) -> nx.MultiDiGraph[str]:
    """Draw a graph with parallel edges, loops, edges without direction, signs and weights."""
    draw = random.Random(seed)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(f"n{number}" for number in range(nodes))
    for number in range(edges):
        one, other = draw.choices(list(graph), k=2)
        said: dict[str, Any] = {"sign": draw.choice([-1, 0, 1]), "directed": draw.random() < 0.7}
        if draw.random() < 0.3:
            said["events"] = draw.randint(1, 9)
        graph.add_edge(one, other, str(number), **said)
    return graph


def both_ways(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """Give what has no direction both directions."""
    doubled = graph.copy()
    for one, other, key, said in graph.edges(keys=True, data=True):
        if not said.get("directed", True) and one != other:
            doubled.add_edge(other, one, f"{key} back", **said)
    return doubled


SEEDS = pytest.mark.parametrize("seed", range(12))


@SEEDS
@pytest.mark.parametrize("weight", [None, "events"])
def test_pagerank(seed: int, weight: str | None) -> None:
    graph = both_ways(drawn(seed))
    for *_, said in graph.edges(data=True):
        said["heavy"] = said.get(weight, 1) if weight else 1
    expected = _pagerank_python(graph, weight="heavy", tol=1e-10, max_iter=1000)
    assert measures.pagerank(drawn(seed), weight=weight) == pytest.approx(expected, abs=1e-6)


@SEEDS
def test_betweenness(seed: int) -> None:
    expected = nx.betweenness_centrality(both_ways(drawn(seed)))
    assert measures.betweenness(drawn(seed)) == pytest.approx(expected, abs=1e-9)
    assert any(expected.values())


@SEEDS
def test_betweenness_from_some_nodes(seed: int) -> None:
    graph = both_ways(drawn(seed))
    nodes = list(graph)
    chosen = [nodes[number] for number in measures.sources(len(nodes), 7, seed)]
    raw = nx.betweenness_centrality_subset(graph, chosen, nodes, normalized=False)
    share = len(nodes) / 7 / ((len(nodes) - 1) * (len(nodes) - 2))
    expected = {node: value * share for node, value in raw.items()}
    assert measures.betweenness(drawn(seed), sample=7, seed=seed) == pytest.approx(expected, abs=1e-9)
    assert measures.betweenness(drawn(seed), sample=1000) == measures.betweenness(drawn(seed))


@SEEDS
def test_degree_and_strength(seed: int) -> None:
    graph = drawn(seed)
    by_hand: dict[str, int] = dict.fromkeys(graph, 0)
    heavy: dict[str, int] = dict.fromkeys(graph, 0)
    for one, other, said in graph.edges(data=True):
        for end in (one, other):
            by_hand[end] += 1
            heavy[end] += said.get("events", 1)
    assert measures.degree(graph) == by_hand
    assert measures.strength(graph) == heavy


@SEEDS
def test_communities_have_the_modularity_that_networkx_gives(seed: int) -> None:
    graph = drawn(seed, nodes=40, edges=70)
    found = measures.communities(graph)
    assert sorted(node for group in found for node in group) == sorted(graph)
    assert found == measures.communities(graph)
    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(graph)
    for one, other, said in graph.edges(data=True):
        if said["sign"] >= 0:
            times = 1 if said["directed"] or one == other else 2
            before = plain.get_edge_data(one, other, {"weight": 0})["weight"]
            plain.add_edge(one, other, weight=before + times * said.get("events", 1))
    ours = nx.community.modularity(plain, found)
    louvain = nx.community.modularity(plain, nx.community.louvain_communities(plain, seed=1))
    assert ours >= louvain - 0.02
    arrays = Arrays.of(graph, "events").of_signs((0, 1))
    counted, weights = arrays.undirected()
    numbers = {node: number for number, group in enumerate(found) for node in group}
    membership = [numbers[node] for node in arrays.nodes]
    assert counted.modularity(membership, weights=weights) == pytest.approx(ours, abs=1e-9)


@SEEDS
def test_components(seed: int) -> None:
    graph = drawn(seed, edges=20)
    found = measures.components(graph)
    assert sorted(map(sorted, found)) == sorted(map(sorted, nx.weakly_connected_components(graph)))
    assert [len(group) for group in found] == sorted(map(len, found), reverse=True)


@pytest.mark.parametrize("edges", [[], [("a", "a")], [("a", "b")]])
def test_the_smallest_graphs(edges: list[tuple[str, str]]) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(edges)
    table = measures.measured(graph)
    assert set(table) == set(graph)
    assert sum(row["pagerank"] for row in table.values()) == pytest.approx(1 if edges else 0)


@SEEDS
def test_all_at_once_are_those_one_by_one(seed: int) -> None:
    graph = drawn(seed)
    table = measures.measured(graph)
    for name, one in (("pagerank", measures.pagerank), ("betweenness", measures.betweenness)):
        assert {node: row[name] for node, row in table.items()} == pytest.approx(one(graph), abs=1e-12)
    groups: dict[int, set[str]] = {}
    for node, row in table.items():
        groups.setdefault(row["community"], set()).add(node)
    assert [groups[number] for number in sorted(groups)] == measures.communities(graph)


def test_a_release(shipped: Release) -> None:
    graph = build(shipped, events=True)
    table = measures.measured(graph)
    assert set(table) == set(graph)
    assert table["actors/hts"]["degree"] == graph.degree("actors/hts")
    largest = max(row["component"] for row in table.values()) + 1
    assert largest == nx.number_weakly_connected_components(graph)


def test_a_projection_is_measured_as_a_copy_of_it_without_arrays(release: Release) -> None:
    graph = build(release, events=True, places=True)
    copied = graph.copy()
    kept, read = Arrays.of(graph, "events"), Arrays.of(copied, "events")
    rows = [
        sorted(zip(*one.arcs.T.tolist(), one.weights.tolist(), one.signs.tolist(), strict=True)) for one in (kept, read)
    ]
    assert kept.nodes == read.nodes
    assert rows[0] == rows[1]
    assert any(weight > 1 for *_, weight, _ in rows[0])
    assert len(rows[0]) > graph.number_of_edges()  # some have no direction
    assert Arrays.of(graph).weights.tolist() == [1.0] * len(rows[0])
    found = measures.measured(graph)
    for node, expected in measures.measured(copied).items():
        assert found[node] == pytest.approx(expected)


@pytest.mark.parametrize("change", ["an edge more", "an edge less", "a node more"])
def test_a_projection_that_was_changed_is_measured_anew(release: Release, change: str) -> None:
    graph = build(release)
    first, *_, last = graph
    if change == "an edge more":
        graph.add_edge(first, last)
    elif change == "an edge less":
        graph.remove_edge(*next(iter(graph.edges(keys=True))))
    else:
        graph.add_node("actors/somebody")
    expected = _pagerank_python(both_ways(graph), weight=None, tol=1e-10, max_iter=1000)
    assert measures.pagerank(graph) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("damping", [-0.1, 1.0, float("nan")])
def test_a_walker_jumps_now_and_then(damping: float) -> None:
    with pytest.raises(BadParameter, match="damping"):
        measures.pagerank(drawn(1), damping)
