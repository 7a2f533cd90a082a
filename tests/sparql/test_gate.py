"""The gate: what it lets through, and that the engine calls nobody for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, QueryBoolean, Store

from kg.errors import QueryRefused, QueryTooLong
from kg.resources import directory
from kg.sparql.gate import DEPTH, Admitted, admit
from loopback import Listener, listening, run, small_store

MOST = 256 * 1024
AB = "BIND(1 AS ?a) BIND(2 AS ?b)"
CALL = "SERVICE <{host}> {{?x ?y ?z}}"

# Queries that the engine calls out for, so that it is seen when one of them does not any more.
CALLS = {
    "plain": "SELECT * {{ SERVICE <{host}> {{?s ?p ?o}} }}",
    "small letters": "SELECT * {{ service <{host}> {{?s ?p ?o}} }}",
    "silent": "SELECT * {{ SERVICE SILENT <{host}> {{?s ?p ?o}} }}",
    "no blanks": "SELECT*{{SERVICE<{host}>{{}}}}",
    "comment between": "SELECT * {{ SERVICE # the host\n <{host}> {{}} }}",
    "in LATERAL": "SELECT * {{ LATERAL {{ SERVICE <{host}> {{}} }} }}",
    "in EXISTS": "SELECT (EXISTS {{ SERVICE <{host}> {{}} }} AS ?x) {{}}",
    "in a subquery": "ASK {{ {{ SELECT * {{ SERVICE <{host}> {{}} }} }} }}",
    "prefixed name": "PREFIX h: <{host}> SELECT * {{ SERVICE h:x {{?s ?p ?o}} }}",
    "part of a word": "SELECT * {{ ?s ?p trueSERVICE<{host}>{{?x ?y ?z}} }}",
    "behind a number": "SELECT * {{ ?s ?p 1SERVICE<{host}>{{?x ?y ?z}} }}",
    "behind a decimal point": "PREFIX : <{host}> SELECT * {{ ?s ?p 1.SERVICE:x {{?x ?y ?z}} }}",
    "behind a text": "SELECT * {{ ?s ?p 'x'SERVICE<{host}> {{?x ?y ?z}} }}",
    "a name without its prefix": "PREFIX : <{host}> SELECT * {{ SERVICE:x {{?s ?p ?o}} }}",
    "a declared name": "PREFIX service: <urn:> PREFIX : <{host}> SELECT * {{ service:x {{?s ?p ?o}} }}",
    "a longer name": "PREFIX h: <{host}> SELECT * {{ SERVICEh:x {{?s ?p ?o}} }}",
    "a longer name, silent": "PREFIX h: <{host}> SELECT * {{ SERVICESILENTh:x {{?s ?p ?o}} }}",
    "a word within a name": "PREFIX : <{host}> SELECT * {{ ?s ?p trueSERVICE:x {{?x ?y ?z}} }}",
    "a word behind a dot in a name": "PREFIX : <{host}> SELECT * {{ ?s ?p true.SERVICE:x {{?x ?y ?z}} }}",
    "a second dot in a name": "PREFIX s: <urn:> PREFIX : <{host}> SELECT * {{ ?s ?p s:a.b.SERVICE:x {{?x ?y ?z}} }}",
    "a name that is no IRI": "PREFIX p: <http://x:> SELECT * {{ ?s ?p p:service <{host}> {{?x ?y ?z}} }}",
    "a name that is no IRI, silent": "PREFIX p: <http://x:> SELECT * {{ ?s ?p p:service SILENT <{host}> {{?x ?y ?z}} }}",
    "an operator and a name": f"PREFIX : <{{host}}> SELECT * {{{{ {AB} FILTER(?a<?b)SERVICE:foo#>\n{{{{?x ?y ?z}}}} }}}}",
    "an operator and a comment": f"SELECT * {{{{ {AB} FILTER(?a<?b#>'''\n) {CALL} #'''\n}}}}",
    "an operator and a quote": f"SELECT * {{{{ BIND('' AS ?a) FILTER(?a<'>'||1) {CALL} #'\n}}}}",
    "an operator and a sign in a quote": "SELECT * {{ BIND('' AS ?a) FILTER(?a<'>#'||1) service <{host}> {{?x ?y ?z}}\n}}",
    "an operator, a comment and GRAPH": f"PREFIX : <{{host}}> SELECT * {{{{ {AB} FILTER(?a<?b)#>GRAPH\nSERVICE:x {{{{?x ?y ?z}}}} }}}}",
    "an operator before an IRI": f"BASE <http://b/> SELECT * {{{{ {AB} FILTER(COALESCE(?a<<'>,1)) {CALL} #'\n}}}}",
    "a reified triple": f"PREFIX s: <urn:> SELECT * {{{{ OPTIONAL {{{{ <<s:x#>'''\n s:p s:o>> ?p ?o }}}} {CALL} #'''\n}}}}",
    "a character that is none": f"SELECT * {{{{ VALUES ?x {{{{ '''' }}}} {CALL} #\\uD800'''\n}}}}",
    "a character past the last": f"SELECT * {{{{ VALUES ?x {{{{ '''' }}}} {CALL} #\\U00110000'''\n}}}}",
    "a comment that ends at CR": "SELECT * {{ #\rSERVICE <{host}> {{?s ?p ?o}} }}",
}

# SERVICE where it is no call; each is also run.
HARMLESS = {
    "comment": "SELECT * { # SERVICE <{host}> {?s ?p ?o}\n ?s ?p ?o }",
    "comment with CR LF": "SELECT * { # SERVICE <{host}> {}\r\n ?s ?p ?o }",
    "comment with other line ends": "SELECT * { #\x0bSERVICE <{host}>{}\u2028SERVICE <{host}>{}\x85\n ?s ?p ?o }",
    "short texts": """SELECT * { VALUES ?x { 'SERVICE <{host}> {}' "SERVICE <{host}> {}" } }""",
    "long texts": """SELECT * { VALUES ?x { '''a' '' SERVICE <{host}> {}\n''' \"\"\"" "" SERVICE <{host}> {}\"\"\" } }""",
    "escaped quotes": r"SELECT * { VALUES ?x { 'it\'s SERVICE <{host}> {}' '\\' } }",
    "IRI": "SELECT * { ?s <http://example.org/service#x> ?o { } }",
    "IRI of a scheme without slashes": "SELECT * { ?s <urn:service#x> ?o . <urn:(service)> ?p 'service' }",
    "relative IRI": "BASE <http://b/> SELECT * { ?s <#service> 'service' # service\n }",
    "prefix": "PREFIX service: <urn:> SELECT * { ?s service:p ?o . {} }",
    "local name": "PREFIX s: <urn:> SELECT * { ?s ?p s:service, s:a.service }",
    "graph": "PREFIX services: <urn:> SELECT * { GRAPH services:x { ?s ?p ?o } }",
    "described": "PREFIX services: <urn:> DESCRIBE services:x { ?s ?p ?o }",
    "variable": "SELECT ?service $service2 { ?service ?p ?service2 { } }",
    "language": "SELECT * { ?s ?p 'x'@service . {} }",
    "blank node": "SELECT * { _:service ?p _:b.service }",
    "escapes are not decoded": "SELECT * { VALUES ?x { '\\u0053ERVICE <{host}> {}' } }",
    "an escaped quote ends no text": "SELECT * { VALUES ?x { '\\u0027 } SERVICE <{host}> {} #' } }",
    "comparison": "SELECT * { ?s ?p ?o FILTER(?o < 5 && ?o > 3) FILTER(?o<5&&?o>3) # SERVICE <{host}> {}\n }",
    "comparison with texts": "SELECT * { ?s ?p ?o FILTER(?o < 'a' && ?o > 'SERVICE <{host}> {}') }",
    "comparison with an IRI": "SELECT * { ?s ?p ?o FILTER(?o = <http://x/#service> || ?o != <urn:x#y>) # service\n }",
    "IRIs in rows": "SELECT * { VALUES (?a ?b) { (<http://x/#service> <http://x/(y)#service>) } # service\n }",
}

GOOD = {
    "nothing": "ASK{}",
    "select": "SELECT DISTINCT ?s (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?s HAVING(COUNT(*)>1) ORDER BY DESC(?n) LIMIT 1 OFFSET 0",
    "construct": "CONSTRUCT { ?s ?p [ ?p ( 1 2 ) ] } WHERE { ?s ?p ?o }",
    "short construct": "CONSTRUCT WHERE { ?s ?p ?o }",
    "describe": "DESCRIBE <urn:s>",
    "path": "SELECT * { ?s (<urn:p>|^a/!(<urn:p>|^a))*/<urn:p>?/<urn:p>+ ?o }",
    "numbers": "SELECT * { VALUES ?x { 1 1.0 .5 1e5 1.e5 .5E-3 -1 +1.5 } ?s ?p 1. ?s ?p 2.}",
    "strings": r"""SELECT * { VALUES ?x { "" '' "a\tb" '\u00e9' "\U0001F600" 'x'@en-GB 'x'@en--ltr "1"^^<urn:t> } }""",
    "letters of the world": "PREFIX ق: <urn:ح/> SELECT ?اسم { ?اسم ق:حلب 'حلب' . ?اسم ?p <urn:حلب> . _:é ?p ?o }",
    "local escapes": r"PREFIX s: <urn:> SELECT * { s:a\,b\' s:%20x\# s:1:2 }",
    "1.2": 'VERSION "1.2" SELECT * { <<?s ?p ?o>> ?a ?b . ?s ?p ?o ~ ?r {| ?c ?d |} . ?s ?p <<( ?s ?p ?o )>> }',
    "signs": "SELECT * { ?s ?p ?o FILTER(!(?o<=1)&&!!(?o>=1)||?o!=2||-?o*2/1+1-1=0) }",
    "IN": "SELECT * { ?s ?p ?o FILTER(?o IN (1, 2) || ?o NOT IN ()) }",
    "full stop behind a truth value": "SELECT * { ?s ?p true.FILTER(?p!=?s) ?s ?p false. }",
    "byte order mark": "\ufeffASK { ?s ?p ?o }",
}

BAD = {
    "": (1, 1, "there is no query here"),
    " # nothing\n": (2, 1, "there is no query here"),
    "PREFIX x: <urn:x>": (1, 18, "there is no query here"),
    "hello": (1, 1, "'hello' begins no query"),
    "SELECTDISTINCT ?x {}": (1, 1, "begins no query"),
    "PREFIX x <urn:x> ASK {}": (1, 1, "PREFIX is not complete"),
    "BASE ASK {}": (1, 1, "BASE is not complete"),
    "INSERT DATA { <urn:a> <urn:b> 1 }": (1, 1, "read-only"),
    "PREFIX x: <urn:x>\n delete WHERE { ?s ?p ?o }": (2, 2, "read-only"),
    "LOAD <http://x/>": (1, 1, "read-only"),
    "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }": (1, 1, "read-only"),
    "ASK {} ; DROP ALL": (1, 10, "DROP is of an update"),
    "ASK { LOAD <http://x/> }": (1, 7, "LOAD cannot stand here"),
    **{f"ASK {{}} {word} x": (1, 8, f"{word} is of an update") for word in ("CLEAR", "Create", "ADD", "MOVE", "copy", "INSERT")},
    "ASK {\n  ?s ?p ?o . SERVICE <urn:x> {} }": (2, 14, "SERVICE cannot stand here"),
    "ASK { ?s ?p 'x }": (1, 13, "a string begins here that does not end"),
    "ASK { ?s ?p '''x }": (1, 13, "a string begins here that does not end"),
    "ASK { ?s ?p '''x'' }": (1, 13, "a string begins here that does not end"),
    'ASK { ?s ?p "a\nb" }': (1, 13, "a string begins here that does not end"),
    r"ASK { ?s ?p 'C:\data' }": (1, 13, "wrong escape"),
    r"ASK { ?s ?p '\ud800' }": (1, 13, "wrong escape"),
    r"\u0041SK {}": (1, 1, "a backslash cannot stand here"),
    "ASK { ?s\u00a0?p ?o }": (1, 9, r"'\xa0' cannot stand here"),
    "ASK { ?s ?p ?o } \ufeff": (1, 18, "cannot stand here"),
    "ASK { ? ?p $ }": (1, 12, "'$' cannot stand here"),
    "ASK { ?s ?p ?o } # x\r": (1, 21, "carriage return"),
    "ASK { a.b.c ?p ?o }": (1, 7, "begins with no word of SPARQL"),
    "ASK { a-b ?p ?o }": (1, 7, "begins with no word of SPARQL"),
    "ASK { ?s ?p '\ud800' }": (1, 14, "surrogate"),
    "SELECT * FROM {}": (1, 10, "FROM names no graph"),
    "SELECT * FROM": (1, 10, "FROM names no graph"),
    "SELECT * FROM NAMED": (1, 15, "FROM names no graph"),
    "SELECT * FROM NAMED ?g {}": (1, 15, "FROM names no graph"),
    "SELECT * FROM <urn:a[> {}": (1, 15, "<urn:a[> is no IRI"),
    "SELECT * FROM nope:g {}": (1, 15, "the prefix nope: is not declared"),
    "PREFIX p: <http://x:> SELECT * FROM p:g {}": (1, 37, "p:g is no IRI"),
    "SELECT FROM <urn:g> * {}": (1, 21, "this cannot follow FROM"),
    "PREFIX g: <urn:> SELECT * FROMg:x {}": (1, 27, "could be read as FROM"),
    "PREFIX FROMg: <urn:> ASK FROMg:x {}": (1, 26, "could be read as FROM"),
    "SELECT * FROMNAMED<urn:g> {}": (1, 10, "could be read as FROM"),
}  # fmt: skip


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with listening() as opened:
        yield opened


@pytest.fixture(scope="module")
def engine() -> Store:
    return small_store()


@pytest.mark.parametrize("query", CALLS.values(), ids=CALLS)
def test_what_calls_out_is_refused(query: str, listener: Listener, engine: Store) -> None:
    text = query.format(host=listener.address)
    with pytest.raises(QueryRefused) as caught:
        admit(text, MOST)
    assert caught.value.line > 0
    assert caught.value.column > 0
    assert caught.value.expected
    before = listener.calls
    assert run(engine, text) == ""
    assert listener.calls > before, "the engine does not call any more: the gate may be too narrow"


@pytest.mark.parametrize("query", [*HARMLESS.values(), *GOOD.values()], ids=[*HARMLESS, *GOOD])
def test_the_harmless_is_admitted_and_calls_nobody(query: str, listener: Listener, engine: Store) -> None:
    before = listener.calls
    admitted = admit(query.replace("{host}", listener.address), MOST)
    assert run(engine, admitted.text) == ""
    assert listener.calls == before


@pytest.mark.parametrize(("query", "expected"), BAD.items(), ids=range(len(BAD)))
def test_a_refusal_says_what_and_where(query: str, expected: tuple[int, int, str]) -> None:
    with pytest.raises(QueryRefused) as caught:
        admit(query, MOST)
    assert (caught.value.line, caught.value.column) == expected[:2]
    assert expected[2] in str(caught.value)


@pytest.mark.parametrize("file", sorted(directory("queries").glob("*.rq")), ids=lambda path: path.stem)
def test_stored_queries_are_admitted(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert admit(text, MOST).text == text


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", "select"),
        ("# ASK\n select (EXISTS { ASK } AS ?x) {}", "select"),
        ("BASE <urn:x> PREFIX select: <y> PREFIX : <z> VERSION '1.2' Ask {}", "ask"),
        ("CONSTRUCT WHERE {}", "construct"),
        ("DESCRIBE <urn:select>", "describe"),
    ],
)
def test_forms(query: str, form: str) -> None:
    assert admit(query, MOST).form == form


@pytest.mark.parametrize(
    ("query", "default", "named"),
    [
        ("SELECT * { ?s <urn:from> 'FROM <urn:a>' } # FROM <urn:a>", None, None),
        ("SELECT * FROM <urn:a> {}", ("urn:a",), ()),
        ("SELECT*FROM<urn:a>FROM<urn:b>{}", ("urn:a", "urn:b"), ()),
        ("ask from <urn:b> FROM <urn:a> from <urn:b> where {}", ("urn:b", "urn:a"), ()),
        ("SELECT * FROM NAMED <urn:a> FROM named <urn:b> {}", (), ("urn:a", "urn:b")),
        ("SELECT (EXISTS { ?a ?b ?c } AS ?x) FROM <urn:a> FROM NAMED <urn:a> { ?s ?p ?o }", ("urn:a",), ("urn:a",)),
        ("CONSTRUCT { ?s ?p ?o } FROM <urn:a> WHERE { ?s ?p ?o }", ("urn:a",), ()),
        ("CONSTRUCT FROM <urn:a> WHERE { ?s ?p ?o }", ("urn:a",), ()),
        ("DESCRIBE <urn:x> FROM <urn:a> LIMIT 1", ("urn:a",), ()),
        ("DESCRIBE <urn:x> FROM <urn:a>", ("urn:a",), ()),
        ("PREFIX fromage: <urn:> DESCRIBE fromage:x FROM fromage:g {}", ("urn:g",), ()),
        ("PREFIX services: <urn:> SELECT * FROM services:x { ?s ?p ?o }", ("urn:x",), ()),
        ("SELECT * FROM <graphs/registry> {}", ("https://w3id.org/ckg/graphs/registry",), ()),
        (f"BASE <http://b/{'long/' * 50}> SELECT * FROM <x> {{}}", (f"http://b/{'long/' * 50}x",), ()),
        ("BASE <graphs/> SELECT * FROM <void> {}", ("https://w3id.org/ckg/graphs/void",), ()),
        ("SELECT * FROM graphs:registry {}", ("https://w3id.org/ckg/graphs/registry",), ()),
        ("PREFIX graphs: <urn:g/> SELECT * FROM graphs:a FROM graphs: {}", ("urn:g/a", "urn:g/"), ()),
        ("PREFIX : <urn:> SELECT * FROM :a.b.c FROM :%20\\,\\# {}", ("urn:a.b.c", "urn:%20,#"), ()),
        ("PREFIX NAMED: <urn:> SELECT * FROM NAMED:a {}", ("urn:a",), ()),
        ("BASE <http://b/c/d> SELECT * FROM <e> FROM <../f?g> FROM <#h> {}", ("http://b/c/e", "http://b/f?g", "http://b/c/d#h"), ()),
        ("BASE <http://b/c/> PREFIX p: <d/> BASE <e/> PREFIX q: <f#> SELECT * FROM p:x FROM q:x FROM <x> {}", ("http://b/c/d/x", "http://b/c/e/f#x", "http://b/c/e/x"), ()),
        ("SELECT * FROM <http://b/\\u00e9\\U0001F600> {}", ("http://b/é😀",), ()),
        ("SELECT * FROM # <urn:x>\n <urn:a> # FROM <urn:y>\n FROM <urn:b> {}", ("urn:a", "urn:b"), ()),
    ],
)  # fmt: skip
def test_dataset_clauses(query: str, default: tuple[str, ...] | None, named: tuple[str, ...] | None) -> None:
    admitted = admit(query, MOST)
    assert (admitted.default_graphs, admitted.named_graphs) == (default, named)


def test_the_engine_has_the_same_dataset() -> None:
    store = Store()
    for graph in ("http://b/a", "http://b/b", "http://b/c"):
        store.add(Quad(NamedNode(graph), NamedNode("urn:p"), NamedNode("urn:o"), NamedNode(graph)))
    query = "BASE <http://b/>\nPREFIX p: <b>\nSELECT ?s ?g\nFROM <a> FROM p:\nFROM NAMED <c>\n{ { ?s ?p ?o } UNION { GRAPH ?g { } } }"
    admitted = admit(query, MOST)
    assert "FROM" not in admitted.text
    ours = store.query(
        admitted.text,
        default_graph=[NamedNode(iri) for iri in admitted.default_graphs or ()],
        named_graphs=[NamedNode(iri) for iri in admitted.named_graphs or ()],
    )
    assert sorted(map(str, ours)) == sorted(map(str, store.query(query)))  # type: ignore[arg-type]
    assert admitted.default_graphs == ("http://b/a", "http://b/b")


def test_without_the_dataset_clause_all_else_is_where_it_was() -> None:
    query = "SELECT *\r\nFROM <urn:a> # ü\nFROM NAMED <urn:b>\n{ ?s ?p FROM }"
    text = admit(query, MOST).text
    assert text == "SELECT *\r\n             # ü\n                  \n{ ?s ?p FROM }"
    assert run(Store(), text).startswith("SyntaxError: error at 4:")


@pytest.mark.parametrize("call", ["NOW()", "rand()", "UUID()", "STRUUID()", "BNODE()", "BNODE('x')"])
def test_what_differs_each_time_is_volatile(call: str) -> None:
    assert admit(f"SELECT ({call} AS ?x) {{}}", MOST).volatile
    assert admit(f"SELECT * {{}} ORDER BY{call}", MOST).volatile  # the engine wants no blank


def test_words_of_others_are_not_volatile() -> None:
    query = "PREFIX now: <urn:> SELECT ?now ('NOW()' AS ?rand) { ?now now:uuid <urn:RAND()> } # UUID()"
    assert admit(query, MOST) == Admitted(query, "select")


NESTED = {
    "brackets": ("SELECT * { FILTER(", "(", "1", ")", ") }"),
    "groups": ("ASK {", "{", "", "}", "}"),
    "collections": ("ASK { ?s ?p ", "(", "1", ")", " }"),
    "blank nodes": ("ASK { ?s ?p ", "[ ?p ", "1", "]", " }"),
    "reified": ("ASK { ?s ?p ", "<<?s ?p ", "1", ">>", " }"),
    "reified IRIs": ("ASK { ?s ?p ", "<<<urn:s> ?p ", "<urn:o>", ">>", " }"),
    "reified names": ("ASK { ?s ?p ", "<<a:b ?p ", "<urn:o> ", ">>", " }"),
    "annotations": ("ASK { ?s ?p ?o ", "{| ?p ?o ", "", "|}", " }"),
}


@pytest.mark.parametrize(("before", "opening", "middle", "closing", "after"), NESTED.values(), ids=NESTED)
def test_depth(before: str, opening: str, middle: str, closing: str, after: str) -> None:
    outside = before.count("{") + before.count("(")

    def nested(depth: int) -> str:
        return before + opening * (depth - outside) + middle + closing * (depth - outside) + after

    admit(nested(5), MOST, depth=5)
    admit(nested(DEPTH), MOST)
    for deep in (5, DEPTH):
        with pytest.raises(QueryRefused, match=f"more than {deep} deep"):
            admit(nested(deep + 1), MOST, depth=deep)


def test_brackets_that_close_do_not_add_up() -> None:
    assert admit("ASK { " + "{ ( [ ] ) } <<?s ?p 1>> ?p ?o . {| |} " * 500 + "}", MOST)
    assert admit("ASK { VALUES ?x { '((((' <http://x/((((> } # ((((\n }", MOST, depth=3)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { FILTER(?a<" + "(" * 200 + "?b>1" + ")" * 200 + ") }",
        "ASK { FILTER(?a<?b#>'''\n" + "(" * 200 + "1" + ")" * 200 + ") } #'''\n",
    ],
)
def test_brackets_behind_an_operator_count_too(query: str) -> None:
    with pytest.raises(QueryRefused, match="brackets"):
        admit(query, MOST)


def test_length_is_in_bytes() -> None:
    query = "ASK { ?s ?p 'حلب' }"
    length = len(query.encode())
    assert admit(query, length)
    with pytest.raises(QueryTooLong, match=f"{length} bytes") as caught:
        admit(query, length - 1)
    assert caught.value.limit == length - 1


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "unit",
    ["a.", "a..a.", "a-", "é-", "<", "<a", "''", "'", "'''a", '"', "\\n", ".", ":a.", ":", "1.", "1e", "@a-", "_:a.", "((", "#\n",
     " ", "%aa", "service:a ", "(service:", "<<", ">>", "?a", "FROM<a:b>", "SERVICE", "{|", "\r", "é"],
)  # fmt: skip
@pytest.mark.parametrize("begin", ["ASK { ", "ASK { '"])
def test_no_text_takes_long(begin: str, unit: str) -> None:
    """A quadratic reader would take minutes for one of these, where a linear one takes less than a second."""
    assert len(said(begin + unit * (MOST // len(unit.encode()) - 8))) < 500


def said(text: str) -> str:
    try:
        return admit(text, MOST).form
    except QueryRefused as error:
        return str(error)


def test_the_store_of_these_tests_answers(engine: Store) -> None:
    answer = engine.query("ASK { ?s ?p ?o }")
    assert isinstance(answer, QueryBoolean)
    assert answer
