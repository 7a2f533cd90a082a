"""What may not be handed on stays out of files for others, and in the answers.

The measure is a build without the closed table: dumps and exports are those of that build, line for line.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pyoxigraph import RdfFormat, parse

from acled_export import write_acled
from importing.tables import write_ged
from kg.build import build
from kg.exports import EXPORTS
from kg.redistribution import Closed
from kg.release import Release, open_release
from kg.sources.tables import read_manifest_file, table_file
from synthetic import DATA

KG = Path(sys.executable).parent / "kg"
TAKEN = "Non-state actor overtakes territory"
ALPHA = {
    "country": "Northland",
    "iso": "999",
    "admin1": "",
    "admin2": "",
    "location": "Alphaville",
    "latitude": "10.5001",
    "longitude": "20.2501",
}
ROWS = [
    {**ALPHA, "event_id_cnty": "NOR1", "event_date": "2029-06-01", "actor1": "Velvet Brigade"},
    {**ALPHA, "event_id_cnty": "NOR2", "event_date": "2029-06-02", "location": "Mauve Hamlet", "admin1": "Puce province"},
    # takes a town before the texts begin, and after they end
    {**ALPHA, "event_id_cnty": "NOR3", "event_date": "2029-07-03", "sub_event_type": TAKEN, "actor1": "RFQ: Red Front", "actor2": "Blue Army"},
    {**ALPHA, "event_id_cnty": "NOR4", "event_date": "2030-03-01", "sub_event_type": TAKEN, "actor1": "Velvet Brigade", "actor2": "Blue Army"},
]  # fmt: skip
ONLY_CLOSED = ("NOR1", "nor3", "Velvet", "velvet", "Mauve", "Puce", "RFQ", "acled-nor", "documents/acled")

PLAIN = ("claims", "entities", "nquads")
"""Exports of the whole release as lines; the others are held against those of a release without closed tables too."""


def made(folder: Path, *tables: str, share_all: bool = False) -> Release:
    build([DATA], folder, tables=[table_file(table) for table in tables], share_all=share_all)
    return open_release(folder)


@pytest.fixture(scope="module")
def acled(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"acled={write_acled(tmp_path_factory.mktemp('tables') / 'a.csv', ROWS)}"


@pytest.fixture(scope="module")
def ged(tmp_path_factory: pytest.TempPathFactory) -> str:
    rows = [
        {"id": "1"},
        {
            "id": "2",
            "country": "Northland",
            "where_coordinates": "Alpha town",
            "side_b": "Red Front",
            "latitude": "10.5",
        },
    ]
    return f"ucdp-ged={write_ged(tmp_path_factory.mktemp('tables') / 'g.csv', rows)}"


@pytest.fixture(scope="module")
def closed(acled: str, ged: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    with made(tmp_path_factory.mktemp("closed"), acled, ged) as opened:
        yield opened


@pytest.fixture(scope="module")
def without(ged: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    with made(tmp_path_factory.mktemp("without"), ged) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared(acled: str, ged: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    with made(tmp_path_factory.mktemp("shared"), acled, ged, share_all=True) as opened:
        yield opened


def dump(release: Release, name: str) -> bytes:
    return gzip.decompress((release.path / "dumps" / name).read_bytes())


def lines(release: Release) -> list[str]:
    return sorted(dump(release, "dump.nq.gz").decode().splitlines(keepends=True))


def test_a_dump_is_that_of_a_build_without_the_closed_table(closed: Release, without: Release) -> None:
    assert lines(closed) == lines(without)
    assert set(parse(dump(closed, "dump.trig.gz"), format=RdfFormat.TRIG)) == set(
        parse(dump(without, "dump.nq.gz"), format=RdfFormat.N_QUADS)
    )
    assert "/events/ucdp-ged-2>" in "".join(lines(closed))  # rows of the free table are there


@pytest.mark.parametrize("name", PLAIN)
def test_so_are_the_exports(closed: Release, without: Release, name: str) -> None:
    found = list(EXPORTS[name].lines(closed))
    assert found == list(EXPORTS[name].lines(without))
    assert len(found) > 10


@pytest.mark.parametrize("word", ONLY_CLOSED)
def test_what_only_the_closed_table_says_is_asked_for_and_not_handed_on(
    closed: Release, without: Release, shared: Release, word: str
) -> None:
    quads = "".join(closed.store.canonical())
    assert word in quads
    for files in (
        "".join(lines(closed)),
        dump(closed, "dump.trig.gz").decode(),
        *("".join(EXPORTS[name].lines(closed)) for name in PLAIN),
    ):
        assert word not in files
    assert word in "".join(lines(shared))


def test_control_that_follows_from_closed_rows_is_answered_and_not_handed_on(closed: Release, without: Release) -> None:
    def sure(release: Release, day: str) -> set[str]:
        records = release.ask_stored("control-on-date", on=day, place="alpha").records()
        return {row["row"] for row in records if row["answer"] == "surely" and row["holderName"] == "Red Front"}

    # By the texts Red Front holds Alpha from January 2030 on.
    assert "NOR3" in sure(closed, "2029-12-01")
    assert sure(without, "2029-12-01") == set()
    text = "".join(lines(closed))
    assert "2030-03-01" not in text  # the end of what the texts begin
    assert "2029-07-03" not in text


def test_counts_have_closed_rows_apart_and_marked(closed: Release) -> None:
    totals = {total.source: (total.events, total.best) for total in closed.counts("type").totals}
    (document,) = [path for path in totals if path and path.startswith("documents/acled-")]
    assert totals[document] == (4, 48)
    table = pq.read_table(closed.path / "events.parquet", columns=["source", "redistributable"]).to_pylist()
    assert sum(events for events, _ in totals.values()) == len(table)
    assert {row["redistributable"] for row in table if row["source"] == document} == {False}
    assert {row["redistributable"] for row in table if row["source"] != document} == {True}


def test_the_description_counts_what_is_asked_for(closed: Release) -> None:
    (count,) = (row["n"] for row in described(closed, "ckg:Event"))
    found = closed.query("SELECT (COUNT(?e) AS ?n) { ?e a ckg:Event }").table
    assert found is not None
    assert found.records() == [{"n": count}]


def described(release: Release, kind: str) -> list[dict[str, int]]:
    query = f"""PREFIX void: <http://rdfs.org/ns/void#>
    SELECT (MAX(?m) AS ?n) {{ GRAPH graphs:void {{ ?part void:class {kind} ; void:entities ?m }} }}"""
    table = release.query(query).table
    assert table is not None
    return table.records()


def test_with_the_setting_everything_is_handed_on(shared: Release, closed: Release) -> None:
    assert lines(shared) == list(shared.store.canonical()) == list(shared.nquads())
    assert shared.name != closed.name
    assert "actors/acled-velvet-brigade" in "".join(EXPORTS["entities"].lines(shared))


def kg(*arguments: str | Path, **environment: str) -> str:
    env = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **environment}
    done = subprocess.run([KG, *arguments], capture_output=True, text=True, env=env, timeout=110, check=True)
    return done.stdout


def test_the_setting_is_that_of_the_build(acled: str, tmp_path: Path) -> None:
    kg("build", "--data", DATA, "--import", acled, "--store", tmp_path, CKG_SHARE_ALL="1")
    for form in ("nquads", "entities"):
        assert "acled-velvet-brigade" in kg("export", form, "--store", tmp_path)


def test_a_manifest_says_what_may_be_handed_on(acled: str, ged: str, tmp_path: Path) -> None:
    more = [{"id": "9", "side_b": "Umbers", "side_b_new_id": "5"}, {"id": "10", "side_a": "Ochres"}]
    imports = [
        {"kind": "acled", "file": acled.removeprefix("acled="), "version": "2030-04", "redistributable": True},
        {"kind": "ucdp-ged", "file": ged.removeprefix("ucdp-ged="), "version": "23.1"},
        {
            "kind": "ucdp-ged",
            "file": str(write_ged(tmp_path / "m.csv", more)),
            "version": "24.0",
            "redistributable": False,
        },
    ]
    manifest = tmp_path / "tables.yaml"
    manifest.write_text(json.dumps({"imports": imports}), encoding="utf-8")
    build([DATA], tmp_path / "store", tables=read_manifest_file(manifest))
    with open_release(tmp_path / "store") as release:
        assert release.closed == Closed(("documents/ucdp-ged-24-0",))
        text, everything = "".join(lines(release)), "".join(release.store.canonical())
    for shared in ("documents/acled-2030-04", "events/acled-nor1>", "events/ucdp-ged-2>", "actors/ucdp-900>"):
        assert shared in text
    for closed in ("events/ucdp-ged-9>", "Umbers", "Ochres", "ucdp-ged-24-0"):
        assert closed in everything
        assert closed not in text


def test_closed_is_what_is_said_to_be_so() -> None:
    closed = Closed.made_of(
        [("documents/b", False), ("documents/a", False), ("documents/c", True), ("documents/d", None)]
    )
    assert closed.documents == ("documents/a", "documents/b")
    assert closed.covers(["events/x", "documents/a"])
    assert not closed.covers(["events/x", "documents/c", "documents/d"])
    assert Closed.of(json.loads(json.dumps({"closed": closed.record()}))) == closed
    assert not Closed.of({})
