"""Which place a row means: one of the registry, one of a gazetteer, or one that is made for it, within larger ones.

A name alone decides nothing, as villages share names: a place is taken for one that is known only if it lies where the
known one lies. Divisions and countries are told by name and by what they lie in.
"""

from __future__ import annotations

import csv
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from rapidfuzz import fuzz

from kg.identifiers import sha256
from kg.sources.tables.mapping import (
    COUNTRY,
    DISTRICT,
    GOVERNORATE,
    QUARTER,
    QUARTER_MARK,
    REGION,
    SETTLEMENT,
    SURROUNDINGS,
    WATERS,
)
from kg.spelling import folded
from kg.statements import Labels, Place

GEONAMES: Final = "https://sws.geonames.org/"
SAME_SPOT_KM: Final = 0.5
"""Two places so near to one another are the same if their names are alike."""
SAME_NAME_KM: Final = 5.0
"""Two places so near to one another are the same if one of their names is equal."""
CITY_KM: Final = 10.0
"""So far from a city's centre its quarters may lie."""
ALIKE: Final = 70
"""Names of so much likeness (of 100) are alike."""
_DEGREE_KM: Final = 111.2

_KINDS: Final = {
    SURROUNDINGS: "outskirts",
    DISTRICT: "district",
    GOVERNORATE: "governorate",
    REGION: "region",
    COUNTRY: "country",
    WATERS: "sea",
    QUARTER: "quarter",
}
_SETTLEMENTS: Final = {
    "city": "city",
    "town": "town",
    "village": "village",
    "neighbourhood": "quarter",
    "quarter": "quarter",
    "suburb": "quarter",
    "base": "base",
    "airbase": "base",
}
"""Kind of a settlement or site by the last word of its name."""
_WORDS: Final = re.compile(
    r"\b(governorate|province|district|sub-district|subdistrict|region|city|town|village|neighbourhood|quarter|suburb)\b"
)
_NO_WORD: Final = re.compile(r"[^\w]+")
_NO_SLUG: Final = re.compile(r"[^a-z0-9]+")
_ARTICLE: Final = re.compile(r"^(al|ar|as|ad|at|az|an|el|ash)[ -]+")


class Spot(NamedTuple):
    """What a row says of its place; texts as the table has them."""

    level: str
    place: str | None
    district: str | None
    governorate: str | None
    country: str
    country_id: str
    lat: float | None
    long: float | None


@dataclass(frozen=True, slots=True)
class Known:
    """A place that a spot may be: with all its names, reduced to what counts."""

    place: Place
    names: frozenset[str]


@lru_cache(1 << 16)
def reduced(name: str) -> str:
    """Reduce the name of a place to what tells it from others.

    Example:
        >>> reduced("Ar Raqqah Governorate"), reduced("Al-Bāb town")
        ('raqqah', 'bab')
    """
    plain = _WORDS.sub(" ", folded(name))
    plain = _NO_WORD.sub(" ", plain).strip()
    return _ARTICLE.sub("", plain).replace(" ", "") or folded(name)


class Places:
    """Finds the place of each spot, and makes those that are not known.

    Args:
        registry: curated places; they win.
        gazetteer: further known settlements.
        family: whose names the spots bear, such as ``ucdp``.

    Attributes:
        made: places that were made or taken from the gazetteer, by path.
        aliases: names that spots gave to curated places, by path.
    """

    def __init__(self, registry: Sequence[Place], gazetteer: Iterable[Place], family: str) -> None:
        """Take what is known."""
        self.family = family
        self.curated = {place.path: place for place in registry}
        self.made: dict[str, Place] = {}
        self.aliases: dict[str, set[str]] = defaultdict(set)
        self._gazetteer = list(gazetteer)
        self._told: dict[tuple[str, str | None, str], str] = {}

    def path(self, spot: Spot) -> str:
        """Give the path of the place that a spot means."""
        country = self._country(spot)
        if spot.level == COUNTRY:
            return country
        governorate = self._division(GOVERNORATE, self._first_level(spot), country)
        if spot.level == GOVERNORATE and governorate:
            return self._located(governorate, spot)
        district = self._division(DISTRICT, self._second_level(spot), governorate or country)
        if spot.level == DISTRICT and district:
            return self._located(district, spot)
        return self._spot(spot, district or governorate or country, governorate or country)

    def _first_level(self, spot: Spot) -> str | None:
        return spot.governorate or (spot.place if spot.level == GOVERNORATE else None)

    def _second_level(self, spot: Spot) -> str | None:
        return spot.district or (spot.place if spot.level == DISTRICT else None)

    def _country(self, spot: Spot) -> str:
        key = COUNTRY, spot.country_id, spot.country
        if key not in self._told:
            self._told[key] = self._country_of(spot)
        return self._told[key]

    def _country_of(self, spot: Spot) -> str:
        known = self._divisions.get((COUNTRY, None, reduced(spot.country.partition(" (")[0])))
        if known is not None:
            return known
        path = f"places/{self.family}-country-{_slug(spot.country_id)}"
        self.made.setdefault(path, Place(path=path, kind="country", labels=_named(spot.country)))
        return path

    def _division(self, level: str, name: str | None, within: str) -> str | None:
        if name is None:
            return None
        key = level, name, within
        if key not in self._told:
            self._told[key] = self._division_of(level, name, within)
        return self._told[key]

    def _division_of(self, level: str, name: str, within: str) -> str:
        known = self._divisions.get((level, within, reduced(name)))
        if known is not None:
            self.aliases[known].add(name)
            return known
        path = self._minted(name, level, within)
        self.made.setdefault(path, Place(path=path, kind=level, labels=_named(name), within=within))
        return path

    def _located(self, path: str, spot: Spot) -> str:
        """Give a division the point by which the table stands for it."""
        place = self.made.get(path)
        if place is not None and place.lat is None:
            self.made[path] = replace(place, **_point(spot))
        return path

    def _spot(self, spot: Spot, within: str, division: str) -> str:
        name = spot.place or "unnamed place"
        if spot.level == SETTLEMENT and (known := self._known(name, spot, division)):
            return self._taken(known, within, name)
        if spot.level == QUARTER and (city := self._city(name, spot, division)):
            within = self._taken(city, within)
        path = self._minted(name, spot.level, within)
        if path not in self.made:
            label = f"Surroundings of {name}" if spot.level == SURROUNDINGS else name
            kind = _KINDS.get(spot.level) or _SETTLEMENTS.get(folded(name).rsplit(" ", 1)[-1], "settlement")
            self.made[path] = Place(path=path, kind=kind, labels=_named(label), within=within, **_point(spot))
        return path

    def _taken(self, known: Place, within: str, name: str | None = None) -> str:
        """Take a known place, and the name that it was given."""
        if known.path in self.curated:
            self.aliases[known.path].update([name] if name else [])
        elif known.path not in self.made:
            names = known.labels
            other = names.other if name is None else tuple(sorted({*names.other, ("en", name)} - {*names.preferred}))
            self.made[known.path] = replace(known, within=within, labels=replace(names, other=other))
        return known.path

    def _city(self, name: str, spot: Spot, division: str) -> Place | None:
        """Find the known city whose name stands before that of its quarter."""
        if spot.lat is None or spot.long is None:
            return None
        asked = reduced(name.partition(QUARTER_MARK)[0])
        for known in self._near(spot.lat, spot.long):
            close = _km(spot.lat, spot.long, known.place) <= CITY_KM
            if close and asked in known.names and self._lies_in(known.place, division):
                return known.place
        return None

    def _known(self, name: str, spot: Spot, division: str) -> Place | None:
        """Find a known settlement that lies where the spot does and is called alike, curated ones first.

        It must lie in the division, or else the country, in which the row puts it.
        """
        if spot.lat is None or spot.long is None:
            return None
        near = self._near(spot.lat, spot.long)
        asked = reduced(name) if near else ""
        for known in near:
            distance = _km(spot.lat, spot.long, known.place)
            equal = asked in known.names and distance <= SAME_NAME_KM
            alike = distance <= SAME_SPOT_KM and any(fuzz.ratio(asked, other) >= ALIKE for other in known.names)
            if (equal or alike) and self._lies_in(known.place, division):
                return known.place
        return None

    def _lies_in(self, place: Place, division: str) -> bool:
        """Whether a known place lies in a first-level division, or in a country and in none of its divisions."""
        if place.path not in self.curated and place.path not in self.made:
            return True  # of the gazetteer, which tells only the country: the row tells the rest
        place = self.made.get(place.path, place)
        around = list(self._around(place))
        first = next((larger.path for larger in around if larger.kind == "governorate"), None)
        return (first or next((larger.path for larger in around if larger.kind == "country"), None)) == division

    def _around(self, place: Place) -> Iterator[Place]:
        larger = place.within
        while larger and (found := self.curated.get(larger) or self.made.get(larger)):
            yield found
            larger = found.within

    def _near(self, lat: float, long: float) -> list[Known]:
        """Give the known settlements around a point, curated ones first, then the nearest."""
        north, east = round(lat * 10), round(long * 10)
        cells = [(north + i, east + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        found = [known for cell in cells for known in self._cells.get(cell, ())]
        found.sort(
            key=lambda known: (known.place.path not in self.curated, _km(lat, long, known.place), known.place.path)
        )
        return found

    @cached_property
    def _cells(self) -> Mapping[tuple[int, int], list[Known]]:
        cells: dict[tuple[int, int], list[Known]] = defaultdict(list)
        settled = {"city", "town", "village", "settlement", "quarter"}
        known = [place for place in self.curated.values() if place.kind in settled]
        taken = {same for place in known for same in place.same_as}
        known += [place for place in self._gazetteer if not taken.intersection(place.same_as)]
        for place in known:
            if place.lat is not None and place.long is not None:
                cells[round(place.lat * 10), round(place.long * 10)].append(Known(place, _names(place)))
        return cells

    @cached_property
    def _divisions(self) -> Mapping[tuple[str, str | None, str], str]:
        """Curated countries and divisions by level, by what they lie in, and by each of their names."""
        found: dict[tuple[str, str | None, str], str] = {}
        for place in self.curated.values():
            if place.kind in {COUNTRY, GOVERNORATE, DISTRICT}:
                within = None if place.kind == COUNTRY else place.within or ""
                for name in _names(place):
                    found.setdefault((place.kind, within, name), place.path)
        return found

    def _minted(self, name: str, level: str, within: str) -> str:
        """Mint a path that the same name in the same place has in every edition."""
        head = "near-" if level == SURROUNDINGS else ""
        digest = sha256(f"{level}|{folded(name)}|{within}")[:8]
        return f"places/{self.family}-{head}{_slug(name)[:60].strip('-')}-{digest}".replace("--", "-")


def gazetteer(path: Path, countries: Mapping[str, str]) -> list[Place]:
    """Read a gazetteer: settlements of GeoNames with all their names.

    Args:
        path: a CSV file of geonameid, country, name, lat, long, names (parted by ``|``).
        countries: paths of countries by name; rows of others are passed over.
    """
    places = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["country"] not in countries:
                continue
            others = {name for name in row["names"].split("|") if name and name != row["name"]}
            places.append(
                Place(
                    path=f"places/geonames-{row['geonameid']}",
                    kind="settlement",
                    labels=Labels(preferred=(("en", row["name"]),), other=tuple(sorted(("", name) for name in others))),
                    within=countries[row["country"]],
                    lat=Decimal(row["lat"]),
                    long=Decimal(row["long"]),
                    coordinate_source="GeoNames",
                    same_as=(f"{GEONAMES}{row['geonameid']}/",),
                )
            )
    return places


def _names(place: Place) -> frozenset[str]:
    labels = place.labels
    return frozenset(reduced(text) for _, text in (*labels.preferred, *labels.other, *labels.hidden))


def _named(name: str) -> Labels:
    return Labels(preferred=(("en", name),))


def _point(spot: Spot) -> dict[str, Any]:
    """Give what a place takes of a spot's point."""
    if spot.lat is None or spot.long is None:
        return {}
    lat, long = (Decimal(format(degrees, ".6f")).normalize() for degrees in (spot.lat, spot.long))
    return {"lat": lat, "long": long, "coordinate_source": "the dataset"}


def _slug(name: str) -> str:
    return _NO_SLUG.sub("-", folded(name)).strip("-") or "place"


def _km(lat: float, long: float, place: Place) -> float:
    """Give the distance in kilometres; on a plane, which is exact enough for a few of them."""
    north = float(place.lat or 0) - lat
    east = (float(place.long or 0) - long) * math.cos(math.radians(lat))
    return _DEGREE_KM * math.hypot(north, east)
