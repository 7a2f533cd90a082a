"""Tables damaged at random: every record is a row or in quarantine, and no row that is taken is wrong."""

from __future__ import annotations

import csv
import io
import tempfile
from datetime import date
from pathlib import Path

import ibis
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importing.tables import ROW
from kg.errors import DataError
from kg.sources.tables.columns import WRONG, values
from kg.sources.tables.layout import LINE, NOTHING, Layout
from kg.sources.tables.quarantine import Quarantine
from kg.sources.tables.reading import read_table
from kg.sources.tables.ucdp_ged import GED

pytestmark = pytest.mark.long
COLUMNS = GED.columns
NAMES = tuple(column.name for column in COLUMNS)
LAYOUT = Layout(NAMES, frozenset(NAMES))
BITS = st.sampled_from(
    ['"', '""', ",", ";", "\n", "\r\n", "\r", "\0", "\ufeff", "é", "ح", "\u202b", "-1", "1e9", "NaN", "0000-01-01", "2016-02-30",
     "118.0", " ", "'", "\\", "x" * 1_001, "9" * 30, "1,2,3", "\x07", "%s", "NA"]
)  # fmt: skip
CELL = st.one_of(st.none(), BITS, st.text(max_size=8), st.lists(BITS, max_size=4).map("".join))


def written(rows: list[dict[str, str]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, NAMES, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode("utf-8", "replace")


def read(content: bytes) -> tuple[list[dict[str, object]], list[dict[str, object]], dict[int, str]]:
    """Give the values of rows that are taken, all texts, and the lines in quarantine with what stands there."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "t.csv").write_bytes(content)
        with Quarantine(folder / "q.csv") as quarantine:
            count = read_table(folder / "t.csv", LAYOUT, folder / "t.parquet", quarantine, lambda *_: None)
        table = pq.read_table(folder / "t.parquet")
        assert table.num_rows == count
        wrong = {}
        if (folder / "q.csv").exists():
            with (folder / "q.csv").open(encoding="utf-8", newline="") as file:
                wrong = {int(row["line"]): row["value"] for row in csv.DictReader(file)}
        assert quarantine.rows.total() == len(wrong)
    if not count:
        return [], [], wrong
    con = ibis.duckdb.connect(threads=1)
    given = con.create_table("given", table)
    every = values(given, COLUMNS)
    taken = every.filter(~every[WRONG]).drop(WRONG).to_pyarrow().to_pylist()
    con.disconnect()
    return taken, table.to_pylist(), wrong


def sound(row: dict[str, object]) -> None:
    """Check a row that is taken by other means than the importer's."""
    for column in COLUMNS:
        assert row[column.name] is not None or not column.filled
    for name in ("low", "best", "high"):
        number = row[name]
        assert isinstance(number, int)
        assert 0 <= number <= 1_000_000_000
    for name in ("date_start", "date_end"):
        day = row[name]
        assert isinstance(day, date)
        assert 1000 <= day.year < 3000
    assert -90 <= float(str(row["latitude"])) <= 90
    assert -180 <= float(str(row["longitude"])) <= 180
    assert row["type_of_violence"] in {"1", "2", "3"}
    for name in ("id", "side_a_new_id", "side_b_new_id", "country_id", "dyad_new_id"):
        assert row[name] is None or str(row[name]).replace("_", "").replace("-", "").replace(".", "").isalnum()
        assert row[name] is None or str(row[name]).isascii()
    for name in ("side_a", "side_b", "country"):
        assert str(row[name]).isprintable() or all(letter >= " " and letter != "\x7f" for letter in str(row[name]))


@pytest.mark.timeout(300)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    cells=st.lists(
        st.dictionaries(st.sampled_from(NAMES), CELL.map(lambda c: c or ""), max_size=4), min_size=1, max_size=6
    )
)
def test_every_record_that_is_well_written_is_read_with_its_line(cells: list[dict[str, str]]) -> None:
    rows = [{**ROW, "id": str(number), **row} for number, row in enumerate(cells)]
    content = written(rows)
    taken, every, wrong = read(content)
    expected = [
        {name: None if cell.strip() in ("", *NOTHING) else cell.strip() for name, cell in row.items()}
        for row in csv.DictReader(io.StringIO(content.decode(), newline=""))
    ]
    assert wrong == {}
    assert [{name: cell for name, cell in row.items() if name != LINE} for row in every] == expected
    lines = content.split(b"\n")
    assert all(lines[int(str(row[LINE])) - 1].startswith(b'"') for row in every)
    for row in taken:
        sound(row)


@pytest.mark.timeout(300)
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_damage_gives_a_message_or_sound_rows(data: st.DataObject) -> None:
    rows = [{**ROW, "id": str(number), "side_b": f'The "{number}",\nnext'} for number in range(6)]
    content = written(rows)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(content)))
        length = data.draw(st.sampled_from([0, 1, 5, 60, 10_000]))
        piece = data.draw(st.one_of(st.just(b""), BITS.map(str.encode), st.binary(max_size=4)))
        content = content[:place] + piece + content[place + length :]
    try:
        taken, every, wrong = read(content)
    except DataError as error:
        told = error.problems
        taken, every, wrong = [], [], {}
    else:
        told = ()
    assert all(problem.wrong and problem.expected for problem in told)
    assert {row[LINE] for row in every}.isdisjoint(wrong)
    for row in taken:
        sound(row)
