"""The statements: entities of the registry, documents, claims, and the facts derived from them.

Things are named by their paths under the base IRI (``actors/hts``), code list entries by ``codes/<scheme>/<code>``
or, where the field can only hold one scheme, by the bare code (``modality="claimed"``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from typing import Final, Self, TypeAlias, TypeVar

from kg.dates import Bounds
from kg.identifiers import claim_path
from kg.passages import Passage

OF_PLACES: Final = frozenset({"Control", "Presence"})
"""Kinds of situation that hold between an agent and a place; all others hold between an agent and a target."""

Text: TypeAlias = tuple[str, str]
"""A language tag and a text in that language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The names of a thing, each a pair of language tag and text.

    Attributes:
        preferred: one name a language.
        other: further real names, in any language and script.
        hidden: misspellings and other forms met in texts: they find the thing and are never shown as its name.
    """

    preferred: tuple[Text, ...]
    other: tuple[Text, ...] = ()
    hidden: tuple[Text, ...] = ()

    @property
    def shown(self) -> str:
        """The name to show: the English one, or else the first."""
        return next((text for language, text in self.preferred if language == "en"), self.preferred[0][1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person or group that acts, is acted on, or says something.

    Attributes:
        path: ``actors/<slug>``.
        kind: code of the scheme ``actor-kind``.
        person: whether it is one human being.
        part_of: larger groups that it is an organ of.
        same_as: IRIs of the same thing elsewhere.
        replaces: paths that it had before, or that were merged into it.
    """

    path: str
    kind: str
    labels: Labels
    person: bool = False
    part_of: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that is named.

    Attributes:
        path: ``places/<slug>``.
        kind: code of the scheme ``place-kind``.
        within: the smallest larger place that it lies in.
        lat: degrees north, WGS 84; given together with `long` and `coordinate_source`.
        long: degrees east.
    """

    path: str
    kind: str
    labels: Labels
    within: str | None = None
    lat: Decimal | None = None
    long: Decimal | None = None
    coordinate_source: str | None = None
    same_as: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventName:
    """The name that people gave an event, such as a war; it does not say that the event happened."""

    path: str
    labels: Labels
    same_as: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text, or a version of a dataset, that statements come from.

    Attributes:
        path: ``documents/<slug>``.
        title: in our own words.
        date: day of publication.
        publisher: this and the four that follow may be ``unknown``.
        origin: whose reporting it repeats; two documents of one origin do not corroborate one another.
        sha256: hash of a text's bytes; None for a dataset.
        length: of a text, in code points; None for a dataset.
        version: of a dataset; None for a text.
        licence: IRI of the licence, where it is known.
        redistributable: whether a dataset's rows may be handed on.
    """

    path: str
    title: str
    date: dt.date
    language: str = "unknown"
    publisher: str = "unknown"
    address: str = "unknown"
    author: str = "unknown"
    translated_from: str = "unknown"
    origin: str = "unknown"
    sha256: str | None = None
    length: int | None = None
    version: str | None = None
    licence: str | None = None
    redistributable: bool | None = None
    withdrawn_on: dt.date | None = None
    withdrawal_reason: str | None = None

    @property
    def is_dataset(self) -> bool:
        """Whether it is a version of a dataset."""
        return self.version is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One passage, one voice, one proposition.

    Attributes:
        document: path of the document.
        about: path of what it is about: an event, a situation, or for a description an actor or place too.
        says: local name of the class asserted: ``Event``, ``Support``, ..., ``Description``.
        according_to: path of the voice, an actor or the document.
        modality: ``reported``, ``claimed``, ``denied`` or ``intended``.
        certainty: ``certain``, ``probable`` or ``possible``: the voice's own.
        confidence: ours in this reading, 0 to 1.
        type: event type or support type.
        when: time as said, EDTF.
        when_basis: ``stated``, ``heading``, ``relative`` or ``inferred``.
        bounds: what follows from the time.
        attribute: local name of the attribute described.
        gloss: what the passage says, in our own words.
    """

    document: str
    passage: Passage
    about: str
    says: str
    according_to: str
    modality: str
    gloss: str
    certainty: str = "certain"
    confidence: Decimal = Decimal("0.95")
    type: str | None = None
    agents: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    role: str | None = None
    extent: str | None = None
    when: str | None = None
    when_basis: str | None = None
    bounds: Bounds = field(default_factory=Bounds)
    attribute: str | None = None
    value: int | str | None = None
    withdrawn_on: date | None = None
    withdrawal_reason: str | None = None

    @property
    def path(self) -> str:
        """``claims/<hash>``; see `kg.identifiers.claim_path`."""
        return claim_path(
            document=self.document,
            start=self.passage.start,
            end=self.passage.end,
            according_to=self.according_to,
            about=self.about,
            says=self.says,
            attribute=self.attribute,
        )

    @property
    def accepted(self) -> bool:
        """Whether it counts towards a fact: said to be so, and not withdrawn."""
        return self.modality in {"reported", "claimed"} and self.withdrawn_on is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What the graph holds to have happened or to have held, and what that rests on.

    Attributes:
        types: event types or support types.
        parties: those involved without a stated direction (not the agents and targets).
        index_from: first day on which it is possible; with `index_until` the key for filters.
        status: ``disputed``, ``corroborated``, ``severalDocuments`` or ``singleSource``.
        derived_from: claims; for derived control the event; for an imported row its dataset.
        rows: ids of the imported rows.
        dyad: the pair of opponents that a dataset counts an event to, as the path of a named event.
        group_types: support types that a dataset gives for several supporters together, and for none of them alone.
        supporter_kind: code of the scheme ``supporter-kind``.
        alleged: whether a dataset marks the support as alleged; None where it does not tell.
        oddities: codes of the scheme ``oddity``: what is odd about a row, which is kept as it is.
        attributes: pairs of attribute and value that nobody contradicts.
    """

    path: str
    derived_from: tuple[str, ...]
    label: str = ""
    types: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    extents: tuple[str, ...] = ()
    bounds: Bounds = field(default_factory=Bounds)
    index_from: date = date.min
    index_until: date = date.max
    status: str = "singleSource"
    document_count: int = 1
    rows: tuple[str, ...] = ()
    dyad: str | None = None
    group_types: tuple[str, ...] = ()
    supporter_kind: str | None = None
    alleged: bool | None = None
    oddities: tuple[str, ...] = ()
    attributes: tuple[tuple[str, int | str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Fact):
    """Something that happened. `path` is ``events/<slug>``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation(Fact):
    """A relation that held over a span of time. `path` is ``situations/<slug>``, `says` its class's local name."""

    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCounts:
    """Counts of facts that are kept as text and never become statements.

    Attributes:
        classes: paths of the classes that they have.
        things: how many they are.
        example: IRI of the first of them.
        holders: how many of them have a property, by its IRI.
        uses: triples by IRI of the property and of the object, or of the object's datatype.
    """

    classes: tuple[str, ...]
    things: int
    example: str
    holders: Mapping[str, int]
    uses: tuple[tuple[str, str, int], ...]


F = TypeVar("F", bound=Event | Situation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """Statements of all kinds, in the order in which they were read.

    Example:
        >>> len((Statements() + Statements()).claims)
        0
    """

    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    event_names: tuple[EventName, ...] = ()
    documents: tuple[Document, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    situations: tuple[Situation, ...] = ()

    @property
    def entities(self) -> tuple[Actor | Place, ...]:
        """Actors, then places."""
        return (*self.actors, *self.places)

    @property
    def named(self) -> tuple[Actor | Place | EventName, ...]:
        """Everything that has names of its own."""
        return (*self.actors, *self.places, *self.event_names)

    @property
    def registry(self) -> tuple[Actor | Place | EventName | Document, ...]:
        """What stands in the registry's graph."""
        return (*self.actors, *self.places, *self.event_names, *self.documents)

    @property
    def facts(self) -> tuple[Event | Situation, ...]:
        """Events, then situations: the imported rows."""
        return (*self.events, *self.situations)

    def __add__(self, other: Self) -> Self:
        """Put two together."""
        return type(self)(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})

    def as_imported(self) -> Self:
        """Take back from imported facts what a derivation added: claims about them, status, names."""

        def bare(fact: F) -> F:
            datasets = tuple(path for path in fact.derived_from if path.startswith("documents/"))
            return replace(
                fact,
                derived_from=datasets,
                status="singleSource",
                document_count=len(datasets),
                label="",
                index_from=date.min,
                index_until=date.max,
            )

        return replace(self, events=tuple(map(bare, self.events)), situations=tuple(map(bare, self.situations)))

    def known_on(self, day: date) -> Self:
        """Keep what documents of that day or earlier say; the registry stays whole.

        Imported facts go with their dataset.
        """
        documents = tuple(d for d in self.documents if d.date <= day)
        known = {d.path for d in documents}
        return type(self)(
            actors=self.actors,
            places=self.places,
            event_names=self.event_names,
            documents=documents,
            claims=tuple(c for c in self.claims if c.document in known),
            events=tuple(e for e in self.events if known.intersection(e.derived_from)),
            situations=tuple(s for s in self.situations if known.intersection(s.derived_from)),
        )
