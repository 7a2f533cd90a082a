"""Stored queries as routes: the list, forms with fitting inputs, answers in each form, the query itself as a thing."""

from __future__ import annotations

import csv
import io
import re

import pytest
import rdflib
from fastapi.testclient import TestClient

from kg.namespaces import BASE
from kg.release import Release
from kg.server.queries_documented import attributes
from kg.stored_queries import stored_queries

ALPHA = "/queries/control-on-date?on=2030-01-04&place=alpha"


def test_the_list_in_each_form(client: TestClient) -> None:
    listed = client.get("/queries").json()
    rows = list(csv.DictReader(io.StringIO(client.get("/queries?format=csv").text)))
    assert [row["slug"] for row in rows] == [query["slug"] for query in listed] == list(stored_queries())
    assert rows[0]["parameters"] == "; ".join(parameter["name"] for parameter in listed[0]["parameters"])
    page = client.get("/queries", headers={"Accept": "text/html"})
    assert page.headers["vary"].startswith("Accept")
    for query in listed:
        assert f'href="/queries/{query["slug"]}?format=html"' in page.text


def test_forms_have_inputs_that_fit(client: TestClient) -> None:
    seen = set()
    for query in stored_queries().values():
        page = client.get(f"/queries/{query.slug}?format=html").text
        for parameter in query.parameters:
            seen.add(parameter.type)
            (field,) = re.findall(rf'<(?:input|select) id="{query.slug}-{parameter.name}"[^>]*>', page)
            if parameter.choices:
                assert field.startswith("<select")
                for choice in parameter.choices:
                    assert re.search(rf"<option(?: selected)?>{choice}</option>", page)
            else:
                for name, value in attributes(parameter).items():
                    assert f'{name}="{value}"' in field
            assert ("required" in field) == (parameter.required and not parameter.choices)
            assert f'aria-describedby="{query.slug}-{parameter.name}-help"' in field
    assert {"day", "year", "number", "choice", "actor", "place"} <= seen


def test_a_choice_that_was_made_is_shown_again(client: TestClient) -> None:
    query, parameter = next((q, p) for q in stored_queries().values() for p in q.parameters if p.choices)
    values = {p.name: p.example for p in query.parameters if p.required} | {parameter.name: parameter.choices[-1]}
    page = client.get(f"/queries/{query.slug}", params={**values, "format": "html"}).text
    assert f"<option selected>{parameter.choices[-1]}</option>" in page


def test_an_answer_follows_from_the_release_and_the_question(client: TestClient, release: Release) -> None:
    first = client.get(ALPHA)
    assert first.headers["x-release"] == release.name
    tag = first.headers["etag"]
    assert client.get(ALPHA, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(ALPHA + "&format=csv").headers["etag"] != tag
    assert client.get(ALPHA.replace("04", "05"), headers={"If-None-Match": tag}).status_code == 200


def test_rows_in_each_form_are_the_same(client: TestClient) -> None:
    rows = client.get(ALPHA).json()["rows"]
    table = list(csv.DictReader(io.StringIO(client.get(ALPHA + "&format=csv").text)))
    assert [row["holderName"] for row in table] == [row["holderName"] for row in rows] == ["Red Front"]
    for form, media in (("tsv", "text/tab-separated-values"), ("xml", "application/sparql-results+xml")):
        answer = client.get(ALPHA, headers={"Accept": media})
        assert answer.headers["content-type"].startswith(media)
        assert answer.content == client.get(f"{ALPHA}&format={form}").content
        assert "Red Front" in answer.text


@pytest.mark.parametrize("form", ["turtle", "ntriples", "rdfxml", "jsonld"])
def test_a_query_is_a_thing_too(client: TestClient, form: str) -> None:
    parser = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}[form]
    for slug, query in stored_queries().items():
        answer = client.get(f"/queries/{slug}", params={"format": form})
        graph = rdflib.Graph().parse(data=answer.content, format=parser)
        node = rdflib.URIRef(f"{BASE}queries/{slug}")
        assert str(graph.value(node, rdflib.RDFS.label)) == query.summary
        assert set(graph.subjects()) == {node}
    refused = client.get(f"{ALPHA}&format={form}")
    assert (refused.status_code, refused.json()["parameter"]) == (400, "format")


@pytest.mark.parametrize(
    ("address", "status", "parameter", "nearest"),
    [
        ("/queries/control-on-date?on=2030-01-04&plce=alpha", 400, "plce", "place"),
        ("/queries/control-on-date?on=2030-01-04&holder=x", 400, "holder", "on, place"),
        ("/queries/support-by-year?from=20x0", 400, "from", "a year of four digits"),
        ("/queries/near-place?place=alpha&kilometres=far", 400, "kilometres", "a number of 0 or more"),
        ("/queries/control-on-date", 400, "on", "a day as YYYY-MM-DD"),
    ],
)
def test_bad_questions(client: TestClient, address: str, status: int, parameter: str, nearest: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.json()["parameter"] == parameter
    assert nearest in answer.json()["expected"]
    page = client.get(address + ("&" if "?" in address else "?") + "format=html")
    if "?" in address:
        assert page.status_code == status
        assert 'role="alert"' in page.text
