"""One claim as a nanopublication (https://nanopub.net/guidelines/working_draft/): four graphs, as TriG, not signed.

What the voice says to be so (reported or claimed) is the assertion, in the terms that facts have: here a graph keeps
what one voice says apart from what others say, as the node of a claim does in our store. What a voice denies, or only
announces, is never asserted: there the assertion is the claim, a node of its own that says nothing of what it is about.
Voice, modality, certainty, passage and document are the provenance either way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import IO, Final, cast

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.errors import BadParameter
from kg.exports.files import Out
from kg.exports.rdf import Sink
from kg.exports.source import Source
from kg.identifiers import iri
from kg.namespaces import CKG, DCT, NS, OTHER, PREFIXES, RDF, XSD
from kg.release import Release
from kg.statements import OF_PLACES, Claim, Document, quads_of, read

NP: Final = "http://www.nanopub.org/nschema#"
OA: Final = "http://www.w3.org/ns/oa#"
_PREFIXES: Final = {**PREFIXES, "np": NP, "oa": OA}
_SLOTS: Final = frozenset(
    {
        CKG.eventType, CKG.supportType, CKG.agent, CKG.target, CKG.party, CKG.place, CKG.partOf, CKG.from_, CKG.until,
        CKG.surelyFrom, CKG.surelyUntil, CKG.role, CKG.extent,
    }
)  # fmt: skip
"""What claims say in the terms of facts."""
_PROPOSITION: Final = _SLOTS | {CKG.about, CKG.says, CKG.attribute, CKG.value, CKG.when, CKG.whenBasis}
"""What claims say at all; the rest is who says it, where and how."""
_DOCUMENT: Final = frozenset({DCT.title, DCT.date, DCT.language, CKG.publisher, CKG.address, CKG.author, CKG.sha256})
_DATETIME: Final = NamedNode(PREFIXES["xsd"] + "dateTime")
_PARTS: Final = ("Head", "Assertion", "Provenance", "Pubinfo")


def write(source: Source, out: Out) -> None:
    """Write a claim.

    Args:
        source: a release, with the claim.
        out: where to.

    Raises:
        BadParameter: if the claim was withdrawn.
    """
    claim, document = _read(source.release, source.values["claim"])
    if claim.withdrawn_on or document.withdrawn_on:
        day = claim.withdrawn_on or document.withdrawn_on
        raise BadParameter("claim", f"withdrawn on {day}", "a claim that stands", claim.path)
    out.write("".join(f"# {' '.join(line.split())}\n" for line in source.head_with({"claims": 1}).lines).encode())
    quads = _quads(source, claim, document)
    serialize(quads, cast("IO[bytes]", Sink(out)), format=RdfFormat.TRIG, prefixes=_PREFIXES)


def _read(release: Release, path: str) -> tuple[Claim, Document]:
    quads = list(release.store.quads(subject=iri(path)))
    (claim,) = read(quads, release.ontology.attributes, release.ontology.situation_classes).claims
    quads = list(release.store.quads(subject=iri(claim.document)))
    (document,) = read(quads, release.ontology.attributes, release.ontology.situation_classes).documents
    return claim, document


def _quads(source: Source, claim: Claim, document: Document) -> Iterator[Quad]:
    """Give the quads graph by graph; names have the release in them, for a nanopublication never changes."""
    stem = f"{iri(claim.path).value}#nanopublication-{source.release.name}"
    publication, graphs = NamedNode(stem), {part: NamedNode(f"{stem}-{part.lower()}") for part in _PARTS}
    assertion = graphs["Assertion"]
    made = {
        "Head": [
            Triple(publication, RDF.type, NamedNode(NP + "Nanopublication")),
            Triple(publication, NamedNode(NP + "hasAssertion"), assertion),
            Triple(publication, NamedNode(NP + "hasProvenance"), graphs["Provenance"]),
            Triple(publication, NamedNode(NP + "hasPublicationInfo"), graphs["Pubinfo"]),
        ],
        "Assertion": _asserted(source.release, claim),
        "Provenance": _provenance(claim, document, assertion),
        "Pubinfo": _published(source, claim, publication),
    }
    for part, triples in made.items():
        for triple in dict.fromkeys(triples):
            yield Quad(triple.subject, triple.predicate, triple.object, graphs[part])


def _of_claim(claim: Claim) -> list[Triple]:
    return [quad.triple for quad in quads_of(claim)]


def _asserted(release: Release, claim: Claim) -> Iterable[Triple]:
    """Give what is asserted: what the voice says to be so; or that it denies or announces what it does."""
    node, about = iri(claim.path), iri(claim.about)
    said = [triple for triple in _of_claim(claim) if triple.predicate in _PROPOSITION]
    if not claim.accepted:
        yield Triple(node, RDF.type, CKG.Claim)
        yield from said
        yield from (triple for triple in _of_claim(claim) if triple.predicate == CKG.modality)
        return
    if claim.says == "Description":
        yield from (
            Triple(about, NamedNode(NS + str(claim.attribute)), t.object) for t in said if t.predicate == CKG.value
        )
        return
    yield Triple(about, RDF.type, NamedNode(NS + claim.says))
    yield from (Triple(about, triple.predicate, triple.object) for triple in said if triple.predicate in _SLOTS)
    yield from _shortcuts(release, claim)


def _shortcuts(release: Release, claim: Claim) -> Iterator[Triple]:
    kind = release.ontology.situation_classes.get(claim.says)
    if kind is None:
        return
    for one, other in product(claim.agents, claim.places if claim.says in OF_PLACES else claim.targets):
        yield Triple(iri(one), NamedNode(NS + kind.shortcut), iri(other))
        if kind.symmetric:
            yield Triple(iri(other), NamedNode(NS + kind.shortcut), iri(one))


def _provenance(claim: Claim, document: Document, assertion: NamedNode) -> Iterator[Triple]:
    """Give who says it, how, and where: the claim itself, its document, and the passage as Web Annotation has it."""
    node, text = iri(claim.path), iri(document.path)
    target, selector = (NamedNode(f"{assertion.value}-{part}") for part in ("passage", "position"))
    if claim.according_to != claim.document:  # what a document says itself, its being the source tells: it is no agent
        yield Triple(assertion, NamedNode(PREFIXES["prov"] + "wasAttributedTo"), iri(claim.according_to))
    yield Triple(assertion, NamedNode(PREFIXES["prov"] + "hadPrimarySource"), text)
    yield Triple(assertion, OTHER.wasDerivedFrom, node)
    yield Triple(assertion, NamedNode(OA + "hasTarget"), target)
    yield Triple(target, NamedNode(OA + "hasSource"), text)
    yield Triple(target, NamedNode(OA + "hasSelector"), selector)
    yield Triple(selector, RDF.type, NamedNode(OA + "TextPositionSelector"))
    for end, place in (("start", claim.passage.start), ("end", claim.passage.end)):
        yield Triple(selector, NamedNode(OA + end), Literal(str(place), datatype=XSD.integer))
    yield Triple(node, RDF.type, CKG.Claim)
    told = _SLOTS if claim.accepted else _PROPOSITION
    yield from (triple for triple in _of_claim(claim) if triple.predicate not in told)
    for quad in quads_of(document):
        if quad.predicate in _DOCUMENT and quad.object != Literal("unknown"):
            yield quad.triple


def _published(source: Source, claim: Claim, publication: NamedNode) -> Iterator[Triple]:
    """Give what is said of the publication: when it was made, of which release, under which licence."""
    head = source.head_with({"claims": 1})
    yield Triple(publication, RDF.label, Literal(claim.gloss))
    yield Triple(publication, NamedNode(PREFIXES["dct"] + "created"), Literal(head.built, datatype=_DATETIME))
    yield Triple(publication, NamedNode(PREFIXES["owl"] + "versionInfo"), Literal(head.release))
    yield Triple(publication, NamedNode(PREFIXES["dct"] + "bibliographicCitation"), Literal(head.citation))
    for what, licence in source.release.manifest["licences"].items():
        if "claims" in what:
            yield Triple(publication, DCT.license, NamedNode(licence))
