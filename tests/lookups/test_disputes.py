from __future__ import annotations

from typing import Any

import pytest

from kg.lookups import disputes
from kg.release import Release
from lookups.asking import path, records


def about(release: Release, **texts: str) -> set[Any]:
    return {path(one["about"]) for one in records(release, disputes, **texts)}


ALPHA, RECAPTURE, ARMS = "places/alpha", "events/recapture-alpha-2030", "situations/support-greenland-red-front"


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ({}, {ALPHA, RECAPTURE, ARMS}),
        ({"about": "alpha"}, {ALPHA}),
        ({"about": ARMS}, {ARMS}),
        ({"place": "alpha"}, {ALPHA, RECAPTURE}),
        ({"place": "northland"}, {ALPHA, RECAPTURE}),
        ({"place": "beta"}, set()),
        ({"actor": "greenland"}, {ARMS}),
        ({"actor": "blue-army"}, {RECAPTURE}),
        ({"actor": "blue-government"}, {RECAPTURE}),
        ({"actor": "red-front"}, {ARMS, RECAPTURE}),
        ({"actor": "witnesses"}, set()),
        ({"on": "2030-01-09"}, {RECAPTURE}),
        ({"on": "2030-01"}, {RECAPTURE, ARMS}),
        ({"from_": "2030-01-10"}, set()),
        ({"to": "2029"}, {ARMS}),
        ({"as_known_on": "2030-01-09"}, set()),
        ({"as_known_on": "2030-01-10"}, {ALPHA, ARMS}),
    ],
)
def test_which_disputes(tables: Release, texts: dict[str, str], found: set[str]) -> None:
    assert about(tables, **texts) == found


def test_both_sides_are_told(tables: Release) -> None:
    (one,) = records(tables, disputes, about=ARMS)
    assert one["kind"] == "denial"
    sides = {side["modality"]: side for side in (one["one"], one["other"])}
    assert {modality: (path(side["voice"]), side["says"], side["start"]) for modality, side in sides.items()} == {
        "reported": ("documents/report-1", "weapons", 212),
        "denied": ("actors/greenland", "support of unstated form", 207),
    }


def test_of_what_kind_a_dispute_is(tables: Release, shipped: Release) -> None:
    (one,) = records(tables, disputes, about="alpha")
    assert (one["kind"], one["attribute"], {one["one"]["says"], one["other"]["says"]}) == (
        "value", "position", {"north", "south"},
    )  # fmt: skip
    ends = records(shipped, disputes, about="events/loss-of-power-assad-2024")
    assert {one["kind"] for one in ends} == {"type"}
    assert {one[side]["says"] for one in ends for side in ("one", "other")} == {"overthrow", "resignation"}


def test_what_is_only_denied_is_found_by_what_its_claims_say(wider: Release) -> None:
    days = {"on": "2030-01-09"}
    assert about(wider, actor="blue-army", **days) == about(wider, place="alpha", **days) == {RECAPTURE}
