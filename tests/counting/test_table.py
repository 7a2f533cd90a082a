"""The table of events: its rows, their order, and that equal input gives equal bytes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from event_rows import row, some_rows, write_rows
from kg.counting.table import KEYS, SCHEMA, write_event_table
from kg.dates import Bounds
from kg.errors import DataError
from kg.release import Release
from kg.statements import Event, Labels, Place


def place(slug: str, kind: str, within: str | None = None, lat: str | None = None) -> Place:
    number = None if lat is None else Decimal(lat)
    labels = Labels(preferred=(("en", slug),))
    return Place(path=f"places/{slug}", kind=kind, labels=labels, within=within, lat=number, long=number)


PLACES = {
    one.path: one
    for one in (
        place("land", "country", lat="1"),
        place("north", "governorate", "places/land"),
        place("district", "district", "places/north"),
        place("town", "town", "places/district", "2.5"),
        place("other", "town", "places/land"),
    )
}
EVENT = Event(
    path="events/e-1",
    derived_from=("claims/1", "documents/table-1"),
    label="An event",
    types=("codes/event-type/b", "codes/event-type/a"),
    agents=("actors/z",),
    targets=("actors/a",),
    parties=("actors/m",),
    places=("places/town", "places/other"),
    part_of=("events/war",),
    bounds=Bounds(date(2020, 1, 2), date(2020, 1, 3), date(2020, 1, 3), date(2020, 1, 2)),
    index_from=date(2020, 1, 2),
    index_until=date(2020, 1, 3),
    status="disputed",
    rows=("7", "11"),
    dyad="events/dyad-1",
    attributes=(("deathsLow", 1), ("deathsHigh", 9), ("recordCount", 3), ("reportCount", 40), ("durationDays", 2)),
)


def rows_of(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return rows


def test_an_event_is_a_row(tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    write_event_table(path, [EVENT], PLACES, redistributable={"documents/table-1": False})
    (made,) = rows_of(path)
    assert {name: made[name] for name in SCHEMA.names} == {
        "path": "events/e-1",
        "source": "documents/table-1",
        "basis": list(EVENT.derived_from),
        "rows": ["11", "7"],
        "types": ["codes/event-type/a", "codes/event-type/b"],
        "parties": ["actors/a", "actors/m", "actors/z"],
        "agents": ["actors/z"],
        "targets": ["actors/a"],
        "places": ["places/other", "places/town"],
        "within": ["places/district", "places/land", "places/north", "places/other", "places/town"],
        "governorates": ["places/north"],
        "countries": ["places/land"],
        "part_of": ["events/war"],
        "dyad": "events/dyad-1",
        "first": date(2020, 1, 2),
        "last": date(2020, 1, 3),
        "surely_from": date(2020, 1, 3),
        "surely_until": date(2020, 1, 2),
        "index_from": date(2020, 1, 2),
        "index_until": date(2020, 1, 3),
        "low": 1,
        "best": None,
        "high": 9,
        "records": 3,
        "reports": 40,
        "status": "disputed",
        "label": "An event",
        "lat": 2.5,
        "long": 2.5,
        "redistributable": False,
    }
    assert made["actor_key"] == "documents/table-1 actors/a actors/m actors/z"


def test_an_event_read_from_texts_has_no_source_and_may_be_handed_on(tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    write_event_table(path, [Event(path="events/e", derived_from=("claims/1",))], PLACES)
    (made,) = rows_of(path)
    empty = [field.name for field in SCHEMA if pa.types.is_list(field.type) and field.name != "basis"]
    assert {name: made[name] for name in empty} == {name: [] for name in empty}
    unknown = ("source", "first", "last", "dyad", "low", "best", "high", "reports", "lat")
    assert {name: made[name] for name in unknown} == dict.fromkeys(unknown)
    assert made["basis"] == ["claims/1"]
    assert (made["records"], made["redistributable"]) == (1, True)
    assert (made["index_from"], made["index_until"]) == (date.min, date.max)
    assert (made["month_key"], made["type_key"]) == (" ", " ")


def test_the_columns_are_those_of_the_schema_and_the_keys(tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    write_event_table(path, [], PLACES)
    schema = pq.read_schema(path)
    assert schema.names == [*SCHEMA.names, *KEYS]
    assert [schema.field(name).type for name in SCHEMA.names] == [field.type for field in SCHEMA]
    assert rows_of(path) == []


def test_rows_of_all_inputs_stand_in_the_order_of_time_and_path(tmp_path: Path) -> None:
    rows = some_rows(300, seed=1)
    files = [write_rows(tmp_path / "one.parquet", rows[::2]), write_rows(tmp_path / "two.parquet", rows[1::2])]
    path = tmp_path / "events.parquet"
    write_event_table(path, [EVENT], PLACES, files)
    found = [(made["index_from"], made["path"]) for made in rows_of(path)]
    assert found == sorted([(one["index_from"], one["path"]) for one in rows] + [(date(2020, 1, 2), "events/e-1")])
    assert [file.name for file in sorted(tmp_path.iterdir())] == ["events.parquet", "one.parquet", "two.parquet"]


def test_equal_input_gives_equal_bytes_in_whatever_order_it_comes(tmp_path: Path) -> None:
    rows = some_rows(3_000, seed=2)
    one, two = tmp_path / "one.parquet", tmp_path / "two.parquet"
    write_event_table(one, [EVENT], PLACES, [write_rows(tmp_path / "a.parquet", rows)])
    halves = [write_rows(tmp_path / "b.parquet", rows[1_000:][::-1]), write_rows(tmp_path / "c.parquet", rows[:1_000])]
    write_event_table(two, [EVENT], PLACES, halves)
    assert one.read_bytes() == two.read_bytes()


def test_an_event_that_was_derived_and_imported_is_there_once_as_derived(tmp_path: Path) -> None:
    file = write_rows(tmp_path / "imported.parquet", [row(1, path=EVENT.path, label="A row"), row(2)])
    path = tmp_path / "events.parquet"
    write_event_table(path, [EVENT], PLACES, [file])
    assert sorted(made["label"] for made in rows_of(path)) == ["An event", "Event 2"]


def test_a_file_with_other_columns_is_refused_with_their_names(tmp_path: Path) -> None:
    file = tmp_path / "imported.parquet"
    table = pa.Table.from_pylist([row(1)], SCHEMA).drop_columns(["low"]).append_column("extra", pa.array(["x"]))
    pq.write_table(table.set_column(0, "path", pa.array([1])), file)
    with pytest.raises(DataError) as caught:
        write_event_table(tmp_path / "events.parquet", [], PLACES, [file])
    (problem,) = caught.value.problems
    assert problem.where.file == str(file)
    assert problem.wrong == "other columns: extra is unknown; low is missing; path is BIGINT"
    assert "low BIGINT" in problem.expected
    assert not (tmp_path / "events.parquet").exists()


def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "imported.parquet"
    file.write_text("id,date\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"imported\.parquet: cannot be read"):
        write_event_table(tmp_path / "events.parquet", [], PLACES, [file])


def test_a_release_has_every_event_of_the_default_graph(release: Release) -> None:
    table = release.query("SELECT ?event { ?event a ckg:Event }").table
    assert table is not None
    paths = {f"https://w3id.org/ckg/{made['path']}" for made in rows_of(release.path / "events.parquet")}
    assert paths == {record["event"] for record in table.records()}
