"""Whom an actor is tied to, and with whom it took part in events."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from kg.known import Known, known_in
from kg.lookups.belonging import organs_of
from kg.lookups.companions import Companion, companions
from kg.lookups.lookup import PAGES, Found, Lookup, Record, Values, chosen
from kg.lookups.paging import Key, paged
from kg.lookups.removed import Further, further
from kg.lookups.voices import EXAMPLE, VOICES, Row, said, voice
from kg.namespaces import OTHER
from kg.parameters import Parameter, table
from kg.release import Release
from kg.statements import Event, Situation
from kg.times import HOW_SURE, POSSIBLY, SURELY, TIMES, Fact, Period, iso, period_of, spanned

MOST: Final = 20
"""How many situations, and how many voices, a record names."""
RELATIONS: Final = {
    "supports": "whom it supports",
    "supported-by": "who supports it",
    "hostile-to": "whom it opposes, or who opposes it",
    "allied-with": "its allies",
    "member-of": "what it belongs to as a member",
    "has-member": "its members",
    "organ-of": "what it is an organ of, at any time, by the registry",
    "has-organ": "its organs",
    "leads": "whom it leads",
    "led-by": "who leads it",
    "succeeds": "what it came from",
    "succeeded-by": "what came from it",
    "designates": "whom it designates, such as a terrorist",
    "designated-by": "who designates it",
    "same-events": "who took part in the same events, on whichever side",
    "once-removed": "who took part in events with those, but never with it; only if asked for",
}
"""What others can be to an actor, in the order of the answer."""
_UNLESS_ASKED: Final = tuple(relation for relation in RELATIONS if relation != "once-removed")
_BY_CLASS: Final = {
    "Support": ("supports", "supported-by"),
    "Hostility": ("hostile-to", "hostile-to"),
    "Alliance": ("allied-with", "allied-with"),
    "Membership": ("member-of", "has-member"),
    "Leadership": ("leads", "led-by"),
    "Succession": ("succeeds", "succeeded-by"),
    "Designation": ("designates", "designated-by"),
}
_KINDS: Final = (int, int, str, str, str)
_ORDER: Final = {relation: number for number, relation in enumerate(RELATIONS)}


@dataclass(frozen=True, slots=True)
class _Tie:
    """Another actor, and all situations of one kind between the two; none for an organ."""

    relation: str
    other: str
    situations: tuple[Situation, ...] = ()


_Neighbour = _Tie | Companion | Further


def answer(release: Release, values: Values) -> Found:
    """Find neighbours: by relation; those of the same events by the number of events, others by their names."""
    known, period = known_in(release, values), period_of(values)
    asked = values["id"], period, tuple(values["kind"] or _UNLESS_ASKED)
    found = known.lately(asked, lambda: list(_found(known, *asked)))
    counts = Counter(_relation(one) for one in found)
    page, last = paged(found, lambda one: _key(known, one), _KINDS, values)
    members = chosen(values, LOOKUP.fields)
    records = [{**dict.fromkeys(LOOKUP.fields), **_record(known, period, one, members)} for one in page]
    return Found(records, last, {"counts": {name: counts[name] for name in RELATIONS if counts[name]}})


def _found(known: Known, actor: str, period: Period, kinds: Sequence[str]) -> Iterator[_Neighbour]:
    for tie in (*_ties(known, actor, period), *_organs(known, actor)):
        if tie.relation in kinds:
            yield tie
    if "same-events" in kinds:
        yield from companions(known, actor, period)
    if "once-removed" in kinds:
        yield from further(known, actor, period)


def _ties(known: Known, actor: str, period: Period) -> Iterator[_Tie]:
    found: dict[tuple[str, str], dict[str, Situation]] = defaultdict(dict)
    for situation in known.ties_of(actor):
        if period.meets(situation.index_from, situation.index_until):
            acts, acted_on = _BY_CLASS[situation.says]
            for relation, side, others in (
                (acts, situation.agents, situation.targets),
                (acted_on, situation.targets, situation.agents),
            ):
                for other in set(others) - {actor} if actor in side else ():
                    found[relation, other][situation.path] = situation
    for (relation, other), situations in found.items():
        ordered = sorted(situations.values(), key=lambda one: (one.index_from, one.index_until, one.path))
        yield _Tie(relation, other, tuple(ordered))


def _organs(known: Known, actor: str) -> Iterator[_Tie]:
    yield from (_Tie("organ-of", whole) for whole in known.values(actor, OTHER.subOrganizationOf))
    yield from (_Tie("has-organ", part) for part in organs_of(known, actor))


def _relation(one: _Neighbour) -> str:
    if isinstance(one, _Tie):
        return one.relation
    return "same-events" if isinstance(one, Companion) else "once-removed"


def _key(known: Known, one: _Neighbour) -> Key:
    events, source = (0, "") if isinstance(one, _Tie) else (one.events, one.source or "")
    return (_ORDER[_relation(one)], -events, known.name(one.other), one.other, source)


def _record(known: Known, period: Period, one: _Neighbour, members: Collection[str]) -> dict[str, Any]:
    record = _of_tie(known, period, one) if isinstance(one, _Tie) else _of_events(known, period, one)
    if isinstance(one, Further) and "between" in members:
        record["between"] = known.things(one.between[:MOST])
    if "facts" in members or "voices" in members:
        record |= _witnessed(known, period, one)
    return record


def _of_tie(known: Known, period: Period, tie: _Tie) -> dict[str, Any]:
    bounds = [situation.bounds for situation in tie.situations]
    sure = not bounds or any(period.answer(situation) == SURELY for situation in tie.situations)
    return {
        "relation": tie.relation,
        "neighbour": known.thing(tie.other),
        "answer": SURELY if sure else POSSIBLY,
        "from": _whole([bound.from_ for bound in bounds], min),
        "until": _whole([bound.until for bound in bounds], max),
        "count": len(bounds),
    }


def _of_events(known: Known, period: Period, one: Companion | Further) -> dict[str, Any]:
    deaths = (
        {"deaths_low": one.low, "deaths_best": one.best, "deaths_high": one.high} if isinstance(one, Companion) else {}
    )
    return {
        "relation": _relation(one),
        "neighbour": known.thing(one.other),
        "answer": SURELY if one.sure else POSSIBLY,
        "from": iso(one.first),
        "until": iso(one.last),
        "count": one.events,
        **deaths,
        "source": known.thing(one.source),
    }


def _witnessed(known: Known, period: Period, one: _Neighbour) -> dict[str, Any]:
    """Give the latest facts and who says so; of events of a dataset, which may be many, the dataset."""
    if not isinstance(one, _Tie) and one.source is not None:
        return {"facts": [], "voices": [voice(known, Row(one.source, None))]}
    shown: Sequence[Fact]
    if isinstance(one, _Tie):
        shown = one.situations[-MOST:]
    else:
        events: tuple[Event, ...] = known.read(one.told[-MOST:]).events
        shown = sorted(events, key=lambda event: one.told.index(event.path))
    return {"facts": [_fact(known, period, fact) for fact in shown], "voices": _voices(known, shown)}


def _whole(days: list[date | None], choose: Callable[[list[date]], date]) -> str | None:
    """Give the first or last of several days; None if one is open or unknown."""
    known = [day for day in days if day is not None]
    return iso(choose(known)) if known and len(known) == len(days) else None


def _voices(known: Known, facts: Sequence[Fact]) -> list[dict[str, Any]]:
    """Give who says so, of the latest facts."""
    voices = [one for fact in facts for one in said(known, fact.derived_from, fact.rows)]
    return [voice(known, one) for one in voices[-MOST:]]


def _fact(known: Known, period: Period, fact: Fact) -> Record:
    return {
        "id": fact.path,
        "name": fact.label or fact.path,
        "answer": period.answer(fact),
        **spanned(fact.bounds),
        "kinds": known.things(fact.types),
        "roles": list(fact.roles),
        "status": known.thing(f"codes/status/{fact.status}"),
    }


LOOKUP: Final = Lookup(
    path="/actors/{id}/neighbours",
    summary="Whom is an actor tied to, how, when, and according to whom?",
    description=(
        "One record for each relation and each other actor, and for events one for each source too. "
        f"{HOW_SURE}\n\n"
        "Those who took part in the same events are folded into one record, however many the events are: with their "
        "number, the first and last day, and deaths low, best and high as the source adds up. Figures of different "
        "sources are never added up; those read from texts not at all. *surely* is said of events of which one lies "
        "within the time asked about as a whole. Organs of the actor have neighbours of their own.\n\n"
        "So are those once removed, with their events with the actors *between*, who had events with both; *surely* is "
        "said if that is sure of one of them. To have met the same others proves no tie.\n\n"
        f"Relations: {'; '.join(f'`{name}`: {help_}' for name, help_ in RELATIONS.items())}. `counts` at the top of "
        "the answer has how many records there are of each."
    ),
    parameters=table(
        Parameter("id", "the actor; an id or a name", "hts", "thing", required=True, sections=("actors",)),
        Parameter("kind", f"only these relations, with commas between: {', '.join(RELATIONS)}",
                  "hostile-to,same-events", "choice", choices=tuple(RELATIONS), several=True),
        *TIMES,
        *PAGES,
    ),
    fields={
        "relation": "what the other is to the actor",
        "neighbour": "the other actor",
        "answer": "surely or possibly",
        "from": "the first day on which it is possible, by all facts together; of events, as far as known",
        "until": "the last such day",
        "count": "how many situations or events there are",
        "deaths_low": "of events: how many died, the lowest figure",
        "deaths_best": "the best figure",
        "deaths_high": "the highest figure",
        "between": f"of those once removed: who took part in events with both, at most {MOST}",
        "source": "of events: the dataset; null for those read from texts",
        "facts": f"the situations, or the events read from texts: the latest {MOST}, in the order of time",
        "voices": f"{VOICES}; the latest {MOST}",
    },
    answer=answer,
    example={
        "relation": "supported-by",
        "neighbour": {"id": "actors/turkiye", "name": "Türkiye"},
        "answer": SURELY,
        "from": None,
        "until": None,
        "count": 1,
        "deaths_low": None,
        "deaths_best": None,
        "deaths_high": None,
        "between": None,
        "source": None,
        "facts": [],
        "voices": [EXAMPLE],
    },
)  # fmt: skip
