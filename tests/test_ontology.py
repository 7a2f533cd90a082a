from __future__ import annotations

import json
from pathlib import Path

import pytest
import rdflib
from owlrl import DeductiveClosure
from owlrl.RDFSClosure import RDFS_Semantics
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef

from kg import namespaces
from kg.errors import UnknownThing
from kg.namespaces import BASE, NS
from kg.ontology import shipped
from kg.release import Release
from kg.resources import directory

FOLDER = directory("ontology")
CKG = Namespace(NS)
DCT = Namespace("http://purl.org/dc/terms/")
TERM_KINDS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDFS.Datatype}
OURS = {
    "event-type", "support-type", "actor-kind", "place-kind", "modality", "certainty", "status", "extent", "when-basis",
    "oddity", "supporter-kind",
}  # fmt: skip
FILES = sorted(path for path in FOLDER.rglob("*.ttl") if path.parent.name != "shapes")


@pytest.fixture(scope="module")
def graph() -> Graph:
    together = Graph()
    for path in FILES:
        together.parse(path)
    return together


@pytest.fixture(scope="module")
def terms(graph: Graph) -> set[URIRef]:
    return {s for kind in TERM_KINDS for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef) and s in CKG}


def test_every_constant_in_the_code_is_a_term_and_the_other_way_round(terms: set[URIRef]) -> None:
    constants = {str(value.value) for value in vars(namespaces.CKG).values() if hasattr(value, "value")}
    assert constants == set(map(str, terms))


def test_every_term_has_one_label_and_one_definition_in_english(graph: Graph, terms: set[URIRef]) -> None:
    assert terms
    for term in terms:
        for predicate in (RDFS.label, RDFS.comment):
            texts = list(graph.objects(term, predicate))
            assert [getattr(text, "language", None) for text in texts] == ["en"], (term, predicate)


def test_every_property_used_on_our_vocabulary_is_declared(graph: Graph, terms: set[URIRef]) -> None:
    used = {p for p in graph.predicates() if isinstance(p, URIRef) and p in CKG}
    assert used <= terms


def test_there_are_no_blank_nodes(graph: Graph) -> None:
    assert not [t for t in graph if any(isinstance(part, rdflib.BNode) for part in t)]


def test_every_code_is_complete(graph: Graph) -> None:
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert concepts
    for concept in concepts:
        scheme = URIRef(str(concept).rsplit("/", 1)[0])
        assert list(graph.objects(concept, SKOS.inScheme)) == [scheme]
        assert [label.language for label in graph.objects(concept, SKOS.prefLabel)] == ["en"]  # type: ignore[attr-defined]
        ours = str(scheme).removeprefix(BASE + "codes/") in OURS
        assert len(list(graph.objects(concept, SKOS.definition))) == (1 if ours else 0)  # nobody's codebook is copied
        broader = set(graph.objects(concept, SKOS.broader))
        assert broader <= concepts
        assert bool(broader) != ((concept, SKOS.topConceptOf, scheme) in graph), concept


def test_the_code_schemes_are_the_public_ones() -> None:
    schemes = {concept.scheme for concept in shipped().concepts.values() if concept.definition}
    assert schemes == OURS
    assert shipped().codes("modality") == ["claimed", "denied", "intended", "reported"]
    assert shipped().codes("status") == ["corroborated", "disputed", "severalDocuments", "singleSource"]


@pytest.mark.parametrize("datatype", ["cameoCode", "acledSubEvent", "acledInter", "ucdpViolenceType", "esdColumn"])
def test_a_foreign_code_stands_for_one_of_ours(graph: Graph, datatype: str) -> None:
    found = [
        (str(n), c) for c, n in graph.subject_objects(SKOS.notation) if getattr(n, "datatype", None) == CKG[datatype]
    ]
    assert found
    assert len({notation for notation, _ in found}) == len(found)


def test_both_kinds_of_ucdp_battle_stay_apart(graph: Graph) -> None:
    kinds = {
        str(notation): str(concept).rsplit("/", 1)[1]
        for concept, notation in graph.subject_objects(SKOS.notation)
        if getattr(notation, "datatype", None) == CKG.ucdpViolenceType
    }
    assert kinds == {"1": "state-based-clash", "2": "non-state-clash", "3": "one-sided-violence"}


def test_what_derives_from_plover_says_its_licence(graph: Graph) -> None:
    plover = {c for c, n in graph.subject_objects(SKOS.notation) if getattr(n, "datatype", None) == CKG.ploverType}
    for path in FILES:
        said = Graph().parse(path)
        licences = set(map(str, said.objects(None, DCT.license)))
        derived = {c for c in plover if any(n.datatype == CKG.ploverType for n in said.objects(c, SKOS.notation))}  # type: ignore[attr-defined]
        if path.stem == "plover":
            assert licences == {"https://creativecommons.org/licenses/by-sa/4.0/"}
            assert derived == plover
        else:
            assert licences <= {"https://creativecommons.org/licenses/by/4.0/"}
            assert not derived


def test_the_context_speaks_of_every_term(terms: set[URIRef], graph: Graph) -> None:
    context = json.loads((FOLDER / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    for term in terms:
        kinds = set(graph.objects(term, RDF.type))
        local = str(term).removeprefix(NS)
        if kinds & {OWL.AnnotationProperty, RDFS.Datatype}:
            continue
        entry = context[local]
        text = entry if isinstance(entry, str) else entry["@id"]
        assert text == f"ckg:{local}"
        assert (OWL.ObjectProperty in kinds) == (isinstance(entry, dict) and entry["@type"] == "@id")
    assert context["@base"] == BASE
    for prefix, iri in namespaces.PREFIXES.items():
        assert context[prefix] == iri


def test_json_with_the_context_turns_into_our_triples() -> None:
    document = json.loads((FOLDER / "context.jsonld").read_text(encoding="utf-8"))
    document |= {"id": "events/e", "type": "Event", "agent": "actors/hts", "from": "2024-12-05", "deathsBest": 3}
    graph = Graph().parse(data=json.dumps(document), format="json-ld")
    event = URIRef(BASE + "events/e")
    assert (event, RDF.type, CKG.Event) in graph
    assert (event, CKG.agent, URIRef(BASE + "actors/hts")) in graph
    assert (event, CKG["from"], rdflib.Literal("2024-12-05", datatype=rdflib.XSD.date)) in graph
    assert (event, CKG.deathsBest, rdflib.Literal(3)) in graph


@pytest.mark.long
def test_under_rdfs_closure_no_individual_gets_a_class_that_is_not_its_own(release: Release) -> None:
    """Domains and ranges, ours and those of the standards we build on, must not make things of what they are not."""
    everything = Graph().parse(Path(__file__).parent / "data" / "standards.ttl")
    for triple in release.dataset():
        everything.add(triple[:3])
    own = {
        s: set(everything.objects(s, RDF.type)) for s in set(everything.subjects(RDF.type)) if str(s).startswith(BASE)
    }
    individuals = {s: classes for s, classes in own.items() if not str(s).startswith(NS)}
    assert len(individuals) > 50
    above: dict[object, set[object]] = {}
    for cls in set(everything.objects(None, RDF.type)):
        above[cls] = set(everything.transitive_objects(cls, RDFS.subClassOf))
    DeductiveClosure(RDFS_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(everything)  # type: ignore[no-untyped-call]
    for individual, classes in individuals.items():
        allowed = {RDFS.Resource}.union(*(above[cls] for cls in classes))
        assert set(everything.objects(individual, RDF.type)) <= allowed, individual


def test_codes_of_other_systems_give_ours() -> None:
    ontology = shipped()
    assert ontology.by_notation("acledInter")["Rebel group"] == ontology.by_notation("acledInter")["2"]
    assert ontology.by_notation("esdColumn")["ext_x"] == "codes/support-type/troops"
    assert (
        ontology.by_notation("ploverType")["ASSAULT"] == "codes/event-type/assault"
    )  # the broadest of those that bear it
    with pytest.raises(UnknownThing) as caught:
        ontology.by_notation("acledSubEvents")
    assert caught.value.nearest == ("acledSubEvent",)


@pytest.mark.parametrize(
    ("code", "type_"),
    [("190", "assault"), ("0874", "withdrawal"), ("1833", "bombing"), ("1056", "demand"), ("19", "assault")],
)
def test_a_cameo_code_falls_to_its_parent(code: str, type_: str) -> None:
    assert shipped().cameo_type(code) == f"codes/event-type/{type_}"


@pytest.mark.parametrize("code", ["", "1", "99", "X", "---"])
def test_what_is_no_cameo_code_is_refused(code: str) -> None:
    with pytest.raises(UnknownThing, match="CAMEO"):
        shipped().cameo_type(code)


def test_the_nearest_of_ours_by_the_crosswalk() -> None:
    places = shipped().stands_for("ucdp-where-precision")
    assert places["4"] == "codes/place-kind/governorate"
    assert "1" not in places  # the place itself is known: nothing of ours fits
    assert shipped().stands_for("acled-inter")["State forces"] == "codes/actor-kind/armed-force"
    assert (
        shipped().stands_for("plover")["ASSAULT"] == "codes/event-type/assault"
    )  # the exact match before the narrower
    with pytest.raises(UnknownThing, match="ucdp-where-precision"):
        shipped().stands_for("ucdp-where")
