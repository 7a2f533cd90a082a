"""Event tables of any size in the layout of UCDP GED 23.1, spread as real rows are.

How many rows a dyad, a place or a month has, how precise dates and places are, how many died by which estimate, what is
missing, how long texts are: all of it follows the figures of a profile (see `event_profile`), counted from a real table
that is given, or from the one that ships. Who, where and the words are invented. Rows are streamed; the same profile,
size and seed give the same bytes.

    python benchmarks/event_csv.py --rows 1000000 --seed 1 --out events.csv
    python benchmarks/event_csv.py --rows 10000 --like GED.csv --out events.csv
    python benchmarks/event_csv.py --like GED.csv --dense WAR.csv --write-profile profile.json
"""

from __future__ import annotations

import argparse
import calendar
import csv
import random
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from draws import Draw
from event_counting import profile_of, read_table
from event_dyads import CIVILIANS, Dyad, Side
from event_places import Spot
from event_profile import DEATHS, Estimate, Profile, load, save, size_of
from event_scene import Country, make_countries
from event_sources import Cell, Sources

COLUMNS: Final = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
    "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
"""The layout of GED 23.1."""

_FIRST_ID: Final = 1_000_001
_CIVILIANS_BEFORE: Final = 9999
"""What the older numbering calls civilians."""


class EventTable:
    """The rows of one table.

    Args:
        rows: how many.
        seed: the same seed, number and profile give the same rows.
        profile: how they are spread.

    Example:
        >>> table = EventTable(3, seed=1)
        >>> [row[0] for row in table]
        [1000001, 1000002, 1000003]
    """

    def __init__(self, rows: int, seed: int, profile: Profile | None = None) -> None:
        """Lay out what is drawn from."""
        self.rows = rows
        self.profile = profile or load()
        self.rng = random.Random(f"{seed}/events")
        self.country = make_countries(self.profile, rows, self.rng)
        self.dates = _Dates(self.profile, self.rng)
        self.deaths = _Deaths(self.profile, self.rng)
        self.sources = Sources(self.profile, self.rng)
        self.precision = Draw.of(self.profile.where, self.rng)

    def __iter__(self) -> Iterator[list[Cell]]:
        """Give the rows, the cells in the order of `COLUMNS`."""
        for number in range(self.rows):
            yield self._row(number)

    def _row(self, number: int) -> list[Cell]:
        country = self.country()
        dyad = country.dyads()
        year, precision, start, end = self.dates.one(country)
        a, b, civilians, unknown, low, best, high = self.deaths.one(dyad.kind)
        return [
            _FIRST_ID + number, f"{country.code}-{year}-{dyad.kind}-{dyad.number}-{number}", year,
            int(self.rng.random() < self.profile.active), "Clear", dyad.kind,
            *_parties(dyad), *self.sources.one(end), *self._where(country),
            country.name, country.number, country.region,
            2 if self.rng.random() < self.profile.unclear[str(precision)] else 1, precision, str(start), str(end),
            a, b, civilians, unknown, best, high, low, dyad.a.state, dyad.b.state,
        ]  # fmt: skip

    def _where(self, country: Country) -> list[Cell]:
        precision = self.precision()
        spot: Spot = country.spots[precision]()
        code = str(precision)
        bare = self.rng.random() < self.profile.no_governorate[code]
        coarse = bare or self.rng.random() < self.profile.no_district[code]
        described = self.rng.random() >= self.profile.no_description
        return [
            precision, spot.name, self.sources.text("where_description") if described else "",
            "" if bare else spot.governorate, "" if coarse else spot.district, spot.latitude, spot.longitude,
            f"POINT ({spot.longitude} {spot.latitude})", spot.cell,
        ]  # fmt: skip


def _parties(dyad: Dyad) -> tuple[Cell, ...]:
    return (
        dyad.conflict, dyad.conflict, dyad.conflict_name, dyad.number, dyad.number, dyad.name,
        dyad.a.number, dyad.a.number, dyad.a.name, _before(dyad.b), dyad.b.number, dyad.b.name,
    )  # fmt: skip


def _before(side: Side) -> int:
    return _CIVILIANS_BEFORE if side.number == CIVILIANS else side.number


class _Dates:
    """Draws when events happened: few months of a country have most, and sharp dates are most."""

    def __init__(self, profile: Profile, rng: random.Random) -> None:
        self.rng = rng
        self.sigma = profile.month_sigma
        self.precision = Draw.of(profile.when, rng)
        self.days = {int(code): Draw.of(days, rng) for code, days in profile.days.items()}
        self.months: dict[tuple[int, int], Draw[int]] = {}

    def one(self, country: Country) -> tuple[int, int, date, date]:
        """Draw the year, the precision code, the first and the last day."""
        year = country.years()
        key = country.number, year
        if key not in self.months:
            self.months[key] = Draw(range(1, 13), [self.rng.lognormvariate(0, self.sigma) for _ in range(12)], self.rng)
        month = self.months[key]()
        precision = self.precision()
        days = self.days[precision]()
        length = calendar.monthrange(year, month)[1]
        if precision == 4 and 27 <= days <= 30:  # a whole month
            return year, precision, date(year, month, 1), date(year, month, length)
        first = date(year, month, 1 + int(self.rng.random() * length))
        start = max(date(year, 1, 1), min(first, date(year, 12, 31) - timedelta(days)))
        return year, precision, start, min(start + timedelta(days), date(year, 12, 31))


class _Deaths:
    """Draws deaths, with estimates out of order where real rows have them so."""

    def __init__(self, profile: Profile, rng: random.Random) -> None:
        self.rng = rng
        self.profile = profile
        self.best = Draw.of(profile.best, rng)
        self.shared = {int(kind): Draw.of(found, rng) for kind, found in profile.shared_by.items()}

    def one(self, kind: int) -> tuple[int, ...]:
        """Draw the deaths of both sides, of civilians and of unknown ones, and the low, best and high estimate."""
        best = self.best()
        low, high = (by_size[size_of(best)] for by_size in (self.profile.low, self.profile.high))
        return *self._parts(best, kind), self._estimate(best, low), best, self._estimate(best, high)

    def _parts(self, best: int, kind: int) -> list[int]:
        parts = [0] * len(DEATHS)
        if best:
            bits = self.shared[kind]()
            columns = [bit for bit in range(len(DEATHS)) if bits >> bit & 1]
            for column in columns[:-1]:
                parts[column] = int(self.rng.random() * (best - sum(parts) + 1))
            parts[columns[-1] if columns else -1] = best - sum(parts)
        return parts

    def _estimate(self, best: int, estimate: Estimate) -> int:
        drawn = self.rng.random()
        if drawn < estimate.below:
            return max(0, min(best - 1, round((best + 1) * self.rng.choice(estimate.below_by)) - 1))
        if drawn < estimate.below + estimate.above:
            return max(best + 1, round((best + 1) * self.rng.choice(estimate.above_by)) - 1)
        return best


def write_csv(table: EventTable, file: Path) -> None:
    """Write a table as UTF-8, lines ended by line feeds, as UCDP's files are.

    Raises:
        OSError: if the disk refuses.
    """
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(table)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write what the command line asks for; give the exit status."""
    parser = argparse.ArgumentParser(description="Invent an event table in the layout of UCDP GED.")
    parser.add_argument("--rows", type=int, default=10_000, help="how many (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same bytes")
    parser.add_argument("--out", type=Path, help="the CSV to write")
    parser.add_argument("--like", type=Path, help="a GED table whose rows are spread alike (default: the profile here)")
    parser.add_argument("--dense", type=Path, help="another, with many rows of one war, for its dyads and places")
    parser.add_argument("--write-profile", type=Path, help="write the figures counted from --like")
    given = parser.parse_args(arguments)
    if given.rows < 1 or (given.out is None and given.write_profile is None):
        parser.error("what is wanted is --out or --write-profile, and one row at least")
    try:
        dense = read_table(given.dense) if given.dense else None
        profile = profile_of(read_table(given.like), dense) if given.like else load()
        if given.write_profile:
            save(profile, given.write_profile)
        if given.out:
            write_csv(EventTable(given.rows, given.seed, profile), given.out)
    except (ValueError, OSError) as error:
        print(f"event_csv: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
