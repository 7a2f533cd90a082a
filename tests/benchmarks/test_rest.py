"""The table that sets one thing at its own address beside a route that does nothing."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))  # the scripts import one another by their bare names
from rest import SPELLINGS, Pass, report, write_paths

from kg.release import Release


def test_ratios_are_of_medians_and_more_is_better() -> None:
    ours = [Pass(50, 400), Pass(80, 100), Pass(90, 200)]
    empty = [Pass(100, 100), Pass(160, 50), Pass(1, 999)]
    heading, row = report({"entities": {"kg": ours, "empty": empty}})
    assert heading.split() == ["req/s", "empty", "ratio", "CPU", "us", "empty", "ratio"]
    assert row.split() == ["entities", "80", "100", "0.80", "200", "100", "0.50"]


def test_what_is_asked_for_differs(release: Release, tmp_path: Path) -> None:
    files = write_paths(release.path.parents[1], tmp_path)
    entities, facts = (files[name].read_text().splitlines() for name in ("entities", "facts"))
    assert len(entities) == len(set(entities)) == len(SPELLINGS) * 10
    assert len(facts) == len(set(facts)) == 18
    assert set(files["again"].read_text().splitlines()) <= set(entities)
