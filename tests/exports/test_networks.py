"""The network formats, read back by programs of others."""

from __future__ import annotations

import csv
import io
import json
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import igraph  # type: ignore[import-untyped]
import networkx as nx
import pytest
from lxml import etree  # type: ignore[import-untyped]

from conftest import needed
from exports.graphs import NASTY, ends, hostile, shown, written
from kg.exports import EXPORTS, Source
from kg.network import build
from kg.release import Release
from synthetic import SHARED

NETWORKS = [name for name, one in EXPORTS.items() if one.subject == "network"]
GRAPHMLS = ["graphml", "graphml-yed"]
GEXF = "{http://gexf.net/1.3}"
YED = "{http://www.yworks.com/xml/graphml}"


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    packed = needed(SHARED / "suites" / "export-schemas.tar.xz", "schemas of GEXF and KML")
    folder = tmp_path_factory.mktemp("schemas")
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    return folder / "schemas"


@pytest.fixture(scope="module")
def real(release: Release) -> nx.MultiDiGraph[str]:
    graph = build(release, places=True, events=True)
    assert graph.number_of_edges() > 5
    return graph


@pytest.mark.parametrize("name", NETWORKS)
def test_an_empty_network_is_a_file(name: str) -> None:
    assert len(written(name, nx.MultiDiGraph())) > 100


@pytest.mark.parametrize("name", NETWORKS)
def test_equal_networks_give_equal_bytes(name: str, release: Release) -> None:
    assert written(name, Source(release)) == written(name, Source(release))


@pytest.mark.parametrize("name", [name for name in NETWORKS if name != "png"])
def test_each_says_where_it_is_from(name: str, release: Release) -> None:
    data = written(name, Source(release, {"documents": 1}, {"documents": "1"}))
    if name.endswith("csv"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = archive.read("README.txt")
    text = data.decode()
    for told in (release.name, "creativecommons.org/licenses/by/4.0", "documents", str(release.manifest["built"])):
        assert told in text, told


@pytest.mark.parametrize("name", GRAPHMLS)
def test_networkx_reads_graphml(name: str, real: nx.MultiDiGraph[str]) -> None:
    for graph, count in ((hostile(), 12), (real, real.number_of_edges())):
        found = nx.read_graphml(io.BytesIO(written(name, graph)), force_multigraph=True)
        assert found.number_of_edges() == graph.number_of_edges() == count
        assert {node: data["label"] for node, data in found.nodes(data=True)} == {
            node: shown(str(data["label"])) for node, data in graph.nodes(data=True)
        }
        assert ends(found.edges()) == ends(graph.edges())
        signs = sorted((a, b, data.get("sign")) for a, b, data in graph.edges(data=True))
        assert sorted((a, b, data.get("sign")) for a, b, data in found.edges(data=True)) == signs
        days = sorted((a, b, str(data.get("from_"))) for a, b, data in graph.edges(data=True))
        assert sorted((a, b, str(data.get("from"))) for a, b, data in found.edges(data=True)) == days


def test_igraph_reads_graphml(tmp_path: Path, real: nx.MultiDiGraph[str]) -> None:
    for graph in (hostile(), real):
        (tmp_path / "a.graphml").write_bytes(written("graphml", graph))
        found = igraph.read(str(tmp_path / "a.graphml"))
        assert (found.vcount(), found.ecount()) == (graph.number_of_nodes(), graph.number_of_edges())
        named = {node: shown(str(data["label"])) for node, data in graph.nodes(data=True)}
        assert dict(zip(found.vs["id"], found.vs["label"], strict=True)) == named


def test_attributes_that_clash_have_names_of_their_own() -> None:
    found = nx.read_graphml(io.BytesIO(written("graphml", hostile())), force_multigraph=True)
    data = found.nodes["actors/plain"]
    assert (data["id_"], data["source_"], "number" in data) == ("mine", "s", False)
    edges = {data["fact"]: data for *_, data in found.edges(data=True) if "fact" in data}
    first = edges["https://w3id.org/ckg/situations/s0"]
    assert (first["day"], first["mixed"], first["table"]) == ("2030-01-02", "1", '{"a": 1}')
    assert not {"infinite", "nothing"} & first.keys()
    assert {data["directed"] for data in edges.values()} == {True, False}


def test_yed_shows_labels() -> None:
    tree = etree.fromstring(written("graphml-yed", hostile()))
    labels = [one.text for one in tree.iter(f"{YED}NodeLabel")]
    assert sorted(labels) == sorted([*map(shown, NASTY.values()), "Alpha"])
    assert len(list(tree.iter(f"{YED}EdgeLabel"))) == 12


def test_networkx_reads_gexf(real: nx.MultiDiGraph[str]) -> None:
    for graph in (hostile(), real):
        found = nx.read_gexf(io.BytesIO(written("gexf", graph)))
        assert ends(found.edges()) == ends(graph.edges())
        assert {node: data["label"] for node, data in found.nodes(data=True)} == {
            node: " ".join(shown(str(data["label"])).split()) for node, data in graph.nodes(data=True)
        }
        signs = sorted((a, b, data["sign"]) for a, b, data in graph.edges(data=True))
        assert sorted((a, b, data["sign"]) for a, b, data in found.edges(data=True)) == signs


def test_gexf_has_a_spell_for_each_time_and_ids_of_its_own() -> None:
    graph = hostile()
    tree = etree.fromstring(written("gexf", graph))
    edges = {edge.get("id"): edge for edge in tree.iter(f"{GEXF}edge")}
    assert len(edges) == graph.number_of_edges()
    spells = {id_: [dict(spell.attrib) for spell in edge.iter(f"{GEXF}spell")] for id_, edge in edges.items()}
    assert spells["situations/s0"] == [{"start": "2030-01-01", "end": "2030-01-05"}]
    assert spells["situations/s1"] == [{"start": "2030-01-01"}]
    assert spells["situations/self"] == []
    kinds = [(edge.get("source"), edge.get("target"), edge.get("kind")) for edge in edges.values()]
    assert len(set(kinds)) == len(kinds)  # Gephi makes one of those that are alike
    assert tree.find(f"{GEXF}graph").get("mode") == "dynamic"


def test_gexf_is_valid(schemas: Path, release: Release) -> None:
    schema = etree.XMLSchema(etree.parse(schemas / "gexf" / "specs" / "1.3" / "gexf.xsd"))
    for data in (written("gexf", hostile()), written("gexf", nx.MultiDiGraph()), written("gexf", Source(release))):
        schema.assertValid(etree.fromstring(data))


def test_node_link_json_is_the_network_itself(real: nx.MultiDiGraph[str]) -> None:
    found: Any = nx.node_link_graph(json.loads(written("node-link", real)), edges="edges")
    assert set(found) == set(real)
    for one, other, key, data in real.edges(keys=True, data=True):
        assert found.edges[one, other, key].items() >= data.items()
    assert found.graph["release"] == real.graph["release"]


def test_json_keeps_every_text() -> None:
    nodes = {node["id"]: node["label"] for node in json.loads(written("node-link", hostile()))["nodes"]}
    assert nodes == {n: label.replace("\ud800", "\ufffd") for n, label in {**NASTY, "places/alpha": "Alpha"}.items()}


def test_cytoscape_json_has_elements_with_ids_of_their_own(real: nx.MultiDiGraph[str]) -> None:
    for graph in (hostile(), real):
        elements = json.loads(written("cytoscape", graph))["elements"]
        nodes, edges = ([one["data"] for one in elements[kind]] for kind in ("nodes", "edges"))
        ids = [one["id"] for one in (*nodes, *edges)]
        assert len(ids) == len(set(ids))
        assert {node["id"] for node in nodes} == set(graph)
        assert ends((edge["source"], edge["target"]) for edge in edges) == ends(graph.edges())
        assert {type(edge["voices"]) for edge in edges if edge.get("voices") is not None} == {list}


def tables(name: str, graph: nx.MultiDiGraph[str]) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(written(name, graph))) as archive:
        assert archive.testzip() is None
        return {
            one: list(csv.DictReader(io.StringIO(archive.read(one).decode(), newline="")))
            for one in archive.namelist()
            if one.endswith(".csv")
        }


def test_gephis_tables_are_safe_in_a_spreadsheet() -> None:
    graph = hostile()
    found = tables("gephi-csv", graph)
    assert list(found["nodes.csv"][0])[:2] == ["Id", "Label"]
    assert list(found["edges.csv"][0])[:3] == ["Source", "Target", "Type"]
    assert {row["Type"] for row in found["edges.csv"]} == {"Directed", "Undirected"}
    assert ends((row["Source"], row["Target"]) for row in found["edges.csv"]) == ends(graph.edges())
    labels = {row["Id"]: row["Label"] for row in found["nodes.csv"]}
    assert labels["actors/formula"] == "'" + NASTY["actors/formula"]
    assert labels["actors/lines"] == NASTY["actors/lines"]
    assert labels["actors/right"] == NASTY["actors/right"]
    cells = [cell for rows in found.values() for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@")) or (cell[:1] == "-" and cell != "-1")]


def test_neo4js_tables_have_its_headers() -> None:
    graph = hostile()
    found = tables("neo4j-csv", graph)
    assert {"id:ID", ":LABEL", "lat:double"} <= found["nodes.csv"][0].keys()
    assert {":START_ID", ":END_ID", ":TYPE", "from:date", "types:string[]", "sign:long"} <= found["relationships.csv"][
        0
    ].keys()
    rows = found["relationships.csv"]
    assert ends((row[":START_ID"], row[":END_ID"]) for row in rows) == ends(graph.edges())
    assert {row[":TYPE"] for row in rows} == {"SUPPORT", "HOSTILITY", "CONTROL"}
    assert rows[0]["types:string[]"] == "a,b;c"
    assert {row[":LABEL"] for row in found["nodes.csv"]} == {"Group", "Place"}
    labels = {row["id:ID"]: row["label:string"] for row in found["nodes.csv"]}
    assert labels["actors/formula"] == NASTY["actors/formula"]


def test_filters_are_those_of_the_network(release: Release) -> None:
    values = {"kind": ("Support",), "roll_up": True}
    found = json.loads(written("node-link", Source(release, values, {"kind": "Support", "roll_up": "true"})))
    expected = build(release, kinds=["Support"], roll_up=True)
    assert {edge["key"] for edge in found["edges"]} == {key for *_, key in expected.edges(keys=True)}
    assert 0 < len(found["edges"]) < build(release).number_of_edges()
    assert found["graph"]["filters"] == {"kind": "Support", "roll_up": "true"}
    assert found["graph"]["counts"] == {"nodes": len(expected), "edges": expected.number_of_edges()}
