"""On what sources disagree: pairs of claims that cannot both be right, with both sides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from pyoxigraph import NamedNode

from kg.counting.parameters import organs
from kg.dates import Bounds
from kg.identifiers import path_of
from kg.known import Known, known_in
from kg.lookups.events import around_of
from kg.lookups.lookup import PAGES, Found, Lookup, Record, Values
from kg.lookups.paging import Key, paged
from kg.lookups.voices import EXAMPLE, voice
from kg.namespaces import CKG
from kg.parameters import Parameter, table
from kg.release import Release
from kg.statements import Claim
from kg.times import TIMES, Period, period_of

_KINDS: Final = (str, str, str)
_Pair = tuple[Claim, Claim]
_WINDOW: Final = (CKG.indexFrom, CKG.indexUntil)
_WHAT: Final = {
    "denial": "one voice denies what the other affirms",
    "type": "they give types of one event that exclude one another",
    "value": "they give different values of one attribute, also of a place and one that it lies in",
}


def answer(release: Release, values: Values) -> Found:
    """Find disputes, by the names of what they are about."""
    known, period = known_in(release, values), period_of(values)
    found, last = paged(_found(known, period, values), lambda pair: _key(known, pair), _KINDS, values)
    return Found([_record(known, pair) for pair in found], last)


def _found(known: Known, period: Period, values: Values) -> Iterator[_Pair]:
    actors = None if values["actor"] is None else organs(known.store, values["actor"])
    timed = period != Period()
    for pair in known.once("disputes", lambda: list(_pairs(known))):
        if values["about"] not in (None, pair[0].about) or (timed and not _is_in(known, pair, period)):
            continue
        if actors is not None and actors.isdisjoint(_involved(known, pair)):
            continue
        if values["place"] is None or values["place"] in _places(known, pair):
            yield pair


def _pairs(known: Known) -> Iterator[_Pair]:
    """Give pairs: those about two different things from each side, others once."""
    for quad in known.store.quads("", predicate=CKG.contradicts):
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.object, NamedNode)
        one, other = known.claims[path_of(quad.subject)], known.claims[path_of(quad.object)]
        if one.about != other.about or one.path < other.path:
            yield one, other


def _is_in(known: Known, pair: _Pair, period: Period) -> bool:
    """Whether it is about something possible in the period; what has no time of its own is not."""
    fact = [date.fromisoformat(day) for key in _WINDOW for day in known.values(pair[0].about, key)]
    if fact:
        return period.meets(fact[0], fact[1])
    told = [claim.bounds for claim in pair if claim.bounds != Bounds()]
    return any(period.meets(bounds.from_ or date.min, bounds.until or date.max) for bounds in told)


def _involved(known: Known, pair: _Pair) -> set[str]:
    """Give the actors that a pair of claims is about, or that have part in what it is about."""
    slots = {actor for claim in pair for actor in (claim.about, *claim.agents, *claim.targets, *claim.parties)}
    return slots.union(*(known.values(claim.about, CKG.party) for claim in pair))


def _places(known: Known, pair: _Pair) -> set[str]:
    """Give the places that it is about, or where what it is about happened or held, and all that they lie in."""
    found = {place for claim in pair for place in (claim.about, *claim.places)}
    found = found.union(*(known.values(claim.about, CKG.place) for claim in pair))
    return {larger for place in found if place.startswith("places/") for larger in around_of(known, place)}


def _key(known: Known, pair: _Pair) -> Key:
    return (known.name(pair[0].about), pair[0].path, pair[1].path)


def _record(known: Known, pair: _Pair) -> Record:
    one, other = pair
    kind = "value" if one.says == "Description" else "type"
    return {
        "about": known.thing(one.about),
        "kind": "denial" if "denied" in {one.modality, other.modality} else kind,
        "attribute": one.attribute,
        "one": _side(known, one),
        "other": _side(known, other),
    }


def _side(known: Known, claim: Claim) -> dict[str, Any]:
    says = str(claim.value) if claim.value is not None else known.name(claim.type) if claim.type else None
    return {"about": known.thing(claim.about), "says": says, **voice(known, claim)}


_SIDE: Final = {"about": {"id": "events/capture-homs-2024", "name": "Capture: Homs"}, "says": "capture", **EXAMPLE}

LOOKUP: Final = Lookup(
    path="/disputes",
    summary="On what do sources disagree, and what does each side say?",
    description=(
        "Pairs of claims that cannot both be right, with both voices and passages. Of what kind they are: "
        f"{'; '.join(f'*{name}*: {help_}' for name, help_ in _WHAT.items())}. A pair about two different things stands "
        "twice, once from each side. With days, only disputes about what is possible on one of them; what has no time, "
        "such as the position of a town, is left out then."
    ),
    parameters=table(
        Parameter("about", "only disputes about this; an id or a name", "events/capture-homs-2024", "thing",
                  sections=("actors", "places", "events", "situations")),
        Parameter("actor", "only disputes about this actor, an organ of it, or what they had part in", "insurgents",
                  "thing", sections=("actors",)),
        Parameter("place", "only disputes about this place, one within it, or what happened there", "homs", "thing",
                  sections=("places",)),
        *TIMES,
        *PAGES,
    ),
    fields={
        "about": "what it is about",
        "kind": f"{', '.join(_WHAT)}",
        "attribute": "of a description: the attribute",
        "one": "one side: what it is about, what it says, who says so and in which passage",
        "other": "the other side",
    },
    answer=answer,
    example={
        "about": _SIDE["about"],
        "kind": "denial",
        "attribute": None,
        "one": _SIDE,
        "other": {**_SIDE, "modality": "denied"},
    },
)  # fmt: skip
