"""Statements to quads."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.identifiers import REGISTRY_GRAPH, graph_of, iri
from kg.namespaces import CKG, DCT, NS, OTHER, RDF
from kg.periods import months, years
from kg.statements.fields import CLASSES, FIELDS, NUMBER_OR_TEXT, Statement, Term
from kg.statements.model import Actor, Claim, Document, Event, EventName, Fact, Place, Situation


def quads_of(statement: Statement) -> Iterator[Quad]:
    """Write a statement as quads, in the graph that it belongs to.

    A claim goes to its document's graph, the registry's entities and the documents to ``graphs/registry``, a fact to
    the default graph.

    Example:
        >>> from kg.statements import EventName, Labels
        >>> war = EventName(path="events/war", labels=Labels(preferred=(("en", "War"),)))
        >>> [quad.object.value for quad in quads_of(war)]
        ['War']
    """
    subject = iri(statement.path)
    graph = _graph(statement)
    for predicate, term in _properties(statement):
        yield Quad(subject, predicate, term, graph)
    if isinstance(statement, Place) and statement.lat is not None:
        geometry = NamedNode(subject.value + "#geometry")
        wkt = Literal(f"POINT({statement.long:f} {statement.lat:f})", datatype=OTHER.wktLiteral)
        yield Quad(subject, OTHER.hasGeometry, geometry, graph)
        yield Quad(geometry, RDF.type, OTHER.Geometry, graph)
        yield Quad(geometry, OTHER.asWKT, wkt, graph)
    for former in getattr(statement, "replaces", ()):
        yield Quad(iri(former), DCT.isReplacedBy, subject, graph)


def _properties(statement: Statement) -> Iterator[tuple[NamedNode, Term]]:
    for cls in _classes(statement):
        yield RDF.type, cls
    for field in FIELDS[type(statement)]:
        value = attrgetter(field.name)(statement)
        for item in value if field.many else () if value is None else (value,):
            if field.form.fits(str(item)):
                yield field.predicate, field.form.write(item)
    if isinstance(statement, Fact):
        for actor in {*statement.agents, *statement.targets}.difference(statement.parties):
            yield CKG.party, iri(actor)
        for name, value in statement.attributes:
            yield NamedNode(NS + name), NUMBER_OR_TEXT.write(value)
        for period in periods_of(statement):
            yield (CKG.inMonth if isinstance(statement, Event) else CKG.inYear), iri(period)


def periods_of(fact: Fact) -> list[str]:
    """Give the periods by which a fact is found: an event's months, a situation's years."""
    return (months if isinstance(fact, Event) else years)(fact.index_from, fact.index_until)


def _classes(statement: Statement) -> tuple[NamedNode, ...]:
    match statement:
        case Actor(person=person):
            return CKG.Actor, (CKG.Person if person else CKG.Group)
        case Document(is_dataset=True):
            return CKG.Document, CKG.Dataset
        case Event():
            return CKG.Fact, CKG.Event
        case Situation(says=says):
            return CKG.Fact, CKG.Situation, NamedNode(NS + says)
        case EventName():
            return ()
        case _:
            return (CLASSES[type(statement)],)


def _graph(statement: Statement) -> NamedNode | DefaultGraph:
    match statement:
        case Claim(document=document):
            return iri(graph_of(document))
        case Event() | Situation():
            return DefaultGraph()
        case _:
            return iri(REGISTRY_GRAPH)
