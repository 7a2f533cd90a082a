"""Attacks on a real server by what is asked: calls to other hosts, and queries without end or measure."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import IncompleteRead
from pathlib import Path
from urllib.parse import urlencode

import pytest

from hostile import ENDLESS, FORM, LATE, STREAM, Served, Stand

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]
SECONDS = 2
MEMORY = 256
"""Megabytes that a query may take."""


@pytest.fixture(scope="module")
def stand(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    limits = {f"{name}_seconds": SECONDS for name in ("query", "header", "body", "reader")}
    kept = Stand(store, lambda: tmp_path_factory.mktemp("asked"), query_memory=MEMORY, max_result_mb=32, **limits)
    yield kept
    kept.close()


@pytest.fixture
def server(stand: Stand) -> Iterator[Served]:
    with stand.server() as served:
        yield served


class Listener:
    """Somebody on this machine whom nobody should call."""

    def __init__(self) -> None:
        self.calls = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}/"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                self.calls += 1
                connection.close()

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    opened = Listener()
    yield opened
    opened.close()


CALLS = {
    "plain": "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "small letters": "SELECT * { service <URL> { ?s ?p ?o } }",
    "mixed": "SELECT * { SeRvIcE SiLeNt <URL> { ?s ?p ?o } }",
    "no blank": "SELECT*{SERVICE<URL>{?s?p?o}}",
    "a comment for a blank": "SELECT * { SERVICE#\n<URL>#\n{ ?s ?p ?o } }",
    "a comment that ends with CR": "SELECT * { # SERVICE\rSERVICE <URL> { ?s ?p ?o } }",
    "a comment that ends by an escape": "SELECT * { # \\u000ASERVICE <URL> { ?s ?p ?o }\n }",
    "escaped": "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "escaped within": "SELECT * { SER\\u0056ICE <URL> { ?s ?p ?o } }",
    "escaped long": "SELECT * { \\U00000053\\U00000045RVICE <URL> { ?s ?p ?o } }",
    "all escaped": "SELECT * { " + "".join(f"\\u{ord(letter):04x}" for letter in "SERVICE") + " <URL> { ?s ?p ?o } }",
    "the address escaped": "SELECT * { SERVICE \\u003cURL\\u003e { ?s ?p ?o } }",
    "a variable": "SELECT * { BIND(<URL> AS ?where) SERVICE ?where { ?s ?p ?o } }",
    "a prefix": "PREFIX x: <URL> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "a base": "BASE <URL> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "a union": "SELECT * { { ?s ?p ?o } UNION { SERVICE <URL> { ?s ?p ?o } } }",
    "optional": "SELECT * { ?s ?p ?o OPTIONAL { SERVICE <URL> { ?s ?p ?o } } } LIMIT 1",
    "minus": "SELECT * { ?s ?p ?o MINUS { SERVICE SILENT <URL> { ?s ?p ?o } } } LIMIT 1",
    "exists": "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } } LIMIT 1",
    "a graph": "SELECT * { GRAPH ?g { SERVICE <URL> { ?s ?p ?o } } }",
    "a sub-select": "SELECT * { { SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } } } }",
    "construct": "CONSTRUCT WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "ask": "ASK { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "describe": "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "behind less-than": "SELECT * { ?s ?a ?b FILTER(?a<?b)SERVICE:foo#>\n<URL>{?s ?p ?o} }",
    "less-than without blanks": "SELECT * { ?s ?a ?b FILTER(?a<?b)SERVICE<URL>{?s ?p ?o} }",
    "behind less-than twice": "SELECT * { ?s ?a ?b FILTER(?a<?b&&?b>?a)SERVICE<URL>{?s ?p ?o} }",
    "behind a string": "SELECT * { ?s ?p '''a'''SERVICE<URL>{?s ?p ?o} }",
    "behind an escaped quote": 'SELECT * { ?s ?p "\\\\"SERVICE<URL>{?s ?p ?o} }',
    "behind a quote that is escaped": "SELECT * { ?s ?p \\u0022 . SERVICE <URL> {?s ?p ?o} #\\u0022\n }",
    "behind a number": "SELECT * { ?s ?p 1SERVICE<URL>{?s ?p ?o} }",
    "behind a dot": "SELECT * { ?s ?p ?o.SERVICE<URL>{?s ?p ?o} }",
    "behind a name with a dot": "PREFIX a: <b:> SELECT * { ?s ?p a:b.SERVICE<URL>{?s ?p ?o} }",
    "behind a hash in a name": "PREFIX a: <b:> SELECT * { ?s ?p a:\\#\nSERVICE <URL> {?s ?p ?o} }",
    "behind a language": "SELECT * { ?s ?p 'a'@en.SERVICE<URL>{?s ?p ?o} }",
    "behind an annotation": "SELECT * { ?s ?p ?o {| ?a ?b |} SERVICE <URL> {?s ?p ?o} }",
    "two queries": "SELECT * { ?s ?p ?o } ; SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "a form feed": "SELECT * { SERVICE\f<URL> { ?s ?p ?o } }",
    "LOAD": "LOAD <URL>",
    "LOAD behind a query": "ASK {} ; LOAD <URL>",
    "LOAD escaped": "L\\u004FAD <URL>",
}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("form", [False, True], ids=["direct", "form"])
def test_nobody_is_called(server: Served, listener: Listener, name: str, form: bool) -> None:
    query = CALLS[name].replace("URL", listener.url)
    if form:
        answer = server.request("POST", "/sparql", urlencode({"query": query}).encode(), {"Content-Type": FORM})
    else:
        answer = server.ask(query)
    assert listener.calls == 0
    if name != "a comment that ends by an escape":  # it ends for the standard, and not for the engine
        assert answer.problem["status"] == 400


@pytest.mark.parametrize(
    "clause", ["FROM <URL>", "FROM NAMED <URL>", "FROM<URL>FROM NAMED<URL>", "FROM \\u003CURL\\u003E"]
)
@pytest.mark.parametrize("url", ["HTTP", "file:///etc/passwd", "file:/etc/passwd", "file:///proc/self/environ"])
def test_no_dataset_is_fetched(server: Served, listener: Listener, clause: str, url: str) -> None:
    query = f"SELECT * {clause} {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
    answer = server.ask(query.replace("URL", url.replace("HTTP", listener.url)))
    assert answer.status in {200, 400}
    assert answer.status == 400 or json.loads(answer.body)["results"]["bindings"] == []
    assert b"root:" not in answer.body
    for parameter in ("default-graph-uri", "named-graph-uri"):
        answer = server.ask("SELECT * { ?s ?p ?o }", **{parameter: url.replace("HTTP", listener.url)})
        assert answer.status == 200
        assert b"root:" not in answer.body
    assert listener.calls == 0


ALLOWED = [
    "SELECT * { ?s ?p ?o } LIMIT 1 # SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }",
    "# SERVICE <http://127.0.0.1:9/>\nSELECT * { ?s ?p ?o } LIMIT 1",
    'SELECT ("SERVICE <http://127.0.0.1:9/> { }" AS ?x) {}',
    "SELECT ('SERVICE' AS ?x) {}",
    'SELECT ("""\nSERVICE <http://127.0.0.1:9/> {}\n""" AS ?x) {}',
    "SELECT ('''it's a \" SERVICE''' AS ?x) {}",
    'SELECT ("a \\" SERVICE \\\\" AS ?x) {}',
    'SELECT ("# SERVICE" AS ?x) {} # "',
    "SELECT (<http://example.org/SERVICE> AS ?x) {}",
    "SELECT (<http://example.org/#SERVICE> AS ?x) {}",
    "PREFIX x: <http://example.org/> SELECT (x:SERVICE AS ?x) {}",
    "SELECT ?service { BIND(1 AS ?service) }",
    'SELECT ("a"@en AS ?x) { OPTIONAL { ?service ?load ?insert } } LIMIT 1',
    "SELECT ('LOAD <file:///etc/passwd>' AS ?x) {}",
]


@pytest.mark.parametrize("query", ALLOWED)
def test_the_word_may_stand_where_it_calls_nobody(server: Served, query: str) -> None:
    answer = server.ask(query)
    assert answer.status == 200, answer
    assert len(json.loads(answer.body)["results"]["bindings"]) == 1


def nested(before: str, middle: str, after: str, depth: int) -> str:
    return before * depth + middle + after * depth


DOUBLED = "".join(f" BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
HEAVY = {
    "product": ENDLESS,
    "product, sorted": STREAM + " ORDER BY ?a ?e ?i",
    "product, distinct": "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } OFFSET 100000000",
    "product, grouped": "SELECT ?a ?d ?g (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?a ?d ?g ?c ?f",
    "product, constructed": "CONSTRUCT { ?a ?e ?i . ?d ?h ?c . ?g ?b ?f } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "product, described": "DESCRIBE * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "product, concatenated": "SELECT (GROUP_CONCAT(STR(?c)) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "any path": "SELECT * { ?a (<x:x>|!<x:x>)* ?b . ?b (<x:x>|!<x:x>)* ?c . ?c (<x:x>|!<x:x>)* ?d }",
    "paths in paths": "SELECT (COUNT(*) AS ?n) { ?a ((((!<x:x>|^!<x:x>)*/(!<x:x>|^!<x:x>)*)*/(!<x:x>|^!<x:x>)*)*)* ?b }",
    "a long path": "ASK { ?a " + "/".join(["(!<x:x>|^!<x:x>)?"] * 200) + " ?b }",
    "exponents": "SELECT * { ?a ?b ?c FILTER(REGEX(STR(?c), '((((a{1,90}){1,90}){1,90}){1,90}){1,90}')) }",
    "a pattern that goes back": "SELECT * { ?a ?b ?c FILTER(REGEX(STR(?c), '^(([a-z])+.)+[A-Z]([a-z])+$|(x+x+)+y')) }",
    "many patterns": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(REGEX(STR(?c), CONCAT('(', STR(?f), ')+', STR(?i), '*'))) }",
    "doubling": "SELECT * { BIND('0123456789abcdef' AS ?x0)" + DOUBLED + " }",
    "replacing": "SELECT (STRLEN(REPLACE(REPLACE(REPLACE(REPLACE(?x, '.', ?x), '.', ?x), '.', ?x), '.', ?x)) AS ?n) { BIND('" + "a" * 500 + "' AS ?x) }",
    "escaping": "SELECT * { BIND('" + " " * 500 + "' AS ?x0) " + "".join(f"BIND(ENCODE_FOR_URI(CONCAT(?x{n}, ?x{n})) AS ?x{n + 1}) " for n in range(20)) + "}",
    "many values": "SELECT (COUNT(*) AS ?n) { VALUES ?a { " + "1 " * 20_000 + "} VALUES ?b { " + "2 " * 20_000 + "} VALUES ?c { " + "3 " * 20_000 + "} }",
    "many unions": "SELECT * { " + " UNION ".join(["{ ?a ?b ?c }"] * 5000) + " }",
    "many optionals": "SELECT * { " + "OPTIONAL { ?a ?b ?c } " * 2000 + " }",
    "many filters": "SELECT * { ?a ?b ?c " + "FILTER(?a != ?c) " * 8000 + " }",
    "many ors": "SELECT * { ?a ?b ?c FILTER(" + " || ".join(["?a = ?c"] * 20_000) + ") }",
    "many sums": "SELECT (" + "+".join(["1"] * 50_000) + " AS ?n) {}",
    "many triples": "SELECT * { " + " ".join(f"?a{n} ?b{n} ?a{n + 1} ." for n in range(500)) + " }",
    "many in": "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(?c IN (" + ", ".join(map(str, range(20_000))) + ")) }",
    "many variables": "SELECT * { " + " ".join(f"OPTIONAL {{ ?v{n} <x:x> 1 }}" for n in range(3000)) + " }",
    "many names": "SELECT (1 AS ?" + "x" * 200_000 + ") {}",
    "many minuses": "SELECT (1" + "-" * 100_000 + "1 AS ?x) {}",
    "many nots": "SELECT (" + "!" * 100_000 + "true AS ?x) {}",
    "many carets": "ASK { ?a " + "^" * 100_000 + "<x:x> ?b }",
    "many commas": "ASK { ?a ?b " + ",".join(["?c"] * 20_000) + " }",
    "groups in groups": "SELECT * " + nested("{", " ?a ?b ?c ", "}", 20_000),
    "brackets in brackets": "SELECT (" + nested("(", "1", ")", 50_000) + " AS ?x) {}",
    "lists in lists": "ASK { ?a ?b " + nested("(", "1", ")", 50_000) + " }",
    "blank nodes in blank nodes": "ASK { ?a ?b " + nested("[ ?p ", "1", "]", 20_000) + " }",
    "functions in functions": "SELECT (" + nested("STR(", "1", ")", 20_000) + " AS ?x) {}",
    "optionals in optionals": "SELECT * { ?a ?b ?c " + nested("OPTIONAL { ?a ?b ?c ", "", "}", 15_000) + " }",
    "exists in exists": "SELECT * { ?a ?b ?c " + nested("FILTER EXISTS { ?a ?b ?c ", "", "}", 10_000) + " }",
    "paths nested": "ASK { ?a " + nested("(", "<x:x>", ")*", 50_000) + " ?b }",
    "triples in triples": "ASK { " + nested("<< ", "?a ?b ?c", " >> ?p ?o", 10_000) + " }",
    "queries in queries": "SELECT * " + nested("{ SELECT * ", "{ ?a ?b ?c }", "}", 10_000),
    "as deep as allowed": "SELECT * " + nested("{", " ?a ?b ?c . ?d ?e ?f . ?g ?h ?i ", "}", 120),
    "optionals as deep as allowed": "SELECT * { ?a ?b ?c " + nested("OPTIONAL { ?a ?b ?c . ?d ?e ?f ", "", "}", 120) + " }",
    "queries as deep as allowed": "SELECT * " + nested("{ SELECT * { ?a ?b ?c ", "{ ?a ?b ?c }", "} }", 60),
    "a comment of 200 kB": "ASK {} #" + "x" * 200_000,
    "a string that does not end": "ASK { ?a ?b '" + "x" * 200_000,
    "an IRI that does not end": "ASK { ?a <" + "x" * 200_000,
    "less-than signs": "ASK { FILTER(1" + "<" * 200_000,
    "quotes": "ASK { ?a ?b " + "'" * 200_000,
    "backslashes": "ASK { ?a ?b '" + "\\" * 200_000,
    "escapes": "ASK { ?a ?b '" + "\\u0027" * 40_000,
    "hashes": "ASK {}" + "#\n" * 120_000,
    "colons": "ASK { " + ":" * 200_000,
    "prefixes": "".join(f"PREFIX p{n}: <x:{n}>\n" for n in range(10_000)) + "ASK {}",
    "graphs": "SELECT * " + "FROM <x:x> " * 20_000 + "{ ?a ?b ?c }",
}  # fmt: skip


@pytest.mark.parametrize("name", HEAVY)
def test_no_query_takes_longer_than_the_limit(server: Served, name: str) -> None:
    began = time.monotonic()
    try:
        answer = server.ask(HEAVY[name], accept="application/json, */*;q=0.1")
    except (ConnectionError, IncompleteRead):  # it was cut behind its first rows
        status = 200
    else:
        status = answer.status
        if status != 200:
            _ = answer.problem
    late = time.monotonic() - began - SECONDS
    print(f"{status} late: {late:.3f}")
    assert late < LATE
    assert status in {200, 400, 413, 503, 504}


def test_long_queries_hold_nobody_up(server: Served) -> None:
    texts = [HEAVY[name] for name in ("many sums", "many ors", "less-than signs", "hashes")] * 3
    slowest = 0.0
    with ThreadPoolExecutor(len(texts)) as threads:
        sent = [threads.submit(server.ask, f"{text} # {number}") for number, text in enumerate(texts)]
        while not all(one.done() for one in sent):
            answer = server.request("GET", "/healthz", source="127.0.0.2")
            slowest = max(slowest, answer.seconds)
    print(f"slowest {slowest:.2f} s")
    assert slowest < 1


def test_a_query_of_a_megabyte_is_too_long(server: Served) -> None:
    answer = server.ask("ASK {} #" + "x" * 900_000)
    assert answer.problem["status"] == 413
    answer = server.ask("ASK {} #" + "x" * 2_000_000)
    assert answer.problem["status"] == 413
