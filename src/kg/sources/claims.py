"""A document's file as statements: the document, and its claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from kg.dates import Bounds, bounds_of, day_of
from kg.errors import EdtfError, Location
from kg.ontology import Ontology
from kg.passages import Passage
from kg.sources.checking import Problems
from kg.sources.formats import HEADS, ClaimEntry, DocumentFile, PassageEntry, Withdrawal
from kg.sources.registry import Registry, circle_from, slug_of
from kg.sources.yaml_text import Tree
from kg.statements import OF_PLACES, Claim, Document

ONE_TO_ONE: Final = frozenset(
    {"Support", "Hostility", "Alliance", "Leadership", "Membership", "Succession", "Designation"}
)
"""Kinds of situation that hold between one agent and one target."""
DEFAULT_CONFIDENCE: Final = Decimal("0.95")


@dataclass(frozen=True, slots=True)
class _At:
    """A claim's place in its file."""

    tree: Tree
    index: int

    def key(self, *key: str | int) -> Location:
        return self.tree.at("claims", self.index, *key)


class DocumentReader:
    """Turns documents' files into statements, and checks what refers to what across them.

    Attributes:
        documents: by path, as are `claims`.
        locations: where each stands, by path.
    """

    def __init__(self, problems: Problems, ontology: Ontology, registry: Registry) -> None:
        """Begin empty, with a settled registry."""
        self.problems = problems
        self.ontology = ontology
        self.registry = registry
        self.documents: dict[str, Document] = {}
        self.claims: dict[str, Claim] = {}
        self.locations: dict[str, Location] = {}
        self._mentions: list[tuple[Location, str]] = []

    def take(self, slug: str, tree: Tree, content: DocumentFile) -> None:
        """Add one document and its claims."""
        path = f"documents/{slug}"
        if earlier := self.locations.get(path):
            wrong = f"the document {slug!r} stands in {earlier.file} already"
            self.problems.add(tree.at(), wrong, "one file a slug")
            return
        published = self._day(tree.at("date"), content.date)
        withdrawn = self._withdrawal(tree.at("withdrawn", "date"), content.withdrawn)
        document = Document(
            path=path,
            title=content.title,
            date=published,
            language=content.language,
            publisher=content.publisher,
            address=content.address,
            author=content.author,
            translated_from=content.translated_from,
            origin=content.origin,
            sha256=content.sha256,
            length=content.length,
            withdrawn_on=withdrawn[0],
            withdrawal_reason=withdrawn[1],
        )
        if withdrawn[0] and withdrawn[0] < published:
            self.problems.add(
                tree.at("withdrawn", "date"), "withdrawn before it was published", f"{published} or later"
            )
        same = next((d.path for d in self.documents.values() if d.sha256 == content.sha256), None)
        if same is not None:
            wrong = f"the same text as {same}: a copy corroborates nothing"
            self.problems.add(tree.at("sha256"), wrong, "one document for one text")
        self.documents[path] = document
        self.locations[path] = tree.at()
        for index, entry in enumerate(content.claims):
            self._claim(_At(tree, index), document, entry)

    def settle(self) -> None:
        """Check that every event and situation referred to is one that a claim or the registry speaks of."""
        spoken = {claim.about for claim in self.claims.values() if claim.says != "Description"}
        known = spoken | self.registry.events.keys() | self.registry.actors.keys() | self.registry.places.keys()
        for path, claim in self.claims.items():
            if successor := self.registry.replaced.get(claim.about):
                wrong = f"{claim.about} was replaced by {successor}"
                self.problems.add(self.locations[path], wrong, successor)
        for where, path in self._mentions:
            kind = path.split("/")[0]
            if path not in known and kind not in self.registry.unread:
                choices = [slug_of(other) for other in known if other.startswith(kind)]
                source = f"registry/{kind}.yaml" if kind in {"actors", "places"} else "some claim"
                self.problems.unknown(where, kind.removesuffix("s"), slug_of(path), choices, source)

        self._circles()

    def _circles(self) -> None:
        """Events that are parts of one another."""
        wholes: dict[str, tuple[str, ...]] = {}
        for claim in self.claims.values():
            wholes[claim.about] = (*wholes.get(claim.about, ()), *claim.part_of)
        for claim in self.claims.values():
            if claim.part_of and (circle := circle_from(claim.about, wholes)):
                wrong = f"a circle: {' > '.join(map(slug_of, circle))}"
                self.problems.add(self.locations[claim.path], wrong, "a part_of that leads to ever larger events")

    def _claim(self, at: _At, document: Document, entry: ClaimEntry) -> None:
        heads = [head for head in HEADS if getattr(entry, head) is not None]
        if len(heads) != 1:
            wrong = f"a claim about {' and '.join(heads) or 'nothing'}"
            self.problems.add(at.key(), wrong, f"exactly one of {', '.join(HEADS)}")
            return
        head, says = heads[0], HEADS[heads[0]]
        about = self._about(at, head, entry)
        self._slots(at, head, entry)
        self._attribute(at, says, entry)
        voice, modality = self._voice(at, document, entry)
        when, bounds = self._time(at, says, document, entry)
        withdrawn = self._withdrawal(at.key("withdrawn", "date"), entry.withdrawn)
        claim = Claim(
            document=document.path,
            passage=self._passage(at, document, entry.passage),
            about=about,
            says=says,
            according_to=voice,
            modality=modality,
            gloss=entry.gloss,
            certainty=entry.certainty or "certain",
            confidence=entry.confidence if entry.confidence is not None else DEFAULT_CONFIDENCE,
            type=self._type(at, head, entry),
            agents=self._actors(at, "agents", entry.agents),
            targets=self._actors(at, "targets", entry.targets),
            parties=self._actors(at, "parties", entry.parties),
            places=tuple(sorted(self.registry.place(at.key("places"), slug) for slug in entry.places)),
            part_of=self._part_of(at, entry.part_of),
            role=entry.role,
            extent=entry.extent,
            when=when,
            when_basis=entry.when_basis,
            bounds=bounds,
            attribute=entry.attribute,
            value=self._value(at, entry),
            withdrawn_on=withdrawn[0],
            withdrawal_reason=withdrawn[1],
        )
        self._enter(at, claim, document)

    def _enter(self, at: _At, claim: Claim, document: Document) -> None:
        if claim.path in self.claims:
            wrong = f"the same claim as in line {self.locations[claim.path].line}: passage, voice and subject are equal"
            self.problems.add(at.key(), wrong, "each claim once")
            return
        if document.withdrawn_on and not claim.withdrawn_on:
            claim = replace(claim, withdrawn_on=document.withdrawn_on, withdrawal_reason=document.withdrawal_reason)
        self.claims[claim.path] = claim
        self.locations[claim.path] = at.key()

    def _about(self, at: _At, head: str, entry: ClaimEntry) -> str:
        subject: str = getattr(entry, head)
        if head == "describes":
            self._mentions.append((at.key("describes"), subject))
            return subject
        return f"events/{subject}" if head == "event" else f"situations/{head}-{subject}"

    def _slots(self, at: _At, head: str, entry: ClaimEntry) -> None:
        """Check that a claim carries the slots that its kind needs, and none that it cannot have."""
        says = HEADS[head]
        needs = {
            "agents": says in ONE_TO_ONE | OF_PLACES,
            "targets": says in ONE_TO_ONE,
            "places": says in OF_PLACES,
        }
        for key, needed in needs.items():
            count = len(getattr(entry, key))
            if needed and count != 1:
                noun = {"agents": "agent", "targets": "target", "places": "place"}[key]
                wrong = f"a {head} claim with {count or 'no'} {noun}{'s' if count > 1 else ''}"
                self.problems.add(at.key(key), wrong, f"exactly one {noun}; write one claim for each")
        if says in {"Event", "Support"} and entry.type is None:
            wrong = "an event without a type" if says == "Event" else "support without a type"
            self.problems.add(at.key(), wrong, f"`type:` with a code of ontology/codes/{_scheme(head)}.ttl")
        codes = (
            ("extent", "extent"),
            ("when_basis", "when-basis"),
            ("certainty", "certainty"),
            ("modality", "modality"),
        )
        for key, scheme in codes:
            if (code := getattr(entry, key)) is not None:
                self.problems.code(at.key(key), self.ontology, scheme, code)

    def _type(self, at: _At, head: str, entry: ClaimEntry) -> str | None:
        if entry.type is None:
            return None
        if head not in {"event", "support"}:
            self.problems.add(at.key("type"), f"a {head} claim has no type", "no `type:` here")
            return None
        self.problems.code(at.key("type"), self.ontology, _scheme(head), entry.type)
        return f"codes/{_scheme(head)}/{entry.type}"

    def _attribute(self, at: _At, says: str, entry: ClaimEntry) -> None:
        given = entry.attribute is not None or entry.value is not None
        if says == "Description" and (entry.attribute is None or entry.value is None):
            self.problems.add(at.key(), "a description without attribute and value", "both `attribute:` and `value:`")
        elif says != "Description" and given:
            wrong = "attribute and value belong to a description"
            self.problems.add(at.key("attribute"), wrong, "a claim of its own that begins with `describes:`")
        if entry.attribute is not None and entry.attribute not in self.ontology.attributes:
            known = sorted(self.ontology.attributes)
            self.problems.unknown(at.key("attribute"), "attribute", entry.attribute, known, "ontology/ckg.ttl")

    def _value(self, at: _At, entry: ClaimEntry) -> int | str | None:
        attribute = self.ontology.attributes.get(entry.attribute or "")
        if entry.value is None or attribute is None or not attribute.is_integer:
            return entry.value
        try:
            return int(entry.value)
        except ValueError:
            self.problems.add(at.key("value"), f"{attribute.name} cannot be {entry.value!r}", "a whole number")
            return None

    def _voice(self, at: _At, document: Document, entry: ClaimEntry) -> tuple[str, str]:
        modality = entry.modality or ("reported" if entry.according_to is None else "claimed")
        if entry.according_to is not None:
            return self.registry.actor(at.key("according_to"), entry.according_to), modality
        if modality in {"claimed", "denied"}:
            self.problems.add(at.key("modality"), f"{modality}, but by whom?", "`according_to:` with an actor")
        return document.path, modality

    def _time(self, at: _At, says: str, document: Document, entry: ClaimEntry) -> tuple[str | None, Bounds]:
        """Give the time as said and its bounds.

        A situation that is said to hold, with no end stated, holds as of the day of publication unless the claim names
        another day.
        """
        stated = self._edtf(at.key("when"), entry.when) if entry.when else Bounds()
        if entry.as_of is not None:
            if says == "Description":
                self.problems.add(at.key("as_of"), "a description has no time", "no `as_of:` here")
            seen = self._edtf(at.key("as_of"), entry.as_of)
            if _apart(stated, seen):
                self.problems.add(at.key("as_of"), f"{entry.as_of} lies outside {entry.when}", "a time within `when:`")
            return entry.when or "../..", as_of_bounds(stated, seen)
        if says in ONE_TO_ONE | OF_PLACES and (entry.when is None or entry.when.endswith("/..")):
            published = Bounds(document.date, document.date, document.date, document.date)
            if not _apart(stated, published):
                return entry.when or "../..", as_of_bounds(stated, published)
        return entry.when, stated

    def _edtf(self, where: Location, text: str) -> Bounds:
        try:
            return bounds_of(text)
        except EdtfError as error:
            self.problems.add(where, f"{error.wrong}: {text!r}", error.expected)
            return Bounds()

    def _day(self, where: Location, text: str) -> date:
        try:
            return day_of(text)
        except EdtfError as error:
            self.problems.add(where, f"{error.wrong}: {text!r}", error.expected)
            return date.min

    def _withdrawal(self, where: Location, entry: Withdrawal | None) -> tuple[date | None, str | None]:
        return (self._day(where, entry.date), entry.reason) if entry else (None, None)

    def _passage(self, at: _At, document: Document, entry: PassageEntry) -> Passage:
        length = document.length or 0
        if entry.start >= entry.end:
            wrong = f"the passage ends at {entry.end}, before it begins at {entry.start}"
            self.problems.add(at.key("passage", "end"), wrong, "an end past the start")
        elif entry.end > length:
            wrong = f"the passage ends at {entry.end}, past the document's end"
            self.problems.add(at.key("passage", "end"), wrong, f"at most {length}, the document's length")
        elif entry.letters > 3 * (entry.end - entry.start):  # case-folding makes at most three letters of one
            wrong = f"{entry.letters} letters in {entry.end - entry.start} characters"
            self.problems.add(at.key("passage", "letters"), wrong, "what kg locate prints")
        return Passage(
            start=entry.start,
            end=entry.end,
            sha256=entry.sha256,
            letters=entry.letters,
            letters_sha256=entry.letters_sha256,
        )

    def _actors(self, at: _At, key: str, slugs: Sequence[str]) -> tuple[str, ...]:
        return tuple(sorted(self.registry.actor(at.key(key), slug) for slug in slugs))

    def _part_of(self, at: _At, slugs: Sequence[str]) -> tuple[str, ...]:
        paths = tuple(sorted(f"events/{slug}" for slug in slugs))
        self._mentions.extend((at.key("part_of"), path) for path in paths)
        return paths


def as_of_bounds(stated: Bounds, seen: Bounds) -> Bounds:
    """Add to a stated span that it was seen to hold at some time.

    Args:
        stated: the span that the passage states; open where it states none.
        seen: when it is said to hold; a single day makes that day sure.

    Example:
        >>> day = date(2024, 11, 27)
        >>> as_of_bounds(Bounds(), Bounds(day, day, day, day)).surely_on(day)
        True
    """
    begun = [day for day in (stated.surely_from, seen.surely_from) if day]
    lasted = [day for day in (stated.surely_until, seen.surely_until) if day]
    return replace(stated, surely_from=min(begun, default=None), surely_until=max(lasted, default=None))


def _apart(stated: Bounds, seen: Bounds) -> bool:
    """Whether something seen cannot lie within the span stated."""
    before = stated.from_ and seen.until and seen.until < stated.from_
    after = stated.until and seen.from_ and seen.from_ > stated.until
    return bool(before or after)


def _scheme(head: str) -> str:
    return "support-type" if head == "support" else "event-type"
