"""What happened, day by day, and how many died."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final

from kg.counting.circle import KILOMETRES, NEAR, coordinates
from kg.counting.questions import TEXTS
from kg.counting.window import EventRow, WindowQuestion
from kg.known import Known, known_in
from kg.lookups.events import after_of, filters_of, key_of, page_of
from kg.lookups.lookup import PAGES, Found, Lookup, Record, Values, chosen
from kg.lookups.maps import features
from kg.lookups.voices import EXAMPLE, VOICES, Row, Said, said, voice
from kg.ontology import shipped
from kg.parameters import Parameter, table
from kg.release import Release
from kg.statements import Claim
from kg.times import FROM, HOW_SURE, KNOWN_ON, POSSIBLY, SURELY, TO, Period, period_of, spanned

_DEATHS: Final = {"deathsLow": "low", "deathsBest": "best", "deathsHigh": "high"}


def answer(release: Release, values: Values) -> Found:
    """Find events, in the order of the first day on which they are possible."""
    known, period = known_in(release, values), period_of(values)
    filters, text = filters_of(known, period, values)
    question = WindowQuestion(after=after_of(values), limit=values["limit"], **filters)
    page = page_of(known, question, text)
    members = chosen(values, LOOKUP.fields)
    records = [_record(known, period, row, members) for row in page.events]
    return Found(records, key_of(page), features=features(records, values))


def _record(known: Known, period: Period, row: EventRow, members: Collection[str]) -> Record:
    sure = row.status != "disputed" and period.surely_meets(row.bounds)
    return {
        "event": {"id": row.path, "name": row.label},
        "answer": SURELY if sure else POSSIBLY,
        **spanned(row.bounds),
        "deaths_low": row.low,
        "deaths_best": row.best,
        "deaths_high": row.high,
        **{name: make(known, row) for name, make in _NAMED.items() if name in members},
    }


def _voices(known: Known, row: EventRow) -> list[dict[str, Any]]:
    return [_voice(known, row, one) for one in said(known, row.basis, row.rows)]


def _voice(known: Known, row: EventRow, one: Said) -> dict[str, Any]:
    types = row.types if isinstance(one, Row) else [one.type] if one.type else []
    return {**voice(known, one), "types": known.things(types)}


def _figures(known: Known, row: EventRow) -> Iterator[dict[str, Any]]:
    """Give each voice's number of dead: a claim tells one figure, a row up to three."""
    nothing = dict.fromkeys(_DEATHS.values())
    for path in row.basis:
        claim = known.claims.get(path)
        if isinstance(claim, Claim) and claim.attribute in _DEATHS:
            yield {**voice(known, claim), **nothing, _DEATHS[claim.attribute]: claim.value}
    counted = dict(zip(_DEATHS.values(), (row.low, row.best, row.high), strict=True))
    if row.source is not None and counted != nothing:
        for one in said(known, [row.source], row.rows):
            yield {**voice(known, one), **counted}


def _spot(known: Known, row: EventRow) -> tuple[float | None, float | None]:
    if row.lat is not None:
        return row.lat, row.long
    spots = (coordinates(known.store, place) for place in row.places)
    return next((found for found in spots if found[0] is not None), (None, None))


_NAMED: Final[Mapping[str, Callable[[Known, EventRow], Any]]] = {
    "types": lambda known, row: known.things(row.types),
    "agents": lambda known, row: known.things(row.agents),
    "targets": lambda known, row: known.things(row.targets),
    "parties": lambda known, row: known.things(row.parties),
    "places": lambda known, row: known.things(row.places),
    "figures": lambda known, row: list(_figures(known, row)),
    "status": lambda known, row: known.thing(f"codes/status/{row.status}"),
    "source": lambda known, row: known.thing(row.source),
    "voices": _voices,
    "lat": lambda known, row: _spot(known, row)[0],
    "long": lambda known, row: _spot(known, row)[1],
}
"""Members that hold names of things, or places on the map, which take a while to find."""

LOOKUP: Final = Lookup(
    path="/timeline",
    summary="What happened between two days, how many died, and according to whom?",
    description=(
        "Events in the order of the first day on which they are possible; an event is listed if it may have happened "
        f"on some day from *from* to *to*. {HOW_SURE.replace('it held', 'it happened')}\n\n"
        "A place counts with all that lies within it, an actor with its organs, a type with the narrower ones. Deaths "
        "are low, best and high, as a dataset gives them, or as a text tells them and no other contradicts; `figures` "
        "has what each voice says. Figures of different voices are never added up."
    ),
    parameters=table(
        FROM,
        TO,
        KNOWN_ON,
        Parameter("place", "only events at this place or within it; an id or a name", "aleppo-governorate", "thing",
                  sections=("places",)),
        NEAR,
        KILOMETRES,
        Parameter("actor", "only events that this actor or an organ of it took part in; an id or a name", "russia",
                  "thing", sections=("actors",)),
        Parameter("type", "only events of this type or a narrower one, a code of /codes/event-type", "capture",
                  "choice", choices=tuple(sorted(shipped().codes("event-type")))),
        Parameter("source", f"only what this document tells, by its id; or {TEXTS}: what no dataset tells", TEXTS,
                  longest=200),
        *PAGES,
    ),
    fields={
        "event": "what happened",
        "answer": "surely or possibly on some day asked about",
        "from": "it cannot have begun before",
        "until": "it cannot have gone on after",
        "surely_from": "it had begun by then",
        "surely_until": "it had not ended before",
        "types": "what kind of event",
        "agents": "who acted, where that is stated",
        "targets": "who was acted on, where that is stated",
        "parties": "all who were involved, on whichever side",
        "places": "where",
        "deaths_low": "how many died: the lowest figure",
        "deaths_best": "the best figure",
        "deaths_high": "the highest figure",
        "figures": "what each voice says of the number of dead: low, best and high, with its passage or row",
        "status": "disputed, corroborated, in several documents or from a single source",
        "source": "the dataset that it comes from; null where it was read from texts",
        "voices": f"{VOICES}; with the type, as this very voice has it",
        "lat": "degrees north of the place (WGS 84)",
        "long": "degrees east",
    },
    answer=answer,
    example={
        "event": {"id": "events/capture-hama-2024", "name": "Capture: Hama, 2024-12-05"},
        "answer": SURELY,
        "from": "2024-12-05",
        "until": "2024-12-05",
        "surely_from": "2024-12-05",
        "surely_until": "2024-12-05",
        "types": [{"id": "codes/event-type/capture", "name": "capture"}],
        "agents": [{"id": "actors/hts", "name": "Hayat Tahrir al-Sham"}],
        "targets": [{"id": "actors/syrian-army", "name": "Syrian Arab Army"}],
        "parties": [],
        "places": [{"id": "places/hama", "name": "Hama"}],
        "deaths_low": None,
        "deaths_best": None,
        "deaths_high": None,
        "figures": [],
        "status": {"id": "codes/status/severalDocuments", "name": "in several documents"},
        "source": None,
        "voices": [{**EXAMPLE, "types": []}],
        "lat": 35.13179,
        "long": 36.75783,
    },
    places=True,
)  # fmt: skip
