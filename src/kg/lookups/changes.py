"""What changed hands, and who changed sides, between two days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from kg.counting.parameters import organs
from kg.counting.window import EventRow, WindowQuestion
from kg.known import Known, known_in
from kg.lookups.events import after_of, filters_of, page_of
from kg.lookups.lookup import PAGES, Found, Lookup, Record, Values
from kg.lookups.paging import Key, after
from kg.lookups.switches import BEGAN, ENDED, Switch, switches
from kg.lookups.voices import EXAMPLE, VOICES, Row, Said, said, voice
from kg.namespaces import CKG
from kg.parameters import Parameter, table
from kg.release import Release
from kg.times import FROM, HOW_SURE, KNOWN_ON, POSSIBLY, SURELY, TO, Period, iso, period_of

TAKEN: Final = "place taken"
_WHAT: Final = ("all", "places", "sides")
_KINDS: Final = (str, str, str)
_Change = EventRow | Switch


def answer(release: Release, values: Values) -> Found:
    """Find changes, in the order of the first day on which they are possible."""
    known, period = known_in(release, values), period_of(values)
    found: list[tuple[Key, _Change]] = []
    if values["what"] != "sides":
        found += [((iso(row.index_from) or "", row.path, TAKEN), row) for row in _takings(known, period, values)]
    if values["what"] != "places" and values["place"] is None:
        found += _switches(known, period, values)
    found.sort(key=lambda change: change[0])
    page = found[: values["limit"]]
    last = page[-1][0] if len(found) > len(page) else None
    return Found([_record(known, period, change) for _, change in page], last)


def _takings(known: Known, period: Period, values: Values) -> tuple[EventRow, ...]:
    """Give takings after the page before, one more than the page has room for."""
    taking = frozenset(path for path, concept in known.ontology.concepts.items() if concept.transfers_control)
    filters, _ = filters_of(known, period, values)
    question = WindowQuestion(**filters | {"types": taking}, after=after_of(values, _KINDS), limit=values["limit"] + 1)
    return page_of(known, question).events


def _switches(known: Known, period: Period, values: Values) -> list[tuple[Key, _Change]]:
    actors = None if values["actor"] is None else organs(known.store, values["actor"])
    last = after(values, _KINDS)
    keyed = ((_key(switch), switch) for switch in switches(known, period, actors))
    return [(key, switch) for key, switch in keyed if last is None or key > last]


def _key(switch: Switch) -> Key:
    # The pair is a part of the path's place in the key: a tie may have several agents and targets.
    return (iso(switch.first) or "", f"{switch.tie.path} {switch.one} {switch.other}", switch.change)


def _record(known: Known, period: Period, change: _Change) -> Record:
    if isinstance(change, Switch):
        return {**dict.fromkeys(LOOKUP.fields), **_of_tie(known, change)}
    return {**dict.fromkeys(LOOKUP.fields), **_of_taking(known, period, change)}


def _of_taking(known: Known, period: Period, row: EventRow) -> Mapping[str, Any]:
    sure = row.status != "disputed" and period.surely_meets(row.bounds)
    extents = [path.rsplit("/", 1)[-1] for path in known.values(row.path, CKG.extent)]
    voices = said(known, row.basis, row.rows)
    return {
        "change": TAKEN,
        "answer": SURELY if sure else POSSIBLY,
        "from": iso(row.first),
        "until": iso(row.last),
        "places": known.things(row.places),
        "takers": known.things(row.agents),
        "losers": known.things(row.targets),
        "extents": extents,
        "status": known.thing(f"codes/status/{row.status}"),
        "voices": [_voice(known, row, extents, one) for one in voices],
        "fact": {"id": row.path, "name": row.label},
    }


def _voice(known: Known, row: EventRow, extents: list[str], one: Said) -> dict[str, Any]:
    """Give a voice with what it says itself: who took what from whom."""
    if isinstance(one, Row):
        slots: tuple[Any, ...] = (row.places, row.agents, row.targets, extents)
    else:
        slots = (one.places, one.agents, one.targets, [one.extent] if one.extent else [])
    places, takers, losers = (known.things(slot) for slot in slots[:3])
    return {**voice(known, one), "places": places, "takers": takers, "losers": losers, "extents": slots[3]}


def _of_tie(known: Known, switch: Switch) -> Mapping[str, Any]:
    tie = switch.tie
    return {
        "change": switch.change,
        "answer": switch.answer,
        "from": iso(None if switch.first == date.min else switch.first),
        "until": iso(switch.last),
        "places": [],
        "takers": [],
        "losers": [],
        "extents": [],
        "one": known.thing(switch.one),
        "relation": known.ontology.situation_classes[tie.says].verb,
        "other": known.thing(switch.other),
        "status": known.thing(f"codes/status/{tie.status}"),
        "voices": [voice(known, one) for one in said(known, tie.derived_from, tie.rows)],
        "fact": known.thing(tie.path),
    }


LOOKUP: Final = Lookup(
    path="/changes",
    summary="What changed hands, and who changed sides, between two days?",
    description=(
        "Takings of places, and beginnings and ends of ties between actors (support, alliance, membership, hostility), "
        "if they may have happened on some day from *from* to *to*, both included. "
        f"{HOW_SURE.replace('it held', 'it happened')}\n\n"
        "A taking tells the takers, the losers and the extent as each voice has them. A place counts with all that "
        "lies within it, and has takings only. A tie that another of its kind between the same two goes on with, as "
        "datasets have one for each year, neither begins nor ends there; where nobody says when a tie began or ended, "
        "nothing is listed."
    ),
    parameters=table(
        FROM,
        TO,
        KNOWN_ON,
        Parameter("place", "only takings of this place or of one within it; an id or a name", "hama", "thing",
                  sections=("places",)),
        Parameter("actor", "only changes that this actor or an organ of it had part in", "hts", "thing",
                  sections=("actors",)),
        Parameter("what", "takings of places, or changes of sides", "places", "choice", "all", choices=_WHAT),
        *PAGES,
    ),
    fields={
        "change": f"{TAKEN}, {BEGAN} or {ENDED}",
        "answer": "surely or possibly in the time asked about",
        "from": "it cannot have happened before",
        "until": "it cannot have happened after",
        "places": "what was taken",
        "takers": "who took it",
        "losers": "who lost it",
        "extents": "how much of it was taken: full, most or part, where a voice tells",
        "one": "of a tie: the one whose tie it is",
        "relation": "of a tie: what ties it, such as supports or belongs to",
        "other": "of a tie: the one that it is tied to",
        "status": "disputed, corroborated, in several documents or from a single source",
        "voices": f"{VOICES}; of a taking with places, takers, losers and extents, as this very voice has them",
        "fact": "the event of the taking, or the situation",
    },
    answer=answer,
    example={
        "change": TAKEN,
        "answer": SURELY,
        "from": "2024-12-05",
        "until": "2024-12-05",
        "places": [{"id": "places/hama", "name": "Hama"}],
        "takers": [{"id": "actors/hts", "name": "Hayat Tahrir al-Sham"}],
        "losers": [{"id": "actors/syrian-army", "name": "Syrian Arab Army"}],
        "extents": ["full"],
        "one": None,
        "relation": None,
        "other": None,
        "status": {"id": "codes/status/severalDocuments", "name": "in several documents"},
        "voices": [{**EXAMPLE, "places": [], "takers": [], "losers": [], "extents": []}],
        "fact": {"id": "events/capture-hama-2024", "name": "Capture: Hama, 2024-12-05"},
    },
)  # fmt: skip
