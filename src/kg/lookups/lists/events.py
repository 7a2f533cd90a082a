"""The list of events: a window on the table of all of them, or on what was known of them on a day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from kg.counting.circle import KILOMETRES, NEAR
from kg.counting.questions import TEXTS
from kg.counting.window import EventRow, WindowQuestion
from kg.known import Known, known_in
from kg.lookups.events import after_of, filters_of, key_of, page_of
from kg.lookups.lists.facts import FIELDS, sources_of
from kg.lookups.lists.writing import table
from kg.lookups.lookup import Found, Lookup, Record, Values, chosen
from kg.ontology import shipped
from kg.parameters import Parameter
from kg.release import Release
from kg.times import FROM, KNOWN_ON, ON, TO, period_of, spanned


def events(release: Release, values: Values) -> Found:
    """Give a page of events, in the order of the first day on which they are possible."""
    known = known_in(release, values)
    filters, text = filters_of(known, period_of(values), values)
    page = page_of(known, WindowQuestion(after=after_of(values), limit=values["limit"], **filters), text)
    members = chosen(values, FIELDS)
    return Found([_record(known, row, members) for row in page.events], key_of(page))


def _record(known: Known, row: EventRow, members: Collection[str]) -> Record:
    return {
        "id": row.path,
        "name": row.label,
        "class": "Event",
        "roles": [],
        **spanned(row.bounds),
        "deaths_low": row.low,
        "deaths_best": row.best,
        "deaths_high": row.high,
        "rows": row.rows,
        **{name: make(known, row) for name, make in _NAMED.items() if name in members},
    }


_NAMED: Final[Mapping[str, Callable[[Known, EventRow], Any]]] = {
    "types": lambda known, row: known.things(row.types),
    "agents": lambda known, row: known.things(row.agents),
    "targets": lambda known, row: known.things(row.targets),
    "parties": lambda known, row: known.things(row.parties),
    "places": lambda known, row: known.things(row.places),
    "part_of": lambda known, row: known.things(row.part_of),
    "status": lambda known, row: known.thing(f"codes/status/{row.status}"),
    "sources": lambda known, row: known.things(sources_of(known.store, row.basis)),
}
"""Members that hold names of things, which take a while to find."""


EVENTS: Final = Lookup(
    path="/events",
    summary="Which events are there?",
    description="Whatever happened, from texts and from datasets' rows, in the order of the first day on which it is "
    "possible. With days, what may have happened then. With `as_known_on`, what was published by then.",
    parameters=table(
        Parameter(
            "type",
            "only events of this type or a narrower one",
            "capture",
            "choice",
            choices=tuple(shipped().codes("event-type")),
        ),
        Parameter(
            "actor", "only events with this actor, or an organ of it, involved", "hts", "thing", sections=("actors",)
        ),
        Parameter("place", "only events at this place or within it", "hama", "thing", sections=("places",)),
        NEAR,
        KILOMETRES,
        ON,
        FROM,
        TO,
        Parameter(
            "source", f"only what this document tells, by its id; or {TEXTS}: what no dataset tells", TEXTS, longest=200
        ),
        KNOWN_ON,
    ),
    fields=FIELDS,
    answer=events,
    example={
        "id": "events/capture-hama-2024",
        "name": "Capture: Hama, 2024-12-05",
        "class": "Event",
        "types": [{"id": "codes/event-type/capture", "name": "capture"}],
        "agents": [{"id": "actors/hts", "name": "Hayat Tahrir al-Sham"}],
        "targets": [{"id": "actors/syrian-army", "name": "Syrian Arab Army"}],
        "parties": [
            {"id": "actors/hts", "name": "Hayat Tahrir al-Sham"},
            {"id": "actors/syrian-army", "name": "Syrian Arab Army"},
        ],
        "places": [{"id": "places/hama", "name": "Hama"}],
        "part_of": [{"id": "events/offensive-2024", "name": "Offensive of late 2024"}],
        "roles": [],
        "from": "2024-12-05",
        "until": "2024-12-05",
        "surely_from": "2024-12-05",
        "surely_until": "2024-12-05",
        "deaths_low": None,
        "deaths_best": None,
        "deaths_high": None,
        "status": {"id": "codes/status/severalDocuments", "name": "several documents"},
        "sources": [{"id": "documents/fall-of-assad-analysis", "name": "How the offensive of HTS and its allies ..."}],
        "rows": [],
    },
    tag="things",
)
