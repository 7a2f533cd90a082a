"""Who changed sides: ties between actors that began or ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Final

from kg.dates import Bounds
from kg.known import Known
from kg.statements import Situation
from kg.times import POSSIBLY, SURELY, Period

SIDES: Final = ("Support", "Alliance", "Membership", "Hostility")
"""Kinds of situation that tell whose side an actor is on."""
BEGAN: Final = "tie began"
ENDED: Final = "tie ended"
_DAY: Final = timedelta(days=1)
_Pairs = Mapping[tuple[str, str, str], list[Situation]]


@dataclass(frozen=True, slots=True)
class Switch:
    """A tie between two actors that began or ended.

    Attributes:
        change: `BEGAN` or `ENDED`.
        first: the first day on which it can have changed.
        last: the last such day; None where unknown.
        answer: surely or possibly.
    """

    tie: Situation
    one: str
    other: str
    change: str
    first: date
    last: date | None
    answer: str


def switches(known: Known, period: Period, actors: Collection[str] | None = None) -> Iterator[Switch]:
    """Give the ties that may have begun or ended on some day of a period.

    A tie that another of the same kind between the same two goes on with, as datasets have one for each year, neither
    begins nor ends there. Where it is not known when a tie began or ended, nothing is said.

    Args:
        known: what is known.
        period: the days.
        actors: only ties of one of them; None for all.
    """
    pairs = known.once("pairs", lambda: _pairs(known))
    for says in SIDES:
        for tie in known.situations(says):
            for one, other in product(tie.agents, tie.targets):
                if actors is None or one in actors or other in actors:
                    yield from _changes(pairs, tie, one, other, period)


def _pairs(known: Known) -> _Pairs:
    found: dict[tuple[str, str, str], list[Situation]] = defaultdict(list)
    classes = known.ontology.situation_classes
    for says in SIDES:
        for tie in known.situations(says):
            for one, other in product(tie.agents, tie.targets):
                found[says, one, other].append(tie)
                if classes[says].symmetric:
                    found[says, other, one].append(tie)
    return dict(found)


def _changes(pairs: _Pairs, tie: Situation, one: str, other: str, period: Period) -> Iterator[Switch]:
    bounds, beside = tie.bounds, pairs[tie.says, one, other]
    if bounds.from_ is not None and not _goes_on(tie, beside, bounds.from_, -_DAY):
        first, last = bounds.from_, bounds.surely_from
        if period.meets(first, last or tie.index_until):
            yield Switch(tie, one, other, BEGAN, first, last, _sure(tie, period, first, last))
    if bounds.until is not None and not _goes_on(tie, beside, bounds.until, _DAY):
        first, last = bounds.surely_until or tie.index_from, bounds.until
        if period.meets(first, last):
            yield Switch(tie, one, other, ENDED, first, last, _sure(tie, period, bounds.surely_until, last))


def _goes_on(tie: Situation, beside: Collection[Situation], day: date, step: timedelta) -> bool:
    """Whether another tie is possible beyond a day on which this one begins or ends."""
    try:
        beyond = day + step
    except OverflowError:
        return False
    return any(other.index_from <= beyond <= other.index_until for other in beside if other is not tie)


def _sure(tie: Situation, period: Period, first: date | None, last: date | None) -> str:
    """Say how surely what happened between two days did so in the period."""
    sure = tie.status != "disputed" and period.surely_meets(Bounds(first, last, last, first))
    return SURELY if sure else POSSIBLY
