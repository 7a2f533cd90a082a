"""`kg search` as a person uses it."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

from kg.search.records import FIELDS

KG = Path(sys.executable).parent / "kg"


def search(store: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "CKG_STORE": str(store)}
    return subprocess.run([KG, "search", *arguments], capture_output=True, text=True, env=env, timeout=120, check=False)


def test_names_are_found_and_shown(store: Path) -> None:
    lines = search(store, "redd front").stdout.splitlines()
    assert lines[0].split() == ["id", "name", "class", "kind", "matched", "score", "reasons"]
    assert lines[1].split("  ")[0] == "actors/red-front"
    assert "misspelling on record" in lines[1]
    answer = json.loads(search(store, "الجبهة", "--kind", "actors", "--format", "json").stdout)
    assert [record["id"] for record in answer["records"]] == ["actors/red-front"]
    assert answer["records"][0]["confident"] is False
    rows = list(csv.DictReader(search(store, "al", "--typing", "--format", "csv").stdout.splitlines()))
    assert rows[0].keys() == FIELDS.keys()
    assert "places/alpha" in [row["id"] for row in rows]


def test_nothing_found_names_what_is_alike(store: Path) -> None:
    done = search(store, "Alpa")
    assert done.returncode == 0
    assert done.stdout == "nothing here has such a name\n"
    assert "Alpha (places/alpha)" in done.stderr


def test_what_is_wrong_is_told(store: Path) -> None:
    for arguments in (["x" * 201], ["a\u202eb"], ["a", "--kind", "acters"], ["a", "--format", "pdf"], [""]):
        done = search(store, *arguments)
        assert done.returncode == 2, arguments
        assert done.stdout == ""
        assert "expected" in done.stderr
        assert "Traceback" not in done.stderr
