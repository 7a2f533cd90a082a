"""Pages of events: together they are what was asked for, each event once, in order."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from event_rows import SOURCES, matches, row, some_rows, write_rows
from kg.counting.circle import Circle
from kg.counting.occurrences import Occurrences, write_occurrences
from kg.counting.questions import MOST, TEXTS, Filters
from kg.counting.table import write_event_table
from kg.counting.window import INDEX, EventRow, WindowQuestion, window
from kg.errors import BadParameter, StoreDamaged

ROWS = some_rows(1_500, seed=9)
FILTERS: list[dict[str, Any]] = [
    {},
    {"first": date(2015, 1, 10), "last": date(2015, 1, 20)},
    {"actors": frozenset({"actors/a1"})},
    {"place": "places/g2", "last": date(2015, 2, 1)},
    {"types": frozenset({"codes/event-type/t1"}), "source": TEXTS},
    {"source": SOURCES[0], "actors": frozenset({"actors/a0", "actors/a5"})},
    {"place": "places/nowhere"},
    {"place": "places/g1", "actors": frozenset({"actors/a1", "actors/a2"}), "first": date(2015, 1, 5)},
    {"actors": frozenset({"actors/nobody", "actors/a3"})},
    {"circle": Circle(20.5, 19.5, 900)},
    {"circle": Circle(-61.0, 180.0, 1000), "last": date(2015, 3, 1)},
    {"circle": Circle(89.9, 0.0, 1000), "actors": frozenset({"actors/a1"})},
]


@pytest.fixture(scope="module", params=["table", "index"])
def table(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a table, without and with the index of whom and where its events involve: both answer alike."""
    folder = tmp_path_factory.mktemp("window")
    write_event_table(folder / "events.parquet", [], {}, [write_rows(folder / "imported.parquet", ROWS)])
    if request.param == "index":
        write_occurrences(folder / INDEX, folder / "events.parquet")
    return folder / "events.parquet"


def expected(filters: dict[str, Any]) -> list[str]:
    found = [event for event in ROWS if matches(event, Filters(**filters))]
    return [event["path"] for event in sorted(found, key=lambda event: (event["index_from"], event["path"]))]


@pytest.mark.parametrize("filters", FILTERS, ids=range(len(FILTERS)))
def test_pages_after_one_another_are_the_whole(table: Path, filters: dict[str, Any]) -> None:
    by_key: list[str] = []
    after = None
    while True:
        page = window(table, WindowQuestion(after=after, limit=97, **filters))
        by_key += [event.path for event in page.events]
        after = page.after
        if after is None:
            break
        assert len(page.events) == 97
    by_offset = [
        event.path
        for offset in range(0, len(by_key) + 1, 97)
        for event in window(table, WindowQuestion(offset=offset, limit=97, **filters)).events
    ]
    assert by_key == by_offset == expected(filters)
    assert by_key or filters.get("place") == "places/nowhere"


def test_a_page_has_what_the_table_says_of_an_event(table: Path) -> None:
    known = {event["path"]: event for event in ROWS}
    for event in (
        *window(table, WindowQuestion(limit=MOST)).events,
        *window(table, WindowQuestion(limit=MOST, actors=frozenset({"actors/a1"}))).events,
    ):
        assert event._asdict() == {name: known[event.path][name] for name in EventRow._fields}


def test_the_last_page_says_that_it_is_the_last(tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    write_event_table(path, [], {}, [write_rows(tmp_path / "imported.parquet", [row(n) for n in range(4)])])
    assert window(path, WindowQuestion(limit=3)).after == (date(2016, 5, 31), "events/e-00002")
    assert window(path, WindowQuestion(limit=4)).after is None
    assert window(path, WindowQuestion(offset=4)).events == ()


def test_what_cannot_be_asked_is_refused(table: Path, tmp_path: Path) -> None:
    for question in (WindowQuestion(limit=0), WindowQuestion(limit=MOST + 1), WindowQuestion(offset=-1)):
        with pytest.raises(BadParameter):
            window(table, question)
    with pytest.raises(StoreDamaged, match="has no table of events"):
        window(tmp_path / "events.parquet", WindowQuestion())


def test_the_latest_events_of_a_thing_come_first(table: Path, tmp_path: Path) -> None:
    index = tmp_path / INDEX
    write_occurrences(index, table)
    paths = expected({"actors": frozenset({"actors/a1"})})
    with closing(Occurrences(index)) as opened:
        assert opened.count("actors/a1") == len(paths)
        assert [event.path for event in opened.latest("actors/a1", 5)] == paths[:-6:-1]
        assert opened.count("actors/nobody") == 0
        assert opened.latest("actors/nobody", 5) == []
    index.write_bytes(b"no database at all, but long enough to look like the beginning of one" * 50)
    with closing(Occurrences(index)) as opened, pytest.raises(StoreDamaged, match="build again"):
        opened.count("actors/a1")


def test_an_index_of_other_columns_says_to_build_again(table: Path, tmp_path: Path) -> None:
    index = tmp_path / INDEX
    write_occurrences(index, table)
    with closing(sqlite3.connect(index)) as db, db:
        db.execute("UPDATE event SET said = json_remove(said, '$[0]')")
    with closing(Occurrences(index)) as opened, pytest.raises(StoreDamaged, match="build again"):
        opened.latest("actors/a1", 5)
