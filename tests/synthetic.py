"""The invented war: where its files are, and facts imported by hand as the rows of two tables would be."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from kg.dates import Bounds, bounds_of
from kg.statements import Document, Event, Situation, Statements

HERE: Final = Path(__file__).parent
DATA: Final = HERE / "data" / "synthetic"
TEXTS: Final = DATA / "texts"
SHARED: Final = HERE.parents[1] / "shared"
"""Material that only the developers have; what needs it skips where it is absent, and fails then under CKG_CI=1."""

IMPORTED: Final = Statements(
    documents=(
        Document(
            path="documents/event-table-1-0",
            title="Event table, version 1.0",
            date=date(2030, 1, 15),
            publisher="The event table project",
            origin="The event table project",
            version="1.0",
            licence="https://creativecommons.org/licenses/by/4.0/",
            redistributable=True,
        ),
        Document(
            path="documents/place-table-7",
            title="Table of places, version 7",
            date=date(2030, 1, 4),
            publisher="The place table project",
            origin="The place table project",
            version="7",
        ),
    ),
    events=(
        Event(
            path="events/event-table-17",
            derived_from=("documents/event-table-1-0",),
            types=("codes/event-type/state-based-clash",),
            parties=("actors/blue-government", "actors/red-front"),
            places=("places/beta",),
            part_of=("events/northland-war",),
            bounds=bounds_of("2030-01-14"),
            rows=("17",),
            attributes=(("deathsBest", 4), ("deathsHigh", 6), ("deathsLow", 3)),
        ),
    ),
    situations=(
        Situation(
            path="situations/event-table-support-18",
            says="Support",
            derived_from=("documents/event-table-1-0",),
            types=("codes/support-type/funding",),
            agents=("actors/greenland",),
            targets=("actors/blue-government",),
            bounds=Bounds(date(2029, 1, 1), date(2029, 12, 31), date(2029, 12, 31), date(2029, 1, 1)),
            rows=("18",),
        ),
        Situation(
            path="situations/place-table-19",
            says="Control",
            derived_from=("documents/place-table-7",),
            agents=("actors/blue-army",),
            places=("places/gamma",),
            part_of=("events/northland-war",),
            bounds=Bounds(date(2029, 6, 1), None, date(2029, 6, 1), date(2030, 1, 4)),
            rows=("19",),
        ),
    ),
)
