"""Networks as text for programs that draw them: DOT, CX2, Mermaid."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tarfile
from collections import Counter
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from lxml import etree  # type: ignore[import-untyped]

from conftest import needed
from exports.graphs import NASTY, ends, hostile, shown, written
from kg.errors import BadParameter
from kg.exports import Source
from kg.exports.mermaid import MOST_CHARACTERS, MOST_EDGES, MOST_NODES
from kg.network import build
from kg.release import Release
from synthetic import SHARED

SVG = "{http://www.w3.org/2000/svg}"
COLOURS = {"1": "#1B7837", "-1": "#B2182B", "0": "#4D4D4D"}
LINES = {"1": "solid", "-1": "bold", "0": "dotted"}


@pytest.fixture(scope="module")
def real(release: Release) -> nx.MultiDiGraph[str]:
    return build(release, places=True, events=True)


def drawn(data: bytes, form: str) -> bytes:
    dot = needed(Path(shutil.which("dot") or "dot"), "Graphviz, of Debian's package graphviz")
    done = subprocess.run([dot, f"-T{form}"], input=data, capture_output=True, timeout=100, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout


def dot_json(graph: nx.MultiDiGraph[str]) -> tuple[dict[str, dict[str, str]], list[tuple[str, str, dict[str, str]]]]:
    found: dict[str, Any] = json.loads(drawn(written("dot", graph), "dot_json"))
    nodes = found.get("objects", [])
    names = {node["_gvid"]: node["name"] for node in nodes}
    edges = [(names[edge["tail"]], names[edge["head"]], edge) for edge in found.get("edges", [])]
    return {node["name"]: node for node in nodes}, edges


def test_graphviz_reads_every_node_and_edge(real: nx.MultiDiGraph[str]) -> None:
    for graph in (hostile(), real, nx.MultiDiGraph()):
        nodes, edges = dot_json(graph)
        assert {name: node["ckg_label"] for name, node in nodes.items()} == {
            node: shown(str(data["label"])) for node, data in graph.nodes(data=True)
        }
        assert ends(edges) == ends(graph.edges())
        days = Counter((a, b, data.get("from_") or "") for a, b, data in graph.edges(data=True))
        assert Counter((a, b, edge.get("ckg_from", "")) for a, b, edge in edges) == days
        assert len({edge["ckg_id"] for *_, edge in edges}) == graph.number_of_edges()


def test_dot_tells_signs_by_colour_and_by_line(real: nx.MultiDiGraph[str]) -> None:
    for graph in (hostile(), real):
        for *_, edge in dot_json(graph)[1]:
            sign = edge["ckg_sign"]
            assert edge["color"] == COLOURS[sign]
            assert edge["style"] == ("dashed" if edge.get("ckg_status") == "disputed" else LINES[sign])
            assert (edge.get("dir") == "none") is (edge.get("ckg_directed") == "false")


def test_graphviz_shows_labels_as_they_are() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    labels = {
        "a": r"C:\new\N",
        "b": "&lt;b&gt; & <b>",
        "c\\": 'ends in \\ and "',
        "d": "x" * 30_000,
        "e\n{f}": "}; a -> b",
    }
    for node, label in labels.items():
        graph.add_node(node, label=label, image="/etc/passwd", pos="1,1!", URL="javascript:alert(1)")
        graph.add_edge("a", node, key=f"k{node}", fact="javascript:alert(1)", kind='"];x')
    picture = etree.fromstring(drawn(written("dot", graph), "svg"))
    groups = [one for one in picture.iter(f"{SVG}g") if one.get("class") == "node"]
    texts = {"".join(text.text.strip("\u2068\u2069") for text in group.iter(f"{SVG}text")) for group in groups}
    assert {*labels.values()} - texts == {labels["d"]}  # too long to be shown, but as a title
    titles = {one.get("{http://www.w3.org/1999/xlink}title") for one in picture.iter(f"{SVG}a")}
    assert labels["d"] in titles
    assert not list(picture.iter(f"{SVG}image"))
    links = [one.get("{http://www.w3.org/1999/xlink}href") or "" for one in picture.iter(f"{SVG}a")]
    assert not [link for link in links if "javascript" in link]


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[list[dict[str, Any]]]:
    packed = needed(SHARED / "suites" / "export-schemas.tar.xz", "samples of CX2")
    folder = tmp_path_factory.mktemp("samples")
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    return [json.loads(file.read_bytes()) for file in sorted(folder.glob("schemas/cx2/*.cx2"))]


def aspects(document: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: value for part in document[1:] for name, value in part.items()}


def test_cx2_is_built_as_cytoscapes_samples_are(
    samples: list[list[dict[str, Any]]], real: nx.MultiDiGraph[str]
) -> None:
    assert len(samples) >= 2
    for graph in (hostile(), real, nx.MultiDiGraph()):
        document = json.loads(written("cx2", graph))
        found = aspects(document)
        for sample in samples:
            there = aspects(sample)
            assert document[0] == sample[0]
            assert next(iter(document[1])) == next(iter(sample[1])) == "metaData"
            assert document[-1] == sample[-1]
            assert found.keys() <= there.keys()
            for name in ("nodes", "edges"):
                used = {(key, type(value)) for one in there[name] for key, value in one.items()}
                assert {(key, type(value)) for one in found[name] for key, value in one.items()} <= used
            looks = {
                (side, name) for side in ("node", "edge") for name in there["visualProperties"][0]["default"][side]
            }
            own = found["visualProperties"][0]["default"]
            assert {(side, name) for side in ("node", "edge") for name in own[side]} <= looks
        told = {one["name"]: one["elementCount"] for one in found["metaData"]}
        assert told == {name: len(value) for name, value in found.items() if name not in {"metaData", "status"}}


def test_cx2_declares_what_it_has(real: nx.MultiDiGraph[str]) -> None:
    types = {"string": str, "long": int, "double": float, "boolean": bool, "list_of_string": list}
    for graph in (hostile(), real):
        found = aspects(json.loads(written("cx2", graph)))
        (declared,) = found["attributeDeclarations"]
        assert found["networkAttributes"][0].keys() == declared["networkAttributes"].keys()
        for name in ("nodes", "edges"):
            known = {one.get("a", key): one["d"] for key, one in declared[name].items()}
            for one in found[name]:
                for key, value in one["v"].items():
                    assert type(value) is types[known[key]], key
            mapped = found["visualProperties"][0][f"{name[:-1]}Mapping"].values()
            assert {one["definition"]["attribute"] for one in mapped} <= declared[name].keys()


def test_cx2_has_the_network(real: nx.MultiDiGraph[str]) -> None:
    for graph in (hostile(), real):
        found = aspects(json.loads(written("cx2", graph)))
        names = {node["id"]: node["v"]["r"] for node in found["nodes"]}
        assert {node["v"]["r"]: node["v"]["n"] for node in found["nodes"]} == {
            node: str(data["label"]).replace("\ud800", "\ufffd") for node, data in graph.nodes(data=True)
        }
        assert ends((names[edge["s"]], names[edge["t"]]) for edge in found["edges"]) == ends(graph.edges())
        signs = Counter((a, b, data.get("sign"), data.get("from_")) for a, b, data in graph.edges(data=True))
        assert (
            Counter((names[e["s"]], names[e["t"]], e["v"]["sign"], e["v"].get("from")) for e in found["edges"]) == signs
        )
        assert {type(edge["v"]["voices"]) for edge in found["edges"] if "voices" in edge["v"]} == {list}


def test_cx2_keeps_attributes_that_clash_with_its_own() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("actors/a", represents="mine", name="other")
    graph.add_edge("actors/a", "actors/a", key="k", interaction=7)
    found = aspects(json.loads(written("cx2", graph)))
    assert found["nodes"][0]["v"] == {"n": "actors/a", "r": "actors/a", "name_": "other", "represents_": "mine"}
    assert found["edges"][0]["v"] == {"name": "relation", "i": "relation", "id": "k", "interaction_": 7}


LINE = re.compile(r'(n\d+) (-->|-\.->|---|-\.-)\|"([^"]*)"\| (n\d+)')
NODE = re.compile(r'(n\d+)[\[(]+"([^"]*)"[\])]+:::(\w+)')


def test_mermaid_has_a_line_for_each_node_and_edge(real: nx.MultiDiGraph[str]) -> None:
    for graph in (hostile(), real):
        lines = written("mermaid", graph).decode().split("\n")
        assert lines[0] == "flowchart LR"
        nodes = [found.groups() for line in lines if (found := NODE.fullmatch(line))]
        edges = [found.groups() for line in lines if (found := LINE.fullmatch(line))]
        order = {f"n{number}": node for number, node in enumerate(graph)}
        assert [number for number, *_ in nodes] == list(order)
        assert ends((order[edge[0]], order[edge[3]]) for edge in edges) == ends(graph.edges())
        signs = ["+·−".index(edge[2].replace("#43;", "+")[0]) for edge in edges]
        assert Counter(signs) == Counter({1: 0, 0: 1, -1: 2}[data["sign"]] for *_, data in graph.edges(data=True))
        styled = [line.split()[1].split(",") for line in lines if line.startswith("linkStyle")]
        assert sorted(int(number) for some in styled for number in some) == list(range(len(edges)))
        others = [line for line in lines if not NODE.fullmatch(line) and not LINE.fullmatch(line)]
        known = ("flowchart LR", "%% ", "accTitle: ", "classDef ", "linkStyle ")
        assert [line for line in others if line and not line.startswith(known)] == []


def test_no_label_of_mermaid_means_anything() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number, label in enumerate(
        [*NASTY.values(), '"]; click n0 "javascript:alert(1)"', "`**bold**`", "1. a", "- a", "%% x"]
    ):
        graph.add_node(f"actors/{number}", label=label)
    text = written("mermaid", graph).decode()
    labels = [found[1] for found in NODE.findall(text)]
    assert len(labels) == len(graph)
    for label in labels:
        assert not re.search(r"""[<>"'`%{}\[\]()|&;#*_\\]""", re.sub(r"#\d+;", "", label)), label
        assert not re.match(r"[\u2068\s]*([-+]|\d+[.)])", label)


@pytest.mark.parametrize(("nodes", "edges"), [(MOST_NODES + 1, 0), (2, MOST_EDGES + 1)])
def test_a_chart_that_cannot_be_read_is_refused(nodes: int, edges: int) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(f"actors/{number}" for number in range(nodes))
    for number in range(edges):
        graph.add_edge("actors/0", "actors/1", key=f"k{number}")
    with pytest.raises(BadParameter, match=f"at most {MOST_NODES} nodes and {MOST_EDGES} edges"):
        written("mermaid", graph)


def test_no_chart_is_larger_than_mermaid_draws() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number in range(MOST_NODES):
        graph.add_node(f"actors/{number}", label="<" * 1_000)
    assert len(written("mermaid", graph).decode()) <= MOST_CHARACTERS
    for number in range(MOST_EDGES):
        graph.add_edge("actors/0", "actors/1", key=f"k{number}", kind="< " * 30)
    with pytest.raises(BadParameter, match="which Mermaid does not draw"):
        written("mermaid", graph)


@pytest.mark.parametrize("name", ["cx2", "dot", "mermaid"])
def test_they_are_filtered_as_the_network_is(name: str, release: Release) -> None:
    some = Source(release, {"kind": ("Support",)}, {"kind": "Support"})
    text = written(name, some).decode()
    assert "Support" in text
    assert "Leadership" in written(name, Source(release)).decode()
    assert "Leadership" not in text
