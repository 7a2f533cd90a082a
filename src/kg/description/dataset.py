"""The description of a release: VoID (https://www.w3.org/TR/void/), DCAT (https://www.w3.org/TR/vocab-dcat-3/)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.description.counting import Counts, PropertyCount, classes_in
from kg.description.examples import example_triples, prefix_triples
from kg.description.terms import DATASET, ENDPOINT, english, part, short, term, whole
from kg.identifiers import VOID_GRAPH, iri, path_of
from kg.namespaces import BASE, RDF
from kg.statements import RowCounts
from kg.store import DUMPS, OpenStore

DESCRIPTION_GRAPH: Final = iri(VOID_GRAPH)
_TITLE: Final = "Conflict knowledge graph"
_ABOUT: Final = (
    "Claims about an armed conflict, each with its passage and its voice, in a named graph for each document; and the "
    "facts that follow from them, with the names of things and the ontology, in the default graph."
)
_DUMPED: Final = (
    "Everything that the release holds: the default graph with its index properties, each named graph, and the graph "
    "of this description."
)
_DEFAULT: Final = "default-graph"
_EVIDENCE: Final = "evidence"
_TITLES: Final = {
    _DEFAULT: "Knowledge, names and ontology: what a plain query sees",
    _EVIDENCE: "Evidence: the named graphs together",
}


def describe(store: OpenStore, licences: Mapping[str, str], rows: Sequence[RowCounts] = ()) -> Iterator[Quad]:
    """Describe what a store holds.

    It goes through the quads once, with one subject in memory at a time, and gives the same for the same quads.

    Args:
        store: all quads of a release but the description; on disk, where those of a subject lie together.
        licences: addresses of licences by what they are of.
        rows: counts of things in the default graph that the store does not hold yet.

    Returns:
        Quads of the graph ``graphs/void``.
    """
    classes_of = classes_in(store)
    counts = {_DEFAULT: Counts(classes_of), _EVIDENCE: Counts(classes_of)}
    counts[_DEFAULT].add(store.quads(""))
    for more in rows:
        counts[_DEFAULT].include(more)
    graphs = {graph: counts[_EVIDENCE].add(store.quads(graph)) for graph in store.graphs()}
    triples = [*_dataset(licences), *_distributions(licences), *prefix_triples(), *example_triples()]
    for name, count in counts.items():
        triples += _subset(name, count)
    for graph, size in graphs.items():
        triples += _named(NamedNode(graph), size)
    triples += _vocabularies(counts.values())
    # The last two: this graph's own size, and that of the whole.
    own = len(triples) + len(list(_named(DESCRIPTION_GRAPH, 0))) + 1
    triples += _named(DESCRIPTION_GRAPH, own)
    total = own + sum(count.triples for count in counts.values())
    triples.append(Triple(DATASET, term("void:triples"), whole(total)))
    return (Quad(triple.subject, triple.predicate, triple.object, DESCRIPTION_GRAPH) for triple in triples)


def _dataset(licences: Mapping[str, str]) -> Iterator[Triple]:
    for kind in ("void:Dataset", "dcat:Dataset", "sd:Dataset"):
        yield Triple(DATASET, RDF.type, term(kind))
    yield Triple(DATASET, term("dct:title"), english(_TITLE))
    yield Triple(DATASET, term("dct:description"), english(_ABOUT))
    yield from _licensed(DATASET, licences)
    rights = "; ".join(f"{what}: {licence}" for what, licence in sorted(licences.items()))
    yield Triple(DATASET, term("dct:rights"), english(rights))
    yield Triple(DATASET, term("void:uriSpace"), Literal(BASE))
    yield Triple(DATASET, term("void:sparqlEndpoint"), ENDPOINT)
    yield Triple(DATASET, term("sd:defaultGraph"), part(_DEFAULT))
    for name in _TITLES:
        yield Triple(DATASET, term("void:subset"), part(name))


def _distributions(licences: Mapping[str, str]) -> Iterator[Triple]:
    service = part("service")
    yield Triple(service, RDF.type, term("dcat:DataService"))
    yield Triple(service, term("dct:title"), english(f"{_TITLE}: SPARQL endpoint"))
    yield Triple(service, term("dcat:endpointURL"), ENDPOINT)
    yield Triple(service, term("dcat:endpointDescription"), ENDPOINT)
    yield Triple(service, term("dcat:servesDataset"), DATASET)
    asked = part("distribution", "sparql")
    yield Triple(DATASET, term("dcat:distribution"), asked)
    yield Triple(asked, RDF.type, term("dcat:Distribution"))
    yield Triple(asked, term("dcat:accessURL"), ENDPOINT)
    yield Triple(asked, term("dcat:accessService"), service)
    for name, form in DUMPS.items():
        address, dump = iri(f"dumps/{name}"), part("distribution", name.replace(".", "-"))
        yield Triple(DATASET, term("void:dataDump"), address)
        yield Triple(DATASET, term("dcat:distribution"), dump)
        yield Triple(dump, RDF.type, term("dcat:Distribution"))
        yield Triple(dump, term("dct:title"), english(f"{_TITLE} as {form.name}"))
        yield Triple(dump, term("dct:description"), english(_DUMPED))
        yield Triple(dump, term("dcat:downloadURL"), address)
        yield Triple(dump, term("dcat:accessURL"), address)
        yield Triple(dump, term("dcat:mediaType"), term(f"media:{form.media_type}"))
        yield Triple(dump, term("dcat:compressFormat"), term("media:application/gzip"))
        yield from _licensed(dump, licences)


def _licensed(node: NamedNode, licences: Mapping[str, str]) -> Iterator[Triple]:
    for licence in sorted(set(licences.values())):
        yield Triple(node, term("dct:license"), NamedNode(licence))


def _named(graph: NamedNode, triples: int) -> Iterator[Triple]:
    node = part("named", path_of(graph).rsplit("/", 1)[-1])
    yield Triple(DATASET, term("sd:namedGraph"), node)
    yield Triple(node, RDF.type, term("sd:NamedGraph"))
    yield Triple(node, term("sd:name"), graph)
    yield Triple(node, term("sd:graph"), graph)
    yield Triple(graph, RDF.type, term("sd:Graph"))
    yield Triple(graph, RDF.type, term("void:Dataset"))
    yield Triple(graph, term("void:triples"), whole(triples))
    yield Triple(part(_EVIDENCE) if graph != DESCRIPTION_GRAPH else DATASET, term("void:subset"), graph)


def _subset(name: str, counts: Counts) -> Iterator[Triple]:
    node, classes, properties = part(name), counts.classes(), counts.properties()
    yield Triple(node, RDF.type, term("void:Dataset"))
    if name == _DEFAULT:
        yield Triple(node, RDF.type, term("sd:Graph"))
    yield Triple(node, term("dct:title"), english(_TITLES[name]))
    for what, number in (
        ("void:triples", counts.triples),
        ("void:distinctSubjects", counts.subjects),
        ("void:classes", len(classes)),
        ("void:properties", len(properties)),
    ):
        yield Triple(node, term(what), whole(number))
    for predicate, use in properties.items():
        yield from _property((name, short(predicate)), node, predicate, use)
    for kind, count in classes.items():
        inner = part(name, short(kind))
        yield Triple(node, term("void:classPartition"), inner)
        yield Triple(inner, term("void:class"), kind)
        yield Triple(inner, term("void:entities"), whole(count.entities))
        yield Triple(inner, term("void:triples"), whole(count.triples))
        yield Triple(inner, term("void:exampleResource"), NamedNode(count.example))
        for predicate, use in sorted(count.properties.items(), key=lambda item: item[0].value):
            names = (name, short(kind), short(predicate))
            yield from _property(names, inner, predicate, use)
            yield from _objects(names, use)


def _property(names: tuple[str, ...], holder: NamedNode, predicate: NamedNode, use: PropertyCount) -> Iterator[Triple]:
    node = part(*names)
    yield Triple(holder, term("void:propertyPartition"), node)
    yield Triple(node, term("void:property"), predicate)
    yield Triple(node, term("void:triples"), whole(use.triples))
    yield Triple(node, term("void:distinctSubjects"), whole(use.subjects))


def _objects(names: tuple[str, ...], use: PropertyCount) -> Iterator[Triple]:
    """Say which classes and datatypes the objects of a property are of, as VoID and its extension have it."""
    for found, partition, kind in (
        (use.classes, "void:classPartition", "void:class"),
        (use.datatypes, "voidext:datatypePartition", "voidext:datatype"),
    ):
        for thing, number in sorted(found.items(), key=lambda item: item[0].value):
            node = part(*names, short(thing))
            yield Triple(part(*names), term(partition), node)
            yield Triple(node, term(kind), thing)
            yield Triple(node, term("void:triples"), whole(number))


def _vocabularies(counts: Iterable[Counts]) -> Iterator[Triple]:
    """Name the vocabularies in use: the namespaces of classes and properties."""
    terms = {node.value for count in counts for node in (*count.classes(), *count.properties())}
    for namespace in sorted({re.sub(r"[^#/]*$", "", value) for value in terms}):
        yield Triple(DATASET, term("void:vocabulary"), NamedNode(namespace))
