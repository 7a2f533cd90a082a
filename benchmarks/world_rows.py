"""Rows of invented event tables: few parties and places have most, deaths have a long tail, dates are unsharp."""

from __future__ import annotations

import calendar
import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from typing import Final

from world import FIRST, LAST, WAR, World, Zipf

from kg.dates import Bounds
from kg.statements import Event

TABLES: Final = ("clashes-table", "monitor-table")
_SHARE: Final = (0.7, 0.3)
_TYPES: Final = ("state-based-clash", "non-state-clash", "one-sided-violence", "shelling", "airstrike", "bombing")
_TYPE_WEIGHTS: Final = (45, 12, 10, 15, 12, 6)
_PRECISIONS: Final = ("day", "days", "week", "month", "year")
_PRECISION_WEIGHTS: Final = (70, 12, 10, 7, 1)


class EventTable:
    """Draws rows of events.

    Args:
        world: who and where.
        seed: the same seed and world give the same rows.
    """

    def __init__(self, world: World, seed: int) -> None:
        """Lay out what is drawn from; nothing is drawn yet."""
        rng = random.Random(f"{seed}/rows")
        self.rng = rng
        self.world = world
        groups = Zipf(world.groups, rng)
        pairs = {(one.path, groups.other_than(one).path) for one in (groups.one() for _ in range(len(world.groups)))}
        self.pairs: Zipf[tuple[str, str]] = Zipf(sorted(pairs), rng)
        self.settlements = Zipf(world.settlements, rng)
        self.areas = Zipf(world.areas, rng)
        self.months = [date(year, month, 1) for year in range(FIRST.year, LAST.year + 1) for month in range(1, 13)]
        # A war has lulls and offensives: months differ by an order of magnitude.
        self.intensity = list(accumulate(rng.lognormvariate(0, 0.8) for _ in self.months))

    def events(self) -> Iterator[Event]:
        """Give rows without end, bare, as an importer reads them."""
        number = 0
        while True:
            yield self._event(number)
            number += 1

    def _event(self, number: int) -> Event:
        rng = self.rng
        table = rng.choices(TABLES, _SHARE)[0]
        parties = set(self.pairs.one())
        if rng.random() < 0.05:  # several on one side
            parties.update(self.pairs.one())
        return Event(
            path=f"events/{table}-{number}",
            derived_from=(f"documents/{table}",),
            types=(f"codes/event-type/{rng.choices(_TYPES, _TYPE_WEIGHTS)[0]}",),
            parties=tuple(sorted(parties)),
            places=(self._place(),),
            part_of=(WAR,),
            bounds=self._when(),
            rows=(str(number),),
            attributes=self._deaths(),
        )

    def _place(self) -> str:
        kind = self.rng.random()
        if kind < 0.8:
            return self.settlements.one().path
        return self.areas.one().path if kind < 0.98 else self.world.country.path

    def _when(self) -> Bounds:
        """Some span of a table's usual precisions; on which of its days it happened is not known."""
        month = self.rng.choices(self.months, cum_weights=self.intensity)[0]
        length = calendar.monthrange(month.year, month.month)[1]
        day = month.replace(day=self.rng.randint(1, length))
        match self.rng.choices(_PRECISIONS, _PRECISION_WEIGHTS)[0]:
            case "day":
                first, last = day, day
            case "days":
                first, last = day, day + timedelta(days=self.rng.randint(1, 5))
            case "week":
                first, last = day, day + timedelta(days=6)
            case "month":
                first, last = month, month.replace(day=length)
            case _:
                first, last = date(day.year, 1, 1), date(day.year, 12, 31)
        return Bounds(first, last, last, first)

    def _deaths(self) -> tuple[tuple[str, int], ...]:
        """Deaths, heavy-tailed, the low figure above the best in a row of five hundred, as real tables have it."""
        best = min(5_000, int(self.rng.paretovariate(1.1)))
        low = best + 1 if self.rng.random() < 0.002 else self.rng.randint(best // 2, best)
        high = best if self.rng.random() < 0.6 else best + self.rng.randint(0, best + 2)
        return (("deathsBest", best), ("deathsHigh", high), ("deathsLow", low))
