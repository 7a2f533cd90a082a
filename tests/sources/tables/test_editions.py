"""Which of several files count, and what a later edition changes."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from importing.tables import ROW, write_ged
from kg.build import build
from kg.errors import DataError
from kg.ontology import shipped
from kg.release import open_release
from kg.sources.tables import TableFile, read_manifest_file, table_file
from kg.sources.tables.editions import Edition
from kg.sources.tables.importing import Imported, import_tables, workbench
from kg.sources.tables.publication import version_number
from kg.sources.tables.quarantine import Quarantine
from kg.sources.tables.ucdp_ged import GED
from kg.statements import Actor, Labels, Statements
from sources.tables.answers import asked
from synthetic import DATA

CURATED = Actor(
    path="actors/red",
    kind="government",
    labels=Labels(preferred=(("en", "The Reds"),)),
    same_as=("https://ucdp.uu.se/actor/118",),
)
Row = dict[str, str]


def ged(folder: Path, name: str, rows: Sequence[Row]) -> Path:
    folder.mkdir(exist_ok=True, parents=True)
    return write_ged(folder / name, rows)


def imported(folder: Path, *files: Path | TableFile) -> tuple[Imported, list[Row], dict[str, Any]]:
    """Import tables; give what they say, the quarantine, and the events by path."""
    tables = [file if isinstance(file, TableFile) else table_file(f"ucdp-ged={file}") for file in files]
    work = folder / "work"
    work.mkdir(exist_ok=True)
    (work / "tables.duckdb").unlink(missing_ok=True)
    with workbench(work) as con, Quarantine(work / "q.csv") as quarantine:
        found = import_tables(con, tables, Statements(actors=(CURATED,)), shipped(), work, quarantine, lambda *_: None)
        events = {} if found.events is None else {row["path"]: row for row in found.events.to_pyarrow().to_pylist()}
    if not (work / "q.csv").exists():
        return found, [], events
    with (work / "q.csv").open(encoding="utf-8", newline="") as file:
        return found, list(csv.DictReader(file)), events


def numbers(edition: Edition) -> list[tuple[int, ...]]:
    return [(one.kept, one.changed, one.new, one.gone, one.renamed) for one in edition.changes]


OLD: list[Row] = [
    {"id": "1"},
    {"id": "2", "date_end": "2016-05-03", "side_a": "Red State", "side_b": "Blues"},
    {"id": "3", "side_b_new_id": "901", "side_b": "Greens"},
    {"id": "4"},
]
NEW: list[Row] = [
    {"id": "1"},
    {"id": "2", "date_end": "2016-05-04", "side_a": "Republic of Red", "side_b": "Blues"},
    {"id": "3", "side_b_new_id": "901", "side_b": "Green Front"},
    {"id": "5", "side_b_new_id": "902", "side_b": "Greys"},
]


@pytest.mark.parametrize("turned", [False, True])
def test_the_later_edition_takes_the_place_of_the_earlier(turned: bool, tmp_path: Path) -> None:
    files = [ged(tmp_path, "GEDEvent_v22_1.csv", OLD), ged(tmp_path, "GEDEvent_v23_1.csv", NEW)]
    found, wrong, events = imported(tmp_path, *(reversed(files) if turned else files))
    assert wrong == []
    old, new = found.editions
    assert (old.document.path, old.replaced, old.rows) == ("documents/ucdp-ged-22-1", "documents/ucdp-ged-23-1", 4)
    assert (new.replaced, new.rows, numbers(new)) == (None, 4, [(3, 2, 1, 1, 2)])
    assert events.keys() == {f"events/ucdp-ged-{number}" for number in (1, 2, 3, 5)}
    assert {row["document"] for row in events.values()} == {"documents/ucdp-ged-23-1"}
    assert str(events["events/ucdp-ged-2"]["last"]) == "2016-05-04"
    assert [document.path for document in found.statements.documents] == ["documents/ucdp-ged-23-1"]
    actors = {actor.path: actor.labels for actor in found.statements.actors}
    assert actors["actors/ucdp-901"].preferred == (("en", "Green Front"),)
    assert actors["actors/ucdp-901"].other == (("en", "Greens"),)
    assert actors["actors/red"].preferred == (("en", "The Reds"),)
    assert {text for _, text in actors["actors/red"].other} >= {"Red State", "Republic of Red"}
    assert "actors/ucdp-118" not in actors


def test_ids_stay_though_the_layout_changes(tmp_path: Path) -> None:
    old = ged(tmp_path, "GEDEvent_v22_1.csv", OLD)
    with old.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [name for column in GED.columns for name in (column.name, f"more_{column.name}")]
    with (tmp_path / "GEDEvent_v23_1.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(reversed(names)), restval="x,\ny")
        writer.writeheader()
        for row in rows:
            days = {name: f"{row[name]} 00:00:00.000" for name in ("date_start", "date_end")}
            writer.writerow(row | days | {"id": f"{row['id']}.0"})
    found, wrong, events = imported(tmp_path, old, tmp_path / "GEDEvent_v23_1.csv")
    assert wrong == []
    assert numbers(found.editions[1]) == [(4, 0, 0, 0, 0)]
    assert events.keys() == {f"events/ucdp-ged-{number}" for number in (1, 2, 3, 4)}


def test_files_of_one_version_are_parts(tmp_path: Path) -> None:
    one, other = (ged(tmp_path / part, "GEDEvent_v23_1.csv", rows) for part, rows in (("a", OLD[:3]), ("b", NEW[2:])))
    found, wrong, events = imported(tmp_path, one, other)
    (edition,) = found.editions
    assert (edition.rows, edition.quarantined, len(edition.files)) == (4, 1, 2)
    assert events.keys() == {f"events/ucdp-ged-{number}" for number in (1, 2, 3, 5)}
    (entry,) = wrong
    assert (entry["line"], entry["column"], entry["value"]) == ("2", "id", "3")
    first, second = (table_file(f"ucdp-ged={path}").sha256[:8] for path in (one, other))
    assert entry["file"] == f"GEDEvent_v23_1.csv ({second})"
    assert f"GEDEvent_v23_1.csv ({first})" in entry["reason"]


def test_a_file_that_is_given_twice_counts_once(tmp_path: Path) -> None:
    one, other = ged(tmp_path / "a", "x.csv", OLD), ged(tmp_path / "b", "y.csv", OLD)
    found, wrong, events = imported(tmp_path, one, one, other)
    assert ([edition.rows for edition in found.editions], wrong, len(events)) == ([4], [], 4)


def test_where_no_version_is_known_what_is_given_later_counts(tmp_path: Path) -> None:
    old, new = ged(tmp_path, "x.csv", OLD), ged(tmp_path, "y.csv", NEW)
    for files, there in (((old, new), "5"), ((new, old), "4")):
        _, _, events = imported(tmp_path, *files)
        assert f"events/ucdp-ged-{there}" in events
        assert len(events) == 4


def test_known_versions_are_in_order_whatever_is_given_between(tmp_path: Path) -> None:
    files = [
        ged(tmp_path, "GEDEvent_v23_1.csv", NEW),
        ged(tmp_path, "x.csv", OLD[:1]),
        ged(tmp_path, "GEDEvent_v22_1.csv", OLD),
    ]
    found, _, events = imported(tmp_path, *files)
    assert [edition.document.version for edition in found.editions][::2] == ["22.1", "23.1"]
    assert events.keys() == {f"events/ucdp-ged-{number}" for number in (1, 2, 3, 5)}


def test_editions_that_share_no_row_stand_side_by_side(tmp_path: Path) -> None:
    one, other = ged(tmp_path, "GEDEvent_v22_1.csv", OLD[:2]), ged(tmp_path, "GEDEvent_v23_1.csv", NEW[2:])
    found, _, events = imported(tmp_path, one, other)
    assert [edition.replaced for edition in found.editions] == [None, None]
    assert [numbers(edition) for edition in found.editions] == [[], []]
    assert {row["document"] for row in events.values()} == {"documents/ucdp-ged-22-1", "documents/ucdp-ged-23-1"}
    assert len(events) == 4


def test_a_later_edition_may_take_the_place_of_two(tmp_path: Path) -> None:
    files = [ged(tmp_path, name, rows) for name, rows in (("x.csv", OLD[:1]), ("y.csv", OLD[1:]), ("z.csv", NEW))]
    found, _, events = imported(tmp_path, *files)
    assert [edition.replaced is None for edition in found.editions] == [False, False, True]
    assert numbers(found.editions[2]) == [(1, 0, 3, 0, 1), (2, 2, 2, 1, 2)]
    assert len(events) == 4


def manifest(folder: Path, *entries: Mapping[str, str]) -> list[TableFile]:
    lines = ["imports:"]
    lines += [
        "  - " + "\n    ".join(f"{key}: {value}" for key, value in {"kind": "ucdp-ged", **entry}.items())
        for entry in entries
    ]
    (folder / "m.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_manifest_file(folder / "m.yaml")


def test_a_manifest_tells_version_day_and_terms(tmp_path: Path) -> None:
    ged(tmp_path, "x.csv", OLD)
    terms = {"licence": "https://example.org/l", "redistributable": "false", "title": "Events, that is"}
    (file,) = manifest(tmp_path, {"file": "x.csv", "version": "'24/β 1'", "published": "2024-03-01", **terms})
    found, _, _ = imported(tmp_path, file)
    document = found.editions[0].document
    assert (document.path, document.version) == ("documents/ucdp-ged-24-1", "24/β 1")
    assert (str(document.date), document.title, document.licence) == ("2024-03-01", "Events, that is", terms["licence"])
    assert document.redistributable is False


def test_an_edition_may_be_handed_on_only_if_each_part_may(tmp_path: Path) -> None:
    ged(tmp_path, "x.csv", OLD[:2])
    ged(tmp_path, "y.csv", OLD[2:])
    common = {"version": "'24.1'"}
    files = manifest(tmp_path, {"file": "x.csv", **common}, {"file": "y.csv", **common, "redistributable": "false"})
    found, _, _ = imported(tmp_path, *files)
    assert [edition.document.redistributable for edition in found.editions] == [False]


def test_no_table_is_published_before_what_it_tells_of(tmp_path: Path) -> None:
    ged(tmp_path, "x.csv", OLD)
    (file,) = manifest(tmp_path, {"file": "x.csv", "published": "2016-05-02"})
    with pytest.raises(DataError, match="said to be published on 2016-05-02, and has rows of 2016-05-03"):
        imported(tmp_path, file)
    found, _, _ = imported(tmp_path, tmp_path / "x.csv")
    assert str(found.editions[0].document.date) == "2016-05-03"
    ged(tmp_path, "GEDEvent_v23_1.csv", OLD)
    found, _, _ = imported(tmp_path, tmp_path / "GEDEvent_v23_1.csv")
    assert str(found.editions[0].document.date) == "2023-01-01"


def test_versions_are_in_the_order_of_their_numbers() -> None:
    versions = ["9.1", "19.1", "v23.1", "23.2", "23.10", "24.0.3"]
    assert sorted(set(versions), key=version_number) == versions


def test_what_vanished_is_gone_everywhere_and_a_release_follows_from_its_inputs(tmp_path: Path) -> None:
    old, new = ged(tmp_path / "a", "GEDEvent_v22_1.csv", OLD), ged(tmp_path / "b", "GEDEvent_v23_1.csv", NEW)
    summary = build([DATA], tmp_path / "store", tables=[table_file(f"ucdp-ged={path}") for path in (new, old)])
    with open_release(tmp_path / "store") as release:
        question = "SELECT ?row WHERE { ?e a ckg:Event ; ckg:dyad ?d ; ckg:row ?row } ORDER BY ?row"
        assert [row["row"] for row in asked(release, question)] == ["1", "2", "3", "5"]
        (total,) = release.counts("year", source="ucdp-ged-23-1").totals
        assert (total.events, total.best) == (4, 8)
        table = pq.read_table(release.path / "events.parquet").to_pylist()
        assert sorted(row["rows"][0] for row in table if row["path"].startswith("events/ucdp-ged-")) == [
            "1",
            "2",
            "3",
            "5",
        ]
        quads = sorted(release.nquads())
    assert [(one["rows"], one["replaced_by"]) for one in summary.datasets] == [
        (4, "documents/ucdp-ged-23-1"),
        (4, None),
    ]
    expected = {"kept": 3, "changed": 2, "new": 1, "gone": 1, "renamed": 2}
    assert expected.items() <= dict(summary.datasets[1]["changes"][0]).items()
    moved = [tmp_path / "c" / path.name for path in (new, old)]
    (tmp_path / "c").mkdir()
    for path, copy in zip((new, old), moved, strict=True):
        copy.write_bytes(path.read_bytes())
    again = build([DATA], tmp_path / "again", tables=[table_file(f"ucdp-ged={path}") for path in moved])
    assert again.name == summary.name
    with open_release(tmp_path / "again") as release:
        assert sorted(release.nquads()) == quads
        assert pq.read_table(release.path / "events.parquet").to_pylist() == table


def test_a_packed_file_has_the_rows_of_the_plain_one(tmp_path: Path) -> None:
    plain = ged(tmp_path, "GEDEvent_v22_1.csv", OLD)
    packed = tmp_path / "GEDEvent_v23_1.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    found, _, events = imported(tmp_path, plain, packed)
    assert numbers(found.editions[1]) == [(4, 0, 0, 0, 0)]
    assert events["events/ucdp-ged-1"]["parties"] == ["actors/red", f"actors/ucdp-{ROW['side_b_new_id']}"]
