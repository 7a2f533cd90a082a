"""Documents of an invented war, and what voices claim in them: affirmed, denied, announced and contradicted."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from world import FIRST, LAST, WAR, World, Zipf

from kg.dates import Bounds, bounds_of
from kg.identifiers import sha256
from kg.passages import passage_at
from kg.statements import Actor, Claim, Document, Place, Situation

PER_DOCUMENT: Final = 40
"""How many claims a document has."""

_MODALITIES: Final = ("reported", "claimed", "denied", "intended")
_MODALITY_WEIGHTS: Final = (55, 30, 9, 6)
_SUPPORT: Final = ("troops", "weapons", "training", "funding", "intelligence", "political", "unknown")
_EVENTS: Final = (
    "airstrike",
    "shelling",
    "ground-attack",
    "withdrawal",
    "protest",
    "negotiation",
    "ceasefire",
    "entry",
)


@dataclass(frozen=True, slots=True)
class Story:
    """Something that documents tell of, as its slots; a claim adds the voice, the time said and the modality.

    Attributes:
        when: the day around which it is told to have happened or to have begun.
        lasts: whether it is told as going on from then.
    """

    about: str
    says: str
    when: date
    lasts: bool = False
    slots: dict[str, Any] = field(default_factory=dict)


def documents_and_claims(world: World, count: int, seed: int) -> tuple[tuple[Document, ...], tuple[Claim, ...]]:
    """Write documents and what is claimed in them.

    Args:
        world: who and where.
        count: about how many claims; at least a document of them.
        seed: the same seed, world and count give the same.
    """
    rng = random.Random(f"{seed}/testimony")
    stories = _Stories(world, rng)
    told = Zipf([stories.war(), *(stories.any(number) for number in range(max(20, count // 3)))], rng, 0.4)
    documents: list[Document] = []
    claims: list[Claim] = []
    for number in range(max(2, count // PER_DOCUMENT)):
        drawn = {story.about + story.says: story for story in (told.one() for _ in range(PER_DOCUMENT))}
        document, said = _document(number, [*drawn.values(), *([stories.war()] if number == 0 else [])], world, rng)
        documents.append(document)
        claims.extend(said)
    return tuple(documents), tuple(claims)


def support_rows(world: World, dataset: str, count: int, seed: int) -> tuple[Situation, ...]:
    """Make rows of a table of support by outside states, a year each.

    Args:
        world: who.
        dataset: path of the table.
        count: how many rows.
        seed: the same seed gives the same rows.
    """
    rng = random.Random(f"{seed}/support")
    states, groups = Zipf(world.states, rng), Zipf(world.groups, rng)
    rows = []
    for number in range(count):
        year = rng.randint(FIRST.year, LAST.year)
        first, last = date(year, 1, 1), date(year, 12, 31)
        rows.append(
            Situation(
                path=f"situations/{dataset.removeprefix('documents/')}-{number}",
                says="Support",
                derived_from=(dataset,),
                types=(f"codes/support-type/{rng.choice(_SUPPORT)}",),
                agents=(states.one().path,),
                targets=(groups.one().path,),
                bounds=Bounds(first, last, last, first),
                rows=(str(number),),
            )
        )
    return tuple(rows)


class _Stories:
    """Thinks stories up."""

    def __init__(self, world: World, rng: random.Random) -> None:
        self.rng = rng
        self.world = world
        self.groups: Zipf[Actor] = Zipf(world.groups, rng)
        self.states: Zipf[Actor] = Zipf(world.states, rng)
        self.persons: Zipf[Actor] = Zipf(world.persons, rng)
        self.towns: Zipf[Place] = Zipf(world.settlements, rng, 0.6)

    def war(self) -> Story:
        slots = {"type": "codes/event-type/war", "places": (self.world.country.path,)}
        return Story(WAR, "Event", FIRST, lasts=True, slots=slots)

    def any(self, number: int) -> Story:
        """Make one of some kind; `number` keeps its path apart from others."""
        kinds = (self._capture, self._event, self._support, self._between, self._leadership, self._hold, self._trait)
        make = self.rng.choices(kinds, (25, 20, 15, 12, 10, 8, 10))[0]
        return make(number, FIRST + timedelta(days=self.rng.randrange((LAST - FIRST).days)))

    def _capture(self, number: int, when: date) -> Story:
        taker, town = self.groups.one().path, self.towns.one().path
        slots = {
            "type": "codes/event-type/capture", "agents": (taker,), "targets": (self._rival(taker),),
            "places": (town,), "part_of": (WAR,), "extent": self.rng.choices((None, "part", "full"), (6, 2, 2))[0],
        }  # fmt: skip
        return Story(f"events/capture-{number}", "Event", when, slots=slots)

    def _event(self, number: int, when: date) -> Story:
        one = self.groups.one().path
        slots = {
            "type": f"codes/event-type/{self.rng.choice(_EVENTS)}", "agents": (one,), "targets": (self._rival(one),),
            "places": (self.towns.one().path,), "part_of": (WAR,),
        }  # fmt: skip
        return Story(f"events/told-{number}", "Event", when, slots=slots)

    def _support(self, number: int, when: date) -> Story:
        slots = {
            "type": f"codes/support-type/{self.rng.choice(_SUPPORT)}", "agents": (self.states.one().path,),
            "targets": (self.groups.one().path,), "part_of": (WAR,),
        }  # fmt: skip
        return Story(f"situations/support-{number}", "Support", when, lasts=True, slots=slots)

    def _between(self, number: int, when: date) -> Story:
        says = self.rng.choice(("Hostility", "Alliance", "Designation", "Succession"))
        one = self.groups.one().path
        role = {"role": "terrorist organisation"} if says == "Designation" else {}
        slots = {"agents": (one,), "targets": (self._rival(one),), "part_of": (WAR,), **role}
        return Story(f"situations/{says.lower()}-{number}", says, when, lasts=says != "Succession", slots=slots)

    def _leadership(self, number: int, when: date) -> Story:
        says, role = self.rng.choice((("Leadership", "commander"), ("Membership", "fighter")))
        slots = {"agents": (self.persons.one().path,), "targets": (self.groups.one().path,), "role": role}
        return Story(f"situations/{says.lower()}-{number}", says, when, lasts=True, slots=slots)

    def _hold(self, number: int, when: date) -> Story:
        says = self.rng.choice(("Control", "Presence"))
        slots = {"agents": (self.groups.one().path,), "places": (self.towns.one().path,), "part_of": (WAR,)}
        return Story(f"situations/{says.lower()}-{number}", says, when, lasts=True, slots=slots)

    def _trait(self, _number: int, when: date) -> Story:
        """Describe a place or a group; stories of one attribute of one thing differ in its value."""
        if self.rng.random() < 0.5:
            slots: dict[str, Any] = {"attribute": "position", "value": self.rng.choice(("north", "south", "east"))}
            return Story(self.towns.one().path, "Description", when, slots=slots)
        slots = {"attribute": "persons", "value": round(self.rng.paretovariate(0.8) * 100)}
        return Story(self.groups.one().path, "Description", when, slots=slots)

    def _rival(self, path: str) -> str:
        return next(actor.path for actor in iter(self.groups.one, None) if actor.path != path)


def _document(number: int, stories: list[Story], world: World, rng: random.Random) -> tuple[Document, list[Claim]]:
    """Write a text, a sentence for each story, and the claims that stand in it."""
    path = f"documents/report-{number}"
    published = min(LAST, max(story.when for story in stories) + timedelta(days=rng.randint(1, 400)))
    names: dict[str, str] = {actor.path: actor.labels.shown for actor in world.actors}
    names |= {place.path: place.labels.shown for place in world.places}
    text, claims = "", []
    for story in stories:
        gloss = _gloss(story, names)
        start, text = len(text), f"{text}{gloss}\n"
        voice = rng.choice((path, rng.choice(world.voices).path, *story.slots.get("agents", ())))
        modality = "reported" if story.about == WAR else rng.choices(_MODALITIES, _MODALITY_WEIGHTS)[0]
        said = _Said(path, voice, modality, gloss)
        claims.append(_claim(story, said, (start, text), rng))
    publisher = rng.choice(world.voices).labels.shown
    return Document(
        path=path, title=f"Report {number} from the War of Nowhere", date=published, language="en",
        publisher=publisher, origin=rng.choice((publisher, "unknown", "Agency One", "Agency Two")),
        sha256=sha256(text), length=len(text),
    ), claims  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Said:
    """Where, by whom and how something is said."""

    document: str
    voice: str
    modality: str
    gloss: str


def _claim(story: Story, said: _Said, passage: tuple[int, str], rng: random.Random) -> Claim:
    start, text = passage
    timed: dict[str, Any] = {}
    if story.says != "Description" and (story.about == WAR or rng.random() < 0.9):
        when = _when(story, rng)
        timed = {"when": when, "when_basis": rng.choice(("stated", "heading", "relative")), "bounds": bounds_of(when)}
    return Claim(
        document=said.document,
        passage=passage_at(text, start, len(text) - 1),
        about=story.about,
        says=story.says,
        according_to=said.voice,
        modality=said.modality,
        gloss=said.gloss,
        certainty=rng.choices(("certain", "probable", "possible"), (8, 1, 1))[0],
        confidence=Decimal(rng.randint(70, 99)) / 100,
        **story.slots,
        **timed,
    )


def _when(story: Story, rng: random.Random) -> str:
    """Say a time as documents do: a day, a day or so off, a month, a year, or since then."""
    day = story.when if story.about == WAR else story.when + timedelta(days=rng.choice((0, 0, 0, 0, -1, 1)))
    if story.lasts:
        return f"{day:%Y-%m}/.."
    return rng.choices((f"{day:%Y-%m-%d}", f"{day:%Y-%m}", f"{day:%Y}"), (8, 1, 1))[0]


def _gloss(story: Story, names: dict[str, str]) -> str:
    def listed(slot: str) -> Iterator[str]:
        return (names[path] for path in story.slots.get(slot, ()))

    kind = str(story.slots.get("type") or story.says).rsplit("/", 1)[-1]
    who = " and ".join((*listed("agents"), *listed("targets"))) or names.get(story.about, "the war")
    where = "".join(f" at {name}" for name in listed("places"))
    value = f" ({story.slots['attribute']}: {story.slots['value']})" if "attribute" in story.slots else ""
    return f"Of {who}{where} it tells this: {kind}{value}, {story.when:%B %Y}."
