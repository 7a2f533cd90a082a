from __future__ import annotations

import json
from typing import Any

import pytest

from kg.exports import EXPORTS
from kg.lookups import claims
from kg.release import Release
from lookups.asking import records


def exported(release: Release) -> list[dict[str, Any]]:
    return [json.loads(line) for line in EXPORTS["claims"].lines(release)]


def plain(release: Release, **texts: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(json.dumps(records(release, claims, **texts)))
    return found


@pytest.mark.parametrize("name", ["tables", "shipped", "wider"])
def test_they_are_those_of_the_export(request: pytest.FixtureRequest, name: str) -> None:
    release = request.getfixturevalue(name)
    assert plain(release, limit="7") == exported(release)


@pytest.mark.parametrize(
    ("texts", "member", "value"),
    [
        ({"voice": "red-front"}, "according_to", "actors/red-front"),
        ({"voice": "report-1"}, "according_to", "documents/report-1"),
        ({"document": "report-3"}, "document", "report-3"),
        ({"modality": "denied"}, "modality", "denied"),
        ({"about": "events/recapture-alpha-2030"}, "about", "events/recapture-alpha-2030"),
        ({"about": "alpha"}, "about", "places/alpha"),
        ({"says": "Description"}, "says", "Description"),
        ({"says": "Support"}, "says", "Support"),
    ],
)
def test_filters(tables: Release, texts: dict[str, str], member: str, value: str) -> None:
    found = plain(tables, **texts)
    assert found == [one for one in exported(tables) if one[member] == value]
    assert found


def test_filters_together(tables: Release) -> None:
    (one,) = plain(tables, voice="red-front", modality="denied", document="report-3", says="Event")
    assert one["about"] == "events/recapture-alpha-2030"
    assert plain(tables, voice="red-front", modality="denied", document="report-2") == []


def test_what_is_about_no_fact_is_found(tables: Release) -> None:
    (one,) = plain(tables, about="events/capture-gamma-2030")
    assert one["modality"] == "intended"


def test_a_withdrawn_claim_says_when_and_why(wider: Release) -> None:
    (one,) = [one for one in plain(wider) if one["withdrawn_on"]]
    assert (one["withdrawn_on"], one["withdrawal_reason"]) == ("2030-02-01", "The reporter misheard.")
    assert one["about"] == "events/recapture-alpha-2030"


def test_only_what_was_published_by_a_day(tables: Release) -> None:
    known = plain(tables, as_known_on="2030-01-10")
    assert known == [one for one in exported(tables) if one["document"] in {"report-1", "report-2"}]
    assert plain(tables, as_known_on="2029") == []
