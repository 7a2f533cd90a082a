from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import kg.build
from kg.build import build, check, release_name
from kg.errors import DataError, StoreBusy
from kg.identifiers import sha256
from kg.ontology import Ontology, shipped
from kg.release import open_release
from kg.resources import directory
from kg.sources import read_directories
from kg.statements import Statements
from kg.store import StoreDirectory
from synthetic import DATA, IMPORTED


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def test_two_builds_make_one_dump_and_one_name(tmp_path: Path) -> None:
    dumps, names = [], set()
    for store in (tmp_path / "one", tmp_path / "two"):
        names.add(build([DATA], store, imported=IMPORTED).name)
        with open_release(store) as release:
            dumps.append(list(release.nquads()))
    assert len(names) == 1
    assert dumps[0] == dumps[1]
    assert dumps[0] == sorted(dumps[0])


def test_a_second_build_of_the_same_writes_nothing(tmp_path: Path) -> None:
    first = build([DATA], tmp_path)
    second = build([DATA], tmp_path)
    assert (first.written, second.written) == (True, False)
    assert (first.name, first.counts) == (second.name, second.counts)


def test_the_name_follows_from_inputs_ontology_and_program_and_from_nothing_else(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def name(imported: Statements | None = None, ontology: Ontology | None = None) -> str:
        return release_name(read_directories([data], shipped()), imported or Statements(), ontology or shipped())

    original = name()
    moved = tmp_path / "elsewhere"
    shutil.copytree(data, moved)
    assert release_name(read_directories([moved], shipped()), Statements(), shipped()) == original

    with monkeypatch.context() as patch:
        patch.setattr(kg.build, "__version__", "0.2.0")
        assert name() != original
    with monkeypatch.context() as patch:
        edited = tmp_path / "edited.py"
        edited.write_text("# another program", encoding="utf-8")
        patch.setattr(kg.build, "source_files", lambda: [edited])
        assert name() != original
    assert name(imported=IMPORTED) != original
    changed = tmp_path / "ontology"
    shutil.copytree(directory("ontology"), changed)
    (changed / "shapes" / "claim.ttl").write_text("# no shape\n", encoding="utf-8")
    assert name(ontology=Ontology(changed)) != original
    report = data / "documents" / "report-1.yaml"
    report.write_text(report.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    assert name() != original


def test_the_manifest_says_what_the_release_was_made_from(tmp_path: Path) -> None:
    summary = build([DATA], tmp_path, imported=IMPORTED)
    manifest = json.loads((summary.path / "manifest.json").read_text(encoding="utf-8"))
    hashes = {entry["name"]: entry["sha256"] for entry in manifest["inputs"]}
    assert hashes["documents/report-1.yaml"] == sha256((DATA / "documents" / "report-1.yaml").read_bytes())
    assert set(hashes) == {
        "documents/report-1.yaml", "documents/report-2.yaml", "documents/report-3.yaml",
        "registry/actors.yaml", "registry/events.yaml", "registry/places.yaml",
    }  # fmt: skip
    assert manifest["counts"] == {
        "actors": 6, "places": 4, "documents": 5, "claims": 16, "events": 6, "situations": 12,
        "disputed": 3, "contradictions": 4,
    }  # fmt: skip
    assert manifest["ontology"] == shipped().digest
    assert manifest["program"].startswith("conflict-kg ")
    assert manifest["licences"]


def test_bad_data_leaves_the_current_release_as_it_was(data: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    former = build([data], store).name
    (data / "documents" / "report-1.yaml").write_text("title: [", encoding="utf-8")
    with pytest.raises(DataError):
        build([data], store)
    assert StoreDirectory(store).current().name == former
    assert StoreDirectory(store).names() == [former]


def test_what_the_file_checks_let_pass_the_shapes_catch(data: Path, tmp_path: Path) -> None:
    actors = data / "registry" / "actors.yaml"
    text = actors.read_text(encoding="utf-8").replace(
        "    person: true", "    part_of: captain-ochre2\n    person: true"
    )
    actors.write_text(
        text + "  captain-ochre2:\n    label: {en: Ochre}\n    kind: leader\n    person: true\n", encoding="utf-8"
    )
    with pytest.raises(DataError, match=r"actors.yaml:\d+:3: actors/captain-ochre, .*subOrganizationOf"):
        build([data], tmp_path / "store")


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    with StoreDirectory(tmp_path).building(), pytest.raises(StoreBusy):
        build([DATA], tmp_path)


def test_progress_is_told(tmp_path: Path) -> None:
    steps: list[str] = []
    build([DATA], tmp_path, progress=steps.append)
    assert steps == [
        "reading", "checking the evidence against the shapes", "deriving facts", "checking the facts against the shapes",
        "loading the quads", "describing the release", "writing the dumps", "loading the rows of tables",
        "putting the quads in order", "writing names and columns",
    ]  # fmt: skip


def test_checking_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CKG_STORE", str(tmp_path / "store"))
    assert len(check([DATA]).statements.claims) == 16
    assert list(tmp_path.iterdir()) == []


def test_the_data_that_ships_is_whole() -> None:
    statements = check([]).statements
    assert len(statements.documents) == 2
    assert len(statements.claims) > 150
