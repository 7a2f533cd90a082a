"""Which tables a build imports: arguments and manifests, and what of them names a release."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.errors import BadParameter, DataError
from kg.sources.tables import KINDS, identity, read_manifest_file, table_file


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("GEDEvent_v23_1.csv", "23.1"),
        ("GEDEvent_v22_1.CSV.gz", "22.1"),
        ("ged231_sample1000.csv", "23.1"),
        ("ged191-csv.zip", "19.1"),
        ("ucdp-esd-ay-181.csv", "18.1"),
        ("ucdp-esd-ty-181.parquet", "18.1"),
        ("ucdp-actor-221.csv", "22.1"),
        ("ged_syria_652_1601_1911.csv", None),
        ("ged2019.csv", None),
        ("merged231.csv", None),
        ("table.csv", None),
    ],
)
def test_the_version_is_read_from_the_names_that_ucdp_gives(name: str, version: str | None, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert table_file(f"ucdp-ged={tmp_path / name}").version == version


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ("x.csv", "no file; expected KIND=FILE with one of ucdp-ged, ucdp-esd, ucdp-actor, acled, gdelt"),
        ("ucdp-ged=", "no file"),
        ("ucdp-gde=x.csv", "unknown kind 'ucdp-gde'; expected ucdp-ged=FILE"),
        ("=x.csv", "unknown kind ''"),
    ],
)
def test_wrong_arguments_are_told(argument: str, told: str) -> None:
    with pytest.raises(BadParameter, match=told.replace("'", ".")):
        table_file(argument)


def test_missing_files_and_directories_are_told(tmp_path: Path) -> None:
    for path, told in ((tmp_path / "none.csv", "No such file"), (tmp_path, "Is a directory")):
        with pytest.raises(DataError, match=told):
            table_file(f"acled={path}")


def manifest(folder: Path, text: str) -> Path:
    (folder / "a.csv").write_bytes(b"a")
    path = folder / "imports.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_manifest_tells_all_of_a_file(tmp_path: Path) -> None:
    path = manifest(
        tmp_path,
        """imports:
  - kind: ucdp-ged
    file: a.csv
    version: "24.0.3"
    published: 2024-04-01
    title: Candidate events
    licence: https://example.org/licence
    redistributable: false
""",
    )
    (file,) = read_manifest_file(path)
    assert (file.path, file.version, file.published) == (tmp_path / "a.csv", "24.0.3", date(2024, 4, 1))
    assert (file.title, file.licence, file.redistributable) == (
        "Candidate events",
        "https://example.org/licence",
        False,
    )


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("{kind: ged, file: a.csv}", ":2:5: unknown kind 'ged'"),
        ("{kind: acled, file: a.csv, published: 2024-02-30}", "2024-02-30"),
        ("{kind: acled, file: a.csv, published: 2024}", "a day as YYYY-MM-DD"),
        ("{kind: acled}", "file"),
        ("{kind: acled, file: a.csv, licence: free}", "licence"),
        ("{kind: acled, file: a.csv, colour: red}", "colour"),
        ("{kind: acled, file: none.csv}", "No such file"),
    ],
)
def test_wrong_manifests_are_told(entry: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read_manifest_file(manifest(tmp_path, f"imports:\n  - {entry}\n"))
    assert told in str(caught.value)


def test_where_a_file_lies_is_no_part_of_a_releases_name(tmp_path: Path) -> None:
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "GEDEvent_v23_1.csv").write_bytes(b"same")
    names = [
        identity([table_file(f"ucdp-ged={tmp_path / folder / 'GEDEvent_v23_1.csv'}")]) for folder in ("one", "other")
    ]
    assert names[0] == names[1]
    (tmp_path / "one" / "x.csv").write_bytes(b"same")
    assert identity([table_file(f"ucdp-ged={tmp_path / 'one' / 'x.csv'}")]) != names[0]  # its version is not known
    assert identity([table_file(f"acled={tmp_path / 'one' / 'GEDEvent_v23_1.csv'}")]) != names[0]
    assert set(KINDS) == {"ucdp-ged", "ucdp-esd", "ucdp-actor", "acled", "gdelt"}
