"""Statements as RDF 1.2 has them (https://www.w3.org/TR/rdf12-concepts/#section-triple-terms).

Each relation is a triple of the ontology's shortcut, such as ``actors:a ckg:supports actors:b``, and its fact is what
RDF 1.2 calls a reifier of it: ``situations:s rdf:reifies <<( actors:a ckg:supports actors:b )>>``. What is known of the
fact is said of the reifier, so that one statement can have several facts, each with its days and documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import IO, Final, cast
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.exports.columns import Data, Edge, edges, label_of
from kg.exports.files import Out
from kg.exports.rdf import Sink
from kg.exports.source import Source
from kg.exports.texts import flat, plain
from kg.namespaces import BASE, CKG, NS, PREFIXES, RDF, XSD
from kg.ontology import SituationClass, shipped

REIFIES: Final = NamedNode(PREFIXES["rdf"] + "reifies")
_ATTRIBUTED: Final = NamedNode(PREFIXES["prov"] + "wasAttributedTo")
_SOURCE: Final = NamedNode(PREFIXES["prov"] + "hadPrimarySource")
_CLASSES: Final = {"Person": CKG.Person, "Group": CKG.Group, "Place": CKG.Place}
_DAYS: Final = {"from_": CKG.from_, "until": CKG.until, "surely_from": CKG.surelyFrom, "surely_until": CKG.surelyUntil}
_VERSION: Final = b'VERSION "1.2"\n'


def write_turtle(source: Source, out: Out) -> None:
    """Write a network as Turtle 1.2, with prefixes.

    Args:
        source: of the network.
        out: where to.
    """
    _write(source, out, RdfFormat.TURTLE)


def write_ntriples(source: Source, out: Out) -> None:
    """Write a network as N-Triples 1.2, a triple on each line.

    Args:
        source: of the network.
        out: where to.
    """
    _write(source, out, RdfFormat.N_TRIPLES)


def _write(source: Source, out: Out, form: RdfFormat) -> None:
    out.write("".join(f"# {' '.join(line.split())}\n" for line in source.head.lines).encode())
    if form == RdfFormat.TURTLE:  # of N-Triples, Oxigraph 0.5 does not read it
        out.write(_VERSION)
    serialize(_triples(source), cast("IO[bytes]", Sink(out)), format=form, prefixes=PREFIXES)


def _triples(source: Source) -> Iterator[Triple]:
    """Give nodes, then each statement with what is known of its fact, once for each fact."""
    for node, data in source.graph.nodes(data=True):
        subject = _node(node)
        if (cls := _CLASSES.get(flat(data.get("cls")))) is not None:
            yield Triple(subject, RDF.type, cls)
        yield Triple(subject, RDF.label, Literal(label_of(node, data)))
    kinds = shipped().situation_classes
    told: set[NamedNode] = set()
    for edge in edges(source.graph):
        kind = kinds.get(edge.kind)
        if kind is None or not (edge.directed or kind.symmetric):
            continue
        fact = _fact(edge)
        for statement in _statements(edge, kind):
            yield statement
            yield Triple(fact, REIFIES, statement)
        if fact not in told:
            told.add(fact)
            yield from _known(fact, edge)


def _statements(edge: Edge, kind: SituationClass) -> Iterator[Triple]:
    one, other, verb = _node(edge.source), _node(edge.target), NamedNode(NS + kind.shortcut)
    yield Triple(one, verb, other)
    if kind.symmetric and one != other:
        yield Triple(other, verb, one)


def _known(fact: NamedNode, edge: Edge) -> Iterator[Triple]:
    """Give what is known of a fact; the properties are those that a fact can have, which are not those of claims."""
    data = edge.data
    yield Triple(fact, RDF.type, NamedNode(NS + edge.kind))
    yield Triple(fact, RDF.label, Literal(edge.label))
    for path in _paths(data, "types"):
        if path.startswith("codes/support-type/"):
            yield Triple(fact, CKG.supportType, _node(path))
    for name, days in _DAYS.items():
        if _is_day(day := flat(data.get(name))):
            yield Triple(fact, days, Literal(day, datatype=XSD.date))
    if status := flat(data.get("status")):
        yield Triple(fact, CKG.status, _node(f"codes/status/{status}"))
    for path in _paths(data, "documents"):
        yield Triple(fact, _SOURCE, _node(path))
    for path in _paths(data, "voices"):
        if path.startswith("actors/"):  # what a document says itself, its being a source tells: it is no agent
            yield Triple(fact, _ATTRIBUTED, _node(path))


def _paths(data: Data, name: str) -> list[str]:
    found = plain(data.get(name))
    return [flat(one) for one in found] if isinstance(found, list) else []


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2024-12-05")


def _fact(edge: Edge) -> NamedNode:
    """Give the IRI of the fact, which several edges may share."""
    fact = flat(edge.data.get("fact"))
    return _node(fact.removeprefix(BASE) if fact.startswith(BASE) else edge.id)


def _node(path: object) -> NamedNode:
    """Give the IRI of a path; what an IRI cannot hold is written in per cents."""
    return NamedNode(BASE + quote(flat(path), safe="/#-._~"))
