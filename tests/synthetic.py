"""The invented war: where its files are, and facts imported by hand as the rows of two tables would be."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from kg.dates import Bounds, bounds_of
from kg.statements import Document, Event, EventName, Labels, Place, Situation, Statements

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

_ROWS: Final = "documents/event-table-1-0"
_OTHERS: Final = "documents/support-table-3"
_YEARS: Final = {year: Bounds(date(year, 1, 1), date(year, 12, 31), date(year, 12, 31), date(year, 1, 1)) for year in (2029, 2030)}  # fmt: skip


def _row(number: int, when: Bounds, place: str, dyad: str, deaths: tuple[int, int, int] | None, kind: str) -> Event:
    """Make a row of the table of events."""
    names = ("deathsLow", "deathsBest", "deathsHigh")
    parties = {"events/dyad-1": ("actors/blue-army", "actors/red-front"), "events/dyad-2": ("actors/greenland", "actors/red-front")}  # fmt: skip
    return Event(
        path=f"events/event-table-{number}",
        derived_from=(_ROWS,),
        types=(f"codes/event-type/{kind}",),
        parties=parties[dyad],
        places=(place,),
        dyad=dyad,
        bounds=when,
        rows=(str(number),),
        attributes=tuple(sorted(zip(names, deaths, strict=True))) if deaths else (),
    )


def _support(supporter: str, year: int, **known: Any) -> Situation:
    """Make a row of the table of support: who supported the Blue Government in a year."""
    return Situation(
        path=f"situations/support-table-{supporter}-{year}",
        says="Support",
        derived_from=(_OTHERS,),
        agents=(f"actors/{supporter}",),
        targets=("actors/blue-government",),
        bounds=_YEARS[year],
        rows=(f"{supporter}-{year}",),
        **known,
    )


TABLES: Final = IMPORTED + Statements(
    places=(
        Place(path="places/delta", kind="town", labels=Labels(preferred=(("en", "Delta"),)), within="places/northland",
              lat=Decimal("10.6"), long=Decimal("20.3"), coordinate_source="the invented gazetteer"),
        Place(path="places/dateline", kind="town", labels=Labels(preferred=(("en", "Dateline"),)), lat=Decimal("66.5"),
              long=Decimal("179.99"), coordinate_source="the invented gazetteer"),
        Place(path="places/across", kind="town", labels=Labels(preferred=(("en", "Across"),)), lat=Decimal("66.5"),
              long=Decimal("-179.99"), coordinate_source="the invented gazetteer"),
    ),
    event_names=(
        EventName(path="events/dyad-1", labels=Labels(preferred=(("en", "Blue Army - Red Front"),))),
        EventName(path="events/dyad-2", labels=Labels(preferred=(("en", "Greenland - Red Front"),))),
    ),
    documents=(
        Document(path=_OTHERS, title="Support table, version 3", date=date(2030, 1, 10), version="3",
                 publisher="The support table project", origin="The support table project"),
    ),
    events=(
        _row(20, bounds_of("2029-12-30"), "places/alpha", "events/dyad-1", (1, 2, 4), "state-based-clash"),
        _row(21, bounds_of("2029-12-30/2030-01-02"), "places/delta", "events/dyad-1", (5, 5, 5), "shelling"),
        _row(22, bounds_of("2030-01-02"), "places/delta", "events/dyad-2", None, "shelling"),
        _row(23, bounds_of("2030"), "places/across", "events/dyad-2", (0, 10, 20), "state-based-clash"),
        _row(24, bounds_of("2026/2030"), "places/delta", "events/dyad-2", (0, 0, 1), "shelling"),
    ),
    situations=(
        _support("greenland", 2029, types=("codes/support-type/training",), supporter_kind="state", alleged=False),
        _support("greenland", 2030, group_types=("codes/support-type/weapons",), supporter_kind="state", alleged=True),
        _support(
            "red-front", 2030, types=("codes/support-type/funding", "codes/support-type/training"),
            group_types=("codes/support-type/intelligence", "codes/support-type/weapons"), supporter_kind="non-state",
        ),
        _support("captain-ochre", 2030, types=("codes/support-type/funding",), supporter_kind="state-elements"),
    ),
)  # fmt: skip
"""More rows, with what larger tables have: dyads, rough dates, coordinates, support of several forms and kinds."""

OF_TABLES = {"deaths-by-month", "dyads", "most-active", "near-place", "support-by-year"}
"""Stored queries that ask of larger tables; their cases are about the invented war with more imported rows."""
NEEDS_ROWS = OF_TABLES - {"near-place", "support-by-year"}
"""Those that have no answer without a table of events; the shipped data has none."""
