"""The network over HTTP and on the command line: forms, limits, and what is said of what is wrong."""

from __future__ import annotations

import csv
import io
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

import kg.cli.networking
from kg.cli import app
from kg.lookups import Lookup
from kg.lookups.network import NETWORK
from kg.network import build
from kg.release import Release

ASKED = {
    "/network": {},
    "/network/paths": {"source": "greenland", "target": "blue-army"},
    "/network/change": {"from": "2029-06-01", "to": "2030-01-12"},
}
BOTH = pytest.mark.parametrize("lookup", NETWORK, ids=lambda lookup: lookup.path)
HOSTILE = ["<script>alert(1)</script>", "\u202e", "\x00", "9" * 5000, "-1", "1e9", "', DROP", "%", "../../x"]


def ask(client: TestClient, path: str, **parameters: Any) -> Any:
    answer = client.get(path, params={**ASKED[path], **parameters})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_node_link_json_is_read_by_networkx(client: TestClient, release: Release) -> None:
    asked = {"events": True, "places": True}
    ours = ask(client, "/network", **dict.fromkeys(asked, "true"))
    graph = nx.node_link_graph(ours, edges="edges")
    whole = build(release, **asked)  # type: ignore[arg-type]
    assert set(graph.edges) == set(whole.edges)
    assert dict(graph.nodes.items()) == dict(whole.nodes.items())
    for edge, said in whole.edges.items():
        assert {name: graph.edges[edge][name] for name in said} == said
    assert ours["graph"] == whole.graph
    assert ours["counts"] == {"nodes": len(whole), "edges": whole.number_of_edges()}


def test_filters(client: TestClient, release: Release) -> None:
    for filters, asked in (
        ({"on": "2030-01-03"}, {"on": "2030-01-03"}),
        ({"from": "2030-01-04", "to": "2030-01"}, {"start": "2030-01-04", "end": "2030-01"}),
        ({"kind": "Support,Hostility"}, {"kinds": ["Support", "Hostility"]}),
        ({"actor": "captain-ochre"}, {"actors": ["captain-ochre"]}),
        ({"disputed": "false", "roll_up": "true"}, {"disputed": False, "roll_up": True}),
        ({"as_known_on": "2030-01-05"}, {"as_known_on": "2030-01-05"}),
    ):
        ours = {(one["source"], one["target"], one["key"]) for one in ask(client, "/network", **filters)["edges"]}
        assert ours == set(build(release, **asked).edges), filters
        assert ours != set(build(release).edges) or "roll_up" in filters, filters


def test_measures_and_sides(client: TestClient) -> None:
    found = ask(client, "/network", measures="true", balance="true", events="true")
    assert all({"degree", "pagerank", "community"} <= node.keys() for node in found["nodes"])
    assert sum(node["pagerank"] for node in found["nodes"]) == pytest.approx(1)
    assert found["balance"]["exact"]
    assert len(found["balance"]["frustrated"]) == found["balance"]["index"]
    camps = [set(side) for sides in found["balance"]["camps"] for side in sides]
    foes = next(one for one in found["edges"] if one["sign"] == -1)
    assert any(foes["source"] in side for side in camps)


def test_beyond_the_limit_it_says_so(client: TestClient) -> None:
    whole = ask(client, "/network")
    part = ask(client, "/network", limit=2)
    assert (whole["truncated"], part["truncated"], len(part["edges"])) == (False, True, 2)
    assert part["edges"] == whole["edges"][:2]
    assert part["counts"] == whole["counts"]
    ends = {end for edge in part["edges"] for end in (edge["source"], edge["target"])}
    assert {node["id"] for node in part["nodes"]} == ends


def test_only_some_members_of_edges(client: TestClient) -> None:
    edges = ask(client, "/network", fields="kind,sign")["edges"]
    assert all(list(edge) == ["source", "target", "key", "kind", "sign"] for edge in edges)


def test_paths(client: TestClient, release: Release) -> None:
    found = ask(client, "/network/paths")
    assert found["ways"]
    graph = build(release)
    claims = {claim.path: claim for claim in release.statements.claims}
    for way in found["ways"]:
        hops = [one for one in found["records"] if one["way"] == way["way"]]
        assert [hop["hop"] for hop in hops] == list(range(1, way["hops"] + 1))
        assert hops[0]["source"]["id"] == "actors/greenland"
        assert hops[-1]["target"]["id"] == "actors/blue-army"
        assert all(one["target"] == other["source"] for one, other in pairwise(hops))
        assert way["together"] == (not any(hop["apart"] for hop in hops))
        for hop in hops:
            ends = [hop["source"]["id"], hop["target"]["id"]]
            said = graph.edges[(*(ends if hop["forward"] else ends[::-1]), hop["fact"]["id"])]
            assert hop["voices"]
            for voice in hop["voices"]:
                assert voice["document"]["id"] in said["documents"]
                assert voice["voice"]["id"] in said["voices"]
                if voice["claim"]:
                    claim = claims[voice["claim"]]
                    assert (voice["start"], voice["gloss"]) == (claim.passage.start, claim.gloss)
                    assert claim.modality in hop["modality"]
    assert len(ask(client, "/network/paths", k=1)["ways"]) == 1


def test_paths_through_attacks_and_places(client: TestClient) -> None:
    found = ask(client, "/network/paths", kind="Attack,Control", target="red-front", k=20)
    assert {one["kind"] for one in found["records"]} <= {"Attack", "Control"}
    found = ask(client, "/network/paths", kind="Control", source="blue-army", target="red-front", k=20)
    assert all(voice["document"] for one in found["records"] for voice in one["voices"])


def test_nothing_connects_them(client: TestClient) -> None:
    assert ask(client, "/network/paths", on="1800")["records"] == []


def test_changes(client: TestClient, release: Release) -> None:
    found = ask(client, "/network/change")
    earlier, later = (build(release, on=day) for day in ("2029-06-01", "2030-01-12"))
    ties = [{(one, other, said["kind"]) for one, other, said in g.edges(data=True)} for g in (earlier, later)]
    by_change = {
        change: {
            (one["source"]["id"], one["target"]["id"], one["kind"])
            for one in found["records"]
            if one["change"] == change
        }
        for change in ("gained", "lost")
    }
    assert by_change == {"gained": ties[1] - ties[0], "lost": ties[0] - ties[1]}
    assert sum(found["counts"].values()) == len(found["records"])
    assert found["records"]
    pages = ask(client, "/network/change", limit=1)
    assert pages["records"] == found["records"][:1]


def test_series(client: TestClient, release: Release) -> None:
    days = {"from": "2029-12-28", "to": "2030-01-07"}
    found = ask(client, "/network/change", **days, metric="degree", of="red-front", step=5)["series"]
    assert [one["day"] for one in found] == ["2029-12-28", "2030-01-02", "2030-01-07"]
    for one in found:
        graph = build(release, on=one["day"])
        assert one["value"] == (graph.degree("actors/red-front") if "actors/red-front" in graph else None)
    assert found[0]["value"]


@BOTH
def test_forms(client: TestClient, lookup: Lookup) -> None:
    asked = ASKED[lookup.path]
    answer = client.get(lookup.path, params={**asked, "format": "csv"})
    heading, *rows = csv.reader(io.StringIO(answer.text))
    assert heading == list(lookup.fields)
    body = client.get(lookup.path, params=asked).json()
    assert len(rows) == len(body.get("edges") or body["records"])
    page = client.get(lookup.path, params={**asked, "format": "html"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<table>" in page.text
    again = client.get(
        lookup.path, params=asked, headers={"If-None-Match": client.get(lookup.path, params=asked).headers["etag"]}
    )
    assert again.status_code == 304


@BOTH
def test_it_is_documented(client: TestClient, lookup: Lookup) -> None:
    told = client.get("/openapi.json").json()["paths"][lookup.path]["get"]
    assert {one["name"] for one in told["parameters"]} >= set(lookup.parameters)
    assert lookup.example.keys() <= lookup.fields.keys()


@BOTH
def test_nothing_that_comes_is_a_fault(client: TestClient, lookup: Lookup) -> None:
    for name in [*lookup.parameters, "nonsense"]:
        for value in HOSTILE:
            answer = client.get(lookup.path, params={**ASKED[lookup.path], name: value})
            assert answer.status_code < 500, (name, value, answer.text)
            if answer.status_code >= 400:
                assert answer.headers["content-type"] == "application/problem+json"
                assert len(answer.text) < 3000


@pytest.mark.parametrize(
    ("path", "wrong", "status"),
    [
        ("/network", {"on": "2030-01-01", "from": "2030-01-01"}, 400),
        ("/network", {"from": "2030-01-02", "to": "2030-01-01"}, 400),
        ("/network", {"limit": "20001"}, 400),
        ("/network", {"kind": "Friendship"}, 400),
        ("/network", {"actor": "nobody-at-all"}, 404),
        ("/network/paths", {"k": "21"}, 400),
        ("/network/paths", {"target": "greenland"}, 400),
        ("/network/paths", {"target": "nobody-at-all"}, 404),
        ("/network/paths", {"target": ""}, 400),
        ("/network/change", {"from": ""}, 400),
        ("/network/change", {"to": "2029-05-31"}, 400),
        ("/network/change", {"metric": "degree"}, 400),
        ("/network/change", {"metric": "edges", "from": "0001-01-01"}, 400),
        ("/network/change", {"metric": "beauty"}, 400),
    ],
)
def test_what_is_wrong_is_told(client: TestClient, path: str, wrong: dict[str, str], status: int) -> None:
    answer = client.get(path, params={**ASKED[path], **wrong})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    for name, text in wrong.items():
        if not text and name != "to":
            assert name in answer.json()["detail"]


def run(store: Path, *arguments: str) -> str:
    assert kg.cli.networking
    result = CliRunner().invoke(app, [*arguments, "--store", str(store)])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_on_the_command_line(store: Path, client: TestClient) -> None:
    said = json.loads(run(store, "network", "--on", "2030-01-03", "--format", "json", "--measures"))
    assert said["edges"] == ask(client, "/network", on="2030-01-03")["edges"]
    assert all("pagerank" in node for node in said["nodes"])
    table = run(store, "network", "--kind", "Leadership")
    assert "actors/captain-ochre" in table
    rows = list(csv.DictReader(io.StringIO(run(store, "paths", "Greenland", "Blue Army", "--format", "csv"))))
    records = ask(client, "/network/paths")["records"]
    assert [row["sentence"] for row in rows] == [one["sentence"] for one in records]
    assert records[0]["sentence"].split(";")[0] in " ".join(run(store, "paths", "Greenland", "Blue Army").split())
