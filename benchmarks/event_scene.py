"""The countries of an invented event table, with dyads and places: as many as a profile says, and nothing real."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

from draws import Draw, Names
from event_dyads import Dyad, Dyads
from event_places import Places, Spot
from event_profile import Profile

_FIRST_COUNTRY: Final = 1_001


@dataclass(frozen=True, slots=True)
class Country:
    """A country at war.

    Attributes:
        code: three letters.
        spots: by precision code of the place.
        years: draws a year.
    """

    number: int
    name: str
    code: str
    region: str
    dyads: Draw[Dyad]
    spots: dict[int, Draw[Spot]]
    years: Draw[int]


def make_countries(profile: Profile, rows: int, rng: random.Random) -> Draw[Country]:
    """Make the countries for so many rows.

    Args:
        profile: how many of everything.
        rows: of the whole table.
        rng: the same state makes the same countries.
    """
    names = Names(rng)
    heads = [
        (_FIRST_COUNTRY + rank, names.one(), region, years) for rank, (region, years) in enumerate(profile.countries)
    ]
    shares = [sum(count for _, count in years) / profile.rows for _, years in profile.countries]
    sizes = [max(1, round(share * rows)) for share in shares]
    dyads = Dyads(profile, [(number, name) for number, name, _, _ in heads], names, rng).by_country(sizes)
    countries = []
    for rank, (number, name, region, years) in enumerate(heads):
        own, weights = dyads[rank]
        spots = Places(profile, name, names, rng).spots(sizes[rank])
        countries.append(
            Country(number, name, name[:3].upper(), region, Draw(own, weights, rng), spots, Draw.of(years, rng))
        )
    return Draw(countries, shares, rng)
