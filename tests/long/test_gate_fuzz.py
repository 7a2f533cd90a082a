"""The gate against the engine: texts made at random from what has fooled a gate before, and the W3C's queries."""

from __future__ import annotations

import random
import tarfile
import time
from collections.abc import Iterator

import pytest

from conftest import needed
from kg.errors import QueryRefused
from kg.namespaces import PREFIXES
from kg.sparql.gate import DEPTH, admit, examine
from kg.sparql.plain import plain_form
from loopback import Listener, listening, run, small_store
from synthetic import SHARED

pytestmark = pytest.mark.long
MOST = 256 * 1024
SECONDS = 25.0

PROLOGUES = [
    "PREFIX : <{U}> ", "PREFIX s: <urn:> ", "PREFIX service: <{U}> ", "PREFIX bad: <http://x:> ", "PREFIX urn: <urn:> ",
    "BASE <http://b/> ", "PREFIX true: <urn:> ", "PREFIX SERVICE: <urn:> ", "PREFIX e: <{U}> ",
]  # fmt: skip
CALLS = [
    "SERVICE <{U}> {?x ?y ?z}", "SERVICE:x{}", "SERVICEe:x{}", "service:x{}", "SERVICE SILENT <{U}>{}", "SERVICE#\n<{U}>{}",
    "SERVICE\t:y#\n{}",
]  # fmt: skip
FRAMES = [
    "SELECT * { @ }", "ASK { @ }", "SELECT (EXISTS{ @ } AS ?x) {}", "SELECT * { ?s ?p true@ }", "SELECT * { ?s ?p true.@ }",
    "SELECT * { ?s ?p bad:@ }", "SELECT * { ?s ?p 1.@ }", "SELECT * { ?s ?p 'x'@en@ }", "SELECT * { ?s urn:p s:a.b.@ }",
    "SELECT * { BIND(1 AS ?a) BIND(2 AS ?b) FILTER(?a<?b)@ }", "SELECT * { BIND(1 AS ?a) BIND(2 AS ?b) FILTER(?a<?b#>\n) @ }",
    "SELECT * { BIND(1 AS ?a) BIND(2 AS ?b) FILTER(?a<?b&&?b>?a) @ }", "SELECT * { BIND('a' AS ?a) FILTER(?a<'>'||1) @ #'\n}",
    "SELECT * { BIND(1 AS ?a) BIND(2 AS ?b) FILTER(?a<?b#>'''\n) @ #'''\n}", "SELECT * { BIND(1 AS ?a) FILTER(COALESCE(?a<<'>,1)) @ #'\n}",
    "SELECT * { VALUES ?x { '''' } @ #\\uD800'''\n}", "SELECT * { VALUES (?x ?y) { (<urn:a> <urn:b#'>) } @ }",
    "SELECT * { OPTIONAL{<<?s ?p ?o>> ?q ?r} @ }", "SELECT * { OPTIONAL { <<s:x#>'''\n s:p s:o>> ?p ?o } @ #'''\n}",
    "SELECT * { BIND(<<(<urn:a> <urn:b> 'c')>> AS ?t) @ }", "SELECT * { BIND(<urn:a#x> AS ?t) # '\n @ # '\n }",
    "SELECT * { ?s ?p 'a\\' b' . @ }", "SELECT * { ?s ?p '''a' b''' . @ }", "SELECT * { LATERAL { @ } }",
    "SELECT * { ?s ?p ?o FILTER(?o IN (<urn:o>,1)) @ }", "SELECT * { {} UNION { @ } }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o @ }",
    "DESCRIBE ?s { ?s ?p ?o @ }", "SELECT * { ?s ?p ?o # @ \n }", "SELECT * { VALUES ?x { '@' '''@''' } }",
]  # fmt: skip
PIECES = [
    "'", '"', "'''", '"""', "''", "#", "\n", "\r", "\r\n", " ", "<", "<<", "<<(", ")>>", ">", ">>", "<'>", "<#>", "<a>", "<urn:a#>",
    "<urn:a'>", "<http://h/#'>", "?a<", "?b", "?b#>", "'>'", "(", ")", "{", "}", "[", "]", ".", ";", ",", "\\", "\\u0027", "\\'",
    "\\#", "\\uD800", "\\u0053", "true", "false", "a", "1", "1.", "1e1", ".5", "@en", "@en--ltr", "^^", "^^s:t", "||", "&&", "=",
    "!", "!=", "-", "+", "*", "/", "|", "^", "?", "$", "?service", "_:b", "_:service", "s:a.b", "s:a.", "s:", "bad:", "bad:service",
    ":", "::", ":\\#", ":\\'", "s:\\(", "%23", "service", "SERVICE", "SILENT", "GRAPH", "GRAPH service:x", "OPTIONAL", "UNION{}",
    "FILTER(", "BIND(", "VALUES ?v {", "<{U}>", ":x", "{?x ?y ?z}", "EXISTS{", "NOT EXISTS{", "\ufeff", "\u2028", "\u00a0", "\x0b",
    "é", "𐀀", "~", "{|", "|}", "IN(", "COALESCE(", "1=1", *CALLS,
]  # fmt: skip


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with listening() as opened:
        yield opened


def changed(text: str, corpus: list[str], chance: random.Random) -> str:
    """Insert, delete or replace a few pieces."""
    for _ in range(chance.choice([1, 1, 2, 3, 5])):
        at = chance.randrange(len(text) + 1)
        match chance.randrange(6):
            case 0 | 1 | 2:
                text = text[:at] + chance.choice(PIECES) + text[at:]
            case 3:
                text = text[:at] + text[at + chance.choice([1, 1, 2, 5, 15]) :]
            case 4:
                text = text[:at] + chance.choice(PIECES) + text[at + chance.choice([1, 2, 5]) :]
            case _:
                other = chance.choice(corpus)
                start = chance.randrange(len(other) + 1)
                text = text[:at] + other[start : start + chance.choice([3, 10, 30])] + text[at:]
    return text


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_calls_out_is_refused(seed: int, listener: Listener) -> None:
    """What calls goes back into the pot, so that the pot fills with ever stranger spellings of a call."""
    chance, store, until = random.Random(seed), small_store(), time.monotonic() + SECONDS
    corpus = [
        "".join(chance.sample(PROLOGUES, chance.randrange(6))) + frame.replace("@", call)
        for frame in FRAMES
        for call in CALLS
        for _ in range(3)
    ]
    fresh, quiet = list(corpus), list[str]()
    called = admitted = 0
    while fresh or time.monotonic() < until:
        pattern = (
            fresh.pop()
            if fresh
            else changed(chance.choice(quiet if quiet and chance.random() < 0.2 else corpus), corpus, chance)
        )
        if len(pattern) > 600:
            continue
        text = pattern.replace("{U}", listener.address)
        try:
            examine(text, MOST, DEPTH, PREFIXES)
            passes = True
        except QueryRefused:
            passes = False
        assert passes or plain_form(text, DEPTH) is None, f"the quick look lets pass what the gate refuses: {text!r}"
        admitted += passes
        before = listener.calls
        complaint = run(store, text)
        if listener.calls > before:
            assert not passes, f"the engine calls out for an admitted text: {text!r}"
            called += 1
            corpus.append(pattern)
            if len(corpus) > 3000:
                corpus.pop(chance.randrange(2000))
        elif not complaint and len(quiet) < 500:
            quiet.append(pattern)
    assert called > 300
    assert admitted > 300


def test_the_w3c_queries_are_admitted() -> None:
    archive = needed(SHARED / "suites" / "w3c-sparql11.tar.xz", "the W3C's test suite")
    store = small_store()
    tried = 0
    with tarfile.open(archive) as files:
        for member in files:
            if not member.name.endswith(".rq"):
                continue
            content = files.extractfile(member)
            assert content is not None
            try:
                text = content.read().decode()
            except UnicodeDecodeError:
                continue
            if "SERVICE" in text.upper():
                continue
            text = f"BASE <http://example.org/base/>\n{text}"
            complaint = run(store, text)
            if complaint.startswith("SyntaxError"):
                continue
            tried += 1
            admitted = admit(text, MOST)
            assert not run(store, admitted.text).startswith("SyntaxError"), member.name
    assert tried > 200
