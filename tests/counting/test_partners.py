"""Folding by party: the pass over the table gives what going through the events one by one gives."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from event_rows import lies_within, matches, row, some_rows, write_rows
from kg.counting.partners import Partner, partners, told_events
from kg.counting.questions import Filters
from kg.counting.table import write_event_table
from kg.errors import StoreDamaged

ROWS = [one | {"status": "disputed"} if n % 7 == 0 else one for n, one in enumerate(some_rows(2_000, seed=11))]
FILTERS = [
    Filters(),
    Filters(first=date(2015, 1, 10), last=date(2015, 1, 20)),
    Filters(first=date(2015, 2, 1)),
    Filters(last=date(2014, 12, 31)),
    Filters(place="places/g2", source="documents/one-table-1"),
    Filters(first=date(2030, 1, 1)),
]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("partners")
    write_event_table(folder / "events.parquet", [], {}, [write_rows(folder / "imported.parquet", ROWS)])
    return folder / "events.parquet"


def expected(actor: str, filters: Filters) -> set[Partner]:
    groups: dict[tuple[str, str | None], list[dict[str, Any]]] = defaultdict(list)
    for event in ROWS:
        if matches(event, filters) and actor in event["parties"]:
            for other in set(event["parties"]) - {actor}:
                groups[other, event["source"]].append(event)
    return {
        Partner(
            actor=other,
            source=source,
            events=len(group),
            sure=sum(lies_within(event, filters) for event in group),
            first=min((event["first"] for event in group if event["first"]), default=None),
            last=max((event["last"] for event in group if event["last"]), default=None),
            low=_sum(source, group, "low"),
            best=_sum(source, group, "best"),
            high=_sum(source, group, "high"),
        )
        for (other, source), group in groups.items()
    }


def _sum(source: str | None, group: list[dict[str, Any]], name: str) -> int | None:
    given = [event[name] for event in group if event[name] is not None]
    return sum(given) if given and source else None


@pytest.mark.parametrize("filters", FILTERS, ids=range(len(FILTERS)))
@pytest.mark.parametrize("actor", ["actors/a0", "actors/a3"])
def test_partners_are_those_of_the_events(table: Path, actor: str, filters: Filters) -> None:
    found = partners(table, actor, filters)
    assert set(found) == expected(actor, filters)
    assert [one[:2] for one in found] == sorted((one[:2] for one in found), key=lambda key: (key[0], key[1] or ""))


def test_an_actor_that_is_alone_or_nowhere_has_none(tmp_path: Path) -> None:
    rows = [row(1, parties=["actors/a"]), row(2, parties=["actors/ab", "actors/b"]), row(3)]
    write_event_table(tmp_path / "events.parquet", [], {}, [write_rows(tmp_path / "imported.parquet", rows)])
    for actor in ("actors/a", "actors/c", "", "documents/one-table-1"):
        assert partners(tmp_path / "events.parquet", actor, Filters()) == []


@pytest.mark.parametrize("filters", FILTERS[:4], ids=range(4))
def test_events_read_from_texts_are_in_order(table: Path, filters: Filters) -> None:
    told = [one for one in ROWS if matches(one, filters) and one["source"] is None and "actors/a0" in one["parties"]]
    told.sort(key=lambda event: (event["index_from"], event["path"]))
    assert told_events(table, {"actors/a0"}, filters) == [(event["path"], event["parties"]) for event in told]


def test_without_a_table(tmp_path: Path) -> None:
    with pytest.raises(StoreDamaged, match="has no table of events"):
        partners(tmp_path / "events.parquet", "actors/a", Filters())
