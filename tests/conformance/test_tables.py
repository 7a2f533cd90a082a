"""That a wrong answer is told from a right one: what all the tests of the suite rest on."""

from __future__ import annotations

import pytest
import rdflib

from conformance.description import violations
from conformance.formats import as_text, read
from conformance.harness import grounded
from conformance.tables import Rows, Term, difference

XML = """<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>{head}</head>
<results>{rows}</results></sparql>"""


def table(*rows: dict[str, str]) -> Rows:
    """Make a table: ``_:b`` is a blank node, all else a literal."""
    terms = [
        {
            name: Term("bnode", text[2:]) if text.startswith("_:") else Term("literal", text)
            for name, text in row.items()
        }
        for row in rows
    ]
    return Rows(("a", "b"), tuple(terms))


@pytest.mark.parametrize(
    ("left", "right", "ordered", "same"),
    [
        (table({"a": "1"}, {"a": "2"}), table({"a": "2"}, {"a": "1"}), False, True),
        (table({"a": "1"}, {"a": "2"}), table({"a": "2"}, {"a": "1"}), True, False),
        (table({"a": "1"}, {"a": "1"}), table({"a": "1"}), False, False),
        (table({"a": "1"}, {"a": "1"}, {"a": "2"}), table({"a": "1"}, {"a": "2"}, {"a": "2"}), False, False),
        (table({"a": "1"}), table({"b": "1"}), False, False),
        (table({"a": "1"}), table({"a": "1", "b": "1"}), False, False),
        (table({"a": "_:x", "b": "_:y"}), table({"a": "_:1", "b": "_:2"}), False, True),
        (table({"a": "_:x", "b": "_:y"}), table({"a": "_:1", "b": "_:1"}), False, False),
        (table({"a": "_:x", "b": "_:x"}), table({"a": "_:1", "b": "_:2"}), False, False),
        (table({"a": "_:x"}), table({"a": "x"}), False, False),
        (table({"a": "_:x", "b": "1"}, {"a": "_:x", "b": "2"}), table({"a": "_:p", "b": "2"}, {"a": "_:p", "b": "1"}), False, True),
        (table({"a": "_:x", "b": "1"}, {"a": "_:x", "b": "2"}), table({"a": "_:p", "b": "2"}, {"a": "_:q", "b": "1"}), False, False),
        # the first row pairs with either row, and only one of the two choices leads to an end
        (table({"a": "_:x"}, {"a": "_:x", "b": "1"}, {"a": "_:y"}), table({"a": "_:p"}, {"a": "_:q"}, {"a": "_:q", "b": "1"}), False, True),
        (table({"a": "_:x"}, {"a": "_:y"}, {"a": "_:x"}), table({"a": "_:p"}, {"a": "_:q"}, {"a": "_:q"}), True, False),
        (table(), True, False, False),
        (True, False, False, False),
    ],
)  # fmt: skip
def test_tables_are_the_same_but_for_order_and_the_names_of_blank_nodes(
    left: Rows | bool, right: Rows | bool, ordered: bool, same: bool
) -> None:
    assert (difference(left, right, ordered=ordered) is None) is same


def test_graphs_are_the_same_but_for_the_names_of_blank_nodes() -> None:
    one = read(b'<x:a> <x:b> [ <x:c> "1" ] .', "turtle")
    assert (
        difference(one, read(b'<x:a> <x:b> _:p . _:p <x:c> "1"^^<http://www.w3.org/2001/XMLSchema#string> .', "turtle"))
        is None
    )
    assert difference(one, read(b'<x:a> <x:b> _:p . _:q <x:c> "1" .', "turtle")) is not None
    assert difference(one, read(b"<x:a> <x:b> [ <x:c> 1 ] .", "turtle")) is not None


ROW = {
    "json": b'{"head": {"vars": ["a", "b"]}, "results": {"bindings": [{"a": {"type": "literal", "value": "1.50", '
    b'"datatype": "http://www.w3.org/2001/XMLSchema#decimal"}, "b": {"type": "literal", "value": "x\\ty", "xml:lang": "EN"}}]}}',
    "xml": XML.format(
        head='<variable name="a"/><variable name="b"/>',
        rows='<result><binding name="a"><literal datatype="http://www.w3.org/2001/XMLSchema#decimal">1.5</literal></binding>'
        '<binding name="b"><literal xml:lang="en">x&#9;y</literal></binding></result>',
    ).encode(),
    "tsv": b'?a\t?b\n1.5\t"x\\ty"@en\n',
}  # fmt: skip


@pytest.mark.parametrize("form", ROW)
def test_a_row_is_the_same_in_every_format(form: str) -> None:
    decimal = Term("literal", "1.5", "http://www.w3.org/2001/XMLSchema#decimal")
    wanted = Rows(("a", "b"), ({"a": decimal, "b": Term("literal", "x\ty", "", "en")},))
    assert read(ROW[form], form) == wanted
    assert read(b'a,b\r\n1.5,"x\ty"\r\n', "csv") == as_text(wanted)


XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("cell", "term"),
    [
        (r'"a\"b\\n\u00e9"', Term("literal", 'a"b\\né')),
        ("'a\"b'", Term("literal", 'a"b')),
        ('"PT0S"^^<http://www.w3.org/2001/XMLSchema#duration>', Term("literal", "PT0S", XSD + "duration")),
        ("-3", Term("literal", "-3", XSD + "integer")),
        ("1.0e6", Term("literal", "1000000.0", XSD + "double")),
        ("true", Term("literal", "true", XSD + "boolean")),
        ("_:b1", Term("bnode", "b1")),
        ("<x:a>", Term("uri", "x:a")),
    ],
)
def test_terms_in_tsv_are_as_turtle_writes_them(cell: str, term: Term) -> None:
    assert read(f"?a\n{cell}\n".encode(), "tsv") == Rows(("a",), ({"a": term},))


@pytest.mark.parametrize("cell", ['"a', "a", '"a"b', "1x", '"a"^^xsd:string'])
def test_what_is_no_term_is_told(cell: str) -> None:
    with pytest.raises(ValueError, match="no term"):
        read(f"?a\n{cell}\n".encode(), "tsv")


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ("SELECT * { ?s ?p <b> }", "BASE <x:y> SELECT * { ?s ?p <b> }"),
        ("SELECT * { ?s ?p <> }", "BASE <x:y> SELECT * { ?s ?p <> }"),
        ("SELECT * { ?s ?p <urn:b> }", "SELECT * { ?s ?p <urn:b> }"),
        ("BASE <urn:z> SELECT * { ?s ?p <b> }", "BASE <urn:z> SELECT * { ?s ?p <b> }"),
        ("SELECT * { FILTER(?a < ?b && ?c > 1) }", "SELECT * { FILTER(?a < ?b && ?c > 1) }"),
    ],
)
def test_a_query_gets_a_base_only_where_it_needs_one(query: str, sent: str) -> None:
    assert grounded(query, "x:y") == sent


SERVICE = """@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix formats: <http://www.w3.org/ns/formats/> .
[] a sd:Service ; sd:endpoint <http://h/sparql> ; sd:supportedLanguage sd:SPARQL11Query ; sd:resultFormat
  formats:SPARQL_Results_JSON, formats:SPARQL_Results_XML, formats:SPARQL_Results_CSV, formats:SPARQL_Results_TSV,
  formats:Turtle ; sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] ;
    sd:namedGraph [ a sd:NamedGraph ; sd:name <urn:g> ; sd:graph [ a sd:Graph ] ] ] ."""


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("a sd:Service", "a sd:Servise", "sd:Service"),
        ("SPARQL11Query", "SPARQL11Query, sd:SPARQL11Update", "not true"),
        ("sd:name <urn:g>", 'sd:name "urn:g"', "no IRI"),
        ("sd:graph", "sd:graphs", "no property"),
        ("a sd:NamedGraph", "a sd:Graph", "no sd:NamedGraph"),
        ("formats:Turtle", "formats:Tortoise", "Turtle is not among"),
        ("sd:endpoint", "sd:feature sd:Fast ; sd:endpoint", "no feature"),
    ],
)  # fmt: skip
def test_a_service_description_is_held_against_its_vocabulary(old: str, new: str, wrong: str) -> None:
    tests = ("returns-rdf", "has-endpoint-triple", "conforms-to-schema")
    good = rdflib.Graph().parse(data=SERVICE, format="turtle")
    assert [violations(good, "http://h/sparql", test) for test in tests] == [[], [], []]
    bad = rdflib.Graph().parse(data=SERVICE.replace(old, new), format="turtle")
    assert any(wrong in violation for violation in violations(bad, "http://h/sparql", "conforms-to-schema"))
    assert violations(good, "http://other/sparql", "has-endpoint-triple") != []
    assert violations(rdflib.Graph(), "http://h/sparql", "returns-rdf") != []
