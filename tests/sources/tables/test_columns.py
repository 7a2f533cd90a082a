"""What texts mean in columns of each kind, and which are wrong."""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest

from kg.sources.tables.columns import (
    COMPACT_DAY,
    COUNT,
    DAY,
    FLAG,
    ID,
    IDS,
    LATITUDE,
    LIST,
    LONGEST_LIST,
    LONGEST_NAME,
    LONGITUDE,
    NAME,
    WRONG,
    YEAR,
    Column,
    Kind,
    one_of,
    problems,
    values,
)
from kg.sources.tables.layout import KEPT, NOTHING, kept

CODE = one_of(("1", "2"), "a code")
CASES: list[tuple[Kind, dict[str, Any]]] = [
    (
        COUNT,
        {"0": 0, "7": 7, "118.0": 118, "118.00": 118, "-0": 0, "1000000000": 10**9, "007": 7}
        | dict.fromkeys(
            ["-1", "2.5", "1e3", "1000000001", "9" * 40, "1,000", "+4", "4 5", "four", "nan?", "٣", "inf", "0x10", ".0"],
            WRONG,
        ),
    ),
    (
        DAY,
        {
            "2016-02-29": date(2016, 2, 29),
            "2016-12-31 00:00:00.000": date(2016, 12, 31),
            "2016-12-31T23:59:59Z": date(2016, 12, 31),
            "2016-12-31 23:59": date(2016, 12, 31),
            "1000-01-01": date(1000, 1, 1),
            "2999-12-31": date(2999, 12, 31),
        }
        | dict.fromkeys(
            ["2015-02-29", "2016-02-30", "2016-13-01", "2016-00-10", "2016-01-00", "0000-01-01", "0001-01-01", "9999-12-31",
             "10000-01-01", "2016-1-1", "01/02/2016", "2016", "20160101", "2016-01-01 or so", "2016-01-01-", "-2016-01-01",
             "2016-01-01\n", "soon"],
            WRONG,
        ),
    ),
    (
        COMPACT_DAY,
        {"20160229": date(2016, 2, 29)}
        | dict.fromkeys(["20160230", "00000101", "2016-02-29", "2016022", "201602290", "99991231"], WRONG),
    ),
    (
        LATITUDE,
        {"34.802462": 34.802462, "-90": -90.0, "90.0": 90.0, "+1.5": 1.5, ".5": 0.5, "1e1": 10.0, "5.": 5.0}
        | dict.fromkeys(["90.0001", "-91", "181", "34,8", "nan?", "inf", "-inf", "NaN°", "1e2", "1e99", "", "N 34"], WRONG),
    ),
    (LONGITUDE, {"180": 180.0, "-180": -180.0} | dict.fromkeys(["180.0001", "1e999", "Infinity"], WRONG)),
    (
        ID,
        {"118": "118", "118.0": "118", "SYR1234": "SYR1234", "a.b-c_d": "a.b-c_d", "x" * 64: "x" * 64, "v1.0": "v1.0"}
        | dict.fromkeys(
            ["1/2", 'a"b', "a'b", "a b", "<x>", "x" * 65, "x" * 10_000, "-1", ".5", "ح", "a\x00", "../x", "1,2", "a\\"], WRONG
        ),
    ),
    (
        IDS,
        {"118": "118", "12, 34": "12,34", "12.0,34.0": "12,34", "1 ;2": "1,2"}
        | dict.fromkeys(["12,", ",12", "1,,2", "1 2", "a/b,1", '1,"2"', "1," * 20_000 + "1"], WRONG),
    ),
    (YEAR, {"2016": 2016, "2016.0": 2016} | dict.fromkeys(["0", "16", "10000", "2016.5", "-2016"], WRONG)),
    (CODE, {"1": "1", "2.0": "2"} | dict.fromkeys(["3", "1.5", "01", "one"], WRONG)),
    (FLAG, {"0": "0", "1.0": "1"} | dict.fromkeys(["2", "true", "-1"], WRONG)),
    (
        NAME,
        {
            'The "Blues" \\ of <X>': 'The "Blues" \\ of <X>',
            "جبهة النصرة \u202b": "جبهة النصرة \u202b",
            "two\nlines\t and": "two lines and",
            "x" * LONGEST_NAME: "x" * LONGEST_NAME,
        }
        | dict.fromkeys(["x" * (LONGEST_NAME + 1), "a\x00b", "a\x07b", "a\x1bb", "a\x7fb"], WRONG),
    ),
    (LIST, {"x" * LONGEST_LIST: "x" * LONGEST_LIST} | dict.fromkeys(["x" * (LONGEST_LIST + 1), "x" * KEPT + "…"], WRONG)),
]  # fmt: skip


def texts_of(**columns: list[str | None]) -> ibis.Table:
    """Make a table of texts as reading gives it; its lines are numbered from 0."""
    made = {
        name: pa.array([None if t in NOTHING else t for t in texts], pa.string()) for name, texts in columns.items()
    }
    return ibis.memtable(pa.table({"line": list(range(len(next(iter(made.values()))))), **made}))


@pytest.mark.parametrize(("kind", "cases"), CASES, ids=[kind.expected for kind, _ in CASES])
def test_texts_are_values_or_wrong(kind: Kind, cases: dict[str, Any]) -> None:
    texts: list[str | None] = [text for text in cases if text]
    column = Column("it", kind)
    found = values(texts_of(it=texts), [column]).order_by("line").to_pyarrow()
    read, bad = found["it"].to_pylist(), found[WRONG].to_pylist()
    expected = [cases[text] for text in cases if text]
    assert [WRONG if wrong else value for value, wrong in zip(read, bad, strict=True)] == expected
    assert all(value is None for value, wrong in zip(read, bad, strict=True) if wrong)


@pytest.mark.parametrize("kind", [kind for kind, _ in CASES], ids=[kind.expected for kind, _ in CASES])
def test_what_stands_for_nothing_is_wrong_only_where_something_must_be(kind: Kind) -> None:
    texts: list[str | None] = [*NOTHING, None]
    free, filled = Column("it", kind), Column("it", kind, filled=True)
    table = texts_of(it=texts)
    found = values(table, [free]).to_pyarrow()
    assert found["it"].to_pylist() == [None] * len(texts)
    assert found[WRONG].to_pylist() == [False] * len(texts)
    assert values(table, [filled]).to_pyarrow()[WRONG].to_pylist() == [True] * len(texts)


def test_reading_gives_nothing_where_no_value_is() -> None:
    assert kept(pa.array(["", "  ", None, *NOTHING, f" {NOTHING[0]} ", "NAN", "0"])).to_pylist() == [
        *[None] * (4 + len(NOTHING)), "NAN", "0"
    ]  # fmt: skip


def test_problems_tell_line_column_value_and_reason() -> None:
    columns = [Column("id", ID, filled=True), Column("n", COUNT)]
    given = texts_of(id=["1", "a/b", None, "4"], n=["x", "1", "-1", "NA"])
    found = problems(given, columns).order_by("line", "column").to_pyarrow().to_pylist()
    assert [tuple(problem.values()) for problem in found] == [
        (0, "n", "x", f"expected {COUNT.expected}"),
        (1, "id", "a/b", f"expected {ID.expected}"),
        (2, "id", "", f"nothing here; expected {ID.expected}"),
        (2, "n", "-1", f"expected {COUNT.expected}"),
    ]
    read = values(given, columns)
    assert read.filter(~read[WRONG]).to_pyarrow()["line"].to_pylist() == [3]
