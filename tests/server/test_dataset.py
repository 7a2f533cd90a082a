from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import rdflib
from fastapi.testclient import TestClient
from pyoxigraph import RdfFormat, parse

from kg.identifiers import sha256
from kg.release import Release
from kg.search import write_index
from kg.server import create_app
from kg.settings import Settings
from kg.store import DUMPS, Content, StoreDirectory, publish

NAMES = pytest.mark.parametrize("name", DUMPS)


@pytest.mark.parametrize(
    ("form", "media", "parser"),
    [
        ("turtle", "text/turtle", "turtle"),
        ("rdfxml", "application/rdf+xml", "xml"),
        ("jsonld", "application/ld+json", "json-ld"),
    ],
)
def test_the_description_speaks_of_the_server_that_was_asked(
    client: TestClient, form: str, media: str, parser: str
) -> None:
    answer = client.get("/.well-known/void", params={"format": form}, headers={"Host": "kg.example.org"})
    assert answer.headers["content-type"].split(";")[0] == media
    assert answer.headers["access-control-allow-origin"] == "*"
    graph = rdflib.Graph().parse(data=answer.content, format=parser)
    (endpoint,) = graph.objects(None, rdflib.VOID.sparqlEndpoint)
    assert str(endpoint) == "http://kg.example.org/sparql"
    dumps = {str(dump) for dump in graph.objects(None, rdflib.VOID.dataDump)}
    assert dumps == {f"http://kg.example.org/dumps/{name}" for name in DUMPS}
    assert all(client.get(dump).status_code == 200 for dump in dumps)
    assert client.get("/.well-known/void").headers["content-type"].startswith("text/turtle")
    assert client.get("/.well-known/void?format=html").status_code == 400


def test_the_list_of_dumps(client: TestClient, release: Release) -> None:
    listed = client.get("/dumps/").json()
    assert listed["release"] == release.name
    assert listed["licences"] == release.manifest["licences"]
    assert [dump["name"] for dump in listed["dumps"]] == list(DUMPS)
    sums = client.get(listed["checksums"]).text
    for dump in listed["dumps"]:
        content = client.get(dump["href"]).content
        assert (dump["bytes"], dump["sha256"]) == (len(content), sha256(content))
        assert f"{dump['sha256']}  {dump['name']}\n" in sums
    page = client.get("/dumps/", headers={"Accept": "text/html"})
    assert "default-src 'none'" in page.headers["content-security-policy"]
    for text in (*DUMPS, listed["dumps"][0]["sha256"], "licenses/by/4.0", 'href="/dumps/SHA256SUMS"'):
        assert text in page.text
    assert client.get("/dumps").json() == listed


@NAMES
def test_a_dump_holds_the_release(client: TestClient, release: Release, name: str) -> None:
    answer = client.get(f"/dumps/{name}")
    assert answer.headers["content-type"] == "application/gzip"
    assert f"ckg-{release.name}." in answer.headers["content-disposition"]
    form = {"dump.nq.gz": RdfFormat.N_QUADS, "dump.trig.gz": RdfFormat.TRIG}[name]
    assert set(parse(gzip.decompress(answer.content), format=form)) == set(release.store.quads())


def test_a_dump_in_parts_and_not_twice(client: TestClient) -> None:
    whole = client.get("/dumps/dump.nq.gz")
    tag = whole.headers["etag"]
    assert client.get("/dumps/dump.nq.gz", headers={"If-None-Match": f'"other", W/{tag}'}).status_code == 304
    assert client.get("/dumps/dump.nq.gz", headers={"If-None-Match": '"other"'}).status_code == 200
    part = client.get("/dumps/dump.nq.gz", headers={"Range": "bytes=10-19", "If-Range": tag})
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    other = client.get("/dumps/dump.nq.gz", headers={"Range": "bytes=10-19", "If-Range": '"other"'})
    assert (other.status_code, other.content) == (200, whole.content)
    head = client.head("/dumps/dump.nq.gz")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.content))


@pytest.mark.parametrize(
    "name", ["dump.nq", "dump.nq.gz.old", "manifest.json", "..%2fmanifest.json", "%2e%2e", "SHA256SUM"]
)
def test_nothing_else_is_sent(client: TestClient, name: str) -> None:
    answer = client.get(f"/dumps/{name}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    if name == "dump.nq":
        assert "dumps/dump.nq.gz" in answer.json()["nearest"]


def test_a_release_of_an_earlier_program_has_none(tmp_path: Path) -> None:
    home = StoreDirectory(tmp_path)
    with home.building():
        publish(
            home, "old", lambda: Content([], {"licences": {}}, {"names.sqlite": lambda path: write_index(path, [])}), 3
        )
    manifest = home.current() / "manifest.json"
    manifest.write_text('{"licences": {}}', encoding="utf-8")
    client = TestClient(create_app(Settings.from_environment({"CKG_STORE": str(tmp_path)})))
    assert client.get("/dumps/").json()["dumps"] == []
    assert client.get("/dumps/dump.nq.gz").status_code == 404
    answer = client.get("/.well-known/void")
    assert answer.status_code == 503
    assert "run `kg build`" in answer.json()["detail"]
