"""Where events happen in an invented event table."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from draws import Draw, Names
from event_profile import Profile

_TOWNS: Final = ("town", "village", "village", "village", "city")
_SIDES: Final = ("Northern", "Southern", "Eastern", "Western")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as its columns have it.

    Attributes:
        cell: of the PRIO grid, half a degree wide, counted from the south-west.
    """

    name: str
    governorate: str
    district: str
    latitude: str
    longitude: str
    cell: int


class Places:
    """Makes a country's places: governorates, districts and towns within them.

    Args:
        profile: how many of everything.
        country: its name.
        names: makes further names.
        rng: the same state makes the same places.
    """

    def __init__(self, profile: Profile, country: str, names: Names, rng: random.Random) -> None:
        """Put the country somewhere."""
        self.profile = profile
        self.country = country
        self.names = names
        self.rng = rng
        self.centre = (rng.uniform(-30, 55), rng.uniform(-100, 140))

    def spots(self, rows: int) -> dict[int, Draw[Spot]]:
        """Make the places for so many rows, by the precision codes of places."""
        rng = self.rng
        sizes = self.profile.places_by_governorate or [1]
        widths = (*self.profile.districts_by_governorate, *[1] * len(sizes))
        areas = [(f"{self.names.one()} Governorate", *self._near(self.centre, 2.0)) for _ in sizes]
        districts = [
            [(f"{self.names.one()} district", *self._near(area[1:], 0.5)) for _ in range(width)]
            for area, width in zip(areas, widths, strict=False)
        ]
        weights = self.profile.places.weights(rows)
        homes = rng.choices(range(len(areas)), sizes, k=len(weights))
        homes[0] = 0  # the first place of a country lies in its largest governorate
        towns = [self._town(areas[home][0], rng.choice(districts[home])) for home in homes]
        wide = [_spot(name, name, "", at) for name, *at in areas]
        middle = [_spot(name, areas[home][0], name, at) for home, own in enumerate(districts) for name, *at in own]
        parts = [_spot(f"{side} {name}", name, "", self._near(at, 0.3)) for name, *at in areas for side in _SIDES]
        water = [_spot(f"{self.names.one()} Sea (off {self.country})", "", "", self._near(self.centre, 3))]
        whole = [_spot(self.country, "", "", self.centre)]
        by_area = list(
            chain.from_iterable([size / len(own)] * len(own) for size, own in zip(sizes, districts, strict=True))
        )
        exact = Draw(towns, weights, rng)
        return {
            1: exact,
            2: exact,
            3: Draw(middle, by_area, rng),
            4: Draw(wide, sizes, rng),
            5: Draw(parts, [size for size in sizes for _ in _SIDES], rng),
            6: Draw(whole, [1], rng),
            7: Draw(water, [1], rng),
        }

    def _town(self, governorate: str, district: tuple[str, float, float]) -> Spot:
        name, *at = district
        return _spot(self.names.one(self.rng.choice(_TOWNS)), governorate, name, self._near(at, 0.15))

    def _near(self, at: Sequence[float], degrees: float) -> tuple[float, float]:
        return tuple(value + self.rng.uniform(-degrees, degrees) for value in at)  # type: ignore[return-value]


def _spot(name: str, governorate: str, district: str, at: Sequence[float]) -> Spot:
    latitude, longitude = (f"{value:.6f}".rstrip("0").rstrip(".") for value in at)
    cell = math.floor((float(latitude) + 90) * 2) * 720 + math.floor((float(longitude) + 180) * 2) + 1
    return Spot(name, governorate, district, latitude, longitude, cell)
