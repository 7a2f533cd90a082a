"""Which field of a statement is which property: said once, used to write quads and to read them back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from kg.identifiers import iri, path_of
from kg.namespaces import CKG, DCT, NS, OTHER, SKOS, XSD
from kg.statements.model import Actor, Claim, Document, Event, EventName, Fact, Place, Situation

Term = NamedNode | Literal


@dataclass(frozen=True, slots=True)
class Form:
    """How a value is written as a term, and how a term is read as that value.

    Attributes:
        fits: tells whether a value, or a term's text, is of this form; decides between two rows for one field.
    """

    write: Callable[[Any], Term]
    read: Callable[[Any], Any]
    fits: Callable[[str], bool] = bool


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name (dotted for a part), its property, its form, and whether it holds a tuple."""

    name: str
    predicate: NamedNode
    form: Form
    many: bool = False


def _literal(datatype: NamedNode, read: Callable[[str], Any], write: Callable[[Any], str] = str) -> Form:
    return Form(lambda value: Literal(write(value), datatype=datatype), lambda term: read(term.value))


def _code(scheme: str) -> Form:
    head = f"codes/{scheme}/"
    return Form(lambda code: iri(head + code), lambda term: path_of(term).removeprefix(head))


def _code_path(scheme: str) -> Form:
    return Form(iri, path_of, fits=lambda text: f"codes/{scheme}/" in text)


PATH: Final = Form(iri, path_of)
IRI: Final = Form(NamedNode, lambda term: term.value)
LOCAL: Final = Form(lambda name: NamedNode(NS + name), lambda term: term.value.removeprefix(NS))
TEXT: Final = Form(Literal, lambda term: term.value)
LABEL: Final = Form(
    lambda pair: Literal(pair[1], language=pair[0]) if pair[0] else Literal(pair[1]),
    lambda term: (term.language or "", term.value),
)
DATE: Final = _literal(XSD.date, date.fromisoformat, date.isoformat)
INTEGER: Final = _literal(XSD.integer, int)
DECIMAL: Final = _literal(XSD.decimal, Decimal, lambda value: format(value, "f"))
BOOLEAN: Final = _literal(XSD.boolean, lambda text: text == "true", lambda value: str(value).lower())
EDTF: Final = _literal(XSD.edtf, str)
NUMBER_OR_TEXT: Final = Form(
    lambda value: Literal(str(value), datatype=XSD.integer) if isinstance(value, int) else Literal(value),
    lambda term: int(term.value) if term.datatype == XSD.integer else term.value,
)

_LABELS = (
    Field("labels.preferred", SKOS.prefLabel, LABEL, many=True),
    Field("labels.other", SKOS.altLabel, LABEL, many=True),
    Field("labels.hidden", SKOS.hiddenLabel, LABEL, many=True),
)
_SAME_AS = Field("same_as", OTHER.sameAs, IRI, many=True)
_REPLACES = Field("replaces", DCT.replaces, PATH, many=True)
_WITHDRAWAL = (
    Field("withdrawn_on", CKG.withdrawnOn, DATE),
    Field("withdrawal_reason", CKG.withdrawalReason, TEXT),
)
_SLOTS = (
    Field("agents", CKG.agent, PATH, many=True),
    Field("targets", CKG.target, PATH, many=True),
    Field("parties", CKG.party, PATH, many=True),
    Field("places", CKG.place, PATH, many=True),
    Field("part_of", CKG.partOf, PATH, many=True),
    Field("bounds.from_", CKG.from_, DATE),
    Field("bounds.until", CKG.until, DATE),
    Field("bounds.surely_from", CKG.surelyFrom, DATE),
    Field("bounds.surely_until", CKG.surelyUntil, DATE),
)
_FACT = (
    *_SLOTS,
    Field("derived_from", OTHER.wasDerivedFrom, PATH, many=True),
    Field("label", SKOS.prefLabel, Form(lambda text: Literal(text, language="en"), lambda term: term.value)),
    Field("types", CKG.eventType, _code_path("event-type"), many=True),
    Field("types", CKG.supportType, _code_path("support-type"), many=True),
    Field("roles", CKG.role, TEXT, many=True),
    Field("extents", CKG.extent, _code("extent"), many=True),
    Field("index_from", CKG.indexFrom, DATE),
    Field("index_until", CKG.indexUntil, DATE),
    Field("status", CKG.status, _code("status")),
    Field("document_count", CKG.documentCount, INTEGER),
    Field("rows", CKG.row, TEXT, many=True),
    Field("dyad", CKG.dyad, PATH),
    Field("group_types", CKG.groupSupportType, _code_path("support-type"), many=True),
    Field("supporter_kind", CKG.supporterKind, _code("supporter-kind")),
    Field("alleged", CKG.alleged, BOOLEAN),
    Field("oddities", CKG.oddity, _code("oddity"), many=True),
)

FIELDS: Final[Mapping[type, tuple[Field, ...]]] = {
    Actor: (
        Field("kind", CKG.actorKind, _code("actor-kind")),
        *_LABELS,
        Field("part_of", OTHER.subOrganizationOf, PATH, many=True),
        _SAME_AS,
        _REPLACES,
    ),
    Place: (
        Field("kind", CKG.placeKind, _code("place-kind")),
        *_LABELS,
        Field("within", CKG.within, PATH),
        Field("lat", CKG.lat, DECIMAL),
        Field("long", CKG.long, DECIMAL),
        Field("coordinate_source", CKG.coordinateSource, TEXT),
        _SAME_AS,
        _REPLACES,
    ),
    EventName: (*_LABELS, _SAME_AS, _REPLACES),
    Document: (
        Field("title", DCT.title, TEXT),
        Field("date", DCT.date, DATE),
        Field("language", DCT.language, TEXT),
        Field("publisher", CKG.publisher, TEXT),
        Field("address", CKG.address, TEXT),
        Field("author", CKG.author, TEXT),
        Field("translated_from", CKG.translatedFrom, TEXT),
        Field("origin", CKG.origin, TEXT),
        Field("sha256", CKG.sha256, TEXT),
        Field("length", CKG.charLength, INTEGER),
        Field("version", CKG.version, TEXT),
        Field("licence", DCT.license, IRI),
        Field("redistributable", CKG.redistributable, BOOLEAN),
        *_WITHDRAWAL,
    ),
    Claim: (
        Field("document", CKG.source, PATH),
        Field("passage.start", CKG.charStart, INTEGER),
        Field("passage.end", CKG.charEnd, INTEGER),
        Field("passage.sha256", CKG.passageSha256, TEXT),
        Field("passage.letters", CKG.letterCount, INTEGER),
        Field("passage.letters_sha256", CKG.lettersSha256, TEXT),
        Field("about", CKG.about, PATH),
        Field("says", CKG.says, LOCAL),
        Field("according_to", CKG.accordingTo, PATH),
        Field("modality", CKG.modality, _code("modality")),
        Field("gloss", CKG.gloss, TEXT),
        Field("certainty", CKG.certainty, _code("certainty")),
        Field("confidence", CKG.confidence, DECIMAL),
        Field("type", CKG.eventType, _code_path("event-type")),
        Field("type", CKG.supportType, _code_path("support-type")),
        *_SLOTS,
        Field("role", CKG.role, TEXT),
        Field("extent", CKG.extent, _code("extent")),
        Field("when", CKG.when, EDTF),
        Field("when_basis", CKG.whenBasis, _code("when-basis")),
        Field("attribute", CKG.attribute, LOCAL),
        Field("value", CKG.value, NUMBER_OR_TEXT),
        *_WITHDRAWAL,
    ),
    Event: _FACT,
    Situation: _FACT,
}

CLASSES: Final[Mapping[type, NamedNode]] = {
    Actor: CKG.Actor,
    Place: CKG.Place,
    Document: CKG.Document,
    Claim: CKG.Claim,
    Event: CKG.Event,
    Situation: CKG.Situation,
}
"""The RDF class that marks a statement of each kind; an `EventName` has none, for a name asserts nothing."""

Statement = Actor | Place | EventName | Document | Claim | Event | Situation
__all__ = ["CLASSES", "FIELDS", "NUMBER_OR_TEXT", "Fact", "Field", "Form", "Statement", "Term"]
