from __future__ import annotations

import csv
import json
import re

import pytest
import rdflib
from fastapi.testclient import TestClient

from kg.crosswalk import read_sets
from kg.namespaces import BASE, NS, PREFIXES
from kg.ontology import shipped
from kg.resources import directory

FORMS = {
    "turtle": ("text/turtle", "turtle"),
    "ntriples": ("application/n-triples", "nt"),
    "rdfxml": ("application/rdf+xml", "xml"),
    "jsonld": ("application/ld+json", "json-ld"),
}
TABLES = read_sets(directory("ontology") / "crosswalk")
EVERY_FORM = pytest.mark.parametrize("form", FORMS)


def read(client: TestClient, address: str, form: str) -> rdflib.Graph:
    """Ask by Accept and by `format=`, hold one against the other, and parse."""
    media, parser = FORMS[form]
    answer = client.get(address, headers={"Accept": media})
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == media
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["vary"].startswith("Accept")
    assert client.get(address, params={"format": form}).content == answer.content
    return rdflib.Graph().parse(data=answer.content, format=parser)


@EVERY_FORM
def test_the_ontology(client: TestClient, form: str) -> None:
    graph = read(client, "/ns", form)
    assert len(graph) == len(set(shipped().triples))
    assert (rdflib.URIRef(NS + "Event"), rdflib.RDF.type, rdflib.OWL.Class) in graph


@EVERY_FORM
def test_code_lists_and_codes(client: TestClient, form: str) -> None:
    kinds = read(client, "/codes", form)
    assert len(set(kinds.subjects(rdflib.RDF.type, rdflib.SKOS.ConceptScheme))) == len(client.get("/codes").json())
    scheme = read(client, "/codes/extent", form)
    assert {str(code) for code in scheme.subjects(rdflib.RDF.type, rdflib.SKOS.Concept)} == {
        f"{BASE}codes/extent/{code}" for code in ("full", "most", "part")
    }
    code = read(client, "/codes/event-type/capture", form)
    assert set(map(str, code.subjects())) == {BASE + "codes/event-type/capture"}
    assert (None, rdflib.SKOS.broader, rdflib.URIRef(BASE + "codes/event-type/coerce")) in code


@EVERY_FORM
@pytest.mark.parametrize("name", sorted({group.name for group in TABLES} - {"unmatched"}))
def test_code_lists_of_other_systems(client: TestClient, form: str, name: str) -> None:
    scheme = read(client, f"/codes/{name}", form)
    codes = {str(code) for code in scheme.subjects(rdflib.RDF.type, rdflib.SKOS.Concept)}
    assert codes == {f"{BASE}codes/{name}/{code}" for code in shipped().codes(name)}
    code = read(client, f"/{max(codes).removeprefix(BASE)}", form)
    assert set(map(str, code.subjects())) == {max(codes)}
    assert list(code.objects(None, rdflib.SKOS.note))


def test_every_code_of_other_systems_has_an_address(client: TestClient) -> None:
    for group in TABLES:
        for path in {row.subject for row in group.mappings}:
            assert client.get(f"/{path}").json()["id"] == path
            assert path in client.get(f"/{path}", params={"format": "html"}).text


def test_a_code_of_ours_names_those_of_others(client: TestClient) -> None:
    bombing = client.get("/codes/event-type/bombing").json()
    assert "codes/cameo/1832" in bombing["narrowMatch"]
    assert "codes/plover/ASSAULT" in bombing["broadMatch"]
    assert client.get("/codes/acled-inter/2").json()["notations"] == [
        {"notation": "2", "system": "acled-inter"},
        {"notation": "Rebel group", "system": "acled-inter"},
    ]


def test_the_crosswalk_as_json_and_as_a_table(client: TestClient) -> None:
    everything = client.get("/codes/crosswalk").json()
    assert len(everything) == sum(len(group.mappings) for group in TABLES)
    assert {
        "code": "codes/cameo/193",
        "label": "fight with small arms",
        "match": "broadMatch",
        "ours": "codes/event-type/clash",
        "ours_label": "armed clash",
        "licence": "https://creativecommons.org/licenses/by/4.0/",
    }.items() <= next(row for row in everything if row["code"] == "codes/cameo/193").items()
    nothing = next(row for row in everything if row["code"] == "codes/plover/CRIME")
    assert (nothing["match"], nothing["ours"]) == (None, None)
    answer = client.get("/codes/crosswalk", headers={"Accept": "text/tab-separated-values"})
    assert answer.headers["content-type"].startswith("text/tab-separated-values")
    rows = list(csv.DictReader((x for x in answer.text.splitlines() if not x.startswith("#")), delimiter="\t"))
    assert [row["comment"] for row in rows] == [row["lost"] for row in everything]
    assert {row["license"] for row in rows if row["subject_id"].startswith("plover:")} == {
        "https://creativecommons.org/licenses/by-sa/4.0/"
    }


@pytest.mark.parametrize(
    ("scheme", "side"), [("ucdp-violence-type", "code"), ("support-type", "ours"), ("unmatched", "code")]
)
def test_the_crosswalk_of_one_code_list(client: TestClient, scheme: str, side: str) -> None:
    rows = client.get("/codes/crosswalk", params={"scheme": scheme}).json()
    assert 0 < len(rows) < 100
    if scheme != "unmatched":
        assert all(
            f"codes/{scheme}" in {(row["code"] or "").rpartition("/")[0], (row["ours"] or "").rpartition("/")[0]}
            for row in rows
        )
    assert any(row[side] for row in rows)
    page = client.get("/codes/crosswalk", params={"scheme": scheme, "format": "html"}).text
    assert page.count("<tr>") == len(rows) + 1
    assert "What is lost" in page


@EVERY_FORM
def test_the_crosswalk_in_skos(client: TestClient, form: str) -> None:
    media, parser = FORMS[form]
    answer = client.get("/codes/crosswalk", params={"scheme": "esd-support"}, headers={"Accept": media})
    assert answer.headers["content-type"].split(";")[0] == media
    graph = rdflib.Graph().parse(data=answer.content, format=parser)
    assert len(set(graph.subjects(rdflib.SKOS.exactMatch | rdflib.SKOS.closeMatch))) == 11
    everything = rdflib.Graph().parse(
        data=client.get("/codes/crosswalk", params={"format": form}).content, format=parser
    )
    assert set(graph) < set(everything)


def test_the_crosswalk_of_an_unknown_code_list(client: TestClient) -> None:
    answer = client.get("/codes/crosswalk", params={"scheme": "cameos"})
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "scheme"
    assert "one of acled-event, " in answer.json()["detail"] + str(answer.json())


@EVERY_FORM
def test_prefixes(client: TestClient, form: str) -> None:
    graph = read(client, "/prefixes", form)
    declared = {
        str(graph.value(node, rdflib.SH.prefix)): graph.value(node, rdflib.SH.namespace)
        for node in graph.objects(None, rdflib.SH.declare)
    }
    assert {prefix: str(namespace) for prefix, namespace in declared.items()} == PREFIXES
    assert {namespace.datatype for namespace in declared.values()} == {rdflib.XSD.anyURI}  # type: ignore[union-attr]


def test_json_by_default_where_there_is_json(client: TestClient) -> None:
    assert client.get("/prefixes").json() == PREFIXES
    listed = client.get("/codes").json()
    assert {"id": "codes/extent", "codes": 3}.items() <= next(s for s in listed if s["id"] == "codes/extent").items()
    scheme = client.get("/codes/extent").json()
    assert [code["label"] for code in scheme["codes"]] == ["the whole place", "most of the place", "part of the place"]
    code = client.get("/codes/event-type/capture").json()
    assert (code["id"], code["labels"]) == ("codes/event-type/capture", {"en": "capture"})
    assert client.get("/ns").headers["content-type"].startswith("text/turtle")


def test_the_context_turns_json_into_our_terms(client: TestClient) -> None:
    answer = client.get("/context.jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    document = json.loads(answer.content) | {"id": "actors/x", "type": "Group"}
    graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    assert (rdflib.URIRef(BASE + "actors/x"), rdflib.RDF.type, rdflib.URIRef(NS + "Group")) in graph


@pytest.mark.parametrize(
    "address",
    [
        "/ns",
        "/codes",
        "/codes/event-type",
        "/codes/event-type/capture",
        "/codes/plover",
        "/codes/crosswalk?scheme=esd-support",
    ],
)
def test_pages(client: TestClient, address: str) -> None:
    page = client.get(address, headers={"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"})
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert not re.search(r"<script|<style|style=|\son\w+=", page.text)
    names = re.findall(r' id="([^"]+)"', page.text)
    assert len(names) == len(set(names))
    for link in re.findall(r'href="(/[^"]*)"', page.text):
        path, _, name = link.partition("#")
        target = client.get(path, params={"format": "html"}) if path.startswith(("/ns", "/codes")) else client.get(path)
        assert target.status_code == 200, link
        assert not name or f'id="{name}"' in target.text, link


def test_the_page_of_the_ontology_has_each_term_at_its_name(client: TestClient) -> None:
    page = client.get("/ns?format=html").text
    for node in {t.subject.value for t in shipped().triples if t.subject.value.startswith(NS)}:  # type: ignore[union-attr]
        assert f'<section id="{node.removeprefix(NS)}">' in page
    assert '<dt>subClassOf</dt><dd><a href="/ns#Fact">ns#Fact</a>' in page


@pytest.mark.parametrize(
    ("address", "nearest"),
    [
        ("/codes/event-typ", "codes/event-type"),
        ("/codes/extent/ful", "codes/extent/full"),
        ("/codes/exten/full", "codes/extent"),
        ("/codes/ext%00ent", "codes/extent"),
        ("/codes/extent/f%20%7Bull", "codes/extent/full"),
        ("/codes/extent/full%E2%80%AE", "codes/extent/full"),
    ],
)
def test_unknown_codes(client: TestClient, address: str, nearest: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["nearest"][0] == nearest


def test_forms_that_are_not_there(client: TestClient) -> None:
    assert client.get("/ns", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/prefixes?format=html").status_code == 400
    assert client.get("/codes?format=pdf").json()["parameter"] == "format"
