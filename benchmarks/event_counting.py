"""Counts the figures of a real GED table for an `event_profile`."""

from __future__ import annotations

import csv
import math
import random
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from event_profile import DEATHS, Estimate, Histogram, Profile, Spread, load, size_of

Row = Mapping[str, str]

_QUANTILES: Final = 40
_ONLY_IN_49: Final = "where_description"
"""A column that the layout of 41 lacks; what is counted of it is then taken from the shipped profile."""


def read_table(file: Path) -> list[dict[str, str]]:
    """Read a GED table, of 41 or of 49 columns.

    Raises:
        ValueError: if it lacks a column that both layouts have.
    """
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    needed = {"type_of_violence", "conflict_new_id", "dyad_new_id", "side_a_new_id", "side_b_new_id", "where_prec",
              "date_prec", "date_start", "date_end", "low", "best", "high", "source_headline", *DEATHS}  # fmt: skip
    if missing := sorted(needed.difference(rows[0] if rows else ())):
        raise ValueError(f"{file} is no GED table: it has no column {', '.join(missing)}, or no row")
    return rows


def profile_of(table: Sequence[Row], dense: Sequence[Row] | None = None) -> Profile:
    """Count a table's figures.

    Args:
        table: rows as `read_table` gives them.
        dense: rows of another table, for how dyads and places are spread within a war; none for the same table's. Of
            either, the country with most rows counts.
    """
    war = _largest(dense or table)
    texts = _Texts(table) if _ONLY_IN_49 in table[0] else _Texts(table, load())
    return Profile(
        rows=len(table),
        countries=_countries(table),
        dyads=_spread(war, lambda row: row["dyad_new_id"]),
        places=_spread([row for row in war if row["where_prec"] in "12"], _place),
        places_by_governorate=_within(war, _place),
        districts_by_governorate=_within(war, lambda row: row["adm_2"]),
        month_sigma=_month_sigma(war),
        **_parties(table),
        **_groups(war),
        **_precision(table),
        **_deaths(table),
        **texts.figures(),
    )


def _largest(table: Sequence[Row]) -> list[Row]:
    country = Counter(row["country"] for row in table).most_common(1)[0][0]
    return [row for row in table if row["country"] == country]


def _place(row: Row) -> str:
    return f"{row['latitude']} {row['longitude']}"


def _counted(values: Iterable[int]) -> Histogram:
    return sorted(Counter(values).items())


def _share(rows: Sequence[Row], holds: Callable[[Row], bool]) -> float:
    return round(sum(map(holds, rows)) / len(rows), 5) if rows else 0.0


def _by(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return dict(sorted(found.items()))


def quantiles(values: Iterable[float]) -> list[float]:
    """Give the mid-points of equal shares of the values; all of them if they are few.

    Example:
        >>> quantiles([3, 1, 2])
        [1, 2, 3]
    """
    ordered = sorted(values)
    if len(ordered) <= _QUANTILES:
        return ordered
    return [round(ordered[int((part + 0.5) * len(ordered) / _QUANTILES)], 4) for part in range(_QUANTILES)]


def _spread(war: Sequence[Row], key: Callable[[Row], str]) -> Spread:
    ranks = Counter(Counter(map(key, war)).values())
    rng = random.Random(1)
    quarter = max(1, len(war) // 4)
    thin = statistics.mean(len({key(row) for row in rng.sample(war, quarter)}) for _ in range(5))
    growth = math.log(sum(ranks.values()) / thin) / math.log(len(war) / quarter)
    return Spread(len(war), sorted(ranks.items(), reverse=True), round(growth, 4))


def _within(war: Sequence[Row], key: Callable[[Row], str]) -> list[int]:
    """Count the different things within each governorate."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in war:
        if row["adm_1"] and row["adm_2"]:
            found[row["adm_1"]].add(key(row))
    return sorted(map(len, found.values()), reverse=True)


def _countries(table: Sequence[Row]) -> list[tuple[str, Histogram]]:
    by_country = sorted(_by(table, "country").values(), key=len, reverse=True)
    return [(rows[0]["region"], _counted(int(row["year"]) for row in rows)) for rows in by_country]


def _month_sigma(war: Sequence[Row]) -> float:
    months = Counter(row["date_start"][:7] for row in war)
    years: dict[str, list[float]] = defaultdict(list)
    for month, count in months.items():
        years[month[:4]].append(math.log(count))
    logs = [value - statistics.mean(values) for values in years.values() for value in values]
    return round(statistics.pstdev(logs), 3)


def _parties(table: Sequence[Row]) -> dict[str, Any]:
    types = _by(table, "type_of_violence")
    states = types.get("1", table)
    return {
        "types": [(int(kind), len(rows)) for kind, rows in types.items()],
        "types_of_dyads": [(int(kind), _different(rows, "dyad_new_id")) for kind, rows in types.items()],
        "conflicts_by_dyad": round(_different(states, "conflict_new_id") / _different(states, "dyad_new_id"), 3),
        "state_a": {kind: _share(rows, lambda row: _is_state(row, "a")) for kind, rows in types.items()},
        "state_b": {kind: _share(rows, lambda row: _is_state(row, "b")) for kind, rows in types.items()},
    }


def _groups(war: Sequence[Row]) -> dict[str, Any]:
    groups = {row[f"side_{side}_new_id"] for row in war for side in "ab" if not _is_state(row, side)}
    lists = [row[f"side_{side}"].count(", ") + 1 for row in war for side in "ab" if ", " in row[f"side_{side}"]]
    return {
        "groups_by_dyad": round(len(groups) / _different(war, "dyad_new_id"), 3),
        "lists_a": _share(war, lambda row: ", " in row["side_a"]),
        "lists_b": _share(war, lambda row: ", " in row["side_b"]),
        "list_lengths": _counted(lists) or [(2, 1)],
    }


def _different(rows: Iterable[Row], column: str) -> int:
    return len({row[column] for row in rows})


def _is_state(row: Row, side: str) -> bool:
    return row[f"side_{side}"].startswith("Government of ")


def _precision(table: Sequence[Row]) -> dict[str, Any]:
    where, when = _by(table, "where_prec"), _by(table, "date_prec")
    return {
        "where": [(int(code), len(rows)) for code, rows in where.items()],
        "when": [(int(code), len(rows)) for code, rows in when.items()],
        "no_governorate": {code: _share(rows, lambda row: not row["adm_1"]) for code, rows in where.items()},
        "no_district": {code: _share(rows, lambda row: not row["adm_2"]) for code, rows in where.items()},
        "days": {
            code: _counted((_day(row["date_end"]) - _day(row["date_start"])).days for row in rows)
            for code, rows in when.items()
        },
        "unclear": {code: _share(rows, lambda row: row["event_clarity"] == "2") for code, rows in when.items()},
        "active": _share(table, lambda row: row["active_year"] == "1"),
    }


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def _deaths(table: Sequence[Row]) -> dict[str, Any]:
    deadly = [row for row in table if int(row["best"])]
    return {
        "best": _counted(int(row["best"]) for row in table),
        "shared_by": {
            kind: _counted(sum(1 << bit for bit, column in enumerate(DEATHS) if int(row[column])) for row in rows)
            for kind, rows in _by(deadly, "type_of_violence").items()
        },
        "low": _estimates(table, "low"),
        "high": _estimates(table, "high"),
    }


def _estimates(table: Sequence[Row], column: str) -> list[Estimate]:
    sizes: list[list[tuple[int, int]]] = [[], [], []]
    for row in table:
        best = int(row["best"])
        sizes[size_of(best)].append((int(row[column]), best))
    return [_estimate(pairs) for pairs in sizes]


def _estimate(pairs: Sequence[tuple[int, int]]) -> Estimate:
    below = [(value + 1) / (best + 1) for value, best in pairs if value < best]
    above = [(value + 1) / (best + 1) for value, best in pairs if value > best]
    every = max(1, len(pairs))
    return Estimate(round(len(below) / every, 5), round(len(above) / every, 5), quantiles(below), quantiles(above))


class _Source(NamedTuple):
    """One source of a row."""

    office: str
    days: int
    headline: str


class _Texts:
    """Counts what can be said of a table's texts without repeating them."""

    def __init__(self, table: Sequence[Row], otherwise: Profile | None = None) -> None:
        """Keep the table; `otherwise` has the figures of columns that it lacks."""
        self.table = table
        self.otherwise = otherwise

    def figures(self) -> dict[str, Any]:
        sources = [source for row in self.table for source in self._sources(row)]
        unlisted = [row["source_article"] for row in self.table if not row["source_headline"]]
        described = (
            self.otherwise.lengths["where_description"] if self.otherwise else self._lengths("where_description")
        )
        lengths = {
            "source_headline": quantiles(len(source.headline) for source in sources),
            "source_article": quantiles(map(len, unlisted)) or [60],
            "source_original": self._lengths("source_original"),
            "where_description": described,
        }
        empty = self.otherwise.no_description if self.otherwise else self._empty("where_description")
        return {
            "sources": _counted(int(row["number_of_sources"]) for row in self.table),
            "offices": sorted(Counter(Counter(s.office for s in sources).values()).items(), reverse=True),
            "lag": quantiles(source.days for source in sources),
            "lengths": lengths,
            "line_ends": _share(self.table, lambda row: "\n" in row["source_article"]),
            "no_description": empty,
            "no_original": self._empty("source_original"),
        }

    def _lengths(self, column: str) -> list[float]:
        return quantiles(len(row[column]) for row in self.table if row[column])

    def _empty(self, column: str) -> float:
        return _share(self.table, lambda row: not row[column])

    @staticmethod
    def _sources(row: Row) -> list[_Source]:
        """Take a row's lists apart; a headline may hold the separator, and then they do not fit and are left out."""
        offices, days, headlines = (row[f"source_{part}"].split(";") for part in ("office", "date", "headline"))
        if not len(offices) == len(days) == len(headlines) or not all(days):
            return []
        end = _day(row["date_end"])
        return [
            _Source(office, (_day(day) - end).days, headline)
            for office, day, headline in zip(offices, days, headlines, strict=True)
        ]
