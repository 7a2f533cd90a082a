import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DataError
from kg.sources import yaml_text
from kg.sources.yaml_text import read_yaml

Write = Callable[[bytes | str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def _write(content: bytes | str) -> Path:
        path = tmp_path / "file.yaml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return _write


def wrong(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        read_yaml(path)
    (problem,) = caught.value.problems
    return str(problem).removeprefix(f"{path}:")


def test_scalars_stay_the_text_that_was_written(write: Write) -> None:
    tree = read_yaml(write("a: 2024-12-05\nb: no\nc: 012\nd: 1e3\ne: ''\nf:\ng: ~\nh: 'null'\n"))
    assert tree.value == {
        "a": "2024-12-05", "b": "no", "c": "012", "d": "1e3", "e": "", "f": None, "g": None, "h": "null",
    }  # fmt: skip


def test_every_value_knows_its_place(write: Write) -> None:
    tree = read_yaml(write("# remark\na:\n  - x\n  - b: y\n    c: [1, 2]\n"))
    assert (tree.at("a").line, tree.at("a").column) == (2, 1)
    assert (tree.at("a", 1).line, tree.at("a", 1).column) == (4, 5)
    assert (tree.at("a", 1, "c").line, tree.at("a", 1, "c").column) == (5, 5)
    assert (tree.at("a", 1, "c", 1).line, tree.at("a", 1, "c", 1).column) == (5, 12)
    assert tree.at("a", 1, "missing") == tree.at("a", 1)
    assert tree.at("nothing").line == 2


def test_what_a_reviewed_file_does_not_need_is_refused(write: Write) -> None:
    assert wrong(write("a: 1\na: 2\n")).startswith("2:1: the key 'a' stands here twice")
    assert wrong(write("a: &x 1\nb: *x\n")).startswith("1:4: an anchor")
    assert wrong(write("a: *x\n")).startswith("1:4: an alias")
    assert wrong(write("a: 1\n---\nb: 2\n")).startswith("2:1: a second document begins here")
    assert wrong(write("[a]: 1\n")).startswith("1:1: a key that is not a text")
    assert wrong(write("a: !!set {b}\n")).startswith("1:4: a tag")


def test_deep_nesting_is_refused_at_the_level_where_it_is_too_deep(write: Write) -> None:
    assert wrong(write("[" * 500)).startswith("1:13: nested more than 12 deep")
    assert wrong(write("[" * 100_000)).startswith("1:1001: not YAML: exceeded maximum nesting depth")


def test_broken_text_is_located(write: Write) -> None:
    assert wrong(write(b"a: 1\nb: \xff")).startswith("2:4: not UTF-8: byte 0xff")
    assert wrong(write("a: 1\nb: 'x\n")).startswith("3:1: not YAML")
    assert wrong(write("a: 1\n\tb: 2\n")).startswith("2:1: not YAML")
    assert wrong(write("a: 1\nb: x\x07y\n")).startswith("2:5: a control character, '\\x07'")
    assert wrong(write('a: 1\nb: "x\\x07y"\n')).startswith("2:4: a control character")
    assert read_yaml(write(b"\xef\xbb\xbfa: 1\n")).value == {"a": "1"}


def test_a_file_that_cannot_be_read_or_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "cannot be read: No such file" in wrong(tmp_path / "none.yaml")
    assert "is not a file" in wrong(tmp_path)
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    assert "cannot be read: Too many levels" in wrong(tmp_path / "loop.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")
    assert "is not a file" in wrong(tmp_path / "pipe.yaml")
    assert "is not a file" in wrong(Path("/dev/zero"))
    monkeypatch.setattr(yaml_text, "MAX_BYTES", 10)
    path = tmp_path / "large.yaml"
    path.write_text("a: 12345678\n", encoding="utf-8")
    assert "has 12 bytes; expected at most 10" in wrong(path)


@given(content=st.binary(max_size=200))
def test_no_bytes_whatever_raise_anything_else(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("bytes") / "file.yaml"
    path.write_bytes(content)
    try:
        value = read_yaml(path).value
    except DataError as error:
        value = error.problems
    assert value is None or isinstance(value, str | dict | list | tuple)
