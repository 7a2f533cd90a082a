"""The generator of event tables: repeatable, in the layout of GED, and spread as the table that it follows."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from conftest import needed
from synthetic import SHARED

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "event_csv.py"
sys.path.append(str(SCRIPT.parent))  # the scripts import one another by their bare names
from event_counting import profile_of, read_table  # noqa: E402
from event_csv import COLUMNS, EventTable, write_csv  # noqa: E402
from event_profile import SHIPPED, Spread, load, save  # noqa: E402

Rows = Sequence[dict[str, str]]
ROWS = 5000


def generate(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)


def share(rows: Rows, holds: Callable[[dict[str, str]], bool]) -> float:
    return sum(map(holds, rows)) / len(rows)


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    file = tmp_path_factory.mktemp("table") / "events.csv"
    write_csv(EventTable(ROWS, seed=1), file)
    return read_table(file)


@pytest.fixture(scope="module")
def world() -> list[dict[str, str]]:
    return read_table(needed(SHARED / "data" / "ucdp" / "ged231_sample1000.csv", "a sample of GED 23.1"))


@pytest.fixture(scope="module")
def war() -> list[dict[str, str]]:
    return read_table(needed(SHARED / "data" / "ucdp" / "ged_syria_652_1601_1911.csv", "GED's rows of one war"))


def test_two_processes_write_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("one", "1"), ("again", "1"), ("other", "2")):
        done = generate("--rows", "300", "--seed", seed, "--out", str(tmp_path / name))
        assert done.returncode == 0, done.stderr
    one, again, other = ((tmp_path / name).read_bytes() for name in ("one", "again", "other"))
    assert one == again
    assert one != other


def test_the_layout_is_that_of_a_real_file(world: Rows, tmp_path: Path) -> None:
    write_csv(EventTable(3, seed=1), tmp_path / "events.csv")
    data = (tmp_path / "events.csv").read_bytes()
    assert data.startswith(",".join(world[0]).encode() + b"\n")
    assert b"\r" not in data


def test_every_cell_has_what_its_column_holds(rows: Rows) -> None:
    assert len(rows) == ROWS
    assert len({row["id"] for row in rows}) == ROWS
    for row in rows:
        assert tuple(row) == COLUMNS
        start, end = date.fromisoformat(row["date_start"]), date.fromisoformat(row["date_end"])
        assert start <= end
        assert start.year == int(row["year"])
        assert -90 <= float(row["latitude"]) <= 90
        assert -180 <= float(row["longitude"]) <= 180
        assert row["geom_wkt"] == f"POINT ({row['longitude']} {row['latitude']})"
        parts = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
        assert sum(int(row[part]) for part in parts) == int(row["best"])
        assert (row["side_b_new_id"] == "1") == (row["type_of_violence"] == "3")
        lists = [row[f"source_{part}"].split(";") for part in ("office", "date", "headline")]
        assert {len(one) for one in lists} == {max(1, int(row["number_of_sources"]))}


def test_a_thing_has_one_name_and_a_place_one_position(rows: Rows) -> None:
    for key, *told in (
        ("dyad_new_id", "dyad_name", "conflict_new_id", "side_a_new_id", "side_b_new_id", "type_of_violence"),
        ("side_a_new_id", "side_a", "gwnoa"),
        ("conflict_new_id", "conflict_name"),
        ("where_coordinates", "latitude", "longitude", "priogrid_gid", "country"),
    ):
        assert len({row[key] for row in rows}) == len({(row[key], *(row[one] for one in told)) for row in rows}), key


def test_grid_cells_are_counted_as_real_rows_count_them(world: Rows) -> None:
    profile = load()
    rows = [dict(zip(COLUMNS, map(str, row), strict=True)) for row in EventTable(200, seed=3, profile=profile)]

    def cell(row: dict[str, str]) -> int:
        south_west = int((float(row["latitude"]) + 90) * 2), int((float(row["longitude"]) + 180) * 2)
        return south_west[0] * 720 + south_west[1] + 1

    for row in (*world, *rows):
        assert int(row["priogrid_gid"]) == cell(row)


def test_the_shipped_figures_are_those_of_the_real_tables(world: Rows, war: Rows, tmp_path: Path) -> None:
    save(profile_of(world, war), tmp_path / "profile.json")
    assert (tmp_path / "profile.json").read_text() == SHIPPED.read_text()


def test_a_profile_survives_the_disk(war: Rows, tmp_path: Path) -> None:
    # 41 columns: what the layout lacks comes from the shipped profile
    profile = profile_of(war)
    for name in ("counted", "again"):
        save(profile, tmp_path / name)
        profile = load(tmp_path / name)
    assert (tmp_path / "counted").read_text() == (tmp_path / "again").read_text()
    assert profile.no_description == load().no_description


def test_no_text_of_a_real_row_is_repeated(world: Rows, war: Rows, rows: Rows) -> None:
    # Names of places may meet by chance, for they are of few syllables.
    columns = ("source_headline", "where_description", "conflict_name", "dyad_name", "side_a", "side_b")
    real = {
        row[column] for table in (world, war) for row in table for column in columns if len(row.get(column, "")) > 9
    }
    assert real.isdisjoint(row[column] for row in rows for column in columns)
    shipped = SHIPPED.read_text(encoding="utf-8")
    assert not [name for name in ("Syria", "Government of", "Aleppo", "SOHR") if name in shipped]


@pytest.mark.parametrize(
    ("column", "value"),
    [("type_of_violence", kind) for kind in "123"]
    + [("where_prec", code) for code in "123456"]
    + [("date_prec", code) for code in "12345"]
    + [("event_clarity", "2"), ("adm_1", ""), ("adm_2", ""), ("source_headline", ""), ("best", "0"), ("best", "1")],
)
def test_shares_are_those_of_the_real_table(world: Rows, rows: Rows, column: str, value: str) -> None:
    real, made = (share(table, lambda row: row[column] == value) for table in (world, rows))
    assert made == pytest.approx(real, abs=0.06)


def test_few_dyads_and_places_have_most_rows_as_in_the_real_war(war: Rows, tmp_path: Path) -> None:
    write_csv(EventTable(len(war), 1, profile_of(war)), tmp_path / "war.csv")
    made = read_table(tmp_path / "war.csv")
    for column in ("dyad_new_id", "where_coordinates"):
        real, like = (Counter(row[column] for row in table).most_common() for table in (war, made))
        assert len(like) == pytest.approx(len(real), rel=0.25)
        for first in (1, 3, 20):
            both = [sum(count for _, count in ranks[:first]) / len(war) for ranks in (real, like)]
            assert both[1] == pytest.approx(both[0], rel=0.1), (column, first)
    places = [
        len({row["where_coordinates"] for row in table if row["adm_1"] and row["where_prec"] in "12"})
        for table in (war, made)
    ]
    assert places[1] == pytest.approx(places[0], rel=0.25)


def test_estimates_are_out_of_order_as_often_as_in_the_real_war(war: Rows, tmp_path: Path) -> None:
    write_csv(EventTable(len(war), 1, profile_of(war)), tmp_path / "war.csv")
    made = read_table(tmp_path / "war.csv")
    for low, high in (("low", "best"), ("best", "high"), ("low", "high")):
        odd = [sum(int(row[low]) > int(row[high]) for row in table) for table in (war, made)]
        assert odd[0] / 2.5 < odd[1] < odd[0] * 2.5
    lists = [share(table, lambda row: ", " in row["side_a"] or ", " in row["side_b"]) for table in (war, made)]
    assert lists[0] / 2 < lists[1] < lists[0] * 2


def test_texts_are_as_long_as_real_ones(world: Rows, rows: Rows) -> None:
    for column in ("source_headline", "source_original", "where_description", "source_article"):
        real, made = (sum(len(row[column]) for row in table) / len(table) for table in (world, rows))
        assert made == pytest.approx(real, rel=0.2), column
    assert any("\n" in row["source_article"] for row in rows)


def test_more_rows_have_more_dyads_and_fewer_have_the_greatest() -> None:
    spread = Spread(1000, [(500, 1), (100, 3), (10, 20)], growth=0.5)
    assert spread.weights(1000) == [500.0, *[100.0] * 3, *[10.0] * 20]
    more, fewer = spread.weights(4000), spread.weights(40)
    assert len(more) == 48
    assert more[:24] == spread.weights(1000)
    assert 0 < more[-1] < 10
    assert fewer == [500.0, 100.0, 100.0, 100.0, 10.0]


def test_a_table_that_is_none_of_ged_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "other.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", "name"], ["1", "x"]])
    done = generate("--like", str(tmp_path / "other.csv"), "--out", str(tmp_path / "out.csv"))
    assert done.returncode == 1
    assert "other.csv is no GED table: it has no column best, " in done.stderr
    assert not (tmp_path / "out.csv").exists()
