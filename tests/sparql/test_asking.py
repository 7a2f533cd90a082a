"""Questions to a small store in memory: which graphs they see, and every format read back by rdflib."""

from __future__ import annotations

import csv
import gc
import io
import json
from threading import Thread

import pytest
import rdflib
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad
from rdflib.compare import isomorphic
from rdflib.query import Result, ResultRow

from kg.errors import QuerySyntax
from kg.sparql.asking import GRAPH_FORMATS, TABLE_FORMATS, Question, answer, graph
from kg.sparql.jobs import Ended
from kg.store import OpenStore, in_memory

ONE, TWO, THREE = "urn:g:one", "urn:g:two", "urn:g:three"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
NAMES = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
RDFLIB = {
    "turtle": "turtle",
    "ntriples": "nt",
    "nquads": "nquads",
    "trig": "trig",
    "rdfxml": "xml",
    "jsonld": "json-ld",
}


def quad(subject: str, text: str, where: str = "") -> Quad:
    name = NamedNode(where) if where else DefaultGraph()
    return Quad(NamedNode(subject), NamedNode("urn:p#is"), Literal(text), name)


@pytest.fixture(scope="module")
def graphs() -> OpenStore:
    """The default graph has one triple; graphs one and two share one of two and three; three has another."""
    quads = [quad("urn:default", "d"), quad("urn:a", "shared", ONE), quad("urn:a", "one", ONE)]
    quads += [quad("urn:a", "shared", TWO), quad("urn:b", 'two\n"', TWO), quad("urn:c", "<&>", TWO)]
    quads.append(Quad(BlankNode("n"), NamedNode("urn:p#is"), Literal("حلب", language="ar"), NamedNode(THREE)))
    return in_memory(quads)


def asked(store: OpenStore, question: Question) -> tuple[bytes, Ended]:
    out = io.BytesIO()
    ended = answer(store, question, out)
    return out.getvalue(), ended


def values(store: OpenStore, question: Question) -> list[list[str]]:
    whole = json.loads(asked(store, question)[0])
    return [[cell["value"] for cell in row.values()] for row in whole["results"]["bindings"]]


@pytest.mark.parametrize(
    ("default", "named", "count", "names"),
    [
        (None, None, 1, [ONE, THREE, TWO]),
        ((), (), 0, []),
        ((ONE,), None, 2, []),
        ((ONE, ONE), None, 2, []),
        ((ONE, TWO), None, 4, []),  # the triple of both counts once
        ((ONE, TWO, THREE), None, 5, []),
        (("urn:g:none",), None, 0, []),
        (None, (TWO,), 0, [TWO]),
        ((), (TWO, THREE), 0, [THREE, TWO]),
        ((ONE,), (TWO,), 2, [TWO]),
        ((ONE, TWO), (TWO, "urn:g:none"), 4, [TWO]),
        ((TWO, THREE), (ONE, THREE), 4, [ONE, THREE]),
    ],
)
def test_a_question_sees_the_graphs_it_names(
    graphs: OpenStore, default: tuple[str, ...] | None, named: tuple[str, ...] | None, count: int, names: list[str]
) -> None:
    assert values(graphs, Question(COUNT, "json", default, named)) == [[str(count)]]
    assert values(graphs, Question(NAMES, "json", default, named)) == [[name] for name in names]


def test_a_graph_in_the_merge_keeps_its_own_triples_by_name(graphs: OpenStore) -> None:
    text = "SELECT (COUNT(*) AS ?n) { GRAPH <urn:g:two> { ?s ?p ?o } }"
    assert values(graphs, Question(text, "json", (ONE, TWO), (TWO,))) == [["3"]]
    assert values(graphs, Question(text, "json", (ONE, TWO), ())) == [["0"]]


def test_a_merge_joins_across_its_graphs(graphs: OpenStore) -> None:
    text = 'SELECT ?s { ?s ?p "one" . ?s ?p "shared" . ?x ?p "<&>" }'
    assert values(graphs, Question(text, "json", (ONE, TWO))) == [["urn:a"]]
    assert values(graphs, Question(text, "json", (ONE,))) == []


def test_the_datas_prefixes_need_no_declaration(graphs: OpenStore) -> None:
    assert values(graphs, Question("SELECT (STR(rdfs:label) AS ?a) {}", "json")) == [
        ["http://www.w3.org/2000/01/rdf-schema#label"]
    ]


@pytest.mark.parametrize("most", [0, 1, 2, 3, 1 << 62])
@pytest.mark.parametrize("form", TABLE_FORMATS)
def test_tables_read_back(graphs: OpenStore, form: str, most: int) -> None:
    question = Question("SELECT ?s ?o ?none { ?s ?p ?o } ORDER BY ?s ?o", form, (TWO,), most=most)
    data, ended = asked(graphs, question)
    expected = [("urn:a", "shared"), ("urn:b", 'two\n"'), ("urn:c", "<&>")]
    if form == "tsv":  # which rdflib does not read
        names, *rows = data.decode().split("\n")[:-1]
        assert names == "?s\t?o\t?none"
        assert rows == ['<urn:a>\t"shared"\t', '<urn:b>\t"two\\n\\""\t', '<urn:c>\t"<&>"\t'][:most]
    elif form == "csv":
        lines = csv.reader(io.StringIO(data.decode(), newline=""))
        assert [tuple(line) for line in lines] == [("s", "o", "none"), *((*row, "") for row in expected[:most])]
    else:
        result = Result.parse(io.BytesIO(data), format=form)
        assert list(map(str, result.vars or [])) == ["s", "o", "none"]
        assert [(str(row.s), str(row.o)) for row in result if isinstance(row, ResultRow)] == expected[:most]
    assert ended == Ended(truncated=most < 3, told=most < 3 and form == "json")


@pytest.mark.parametrize("text", ["shared", "nowhere"])
@pytest.mark.parametrize("form", TABLE_FORMATS)
def test_yes_and_no_read_back(graphs: OpenStore, form: str, text: str) -> None:
    data, ended = asked(graphs, Question(f'ASK {{ ?s ?p "{text}" }}', form, (ONE,)))
    if form in {"json", "xml"}:
        assert Result.parse(io.BytesIO(data), format=form).askAnswer == (text == "shared")
    else:
        assert data.decode().strip() == ("true" if text == "shared" else "false")
    assert ended == Ended()


def parsed(data: bytes, form: str) -> rdflib.Graph:
    """Read triples, which the formats for quads hold too."""
    read = rdflib.Dataset()
    target = read if form in {"nquads", "trig", "jsonld"} else read.default_graph
    target.parse(io.BytesIO(data), format=RDFLIB[form])
    triples: rdflib.Graph = read.default_graph
    return triples


def expected_graph(store: OpenStore, name: str) -> rdflib.Graph:
    lines = [f"{quad.subject} {quad.predicate} {quad.object} ." for quad in store.quads(graph=name)]
    return rdflib.Graph().parse(data="\n".join(lines), format="nt")


@pytest.mark.parametrize("name", [ONE, TWO, THREE])
@pytest.mark.parametrize("form", GRAPH_FORMATS)
def test_triples_read_back(graphs: OpenStore, form: str, name: str) -> None:
    expected = expected_graph(graphs, name)
    data, ended = asked(graphs, Question("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", form, (name,)))
    assert ended == Ended()
    assert isomorphic(parsed(data, form), expected)
    out = io.BytesIO()
    assert graph(graphs, name, form, out) == Ended()
    assert isomorphic(parsed(out.getvalue(), form), expected)


@pytest.mark.parametrize("form", GRAPH_FORMATS)
def test_a_description_reads_back(graphs: OpenStore, form: str) -> None:
    data, ended = asked(graphs, Question("DESCRIBE <urn:a>", form, (ONE, TWO)))
    assert ended == Ended()
    assert {str(value) for value in parsed(data, form).objects(rdflib.URIRef("urn:a"))} == {"shared", "one"}
    data, _ = asked(graphs, Question("DESCRIBE <urn:nothing>", form))
    assert len(parsed(data, form)) == 0


@pytest.mark.parametrize("most", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("form", GRAPH_FORMATS)
def test_triples_are_cut_well_formed(graphs: OpenStore, form: str, most: int) -> None:
    data, ended = asked(graphs, Question("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", form, (TWO,), most=most))
    assert len(parsed(data, form)) == min(most, 3)
    assert ended == Ended(truncated=most < 3)


def test_a_triple_made_by_many_rows_counts_once(graphs: OpenStore) -> None:
    text = 'CONSTRUCT { <urn:x> <urn:p#is> "made" } WHERE { ?s ?p ?o }'
    data, ended = asked(graphs, Question(text, "ntriples", (TWO,), most=1))
    assert data == b'<urn:x> <urn:p#is> "made" .\n'
    assert ended == Ended()


def test_the_default_graph_is_given_whole(graphs: OpenStore) -> None:
    out = io.BytesIO()
    assert graph(graphs, "", "ntriples", out) == Ended()
    assert out.getvalue() == b'<urn:default> <urn:p#is> "d" .\n'


def test_no_graph_is_made_up(graphs: OpenStore) -> None:
    with pytest.raises(LookupError, match="urn:g:none"):
        graph(graphs, "urn:g:none", "turtle", io.BytesIO())
    with pytest.raises(QuerySyntax, match="no IRI"):
        graph(graphs, "not an iri", "turtle", io.BytesIO())


@pytest.mark.parametrize(
    "question",
    [
        Question("SELECT ?s { ?s ?p }", "json"),
        Question("", "json"),
        Question("SELECT * { ?s nowhere:p ?o }", "json"),
        Question("SELECT (COUNT(*) AS ?n) ?s { ?s ?p ?o }", "json"),
        Question("DELETE WHERE { ?s ?p ?o }", "json"),
        Question(COUNT, "json", ("not an iri",)),
        Question(COUNT, "json", None, ("not an iri",)),
        Question("CONSTRUCT { <urn:a> <urn:b> <<( <urn:s> <urn:p> 1 )>> } WHERE {}", "jsonld"),
    ],
    ids=lambda question: question.text[:20],
)
def test_what_the_engine_cannot_do_is_a_short_message(graphs: OpenStore, question: Question) -> None:
    with pytest.raises(QuerySyntax) as raised:
        asked(graphs, question)
    assert 5 < len(str(raised.value)) < 310
    assert "\n\n" not in str(raised.value)


def test_a_message_says_where(graphs: OpenStore) -> None:
    with pytest.raises(QuerySyntax, match="2:9"):
        asked(graphs, Question("SELECT *\n{ ?s ? }", "json"))


class Gone(io.BytesIO):
    """Where nobody reads any more."""

    def write(self, _: object, /) -> int:
        raise ConnectionResetError


@pytest.mark.parametrize("text", ["SELECT * { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"])
def test_an_error_takes_no_results_along(graphs: OpenStore, text: str) -> None:
    errors: list[Exception] = []

    def ask() -> None:
        try:
            answer(graphs, Question(text, "json" if text.startswith("SELECT") else "nquads"), Gone())
        except ConnectionError as error:
            errors.append(error)

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert isinstance(errors[0], ConnectionResetError)
    errors.clear()  # results dropped here, on another thread, are told as a warning, and that fails this test
    gc.collect()
