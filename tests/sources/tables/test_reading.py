"""Files that are cut, packed, written in other encodings or no tables at all: what is read, and what is told."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import lzma
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from conftest import needed
from kg.errors import DataError
from kg.sources.tables.layout import KEPT, Layout
from kg.sources.tables.packed import LONGEST_LINE
from kg.sources.tables.quarantine import Quarantine
from kg.sources.tables.reading import read_table
from synthetic import SHARED

LAYOUT = Layout(("id", "name", "more"), frozenset({"id", "name"}))
UNNAMED = Layout(("id", "name"), frozenset({"id", "name"}), "\t", {2: ("id", "name"), 3: ("id", "x", "name")})

Cells = list[tuple[Any, ...]]
Wrong = list[tuple[int, str, str, str]]


def read(content: bytes, folder: Path, layout: Layout = LAYOUT) -> tuple[Cells, Wrong]:
    """Give the rows of a table, the line last, and what stands in the quarantine: line, column, value and reason."""
    path = folder / "table.csv"
    path.write_bytes(content)
    with Quarantine(folder / "quarantine.csv") as quarantine:
        count = read_table(path, layout, folder / "out.parquet", quarantine, lambda *_: None)
    rows = [tuple(row.values()) for row in pq.read_table(folder / "out.parquet").to_pylist()]
    assert count == len(rows)
    wrong = quarantined(folder / "quarantine.csv")
    assert quarantine.rows.total() == len({line for line, *_ in wrong})
    return rows, wrong


def quarantined(path: Path) -> Wrong:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [(int(row["line"]), row["column"], row["value"], row["reason"]) for row in csv.DictReader(file)]


def refusal(content: bytes, folder: Path, layout: Layout = LAYOUT) -> str:
    with pytest.raises(DataError) as caught:
        read(content, folder, layout)
    return str(caught.value)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_in_three_ways(end: str, tmp_path: Path) -> None:
    text = end.join(["id,name", "1,a", '2,"b', 'c"', "3,d", "4"]) + end
    rows, wrong = read(text.encode(), tmp_path)
    assert rows == [("1", "a", None, 2), ("2", f"b{end}c", None, 3), ("3", "d", None, 5)]
    assert wrong == [(6, "", "4", "1 cells; expected 2, as in the header")]


def test_blank_lines_are_no_rows_and_the_last_line_needs_no_end(tmp_path: Path) -> None:
    assert read(b"id,name\n\n1,a\n\n\n2,b", tmp_path) == ([("1", "a", None, 3), ("2", "b", None, 6)], [])


def test_the_header_is_read_in_any_case_and_order_with_blanks_and_a_mark(tmp_path: Path) -> None:
    content = "\ufeff Name ,other, ID ,MORE\nz, y ,1,\nx,,2, w\n".encode()
    assert read(content, tmp_path) == ([("1", "z", None, 2), ("2", "x", "w", 3)], [])


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "the file is empty"),
        (b"1,a\n2,b\n", "the header lacks id, name"),
        (b"id,title\n1,a\n", "the header lacks name"),
        (b"id;name\n1;a\n", "its cells are parted by ';'"),
        (b"id\tname\n1\ta\n", "its cells are parted by '\\t'"),
        (b"id|name\n1|a\n", "its cells are parted by '|'"),
        (b"id,name,Name\n1,a,b\n", "the header has name twice"),
        ("id,name\n1,Ça\n".encode("cp1252"), ":2: byte 0xc7 is not UTF-8"),
        ("id,name\n1,a\n2,حلب\n".encode("cp1256"), ":3: byte 0xcd is not UTF-8"),
        ("id,name\n1,a\n".encode("utf-16"), ":1: it is UTF-16"),
        ("id,name\n1,a\n".encode("utf-16-le"), "NUL characters"),
        (b'"id,name\n1,a\n', "a quote is not closed"),
    ],
)
def test_what_is_no_such_table_is_told(content: bytes, told: str, tmp_path: Path) -> None:
    message = refusal(content, tmp_path)
    assert told in message
    assert message.startswith(str(tmp_path / "table.csv"))
    assert "expected" in message


def test_a_directory_and_a_missing_file_are_told(tmp_path: Path) -> None:
    with Quarantine(tmp_path / "q.csv") as quarantine:
        for path, told in ((tmp_path, "Is a directory"), (tmp_path / "none.csv", "No such file")):
            with pytest.raises(DataError, match=told):
                read_table(path, LAYOUT, tmp_path / "out.parquet", quarantine, lambda *_: None)


def test_a_table_without_a_header_is_told_by_its_columns(tmp_path: Path) -> None:
    assert read(b'1\t"a\n2\tb\n3\n', tmp_path, UNNAMED) == (
        [("1", '"a', 1), ("2", "b", 2)],  # it has no quotes: what looks like one is a letter
        [(3, "", "3", "1 cells; expected 2, as in the header")],
    )
    assert read(b"1\t-\ta\n", tmp_path, UNNAMED)[0] == [("1", "a", 1)]
    assert "1 columns; expected 2 or 3 columns" in refusal(b"1,a\n", tmp_path, UNNAMED)


def test_a_line_cut_within_quotes_costs_no_other_row(tmp_path: Path) -> None:
    good = 'id,name,more\n1,"a ""b""",x\n2,"c\nd",y\n3,"e",z\n'
    for end in range(good.index("1,") + 1, good.index("\n2,")):
        cut = good[:end] + good[good.index("\n2,") :]
        rows, wrong = read(cut.encode(), tmp_path)
        assert [row[0] for row in rows[-2:]] == ["2", "3"], cut
        assert [row[-1] for row in rows[-2:]] == [3, 5]
        assert len(rows) == 3 or [entry[:3] for entry in wrong] == [(2, "", good[:end].splitlines()[-1].strip())], cut


def test_a_cell_of_several_lines_that_is_cut_is_one_wrong_row(tmp_path: Path) -> None:
    cut = b'id,name,more\n1,"a\nb, c\nd\n2,"e",f\n3,g,h\n'
    rows, wrong = read(cut, tmp_path)
    assert rows == [("2", "e", "f", 5), ("3", "g", "h", 6)]
    assert [entry[:3] for entry in wrong] == [(2, "", '1,"a')]


def test_a_cut_line_does_not_swallow_the_row_below_even_if_the_cells_are_as_many(tmp_path: Path) -> None:
    # The quote that is left open is closed by one that begins a cell with a quote and a comma.
    rows, wrong = read(b'id,name,more\n1,"a\n2,b,""", c"\n3,d,e\n', tmp_path)
    assert [row[0] for row in rows] == ["2", "3"]
    assert [entry[:2] for entry in wrong] == [(2, "")]


def test_a_first_cell_that_ends_on_a_line_like_a_row_is_no_cut_line(tmp_path: Path) -> None:
    rows, wrong = read(b'id,name,more\n"\n2","a","b"\n3,"c","d\n4"\n', tmp_path)
    assert [row[1:] for row in rows] == [("a", "b", 2), ("c", "d\n4", 4)]
    assert wrong == []


@pytest.mark.parametrize(
    ("end", "lost"),
    [
        (b"2,", (3, "2 cells; expected 3, as in the header")),
        (b'2,"b', (3, "a quote is not closed until the end of the file")),
        (b'2,"b\nc', (3, "a quote is not closed until the end of the file")),
        (b"2,b,\xd8", (3, "the file ends within a letter")),
        (b'2,b,"\xd8\xad\n\xd8', (3, "the file ends within a letter")),
    ],
)
def test_a_file_that_is_cut_loses_its_last_row(end: bytes, lost: tuple[int, str], tmp_path: Path) -> None:
    rows, wrong = read(b"id,name,more\n1,a,b\n" + end, tmp_path)
    assert rows == [("1", "a", "b", 2)]
    assert [(entry[0], entry[3]) for entry in wrong] == [lost]


def test_stray_line_ends_and_letters_behind_quotes_are_told(tmp_path: Path) -> None:
    rows, wrong = read(b'id,name\n1,a\rb\n2,"c"d\n3,e\n', tmp_path)
    assert rows == [("3", "e", None, 4)]
    assert [(line, reason.split(";")[0]) for line, _, _, reason in wrong] == [
        (2, "a line ends within a cell that has no quotes around it"),
        (3, "letters behind a closing quote"),
    ]


def test_every_row_that_cannot_be_read_is_listed(tmp_path: Path) -> None:
    content = b"id,name\n" + b"".join(b"%d\n" % number for number in range(100)) + b"7,a\n"
    rows, wrong = read(content, tmp_path)
    assert rows == [("7", "a", None, 102)]
    assert [entry[:3] for entry in wrong] == [(line, "", str(line - 2)) for line in range(2, 102)]


def test_long_cells_are_cut_and_long_lines_are_left_out(tmp_path: Path) -> None:
    million = b"x" * 1_000_000
    long = b"y" * (LONGEST_LINE + 5)
    content = b"id,name,unmapped\n1,%b,a\n2,b,%b\n3,%b,c\n4,d,e\n" % (million, million, long)
    rows, wrong = read(content, tmp_path)
    assert [(row[0], row[-1]) for row in rows] == [("1", 2), ("2", 3), ("4", 5)]
    assert rows[0][1] == "x" * KEPT + "…"
    assert rows[1][1] == "b"
    (entry,) = wrong
    assert (entry[0], entry[3]) == (4, f"a line of more than {LONGEST_LINE:,} bytes")
    assert len(entry[2]) == 200


def test_a_quote_that_is_never_closed_gives_up_one_row(tmp_path: Path) -> None:
    row = b"2,%b\n" % (b"z" * 1_000)
    rows, wrong = read(b'id,name\n1,"a\n' + row * 6_000, tmp_path)  # more than a cell may have
    assert len(rows) == 6_000
    assert [(entry[0], entry[2]) for entry in wrong] == [(2, '1,"a')]
    assert wrong[0][3].startswith("a cell of more than 4,000,000 characters")


def zipped(content: bytes, *names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress,
        bz2.compress,
        lzma.compress,
        lambda content: zipped(content, "t.csv", "readme.md", "__MACOSX/t.csv"),
    ],
)
def test_packed_files_are_told_by_their_bytes(packed: Callable[[bytes], bytes], tmp_path: Path) -> None:
    assert read(packed(b"id,name\n1,a\n"), tmp_path) == ([("1", "a", None, 2)], [])


@pytest.mark.parametrize("packed", [gzip.compress, bz2.compress, lzma.compress, lambda c: zipped(c, "t.csv")])
def test_packed_files_that_are_cut_or_damaged_are_refused(packed: Callable[[bytes], bytes], tmp_path: Path) -> None:
    whole = packed(b"id,name\n" + b"".join(b"%d,%d\n" % (n, n * n) for n in range(5_000)))
    assert "cannot be read" in refusal(whole[: len(whole) // 2], tmp_path)
    for place in range(20, len(whole), len(whole) // 12):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        try:
            rows, wrong = read(bytes(damaged), tmp_path)
        except DataError as error:
            told = str(error)
        else:  # a byte that means nothing, such as one of a time stamp
            told = f"{tmp_path / 'table.csv'}: read whole" if (len(rows), wrong) == (5_000, []) else ""
        assert str(tmp_path / "table.csv") in told


def test_archives_of_several_tables_and_of_other_kinds_are_refused(tmp_path: Path) -> None:
    assert "an archive with 2 tables in it" in refusal(zipped(b"id,name\n", "a.csv", "b.csv"), tmp_path)
    assert "an archive with 0 tables in it" in refusal(zipped(b"id,name\n", "a.json"), tmp_path)
    assert "packed by zstd" in refusal(b"\x28\xb5\x2f\xfd" + b"\0" * 20, tmp_path)
    locked = bytearray(zipped(b"id,name\n1,a\n", "a.csv"))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + place] |= 1  # said to have a password
    assert "encrypted" in refusal(bytes(locked), tmp_path)


@pytest.mark.long
def test_what_unpacks_to_very_much_takes_little_memory(tmp_path: Path) -> None:
    endless = gzip.compress(b"id,name\n1,a\n2," + b"x" * 300_000_000 + b"\n3,b\n", 9)
    assert len(endless) < 400_000
    tracemalloc.start()
    rows, wrong = read(endless, tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [row[0] for row in rows] == ["1", "3"]
    assert [entry[0] for entry in wrong] == [3]
    assert peak < 120_000_000


@pytest.mark.long
def test_many_long_cells_take_little_memory(tmp_path: Path) -> None:
    row = b"1,%b,%b\n" % (b"x" * 500_000, b"y" * 500_000)
    packed = gzip.compress(b"id,name,more\n" + row * 300)
    tracemalloc.start()
    rows, _ = read(packed, tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(rows) == 300
    assert peak < 120_000_000


def parquet(folder: Path, **columns: pa.Array) -> bytes:
    pq.write_table(pa.table(columns), folder / "made.parquet")
    return (folder / "made.parquet").read_bytes()


def test_parquet_has_any_types_of_values(tmp_path: Path) -> None:
    texts = pa.array(["x", " y ", None]).dictionary_encode()
    content = parquet(tmp_path, ID=pa.array([1.0, 2.0, float("nan")]), name=texts, more=pa.array([True, False, None]))
    assert read(content, tmp_path) == ([("1", "x", "1", 1), ("2", "y", "0", 2), (None, None, None, 3)], [])
    days = pa.array([date(2016, 5, 1)]), pa.array([datetime(2016, 5, 1, 12)]), pa.array([7], pa.uint16())  # noqa: DTZ001
    assert read(parquet(tmp_path, id=days[0], name=days[1], more=days[2]), tmp_path)[0] == [
        ("2016-05-01", "2016-05-01 12:00:00.000000", "7", 1)
    ]


def test_parquet_that_is_no_such_table_is_told(tmp_path: Path) -> None:
    one = pa.array(["1"])
    assert "it lacks the columns name" in refusal(parquet(tmp_path, id=one), tmp_path)
    nested = parquet(tmp_path, id=one, name=pa.array([["a", "b"]]))
    assert "the column name is of type list" in refusal(nested, tmp_path)
    assert "it has the columns" in refusal(parquet(tmp_path, id=one, name=one, NAME=one), tmp_path)
    whole = parquet(tmp_path, id=one, name=one)
    assert "cannot be read" in refusal(whole[:-6], tmp_path)
    assert read(parquet(tmp_path, id=one, name=one, other=pa.array([{"a": 1}])), tmp_path)[0] == [("1", "1", None, 1)]
    assert "cannot be read" in refusal(parquet(tmp_path, id=one, name=pa.array([b"\xff"])), tmp_path)


def test_progress_tells_rows_and_bytes(tmp_path: Path) -> None:
    lines = b"id,name\n" + b"1,%b\n" % (b"a" * 500) * 50_000
    (tmp_path / "t.csv").write_bytes(lines)
    pq.write_table(pa.table({"id": ["1"] * 5_000, "name": ["a"] * 5_000}), tmp_path / "t.parquet")
    with Quarantine(tmp_path / "q.csv") as quarantine:
        for name, rows in (("t.csv", 50_000), ("t.parquet", 5_000)):
            told: list[tuple[int, ...]] = []
            path = tmp_path / name
            read_table(path, LAYOUT, tmp_path / "out.parquet", quarantine, lambda *n, told=told: told.append(n))
            size = path.stat().st_size
            assert len(told) >= 3
            assert told == sorted(told)
            assert told[-1] == (rows, size, size)


def test_the_real_tables_keep_their_cells_of_several_lines(tmp_path: Path) -> None:
    path = needed(SHARED / "data" / "ucdp" / "ged_syria_652_1601_1911.csv", "a real table")
    with path.open(encoding="utf-8", newline="") as file:
        header, *expected = csv.reader(file)
    rows, wrong = read(path.read_bytes(), tmp_path, Layout(tuple(header), frozenset({"id"})))
    assert wrong == []
    assert [list(row[:-1]) for row in rows] == [[cell.strip() or None for cell in row] for row in expected]
    assert sum("\n" in cell for row in expected for cell in row) == 27  # some of them at their ends only
    lines = path.read_text(encoding="utf-8").split("\n")
    assert all(lines[int(row[-1] or 0) - 1].startswith(f"{row[0]},") for row in rows)
