"""The SHACL shapes as a second net under the file checks. The only importer of pySHACL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Quad, RdfFormat, Triple, serialize
from pyshacl import validate as run
from rdflib import Graph
from rdflib.namespace import SH
from rdflib.term import Node, URIRef

from kg.identifiers import path_of
from kg.ontology import Ontology


@dataclass(frozen=True, slots=True)
class Violation:
    """One result of validation.

    Attributes:
        path: of the statement at fault.
        property: of it, IRI shortened where it is ours; empty if the whole is at fault.
        message: what SHACL says.
        value: the offending value, if there is one.
    """

    path: str
    property: str
    message: str
    value: str = ""


def validate(quads: Iterable[Quad], ontology: Ontology, shapes: Sequence[str]) -> list[Violation]:
    """Hold quads against shapes, whatever graphs they are in.

    Args:
        quads: what to check; what it refers to must be among them.
        ontology: its triples are given to the check, its folder has the shapes.
        shapes: files of ``ontology/shapes`` by stem, such as ``claim``.

    Returns:
        Violations sorted by path and property; empty if all is well.
    """
    data = _graph([*(quad.triple for quad in quads), *ontology.triples])
    shacl = Graph()
    for stem in shapes:
        shacl.parse(ontology.folder / "shapes" / f"{stem}.ttl")
    conforms, report, _ = run(data, shacl_graph=shacl, inference="none", advanced=False)
    if conforms:
        return []
    assert isinstance(report, Graph)
    found = {_violation(report, result) for result in report.subjects(predicate=SH.focusNode)}
    return sorted(found, key=lambda violation: (violation.path, violation.property, violation.value))


def _graph(triples: Iterable[Triple]) -> Graph:
    data = serialize(triples, format=RdfFormat.N_TRIPLES)
    assert data is not None
    return Graph().parse(data=data.decode(), format="nt")


def _violation(report: Graph, result: Node) -> Violation:
    def text(predicate: URIRef) -> str:
        value = report.value(result, predicate)
        return path_of(str(value)) if value is not None else ""

    return Violation(text(SH.focusNode), text(SH.resultPath), text(SH.resultMessage), text(SH.value))
