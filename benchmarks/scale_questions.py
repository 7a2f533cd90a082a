"""The questions that are asked of ours and of Virtuoso over imported events, each in the best way that either offers.

Ours answers by a route or its SPARQL endpoint; Virtuoso by SPARQL that says the same. No two times a question is asked
alike, so that nobody answers from memory: what it is about is drawn from the events (see
`scale_subjects`), and a question about everything has a limit or a bound that lets everything through and was never
asked before.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from scale_requests import Asked, Pair, both, card, counts, events, neighbours, page, slug_of, sparql, timeline
from scale_subjects import Subject

from kg.namespaces import BASE

Question = Callable[[Subject], Pair]


PAGE: Final = 50
MOST: Final = 500
"""Records of the longest page."""
KILOMETRES: Final = 50


def _entity(one: Subject) -> Pair:
    """What is said of an actor?"""
    return both(f"SELECT ?p ?o WHERE {{ <{BASE}{one.actor}> ?p ?o }}", "p", "o")


def _actor_in_month(one: Subject) -> Pair:
    """What did an actor take part in, in a month?"""
    return Pair(
        events({"actor": one.actor, **_month(one.day)}, MOST, paged=True),
        sparql(
            f"SELECT ?event ?name ?first ?last WHERE {{ ?event ckg:party <{BASE}{one.actor}> ; "
            f"ckg:inMonth <{_key(one.day)}> ; skos:prefLabel ?name ; ckg:from ?first ; ckg:until ?last }}",
            "event", "name", "first", "last",
        ),
    )  # fmt: skip


def _at_place(one: Subject) -> Pair:
    """What happened at a place: the first page, by date?"""
    return Pair(
        events({"place": one.place}, PAGE),
        sparql(
            f"SELECT ?event ?name ?first ?last WHERE {{ ?place ckg:within* <{BASE}{one.place}> . ?event ckg:place "
            "?place ; ckg:row ?row ; ckg:indexFrom ?first ; ckg:indexUntil ?last ; skos:prefLabel ?name } "
            f"ORDER BY ?first ?event LIMIT {PAGE}",
            "event", "name", "first", "last",
        ),
    )  # fmt: skip


def _day(one: Subject) -> Pair:
    """What may have happened on a day, and who says so?"""
    return _timeline(one.day, one.day)


def _of_month(one: Subject) -> Pair:
    """What may have happened in a month, and who says so?"""
    first = one.day.replace(day=1)
    return _timeline(first, _end(first))


def _timeline(first: date, last: date) -> Pair:
    columns = ("event", "eventName", "first", "last", "type", "typeName", "status", "row", "voice")
    return Pair(
        timeline({"from": str(first), "to": str(last)}, MOST),
        sparql(
            f"SELECT {' '.join(f'?{column}' for column in columns)} WHERE {{ ?event ckg:inMonth <{_key(first)}> ; "
            "ckg:indexFrom ?first ; ckg:indexUntil ?last ; skos:prefLabel ?eventName ; ckg:eventType ?type ; "
            "ckg:status ?status ; ckg:row ?row ; prov:wasDerivedFrom ?voice . ?type skos:prefLabel ?typeName "
            f"{_between(first, last)} }}",
            *columns,
        ),
    )


def _in_area(one: Subject) -> Pair:
    """What happened within a governorate in a year: the first page, by date?"""
    first, last = date(one.day.year, 1, 1), date(one.day.year, 12, 31)

    return Pair(
        events({"place": one.area, "from": str(first), "to": str(last)}, PAGE),
        sparql(
            f"SELECT ?event ?name ?first ?last WHERE {{ ?place ckg:within* <{BASE}{one.area}> . ?event ckg:place "
            "?place ; ckg:row ?row ; ckg:indexFrom ?first ; ckg:indexUntil ?last ; skos:prefLabel ?name "
            f"{_between(first, last)} }} ORDER BY ?first ?event LIMIT {PAGE}",
            "event", "name", "first", "last",
        ),
    )  # fmt: skip


def _deadliest_dyads(one: Subject) -> Pair:
    """Which ten pairs of opponents had most deaths?"""
    return Pair(
        counts(one, ("dyad",), ("best",), order="best", limit=10 + one.turn),
        sparql(
            "SELECT ?dyad ?best WHERE { SELECT ?dyad (SUM(?b) AS ?best) WHERE { ?event ckg:dyad ?dyad ; "
            f"ckg:deathsBest ?b }} GROUP BY ?dyad ORDER BY DESC(?best) ?dyad LIMIT {10 + one.turn} }}",
            "dyad", "best",
        ),
    )  # fmt: skip


def _by_month(one: Subject) -> Pair:
    """How many died in each month, by which estimate?"""
    return Pair(
        counts(one, ("month",), ("low", "best", "high")),
        sparql(
            "SELECT ?month (SUM(?l) AS ?low) (SUM(?b) AS ?best) (SUM(?h) AS ?high) WHERE { "
            "?event ckg:row ?row ; ckg:from ?first ; ckg:deathsLow ?l ; ckg:deathsBest ?b ; ckg:deathsHigh ?h "
            f"BIND(SUBSTR(STR(?first), 1, 7) AS ?month) }} GROUP BY ?month LIMIT {1000 + one.turn}",
            "month", "low", "best", "high",
        ),
    )  # fmt: skip


def _by_type_and_year(one: Subject) -> Pair:
    """How many died in each year, by the type of violence?"""
    return Pair(
        counts(one, ("type", "year"), ("events", "best")),
        sparql(
            "SELECT ?type ?year (COUNT(?event) AS ?events) (SUM(?b) AS ?best) WHERE { ?event ckg:eventType ?type ; "
            "ckg:row ?row ; ckg:from ?first ; ckg:deathsBest ?b BIND(YEAR(?first) AS ?year) } "
            f"GROUP BY ?type ?year LIMIT {1000 + one.turn}",
            "type", "year", "events", "best",
        ),
    )  # fmt: skip


def _most_active(one: Subject) -> Pair:
    """Which ten actors took part in most events?"""
    return Pair(
        counts(one, ("actor",), ("events",), order="events", limit=10 + one.turn),
        sparql(
            "SELECT ?actor ?events WHERE { SELECT ?actor (COUNT(?event) AS ?events) WHERE { "
            f"?event ckg:party ?actor ; ckg:row ?row }} GROUP BY ?actor ORDER BY DESC(?events) ?actor "
            f"LIMIT {10 + one.turn} }}",
            "actor", "events",
        ),
    )  # fmt: skip


def _two_hops(one: Subject) -> Pair:
    """Who was in events with those who were in events with an actor?"""
    return Pair(
        neighbours(one.actor, "same-events,once-removed", MOST),
        sparql(
            "SELECT DISTINCT ?other WHERE { { SELECT DISTINCT ?near WHERE { "
            f"?event ckg:party <{BASE}{one.actor}> , ?near }} }} ?further ckg:party ?near , ?other }}",
            "other",
        ),
    )


def _near(one: Subject) -> Pair:
    """What happened within 50 km of a place, in a month?"""
    by_degree = KILOMETRES / 111
    east = by_degree / max(0.1, math.cos(math.radians(one.latitude)))
    box = (
        f"?lat > {one.latitude - by_degree:.6f} && ?lat < {one.latitude + by_degree:.6f} && "
        f"?long > {one.longitude - east:.6f} && ?long < {one.longitude + east:.6f}"
    )
    return Pair(
        events({"near": one.place, "kilometres": str(KILOMETRES), **_month(one.day)}, MOST, paged=True),
        sparql(
            f"SELECT ?event ?name ?first ?last WHERE {{ ?place ckg:lat ?lat ; ckg:long ?long FILTER({box} && "
            f"<bif:haversine_deg_km>({one.latitude}, {one.longitude}, ?lat, ?long) <= {KILOMETRES}) "
            f"?event ckg:place ?place ; ckg:inMonth <{_key(one.day)}> ; skos:prefLabel ?name ; ckg:from ?first ; "
            "ckg:until ?last }",
            "event", "name", "first", "last",
        ),
    )  # fmt: skip


def _named(one: Subject) -> Pair:
    """What bears a name?"""
    return both(
        f"SELECT ?thing WHERE {{ ?thing skos:prefLabel {json.dumps(one.name, ensure_ascii=False)}@en }}", "thing"
    )


QUESTIONS: Final[Mapping[str, Question]] = {
    "entity look-up": _entity,
    "actor in a month": _actor_in_month,
    "place, page of 50": _at_place,
    "timeline of a day": _day,
    "timeline of a month": _of_month,
    "governorate in a year": _in_area,
    "top dyads by deaths": _deadliest_dyads,
    "deaths by month": _by_month,
    "deaths by type, year": _by_type_and_year,
    "most active actors": _most_active,
    "two-hop neighbours": _two_hops,
    "within 50 km": _near,
    "label look-up": _named,
}
"""Twelve questions, the timeline in two lengths."""


OURS: Final[Mapping[str, Question]] = {
    "actor's page": lambda one: Pair(Asked(f"/{one.actor}", {}, card)),
    "place's page": lambda one: Pair(Asked(f"/{one.place}", {}, card)),
    "event's page": lambda one: Pair(Asked(f"/{one.event}", {}, card)),
    "an actor's timeline": lambda one: Pair(page(f"/timeline?actor={slug_of(one.actor)}&from={one.day.year}")),
    "a place's timeline": lambda one: Pair(page(f"/timeline?place={slug_of(one.place)}&to={one.day}")),
    "an actor's neighbours": lambda one: Pair(page(f"/{one.actor}/neighbours?from={one.day}")),
    "control on a day": lambda one: Pair(page(f"/control?on={one.day}")),
    "support on a day": lambda one: Pair(page(f"/support?on={one.day}")),
    "counts by month": lambda one: Pair(counts(one, ("month",), ("events",))),
    "counts by type": lambda one: Pair(counts(one, ("type",), ("events",))),
    "counts by actor": lambda one: Pair(counts(one, ("actor",), ("events",))),
    "an actor's by month": lambda one: Pair(counts(one, ("month",), ("events",), actor=slug_of(one.actor))),
    "a governorate's by type": lambda one: Pair(counts(one, ("type",), ("events",), place=slug_of(one.area))),
}
"""What only ours is asked, for the time that it takes."""


def _between(first: date, last: date) -> str:
    """Filter by days, as texts: Virtuoso 7.2.5 loses events where it looks for ranges of dates."""
    return f'FILTER(STR(?first) <= "{last}" && STR(?last) >= "{first}")'


def _key(day: date) -> str:
    return f"{BASE}periods/{day:%Y-%m}"


def _month(day: date) -> dict[str, str]:
    first = day.replace(day=1)
    return {"from": str(first), "to": str(_end(first))}


def _end(first: date) -> date:
    return (first + timedelta(32)).replace(day=1) - timedelta(1)
