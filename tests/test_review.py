from __future__ import annotations

import shutil
from pathlib import Path

from kg.build import check
from kg.ontology import shipped
from kg.review import Reviewed, review, review_page
from synthetic import DATA, TEXTS


def reviewed(texts: Path) -> dict[str, Reviewed]:
    source = check([DATA])
    found = review(source.statements, source.locations, texts, shipped())
    return {document.verification.document.path.removeprefix("documents/"): document for document in found}


def test_each_claim_stands_beside_its_passage_in_the_order_of_the_text() -> None:
    readings = reviewed(TEXTS)["report-1"].readings
    assert [reading.claim.passage.start for reading in readings] == sorted(r.claim.passage.start for r in readings)
    capture = next(reading for reading in readings if reading.claim.about == "events/capture-alpha-2030")
    assert capture.words == "On 3 January the Red Front took the town from the Blue Army, two witnesses said"
    assert capture.before.endswith("has reached Alpha. ")
    assert capture.after.startswith(". Alpha lies")
    assert str(capture.where).endswith("report-1.yaml:27:5")
    said = dict(capture.said)
    assert (said["agents"], said["targets"], said["places"]) == ("Red Front", "Blue Army", "Alpha")
    assert (said["voice"], said["modality"], said["type"]) == ("two witnesses", "claimed", "capture")
    assert said["when"] == "2030-01-03 (stated): 2030-01-03..2030-01-03, sure 2030-01-03..2030-01-03"
    assert "role" not in said


def test_what_does_not_stand_or_is_not_there_is_told(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    shutil.copytree(TEXTS, texts)
    (texts / "report-2.txt").unlink()
    report = texts / "report-1.txt"
    report.write_text(report.read_text(encoding="utf-8").replace("two witnesses", "two witnessez"), encoding="utf-8")
    found = reviewed(texts)
    assert [r.claim.about for r in found["report-1"].readings if r.words is None] == ["events/capture-alpha-2030"]
    assert {reading.words for reading in found["report-2"].readings} == {None}


def test_the_page_holds_passages_glosses_and_no_address_of_anybody() -> None:
    page = review_page(list(reviewed(TEXTS).values()))
    assert "<mark>On 3 January the Red Front took the town" in page
    assert "Two witnesses tell of the taking of Alpha on the 3rd." in page
    assert "http" not in page
    assert "<script" not in page


def test_words_of_a_text_are_no_markup(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    shutil.copytree(TEXTS, texts)
    report = texts / "report-1.txt"
    report.write_text(report.read_text(encoding="utf-8").replace("has reached", "<script> &"), encoding="utf-8")
    page = review_page(list(reviewed(texts).values()))
    assert "<script>" not in page
    assert "&lt;script&gt; &amp; Alpha. " in page
