"""Who is once removed: the pass over the table gives what going through the events one by one gives."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from event_rows import lies_within, matches, row, some_rows, write_rows
from kg.counting.partners import Partner, partners
from kg.counting.questions import Filters
from kg.counting.removed import Removed, once_removed
from kg.counting.table import write_event_table
from kg.errors import StoreDamaged

# Few meet one another: else nobody is once removed.
ROWS = [
    one | {"parties": one["parties"][:2], "status": "disputed" if n % 3 == 0 else one["status"]}
    for n, one in enumerate(some_rows(40, seed=11))
]
FILTERS = [
    Filters(),
    Filters(first=date(2015, 1, 10), last=date(2015, 3, 20)),
    Filters(first=date(2015, 1, 10)),
    Filters(source="documents/one-table-1"),
    Filters(first=date(2030, 1, 1)),
]
ACTORS = sorted({party for one in ROWS for party in one["parties"]})


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("removed")
    write_event_table(folder / "events.parquet", [], {}, [write_rows(folder / "imported.parquet", ROWS)])
    return folder / "events.parquet"


def expected(actor: str, filters: Filters) -> set[Removed]:
    events = [event for event in ROWS if matches(event, filters)]
    near = {party for event in events if actor in event["parties"] for party in event["parties"]} - {actor}

    def sure(*both: str) -> bool:
        return any({*both} <= {*event["parties"]} and lies_within(event, filters) for event in events)

    found = set()
    for other in {*ACTORS} - near - {actor}:
        for source in {event["source"] for event in events}:
            group = [
                event for event in events
                if event["source"] == source and other in event["parties"] and near.intersection(event["parties"])
            ]  # fmt: skip
            between = sorted({party for event in group for party in event["parties"]} & near)
            here = [event for event in group if lies_within(event, filters)]
            if group:
                found.add(
                    Removed(
                        actor=other,
                        source=source,
                        events=len(group),
                        sure=any(
                            sure(actor, one) and any(one in event["parties"] for event in here) for one in between
                        ),
                        first=min((event["first"] for event in group if event["first"]), default=None),
                        last=max((event["last"] for event in group if event["last"]), default=None),
                        between=tuple(between),
                    )
                )
    return found


@pytest.mark.parametrize("filters", FILTERS, ids=range(len(FILTERS)))
def test_those_once_removed_are_those_of_the_events(table: Path, filters: Filters) -> None:
    total = 0
    for actor in ACTORS:
        found = once_removed(table, actor, partners(table, actor, filters), filters)
        assert set(found) == expected(actor, filters)
        assert [one[:2] for one in found] == sorted((one[:2] for one in found), key=lambda key: (key[0], key[1] or ""))
        total += len(found)
    assert total or filters.first == date(2030, 1, 1)


def test_an_actor_that_is_alone_or_nowhere_has_nobody(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [row(1, parties=["actors/a"]), row(2, parties=["actors/ab", "actors/b"]), row(3)]
    write_event_table(tmp_path / "events.parquet", [], {}, [write_rows(tmp_path / "imported.parquet", rows)])
    for actor in ("actors/a", "actors/ab", "actors/c", "", "documents/one-table-1"):
        alone = partners(tmp_path / "events.parquet", actor, Filters())
        assert once_removed(tmp_path / "events.parquet", actor, alone, Filters()) == []


def test_without_a_table(tmp_path: Path) -> None:
    met = Partner("actors/b", None, 1, 1, None, None, None, None, None)
    with pytest.raises(StoreDamaged, match="has no table of events"):
        once_removed(tmp_path / "events.parquet", "actors/a", [met], Filters())
