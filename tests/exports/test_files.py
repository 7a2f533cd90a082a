"""Files that are whole or not there, and the command that writes them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import KgError, OutputError
from kg.exports import EXPORTS, Out, write_file
from kg.exports.filters import FILTERS

KG = Path(sys.executable).parent / "kg"


def kg(*arguments: str | Path, store: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([KG, "export", *arguments, "--store", store], capture_output=True, check=False, timeout=100)


def test_a_file_that_cannot_be_finished_leaves_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "a.gexf"
    target.write_text("old")

    def fail(out: Out) -> None:
        out.write(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="No space left on device"):
        write_file(target, fail)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("name", ["gexf", "dot", "rdf12-turtle"])
def test_a_full_disk_is_an_error(store: Path, name: str) -> None:
    done = kg(name, "--out", "/dev/full", store=store)
    assert done.returncode == 2
    assert b"cannot be written: No space left on device" in done.stderr


def test_the_command_filters_and_writes(store: Path, tmp_path: Path) -> None:
    done = kg("gexf", "--on", "2030-01-03", "--kind", "Support", "--out", tmp_path / "new" / "a.gexf", store=store)
    assert (done.returncode, done.stdout) == (0, b"")
    text = (tmp_path / "new" / "a.gexf").read_text(encoding="utf-8")
    assert "on=2030-01-03, kind=Support" in text
    printed = kg("geojson", "--layer", "control", store=store)
    assert printed.stdout.startswith(b'{"type": "FeatureCollection"')


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gexf", "--place", "alpha"], "there is no such parameter here"),
        (["gexf", "--kind", "Love"], "expected some of Support"),
        (["gexf", "--actor", "nobody-at-all"], "nothing here is called"),
        (["gext"], "expected one of gexf"),
        (["kml", "--on", "2030", "--to", "2031"], "given together with a period"),
        (["nanopub"], "missing"),
        (["gexf", "--claim", "x"], "there is no such parameter here"),
        (["gexf", "--documents", "0"], "expected a whole number from 1"),
    ],
)
def test_what_is_wrong_is_said(store: Path, arguments: list[str], message: str) -> None:
    done = CliRunner().invoke(app, ["export", *arguments, "--store", str(store)])
    assert isinstance(done.exception, KgError)
    assert message in str(done.exception)


def test_the_list_describes_each_and_the_command_has_every_filter(store: Path) -> None:
    listed = " ".join(kg("--list", store=store).stdout.decode().split())
    for name, one in EXPORTS.items():
        for told in (name, one.help, one.opens, one.keeps, one.loses):
            assert " ".join(told.split()) in listed
    helped = kg("--help", store=store).stdout.decode()
    for known in FILTERS.values():
        for name in known:
            assert f"--{name.replace('_', '-')}" in helped
