"""What a release says of itself, held against the release: counts against queries, examples against stored queries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize
from rdflib.namespace import RDF

from kg.build import LICENCES, build
from kg.description import (
    ALL_PREFIXES,
    DESCRIPTION_GRAPH,
    Vocabulary,
    describe,
    described,
    example_text,
    service_description,
)
from kg.description.examples import with_values
from kg.errors import BadParameter, NoRelease, UnknownThing
from kg.identifiers import iri, sha256
from kg.namespaces import BASE, NS, PREFIXES
from kg.ontology import shipped as ontology
from kg.release import Release, open_release
from kg.search import write_index
from kg.store import CHECKSUMS, DUMPS, Content, StoreDirectory, in_memory, publish
from kg.stored_queries import KNOWN_ON, StoredQuery, stored_queries, stored_query
from synthetic import DATA, IMPORTED, NEEDS_ROWS, OF_TABLES

CASES = Path(__file__).parent / "queries"
VOID = BASE + ".well-known/void#"
DECLARED = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in ALL_PREFIXES.items())
FROM_VOID = f"FROM <{DESCRIPTION_GRAPH.value}>"
PREFIX_QUESTION = (
    "SELECT DISTINCT ?prefix ?namespace {source} WHERE {{ [] sh:namespace ?namespace ; sh:prefix ?prefix }}"
)
EXAMPLE_QUESTION = """SELECT DISTINCT ?example ?comment ?query {source} WHERE {{
  ?example a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct ?query }}"""
SCHEMA_QUESTION = """SELECT DISTINCT ?class ?property ?objectClass ?datatype {source} WHERE {{
  ?partition void:class ?class ; void:propertyPartition ?use . ?use void:property ?property
  OPTIONAL {{ {{ ?use void:classPartition [ void:class ?objectClass ] }}
    UNION {{ ?use voidext:datatypePartition [ voidext:datatype ?datatype ] }} }} }}"""
QUESTIONS = pytest.mark.parametrize("question", [PREFIX_QUESTION, EXAMPLE_QUESTION, SCHEMA_QUESTION])
"""What editors ask of an endpoint that they are pointed at."""


def rows(release: Release, query: str) -> set[tuple[Any, ...]]:
    table = release.query(DECLARED + query).table
    assert table is not None
    return {tuple(None if cell is None else cell.value for cell in row) for row in table.rows}  # type: ignore[union-attr]


def counted(release: Release, node: str) -> dict[str, int]:
    """What the description counts of a part: local name of the property to number."""
    quads = release.store.quads(DESCRIPTION_GRAPH.value, NamedNode(node))
    return {
        quad.predicate.value.rsplit("#", 1)[-1]: int(quad.object.value)
        for quad in quads
        if isinstance(quad.object, Literal) and quad.object.value.isdigit()
    }


def test_classes_and_their_properties_are_counted_as_queries_count_them(release: Release) -> None:
    found = rows(
        release,
        f"""SELECT ?class ?things ?triples {FROM_VOID} WHERE {{ <{VOID}default-graph> void:classPartition ?p .
        ?p void:class ?class ; void:entities ?things ; void:triples ?triples }}""",
    )
    wanted = rows(
        release,
        "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) (COUNT(*) AS ?t) WHERE { ?s a ?class ; ?p ?o } GROUP BY ?class",
    )
    assert found == wanted
    assert any(kind == NS + "Event" for kind, *_ in found)
    found = rows(
        release,
        f"""SELECT ?class ?property ?triples ?subjects {FROM_VOID} WHERE {{
        <{VOID}default-graph> void:classPartition ?c . ?c void:class ?class ; void:propertyPartition ?p .
        ?p void:property ?property ; void:triples ?triples ; void:distinctSubjects ?subjects }}""",
    )
    wanted = rows(
        release,
        """SELECT ?class ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?m) WHERE { ?s a ?class ; ?p ?o }
        GROUP BY ?class ?p""",
    )
    assert found == wanted


def test_what_properties_lead_to_is_counted_too(release: Release) -> None:
    start = f"""{FROM_VOID} WHERE {{ <{VOID}default-graph> void:classPartition ?c .
        ?c void:class ?class ; void:propertyPartition ?p . ?p void:property ?property"""
    found = rows(
        release,
        f"SELECT ?class ?property ?kind ?n {start} ; void:classPartition [ void:class ?kind ; void:triples ?n ] }}",
    )
    wanted = rows(
        release,
        """SELECT ?class ?p ?kind (COUNT(*) AS ?n) WHERE { ?s a ?class ; ?p ?o . ?o a ?kind }
        GROUP BY ?class ?p ?kind""",
    )
    assert found == wanted
    found = rows(
        release,
        f"""SELECT ?class ?property ?kind ?n {start} ;
        voidext:datatypePartition [ voidext:datatype ?kind ; void:triples ?n ] }}""",
    )
    wanted = rows(
        release,
        """SELECT ?class ?p ?kind (COUNT(*) AS ?n) WHERE { ?s a ?class ; ?p ?o FILTER(ISLITERAL(?o))
        BIND(DATATYPE(?o) AS ?kind) } GROUP BY ?class ?p ?kind""",
    )
    assert found == wanted


def test_claims_are_counted_over_all_named_graphs(release: Release) -> None:
    found = rows(
        release,
        f"""SELECT ?property ?triples {FROM_VOID} WHERE {{ <{VOID}evidence> void:classPartition ?c .
        ?c void:class ckg:Claim ; void:propertyPartition [ void:property ?property ; void:triples ?triples ] }}""",
    )
    assert found == rows(
        release, "SELECT ?p (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s a ckg:Claim ; ?p ?o } } GROUP BY ?p"
    )
    assert found


def test_every_graph_and_the_whole_have_their_size(release: Release) -> None:
    sizes = {graph: len(list(release.store.quads(graph))) for graph in ["", *release.store.graphs()]}
    for graph in release.store.graphs():
        assert counted(release, graph)["triples"] == sizes[graph]
    default = counted(release, VOID + "default-graph")
    assert default["triples"] == sizes[""]
    assert counted(release, VOID + "dataset")["triples"] == len(release.store)
    subjects = {quad.subject for quad in release.store.quads("")}
    assert default["distinctSubjects"] == len(subjects)
    assert default["properties"] == len({quad.predicate for quad in release.store.quads("")})
    assert DESCRIPTION_GRAPH.value in sizes


def test_it_is_all_in_one_named_graph_without_doubles_or_blank_nodes(release: Release) -> None:
    store = in_memory(q for q in release.store.quads() if q.graph_name != DESCRIPTION_GRAPH)  # in the order on disk
    quads = list(describe(store, LICENCES))
    assert len(quads) == len(set(quads))
    assert set(quads) == set(release.store.quads(DESCRIPTION_GRAPH.value))
    assert {type(term) for quad in quads for term in (quad.subject, quad.object)} == {NamedNode, Literal}


@QUESTIONS
def test_editors_find_nothing_in_the_default_graph_and_all_in_the_service_description(
    release: Release, question: str
) -> None:
    assert rows(release, question.format(source="")) == set()
    told = service_description("http://localhost/sparql", described(release, "http://localhost/"))
    data = serialize(told, format=RdfFormat.TURTLE, prefixes=ALL_PREFIXES)
    assert data is not None
    graph = rdflib.Graph().parse(data=data.decode(), format="turtle")
    found = {
        tuple(None if cell is None else str(cell) for cell in row)  # type: ignore[union-attr]
        for row in graph.query(DECLARED + question.format(source=""))
    }
    assert found == rows(release, question.format(source=FROM_VOID))
    assert found


def test_prefixes_and_examples_are_those_of_the_program(release: Release) -> None:
    assert rows(release, PREFIX_QUESTION.format(source=FROM_VOID)) == set(PREFIXES.items())
    examples = rows(release, EXAMPLE_QUESTION.format(source=FROM_VOID))
    assert {(path, text) for path, _, text in examples} == {
        (f"{BASE}queries/{query.slug}", example_text(query)) for query in stored_queries().values()
    }


@pytest.mark.parametrize("query", stored_queries().values(), ids=stored_queries())
def test_an_example_runs_as_it_stands_and_gives_what_the_stored_query_gives(
    shipped: Release, tables: Release, query: StoredQuery
) -> None:
    release = tables if query.slug in NEEDS_ROWS else shipped
    text = example_text(query)
    values = {p.name: p.example for p in query.parameters if p.required}
    wanted = release.ask(query, values).rows
    solutions = release.store.engine.query(text)  # no prefixes and no values but the text's own
    assert [tuple(solution) for solution in solutions] == list(wanted)  # type: ignore[union-attr]
    assert wanted
    rdflib.plugins.sparql.prepareQuery(text)


@pytest.mark.parametrize("slug", stored_queries())
def test_values_in_the_text_are_values_that_are_bound(release: Release, tables: Release, slug: str) -> None:
    """Every parameter of every query, the optional ones too, with the values of the query's own cases."""
    release = tables if slug in OF_TABLES else release
    query, checked = stored_query(slug), 0
    for case in json.loads((CASES / f"{slug}.json").read_text(encoding="utf-8")):
        asked = case["parameters"]
        if any(p.type == KNOWN_ON and p.name in asked for p in query.parameters):
            continue
        ids = {
            p.name: release.resolve(asked[p.name], p.sections)
            for p in query.parameters
            if p.name in asked and p.sections
        }
        terms = {name: str(term) for name, term in query.bind(asked | ids).items()}
        solutions = release.store.engine.query(with_values(query.text, terms))
        assert [tuple(solution) for solution in solutions] == list(release.ask(query, asked).rows)  # type: ignore[union-attr]
        checked += 1
    assert checked


def test_values_go_where_the_variable_is_and_nowhere_else() -> None:
    text = 'SELECT ?x ?day WHERE { ?s ?p "{?day" . # {?day\n { ?s ?days ?x } { FILTER(?x = $day) } VALUES ?x { 1 } }'
    assert with_values(text, {"day": '"1"'}) == (
        'SELECT ?x ?day WHERE { VALUES ?day { "1" } ?s ?p "{?day" . # {?day\n'
        ' { ?s ?days ?x } { VALUES ?day { "1" } FILTER(?x = $day) } VALUES ?x { 1 } }'
    )
    inner = "SELECT ?x WHERE { { SELECT ?x ?day WHERE { ?x ?p ?o } } }"
    assert with_values(inner, {"day": "1"}) == inner.replace("WHERE { ?x", "WHERE { VALUES ?day { 1 } ?x")
    with pytest.raises(ValueError, match="MINUS"):
        with_values("SELECT ?day { ?s ?p ?o MINUS { { ?s ?p ?day } } }", {"day": "1"})


def test_a_server_gives_its_own_addresses_and_what_the_dumps_are(release: Release) -> None:
    graph = rdflib.Graph()
    data = serialize(described(release, "https://example.org/kg/"), format=RdfFormat.N_TRIPLES)
    assert data is not None
    graph.parse(data=data.decode(), format="nt")

    def one(subject: Any, name: str) -> Any:
        return graph.value(
            subject, rdflib.URIRef(ALL_PREFIXES[name.split(":", maxsplit=1)[0]] + name.split(":")[1]), any=False
        )

    dataset = rdflib.URIRef(VOID + "dataset")
    assert str(one(dataset, "void:sparqlEndpoint")) == "https://example.org/kg/sparql"
    assert str(one(dataset, "dcat:version")) == release.name
    for name in DUMPS:
        dump = graph.value(
            None,
            rdflib.URIRef(ALL_PREFIXES["dcat"] + "downloadURL"),
            rdflib.URIRef(f"https://example.org/kg/dumps/{name}"),
        )
        content = (release.path / "dumps" / name).read_bytes()
        assert int(one(dump, "dcat:byteSize")) == len(content)
        assert str(one(one(dump, "spdx:checksum"), "spdx:checksumValue")) == sha256(content)
    assert {str(licence) for licence in graph.objects(dataset, rdflib.DCTERMS.license)} == set(LICENCES.values())
    assert rdflib.URIRef(BASE + "sparql") not in set(graph.all_nodes())
    with pytest.raises(BadParameter):
        described(release, "http://no address/")


def test_the_service_says_what_it_can_do_and_no_more(release: Release) -> None:
    told = service_description("http://localhost/sparql", described(release, "http://localhost/"))
    graph = rdflib.Graph()
    data = serialize(told, format=RdfFormat.N_TRIPLES)
    assert data is not None
    graph.parse(data=data.decode(), format="nt")
    sd = rdflib.Namespace(ALL_PREFIXES["sd"])
    (service,) = graph.subjects(RDF.type, sd.Service)
    assert graph.value(service, sd.endpoint) == service == rdflib.URIRef("http://localhost/sparql")
    assert list(graph.objects(service, sd.supportedLanguage)) == [sd.SPARQL11Query]
    assert len(list(graph.objects(service, sd.resultFormat))) == 10
    assert list(graph.objects(service, sd.feature)) == []
    dataset = graph.value(service, sd.defaultDataset)
    named = {str(graph.value(node, sd.name)) for node in graph.objects(dataset, sd.namedGraph)}
    assert named == set(release.store.graphs())
    assert graph.value(graph.value(dataset, sd.defaultGraph), rdflib.VOID.triples) is not None


def test_two_builds_describe_and_dump_themselves_alike(tmp_path: Path) -> None:
    found = set()
    for name in ("one", "two"):
        path = build([DATA], tmp_path / name, imported=IMPORTED).path / "dumps"
        found.add(tuple((path / file).read_bytes() for file in (*DUMPS, CHECKSUMS)))
    assert len(found) == 1


def test_a_release_of_an_earlier_program_has_no_description(tmp_path: Path) -> None:
    home = StoreDirectory(tmp_path)
    with home.building():
        publish(home, "old", lambda: Content([], {}, {"names.sqlite": lambda path: write_index(path, [])}), 3)
    with open_release(tmp_path) as release, pytest.raises(NoRelease, match="run `kg build`"):
        described(release, "http://localhost/")


def test_the_vocabulary_shows_every_term_and_every_code() -> None:
    vocabulary = Vocabulary(ontology())
    shown = {NS + term.name for terms in vocabulary.terms().values() for term in terms}
    assert shown == {t.subject.value for t in ontology().triples if t.subject.value.startswith(NS)}  # type: ignore[union-attr]
    codes = {code.path for scheme in vocabulary.schemes() for code in vocabulary.scheme(scheme.name)[1]}
    assert codes == set(ontology().concepts)
    for path in codes:
        assert vocabulary.concept(*path.split("/")[1:]).label == ontology().concepts[path].label
    with pytest.raises(UnknownThing) as caught:
        vocabulary.concept("event-type", "captur")
    assert caught.value.nearest == ("codes/event-type/capture",)


def test_what_is_said_of_a_code() -> None:
    vocabulary = Vocabulary(ontology())
    record = vocabulary.record("codes/event-type/capture")
    assert record["broader"] == ["codes/event-type/coerce"]
    assert {"notation": "192", "system": "cameoCode"} in record["notations"]
    assert "codes/event-type/capture" in vocabulary.record("codes/event-type/coerce")["narrower"]
    assert Triple(iri("codes/extent/full"), NamedNode(PREFIXES["skos"] + "inScheme"), iri("codes/extent")) in list(
        vocabulary.about("codes/extent/full")
    )
