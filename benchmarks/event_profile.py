"""How the rows of a UCDP GED table are spread: figures counted from a real one, and nothing of its text.

`ged_profile.json` beside this file has the figures of a sample of GED 23.1, which covers the world, and those of one
war with many rows for what a sample is too thin to show: how many rows the first, second, … dyad or place has. Another
table's are counted by `event_counting`. UCDP GED is by the Uppsala Conflict Data Program, CC BY 4.0.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

Histogram = list[tuple[int, int]]
"""Values, and how often each is there."""

DEATHS: Final = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
SHIPPED: Final = Path(__file__).with_name("ged_profile.json")


@dataclass(frozen=True, slots=True)
class Spread:
    """How a war's rows are spread over its dyads, or over its places.

    Attributes:
        rows: how many were counted.
        ranks: numbers of rows, and how many of the things have that many; the greatest first.
        growth: exponent by which the number of things grows with the number of rows.
    """

    rows: int
    ranks: Histogram
    growth: float

    def weights(self, rows: int) -> list[float]:
        """Give the weight of each thing in a war of another size, the greatest first.

        The list is cut, or continued as its lower half falls, for there are more things in more rows.

        Example:
            >>> Spread(100, [(60, 1), (20, 2)], growth=0.5).weights(25)
            [60.0, 20.0]
        """
        known = [float(count) for count, things in self.ranks for _ in range(things)]
        number = max(1, round(len(known) * (rows / self.rows) ** self.growth))
        middle, last = len(known) // 2, len(known) - 1
        slope = math.log(known[middle] / known[last]) / math.log((last + 1) / (middle + 1)) if last > middle else 1.0
        slope = max(slope, 0.5)  # a flat tail of ones would go on for ever
        return known[:number] + [known[-1] * (len(known) / (rank + 1)) ** slope for rank in range(len(known), number)]


@dataclass(frozen=True, slots=True)
class Estimate:
    """How an estimate of deaths stands to the best one, where that is of some size.

    Attributes:
        below, above: shares of rows; in the others both are the same.
        below_by, above_by: quantiles of (estimate + 1) / (best + 1).
    """

    below: float
    above: float
    below_by: list[float]
    above_by: list[float]


@dataclass(frozen=True, slots=True)
class Profile:
    """The figures.

    Attributes:
        rows: how many were counted.
        countries: of each, its region and its rows by year; most rows first.
        month_sigma: standard deviation of the logarithm of a month's rows around the year's mean.
        dyads, places: their spreads, within a war.
        places_by_governorate, districts_by_governorate: numbers, the greatest first.
        groups_by_dyad: number of armed groups for each dyad.
        types, types_of_dyads: types of violence, of rows and of dyads.
        conflicts_by_dyad: number of conflicts for each dyad of states' conflicts.
        state_a, state_b: share of rows by type of violence in which that side is a government.
        lists_a, lists_b: share of rows in which that side is a list of groups.
        list_lengths: how many groups are in a list.
        where, when: precision codes of place and date.
        no_governorate, no_district: share of empty cells by precision code of the place.
        days: by precision code of the date, days from the first to the last.
        unclear: share of rows by precision code of the date whose events are summed up from a report.
        active: share of rows in active years.
        best: deaths, best estimate.
        shared_by: by type of violence, sets of columns that share the deaths, as bits in the order of `DEATHS`.
        low, high: the other estimates, by the sizes of the best one that `size_of` tells apart.
        sources: number of sources; -1 where they are not listed.
        offices: numbers of rows, and how many offices have that many.
        lag: quantiles of the days from an event's end to a source's date.
        lengths: quantiles of text lengths by column; `source_headline` of one headline.
        line_ends: share of texts that have a line end within.
        no_description, no_original: share of empty cells.
    """

    rows: int
    countries: list[tuple[str, Histogram]]
    month_sigma: float
    dyads: Spread
    places: Spread
    places_by_governorate: list[int]
    districts_by_governorate: list[int]
    groups_by_dyad: float
    types: Histogram
    types_of_dyads: Histogram
    conflicts_by_dyad: float
    state_a: dict[str, float]
    state_b: dict[str, float]
    lists_a: float
    lists_b: float
    list_lengths: Histogram
    where: Histogram
    when: Histogram
    no_governorate: dict[str, float]
    no_district: dict[str, float]
    days: dict[str, Histogram]
    unclear: dict[str, float]
    active: float
    best: Histogram
    shared_by: dict[str, Histogram]
    low: list[Estimate]
    high: list[Estimate]
    sources: Histogram
    offices: Histogram
    lag: list[float]
    lengths: dict[str, list[float]]
    line_ends: float
    no_description: float
    no_original: float


def load(file: Path = SHIPPED) -> Profile:
    """Read a profile.

    Args:
        file: JSON, as `save` writes it.

    Example:
        >>> load().rows
        1000
    """
    told = json.loads(file.read_text(encoding="utf-8"))
    told.update({name: Spread(**told[name]) for name in ("dyads", "places")})
    told.update({name: [Estimate(**one) for one in told[name]] for name in ("low", "high")})
    return Profile(**told)


def save(profile: Profile, file: Path) -> None:
    """Write a profile as JSON, a line for each figure."""
    lines = (f"{json.dumps(name)}: {json.dumps(value)}" for name, value in asdict(profile).items())
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def size_of(best: int) -> int:
    """Tell three sizes of a number of deaths apart: none, fewer than ten, and more, which are estimated otherwise."""
    return (best > 0) + (best > 9)
