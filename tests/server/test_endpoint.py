"""The endpoint, asked over HTTP as its clients ask it."""

from __future__ import annotations

import csv
import http.client
import io
import json
import xml.etree.ElementTree as ET
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import rdflib

from serving import Served, serving

SELECT = "SELECT ?s ?o { ?s ckg:supports ?o } ORDER BY ?s ?o"
CONSTRUCT = "CONSTRUCT { ?s ckg:supports ?o } WHERE { ?s ckg:supports ?o }"
FORM = "application/x-www-form-urlencoded"
GRAPHS = "https://w3id.org/ckg/graphs/"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def number(answer: object) -> int:
    return int(json.loads(getattr(answer, "body"))["results"]["bindings"][0]["n"]["value"])  # noqa: B009


@pytest.mark.parametrize(
    ("method", "content_type", "address", "body"),
    [
        ("GET", None, "/sparql?" + urlencode({"query": SELECT}), None),
        ("POST", FORM, "/sparql", urlencode({"query": SELECT}).encode()),
        ("POST", f"{FORM}; charset=UTF-8", "/sparql", urlencode({"query": SELECT}).encode()),
        ("POST", "application/sparql-query", "/sparql", SELECT.encode()),
    ],
)
def test_each_way_to_ask(served: Served, method: str, content_type: str | None, address: str, body: bytes) -> None:
    headers = {"Content_Type": content_type} if content_type else {}
    answer = served.ask(address, method=method, body=body, **headers)
    assert (answer.status, answer.media) == (200, "application/sparql-results+json")
    assert len(answer.json["results"]["bindings"]) > 1


def test_a_form_is_decoded_once(served: Served) -> None:
    text = 'SELECT ("100%25 + 1" AS ?x) {}'
    answer = served.ask("/sparql", body=urlencode({"query": text}).encode(), Content_Type=FORM)
    assert answer.json["results"]["bindings"][0]["x"]["value"] == "100%25 + 1"


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml;q=0.9, text/csv;q=0.8", "application/sparql-results+xml"),
        ("text/csv;q=0.1, text/tab-separated-values;q=0.2", "text/tab-separated-values"),
        ("application/*;q=0.5, text/csv", "text/csv"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
    ],
)
def test_the_client_chooses_the_form(served: Served, accept: str, media: str) -> None:
    answer = served.query(SELECT, accept)
    assert (answer.status, answer.media, answer.headers["vary"]) == (200, media, "Accept")


def test_nothing_fits(served: Served) -> None:
    answer = served.query(SELECT, "text/turtle, image/png")
    assert (answer.status, answer.media) == (406, "application/problem+json")
    assert "text/csv" in answer.json["detail"]
    assert served.query(CONSTRUCT, "text/csv").status == 406


def test_a_table_says_the_same_in_each_form(served: Served) -> None:
    rows = [(r["s"]["value"], r["o"]["value"]) for r in served.query(SELECT).json["results"]["bindings"]]
    assert [tuple(row) for row in csv.reader(io.StringIO(served.query(SELECT, format="csv").text))][1:] == rows
    lines = served.query(SELECT, format="tsv").text.splitlines()[1:]
    assert [tuple(cell.strip("<>") for cell in line.split("\t")) for line in lines] == rows
    results = ET.fromstring(served.query(SELECT, format="xml").body)[1]
    assert [(row[0][0].text, row[1][0].text) for row in results] == rows


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_a_truth_in_each_form(served: Served, form: str) -> None:
    answer = served.query("ASK { ?s ckg:supports ?o }", format=form)
    assert answer.status == 200
    assert "true" in answer.text


@pytest.mark.parametrize(
    ("form", "media", "parser"),
    [
        ("turtle", "text/turtle", "turtle"),
        ("ntriples", "application/n-triples", "nt"),
        ("nquads", "application/n-quads", "nquads"),
        ("trig", "application/trig", "trig"),
        ("rdfxml", "application/rdf+xml", "xml"),
        ("jsonld", "application/ld+json", "json-ld"),
    ],
)
def test_a_graph_in_each_form(served: Served, form: str, media: str, parser: str) -> None:
    wanted = {tuple(map(str, triple)) for triple in rdflib.Graph().parse(data=served.query(CONSTRUCT).body)}
    assert wanted
    for answer in (served.query(CONSTRUCT, format=form), served.query(CONSTRUCT, media)):
        assert answer.media == media
        found = rdflib.Dataset(default_union=True).parse(data=answer.body, format=parser)
        assert {tuple(map(str, triple[:3])) for triple in found} == wanted


def test_describe(served: Served) -> None:
    graph = rdflib.Graph().parse(data=served.query("DESCRIBE actors:red-front").body)
    assert (rdflib.URIRef("https://w3id.org/ckg/actors/red-front"), None, None) in graph


def test_the_dataset_of_the_request_wins_over_that_of_the_query(served: Served) -> None:
    def count(text: str, **parameters: str) -> int:
        return number(served.query(text, **parameters))

    one, other = (count(COUNT, **{"default-graph-uri": GRAPHS + name}) for name in ("report-1", "report-2"))
    assert one > 0 < other != one
    assert count(f"SELECT (COUNT(*) AS ?n) FROM <{GRAPHS}report-1> {{ ?s ?p ?o }}") == one
    assert count("SELECT (COUNT(*) AS ?n) FROM graphs:report-1 { ?s ?p ?o }") == one
    both = f"SELECT (COUNT(*) AS ?n) FROM <{GRAPHS}report-1> FROM <{GRAPHS}report-2> {{ ?s ?p ?o }}"
    assert count(both) == one + other
    assert count(both, **{"default-graph-uri": GRAPHS + "report-2"}) == other
    twice = f"SELECT (COUNT(*) AS ?n) FROM <{GRAPHS}report-1> FROM <{GRAPHS}report-1> {{ ?s ?p ?o }}"
    assert count(twice) == one
    named = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert count(named) > 2
    assert count(named, **{"named-graph-uri": GRAPHS + "report-1"}) == 1
    assert count(named, **{"default-graph-uri": GRAPHS + "report-1"}) == 0
    assert count(COUNT, **{"named-graph-uri": GRAPHS + "report-1"}) == 0


def test_two_default_graphs_are_merged(served: Served, release: object) -> None:
    shared = "SELECT (COUNT(*) AS ?n) FROM graphs:registry FROM <urn:nothing> FROM graphs:registry { ?s ?p ?o }"
    assert number(served.query(shared)) == number(served.query(COUNT, **{"default-graph-uri": GRAPHS + "registry"}))


@pytest.mark.parametrize(
    ("status", "said", "request_line", "content_type", "body"),
    [
        (400, "expected", "GET /sparql?query=SELECT", "", None),
        (400, "given twice", "GET /sparql?query=ASK%7B%7D&query=ASK%7B%7D", "", None),
        (400, "not UTF-8", "GET /sparql?query=%FF", "", None),
        (400, "seconds", "GET /sparql?query=ASK%7B%7D&timeout=soon", "", None),
        (400, "seconds", "GET /sparql?query=ASK%7B%7D&timeout=-1", "", None),
        (400, "unknown format", "GET /sparql?query=ASK%7B%7D&format=word", "", None),
        (400, "no name of a release", "GET /sparql?query=ASK%7B%7D&release=latest", "", None),
        (410, "is not here", "GET /sparql?query=ASK%7B%7D&release=0123456789abcdef", "", None),
        (400, "no absolute IRI", "GET /sparql?query=ASK%7B%7D&default-graph-uri=report-1", "", None),
        (400, "not UTF-8", "POST /sparql", "application/sparql-query", b"ASK { \xff }"),
        (400, "in the body", "POST /sparql?query=ASK%7B%7D", "application/sparql-query", b"ASK {}"),
        (403, "read-only", "GET /sparql?update=CLEAR%20ALL", "", None),
        (403, "read-only", "POST /sparql", FORM, b"update=CLEAR%20ALL"),
        (403, "read-only", "POST /sparql", "application/sparql-update", b"CLEAR ALL"),
        (400, "read-only", "POST /sparql", "application/sparql-query", b"CLEAR ALL"),
        (400, "SERVICE", "POST /sparql", "application/sparql-query", b"ASK { SERVICE <http://127.0.0.1/> {} }"),
        (415, "media type", "POST /sparql", "text/plain", b"ASK {}"),
        (415, "charset", "POST /sparql", "application/sparql-query; charset=utf-16", b"ASK {}"),
        (405, "PUT", "PUT /sparql?query=ASK%7B%7D", FORM, b""),
        (413, "long", "POST /sparql", "application/sparql-query", b"#" * 300_000 + b"\nASK {}"),
        (413, "longer", "POST /sparql", "application/sparql-query", b"#" * 2_000_000),
    ],
)
def test_what_cannot_be_answered_is_one_problem(
    served: Served, status: int, said: str, request_line: str, content_type: str, body: bytes | None
) -> None:
    method, address = request_line.split()
    headers = {"Content_Type": content_type} if content_type else {}
    answer = served.ask(address, method=method, body=body, **headers)
    assert (answer.status, answer.media) == (status, "application/problem+json")
    assert answer.json["status"] == status
    assert said in json.dumps(answer.json)
    assert answer.headers["access-control-allow-origin"] == "*"


def test_methods_and_origins(served: Served) -> None:
    address = "/sparql?query=" + quote(SELECT)
    whole, head = served.ask(address), served.ask(address, method="HEAD")
    assert (head.status, head.body) == (200, b"")
    for name in ("content-type", "content-length", "etag"):
        assert head.headers[name] == whole.headers[name]
    options = served.ask("/sparql", method="OPTIONS", Origin="https://example.org")
    assert options.status == 204
    assert options.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in options.headers
    assert options.headers["allow"] == served.ask("/sparql", method="PATCH").headers["allow"]


def test_what_a_client_has_is_not_sent_again(served: Served) -> None:
    text = SELECT + " LIMIT 7"
    first, second = served.query(text), served.query(text)
    assert first.headers["etag"] == second.headers["etag"]
    assert (first.body, first.headers["cache-control"]) == (second.body, "no-cache")
    address = "/sparql?" + urlencode({"query": text})
    for tag in (first.headers["etag"], "*", f'"other", {first.headers["etag"]}'):
        answer = served.ask(address, Accept="*/*", If_None_Match=tag)
        assert (answer.status, answer.body) == (304, b"")
    assert served.ask(address, Accept="*/*", If_None_Match='"other"').status == 200
    assert served.query(text, "text/csv").headers["etag"] != first.headers["etag"]
    other = served.query(text, **{"default-graph-uri": GRAPHS + "registry"})
    assert other.headers["etag"] != first.headers["etag"]


def test_what_differs_each_time_is_not_remembered(served: Served) -> None:
    answers = [served.query("SELECT (RAND() AS ?x) {}") for _ in range(2)]
    assert answers[0].body != answers[1].body
    assert [answer.headers["cache-control"] for answer in answers] == ["no-store"] * 2
    assert "etag" not in answers[0].headers


def test_an_answer_of_a_release_never_changes(served: Served) -> None:
    name = served.ask("/release").json["name"]
    pinned = served.query(SELECT, release=name)
    assert pinned.status == 200
    assert "immutable" in pinned.headers["cache-control"]
    assert pinned.headers["x-release"] == name == served.query(SELECT).headers["x-release"]


def test_a_query_that_takes_too_long(served: Served) -> None:
    answer = served.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a", timeout="0.5")
    assert (answer.status, answer.json["kind"]) == (504, "time")
    assert served.query(SELECT).status == 200


def test_limits_are_said_aloud(store: Path) -> None:
    with serving("--store", str(store), CKG_MAX_RESULT_ROWS="3", CKG_MAX_RESULT_MB="1") as served:
        answer = served.query("SELECT * { ?s ?p ?o }")
        assert (answer.headers["x-truncated"], answer.json["truncated"]) == ("true", True)
        assert len(answer.json["results"]["bindings"]) == 3
        for form, count in (("csv", 4), ("tsv", 4)):
            answer = served.query("SELECT * { ?s ?p ?o }", format=form)
            assert (answer.headers["x-truncated"], len(answer.body.splitlines())) == ("true", count)
        answer = served.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", format="ntriples")
        assert (answer.headers["x-truncated"], len(answer.text.splitlines())) == ("true", 3)
        whole = served.query("SELECT * { ?s ?p ?o } LIMIT 3")
        assert "x-truncated" not in whole.headers
        assert "truncated" not in whole.json
        wide = 'SELECT ?x { VALUES ?n { "a" "b" } BIND(CONCAT(' + ", ".join(['"' + "x" * 200 + '"'] * 900) + ") AS ?y)"
        big = wide + " BIND(CONCAT(?y, ?y, ?y, ?y, ?y, ?y) AS ?x) }"
        answer = served.query("ASK {}")
        assert answer.status == 200
        with suppress(ConnectionError, http.client.IncompleteRead):  # if the answer had begun, it is cut
            sized = served.ask("/sparql", body=big.encode(), Content_Type="application/sparql-query")
            assert (sized.status, sized.json["kind"]) == (413, "size")


def test_a_page_for_people(served: Served) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    form = served.ask("/sparql", Accept=browser)
    assert (form.status, form.media) == (200, "text/html")
    assert "<textarea" in form.text
    table = served.query(SELECT, browser)
    assert '<a href="/actors/red-front">actors/red-front</a>' in table.text
    assert "default-src 'none'" in table.headers["content-security-policy"]
    assert "Yes" in served.query("ASK { ?s ?p ?o }", browser).text
    assert "ckg:supports" in served.query(CONSTRUCT, browser).text
    assert served.query('SELECT ("<script>" AS ?x) {}', browser).text.count("&lt;script&gt;") > 1
    assert "<script>" not in served.query('SELECT ("<script>" AS ?x) {}', browser).text


def test_whole_graphs(served: Served) -> None:
    default = served.ask("/graph-store?default")
    assert (default.status, default.media) == (200, "text/turtle")
    wanted = number(served.query(COUNT))
    assert len(rdflib.Graph().parse(data=default.body, format="turtle")) == wanted
    named = served.ask(f"/graph-store?graph={quote(GRAPHS + 'report-1')}&format=ntriples")
    assert len(named.text.splitlines()) == number(served.query(COUNT, **{"default-graph-uri": GRAPHS + "report-1"}))
    again = served.ask("/graph-store?default", If_None_Match=default.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert served.ask("/graph-store?default", method="HEAD").headers["content-type"] == default.headers["content-type"]


@pytest.mark.parametrize(
    ("status", "address", "method"),
    [
        (400, "/graph-store", "GET"),
        (400, "/graph-store?default&graph=urn:x", "GET"),
        (400, "/graph-store?graph=report-1", "GET"),
        (400, "/graph-store?graph=urn:a&graph=urn:b", "GET"),
        (400, "/graph-store?graph=http%3A%2F%2F%5B", "GET"),
        (404, "/graph-store?graph=urn:nothing", "GET"),
        (406, "/graph-store?default&format=", "GET"),
        (405, "/graph-store?default", "PUT"),
        (405, "/graph-store?default", "POST"),
        (405, "/graph-store?default", "DELETE"),
    ],
)
def test_graphs_that_cannot_be_given(served: Served, status: int, address: str, method: str) -> None:
    answer = served.ask(address, method=method, Accept="text/csv" if status == 406 else "*/*")
    assert (answer.status, answer.media) == (status, "application/problem+json")
    if status == 405:
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
