"""What a network is made of: kinds of relation, days, actors, and how much evidence is wanted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Self

from kg.dates import Bounds, bounds_of
from kg.errors import BadParameter, EdtfError
from kg.known import TIES
from kg.release import Release
from kg.times import Period, iso, period_of

ANY_TIME: Final = Period()
_DAYS: Final = ("on", "start", "end")
OF_PLACES: Final = ("Control", "Presence")
"""Kinds of situation between an actor and a place."""
ATTACK: Final = "Attack"
"""The kind of edges that events are folded into."""
KINDS: Final = (*TIES, *OF_PLACES, ATTACK)
SIGNS: Final[Mapping[str, int]] = {"Support": 1, "Alliance": 1, "Hostility": -1, ATTACK: -1}
"""Whether a kind of edge ties two sides together or sets them against one another; 0 for those that do neither."""
Day = date | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a network is made of; what is left at its default does not narrow it down.

    Attributes:
        window: edges that may have held on some day of it.
        as_known_on: only from documents published by then.
        kinds: of edges, names in `KINDS`; none for all that the two switches below let in.
        actors: paths; edges that touch one of them.
        documents: the fewest documents that an edge rests on.
        disputed: only edges that somebody disputes, or only those that nobody does.
        roll_up: whether organs stand for the largest party that they are an organ of.
        events: whether attacks are folded into an edge for each two parties and source.
        places: whether control of places and presence in them are edges, too.
    """

    window: Period = ANY_TIME
    as_known_on: date | None = None
    kinds: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    documents: int = 1
    disputed: bool | None = None
    roll_up: bool = False
    events: bool = False
    places: bool = False

    @classmethod
    def of(cls, release: Release, given: Mapping[str, Any]) -> Self:
        """Read filters from plain values.

        Args:
            release: finds actors.
            given: by the names of the arguments of `kg.network.build`, any of them.

        Raises:
            BadParameter: if a value is not what it should be.
            UnknownThing: if an actor is not in the release.
        """
        kinds = given.get("kinds", ())
        documents = given.get("documents", 1)
        if isinstance(documents, bool) or not isinstance(documents, int) or documents < 1:
            raise BadParameter("documents", "no number of documents", "a whole number from 1", str(documents)[:200])
        known = _bounds("as_known_on", given.get("as_known_on"))
        sections = ("actors", "places") if given.get("places") else ("actors",)
        actors = (release.resolve(actor, sections) for actor in _several(given.get("actors", ())))
        return cls(
            window=period_of({name: _bounds(name, given.get(name)) for name in _DAYS}, _DAYS),
            as_known_on=known.until if known else None,
            kinds=tuple(_kind(kind) for kind in _several(kinds)),
            actors=tuple(dict.fromkeys(actors)),
            documents=documents,
            disputed=given.get("disputed"),
            roll_up=bool(given.get("roll_up")),
            events=bool(given.get("events")),
            places=bool(given.get("places")),
        )

    @property
    def situations(self) -> tuple[str, ...]:
        """Kinds of situation that are edges."""
        offered = TIES + (OF_PLACES if self.places else ())
        return tuple(kind for kind in KINDS[:-1] if kind in (self.kinds or offered))

    @property
    def attacks(self) -> bool:
        """Whether attacks are edges."""
        return self.events or ATTACK in self.kinds

    def plain(self) -> dict[str, Any]:
        """Write them as plain values, those that narrow the network down or add to it.

        Example:
            >>> Filters(window=Period(date(2024, 12, 5)), kinds=("Support",)).plain()
            {'start': '2024-12-05', 'kinds': ['Support']}
        """
        values: dict[str, Any] = {
            "start": iso(self.window.first),
            "end": iso(self.window.last),
            "as_known_on": iso(self.as_known_on),
            "kinds": list(self.kinds),
            "actors": list(self.actors),
            "documents": self.documents if self.documents > 1 else None,
            "disputed": self.disputed,
            "roll_up": self.roll_up or None,
            "events": self.events or None,
            "places": self.places or None,
        }
        return {name: value for name, value in values.items() if value is not None and value != []}


def _bounds(name: str, value: Day) -> Bounds | None:
    if value is None or value == "":
        return None
    if isinstance(value, date):
        value = value.date() if isinstance(value, datetime) else value
        return Bounds(value, value, value, value)
    try:
        return bounds_of(str(value))
    except EdtfError as error:
        raise BadParameter(name, error.wrong, error.expected, str(value)[:200]) from error


def _several(values: Collection[str]) -> Iterable[str]:
    """Take one text for a list of one."""
    return (values,) if isinstance(values, str) else values


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise BadParameter("kinds", "no kind of relation", f"some of {', '.join(KINDS)}", str(kind)[:200])
    return kind
