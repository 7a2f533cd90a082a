"""Real clients of the endpoint, unchanged: libraries, a command-line program, a browser; and an answer of 100 MB."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import time
from collections.abc import Iterator
from functools import partial
from http.client import HTTPConnection
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote, urlencode

import pandas as pd
import pytest
import rdflib
from playwright.sync_api import expect, sync_playwright
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, N3, POST, RDFXML, XML, SPARQLWrapper

from serving import Served

pytestmark = pytest.mark.long
SELECT = "PREFIX ckg: <https://w3id.org/ckg/ns#> SELECT ?s ?o { ?s ckg:supports ?o } ORDER BY ?s ?o"
CONSTRUCT = "PREFIX ckg: <https://w3id.org/ckg/ns#> CONSTRUCT { ?s ckg:supports ?o } WHERE { ?s ckg:supports ?o }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 300000"
MEGABYTE = 1 << 20


@pytest.fixture
def rows(served: Served) -> list[tuple[str, str]]:
    bindings = served.query(SELECT).json["results"]["bindings"]
    assert bindings
    return [(row["s"]["value"], row["o"]["value"]) for row in bindings]


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper(served: Served, rows: list[tuple[str, str]], method: str) -> None:
    client: Any = SPARQLWrapper(served.address + "/sparql")
    client.setMethod(method)
    client.setQuery(SELECT)
    client.setReturnFormat(JSON)
    found = client.query().convert()["results"]["bindings"]
    assert [(row["s"]["value"], row["o"]["value"]) for row in found] == rows
    client.setReturnFormat(XML)
    assert len(client.query().convert().getElementsByTagName("result")) == len(rows)
    client.setReturnFormat(CSV)
    assert len(list(csv.reader(io.StringIO(client.query().convert().decode())))) == len(rows) + 1
    client.setQuery(CONSTRUCT)
    client.setReturnFormat(RDFXML)
    assert len(client.query().convert()) == len(rows)
    client.setReturnFormat(N3)
    assert len(rdflib.Graph().parse(data=client.query().convert(), format="turtle")) == len(rows)
    client.setQuery("ASK {}")
    client.setReturnFormat(JSON)
    assert client.query().convert()["boolean"] is True


def test_rdflib_store(served: Served, rows: list[tuple[str, str]]) -> None:
    graph: Any = rdflib.Graph(SPARQLStore(served.address + "/sparql"))
    assert [(str(row[0]), str(row[1])) for row in graph.query(SELECT)] == rows
    supports = rdflib.URIRef("https://w3id.org/ckg/ns#supports")
    assert sorted((str(s), str(o)) for s, _, o in graph.triples((None, supports, None))) == sorted(rows)
    assert len(graph.query(CONSTRUCT).graph) == len(rows)


def test_pandas(served: Served, rows: list[tuple[str, str]]) -> None:
    frame = pd.read_csv(f"{served.address}/sparql?format=csv&query={quote(SELECT)}")
    assert list(frame.itertuples(index=False, name=None)) == rows


def test_curl(served: Served, rows: list[tuple[str, str]]) -> None:
    curl = shutil.which("curl")
    assert curl, "curl is not here"
    for options in ([], ["--http2"], ["--http1.0"], ["--get"]):
        command = [curl, "-sS", "-f", *options, "-H", "Accept: text/csv", "--data-urlencode", f"query={SELECT}"]
        done = subprocess.run([*command, served.address + "/sparql"], capture_output=True, text=True, check=True)
        assert [tuple(row) for row in csv.reader(io.StringIO(done.stdout))][1:] == rows


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """The address of a page of another site."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_browser(served: Served, rows: list[tuple[str, str]], elsewhere: str) -> None:
    path = shutil.which("chromium")
    assert path, "chromium is not here"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(base_url=served.address)
        page.goto("/sparql")
        page.locator(".cm-content").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(SELECT)
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Ask").click()
        expect(page.locator(".answer-table tbody tr")).to_have_count(len(rows))
        page.get_by_role("link", name="CSV").first.wait_for()
        other = browser.new_page()
        other.goto(elsewhere)
        script = f"fetch('{served.address}/sparql?{urlencode({'query': SELECT})}').then(r => r.json())"
        assert len(other.evaluate(script)["results"]["bindings"]) == len(rows)
        browser.close()


def _resident(process: int) -> int:
    line = next(line for line in Path(f"/proc/{process}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) * 1024


def test_a_large_answer_begins_early_and_takes_no_memory(served: Served) -> None:
    served.query("ASK {}")
    before = _resident(served.process.pid)
    host, port = served.address.removeprefix("http://").split(":")
    connection = HTTPConnection(host, int(port), timeout=60)
    began = time.monotonic()
    connection.request("GET", "/sparql?" + urlencode({"query": LARGE, "format": "xml"}))
    answer = connection.getresponse()
    first = len(answer.read(1))
    waited = time.monotonic() - began
    peak, size = 0, first
    while block := answer.read(MEGABYTE):
        size += len(block)
        peak = max(peak, _resident(served.process.pid))
    connection.close()
    assert size > 90 * MEGABYTE
    assert waited < (time.monotonic() - began) / 2  # it did not wait for the end
    assert peak - before < 50 * MEGABYTE
