"""The table of situations: what is read is what was written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.counting.situations import read_situations, write_situations
from kg.dates import Bounds
from kg.errors import StoreDamaged
from kg.statements import Situation

WHOLE = Situation(
    path="situations/b",
    says="Support",
    derived_from=("claims/1", "documents/table-1"),
    label="One supports another",
    types=("codes/support-type/funding", "codes/support-type/weapons"),
    agents=("actors/a",),
    targets=("actors/b", "actors/c"),
    parties=("actors/d",),
    places=("places/p",),
    part_of=("events/war",),
    roles=("a role with blanks",),
    extents=("part",),
    bounds=Bounds(date(2020, 1, 1), None, date(2020, 2, 1), date(2020, 3, 1)),
    index_from=date.min,
    index_until=date.max,
    status="disputed",
    document_count=2,
    rows=("7", "8"),
    group_types=("codes/support-type/other",),
    supporter_kind="state",
    alleged=True,
    oddities=("low-above-best",),
)
BARE = Situation(path="situations/a", says="Support", derived_from=("claims/2",))
OTHER = Situation(path="situations/c", says="Control", derived_from=("claims/3",), alleged=False)


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "situations.parquet"
    write_situations(path, [WHOLE, OTHER, BARE])
    assert read_situations(path, "Support") == [BARE, WHOLE]
    assert read_situations(path, "Control") == [OTHER]
    assert read_situations(path, "Alliance") == []


def test_attributes_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "situations.parquet"
    write_situations(path, [replace(WHOLE, attributes=(("durationDays", 3),))])
    assert read_situations(path, "Support") == [WHOLE]


def test_equal_situations_make_equal_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one.parquet", tmp_path / "other.parquet"
    write_situations(one, [WHOLE, OTHER, BARE])
    write_situations(other, [BARE, WHOLE, OTHER])
    assert one.read_bytes() == other.read_bytes()


def test_none_at_all(tmp_path: Path) -> None:
    path = tmp_path / "situations.parquet"
    write_situations(path, [])
    assert read_situations(path, "Support") == []


def test_a_file_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "situations.parquet"
    path.write_bytes(b"no table")
    with pytest.raises(StoreDamaged, match="build again"):
        read_situations(path, "Support")
