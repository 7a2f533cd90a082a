"""Properties of entities: what a query can be refined by, and what a data extension can fetch. One table for both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from pyoxigraph import NamedNode

from kg.namespaces import CKG, DCT, OTHER, SKOS

EXACT: Final = "ExactMatch"
"""The qualifier of a condition that wants the very value, where usually one close to it does."""
Form = Literal["id", "name", "kind", "sameAs", "entity", "date", "coordinate", "text", "code", "number", "counted"]


@dataclass(frozen=True, slots=True)
class Property:
    """A property.

    Attributes:
        id: as in queries.
        name: to show.
        description: what its values are, in a sentence.
        form: what its values are, which tells how they are compared and given.
        types: ids of the classes that have it.
        predicates: of the graph, where it is said of the entity itself.
        inverse: whether it is said of the other, with the entity as the object.
        weight: what it counts for beside a name, which counts for 1; 0 if it is not compared.
        given: whether a data extension gives it.
        exact: what `EXACT` asks for; empty if there is one way to compare only.
        value_type: id of the type of its values, where these are entities.
    """

    id: str
    name: str
    description: str
    form: Form
    types: tuple[str, ...]
    predicates: tuple[NamedNode, ...] = ()
    inverse: bool = False
    weight: float = 0.0
    given: bool = True
    exact: str = ""
    value_type: str = ""


def _relation(name: str, title: str, description: str, predicate: NamedNode, *, inverse: bool = False) -> Property:
    """Make the property for a shortcut between actors."""
    return Property(name, title, description, "entity", ("Actor",), (predicate,), inverse, 0.3, value_type="Actor")


_ALL: Final = ("Actor", "Place", "Event", "Document")
_TABLE: Final = (
    Property("id", "Id", "The path, such as places/hama, or the IRI; decides.", "id", _ALL, weight=1.0),
    Property(
        "name", "Name", "A name in any language, script or spelling.", "name", _ALL, (SKOS.prefLabel, DCT.title),
        weight=0.5, exact="the whole name, case and accents aside",
    ),
    Property(
        "otherNames", "Other names", "Names in other languages and scripts, short forms and earlier names.", "name",
        ("Actor", "Place", "Event"), (SKOS.prefLabel, SKOS.altLabel), weight=0.5,
        exact="the whole name, case and accents aside",
    ),
    Property(
        "kind", "Kind", "The kind of actor or place, or the type of event: a code such as rebel, or its label.", "kind",
        ("Actor", "Place", "Event"), (CKG.actorKind, CKG.placeKind, CKG.eventType), weight=0.3,
        exact="that kind itself, not a narrower one",
    ),
    Property(
        "sameAs", "Same thing elsewhere",
        "Ids of UCDP, GeoNames or Wikidata: an IRI, or ucdp:6815, geonames:170017, wikidata:Q214064; decides.",
        "sameAs", ("Actor", "Place", "Event"), (OTHER.sameAs,), weight=1.0,
    ),
    Property(
        "partOf", "Part of", "What an actor is an organ of, or the larger event.", "entity", ("Actor", "Event"),
        (OTHER.subOrganizationOf, CKG.partOf), weight=0.3,
    ),
    Property(
        "within", "Within", "A larger place that it lies in, at any distance; given is the one right around it.",
        "entity", ("Place",), (CKG.within,), weight=0.3, exact="right within that place", value_type="Place",
    ),
    Property(
        "lat", "Latitude", "Degrees north, WGS 84; compared together with the longitude.", "coordinate", ("Place",),
        (CKG.lat,), weight=0.5,
    ),
    Property(
        "long", "Longitude", "Degrees east, WGS 84; compared together with the latitude.", "coordinate", ("Place",),
        (CKG.long,), weight=0.5,
    ),
    Property(
        "place", "Place", "Where an event happened, or one around it; for an actor, where it took part in something.",
        "entity", ("Event", "Actor"), (CKG.place,), weight=0.5, exact="that place itself, not one within it",
        value_type="Place",
    ),
    Property(
        "date", "Date", "When it happened or was published: a day, month or year, or any EDTF date.", "date",
        ("Event", "Document"), (DCT.date,), weight=0.5, exact="the same first and last day",
    ),
    Property("from", "From", "First day on which it can have begun.", "date", ("Event",), (CKG.from_,), weight=0.3),
    Property("until", "Until", "Last day on which it can have gone on.", "date", ("Event",), (CKG.until,), weight=0.3),
    Property(
        "actor", "Actor", "Anybody involved in an event.", "entity", ("Event",), (CKG.party,), weight=0.4,
        exact="that actor itself, none of its organs", value_type="Actor",
    ),
    Property(
        "agent", "Agent", "Who did it.", "entity", ("Event",), (CKG.agent,), weight=0.4,
        exact="that actor itself, none of its organs", value_type="Actor",
    ),
    Property(
        "target", "Target", "Who it was done to.", "entity", ("Event",), (CKG.target,), weight=0.4,
        exact="that actor itself, none of its organs", value_type="Actor",
    ),
    _relation("leaders", "Leaders", "Who leads it or has an office in it, at any time.", CKG.leads, inverse=True),
    _relation("leads", "Leads", "What it leads or has an office in, at any time.", CKG.leads),
    _relation("supporters", "Supporters", "Who supports it, at any time.", CKG.supports, inverse=True),
    _relation("supports", "Supports", "Whom it supports, at any time.", CKG.supports),
    _relation("opponents", "Opponents", "Whom it opposes or fights, at any time.", CKG.opposes),
    _relation("allies", "Allies", "Whom it is allied with, at any time.", CKG.alliedWith),
    _relation("memberOf", "Member of", "What it belongs to, at any time.", CKG.memberOf),
    _relation("members", "Members", "Who belongs to it, at any time.", CKG.memberOf, inverse=True),
    _relation("predecessors", "Predecessors", "What it grew out of, or took the place of.", CKG.succeeds),
    _relation("successors", "Successors", "What grew out of it, or took its place.", CKG.succeeds, inverse=True),
    _relation("designatedBy", "Designated by", "Who designates it as something.", CKG.designates, inverse=True),
    Property(
        "controls", "Controls", "Places that it held, at any time.", "entity", ("Actor",), (CKG.controls,),
        weight=0.3, value_type="Place",
    ),
    Property(
        "controlledBy", "Controlled by", "Who held it, at any time.", "entity", ("Place",), (CKG.controls,),
        inverse=True, weight=0.3, value_type="Actor",
    ),
    Property(
        "events", "Number of events", "Events that it took part in, or that happened there or within.", "counted",
        ("Actor", "Place"),
    ),
    Property(
        "firstEvent", "First event", "First day on which one of these can have happened.", "counted",
        ("Actor", "Place"),
    ),
    Property(
        "lastEvent", "Last event", "Last day on which one of these can have happened.", "counted", ("Actor", "Place"),
    ),
    Property("deathsLow", "Deaths, low", "Fewest dead that the source gives.", "number", ("Event",), (CKG.deathsLow,)),
    Property(
        "deathsBest", "Deaths, best", "The source's best figure of the dead.", "number", ("Event",), (CKG.deathsBest,),
    ),
    Property("deathsHigh", "Deaths, high", "Most dead that the source gives.", "number", ("Event",), (CKG.deathsHigh,)),
    Property(
        "status", "Status", "How well it is attested: disputed, corroborated, from a single source, and so on.", "code",
        ("Event",), (CKG.status,),
    ),
    Property("publisher", "Publisher", "Who published it.", "text", ("Document",), (CKG.publisher,), weight=0.3),
    Property("language", "Language", "Its language, as a tag such as en.", "text", ("Document",), (DCT.language,)),
)  # fmt: skip
PROPERTIES: Final[Mapping[str, Property]] = {one.id: one for one in _TABLE}
"""All properties by id, in the order in which they are proposed."""


def properties_of(root: str, *, given: bool = False) -> list[Property]:
    """List the properties of a class at the top.

    Args:
        root: id of the class, such as ``Place``; empty for all.
        given: only those that a data extension gives.

    Example:
        >>> [one.id for one in properties_of("Document", given=True)]
        ['id', 'name', 'date', 'publisher', 'language']
    """
    found = [one for one in PROPERTIES.values() if not root or root in one.types]
    return [one for one in found if one.given or not given]
