"""The data files' formats: registry and documents. One model gives the checks, the messages and the JSON Schema.

Every scalar arrives as text (see `kg.sources.yaml_text`); numbers are read from it here.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from kg.ontology import Ontology


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


THING: Final = r"^(actors|places|events|situations)/[a-z0-9]+(--?[a-z0-9]+)*$"

Slug = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100),
    Field(description="lower-case letters, digits and single hyphens"),
]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Slugs = Annotated[tuple[Slug, ...], BeforeValidator(_listed, json_schema_input_type=str | list[str])]
Lines = Annotated[tuple[Line, ...], BeforeValidator(_listed, json_schema_input_type=str | list[str])]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]


def _with_english(names: dict[str, str]) -> dict[str, str]:
    if "en" not in names:
        raise ValueError("an English name, `en: ...`, among them")
    return names


class Entry(BaseModel):
    """A part of a data file: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SameAs(Entry):
    """Ids of the same thing elsewhere; only what a named source shows."""

    ucdp: Annotated[tuple[Count, ...], BeforeValidator(_listed, json_schema_input_type=int | list[int])] = Field(
        (), description="actor ids of the UCDP Actor Dataset"
    )
    geonames: Count | None = Field(None, description="GeoNames id")
    wikidata: Annotated[str, StringConstraints(pattern=r"^Q[1-9][0-9]*$")] | None = Field(
        None, description="Wikidata item, Q followed by digits"
    )


class Named(Entry):
    """What every registry entry has: names."""

    label: Annotated[dict[Language, Line], AfterValidator(_with_english)] = Field(
        description="one name a language; the English one must be there and is shown"
    )
    aliases: dict[Language, Lines] = Field({}, description="other real names, by language")
    hidden: Lines = Field(
        (), description="misspellings and other forms met in texts; they find it, and are never shown"
    )
    same_as: SameAs = SameAs()
    replaces: Slugs = Field(
        (), description="slugs that it had before, or that were merged into it; their addresses lead here"
    )
    note: Text | None = Field(None, description="for reviewers; not published")


class ActorEntry(Named):
    """An actor of the registry."""

    kind: Code = Field(description="code of the scheme actor-kind")
    person: bool = Field(False, description="true for one human being")
    part_of: Slugs = Field((), description="actors that it is an organ or part of")


class PlaceEntry(Named):
    """A place of the registry."""

    kind: Code = Field(description="code of the scheme place-kind")
    within: Slug | None = Field(None, description="the smallest larger place that it lies in")
    lat: Annotated[Decimal, Field(ge=-90, le=90)] | None = Field(None, description="degrees north, WGS 84")
    long: Annotated[Decimal, Field(ge=-180, le=180)] | None = Field(None, description="degrees east, WGS 84")
    coordinates_from: Line | None = Field(None, description="which gazetteer gives the coordinates")


class EventEntry(Named):
    """The name of an event that has one; whether it happened is for claims to say."""


class RegistryFile(Entry):
    """A file of the registry."""


class ActorsFile(RegistryFile):
    """``registry/actors.yaml``: actors by slug."""

    actors: dict[Slug, ActorEntry] = {}


class PlacesFile(RegistryFile):
    """``registry/places.yaml``: places by slug."""

    places: dict[Slug, PlaceEntry] = {}


class EventsFile(RegistryFile):
    """``registry/events.yaml``: names of events by slug."""

    events: dict[Slug, EventEntry] = {}


class Withdrawal(Entry):
    """Says that a document or claim no longer stands; it keeps its address."""

    date: Line = Field(description="YYYY-MM-DD")
    reason: Line


class PassageEntry(Entry):
    """Where a passage stands; paste it from ``kg locate``."""

    start: Count = Field(description="first code point, from 0")
    end: Count = Field(description="one past the last code point")
    sha256: Digest = Field(description="hash of the passage")
    letters: Count = Field(description="how many letters it has")
    letters_sha256: Digest = Field(description="hash of its case-folded letters")


HEADS: Final = {
    "event": "Event",
    "support": "Support",
    "hostility": "Hostility",
    "alliance": "Alliance",
    "leadership": "Leadership",
    "membership": "Membership",
    "succession": "Succession",
    "designation": "Designation",
    "control": "Control",
    "presence": "Presence",
    "describes": "Description",
}
"""The key that opens a claim, and the class that it asserts. Exactly one stands in each claim."""


class ClaimEntry(Entry):
    """One passage, one voice, one proposition."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_extra={"oneOf": [{"required": [head]} for head in HEADS]}
    )

    gloss: Text = Field(description="what the passage says, in your own words; never the article's")
    event: Slug | None = Field(None, description="the event it is about; claims of other documents may share it")
    support: Slug | None = Field(None, description="the situation it is about: agents support targets")
    hostility: Slug | None = Field(None, description="agents and targets oppose one another")
    alliance: Slug | None = Field(None, description="agents and targets are allies")
    leadership: Slug | None = Field(None, description="agents lead targets, or hold an office there (role)")
    membership: Slug | None = Field(None, description="agents belong to targets")
    succession: Slug | None = Field(None, description="agents grew out of targets or took their place")
    designation: Slug | None = Field(None, description="agents designate targets as something (role)")
    control: Slug | None = Field(None, description="agents hold places")
    presence: Slug | None = Field(None, description="agents are present in places")
    describes: Annotated[str, StringConstraints(pattern=THING)] | None = Field(
        None, description="path of the thing that attribute and value describe, such as places/idlib"
    )
    type: Code | None = Field(None, description="code of event-type, or of support-type for support")
    agents: Slugs = Field((), description="who did it")
    targets: Slugs = Field((), description="to whom")
    parties: Slugs = Field((), description="who was involved, where the passage gives no direction")
    places: Slugs = Field((), description="where")
    extent: Code | None = Field(None, description="how much of the place: code of the scheme extent")
    role: Line | None = Field(None, description="office held, or what somebody is designated as")
    part_of: Slugs = Field((), description="the larger event it belongs to, up to the war")
    when: Line | None = Field(None, description="EDTF: 2024-12-05, 1982, 2020/2024-11-30, [2024-11-29..2024-11-30]")
    as_of: Line | None = Field(
        None, description="when it is said to hold or to go on; for situations, left out, the day of publication"
    )
    when_basis: Code | None = Field(None, description="how the time was obtained: code of the scheme when-basis")
    according_to: Slug | None = Field(None, description="whose voice: an actor; left out, it is the writer's")
    modality: Code | None = Field(None, description="left out: reported for the writer, claimed for another voice")
    certainty: Code | None = Field(None, description="how firmly the voice says it; left out: certain")
    confidence: Annotated[Decimal, Field(ge=0, le=1)] | None = Field(
        None, description="how sure you are of this reading, 0 to 1; left out: 0.95"
    )
    attribute: Code | None = Field(None, description="what is described: an attribute of the ontology")
    value: Line | None = Field(None, description="its value")
    passage: PassageEntry
    withdrawn: Withdrawal | None = None
    note: Text | None = Field(None, description="for reviewers; not published")


class DocumentFile(Entry):
    """``documents/<slug>.yaml``: what is known of a document, and its claims."""

    title: Line = Field(description="in your own words")
    date: Line = Field(description="day of publication, YYYY-MM-DD")
    language: Line = Field(description="language tag, or unknown")
    publisher: Line = Field(description="who published it, or unknown")
    address: Line = Field(description="web address, or unknown")
    author: Line = Field(description="who wrote it, or unknown")
    translated_from: Line = Field(description="language it was translated from, none, or unknown")
    origin: Line = Field(description="whose reporting it repeats (a news agency, its own), or unknown")
    sha256: Digest = Field(description="hash of the text's bytes: sha256sum FILE, or kg locate")
    length: Annotated[int, Field(ge=1, le=1_000_000_000)] = Field(description="code points of the text")
    withdrawn: Withdrawal | None = None
    note: Text | None = Field(None, description="for reviewers; not published")
    claims: tuple[ClaimEntry, ...] = ()


Kind = Literal["document", "actors", "places", "events"]
FILES: Final[dict[Kind, type[Entry]]] = {
    "document": DocumentFile,
    "actors": ActorsFile,
    "places": PlacesFile,
    "events": EventsFile,
}


def json_schema(kind: Kind, ontology: Ontology) -> dict[str, Any]:
    """Give the JSON Schema of a kind of file, with the ontology's codes in it, for completion in an editor.

    Args:
        kind: which file.
        ontology: where the codes come from.

    Returns:
        A JSON Schema (draft 2020-12).

    Example:
        >>> from kg.ontology import shipped
        >>> json_schema("places", shipped())["title"]
        'PlacesFile'
    """
    schema = FILES[kind].model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    codes = {
        ("ActorEntry", "kind"): ontology.codes("actor-kind"),
        ("PlaceEntry", "kind"): ontology.codes("place-kind"),
        ("ClaimEntry", "type"): sorted({*ontology.codes("event-type"), *ontology.codes("support-type")}),
        ("ClaimEntry", "extent"): ontology.codes("extent"),
        ("ClaimEntry", "when_basis"): ontology.codes("when-basis"),
        ("ClaimEntry", "modality"): ontology.codes("modality"),
        ("ClaimEntry", "certainty"): ontology.codes("certainty"),
        ("ClaimEntry", "attribute"): sorted(ontology.attributes),
    }
    for name in ("when", "as_of", "value"):  # YAML takes an unquoted year or count for a number, and so do editors
        if "ClaimEntry" in schema["$defs"]:
            schema["$defs"]["ClaimEntry"]["properties"][name]["anyOf"].append({"type": "number"})
    for (entry, name), values in codes.items():
        if entry in schema["$defs"]:
            schema["$defs"][entry]["properties"][name]["enum"] = values
    return schema
