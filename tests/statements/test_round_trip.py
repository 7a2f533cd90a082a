from __future__ import annotations

import random
from dataclasses import fields

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, parse, serialize

from factories import said
from kg.derivation import all_quads, derive
from kg.description import DESCRIPTION_GRAPH
from kg.identifiers import iri
from kg.namespaces import BASE, CKG, RDF
from kg.ontology import shipped
from kg.release import Release
from kg.statements import Claim, Place, Statements, quads_of, read
from kg.statements.fields import FIELDS


def test_statements_come_back_from_their_quads(release: Release) -> None:
    statements = said(release)
    assert all(getattr(statements, f.name) for f in fields(Statements))
    quads = [quad for s in (*statements.registry, *statements.claims, *statements.facts) for quad in quads_of(s)]
    random.Random(7).shuffle(quads)
    assert read(quads, shipped().attributes, shipped().situation_classes) == statements


def test_derived_facts_come_back_too(release: Release) -> None:
    knowledge = derive(said(release), shipped())
    back = read(knowledge.quads(shipped()), shipped().attributes, shipped().situation_classes)
    assert back.events == knowledge.events
    assert back.situations == knowledge.situations


def test_every_field_of_a_statement_is_written() -> None:
    for kind, rows in FIELDS.items():
        written = {row.name.split(".")[0] for row in rows}
        known = {f.name for f in fields(kind)} - {"path", "person", "says", "attributes"}  # written by other means
        assert known <= written | {"says"}, kind


def test_each_statement_stands_in_its_graph(release: Release) -> None:
    for claim in release.statements.claims:
        slug = claim.document.removeprefix("documents/")
        assert {quad.graph_name for quad in quads_of(claim)} == {NamedNode(f"{BASE}graphs/{slug}")}
    for actor in release.statements.actors:
        assert {quad.graph_name for quad in quads_of(actor)} == {NamedNode(BASE + "graphs/registry")}
    for fact in said(release).facts:
        assert {quad.graph_name for quad in quads_of(fact)} == {DefaultGraph()}


def test_no_claim_is_in_the_default_graph_and_no_bound_is_a_sentinel(release: Release) -> None:
    quads = list(release.store.quads(""))
    assert not [quad for quad in quads if (quad.predicate, quad.object) == (RDF.type, CKG.Claim)]
    keys = shipped().index_properties
    sentinels = [q for q in quads if q.predicate not in keys and q.object.value in ("0001-01-01", "9999-12-31")]  # type: ignore[union-attr]
    assert sentinels == []


def test_a_place_with_coordinates_has_a_geometry(release: Release) -> None:
    alpha = next(place for place in release.statements.places if place.path == "places/alpha")
    assert isinstance(alpha, Place)
    quads = list(quads_of(alpha))
    (geometry,) = [quad.object for quad in quads if quad.predicate.value.endswith("hasGeometry")]
    (wkt,) = [quad.object for quad in quads if quad.subject == geometry and quad.predicate.value.endswith("asWKT")]
    assert wkt.value == "POINT(20.25 10.5)"  # type: ignore[union-attr]


def test_the_dump_reads_back_as_the_same_quads(release: Release) -> None:
    text = "".join(release.nquads())
    again = serialize(parse(text, format=RdfFormat.N_QUADS), format=RdfFormat.N_QUADS)
    assert again is not None
    assert sorted(again.decode().splitlines()) == text.splitlines()
    made = {str(quad) for quad in all_quads(said(release), derive(said(release), shipped()), shipped())}
    described = sum(1 for _ in release.store.quads(DESCRIPTION_GRAPH.value))
    assert len(made) + described == len(text.splitlines()) == len(release.store)


def test_a_claims_path_is_its_iri(release: Release) -> None:
    claim = release.statements.claims[0]
    assert isinstance(claim, Claim)
    assert next(quads_of(claim)).subject == iri(claim.path)
