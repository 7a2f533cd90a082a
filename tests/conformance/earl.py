"""The report of a run, in the vocabulary of https://www.w3.org/TR/EARL10-Schema/."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

import rdflib
from rdflib import RDF, XSD, BNode, Literal, URIRef

from conformance.manifest import Case
from conformance.outcomes import Outcome
from kg import __version__

EARL: Final = rdflib.Namespace("http://www.w3.org/ns/earl#")
DOAP: Final = rdflib.Namespace("http://usefulinc.com/ns/doap#")
DCT: Final = rdflib.Namespace("http://purl.org/dc/terms/")
SUBJECT: Final = URIRef("https://w3id.org/ckg/")


def report(results: Iterable[tuple[Case, Outcome]]) -> str:
    """Write a report as Turtle, with an assertion for each test."""
    graph = rdflib.Graph()
    graph.bind("earl", EARL)
    graph.bind("doap", DOAP)
    graph.bind("dct", DCT)
    for kind in (EARL.TestSubject, EARL.Software, DOAP.Project):
        graph.add((SUBJECT, RDF.type, kind))
    release = BNode()
    graph.add((SUBJECT, DOAP.name, Literal("Conflict knowledge graph")))
    graph.add((SUBJECT, DOAP.release, release))
    graph.add((release, DOAP.revision, Literal(__version__)))
    now = Literal(datetime.now(UTC).isoformat(timespec="seconds"), datatype=XSD.dateTime)
    for case, outcome in results:
        assertion, result = BNode(), BNode()
        graph.add((assertion, RDF.type, EARL.Assertion))
        graph.add((assertion, EARL.assertedBy, SUBJECT))
        graph.add((assertion, EARL.subject, SUBJECT))
        graph.add((assertion, EARL.test, URIRef(case.iri)))
        graph.add((assertion, EARL.mode, EARL.automatic))
        graph.add((assertion, EARL.result, result))
        graph.add((result, RDF.type, EARL.TestResult))
        graph.add((result, EARL.outcome, EARL[outcome.value]))
        graph.add((result, DCT.date, now))
        if outcome.detail:
            graph.add((result, EARL.info, Literal(outcome.detail)))
    return graph.serialize(format="turtle")
