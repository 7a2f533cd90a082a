"""Every shape has files that conform and files that do not: `tests/shapes/{valid,invalid}/<shape>-<what>.ttl`.

A file is added to the evidence of the invented war, so that what it refers to is there.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from kg.derivation import derive, evidence_quads
from kg.ontology import shipped
from kg.release import Release
from kg.resources import directory
from kg.validation import Violation, validate

HERE = Path(__file__).parent / "shapes"
SHAPES = sorted(path.stem for path in (directory("ontology") / "shapes").glob("*.ttl"))
VALID, INVALID = (sorted((HERE / kind).glob("*.ttl")) for kind in ("valid", "invalid"))


def violations(release: Release, shape: str, file: Path | None = None) -> list[Violation]:
    """Validate one shape on the plane that it belongs to, with a file's triples added."""
    found = list(evidence_quads(release.statements))
    if shape == "fact":
        found += derive(release.statements, shipped()).quads(shipped())
    if file:
        text = (HERE / "prefixes.ttl").read_text(encoding="utf-8") + file.read_text(encoding="utf-8")
        found += parse(text, format=RdfFormat.TURTLE)
    return validate(found, shipped(), [shape])


@pytest.mark.parametrize("shape", SHAPES)
def test_a_release_conforms(release: Release, shape: str) -> None:
    assert violations(release, shape) == []


@pytest.mark.parametrize("file", VALID, ids=lambda path: path.stem)
def test_what_is_valid_conforms(release: Release, file: Path) -> None:
    assert violations(release, file.stem.split("-")[0], file) == []


@pytest.mark.parametrize("file", INVALID, ids=lambda path: path.stem)
def test_what_is_invalid_does_not(release: Release, file: Path) -> None:
    found = violations(release, file.stem.split("-")[0], file)
    assert found
    expected = file.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    assert any(expected in (v.path, v.property) for v in found), found


def test_every_shape_has_both_kinds_of_file() -> None:
    for files in (VALID, INVALID):
        assert {path.stem.split("-")[0] for path in files} == set(SHAPES)
