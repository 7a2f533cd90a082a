"""Both planes as quads: what a release holds."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import DefaultGraph, Quad

from kg.derivation.knowledge import Knowledge
from kg.ontology import Ontology
from kg.statements import Statements, quads_of


def evidence_quads(statements: Statements) -> Iterator[Quad]:
    """Write the evidence plane: the registry's graph, and a graph for each document's claims."""
    yield from _registry_quads(statements)
    for claim in statements.claims:
        yield from quads_of(claim)


def all_quads(statements: Statements, knowledge: Knowledge, ontology: Ontology) -> Iterator[Quad]:
    """Write both planes.

    The default graph has the ontology, the registry once more (so that a plain query sees names) and the knowledge.
    """
    yield from evidence_quads(statements)
    for quad in _registry_quads(statements):
        yield Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
    for triple in ontology.triples:
        yield Quad(triple.subject, triple.predicate, triple.object, DefaultGraph())
    yield from knowledge.quads(ontology)


def _registry_quads(statements: Statements) -> Iterator[Quad]:
    for statement in statements.registry:
        yield from quads_of(statement)
