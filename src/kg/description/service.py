"""The description as a server gives it: with its own addresses, and as a SPARQL service description."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kg.description.dataset import DESCRIPTION_GRAPH
from kg.description.terms import DATASET, ENDPOINT, part, term, whole
from kg.errors import BadParameter, NoRelease
from kg.identifiers import iri, path_of
from kg.namespaces import RDF
from kg.release import Release
from kg.store import DUMPS

_RESULTS: Final = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "N-Quads", "TriG", "RDF_XML", "JSON-LD"),
)
_ADDRESSES: Final = frozenset({ENDPOINT, *(iri(f"dumps/{name}") for name in DUMPS)})


def described(release: Release, base: str) -> list[Triple]:
    """Give the description of a release as the server at an address serves it.

    Args:
        release: what is served.
        base: the server's address, with a slash at its end.

    Returns:
        The graph ``graphs/void``, the endpoint and the dumps at that address, with the release's name, and with each
        dump's size and checksum, which a dump cannot hold itself.

    Raises:
        NoRelease: if the release was built before there were descriptions.
        BadParameter: if the address cannot be one.
    """
    quads = list(release.store.quads(DESCRIPTION_GRAPH.value))
    if not quads:
        raise NoRelease(release.path, f"release {release.name} has no description; run `kg build` to make one that has")
    try:
        here = {node: NamedNode(base + path_of(node)) for node in _ADDRESSES}
    except ValueError as error:
        raise BadParameter("Host", "not an address", "the name that this server is reached by", base) from error
    triples = [
        Triple(q.subject, q.predicate, here.get(q.object, q.object) if isinstance(q.object, NamedNode) else q.object)
        for q in quads
    ]
    triples.append(Triple(DATASET, term("dcat:version"), Literal(release.name)))
    return [*triples, *_checksums(release)]


def _checksums(release: Release) -> Iterator[Triple]:
    for name, facts in release.manifest.get("dumps", {}).items():
        dump, checksum = part("distribution", name.replace(".", "-")), part("checksum", name.replace(".", "-"))
        yield Triple(dump, term("dcat:byteSize"), whole(facts["bytes"]))
        yield Triple(dump, term("spdx:checksum"), checksum)
        yield Triple(checksum, RDF.type, term("spdx:Checksum"))
        yield Triple(checksum, term("spdx:algorithm"), term("spdx:checksumAlgorithm_sha256"))
        value = Literal(facts["sha256"], datatype=term("xsd:hexBinary"))
        yield Triple(checksum, term("spdx:checksumValue"), value)


def service_description(endpoint: str, description: Iterable[Triple]) -> list[Triple]:
    """Describe a SPARQL endpoint (https://www.w3.org/TR/sparql11-service-description/).

    No feature is named, because none is there: the default graph is no union, no IRI is fetched, ``SERVICE`` is
    refused, and empty graphs do not exist.

    Args:
        endpoint: the endpoint's address.
        description: what `described` gives for the same address.

    Returns:
        The service, then the description, so that one answer tells all.
    """
    node = NamedNode(endpoint)
    return [
        Triple(node, RDF.type, term("sd:Service")),
        Triple(node, term("sd:endpoint"), node),
        Triple(node, term("sd:supportedLanguage"), term("sd:SPARQL11Query")),
        *(Triple(node, term("sd:resultFormat"), term(f"formats:{name}")) for name in _RESULTS),
        Triple(node, term("sd:defaultDataset"), DATASET),
        *description,
    ]
