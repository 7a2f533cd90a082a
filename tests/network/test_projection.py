"""The network is what the situations and events are: compared with SPARQL's answers, the look-ups' days, and the rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any

import networkx as nx
import pytest

from kg.errors import BadParameter, UnknownThing
from kg.namespaces import BASE
from kg.network import KINDS, build
from kg.release import Release
from synthetic import TABLES

TWELVE = [f"2024-11-{day}" for day in (27, 28, 29, 30)] + [f"2024-12-{day:02}" for day in range(1, 9)]
SYMMETRIC = {"Hostility", "Alliance"}


def rows(graph: nx.MultiDiGraph[str]) -> set[tuple[Any, ...]]:
    """Give edges as `stored` gives rows."""
    return {
        (source, target, key, said["answer"], said["from_"], said["until"], said["status"], len(said["documents"]))
        for source, target, key, said in graph.edges(keys=True, data=True)
    }


def stored(release: Release, **values: str) -> set[tuple[Any, ...]]:
    """Ask SPARQL for the same, and put the ends of what has no direction in order."""
    found = set()
    for row in release.ask_stored("network-edges", **values).records():
        short = {name: value.removeprefix(BASE) if isinstance(value, str) else value for name, value in row.items()}
        ends = [short["source"], short["target"]]
        if short["relation"] in {"opposes", "is allied with"}:
            ends.sort()
        status = short["status"].removeprefix("codes/status/")
        held = (short["from"], short["until"])
        found.add((*ends, short["situation"], short["answer"], *held, status, int(short["documents"])))
    return found


@pytest.mark.parametrize("day", [*TWELVE, "2023-06-01", "2025-06-01", "0001-01-01", "9999-12-31"])
def test_a_day_is_what_sparql_answers(shipped: Release, day: str) -> None:
    assert rows(build(shipped, on=day)) == stored(shipped, on=day)


@pytest.mark.parametrize("day", ["2029-06-30", "2030-01-03", "2030-01-09", "2030-01-14", "2030-02-01"])
@pytest.mark.parametrize("known_on", [None, "2030-01-01", "2030-01-05", "2030-01-12"])
def test_a_day_as_it_was_known_is_what_sparql_answers(tables: Release, day: str, known_on: str | None) -> None:
    more = {"as_known_on": known_on} if known_on else {}
    assert rows(build(tables, on=day, as_known_on=known_on)) == stored(tables, on=day, **more)


def test_there_is_something_to_compare(shipped: Release, tables: Release) -> None:
    assert all(rows(build(shipped, on=day)) for day in TWELVE)
    assert len({frozenset(rows(build(shipped, on=day))) for day in TWELVE}) > 3
    asked = [rows(build(tables, on=day)) for day in ("2029", "2030-01-03")]
    assert {row[3] for edges in asked for row in edges} == {"surely", "possibly"}


def test_edges_tell_what_they_rest_on(release: Release) -> None:
    graph = build(release)
    said = graph.edges["actors/greenland", "actors/red-front", "situations/support-greenland-red-front"]
    claims = [one for one in release.statements.claims if one.about == "situations/support-greenland-red-front"]
    accepted = [claim for claim in claims if claim.accepted]
    assert said["voices"] == sorted({claim.according_to for claim in accepted})
    assert said["documents"] == sorted({claim.document for claim in accepted})
    assert said["modality"] == sorted({claim.modality for claim in accepted})
    assert (said["fact"], said["kind"], said["sign"]) == (f"{BASE}situations/support-greenland-red-front", "Support", 1)
    assert said["types"] == ["codes/support-type/weapons"]
    row = graph.edges["actors/greenland", "actors/blue-government", "situations/event-table-support-18"]
    assert (row["voices"], row["documents"], row["modality"]) == (
        ["documents/event-table-1-0"], ["documents/event-table-1-0"], [],
    )  # fmt: skip


def test_signs_and_directions(shipped: Release) -> None:
    graph = build(shipped, events=True, places=True)
    signs = {"Support": 1, "Alliance": 1, "Hostility": -1, "Attack": -1}
    seen = set()
    for source, target, key, said in graph.edges(keys=True, data=True):
        seen.add(said["kind"])
        assert said["sign"] == signs.get(said["kind"], 0) or (key.endswith("/among") and said["sign"] == 0)
        assert said["directed"] or source < target
        if said["kind"] in SYMMETRIC:
            assert not said["directed"]
    assert seen >= {"Support", "Hostility", "Attack", "Control"}


def test_parallel_edges_stay_parallel(shipped: Release, tables: Release) -> None:
    graph = build(tables)
    pair = "actors/greenland", "actors/blue-government"
    assert graph.number_of_edges(*pair) == 3  # two years of one table, one of another
    assert len(graph.edges) == len(set(graph.edges))


def test_nodes(shipped: Release) -> None:
    graph = build(shipped, places=True)
    assert graph.nodes["actors/hts"] == {"label": "Hayat Tahrir al-Sham", "cls": "Group", "kind": "rebel"}
    assert graph.nodes["actors/bashar-al-assad"]["cls"] == "Person"
    hama = graph.nodes["places/hama"]
    assert (hama["cls"], hama["kind"], round(hama["lat"], 2), round(hama["long"], 2)) == ("Place", "city", 35.13, 36.76)
    assert not any(node.startswith("places/") for node in build(shipped))


def test_control_rests_on_what_the_event_that_took_the_place_rests_on(shipped: Release) -> None:
    for path in ("hama", "aleppo"):
        said = build(shipped, kinds=["Control"], actors=["hts"]).get_edge_data("actors/hts", f"places/{path}")
        assert said
        for edge in said.values():
            assert edge["documents"]
            assert edge["voices"]
            assert edge["modality"]


def test_kinds(shipped: Release) -> None:
    whole = build(shipped, events=True, places=True)
    counts = Counter(said["kind"] for _, _, said in whole.edges(data=True))
    for kind in KINDS:
        graph = build(shipped, kinds=[kind])
        assert {said["kind"] for _, _, said in graph.edges(data=True)} <= {kind}
        assert graph.number_of_edges() == counts[kind]
    assert build(shipped, kinds="Support").number_of_edges() == counts["Support"]
    assert build(shipped, kinds=["Support"], events=True).number_of_edges() == counts["Support"] + counts["Attack"]


def test_actors_by_any_name(shipped: Release) -> None:
    whole = build(shipped)
    one = build(shipped, actors=["HTS"])
    assert set(one.edges) == {edge for edge in whole.edges if "actors/hts" in edge[:2]}
    assert set(build(shipped, actors="actors/hts").edges) == set(one.edges)
    assert one.number_of_edges()


def test_fewest_documents_and_disputes(tables: Release) -> None:
    whole = dict(build(tables, events=True).edges.items())
    for fewest in (1, 2, 3):
        found = set(build(tables, events=True, documents=fewest).edges)
        assert found == {edge for edge, said in whole.items() if len(said["documents"]) >= fewest}
    ties = {edge: said for edge, said in whole.items() if said["fact"]}
    for disputed in (True, False):
        found = set(build(tables, disputed=disputed).edges)
        assert found == {edge for edge, said in ties.items() if (said["status"] == "disputed") == disputed}
        assert found


def test_organs_stand_for_their_wholes(tables: Release) -> None:
    whole, rolled = build(tables, events=True), build(tables, events=True, roll_up=True)
    assert "actors/blue-army" in whole
    assert "actors/blue-army" not in rolled
    moved = {
        tuple("actors/blue-government" if end == "actors/blue-army" else end for end in edge[:2]): edge[2]
        for edge in whole.edges
        if "actors/blue-army" in edge[:2] and edge[2].startswith("situations/")
    }
    for (source, target), key in moved.items():
        assert rolled.has_edge(source, target, key) or rolled.has_edge(target, source, key)
    assert not list(nx.selfloop_edges(rolled))
    touching = build(tables, roll_up=True, actors=["blue-army"])
    assert touching.number_of_edges()
    assert set(touching.edges) <= set(rolled.edges)


def test_rows_fold_into_dyads(tables: Release) -> None:
    expected: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for event in TABLES.events:
        expected[tuple(sorted(event.parties))].append(event)
    graph = build(tables, kinds=["Attack"])
    found = {
        (source, target): said
        for source, target, said in graph.edges(data=True)
        if said["documents"] == ["documents/event-table-1-0"]
    }
    assert found.keys() == expected.keys()
    for pair, events in expected.items():
        said = found[pair]  # type: ignore[index]
        assert said["events"] == len(events)
        for column, name in (("deaths_low", "deathsLow"), ("deaths_best", "deathsBest"), ("deaths_high", "deathsHigh")):
            given = [dict(event.attributes)[name] for event in events if event.attributes]
            assert said[column] == sum(given), (pair, name)
        assert said["first"] == min(event.bounds.from_ for event in events).isoformat()
        assert said["last"] == max(event.bounds.until for event in events).isoformat()
        assert (said["directed"], said["sign"], said["fact"]) == (False, -1, None)
        assert said["types"] == sorted({kind for event in events for kind in event.types})


@pytest.mark.parametrize(
    "window", [{}, {"on": "2029-12-30"}, {"start": "2030-01-02"}, {"end": "2029-12-31"}, {"on": "2030-01"}]
)
def test_dyads_of_a_window(tables: Release, window: dict[str, str]) -> None:
    asked = {"start": "0001-01-01", "end": "9999-12-31"} | window
    first, last = (date.fromisoformat(asked[name]) for name in ("start", "end"))
    if "on" in window:
        first, last = {"2029-12-30": (date(2029, 12, 30),) * 2, "2030-01": (date(2030, 1, 1), date(2030, 1, 31))}[
            window["on"]
        ]
    expected: Counter[tuple[str, ...]] = Counter()
    sure = set()
    for event in TABLES.events:
        begin, end = event.bounds.from_, event.bounds.until
        assert begin
        assert end
        if begin <= last and end >= first:
            pair = tuple(sorted(event.parties))
            expected[pair] += 1
            if begin >= first and end <= last:
                sure.add(pair)
    found = {
        (source, target): said
        for source, target, said in build(tables, kinds=["Attack"], **window).edges(data=True)  # type: ignore[arg-type]
        if said["documents"] == ["documents/event-table-1-0"]
    }
    assert {pair: said["events"] for pair, said in found.items()} == expected
    assert {pair for pair, said in found.items() if said["answer"] == "surely"} == sure


def test_events_told_in_texts_keep_their_direction_and_voices(tables: Release) -> None:
    graph = build(tables, kinds=["Attack"])
    said = graph.edges["actors/red-front", "actors/blue-army", "dyads/red-front--blue-army/texts/against"]
    assert said["directed"]
    assert "actors/witnesses" in said["voices"]
    assert (said["deaths_low"], said["deaths_best"], said["deaths_high"]) == (None, None, None)


def test_dyads_looking_back_are_those_of_the_table(tables: Release) -> None:
    """The day before the last document: the same rows, folded one by one."""
    early = build(tables, kinds=["Attack"], as_known_on="2030-01-17")
    whole = build(tables, kinds=["Attack"])
    ours = {edge: said for edge, said in early.edges.items() if said["documents"] == ["documents/event-table-1-0"]}
    assert ours
    for edge, said in ours.items():
        assert said == whole.edges[edge]


def test_the_graph_tells_what_it_is(shipped: Release) -> None:
    graph = build(shipped, on="2024-12", kinds=["Support"], roll_up=True)
    assert graph.graph["release"] == shipped.name
    assert graph.graph["filters"] == {
        "start": "2024-12-01", "end": "2024-12-31", "kinds": ["Support"], "roll_up": True,
    }  # fmt: skip
    assert shipped.name in graph.graph["citation"]
    assert "creativecommons" in graph.graph["licence"]


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"on": "yesterday"}, "on"),
        ({"on": 2024}, None),
        ({"on": "2024-12-01", "end": "2024-12-02"}, "on"),
        ({"start": "2024-12-02", "end": "2024-12-01"}, "end"),
        ({"as_known_on": "2024-13"}, "as_known_on"),
        ({"kinds": ["Friendship"]}, "kinds"),
        ({"kinds": ["Support" * 1000]}, "kinds"),
        ({"documents": 0}, "documents"),
        ({"documents": "many"}, "documents"),
    ],
)
def test_what_is_wrong_is_told(shipped: Release, wrong: dict[str, Any], name: str | None) -> None:
    if name is None:
        assert build(shipped, **wrong).number_of_edges()
        return
    with pytest.raises(BadParameter) as error:
        build(shipped, **wrong)
    assert error.value.name == name
    assert len(error.value.arrived or "") <= 200


def test_an_actor_that_is_not_there(shipped: Release) -> None:
    with pytest.raises(UnknownThing):
        build(shipped, actors=["nobody-at-all"])


def test_a_day_without_anything(tables: Release) -> None:
    graph = build(tables, on="1800-01-01", events=True, places=True)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (0, 0)
