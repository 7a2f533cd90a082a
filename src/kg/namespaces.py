"""Prefixes, and every term of the ontology that the code speaks of.

A test holds this list against ``ontology/ckg.ttl`` in both directions, so a misspelt term cannot pass.
"""

from __future__ import annotations

from typing import Final

from pyoxigraph import NamedNode

BASE: Final = "https://w3id.org/ckg/"
"""The base of all IRIs. Not registered at w3id.org yet; it is one constant so that it can change in one place."""

NS: Final = BASE + "ns#"

PREFIXES: Final[dict[str, str]] = {
    "ckg": NS,
    "actors": BASE + "actors/",
    "places": BASE + "places/",
    "events": BASE + "events/",
    "situations": BASE + "situations/",
    "claims": BASE + "claims/",
    "documents": BASE + "documents/",
    "graphs": BASE + "graphs/",
    "periods": BASE + "periods/",
    "codes": BASE + "codes/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "org": "http://www.w3.org/ns/org#",
    "schema": "https://schema.org/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
}


def _term(local: str) -> NamedNode:
    return NamedNode(NS + local)


class CKG:
    """The terms of our own ontology, spelt as in ``ontology/ckg.ttl``."""

    # the classes of entities
    Actor: Final = _term("Actor")
    Person: Final = _term("Person")
    Group: Final = _term("Group")
    Place: Final = _term("Place")
    Document: Final = _term("Document")
    Dataset: Final = _term("Dataset")
    # the classes of facts
    Fact: Final = _term("Fact")
    Event: Final = _term("Event")
    Situation: Final = _term("Situation")
    Support: Final = _term("Support")
    Hostility: Final = _term("Hostility")
    Alliance: Final = _term("Alliance")
    Leadership: Final = _term("Leadership")
    Membership: Final = _term("Membership")
    Succession: Final = _term("Succession")
    Designation: Final = _term("Designation")
    Control: Final = _term("Control")
    Presence: Final = _term("Presence")
    # the classes of claims
    Claim: Final = _term("Claim")
    Description: Final = _term("Description")
    # slots, on claims and facts
    party: Final = _term("party")
    agent: Final = _term("agent")
    target: Final = _term("target")
    place: Final = _term("place")
    partOf: Final = _term("partOf")
    eventType: Final = _term("eventType")
    supportType: Final = _term("supportType")
    extent: Final = _term("extent")
    role: Final = _term("role")
    from_: Final = _term("from")
    until: Final = _term("until")
    surelyFrom: Final = _term("surelyFrom")
    surelyUntil: Final = _term("surelyUntil")
    when: Final = _term("when")
    whenBasis: Final = _term("whenBasis")
    # index properties
    indexFrom: Final = _term("indexFrom")
    indexUntil: Final = _term("indexUntil")
    inMonth: Final = _term("inMonth")
    inYear: Final = _term("inYear")
    Period: Final = _term("Period")
    firstDay: Final = _term("firstDay")
    lastDay: Final = _term("lastDay")
    # attributes
    deathsLow: Final = _term("deathsLow")
    deathsBest: Final = _term("deathsBest")
    deathsHigh: Final = _term("deathsHigh")
    durationDays: Final = _term("durationDays")
    persons: Final = _term("persons")
    recordCount: Final = _term("recordCount")
    reportCount: Final = _term("reportCount")
    durationYears: Final = _term("durationYears")
    position: Final = _term("position")
    sizeRank: Final = _term("sizeRank")
    distanceKm: Final = _term("distanceKm")
    borders: Final = _term("borders")
    capitalOf: Final = _term("capitalOf")
    knownAs: Final = _term("knownAs")
    # claims only
    about: Final = _term("about")
    says: Final = _term("says")
    accordingTo: Final = _term("accordingTo")
    source: Final = _term("source")
    modality: Final = _term("modality")
    certainty: Final = _term("certainty")
    confidence: Final = _term("confidence")
    attribute: Final = _term("attribute")
    value: Final = _term("value")
    charStart: Final = _term("charStart")
    charEnd: Final = _term("charEnd")
    passageSha256: Final = _term("passageSha256")
    letterCount: Final = _term("letterCount")
    lettersSha256: Final = _term("lettersSha256")
    gloss: Final = _term("gloss")
    withdrawnOn: Final = _term("withdrawnOn")
    withdrawalReason: Final = _term("withdrawalReason")
    # documents
    sha256: Final = _term("sha256")
    charLength: Final = _term("charLength")
    publisher: Final = _term("publisher")
    address: Final = _term("address")
    author: Final = _term("author")
    translatedFrom: Final = _term("translatedFrom")
    origin: Final = _term("origin")
    version: Final = _term("version")
    redistributable: Final = _term("redistributable")
    # derived
    status: Final = _term("status")
    documentCount: Final = _term("documentCount")
    contradicts: Final = _term("contradicts")
    row: Final = _term("row")
    dyad: Final = _term("dyad")
    groupSupportType: Final = _term("groupSupportType")
    supporterKind: Final = _term("supporterKind")
    alleged: Final = _term("alleged")
    oddity: Final = _term("oddity")
    # shortcuts
    supports: Final = _term("supports")
    opposes: Final = _term("opposes")
    alliedWith: Final = _term("alliedWith")
    leads: Final = _term("leads")
    memberOf: Final = _term("memberOf")
    succeeds: Final = _term("succeeds")
    designates: Final = _term("designates")
    controls: Final = _term("controls")
    presentIn: Final = _term("presentIn")
    # entities
    actorKind: Final = _term("actorKind")
    placeKind: Final = _term("placeKind")
    within: Final = _term("within")
    lat: Final = _term("lat")
    long: Final = _term("long")
    coordinateSource: Final = _term("coordinateSource")
    # on the vocabulary itself
    shortcut: Final = _term("shortcut")
    symmetric: Final = _term("symmetric")
    singleValued: Final = _term("singleValued")
    inheritsDown: Final = _term("inheritsDown")
    compassValued: Final = _term("compassValued")
    indexProperty: Final = _term("indexProperty")
    incompatibleWith: Final = _term("incompatibleWith")
    transfersControl: Final = _term("transfersControl")
    # notations
    cameoCode: Final = _term("cameoCode")
    acledSubEvent: Final = _term("acledSubEvent")
    acledInter: Final = _term("acledInter")
    ucdpViolenceType: Final = _term("ucdpViolenceType")
    esdColumn: Final = _term("esdColumn")
    ploverType: Final = _term("ploverType")


class RDF:
    """Terms of RDF and RDFS that we use."""

    type: Final = NamedNode(PREFIXES["rdf"] + "type")
    langString: Final = NamedNode(PREFIXES["rdf"] + "langString")
    label: Final = NamedNode(PREFIXES["rdfs"] + "label")
    comment: Final = NamedNode(PREFIXES["rdfs"] + "comment")
    range: Final = NamedNode(PREFIXES["rdfs"] + "range")
    subClassOf: Final = NamedNode(PREFIXES["rdfs"] + "subClassOf")


class SKOS:
    """Terms of SKOS that we use."""

    Concept: Final = NamedNode(PREFIXES["skos"] + "Concept")
    prefLabel: Final = NamedNode(PREFIXES["skos"] + "prefLabel")
    altLabel: Final = NamedNode(PREFIXES["skos"] + "altLabel")
    hiddenLabel: Final = NamedNode(PREFIXES["skos"] + "hiddenLabel")
    definition: Final = NamedNode(PREFIXES["skos"] + "definition")
    scopeNote: Final = NamedNode(PREFIXES["skos"] + "scopeNote")
    broader: Final = NamedNode(PREFIXES["skos"] + "broader")
    notation: Final = NamedNode(PREFIXES["skos"] + "notation")


class DCT:
    """Terms of Dublin Core that we use."""

    title: Final = NamedNode(PREFIXES["dct"] + "title")
    date: Final = NamedNode(PREFIXES["dct"] + "date")
    language: Final = NamedNode(PREFIXES["dct"] + "language")
    license: Final = NamedNode(PREFIXES["dct"] + "license")
    replaces: Final = NamedNode(PREFIXES["dct"] + "replaces")
    isReplacedBy: Final = NamedNode(PREFIXES["dct"] + "isReplacedBy")


class OTHER:
    """Single terms of other vocabularies."""

    wasDerivedFrom: Final = NamedNode(PREFIXES["prov"] + "wasDerivedFrom")
    subOrganizationOf: Final = NamedNode(PREFIXES["org"] + "subOrganizationOf")
    sameAs: Final = NamedNode(PREFIXES["schema"] + "sameAs")
    hasGeometry: Final = NamedNode(PREFIXES["geo"] + "hasGeometry")
    Geometry: Final = NamedNode(PREFIXES["geo"] + "Geometry")
    asWKT: Final = NamedNode(PREFIXES["geo"] + "asWKT")
    wktLiteral: Final = NamedNode(PREFIXES["geo"] + "wktLiteral")


class XSD:
    """Datatypes."""

    date: Final = NamedNode(PREFIXES["xsd"] + "date")
    integer: Final = NamedNode(PREFIXES["xsd"] + "integer")
    decimal: Final = NamedNode(PREFIXES["xsd"] + "decimal")
    boolean: Final = NamedNode(PREFIXES["xsd"] + "boolean")
    string: Final = NamedNode(PREFIXES["xsd"] + "string")
    edtf: Final = NamedNode(PREFIXES["edtf"] + "EDTF")
