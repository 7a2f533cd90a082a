"""Pictures and the page: what can be read in them, and what they refuse."""

from __future__ import annotations

import json
import re
import shutil
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest
from lxml import etree  # type: ignore[import-untyped]

from conftest import needed
from exports.graphs import hostile, written
from kg.errors import BadParameter
from kg.exports import Source
from kg.exports.layout import boxes, coordinates
from kg.network import build
from kg.release import Release

SVG = "{http://www.w3.org/2000/svg}"


def words(data: bytes) -> str:
    texts = ("".join(one.itertext()) for one in etree.fromstring(data).iter(f"{SVG}text"))
    return re.sub("[\u2066-\u2069]", "", "\n".join(texts))


def star(leaves: int) -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_edges_from(("hub", f"a rather long name of leaf {n}") for n in range(leaves))
    return graph


def test_no_label_lies_over_another() -> None:
    for graph in (star(60), nx.MultiDiGraph(nx.gnp_random_graph(50, 0.1, seed=3, directed=True)), hostile()):
        named = nx.relabel_nodes(graph, str)
        found = list(boxes(named, {node: f"the name of {node}"[:60] for node in named}).values())
        for one, other in combinations(found, 2):
            apart = (
                abs(one.x - other.x) >= (one.width + other.width) / 2
                or abs(one.y - other.y) >= (one.height + other.height) / 2
            )
            assert apart


def test_equal_networks_have_equal_places() -> None:
    assert coordinates(star(500)) == coordinates(star(500))


def test_a_picture_tells_names_signs_days_and_licence(release: Release) -> None:
    graph = build(release)
    text = words(written("svg", Source(release)))
    for label in nx.get_node_attributes(graph, "label").values():
        assert all(word in text for word in label.split())
    for number, (*_, data) in enumerate(graph.edges(data=True), 1):
        mark = {1: "+", -1: "−", 0: "·"}[data["sign"]]
        assert f"{mark}{number}" in text.splitlines()
        assert f"{mark}{number}  " in text
    assert "support, alliance" in text
    assert release.name in text
    assert "Licence" in text
    assert any(data["from_"] and f"{data['from_']} to" in text for *_, data in graph.edges(data=True))


def test_a_picture_runs_nothing_and_asks_for_nothing() -> None:
    tree = etree.fromstring(written("svg", hostile()))
    assert {one.tag for one in tree.iter() if isinstance(one.tag, str)} <= {
        SVG + name for name in ("svg", "title", "desc", "rect", "defs", "marker", "path", "g", "text", "line")
    }
    assert not [name for one in tree.iter() for name in one.attrib if name.startswith("on") or "href" in name]


def test_a_png_is_drawn(release: Release) -> None:
    data = written("png", Source(release))
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = (int.from_bytes(data[at : at + 4]) for at in (16, 20))
    assert width >= 900
    assert height >= 300
    assert written("png", hostile()).startswith(b"\x89PNG")


@pytest.mark.parametrize(("name", "leaves"), [("svg", 300), ("png", 300), ("html", 4_000)])
def test_what_could_not_be_read_is_refused(name: str, leaves: int) -> None:
    with pytest.raises(BadParameter, match="at most"):
        written(name, star(leaves))


def test_a_page_holds_names_as_text_alone() -> None:
    page = written("html", hostile()).decode()
    assert page.count("<script") == page.count("</script>") == 2
    (data,) = re.findall(r'<script id="data" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert "<" not in data
    found = json.loads(data)
    assert len(found["nodes"]) == len(hostile())
    assert "default-src 'none'" in page
    for program in ("force-graph", "d3-force-3d"):  # whose licences want to go with them
        assert re.search(rf"{program} [\d.]+, MIT\n\n.*?Permission is hereby granted", page, re.DOTALL)
    assert "unsafe" not in page
    assert not re.search(r"""(src|href)=["'](?!data:)""", page)


@pytest.mark.long
def test_a_page_works_without_a_network(release: Release, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    browser_path = needed(Path(shutil.which("chromium") or "chromium"), "Debian's Chromium")
    graph = hostile()
    for name, source in (("real", Source(release)), ("hostile", Source.of_graph(graph))):
        (tmp_path / f"{name}.html").write_bytes(written("html", source))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(browser_path), args=["--no-sandbox", "--disable-gpu"])
        opened = browser.new_context(offline=True).new_page()
        asked: list[str] = []
        faults: list[str] = []
        opened.on("request", lambda request: asked.append(request.url))
        opened.on("console", lambda message: faults.append(message.text))
        opened.on("dialog", lambda dialog: faults.append(dialog.message))
        opened.on("pageerror", lambda error: faults.append(str(error)))
        for name in ("real", "hostile"):
            opened.goto((tmp_path / f"{name}.html").as_uri())
            opened.wait_for_selector("html[data-ready]")
            blank = opened.evaluate(
                "() => !new Uint32Array(document.querySelector('canvas').getContext('2d')"
                ".getImageData(0, 0, 600, 300).data.buffer).some((pixel) => pixel)"
            )
            assert not blank
            opened.focus("#drawing")
            opened.keyboard.press("ArrowRight")
            busiest = opened.inner_text("#about h2 >> nth=0").strip()
            opened.keyboard.press("Enter")
            assert opened.inner_text("#about h2 >> nth=0").strip() != busiest
            assert opened.locator("#about dd").count() > 3
            opened.keyboard.press("Escape")
            assert opened.inner_text("#about h2 >> nth=0").strip() == busiest
            opened.fill("#search", "red front")
            assert opened.inner_text("#about h2 >> nth=0").strip() == "Red Front"
            assert opened.locator("#rows tr").count() > 0
            opened.fill("#search", "")
            before = opened.inner_text("#count")
            opened.uncheck("#sign-1")
            assert opened.inner_text("#count") != before
        browser.close()
    assert asked == [(tmp_path / f"{name}.html").as_uri() for name in ("real", "hostile")]
    assert faults == []


def test_the_day_decides_what_a_page_shows_only_by_its_bounds(release: Release) -> None:
    data = re.search(r'type="application/json">(.*?)</script>', written("html", Source(release)).decode(), re.DOTALL)
    assert data is not None
    told = {tuple(edge["days"]) for edge in json.loads(data[1])["edges"]}
    assert told == {(data["from_"], data["until"]) for *_, data in build(release).edges(data=True)}
