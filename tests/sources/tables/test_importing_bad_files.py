"""Files that are wrong, through the command line: a message, status 2, the release unharmed, and nothing left over."""

from __future__ import annotations

import csv
import gzip
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from importing.tables import ROW, write_ged
from kg.release import open_release
from kg.sources.tables.ucdp_ged import GED
from sources.tables.answers import asked
from synthetic import DATA

COLUMNS = [column.name for column in GED.columns]
Row = dict[str, str]


def kg(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from kg.cli import main; main()", "build", "--data", DATA, *arguments]
    env = {**os.environ, "COLUMNS": "200"}
    return subprocess.run(command, capture_output=True, text=True, env=env, timeout=110, check=False)


def content(*rows: Row) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    writer.writerows({**ROW, **row} for row in rows)
    return file.getvalue().encode()


GOOD = content({}, {"id": "2"}, {"id": "3", "side_b": 'The "Blues",\nof \\ ح\u202b'}, {"id": "4"})


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad")
    table = write_ged(folder / "good.csv", [{}, {"id": "2"}])
    assert kg("--import", f"ucdp-ged={table}", "--store", folder / "store").returncode == 0
    return folder / "store"


def files(store: Path) -> dict[str, int]:
    """Give every file of a store with its size, but for what may change when nothing is built."""
    return {
        path.relative_to(store).as_posix(): path.stat().st_size
        for path in store.rglob("*")
        if path.is_file() and path.name not in {"building", "quarantine.csv"} | {"LOCK", "in-use"}
    }


def refused(store: Path, table: Path, *more: str | Path, kind: str = "ucdp-ged") -> str:
    before, current = files(store), (store / "current").read_text()
    done = kg("--import", f"{kind}={table}", *more, "--store", store)
    assert done.returncode == 2, done
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert files(store) == before
    assert (store / "current").read_text() == current
    assert [path.name for path in (store / "releases").iterdir()] == [current.strip()]
    return done.stderr


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, GOOD)
    return file.getvalue()


@pytest.mark.long
@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "the file is empty"),
        (GOOD.split(b"\n")[0] + b"\n", "there are no rows below the header"),
        (GOOD.partition(b"\n")[2], "the header lacks"),
        (GOOD.replace(b",", b";"), "its cells are parted by ';'"),
        (GOOD.decode().encode("utf-16"), "it is UTF-16"),
        ("é".encode("cp1252").join([GOOD[:400], GOOD[400:]]), "is not UTF-8; it may be a Windows or Arabic encoding"),
        (GOOD.replace(b"date_start", b"date_begin"), "the header lacks date_start"),
        (GOOD.replace(b",date_end,", b",date_start,"), "the header"),
        (gzip.compress(GOOD * 50)[:-60], "cannot be read"),
        (zipped("a.csv", "b.csv"), "an archive with 2 tables in it"),
        (content({"id": ""}, {"id": "2", "date_start": "0000-01-01"}), "not one row can be used: line 2, id ''"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "is not UTF-8"),
    ],
)
def test_a_file_that_is_no_such_table_stops_the_build(data: bytes, told: str, store: Path, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_bytes(data)
    message = refused(store, tmp_path / "table.csv")
    assert told in message
    assert str(tmp_path / "table.csv") in message
    assert "expected" in message


def test_a_directory_a_missing_file_and_a_table_of_another_kind_stop_the_build(store: Path, tmp_path: Path) -> None:
    assert "Is a directory" in refused(store, tmp_path)
    assert "No such file" in refused(store, tmp_path / "none.csv")
    table = write_ged(tmp_path / "ged.csv", [{}])
    assert "the header lacks" in refused(store, table, kind="ucdp-esd")
    assert "columns" in refused(store, table, kind="gdelt")


def test_one_bad_file_stops_the_good_ones_too(store: Path, tmp_path: Path) -> None:
    table = write_ged(tmp_path / "fine.csv", [{"id": "77"}])
    (tmp_path / "bad.csv").write_bytes(b"id\n1\n")
    assert "bad.csv" in refused(store, table, "--import", f"ucdp-ged={tmp_path / 'bad.csv'}")


def test_strict_allows_no_wrong_row(store: Path, tmp_path: Path) -> None:
    table = write_ged(tmp_path / "t.csv", [{}, {"id": "2", "latitude": "91"}])
    message = refused(store, table, "--strict")
    assert "1 wrong row" in message
    assert "t.csv:3" in message
    assert "latitude '91'" in message
    assert [row["column"] for row in quarantine(store)] == ["latitude"]


def quarantine(folder: Path) -> list[Row]:
    with (folder / "quarantine.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


WRONG: list[tuple[Row, str]] = [
    ({"id": ""}, "id"),
    ({"id": "1"}, "id"),  # a second time
    ({"id": "1.0"}, "id"),  # and a third
    ({"id": "a/b"}, "id"),
    ({"id": '4"'}, "id"),
    ({"id": "9" * 10_000}, "id"),
    ({"date_start": "0000-05-01"}, "date_start"),
    ({"date_start": "2016-02-30"}, "date_start"),
    ({"date_end": "10000-01-01"}, "date_end"),
    ({"date_start": "2016-05-02"}, "date_end"),  # the end before the start
    ({"date_start": ""}, "date_start"),
    ({"latitude": "90.5"}, "latitude"),
    ({"longitude": "-181"}, "longitude"),
    ({"latitude": "120.25", "longitude": "10.5"}, "latitude"),  # swapped
    ({"latitude": "NaN"}, "latitude"),
    ({"longitude": "inf"}, "longitude"),
    ({"best": "-1"}, "best"),
    ({"high": "12345678901234567890"}, "high"),
    ({"low": "1.5"}, "low"),
    ({"type_of_violence": "4"}, "type_of_violence"),
    ({"side_a": "x" * 1_000_000}, "side_a"),
    ({"side_b": "a\x00b"}, "side_b"),
    ({"dyad_new_id": "1 2"}, "dyad_new_id"),
    ({"country": ""}, "country"),
]


def test_wrong_rows_go_to_quarantine_and_odd_ones_are_kept(tmp_path: Path) -> None:
    odd = {"low": "9", "side_b": 'The "Blues"\\\nof \u202bالشام', "side_b_new_id": "901.0", "date_prec": "5"}
    rows: list[Row] = [{}, {"id": "odd", **odd}]
    rows += [{"id": str(100 + number)} | row for number, (row, _) in enumerate(WRONG)]
    (tmp_path / "t.csv").write_bytes(content(*rows, {"id": "last"}))
    done = kg("--import", f"ucdp-ged={tmp_path / 't.csv'}", "--store", tmp_path / "store")
    assert done.returncode == 0, done.stderr
    assert f"3 rows, {len(WRONG)} left out" in done.stdout
    found = sorted(quarantine(tmp_path / "store"), key=lambda row: int(row["line"]))
    # The odd row stands on two lines, so that those behind it begin a line further down.
    assert [(int(row["line"]), row["column"]) for row in found] == [
        (number, column) for number, (_, column) in enumerate(WRONG, 5)
    ]
    lines = (tmp_path / "t.csv").read_bytes().replace(b"\r\n", b"\n").split(b"\n")
    for row, (given, column) in zip(found, WRONG, strict=True):
        assert row["value"][:100].encode() in lines[int(row["line"]) - 1].replace(b'""', b'"')
        assert row["file"] == "t.csv"
        assert row["reason"]
        assert column in given or column == "date_end"
    with open_release(tmp_path / "store") as release:
        question = "SELECT ?row WHERE { ?e a ckg:Event ; ckg:row ?row ; ckg:deathsBest 2 } ORDER BY ?row"
        assert [row["row"] for row in asked(release, question)] == ["1", "last", "odd"]
        question = 'SELECT ?code WHERE { ?e ckg:row "odd" ; ckg:oddity ?code } ORDER BY ?code'
        assert [row["code"].rsplit("/", 1)[-1] for row in asked(release, question)] == [
            "low-above-best",
            "low-above-high",
        ]
        assert release.counts("type").totals
        names = "SELECT ?name WHERE { <https://w3id.org/ckg/actors/ucdp-901> skos:prefLabel ?name }"
        assert [row["name"] for row in asked(release, names)] == ['The "Blues"\\ of \u202bالشام']
        assert quarantine(release.path) == quarantine(tmp_path / "store")


@pytest.mark.long
def test_what_is_mended_leaves_no_quarantine(tmp_path: Path) -> None:
    for cells, there in (({"low": "-1"}, True), ({}, False)):
        table = write_ged(tmp_path / "t.csv", [{}, {"id": "2", **cells}])
        assert kg("--import", f"ucdp-ged={table}", "--store", tmp_path / "store").returncode == 0
        assert (tmp_path / "store" / "quarantine.csv").exists() == there


@pytest.mark.long
@pytest.mark.parametrize(
    "written",
    [
        lambda data: data.replace(b"\r\n", b"\n"),
        lambda data: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r"),
        lambda data: b"\xef\xbb\xbf" + data,
        gzip.compress,
        lambda data: data.replace(b"date_start", b" DATE_Start "),
    ],
    ids=["LF", "CR", "BOM", "gzip", "header"],
)
def test_good_rows_are_read_however_they_are_written(written: Callable[[bytes], bytes], tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(written(GOOD))
    done = kg("--import", f"ucdp-ged={tmp_path / 't.csv'}", "--strict", "--store", tmp_path / "store")
    assert done.returncode == 0, done.stderr
    assert ": 4 rows" in done.stdout


@pytest.mark.long
def test_parquet_with_numbers_and_days_is_the_same_table(tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(GOOD.decode(), newline="")))
    columns = {name: pa.array([row[name] for row in rows]) for name in COLUMNS}
    for name in ("id", "side_a_new_id", "latitude", "longitude", "low"):
        columns[name] = pa.array([float(row[name]) for row in rows])
    columns["date_start"] = columns["date_start"].cast(pa.date32())
    columns["date_end"] = columns["date_end"].cast(pa.timestamp("us"))
    pq.write_table(pa.table(columns), tmp_path / "t.parquet")
    (tmp_path / "t.csv").write_bytes(GOOD)
    for name in ("t.parquet", "t.csv"):
        done = kg("--import", f"ucdp-ged={tmp_path / name}", "--strict", "--store", tmp_path / name.replace(".", "-"))
        assert done.returncode == 0, done.stderr
    paths = []
    for name in ("t-parquet", "t-csv"):
        with open_release(tmp_path / name) as release:
            wanted = ["path", "first", "last", "low", "best", "parties", "places", "lat"]
            paths.append(pq.read_table(release.path / "events.parquet", columns=wanted).to_pylist())
    assert paths[0] == paths[1]
