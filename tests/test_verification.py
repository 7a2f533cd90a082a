from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.build import check
from kg.errors import DataError
from kg.statements import Statements
from kg.verification import Verification, verify
from synthetic import DATA, IMPORTED, TEXTS


@pytest.fixture
def statements() -> Statements:
    return check([DATA]).statements + IMPORTED


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TEXTS, tmp_path / "texts"))


def found(statements: Statements, texts: Path) -> dict[str, Verification]:
    return {v.document.path.removeprefix("documents/"): v for v in verify(statements, texts)}


def test_texts_are_known_by_their_hash_whatever_their_names(statements: Statements, texts: Path) -> None:
    (texts / "sub").mkdir()
    (texts / "report-1.txt").rename(texts / "sub" / "something.html")
    assert all(v.holds for v in found(statements, texts).values())
    assert found(statements, texts)["report-1"].file == texts / "sub" / "something.html"


def test_datasets_have_no_text_to_verify(statements: Statements, texts: Path) -> None:
    assert set(found(statements, texts)) == {"report-1", "report-2", "report-3"}


def test_a_changed_character_is_found_and_what_moved_is_located(statements: Statements, texts: Path) -> None:
    report = texts / "report-1.txt"
    report.write_text("x" + report.read_text(encoding="utf-8"), encoding="utf-8")
    verification = found(statements, texts)["report-1"]
    assert (verification.file, verification.exact, verification.holds) == (report, False, False)
    assert verification.held == 0
    for failure in verification.failures:
        ((start, end),) = failure.elsewhere  # from the first letter to the last, wherever the passage ends
        assert start == failure.claim.passage.start + 1
        assert end <= failure.claim.passage.end + 1


def test_a_changed_copy_is_taken_for_the_document_that_it_is_most_like(statements: Statements, texts: Path) -> None:
    for path in texts.iterdir():
        path.write_text(path.read_text(encoding="utf-8") + "A remark.\n", encoding="utf-8")
        path.rename(path.with_suffix(".copy"))
    for slug, verification in found(statements, texts).items():
        assert verification.file == texts / f"{slug}.copy"
        assert (verification.exact, verification.failures) == (False, ())
        assert not verification.holds


def test_a_missing_text_is_told(statements: Statements, texts: Path) -> None:
    (texts / "report-2.txt").unlink()
    (texts / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    verification = found(statements, texts)["report-2"]
    assert (verification.file, verification.holds, verification.held) == (None, False, 0)


def test_a_folder_that_is_not_there(statements: Statements, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such directory"):
        verify(statements, tmp_path / "none")


def test_the_shipped_claims_hold_against_the_articles(seeds: Path) -> None:
    verifications = verify(check([]).statements, seeds)
    assert len(verifications) == 2
    for verification in verifications:
        assert verification.holds
        assert verification.held > 50
