"""Well written blocks are read at once: the same rows and lines as record by record, wherever a block ends."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import DataError
from kg.sources.tables import blocks
from sources.tables.test_reading import Cells, Wrong, read

CELL = st.lists(
    st.sampled_from(["a", "ü", "حلب", ",", '"', "\n", "\r\n", "\r", " ", ";", "1,2,3", '"",', "\0"]), max_size=4
).map("".join)
PIECE = st.sampled_from(
    ['"', '""', ",", "\n", "\r\n", "\r", "1,a,b\n", '2,"c\nd",e\n', "\n\n", "\ufeff", "\0", " ", "x"]
)


def both_ways(content: bytes, size: int) -> tuple[Cells | str, Wrong]:
    """Read a table in blocks of a size; the same must come of it as record by record."""
    found: list[tuple[Cells | str, Wrong]] = []
    for block in (size, 0):
        with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
            patch.setattr(blocks, "BLOCK", block)
            try:
                rows, wrong = read(content, Path(folder))
            except DataError as error:
                found.append((str(error).replace(folder, ""), []))
            else:
                found.append((rows, wrong))
    assert found[0] == found[1], (content, size)
    return found[0]


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=8), size=st.integers(20, 80))
def test_tables_written_by_programs(rows: list[tuple[str, ...]], size: int) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\n").writerows([("id", "name", "more"), *rows])
    both_ways(file.getvalue().encode(), size)


@settings(max_examples=120, deadline=None)
@given(pieces=st.lists(PIECE, max_size=12), size=st.integers(20, 80))
def test_tables_that_are_anything(pieces: list[str], size: int) -> None:
    both_ways(b"id,name,more\n" + "".join(pieces).encode(), size)


def test_a_cell_of_several_lines_lies_across_blocks() -> None:
    content = b'id,name,more\n1,"a\nb",c\n2,"d\n\ne",f\n3,g,h'
    for size in range(14, len(content) + 2):
        rows, wrong = both_ways(content, size)
        assert rows == [("1", "a\nb", "c", 2), ("2", "d\n\ne", "f", 4), ("3", "g", "h", 7)]
        assert wrong == []


def test_reading_goes_on_behind_what_is_odd() -> None:
    good = b"".join(b"%d,a,b\n" % number for number in range(50))
    rows, wrong = both_ways(b"id,name,more\n" + good + b'7,"x"y,z\n' + good, 64)
    assert [row[-1] for row in rows] == [*range(2, 52), *range(53, 103)]
    assert [entry[0] for entry in wrong] == [52]
