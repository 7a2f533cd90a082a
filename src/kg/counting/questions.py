"""What can be asked of the table of events, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from kg.counting.circle import Circle

MOST: Final = 10_000
"""Rows of the longest answer."""
TEXTS: Final = "texts"
"""In the place of a source: the events that were read from texts."""
DEATHS: Final = ("low", "best", "high")
FIGURES: Final = ("events", "records", "reports", *DEATHS)
"""What is counted: events; records of the source that they stand for; reports that it counted; deaths."""
ORDERS: Final = ("key", *FIGURES)
"""By which answers can be ordered: by their keys, or by a figure with the largest first."""


class Key(NamedTuple):
    """Something to count by.

    Attributes:
        column: of the table; see `kg.counting.table.KEYS`.
        many: whether an event may have several.
        named: whether it is the path of something with a name.
        help: what it is.
    """

    column: str
    many: bool
    named: bool
    help: str


BY: Final[Mapping[str, Key]] = {
    "year": Key("year_key", False, False, "the year of the first day on which it can have happened"),
    "month": Key("month_key", False, False, "the month of that day, such as 2016-05"),
    "day": Key("day_key", False, False, "that day"),
    "type": Key("type_key", True, True, "its type, as the source has it: narrower types are not added to broader ones"),
    "actor": Key("actor_key", True, True, "each actor involved, on whichever side"),
    "dyad": Key("dyad_key", False, True, "the pair of opponents that the dataset counts it to"),
    "place": Key("place_key", True, True, "the place where it happened, as the source has it"),
    "governorate": Key("governorate_key", True, True, "the governorate that the place is or lies in"),
    "country": Key("country_key", True, True, "the country that the place is or lies in"),
    "source": Key("year_key", False, True, "the dataset alone, which is part of every row in any case"),
}
"""What events can be counted by; `source` is a part of every key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which events count. What is None does not narrow them down.

    Attributes:
        first: events that may have happened on this day or later.
        last: events that may have happened on this day or earlier.
        actors: events with one of these involved, such as an actor and its organs; paths.
        place: events at this place or within it; a path.
        types: events of one of these types, such as a type and the narrower ones; paths.
        source: path of a dataset's document, or `TEXTS`.
        circle: events at a place in it.
    """

    first: date | None = None
    last: date | None = None
    actors: frozenset[str] | None = None
    place: str | None = None
    types: frozenset[str] | None = None
    source: str | None = None
    circle: Circle | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountQuestion(Filters):
    """How many events, and how many deaths, by what?

    Attributes:
        by: names in `BY`, each once.
        order: one of `ORDERS`.
        limit: how many rows, at most `MOST`.
        offset: how many to leave out before them.
    """

    by: tuple[str, ...]
    order: str = "key"
    limit: int = 1_000
    offset: int = 0

    @property
    def keys(self) -> tuple[str, ...]:
        """Those of `by` that are a column of the answer of their own, beside the source."""
        return tuple(name for name in self.by if name != "source")


class CountRow(NamedTuple):
    """A row of an answer.

    Attributes:
        source: path of the dataset; None for events that were read from texts.
        keys: as in `CountQuestion.keys`; None where unknown.
        events: how many.
        records: of the source, that they stand for.
        reports: that the source counted; None where it counts none.
        low: deaths, as the source adds up; None where it gives none, and for texts.
        best: likewise.
        high: likewise.
    """

    source: str | None
    keys: tuple[str | int | None, ...]
    events: int
    records: int
    reports: int | None
    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class CountAnswer:
    """How many events.

    Attributes:
        question: what was asked.
        rows: for each source and keys.
        totals: for each source, each event once, over everything that was asked for and not only over these rows.
        more: whether there are rows after these.
        names: of the paths among the keys and sources, as far as they have one.
    """

    question: CountQuestion
    rows: tuple[CountRow, ...]
    totals: tuple[CountRow, ...]
    more: bool
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def note(self) -> str:
        """What one must know to read the numbers."""
        said = ["Figures of different sources are never added up: they may count the same events."]
        several = [name for name in self.question.by if BY[name].many]
        if several:
            words = " or ".join(several)
            said.append(f"An event with more than one {words} counts for each, so rows may add up to more than totals.")
        if any(row.source is None for row in self.totals):
            said.append("No deaths are added up for events read from texts, whose figures are often running totals.")
        return " ".join(said)
