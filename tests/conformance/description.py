"""What a service description must be like.

See https://www.w3.org/TR/sparql11-service-description/. The tests of the suite are sentences ("conforms to schema"),
so the vocabulary's classes and the values that it allows are written down here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import rdflib
from rdflib import RDF, URIRef

SD: Final = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS: Final = "http://www.w3.org/ns/formats/"

DOMAINS: Final = {
    "endpoint": "Service",
    "feature": "Service",
    "defaultEntailmentRegime": "Service",
    "defaultSupportedEntailmentProfile": "Service",
    "extensionFunction": "Service",
    "extensionAggregate": "Service",
    "languageExtension": "Service",
    "supportedLanguage": "Service",
    "propertyFeature": "Service",
    "defaultDataset": "Service",
    "availableGraphs": "Service",
    "resultFormat": "Service",
    "inputFormat": "Service",
    "defaultGraph": "Dataset",
    "namedGraph": "GraphCollection",
    "name": "NamedGraph",
    "graph": "NamedGraph",
    "entailmentRegime": "NamedGraph",
    "supportedEntailmentProfile": "NamedGraph",
}
"""Each property's class of subjects."""
RANGES: Final = {
    "defaultDataset": "Dataset",
    "availableGraphs": "GraphCollection",
    "defaultGraph": "Graph",
    "namedGraph": "NamedGraph",
    "graph": "Graph",
}
IRIS: Final = {"name", "endpoint", "feature", "supportedLanguage", "resultFormat"}
SUBCLASSES: Final = {"Dataset": {"Dataset"}, "GraphCollection": {"GraphCollection", "Dataset"}}
CLASSES: Final = {
    *DOMAINS.values(),
    *RANGES.values(),
    "Feature",
    "Language",
    "Function",
    "Aggregate",
    "EntailmentRegime",
}
FEATURES: Final = {"DereferencesURIs", "UnionDefaultGraph", "RequiresDataset", "EmptyGraphs", "BasicFederatedQuery"}
UNTRUE: Final = {"DereferencesURIs", "UnionDefaultGraph", "RequiresDataset", "BasicFederatedQuery", "SPARQL11Update"}
"""What this endpoint must not say of itself: it fetches nothing, and changes nothing."""


def violations(description: rdflib.Graph, endpoint: str, test: str) -> list[str]:
    """Tell what is wrong with a description, as far as a test of the suite looks.

    Args:
        description: as it came.
        endpoint: address that was asked.
        test: ``returns-rdf``, ``has-endpoint-triple`` or ``conforms-to-schema``.
    """
    match test:
        case "returns-rdf":
            return [] if len(description) else ["it says nothing"]
        case "has-endpoint-triple":
            found = sorted(map(str, description.objects(None, SD.endpoint)))
            return [] if found == [endpoint] else [f"sd:endpoint is {found}, not {endpoint}"]
        case "conforms-to-schema":
            return [*_of_schema(description), *_of_service(description)]
        case _:
            return [f"no such test: {test}"]


def _of_schema(description: rdflib.Graph) -> Iterator[str]:
    for subject, predicate, value in description:
        if predicate == RDF.type and _local(value) not in {"", *CLASSES}:
            yield f"{value} is no class of the vocabulary"
        name = _local(predicate)
        if not name:
            continue
        if name not in DOMAINS:
            yield f"sd:{name} is no property of the vocabulary"
        elif not _is_a(description, subject, DOMAINS[name]):
            yield f"{subject} has sd:{name} and is no sd:{DOMAINS[name]}"
        if name in RANGES and not _is_a(description, value, RANGES[name]):
            yield f"{value} is sd:{name} and no sd:{RANGES[name]}"
        if name in IRIS and not isinstance(value, URIRef):
            yield f"{value} is sd:{name} and no IRI"


def _of_service(description: rdflib.Graph) -> Iterator[str]:
    services = list(description.subjects(RDF.type, SD.Service))
    if len(services) != 1:
        yield f"there are {len(services)} services"
    said = {str(value) for name in ("feature", "supportedLanguage") for value in description.objects(None, SD[name])}
    yield from (f"{name} is not true" for name in sorted(UNTRUE) if str(SD[name]) in said)
    if str(SD.SPARQL11Query) not in said:
        yield "SPARQL 1.1 Query is not among its languages"
    features = {_local(value) for value in description.objects(None, SD.feature)}
    yield from (f"{name} is no feature" for name in sorted(features - FEATURES))
    formats = {str(value) for value in description.objects(None, SD.resultFormat)}
    for name in ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle"):
        if FORMATS + name not in formats:
            yield f"{name} is not among its formats"


def _is_a(description: rdflib.Graph, thing: rdflib.term.Node, kind: str) -> bool:
    """Whether something is said to be of a class or of one below it."""
    return any((thing, RDF.type, SD[name]) in description for name in SUBCLASSES.get(kind, {kind}))


def _local(term: rdflib.term.Node) -> str:
    """Give the name of a term of the vocabulary, and an empty text for one of another."""
    return str(term).removeprefix(SD) if str(term).startswith(SD) else ""
