"""Each thing at its own address: its forms, its headers, and what is said of what has moved, or is not there."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import rdflib
import zstandard
from fastapi.testclient import TestClient
from pyoxigraph import NamedNode

from kg.build import build
from kg.namespaces import BASE
from kg.release import Release, open_release
from kg.server import create_app
from kg.server.addresses import SECTIONS, SUFFIXES
from kg.server.negotiation import THINGS
from kg.settings import Settings
from serving import Served
from synthetic import DATA

PARSERS = {
    "json": "json-ld",
    "jsonld": "json-ld",
    "ttl": "turtle",
    "nt": "nt",
    "rdf": "xml",
    "trig": "trig",
    "nq": "nquads",
}
ONE_OF_EACH = (
    "actors/red-front", "places/alpha", "events/recapture-alpha-2030", "situations/event-table-support-18",
    "documents/report-1", "periods/2030-01",
)  # fmt: skip
EVERY_SUFFIX = pytest.mark.parametrize("suffix", PARSERS)
WITHDRAWN = """    withdrawn: {date: 2030-01-06, reason: "The passage speaks of another town."}
"""


def graph(text: bytes, suffix: str) -> set[object]:
    """Parse, and give the triples, whatever graph they stand in."""
    found = rdflib.Dataset().parse(data=text, format=PARSERS[suffix], publicID=BASE)
    return {tuple(map(str, quad[:3])) for quad in found.quads()}


@EVERY_SUFFIX
def test_every_form_by_suffix_by_format_and_by_accept(client: TestClient, suffix: str) -> None:
    media = THINGS[SUFFIXES[suffix]][0]
    for path in ONE_OF_EACH:
        by_suffix = client.get(f"/{path}.{suffix}")
        assert by_suffix.headers["content-type"] == media
        assert client.get(f"/{path}", params={"format": SUFFIXES[suffix]}).content == by_suffix.content
        by_accept = client.get(f"/{path}", headers={"Accept": media})
        assert by_accept.content == by_suffix.content
        assert by_accept.headers["vary"] == "Accept, Accept-Encoding"
        assert graph(by_suffix.content, suffix) == graph(client.get(f"/{path}.ttl").content, "ttl")


def test_json_is_what_comes_unasked_and_browsers_get_a_page(client: TestClient) -> None:
    assert client.get("/actors/red-front").headers["content-type"] == "application/json"
    assert client.get("/actors/red-front", headers={"Accept": ""}).headers["content-type"] == "application/json"
    page = client.get("/actors/red-front", headers={"Accept": "text/html,application/xml;q=0.9,*/*;q=0.8"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.content == client.get("/actors/red-front.html").content
    assert "default-src 'none'" in page.headers["content-security-policy"]
    for link in re.findall(r'href="(/actors/red-front\.[a-z]+)"', page.text):
        assert client.get(link).status_code == 200


def test_what_the_headers_say(client: TestClient, release: Release) -> None:
    answer = client.get("/actors/red-front.ttl")
    assert answer.headers["etag"] == f'W/"{release.name}-turtle"'
    assert answer.headers["x-release"] == release.name
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    links = dict(re.findall(r'<([^>]+)>; (rel="[^"]+"(?:; type="[^"]+")?)', answer.headers["link"]))
    assert links.pop(f"{BASE}actors/red-front") == 'rel="canonical"'
    for address, relation in links.items():
        media = client.get(address).headers["content-type"].partition(";")[0]
        assert relation == f'rel="alternate"; type="{media}"'
    assert set(links) == {f"/actors/red-front.{suffix}" for suffix in SUFFIXES}


@pytest.mark.parametrize(
    "address",
    [
        "/actors/red-front",
        "/actors/red-front.html",
        "/actors/red-front?include=card",
        "/graphs/registry",
        "/graphs/registry.ttl",
    ],
)
def test_who_has_an_answer_is_told_so(client: TestClient, address: str) -> None:
    first = client.get(address)
    for held in (first.headers["etag"], f'"other", {first.headers["etag"]}', "*"):
        again = client.get(address, headers={"If-None-Match": held})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200
    assert client.get("/actors/red-front.nt", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


@pytest.mark.parametrize(
    "address", ["/actors/red-front", "/places/alpha.html", "/graphs/registry", "/graphs/registry.nq"]
)
def test_head_and_options(client: TestClient, address: str) -> None:
    whole, head = client.get(address), client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "etag", "link"):
        assert head.headers.get(name) == whole.headers.get(name)
    options = client.options(address, headers={"Origin": "https://example.org", "Access-Control-Request-Method": "GET"})
    assert (options.status_code, options.content) == (204, b"")
    assert options.headers["allow"] == options.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    refused = client.delete(address)
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert refused.json()["status"] == 405


def test_the_card_is_a_member_that_means_no_triple(client: TestClient) -> None:
    plain, carded = client.get("/places/alpha"), client.get("/places/alpha?include=card")
    assert carded.headers["etag"] != plain.headers["etag"]
    card = carded.json().pop("card")
    assert [claim["gloss"] for claim in card["claims"]] == ["Alpha is a northern town.", "Alpha is put in the south."]
    assert {"facts", "counts", "disputes", "sources"} <= set(card)
    assert carded.json() == {**plain.json(), "card": card}
    assert graph(carded.content, "json") == graph(plain.content, "json")
    assert client.get(plain.json()["links"]["card"]).json() == carded.json()


def test_a_claim_names_the_graph_that_its_triples_stand_in(client: TestClient, release: Release) -> None:
    claim = next(claim for claim in release.statements.claims if claim.document == "documents/report-2")
    assert client.get(f"/{claim.path}").json()["graph"] == "graphs/report-2"
    quads = rdflib.Dataset().parse(data=client.get(f"/{claim.path}.nq").content, format="nquads")
    assert f"{BASE}graphs/report-2" in {str(graph.identifier) for graph in quads.graphs()}


def test_every_iri_under_the_base_answers_here(client: TestClient, release: Release) -> None:
    """Whatever stands anywhere in a release has an address, and each thing's Turtle speaks of it."""
    terms = {term for quad in release.store.quads() for term in (quad.subject, quad.predicate, quad.object)}
    iris = {
        term.value.partition("#")[0] for term in terms if isinstance(term, NamedNode) and term.value.startswith(BASE)
    }
    assert {iri.removeprefix(BASE).partition("/")[0] for iri in iris} >= {*SECTIONS, "graphs", "codes", "ns", "queries"}
    for iri in sorted(iris):
        path = iri.removeprefix(BASE)
        answer = client.get(f"/{path}", headers={"Accept": "text/turtle, */*;q=0.1"})
        assert answer.status_code == 200, path
        if path.partition("/")[0] in {*SECTIONS, "codes"} and path not in {
            "actors/ochre",
            "actors/captain-yellow",
            "events/northern-war",
        }:
            graph = rdflib.Graph().parse(data=answer.content, format="turtle")
            assert rdflib.URIRef(iri) in set(graph.subjects()), path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/actors/ochre", "/actors/captain-ochre"),
        ("/actors/captain-yellow.ttl", "/actors/captain-ochre.ttl"),
        ("/events/northern-war?format=html", "/events/northland-war?format=html"),
        ("/actors/captain-ochre/", "/actors/captain-ochre"),
    ],
)
def test_what_has_moved_leads_to_where_it_is(client: TestClient, old: str, new: str) -> None:
    answer = client.get(old, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, new)
    assert client.head(old, follow_redirects=False).status_code == 308
    assert client.get(old).status_code == 200


@pytest.fixture(scope="module")
def withdrawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Release]]:
    """A server whose release has a claim that was withdrawn."""
    data, store = tmp_path_factory.mktemp("withdrawn") / "data", tmp_path_factory.mktemp("store")
    shutil.copytree(DATA, data, ignore=shutil.ignore_patterns("texts"))
    report = data / "documents" / "report-1.yaml"
    text = report.read_text(encoding="utf-8")
    first, second = [match.start() for match in re.finditer(r"^  - gloss", text, re.MULTILINE)][:2]
    report.write_text(text[:second] + WITHDRAWN + text[second:], encoding="utf-8")
    assert first < second
    build([data], store)
    settings = Settings.from_environment({"CKG_STORE": str(store)})
    with open_release(store) as release, TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client, release


def test_a_withdrawn_claim_says_when_and_why(withdrawn: tuple[TestClient, Release]) -> None:
    client, release = withdrawn
    claim = next(claim for claim in release.statements.claims if claim.withdrawn_on)
    document = client.get(f"/{claim.path}").json()
    assert (document["withdrawnOn"], document["withdrawalReason"]) == (
        "2030-01-06",
        "The passage speaks of another town.",
    )
    assert document["note"] == "Withdrawn on 2030-01-06: The passage speaks of another town."
    page = client.get(f"/{claim.path}.html").text
    assert '<p class="wrong" role="note">Withdrawn on 2030-01-06: The passage speaks of another town.</p>' in page
    assert "withdrawnOn" in client.get(f"/{claim.path}.ttl").text


def test_a_period_leads_to_what_is_possible_then(client: TestClient) -> None:
    links = client.get("/periods/2030-01").json()["links"]
    assert [record["id"] for record in client.get(links["events"]).json()["records"]]
    assert [record["answer"] for record in client.get(links["situations"]).json()["records"]]
    assert f'href="{links["events"]}&amp;format=html"' in client.get("/periods/2030-01.html").text


def test_what_only_is_announced_is_there_and_says_so(client: TestClient) -> None:
    document = client.get("/events/capture-gamma-2030").json()
    assert (document["type"], document["name"]) == ([], "Capture: Gamma")
    assert document["note"].startswith("Nothing holds of it")
    evidence = client.get(document["links"]["evidence"]).json()
    assert [record["side"] for record in evidence["records"]] == ["announced"]


@pytest.mark.parametrize(
    ("address", "nearest"),
    [
        ("/actors/red-frnt", "actors/red-front"),
        ("/places/alpa.ttl", "places/alpha"),
        ("/places/ALPHA", "places/alpha"),
        ("/documents/report-4?format=html", "documents/report-1"),
        ("/actors/red-front.tll", "actors/red-front.ttl"),
        ("/graphs/registri", "graphs/registry"),
        ("/graphs/report-9.nq", "graphs/report-1"),
        ("/claims/00000000000000000000", None),
        ("/actors/" + "x" * 10_000, None),
        ("/actors/" + quote("%00"), None),
        ("/actors/" + quote("\u202eedoc"), None),
        ("/actors/" + quote("<script>alert(1)</script>", safe=""), None),
        ("/actors/..%2fsparql", None),
        ("/places/alpha%23geometry", None),
    ],
)
def test_what_is_not_there_names_the_nearest(client: TestClient, address: str, nearest: str | None) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    problem = answer.json()
    assert problem["status"] == 404
    assert nearest is None or nearest in problem["nearest"]
    assert len(problem["detail"]) < 600
    assert problem["detail"].isprintable()


@pytest.mark.parametrize(
    ("address", "parameter", "expected"),
    [
        ("/actors/red-front?fromat=ttl", "fromat", "format"),
        ("/actors/red-front?format=pdf", "format", "one of json, jsonld, turtle"),
        ("/actors/red-front?format=nt&format=ttl", "format", "one value"),
        ("/actors/red-front.ttl?format=nt", "format", "one of the two"),
        ("/actors/red-front?include=cards", "include", "card"),
        ("/actors/red-front.nt?include=card", "include", "json"),
        ("/graphs/registry?limit=1", "limit", "one of format, timeout"),
        ("/graphs/registry.nt?timeout=soon", "timeout", "seconds"),
        ("/graphs/registry.pdf", "format", "one of json"),
    ],
)
def test_what_is_wrong_with_a_question_is_told(client: TestClient, address: str, parameter: str, expected: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer.json()["parameter"] == parameter
    assert answer.json()["expected"].startswith(expected)


def test_a_form_that_nobody_has_is_not_acceptable(client: TestClient) -> None:
    answer = client.get("/actors/red-front", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.json()["detail"]


def test_a_named_graph_holds_what_the_graph_store_gives(client: TestClient, release: Release) -> None:
    for path in release.store.graphs():
        slug = path.removeprefix(f"{BASE}graphs/")
        described = client.get(f"/graphs/{slug}").json()
        whole = client.get("/graph-store", params={"graph": path, "format": "ntriples"})
        assert client.get(f"/graphs/{slug}.nt").content == whole.content
        assert set(described["contents"].values()) == {
            f"/graphs/{slug}.{suffix}" for suffix in SUFFIXES if suffix not in {"json", "html"}
        }
        (size,) = [value for key, value in described.items() if key.endswith("void#triples")]
        assert size == [len(whole.text.splitlines())] or slug == "void"
        assert described["document"] == (f"documents/{slug}" if slug.startswith("report") else None)
        page = client.get(f"/graphs/{slug}.html").text
        assert f'<p class="soft">graphs/{slug}, ' in page


def test_the_same_in_a_packed_form(client: TestClient, served: Served) -> None:
    plain = served.ask("/actors/red-front")
    assert "content-encoding" not in plain.headers
    for encoding in ("gzip", "zstd"):
        packed = client.get("/actors/red-front", headers={"Accept-Encoding": encoding})
        assert packed.headers["content-encoding"] == encoding
        assert packed.headers["etag"] == plain.headers["etag"]
        assert packed.headers["vary"] == plain.headers["vary"] == "Accept, Accept-Encoding"
        content = (
            zstandard.ZstdDecompressor().decompressobj().decompress(packed.content)
            if encoding == "zstd"
            else packed.content
        )
        assert json.loads(content) == plain.json


def test_a_newer_release_is_told_of_at_once(tmp_path: Path) -> None:
    build([DATA], tmp_path)
    settings = Settings.from_environment({"CKG_STORE": str(tmp_path)})
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        first = client.get("/actors/greenland").json()
        copy = tmp_path / "copy"
        shutil.copytree(DATA, copy, ignore=shutil.ignore_patterns("texts"))
        actors = copy / "registry" / "actors.yaml"
        actors.write_text(
            actors.read_text(encoding="utf-8").replace("{en: Greenland}", "{en: Greenlandia}"), encoding="utf-8"
        )
        name = build([copy], tmp_path).path.name
        for _ in range(100):
            second = client.get("/actors/greenland").json()
            if second["release"] == name:
                break
        assert (first["name"], second["name"]) == ("Greenland", "Greenlandia")
    assert json.dumps(second)
