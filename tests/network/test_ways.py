"""Ways between actors equal brute force; changes between days equal a comparison of what the days hold."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import BadParameter
from kg.network import Filters, build
from kg.network.change import METRICS, OF_ACTORS, TURNED, changes, on, series
from kg.network.knowledge import Knowledge
from kg.network.sentences import sentence
from kg.network.ways import LONGEST, MOST, ways
from kg.release import Release
from kg.times import Period

names = st.sampled_from("abcdef")
days = st.none() | st.integers(1, 9).map(lambda day: f"2024-01-{day:02}")
facts = st.fixed_dictionaries(
    {
        "answer": st.sampled_from(["surely", "possibly"]),
        "status": st.sampled_from(["disputed", "singleSource"]),
        "documents": st.sampled_from([["d"], ["d", "e"]]),
        "from_": days,
        "until": days,
        "kind": st.sampled_from(["Support", "Hostility"]),
        "sign": st.sampled_from([-1, 0, 1]),
    }
)
graphs = st.lists(st.tuples(names, names, facts), max_size=14)


def made(edges: list[tuple[str, str, dict[str, Any]]]) -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number, (one, other, said) in enumerate(edges):
        held = sorted(day for day in (said["from_"], said["until"]) if day)
        bounds = {"from_": held[0], "until": held[1]} if len(held) == 2 else {}
        graph.add_edge(one, other, str(number), **{**said, **bounds})
    return graph


def doubt(said: Any) -> int:
    possibly, disputed = said["answer"] == "possibly", said["status"] == "disputed"
    return int(2 * possibly + 2 * disputed + (len(said["documents"]) < 2))


@given(graphs)
def test_the_best_ways(edges: list[tuple[str, str, dict[str, Any]]]) -> None:
    graph = made(edges)
    found = ways(graph, "a", "b", most=MOST)
    if not {"a", "b"} <= set(graph):
        assert found == []
        return
    plain = nx.Graph(graph.to_undirected())
    best = {
        frozenset(pair): min(doubt(said) for one, other, said in graph.edges(data=True) if {one, other} == set(pair))
        for pair in plain.edges
        if pair[0] != pair[1]
    }
    every = sorted(
        (len(way), sum(best[frozenset(hop)] for hop in pairwise(way)))
        for way in nx.all_simple_paths(plain, "a", "b", cutoff=LONGEST)
    )
    ours = []
    for way in found:
        steps = [way.hops[0].source, *(hop.target for hop in way.hops)]
        ours.append((len(steps), sum(best[frozenset(hop)] for hop in pairwise(steps))))
        assert len(set(steps)) == len(steps)
    assert ours == every[:MOST]
    assert len({tuple(hop.target for hop in way.hops) for way in found}) == len(found)


def held(said: Any) -> set[date]:
    """Give the days of a short month on which an edge may have held."""
    first = date.fromisoformat(said["from_"] or "2023-12-31")
    last = date.fromisoformat(said["until"] or "2024-01-20")
    return {first + timedelta(days=number) for number in range((last - first).days + 1)}


@given(graphs)
def test_hops_that_share_no_day_are_marked(edges: list[tuple[str, str, dict[str, Any]]]) -> None:
    graph = made(edges)
    for way in ways(graph, "a", "b", most=5):
        taken = [held(graph.edges[hop.edges[0]]) for hop in way.hops]
        for number, hop in enumerate(way.hops):
            apart = [other + 1 for other, span in enumerate(taken) if other != number and not span & taken[number]]
            assert list(hop.apart) == apart
            between = graph.number_of_edges(hop.source, hop.target) + graph.number_of_edges(hop.target, hop.source)
            assert hop.others == between - 1
        assert way.together == bool(set.intersection(*taken))


def test_another_fact_is_taken_where_it_shares_a_day() -> None:
    good = {"answer": "surely", "status": "x", "documents": ["d", "e"]}
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_edge("a", "b", "early", **good, from_="2024-01-01", until="2024-01-02")
    graph.add_edge("b", "c", "late", **good, from_="2024-01-05", until="2024-01-06")
    (way,) = ways(graph, "a", "c")
    assert (way.together, [hop.apart for hop in way.hops]) == (False, [(2,), (1,)])
    graph.add_edge(
        "b", "c", "poor", answer="possibly", status="disputed", documents=["d"], from_=None, until="2024-01-02"
    )
    (way,) = ways(graph, "a", "c")
    assert (way.together, way.first, way.last) == (True, "2024-01-01", "2024-01-02")
    assert way.hops[1].edges[0] == ("b", "c", "poor")
    (way,) = ways(graph, "a", "c", window=Period(date(2024, 1, 5), date(2024, 1, 6)))
    assert not way.together


def test_sentences(shipped: Release) -> None:
    graph = build(shipped, events=True, places=True)
    known = Knowledge(shipped)
    for source, target, key, said in graph.edges(keys=True, data=True):
        words = sentence(known, (source, target, key), said)
        assert words.startswith(graph.nodes[source]["label"])
        assert graph.nodes[target]["label"] in words
        assert said["answer"] in words
        assert all(how in words for how in said["modality"])
        for day in (said["from_"], said["until"]):
            assert day is None or day in words
        assert ("disputed" in words.removeprefix(graph.nodes[source]["label"])) == (said["status"] == "disputed")


@given(graphs, graphs)
def test_changes(before: list[tuple[str, str, dict[str, Any]]], after: list[tuple[str, str, dict[str, Any]]]) -> None:
    earlier, later = made(before), made(after)

    def ties(graph: nx.MultiDiGraph[str]) -> set[tuple[str, str, str]]:
        return {(one, other, said["kind"]) for one, other, said in graph.edges(data=True)}

    def sign(graph: nx.MultiDiGraph[str], pair: tuple[str, str]) -> int | None:
        found = {said["sign"] for one, other, said in graph.edges(data=True) if {one, other} == set(pair)} - {0}
        return None if not found or pair[0] == pair[1] else sum(found)

    found = changes(earlier, later)
    assert {(one.source, one.target, one.kind) for one in found if one.change == "gained"} == ties(later) - ties(
        earlier
    )
    assert {(one.source, one.target, one.kind) for one in found if one.change == "lost"} == ties(earlier) - ties(later)
    turned = {
        (one, other)
        for one in "abcdef"
        for other in "abcdef"
        if one < other
        and None not in (sign(earlier, (one, other)), sign(later, (one, other)))
        and sign(earlier, (one, other)) != sign(later, (one, other))
    }
    assert {(one.source, one.target) for one in found if one.change == TURNED} == turned
    for one in found:
        assert one.before == sign(earlier, (one.source, one.target))
        assert one.after == sign(later, (one.source, one.target))
    assert changes(earlier, earlier) == []


def test_what_ended_with_the_offensive(shipped: Release) -> None:
    first, last = date(2024, 11, 27), date(2024, 12, 8)
    found = changes(on(shipped, Filters(), first), on(shipped, Filters(), last))
    by_sparql = {
        day: {
            (row["source"], row["target"])
            for row in shipped.ask_stored("network-edges", on=day.isoformat()).records()
            if row["relation"] == "supports"
        }
        for day in (first, last)
    }
    lost = {(one.source, one.target) for one in found if (one.change, one.kind) == ("lost", "Support")}
    base = "https://w3id.org/ckg/"
    assert {(base + one, base + other) for one, other in lost} == by_sparql[first] - by_sparql[last]


@pytest.mark.parametrize("metric", METRICS)
def test_series(shipped: Release, metric: str) -> None:
    window = Period(date(2024, 11, 27), date(2024, 12, 8))
    actor = "actors/hts" if metric in OF_ACTORS else None
    found = series(shipped, Filters(window=window), metric, actor, step=3)
    assert [day.isoformat() for day, _ in found] == ["2024-11-27", "2024-11-30", "2024-12-03", "2024-12-06"]
    assert all(value is not None for _, value in found)
    if metric == "degree":
        assert [value for _, value in found] == [build(shipped, on=day).degree("actors/hts") for day, _ in found]


def test_series_have_limits(shipped: Release) -> None:
    for window in (Period(date(2024, 1, 1)), Period(date(2024, 1, 1), date(2025, 1, 1)), Period(date.min, date.max)):
        with pytest.raises(BadParameter):
            series(shipped, Filters(window=window), "edges")
    with pytest.raises(BadParameter) as error:
        series(shipped, Filters(window=Period(date(2024, 1, 1), date(2024, 1, 2))), "degree")
    assert error.value.name == "of"
    days_ = [day for day, _ in series(shipped, Filters(window=Period(date(9999, 12, 30), date.max)), "nodes")]
    assert days_ == [date(9999, 12, 30), date.max]
