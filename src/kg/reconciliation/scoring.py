"""The scorer: how well each candidate fits a query, and whether one is meant for sure.

A name counts for 1, and each condition on a property for its weight. The score is the mean of how far they agree, over
those of which the graph tells anything; an id that fits makes it 1. What a condition adds can put namesakes in order,
and never makes a match of a name that only looks alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.reconciliation.answers import Candidate, Feature, TypeName
from kg.reconciliation.asked import Condition, Query
from kg.reconciliation.candidates import Named, candidates, names_of
from kg.reconciliation.evidence import AGREES, Evidence, compare
from kg.reconciliation.properties import PROPERTIES
from kg.reconciliation.spans import Point, distance, point_asked
from kg.reconciliation.things import ALL, Thing, Things
from kg.release import Release
from kg.search import CONFIDENT

AHEAD: Final = 0.1
"""By how much a match is ahead of the next candidate, unless it alone has the whole name."""
OTHER_TYPE: Final = 0.5
"""What is left of the score of an entity that should be of another type."""
COORDINATES: Final = 0.5
"""Weight of a point."""


@dataclass(slots=True)
class _Scored:
    """A candidate with what speaks for and against it."""

    thing: Thing
    named: Named | None
    fits_type: bool
    asked: float = 0.0
    weighed: list[tuple[float, float]] = field(default_factory=list)
    decided: bool = False
    features: dict[str, Feature] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """From 0 to 1."""
        if self.decided:
            return 1.0
        weight = sum(weight for weight, _ in self.weighed)
        if not weight:
            return 0.0
        score = sum(weight * agreement for weight, agreement in self.weighed) / weight
        if self.named is None:  # then all the more should be known
            score *= weight / self.asked
        return score if self.fits_type else score * OTHER_TYPE

    @property
    def is_sure(self) -> bool:
        """Whether it may be meant for sure, should no other be."""
        if self.decided:
            return True
        surely_named = self.named is not None and self.named.score >= CONFIDENT
        unopposed = all(agreement >= AGREES for _, agreement in self.weighed)
        return surely_named and unopposed and self.fits_type and self.score >= CONFIDENT

    def tell(self, id_: str, name: str, value: bool | float) -> None:
        """Add a feature; of several conditions on one property each has its own."""
        unique, number = id_, 1
        while unique in self.features:
            number += 1
            unique = f"{id_}_{number}"
        self.features[unique] = Feature(unique, name, value if isinstance(value, bool) else round(value, 4))


def reconcile(release: Release, queries: Sequence[Query]) -> tuple[tuple[Candidate, ...], ...]:
    """Find what each query of a batch means.

    Args:
        release: where to look.
        queries: as `kg.reconciliation.requests` reads them.

    Returns:
        For each query its candidates, the likeliest first; at most one of them is a match.
    """
    things = Things(release)
    return tuple(_result(things, query) for query in queries)


def _result(things: Things, query: Query) -> tuple[Candidate, ...]:
    ranked = sorted(_scored(things, query), key=lambda one: -round(one.score, 6))
    sure = _is_ahead(ranked)
    return tuple(_candidate(things, one, sure and number == 0) for number, one in enumerate(ranked[: query.limit]))


def _scored(things: Things, query: Query) -> list[_Scored]:
    """Score what is of the types that were asked for; what only should be, and is not, where there is nothing else."""
    asked = [things.types.find(text) for text in query.types]
    known = [one for one in asked if one is not None]
    sections = tuple(dict.fromkeys(one.section for one in known)) if asked else ALL
    if query.strictness == "all" and len(known) < len(asked):
        return []
    enough = all if query.strictness == "all" else any
    ids = [one.id for one in known]
    found = []
    for path, named in candidates(things, query, sections).items():
        thing = things.thing(path)
        if thing and (not asked or enough(id_ in things.all_types_of(thing) for id_ in ids)):
            found.append(_Scored(thing, named, fits_type=True))
    if not found and asked and query.strictness == "should":
        others = candidates(things, query, ALL).items()
        read = [(thing, named) for path, named in others if (thing := things.thing(path))]
        found = [_Scored(thing, named, fits_type=False) for thing, named in read]
    return [one for one in found if _weigh(things, one, query)]


def _weigh(things: Things, one: _Scored, query: Query) -> bool:
    """Hold a candidate against the query; False if it lacks what is required."""
    names = names_of(query)
    if one.named is not None:
        one.weighed.append((1.0, one.named.score))
        one.decided = one.named.decides
        one.tell("nameScore", "How well the name fits", one.named.score)
        one.tell("nameExact", "Whether it is the whole name", one.named.exact)
        if any(condition.required for condition in names) and one.named.score < AGREES:
            return False
    if query.types:
        one.tell("typeFits", "Whether it is of the type", one.fits_type)
    point = point_asked(query)
    together = {"lat", "long"} if point else set()
    if point and not _weigh_point(things, one, point, query):
        return False
    others = (condition for condition in query.conditions if condition not in names or condition.quantifier == "none")
    return all(_weigh_condition(things, one, condition) for condition in others if condition.property not in together)


def _weigh_point(things: Things, one: _Scored, point: Point, query: Query) -> bool:
    one.asked += COORDINATES
    found = distance(things, one.thing, point)
    if found is not None:
        kilometres, agreement = found
        one.weighed.append((COORDINATES, agreement))
        one.tell("coordinates", "How well the point fits", agreement)
        one.tell("distanceKm", "Kilometres from the point", kilometres)
    required = any(condition.required for condition in query.conditions if condition.property in {"lat", "long"})
    return not required or (found is not None and found[1] >= AGREES)


def _weigh_condition(things: Things, one: _Scored, condition: Condition) -> bool:
    wanted = PROPERTIES.get(_property(condition))
    name = wanted.name if wanted else condition.property[:100]
    evidence: Evidence = compare(things, one.thing, condition)
    if wanted:
        one.asked += wanted.weight
    if not evidence.understood:
        one.tell(_property(condition)[:100], f"{name}: not compared here", value=False)
    elif evidence.agreement is not None and wanted:
        one.weighed.append((wanted.weight, evidence.agreement))
        one.decided = one.decided or evidence.decides
        one.tell(wanted.id, name, evidence.agreement)
    return evidence.meets or not condition.required


def _property(condition: Condition) -> str:
    return condition.property if condition.kind == "property" else condition.kind


def _is_ahead(ranked: Sequence[_Scored]) -> bool:
    """Tell whether the first of the candidates is meant for sure."""
    if not ranked or not ranked[0].is_sure:
        return False
    best, others = ranked[0], ranked[1:]
    if best.decided:
        return not any(one.decided for one in others)
    if not others:
        return True
    second = others[0]
    alone = _is_whole(best) and not any(_is_whole(one) for one in others if one.score >= CONFIDENT)
    return best.score - second.score >= AHEAD or (alone and best.score > second.score)


def _is_whole(one: _Scored) -> bool:
    return one.named is not None and one.named.exact


def _candidate(things: Things, one: _Scored, match: bool) -> Candidate:
    return Candidate(
        id=one.thing.path,
        name=one.thing.name,
        description=things.description(one.thing),
        score=round(100 * one.score, 2),
        match=match,
        features=tuple(one.features.values()),
        type=tuple(TypeName(kind.id, kind.name) for kind in things.types_of(one.thing)),
    )
