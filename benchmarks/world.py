"""An invented country at war: its places, its actors and the war's name, of any number and always the same by seed.

Nothing here is real. Names are built of syllables, so that there are as many as are asked for.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import Final, Generic, TypeVar

from kg.statements import Actor, EventName, Labels, Place

WAR: Final = "events/war-of-nowhere"
FIRST: Final = date(2011, 3, 1)
LAST: Final = date(2024, 12, 31)
"""The days that everything happens between."""

_SYLLABLES: Final = (
    ("ba", "با"), ("da", "دا"), ("fi", "في"), ("ha", "ها"), ("ka", "كا"), ("la", "لا"), ("mi", "مي"), ("na", "نا"),
    ("qu", "قو"), ("ra", "را"), ("sa", "سا"), ("ta", "تا"), ("wa", "وا"), ("ya", "يا"), ("zi", "زي"), ("shu", "شو"),
    ("kho", "خو"), ("tha", "ثا"), ("ri", "ري"), ("mun", "مون"), ("lir", "لير"), ("bash", "باش"), ("dar", "دار"),
)  # fmt: skip
_GROUPS: Final = (
    ("Front", "rebel"), ("Brigade", "armed-group"), ("Army", "armed-force"), ("Militia", "militia"),
    ("Council", "organization"), ("Movement", "movement"), ("Coalition", "coalition"), ("People", "community"),
)  # fmt: skip
_COORDINATES: Final = "An invented gazetteer"

T = TypeVar("T")


class Zipf(Generic[T]):
    """Draws from a sequence, the first most often: the weight of the k-th is 1 / k to the power of `exponent`.

    Deaths, actors and places of real event tables are spread like this: a few have most of the rows.

    Example:
        >>> draw = Zipf("abc", random.Random(1), exponent=20)
        >>> draw.one()
        'a'
    """

    def __init__(self, items: Sequence[T], rng: random.Random, exponent: float = 1.0) -> None:
        """Keep the items; `rng` is shared with whoever else draws from it."""
        self.items = items
        self.rng = rng
        self.weights = list(accumulate((rank + 1) ** -exponent for rank in range(len(items))))

    def one(self) -> T:
        """Draw one."""
        return self.rng.choices(self.items, cum_weights=self.weights)[0]

    def other_than(self, taken: T) -> T:
        """Draw one that is not `taken`; there must be two different ones."""
        while (drawn := self.one()) == taken:
            pass
        return drawn


@dataclass(frozen=True, slots=True)
class World:
    """Who and where; each list begins with those of whom most is told.

    Attributes:
        country: the place that holds all others.
        areas: governorates and districts.
        settlements: towns and villages.
        states: actors outside that support sides.
        groups: actors that fight.
        persons: actors that lead them.
        voices: actors that tell: monitors, media, witnesses.
    """

    country: Place
    areas: tuple[Place, ...]
    settlements: tuple[Place, ...]
    states: tuple[Actor, ...]
    groups: tuple[Actor, ...]
    persons: tuple[Actor, ...]
    voices: tuple[Actor, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """All places, each after the one that it lies in."""
        return (self.country, *self.areas, *self.settlements)

    @property
    def actors(self) -> tuple[Actor, ...]:
        """All actors."""
        return (*self.states, *self.groups, *self.persons, *self.voices)

    @property
    def names(self) -> tuple[EventName, ...]:
        """The war's name."""
        return (
            EventName(
                path=WAR,
                labels=Labels(preferred=(("en", "War of Nowhere"), ("ar", "حرب"))),
            ),
        )


def make_world(actors: int, places: int, seed: int) -> World:
    """Make a world.

    Args:
        actors: how many, at least 20.
        places: how many, at least 20.
        seed: the same seed and numbers make the same world.
    """
    return _Maker(random.Random(f"{seed}/world")).world(actors, places)


class _Maker:
    """Makes one world; remembers the slugs that are taken."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.taken: set[str] = set()

    def world(self, actors: int, places: int) -> World:
        country = self._place("country", None, Decimal(35), Decimal(39))
        governorates = [self._near(country, "governorate", 2.0) for _ in range(min(14, places // 10))]
        districts = [
            self._near(governorates[number % len(governorates)], "district", 0.5) for number in range(places // 10)
        ]
        kinds = self.rng.choices(("town", "village", "city", "base"), (30, 60, 5, 5), k=places)
        rest = places - 1 - len(governorates) - len(districts)
        settlements = [self._near(self.rng.choice(districts), kind, 0.2) for kind in kinds[:rest]]
        outside = max(4, actors // 20)
        states = [self._actor("", "state") for _ in range(outside)]
        voices = [self._actor(*kind) for kind in (("Monitor", "monitor"), ("News", "media")) for _ in range(outside)]
        leaders = actors // 5
        groups: list[Actor] = [self._actor("Government", "government")]
        while len(groups) < actors - len(states) - len(voices) - leaders:
            of = (self.rng.choice(groups).path,) if self.rng.random() < 0.3 else ()
            groups.append(self._actor(*self.rng.choice(_GROUPS), part_of=of))
        persons = [self._actor("", "leader", person=True) for _ in range(leaders)]
        return World(country, (*governorates, *districts), tuple(settlements), tuple(states), tuple(groups),
                     tuple(persons), tuple(voices))  # fmt: skip

    def _place(self, kind: str, within: str | None, lat: Decimal, long: Decimal) -> Place:
        labels, slug = self._named("")
        return Place(
            path=f"places/{slug}", kind=kind, labels=labels, within=within, lat=lat, long=long,
            coordinate_source=_COORDINATES,
        )  # fmt: skip

    def _near(self, larger: Place, kind: str, degrees: float) -> Place:
        """Make a place within a larger one, some degrees from its centre at most."""
        assert larger.lat is not None
        assert larger.long is not None
        lat, long = (round(Decimal(self.rng.uniform(-degrees, degrees)), 5) for _ in "ab")
        # The store writes a decimal in its shortest form, and so does this, for the same bytes on either way.
        return self._place(kind, larger.path, (larger.lat + lat).normalize(), (larger.long + long).normalize())

    def _actor(self, word: str, kind: str, *, person: bool = False, part_of: tuple[str, ...] = ()) -> Actor:
        labels, slug = self._named(word)
        same_as = (f"https://example.org/id/{slug}",) if self.rng.random() < 0.5 else ()
        return Actor(
            path=f"actors/{slug}", kind=kind, labels=labels, person=person, part_of=part_of, same_as=same_as
        )  # fmt: skip

    def _named(self, word: str) -> tuple[Labels, str]:
        """Make a name in two scripts that nothing else has, with a misspelling now and then."""
        while True:
            parts = self.rng.choices(_SYLLABLES, k=self.rng.choice((2, 3, 3, 4)))
            latin = "".join(part for part, _ in parts)
            name = f"{latin.capitalize()} {word}".strip()
            slug = name.lower().replace(" ", "-")
            if slug not in self.taken:
                break
        self.taken.add(slug)
        arabic = (("ar", "".join(part for _, part in parts)),) if self.rng.random() < 0.6 else ()
        hidden = (("en", name.replace("a", "e", 1)),) if self.rng.random() < 0.2 else ()
        return Labels(preferred=(("en", name), *arabic), hidden=hidden), slug
