"""Control as features: what the stored queries say, on a day and over a time."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import pytest

from kg.errors import UnknownThing
from kg.features.answering import extents, feature, page
from kg.features.questions import Box, Feature, Page, Question
from kg.release import Release
from kg.times import Period


def on(release: Release, day: date | None, **more: Any) -> Page:
    period = None if day is None else Period(day, day)
    return page(
        release, Question(collection="control", period=period, instant=day is not None, **{"limit": 1_000, **more})
    )


def between(release: Release, first: date | None, last: date | None, **more: Any) -> Page:
    return page(release, Question(collection="control", period=Period(first, last), **{"limit": 1_000, **more}))


def by_place(found: Page) -> dict[str, Feature]:
    return {one.properties["place"]: one for one in found.features}


@pytest.mark.parametrize(
    "day", [date(2030, 1, 3), date(2030, 1, 9), date(2030, 1, 16), date(2030, 2, 16), date(1999, 1, 1)]
)
def test_on_a_day_each_place_says_what_the_stored_query_says(release: Release, day: date) -> None:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in release.ask_stored("control-on-date", on=day.isoformat()).records():
        rows[row["place"].partition("ckg/")[2]].append(row)
    found = by_place(on(release, day))
    assert list(found) == sorted(rows)
    for place, said in rows.items():
        told = found[place].properties
        answers = {row["holder"].partition("ckg/")[2]: row["answer"] for row in said if row["holder"]}
        assert dict(zip(told["holders"], told["answers"], strict=True)) == answers
        assert told["answer"] == (
            "surely" if "surely" in answers.values() else "possibly" if answers else "no evidence"
        )
        standings = {row["standing"] for row in said}
        assert told["standing"] in (standings - {None} or {"unknown"})
        assert set(told["voices"]) == {row["voice"].partition("ckg/")[2] for row in said if row["voice"]}
        assert told["day"] == day.isoformat()


def test_contested_and_unknown_are_answers(release: Release) -> None:
    found = by_place(on(release, date(2030, 1, 9)))
    assert found["places/alpha"].properties["standing"] == "contested"
    assert found["places/alpha"].properties["holders"] == ["actors/red-front", "actors/blue-army"]
    assert found["places/alpha"].properties["since"] == "2030-01-09"
    nothing = by_place(on(release, date(2030, 2, 16)))["places/alpha"].properties
    assert (nothing["answer"], nothing["standing"], nothing["holders"]) == ("no evidence", "unknown", [])
    changed = by_place(on(release, date(2030, 1, 3)))["places/alpha"].properties
    assert (changed["standing"], changed["until"]) == ("changed hands that day", "2030-01-03")


def test_without_a_day_it_is_the_last_on_which_anything_is_known(release: Release, shipped: Release) -> None:
    for opened in (release, shipped):
        found = on(opened, None)
        [day] = {one.properties["day"] for one in found.features}
        assert any(one.properties["answer"] == "surely" for one in found.features)
        later = date.fromisoformat(day).replace(year=int(day[:4]) + 1)
        assert {one.properties["answer"] for one in on(opened, later).features} == {"no evidence"}


def test_over_a_time_each_holding_is_a_feature(release: Release) -> None:
    rows = release.query(
        "SELECT ?c ?from ?until ?first ?last ?holder { ?c a ckg:Control ; ckg:agent ?holder ; ckg:indexFrom ?first ; "
        "ckg:indexUntil ?last OPTIONAL { ?c ckg:from ?from } OPTIONAL { ?c ckg:until ?until } }"
    ).table
    assert rows is not None
    records = {row["c"].partition("situations/")[2]: row for row in rows.records()}
    whole = between(release, None, None)
    assert {one.id for one in whole.features} == set(records)
    for one in whole.features:
        row, told = records[one.id], one.properties
        assert (told["since"], told["until"], told["day"]) == (row["from"], row["until"], None)
        assert told["holders"] == [row["holder"].partition("ckg/")[2]]
        assert told["voices"]
    some = between(release, date(2030, 1, 4), date(2030, 1, 7))
    expected = {id_ for id_, row in records.items() if row["first"] <= "2030-01-07" and row["last"] >= "2030-01-04"}
    assert {one.id for one in some.features} == expected
    assert 0 < len(expected) < len(records)
    assert [one.id for one in some.features] == sorted(expected, key=lambda id_: (records[id_]["first"], id_))


def test_a_holding_is_sure_where_its_inner_bounds_are(release: Release) -> None:
    gamma = "situations/place-table-19"
    sure = by_place(between(release, date(2029, 12, 1), date(2029, 12, 31)))["places/gamma"]
    assert (sure.about, sure.properties["answer"]) == (gamma, "surely")
    assert sure.properties["voice_names"] == ["Table of places, version 7"]
    assert (sure.properties["surely_from"], sure.properties["surely_until"]) == ("2029-06-01", "2030-01-04")


@pytest.mark.parametrize("limit", [1, 2])
@pytest.mark.parametrize("period", [None, Period(date(2030, 1, 9), date(2030, 1, 9)), Period(None, None)], ids=str)
def test_pages_after_one_another_are_the_whole(release: Release, period: Period | None, limit: int) -> None:
    asked: dict[str, Any] = {"collection": "control", "period": period, "instant": bool(period and period.is_day)}
    whole = page(release, Question(**asked, limit=1_000))
    found: list[Feature] = []
    after = None
    while True:
        got = page(release, Question(**asked, after=after, limit=limit))
        found += got.features
        after = got.after
        assert got.matched == whole.matched
        if after is None:
            break
    assert tuple(found) == whole.features


def test_further_pages_stay_with_the_day_of_the_first(release: Release) -> None:
    got = page(release, Question(collection="control", after=("2030-01-09", "places/alpha")))
    assert [one.id for one in got.features] == [f"{name}@2030-01-09" for name in ("beta", "gamma")]


def test_a_box_holds_places_with_known_coordinates_only(release: Release) -> None:
    world = on(release, date(2030, 1, 9), box=Box(-180, -90, 180, 90))
    assert [one.properties["place"] for one in world.features] == ["places/alpha"]
    assert world.features[0].point == (20.25, 10.5)
    assert {
        one.point for one in on(release, date(2030, 1, 9)).features if one.properties["place"] != "places/alpha"
    } == {None}
    assert between(release, None, None, box=Box(0, 0, 1, 1)).features == ()


def test_each_feature_of_a_page_is_had_alone(release: Release) -> None:
    for one in (*on(release, None).features, *on(release, date(2030, 1, 9)).features):
        assert feature(release, ("control", one.id)) == one
    for one in between(release, None, None).features:
        assert feature(release, ("control", one.id)) == one


@pytest.mark.parametrize(
    "id_",
    ["alpha", "alpha@2030-01-32", "alpha@", "@2030-01-09", "nowhere@2030-01-09", "event-table-support-18", "x@y@z"],
)
def test_what_is_no_control_is_not_found(release: Release, id_: str) -> None:
    with pytest.raises(UnknownThing):
        feature(release, ("control", id_))


def test_the_extent_is_that_of_all_holdings(release: Release) -> None:
    extent = extents(release, ("control",))["control"]
    assert extent.box == Box(20.25, 10.5, 20.25, 10.5)
    for day in (extent.first, extent.last):
        assert day is None or between(release, day, day).features
