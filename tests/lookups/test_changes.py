from __future__ import annotations

from typing import Any

import pytest

from kg.errors import BadParameter
from kg.lookups import changes
from kg.release import Release
from lookups.asking import found, path, records


def sides(release: Release, **texts: str) -> list[tuple[Any, ...]]:
    return [
        (one["change"], path(one["one"]), one["relation"], path(one["other"]), one["answer"])
        for one in records(release, changes, what="sides", **texts)
    ]


RED, GREEN, ARMY = "actors/red-front", "actors/greenland", "actors/blue-army"
WITNESSES, OCHRE = "actors/witnesses", "actors/captain-ochre"


def test_ties_that_began_and_ended(wider: Release) -> None:
    assert sides(wider, from_="2029-06-01", to="2029-07-15", actor="witnesses") == [
        ("tie began", RED, "belongs to", WITNESSES, "surely"),
        ("tie began", GREEN, "opposes", WITNESSES, "surely"),
    ]
    assert sides(wider, from_="2029-12-31", to="2030-01-04", actor="red-front") == [
        ("tie ended", GREEN, "is allied with", RED, "possibly"),
        ("tie ended", RED, "belongs to", WITNESSES, "surely"),
    ]
    assert sides(wider, from_="2030-01-10", to="2030-01-10") == [("tie ended", ARMY, "supports", OCHRE, "surely")]


def test_a_tie_that_another_goes_on_with_does_not_change(wider: Release) -> None:
    assert sides(wider, from_="2027", to="2028") == [("tie began", GREEN, "is allied with", RED, "surely")]
    assert sides(wider, from_="2028", to="2028") == []


def test_when_a_tie_changed(wider: Release) -> None:
    (began,) = records(wider, changes, from_="2027", to="2027", what="sides")
    assert (began["from"], began["until"]) == ("2027-01-01", "2027-12-31")
    assert path(began["fact"]) == "situations/tie-table-4"
    assert [(path(one["voice"]), one["row"]) for one in began["voices"]] == [("documents/tie-table-2", "4")]


def test_an_actor_counts_with_its_organs(wider: Release) -> None:
    of_army = records(wider, changes, actor="blue-army")
    of_whole = records(wider, changes, actor="blue-government")
    assert of_army
    assert all(one in of_whole for one in of_army)
    assert {one["change"] for one in of_army} == {"place taken", "tie began", "tie ended"}


def test_a_place_has_takings_only(wider: Release) -> None:
    taken = records(wider, changes, place="northland")
    assert {one["change"] for one in taken} == {"place taken"}
    assert {path(place) for one in taken for place in one["places"]} == {"places/alpha", "places/beta"}
    assert [one for one in taken if path(one["places"][0]) == "places/beta"] == records(wider, changes, place="beta")


def test_each_voice_tells_what_it_says_itself(tables: Release) -> None:
    (one,) = [one for one in records(tables, changes) if path(one["fact"]) == "events/capture-east-beta-2030"]
    (voice,) = one["voices"]
    assert [path(place) for place in voice["places"]] == ["places/beta"]
    assert ([*map(path, voice["takers"])], [*map(path, voice["losers"])]) == ([RED], [ARMY])
    assert (voice["extents"], one["extents"], one["answer"]) == (["part"], ["part"], "surely")


@pytest.mark.parametrize("limit", ["1", "2", "3", "7"])
def test_pages_of_takings_and_ties_together(wider: Release, limit: str) -> None:
    whole = records(wider, changes, limit="500")
    assert records(wider, changes, limit=limit) == whole
    assert {one["change"] for one in whole} == {"place taken", "tie began", "tie ended"}
    days = [one["from"] or "" for one in whole]
    assert days == sorted(days)


@pytest.mark.parametrize("key", [["2030-01-01", "x"], ["soon", "events/e", "place taken"], [1, "events/e", "x"]])
def test_a_key_that_no_page_has(wider: Release, key: list[str | int | None]) -> None:
    with pytest.raises(BadParameter) as error:
        found(wider, changes, key)
    assert error.value.name == "cursor"
