from __future__ import annotations

import json
from typing import Any

from kg.exports import EXPORTS
from kg.passages import passage_at
from kg.release import Release
from synthetic import TEXTS


def records(release: Release, form: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in EXPORTS[form].lines(release)]


def test_claims_have_the_public_keys(release: Release) -> None:
    found = records(release, "claims")
    assert len(found) == 16
    assert [record["id"] for record in found] == sorted(record["id"] for record in found)
    public = {
        "id", "about", "document", "document_sha256", "start", "end", "hash", "says", "type", "agents", "targets",
        "parties", "places", "part_of", "role", "extent", "from", "until", "surely_from", "surely_until", "when",
        "when_basis", "modality", "certainty", "confidence", "according_to", "attribute", "value", "gloss",
    }  # fmt: skip
    for record in found:
        assert public <= record.keys()


def test_a_claim_says_all_that_its_file_says(release: Release) -> None:
    (found,) = [
        record
        for record in records(release, "claims")
        if record["about"] == "events/capture-alpha-2030" and record["says"] == "Event"
    ]
    assert found | {"hash": "", "letters_hash": "", "document_sha256": "", "id": ""} == {
        "id": "", "about": "events/capture-alpha-2030", "document": "report-1", "document_sha256": "", "start": 92,
        "end": 171, "hash": "", "letters": 62, "letters_hash": "", "says": "Event", "type": "codes/event-type/capture",
        "agents": ["actors/red-front"], "targets": ["actors/blue-army"], "parties": [], "places": ["places/alpha"],
        "part_of": ["events/northland-war"], "role": None, "extent": None, "from": "2030-01-03", "until": "2030-01-03",
        "surely_from": "2030-01-03", "surely_until": "2030-01-03", "when": "2030-01-03", "when_basis": "stated",
        "modality": "claimed", "certainty": "certain", "confidence": 0.95, "according_to": "actors/witnesses",
        "attribute": None, "value": None, "gloss": "Two witnesses tell of the taking of Alpha on the 3rd.",
        "withdrawn_on": None, "withdrawal_reason": None,
    }  # fmt: skip


def test_the_hashes_hold_against_the_texts(release: Release) -> None:
    for record in records(release, "claims"):
        text = (TEXTS / f"{record['document']}.txt").read_text(encoding="utf-8")
        passage = passage_at(text, record["start"], record["end"])
        assert (passage.sha256, passage.letters, passage.letters_sha256) == (
            record["hash"], record["letters"], record["letters_hash"],
        )  # fmt: skip


def test_a_situation_without_a_stated_time_holds_as_of_publication(release: Release) -> None:
    (found,) = [r for r in records(release, "claims") if r["says"] == "Leadership"]
    assert (found["when"], found["from"], found["until"]) == ("../..", None, None)
    assert (found["surely_from"], found["surely_until"]) == ("2030-01-05", "2030-01-05")


def test_entities(release: Release) -> None:
    found = {record["id"]: record for record in records(release, "entities")}
    assert len(found) == 10
    assert found["actors/red-front"] == {
        "id": "actors/red-front", "class": "Group", "kind": "rebel", "label": "Red Front",
        "labels": {"ar": ["الجبهة الحمراء"], "en": ["Red Front", "RF"]}, "hidden_labels": ["Redd Front"],
        "same_as": [], "part_of": [],
    }  # fmt: skip
    assert found["actors/captain-ochre"]["class"] == "Person"
    assert found["actors/blue-army"]["part_of"] == ["actors/blue-government"]
    alpha = found["places/alpha"]
    assert (alpha["class"], alpha["within"], alpha["lat"], alpha["lon"]) == ("Place", "places/northland", 10.5, 20.25)
    assert (found["places/beta"]["lat"], found["places/northland"]["within"]) == (None, None)


def test_nquads_are_canonical(release: Release) -> None:
    lines = list(EXPORTS["nquads"].lines(release))
    assert lines == sorted(set(lines))
    assert all(line.endswith(" .\n") for line in lines)
    assert not any("_:" in line for line in lines)


def test_every_format_says_what_it_is_for() -> None:
    assert all(export.help for export in EXPORTS.values())
