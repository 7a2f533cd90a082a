"""Counts on the command line, as a person and a program read them."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from event_rows import row, write_rows
from kg.counting.parameters import PARAMETERS
from kg.counting.questions import CountAnswer, CountQuestion, CountRow
from kg.counting.showing import as_table, columns, records, totals_records, totals_table
from kg.counting.table import write_event_table
from kg.counting.tallies import write_tallies
from kg.store import StoreDirectory

ROWS = (
    CountRow(None, (2016, "codes/event-type/x", None), 4, 4, None, None, None, None),
    CountRow("documents/d", (None, None, "2016-05-01"), 1, 12, 7, 0, 5, 9),
)
ANSWER = CountAnswer(
    CountQuestion(by=("year", "type", "day")), ROWS, (ROWS[1]._replace(keys=()),), more=True, names={"documents/d": "D"}
)
KG = Path(sys.executable).parent / "kg"


def kg(*arguments: str, store: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "CKG_STORE": str(store), "COLUMNS": "200"}
    return subprocess.run([KG, *arguments], capture_output=True, text=True, env=env, timeout=120, check=False)


def test_plain_values_are_those_of_the_table() -> None:
    table = as_table(ANSWER)
    assert table.truncated
    assert table.columns == columns(ANSWER.question)
    assert records(ANSWER) == table.records()
    assert totals_records(ANSWER) == totals_table(ANSWER).records()
    first, second = records(ANSWER)
    assert (first["year"], first["type"], first["typeName"], first["day"], first["source"]) == (
        2016, "https://w3id.org/ckg/codes/event-type/x", "codes/event-type/x", None, None,
    )  # fmt: skip
    assert (second["sourceName"], second["records"], second["low"]) == ("D", 12, 0)


@pytest.fixture
def copy(store: Path, tmp_path: Path) -> Path:
    return shutil.copytree(store, tmp_path / "store")


def test_a_table_without_colours_or_separators_for_programs(store: Path) -> None:
    done = kg("counts", "--by", "day,type", "--source", "event-table-1-0", store=store)
    assert done.returncode == 0
    head, line = done.stdout.splitlines()
    assert head.split() == ["day", "type", "source", "events", "records", "low", "best", "high"]
    assert line.split() == [
        "2030-01-14",
        "state-based",
        "violence",
        "Event",
        "table,",
        "version",
        "1.0",
        "1",
        "1",
        "3",
        "4",
        "6",
    ]
    assert "never added up" in done.stderr


def test_json_and_csv(store: Path) -> None:
    arguments = ["counts", "--by", "actor", "--actor", "Red Front", "--from", "2030-01-14", "--to", "2030-01-14"]
    rows = json.loads(kg(*arguments, "--format", "json", store=store).stdout)
    assert {found["actorName"]: found["best"] for found in rows} == {"Blue Government": 4, "Red Front": 4}
    lines = csv.DictReader(io.StringIO(kg(*arguments, "--format", "csv", store=store).stdout))
    assert {found["actorName"]: found["best"] for found in lines} == {"Blue Government": "4", "Red Front": "4"}


def test_every_parameter_is_an_option_and_what_is_near_can_be_counted(store: Path) -> None:
    told = kg("counts", "--help", store=store).stdout
    assert [name for name in PARAMETERS if f"--{name} " not in told] == []
    near = json.loads(kg("counts", "--by", "place", "--near", "alpha", "--format", "json", store=store).stdout)
    assert {found["place"].rpartition("/")[2] for found in near} == {"alpha"}
    alone = kg("counts", "--kilometres", "5", store=store)
    assert (alone.returncode, alone.stdout) == (2, "")
    assert "expected a place in near" in alone.stderr


def test_thousands_stand_apart_and_below_one_another_in_a_terminal(copy: Path, tmp_path: Path) -> None:
    rows = [row(n, dyad=f"events/dyad-{n}", low=low, best=low, high=low) for n, low in enumerate([1_234_567, 89])]
    table = StoreDirectory(copy).current() / "events.parquet"
    write_event_table(table, [], {}, [write_rows(tmp_path / "imported.parquet", rows)])
    write_tallies(table.with_name("tallies.parquet"), table)
    main, terminal = pty.openpty()
    env = {**os.environ, "CKG_STORE": str(copy), "COLUMNS": "200", "NO_COLOR": "1"}
    with subprocess.Popen([KG, "counts", "--by", "dyad"], stdout=terminal, env=env) as process:
        assert process.wait(timeout=60) == 0
    os.close(terminal)
    shown = os.read(main, 1 << 16).decode()
    os.close(main)
    assert "1,234,567" in shown
    assert "       89" in shown
    plain = kg("counts", "--by", "dyad", store=copy).stdout
    assert "1234567" in plain


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--by", "mnth"], "parameter 'by': events are not counted by 'mnth'; expected some of month"),
        (["--from", "2030-02-30"], "parameter 'from'"),
        (["--actor", "Blu Government"], "did you mean actors/blue-government"),
        (["--limit", "many"], "a whole number from 1 to 10000"),
        (["--format", "pdf"], "unknown format 'pdf'"),
    ],
)
def test_what_is_wrong_is_one_message(store: Path, arguments: list[str], message: str) -> None:
    done = kg("counts", *arguments, store=store)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_an_older_release_says_what_to_do(copy: Path) -> None:
    (StoreDirectory(copy).current() / "events.parquet").unlink()
    done = kg("counts", store=copy)
    assert done.returncode == 2
    assert "made by an older version; build again" in done.stderr
