"""Control as features: the state of each place on a day, or each holding of a place.

A state is what the stored query *control-on-date* says, its rows for holders and voices put together. A holding is a
situation of the graph, with the voices that *control-history* names for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from weakref import WeakKeyDictionary

from kg.counting.naming import names_of
from kg.dates import day_of
from kg.errors import EdtfError, UnknownThing
from kg.features.places import points_of
from kg.features.questions import Box, Extent, Feature, Key, Page, Point, Question
from kg.identifiers import path_of
from kg.namespaces import CKG, RDF
from kg.release import Prepared, Release
from kg.statements import Situation, read
from kg.stored_queries import stored_query
from kg.times import NO_EVIDENCE, POSSIBLY, SURELY, Period, iso

Row = Mapping[str, Any]
DAYS: Final = 16
"""Of how many days the states are kept at hand, for further pages."""
_SURENESS: Final = (SURELY, POSSIBLY, NO_EVIDENCE)
_STANDINGS: Final = ("changed hands that day", "contested", "held")
_UNKNOWN: Final = "unknown"
_FIRST: Final = ("since", "until", "surely_from", "surely_until")


@dataclass(frozen=True, slots=True)
class _Known:
    """What a release knows of control.

    Attributes:
        holdings: all that there are, in the order of time.
        voices: for each, by path, the rows that name who says so.
        points: of the places that were ever held.
        names: of places and holders.
        states: of places on days, as far as they were asked for.
    """

    holdings: tuple[Situation, ...]
    voices: Mapping[str, Sequence[Row]]
    points: Mapping[str, Point]
    names: Mapping[str, str]
    states: dict[date, tuple[Feature, ...]] = field(default_factory=dict)

    @property
    def latest(self) -> date | None:
        """The last day on which anything is known of control."""
        return max((day for holding in self.holdings if (day := _last_known(holding))), default=None)


_kept: WeakKeyDictionary[Release, _Known] = WeakKeyDictionary()


def page(release: Release, question: Question) -> Page:
    """Give a page of states of places, for an instant or without a time; of holdings, for an interval.

    Raises:
        StoreDamaged: if the release has no table of places.
    """
    known = _known(release)
    keyed: list[tuple[Key, Feature]]
    if question.period is None or question.instant:
        day = _day_of(question, known)
        states = _states(release, known, day) if day else ()
        keyed = [((str(day), state.about), state) for state in states]
    else:
        keyed = [
            ((holding.index_from.isoformat(), holding.path), _holding(known, holding, answer, question.period))
            for holding in known.holdings
            if (answer := question.period.answer(holding))
        ]
    matched = [(key, one) for key, one in keyed if _lies_in(question.box, one.point)]
    rest = [pair for pair in matched if question.after is None or pair[0] > question.after]
    shown = rest[: question.limit]
    after = shown[-1][0] if len(rest) > len(shown) else None
    return Page(tuple(one for _, one in shown), after, len(matched))


def feature(release: Release, id_: str) -> Feature:
    """Give the state of a place on a day, by ``place@day``, or a holding by its id.

    Raises:
        UnknownThing: if there is none; it carries the nearest.
        StoreDamaged: if the release has no table of places.
    """
    known = _known(release)
    place, at, day = id_.partition("@")
    if at:
        try:
            states = _states(release, known, day_of(day))
        except EdtfError:
            states = ()
        for state in states:
            if state.id == id_:
                return state
        raise UnknownThing(f"control/items/{id_}", sorted(f"control/items/{one.id}" for one in states)[:5])
    release.require(f"situations/{place}")
    for holding in known.holdings:
        if holding.path == f"situations/{place}":
            return _holding(known, holding, str(Period().answer(holding)), Period())
    raise UnknownThing(f"control/items/{id_}")


def extent(release: Release) -> Extent:
    """Tell where places are that were ever held, and of which days this is known."""
    known = _known(release)
    points = list(known.points.values())
    box = None
    if points:
        east, north = [point[0] for point in points], [point[1] for point in points]
        box = Box(min(east), min(north), max(east), max(north))
    first = min((holding.index_from for holding in known.holdings), default=date.min)
    last = max((holding.index_until for holding in known.holdings), default=date.max)
    return Extent(box, None if first == date.min else first, None if last == date.max else last)


def _known(release: Release) -> _Known:
    if release not in _kept:
        subjects = {quad.subject for quad in release.store.quads("", None, RDF.type, CKG.Control)}
        quads = [quad for subject in subjects for quad in release.store.quads("", subject)]  # type: ignore[arg-type]
        found = read(quads, release.ontology.attributes, release.ontology.situation_classes).situations
        voices = defaultdict(list)
        for row in release.run(Prepared(stored_query("control-history").text, {})).records():
            voices[path_of(row["control"])].append(row)
        places = {place for holding in found for place in holding.places}
        _kept[release] = _Known(
            tuple(sorted(found, key=lambda holding: (holding.index_from, holding.path))),
            voices,
            points_of(release, places),
            names_of(release.store, places | {holder for holding in found for holder in holding.agents}),
        )
    return _kept[release]


def _last_known(holding: Situation) -> date | None:
    """Give the last day on which it may have lasted, or if that is open, the last day that anything says of it."""
    if holding.index_until < date.max:
        return holding.index_until
    bounds = holding.bounds
    return max(filter(None, (bounds.from_, bounds.surely_from, bounds.surely_until)), default=None)


def _day_of(question: Question, known: _Known) -> date | None:
    """Give the day asked about; of a further page, the day of the first, even if a new release knows a later one."""
    if question.period is not None:
        return question.period.first
    return known.latest if question.after is None else date.fromisoformat(question.after[0])


def _lies_in(box: Box | None, point: Point | None) -> bool:
    return box is None or (point is not None and box.holds(point))


def _states(release: Release, known: _Known, day: date) -> tuple[Feature, ...]:
    """Give the state of each place that was ever held, in the order of the places' paths."""
    if day not in known.states:
        by_place = defaultdict(list)
        for row in release.ask(stored_query("control-on-date"), {"on": day.isoformat()}).records():
            by_place[path_of(row["place"])].append(row)
        while len(known.states) >= DAYS:
            known.states.pop(next(iter(known.states)))
        known.states[day] = tuple(_state(known, day, place, rows) for place, rows in sorted(by_place.items()))
    return known.states[day]


def _state(known: _Known, day: date, place: str, rows: Sequence[Row]) -> Feature:
    sureness: dict[str, str] = {}
    statuses: dict[str, str] = {}
    for row in rows:
        if row["holder"] is not None:
            holder = path_of(row["holder"])
            sureness[holder] = min(sureness.get(holder, NO_EVIDENCE), row["answer"], key=_SURENESS.index)
            statuses[path_of(row["control"])] = row["status"].rpartition("/")[2]
    standings = {row["standing"] for row in rows}
    properties = {
        "place": place,
        "place_name": known.names.get(place, place),
        "day": day.isoformat(),
        "holders": list(sureness),
        "holder_names": [known.names.get(holder, holder) for holder in sureness],
        "answer": min(sureness.values(), key=_SURENESS.index, default=NO_EVIDENCE),
        "answers": list(sureness.values()),
        "standing": next((standing for standing in _STANDINGS if standing in standings), _UNKNOWN),
        **dict.fromkeys(_FIRST),
        "since": max((row["from"] for row in rows if row["from"]), default=None),
        "until": min((row["until"] for row in rows if row["until"]), default=None),
        "extents": _distinct(row["extentName"] for row in rows),
        "situations": list(statuses),
        "statuses": list(statuses.values()),
        **_voices(rows),
    }
    return Feature(f"{place.removeprefix('places/')}@{day}", place, known.points.get(place), properties)


def _holding(known: _Known, holding: Situation, answer: str, period: Period) -> Feature:
    place = next((place for place in holding.places if place in known.points), holding.places[0])
    rows = known.voices.get(holding.path, ())
    bounds = holding.bounds
    days = (bounds.from_, bounds.until, bounds.surely_from, bounds.surely_until)
    properties = {
        "place": place,
        "place_name": known.names.get(place, place),
        "day": None,
        "holders": list(holding.agents),
        "holder_names": [known.names.get(holder, holder) for holder in holding.agents],
        "answer": answer,
        "answers": [answer] * len(holding.agents),
        "standing": None,
        **dict(zip(_FIRST, map(iso, days), strict=True)),
        "extents": _distinct(row["extentName"] for row in rows),
        "situations": [holding.path],
        "statuses": [holding.status],
        **_voices(rows),
    }
    return Feature(holding.path.removeprefix("situations/"), holding.path, known.points.get(place), properties)


def _voices(rows: Iterable[Row]) -> dict[str, list[str]]:
    named = {path_of(row["voice"]): str(row["voiceName"] or path_of(row["voice"])) for row in rows if row["voice"]}
    return {"voices": list(named), "voice_names": list(named.values())}


def _distinct(values: Iterable[Any]) -> list[Any]:
    return sorted({value for value in values if value is not None})
