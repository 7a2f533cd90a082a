from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.errors import NoRelease, StoreBusy, StoreDamaged
from kg.store import DUMPS, Content, StoreDirectory, open_store, publish
from kg.store.layout import in_use, read_manifest

QUAD = Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("ö"), DefaultGraph())


@pytest.fixture
def home(tmp_path: Path) -> StoreDirectory:
    return StoreDirectory(tmp_path / "store")


def put(home: StoreDirectory, name: str, keep: int = 3) -> bool:
    with home.building():
        return publish(home, name, lambda: Content([QUAD], {"made": name}, {}), keep)


def test_a_release_is_published_and_opened(home: StoreDirectory) -> None:
    assert put(home, "one")
    assert home.current().name == "one"
    assert list(open_store(home.current() / "quads").canonical()) == ['<urn:s> <urn:p> "ö" .\n']
    manifest = read_manifest(home.current())
    assert set(manifest.pop("dumps")) == set(DUMPS)
    assert set(manifest.pop("stages")) == set(manifest.pop("stages_cpu")) >= {"load", "description", "dumps"}
    assert manifest == {"made": "one", "quads": 1, "files": {}, "closed": []}


def test_the_same_name_is_not_written_again(home: StoreDirectory) -> None:
    assert put(home, "one")
    assert put(home, "two")
    assert not put(home, "one")
    assert home.current().name == "one"


def test_an_empty_store_says_what_to_do(home: StoreDirectory) -> None:
    with pytest.raises(NoRelease, match="run `kg build` first"):
        home.current()
    assert not home.path.exists()
    assert home.names() == []


@pytest.mark.parametrize("pointer", ["gone", "", "../one", ".", "one/../one", "\0"])
def test_a_broken_pointer_is_told(home: StoreDirectory, pointer: str) -> None:
    put(home, "one")
    home.pointer.write_text(pointer, encoding="utf-8")
    with pytest.raises(StoreDamaged, match="run `kg build`"):
        home.current()


def test_a_failed_build_leaves_the_former_release(home: StoreDirectory) -> None:
    put(home, "one")

    def content() -> Content:
        raise RuntimeError("on the way")

    with pytest.raises(RuntimeError), home.building():
        publish(home, "two", content, 3)
    assert home.current().name == "one"
    assert [path.name for path in home.releases.iterdir()] == ["one"]


def test_what_a_killed_build_left_is_removed(home: StoreDirectory) -> None:
    put(home, "one")
    left = home.releases / ".new-two"
    left.mkdir()
    (left / "quads").write_text("half", encoding="utf-8")
    (home.path / ".current-123").write_text("half", encoding="utf-8")
    assert home.names() == ["one"]
    put(home, "two")
    assert sorted(path.name for path in home.path.rglob("*") if path.name.startswith(".")) == []
    assert home.current().name == "two"


def test_one_build_at_a_time(home: StoreDirectory) -> None:
    with home.building(), pytest.raises(StoreBusy, match="another build is running"), home.building():
        pass
    put(home, "one")


def test_the_last_releases_are_kept(home: StoreDirectory) -> None:
    for name in ("a", "b", "c", "d"):
        put(home, name)
        time.sleep(0.01)  # names are ordered by the time of their directories
    assert home.names() == ["d", "c", "b"]
    put(home, "b", keep=1)
    assert home.names() == ["b"]


def test_a_release_in_use_is_not_removed(home: StoreDirectory) -> None:
    put(home, "a")
    with in_use(home.current()):
        put(home, "b", keep=1)
        assert "a" in home.names()
    put(home, "c", keep=1)
    assert home.names() == ["c"]


def test_another_process_that_uses_a_release_keeps_it(home: StoreDirectory) -> None:
    put(home, "a")
    program = (
        "import sys; from pathlib import Path; from kg.store.layout import in_use\n"
        "with in_use(Path(sys.argv[1])):\n    print('open', flush=True); sys.stdin.read()"
    )
    reader = subprocess.Popen(
        [sys.executable, "-c", program, str(home.current())], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert reader.stdout
    assert reader.stdout.readline() == "open\n"
    put(home, "b", keep=1)
    assert "a" in home.names()
    reader.kill()
    reader.communicate()
    put(home, "c", keep=1)
    assert home.names() == ["c"]


def test_several_handles_read_one_release(home: StoreDirectory) -> None:
    put(home, "one")
    stores = [open_store(home.current() / "quads") for _ in range(3)]
    assert [len(store) for store in stores] == [1, 1, 1]


def test_damage_is_told(home: StoreDirectory, tmp_path: Path) -> None:
    put(home, "one")
    (home.current() / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(StoreDamaged, match="build again"):
        read_manifest(home.current())
    with pytest.raises(StoreDamaged, match="is missing"):
        open_store(tmp_path / "none")
    (home.current() / "in-use").unlink()
    with pytest.raises(StoreDamaged, match="not a whole release"), in_use(home.current()):
        pass


def test_a_damaged_release_is_written_anew(home: StoreDirectory) -> None:
    def write(path: Path) -> None:
        path.write_text("names", encoding="utf-8")

    def build() -> bool:
        with home.building():
            return publish(home, "one", lambda: Content([QUAD], {}, {"names.sqlite": write}), 3)

    assert build()
    assert not build()
    for name in ("names.sqlite", "manifest.json", "in-use", "quads/CURRENT"):
        (home.releases / "one" / name).unlink()
        assert build(), name
        assert not build()
    (home.current() / "names.sqlite").write_text("nemas", encoding="utf-8")
    assert build()
    assert len(open_store(home.current() / "quads")) == 1


def test_what_else_lies_among_releases_is_left_alone(home: StoreDirectory) -> None:
    put(home, "one")
    (home.releases / ".DS_Store").write_text("", encoding="utf-8")
    (home.releases / "notes").mkdir()
    (home.releases / "notes.txt").write_text("", encoding="utf-8")
    put(home, "two", keep=1)
    assert home.names() == ["two"]
    assert {path.name for path in home.releases.iterdir()} == {"two", ".DS_Store", "notes", "notes.txt"}


def test_a_pointer_that_cannot_be_replaced_is_told(home: StoreDirectory) -> None:
    home.pointer.mkdir(parents=True)
    with pytest.raises(StoreDamaged, match="cannot be written"):
        put(home, "one")


def test_nobody_begins_to_use_a_release_that_is_being_removed(
    home: StoreDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(home, "one")
    release = home.current()
    put(home, "two")
    lock = fcntl.flock

    def removed_meanwhile(file: object, operation: int) -> None:
        if operation == fcntl.LOCK_SH:
            shutil.rmtree(release)
        lock(file, operation)  # type: ignore[arg-type]

    monkeypatch.setattr(fcntl, "flock", removed_meanwhile)
    with pytest.raises(StoreDamaged, match="has just been removed"), in_use(release):
        pass


def test_a_store_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreDamaged, match="cannot be written"), StoreDirectory(tmp_path / "file" / "store").building():
        pass


def test_a_release_without_write_permission_opens(home: StoreDirectory) -> None:
    put(home, "one")
    for path in (home.current() / "quads", *(home.current() / "quads").iterdir()):
        path.chmod(0o555 if path.is_dir() else 0o444)
    assert len(open_store(home.current() / "quads")) == 1


def test_the_manifest_is_json_in_one_order(home: StoreDirectory) -> None:
    put(home, "one")
    text = (home.current() / "manifest.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True) + "\n"
