"""The quick look is only ever stricter than the gate's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.namespaces import PREFIXES
from kg.sparql.gate import Admitted, examine
from kg.sparql.plain import plain_form

PLAIN = {
    "ASK{}": "ask",
    "# what is there?\n\nPREFIX x: <urn:x> # for names\nASK { x:a ?p ?o }": "ask",
    "select?x{ ?x ?p 1 } # all of it": "select",
    "SELECT DISTINCT ?s (COUNT(*) AS ?n) WHERE { ?s ckg:from ?from } GROUP BY ?s": "select",
    "PREFIX x: <urn:x> prefix y-z:<urn:y>\nCONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }": "construct",
    "DESCRIBE <https://example.org/from/within#address>": "describe",
    "SELECT * { VALUES ?x { 'with a \\'quote\\'' \"\"\"of two\nlines\"\"\" 1.5e3 'x'@en } }": "select",
}
CLOSELY = [
    "SELECT * FROM <urn:g> {}", "SELECT*FROM<urn:g>{}", "SELECT * FROMg:x {}", "DESCRIBE <urn:s> FROM <urn:g>",
    "SELECT * { ?s ?p 'services' }", "SELECT (NOW() AS ?x) {}", "SELECT * {} ORDER BYRAND()", "ASK { ?s ?p _:bnode }",
    "ASK { ?s ?p 'é' }", "ASK {} # x\r", "\ufeffASK {}", "BASE <urn:x> ASK {}", "INSERT DATA { <urn:a> <urn:b> 1 }",
    "ASK {} ; DROP ALL", "ASK { LOAD <urn:x> }", "ASK { ?s ?p 'x }", "ASK { a-b ?p ?o }", "SELECTDISTINCT ?x {}", "",
]  # fmt: skip
PIECES = [
    "PREFIX x: <urn:x> ", "BASE <urn:b>", "SELECT", " * ", "ASK", "CONSTRUCT", "describe", "DISTINCT", "?x", "$from", "x:a", ":",
    "{", "}", "(", ")", "[", "]", "<<", ">>", "<", ">", "'", '"', "'''", "\\", "\\'", "#", "\n", "\r", " ", " . ", ";", "<urn:from>",
    "FROM", " FROM <urn:g> ", "FROMx:g", "NAMED", "from", "5", "1.5", "true", "WITH", "add", "Load", "SERVICE", "now", "NOW()",
    "x:rand", "@en", "^^", "&&", "_:b", "é", "%20", "/", "-", ".", "VERSION '1.2' ", "WHERE",
]  # fmt: skip
DEPTH = 6


@pytest.mark.parametrize(("query", "form"), PLAIN.items())
def test_most_queries_need_no_closer_look(query: str, form: str) -> None:
    assert plain_form(query, DEPTH) == form
    assert examine(query, len(query), DEPTH, PREFIXES) == Admitted(query, form)


@pytest.mark.parametrize("query", CLOSELY)
def test_others_do(query: str) -> None:
    assert plain_form(query, DEPTH) is None


def test_depth() -> None:
    assert plain_form("ASK { { } }", 2) == "ask"
    assert plain_form("ASK { { } }", 1) is None
    assert plain_form("ASK { <<?s ?p ?o>> ?p ?o }", 1) is None


@given(
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.sampled_from(["", "ASK { ", "SELECT * { ?s ?p "])
)
def test_what_it_lets_pass_the_gate_would_admit_as_it_is(pieces: str, begin: str) -> None:
    text = begin + pieces
    form = plain_form(text, DEPTH)
    if form is not None:
        assert examine(text, len(text), DEPTH, PREFIXES) == Admitted(text, form)
