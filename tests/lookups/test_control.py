from __future__ import annotations

from typing import Any

import pytest

from kg.lookups import control
from kg.release import Release
from lookups.asking import found, path, records


def standings(release: Release, **texts: str) -> set[tuple[Any, ...]]:
    return {(path(one["holder"]), one["answer"], one["standing"]) for one in records(release, control, **texts)}


def test_a_place_that_changed_hands_and_back(tables: Release) -> None:
    red, blue = "actors/red-front", "actors/blue-army"
    assert standings(tables, place="alpha", on="2030-01-02") == {(blue, "possibly", "held")}
    changed = "changed hands that day"
    assert standings(tables, place="alpha", on="2030-01-03") == {(blue, "surely", changed), (red, "surely", changed)}
    assert standings(tables, place="alpha", on="2030-01-05") == {(red, "surely", "held")}
    contested = {(blue, "possibly", "contested"), (red, "possibly", "contested")}
    assert standings(tables, place="alpha", on="2030-01-12") == contested


def test_a_period_tells_that_a_place_changed_hands_in_it(tables: Release) -> None:
    within = "changed hands in that time"
    assert standings(tables, place="alpha", from_="2030-01-01", to="2030-01-05") == {
        ("actors/blue-army", "surely", within),
        ("actors/red-front", "surely", within),
    }
    assert standings(tables, place="alpha", from_="2030-01-04", to="2030-01-05") == {
        ("actors/red-front", "surely", "held")
    }


def test_holders_who_may_have_met_contest_a_place_only_on_days_that_they_share(tables: Release) -> None:
    contested = {standing for _, _, standing in standings(tables, place="alpha", from_="2030-01-04", to="2030-01-09")}
    assert contested == {"contested"}


def test_a_place_that_is_not_known_of_is_an_answer(tables: Release) -> None:
    (one,) = records(tables, control, place="delta")
    assert (one["answer"], one["holder"], one["standing"], one["voices"]) == ("no evidence", None, None, [])
    assert (one["lat"], one["long"]) == (10.6, 20.3)
    assert "places/delta" not in {path(one["place"]) for one in records(tables, control)}
    listed = {path(one["place"]): one["answer"] for one in records(tables, control, on="2031-01-01")}
    assert listed == dict.fromkeys(("places/alpha", "places/beta", "places/gamma"), "no evidence")


def test_a_holder_counts_with_its_organs(tables: Release) -> None:
    by_army = records(tables, control, holder="blue-army")
    assert by_army == records(tables, control, holder="blue-government")
    assert by_army == [one for one in records(tables, control) if path(one["holder"]) == "actors/blue-army"]
    assert by_army
    assert records(tables, control, holder="greenland") == []


def test_a_denial_speaks_for_the_former_holder(tables: Release) -> None:
    (red,) = records(tables, control, place="alpha", on="2030-01-12", holder="red-front")
    assert ("actors/red-front", "denied") in {(path(one["voice"]), one["modality"]) for one in red["voices"]}


@pytest.mark.parametrize("limit", ["1", "2"])
def test_pages(tables: Release, limit: str) -> None:
    for day in ("2030-01-08", "2031-01-01"):
        assert records(tables, control, on=day, limit=limit) == records(tables, control, on=day, limit="500")


def test_a_map_has_a_feature_for_each_record(tables: Release) -> None:
    page = found(tables, control, form="geojson", on="2030-01-09")
    assert page.features is not None
    features = page.features["features"]
    assert len(features) == len(page.records) > 2
    for feature, record in zip(features, page.records, strict=True):
        spot = feature["geometry"]
        assert spot == (record["lat"] and {"type": "Point", "coordinates": [record["long"], record["lat"]]})
        assert feature["properties"]["place"] == path(record["place"])
        assert feature["properties"]["answer"] == record["answer"]
    assert {one["properties"]["place"] for one in features if one["geometry"]} == {"places/alpha"}
    assert found(tables, control, on="2030-01-09").features is None
