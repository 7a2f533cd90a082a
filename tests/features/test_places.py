"""Places as features, and the table that they are read from."""

from __future__ import annotations

import pytest

from kg.errors import UnknownThing
from kg.features.answering import extents, feature, page
from kg.features.place_table import COLUMNS, write_places
from kg.features.places import points_of
from kg.features.questions import Box, Question
from kg.release import Release
from kg.times import Period

ALL = Question(collection="places", limit=1_000)


def test_every_place_of_the_graph_is_a_feature_once_in_order(tables: Release) -> None:
    found = page(tables, ALL)
    assert [one.about for one in found.features] == sorted(place.path for place in tables.statements.places)
    assert (found.matched, found.after) == (len(found.features), None)
    for one, place in zip(found.features, sorted(tables.statements.places, key=lambda place: place.path), strict=True):
        assert one.point == (None if place.lat is None else (float(place.long or 0), float(place.lat)))
        assert one.properties["kind"] == place.kind
        assert one.properties["within"] == place.within
        assert one.properties["coordinates_from"] == place.coordinate_source


def test_a_place_has_its_names_and_those_around_it(release: Release) -> None:
    told = feature(release, ("places", "alpha")).properties
    assert (told["name"], told["names"], told["languages"]) == ("Alpha", ["Alphaville"], ["fr"])
    assert (told["within"], told["within_name"]) == ("places/northland", "Northland")
    assert feature(release, ("places", "northland")).properties["within_name"] is None


def test_names_in_other_scripts_are_there_and_misspellings_are_not(shipped: Release) -> None:
    told = feature(shipped, ("places", "hama")).properties
    assert "حماة" in told["names"]
    assert told["languages"][told["names"].index("حماة")] == "ar"
    hidden = {name for place in shipped.statements.places for _, name in place.labels.hidden}
    assert hidden
    for one in page(shipped, ALL).features:
        assert hidden.isdisjoint(one.properties["names"])


def test_events_are_counted_as_the_graph_has_them(tables: Release) -> None:
    rows = tables.query("SELECT ?place (COUNT(?event) AS ?n) { ?event a ckg:Event ; ckg:place ?place } GROUP BY ?place")
    assert rows.table is not None
    expected = {record["place"].partition("ckg/")[2]: record["n"] for record in rows.table.records()}
    found = {one.about: one.properties["events"] for one in page(tables, ALL).features}
    assert {path: count for path, count in found.items() if count} == expected
    assert len(set(expected.values())) > 1


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_pages_after_one_another_are_the_whole(tables: Release, limit: int) -> None:
    found: list[str] = []
    after = None
    while True:
        got = page(tables, Question(collection="places", after=after, limit=limit))
        found += [one.id for one in got.features]
        after = got.after
        if after is None:
            break
    assert found == [one.id for one in page(tables, ALL).features]


def test_a_box_finds_places_on_either_side_of_the_meridian_of_180_degrees(tables: Release) -> None:
    def found(box: Box) -> list[str]:
        got = page(tables, Question(collection="places", box=box))
        assert got.matched == len(got.features)
        return [one.id for one in got.features]

    assert found(Box(179, 60, -179, 70)) == ["across", "dateline"]
    assert found(Box(179, 60, 180, 70)) == ["dateline"]
    assert found(Box(20.25, 10.5, 20.25, 10.5)) == ["alpha"]
    assert found(Box(-179, 60, 179, 70)) == []


def test_places_are_of_all_times(release: Release) -> None:
    day = Period(None, None)
    assert page(release, Question(collection="places", period=day)) == page(release, Question(collection="places"))


def test_the_extent_is_around_all_places(tables: Release) -> None:
    points = points_of(tables, [place.path for place in tables.statements.places])
    box = extents(tables, ("places",))["places"].box
    assert box is not None
    assert {box.west, box.east} == {min(east for east, _ in points.values()), max(east for east, _ in points.values())}
    assert all(box.holds(point) for point in points.values())


@pytest.mark.parametrize("id_", ["nowhere", "actors/red-front", ""])
def test_what_is_no_place_is_not_found(release: Release, id_: str) -> None:
    with pytest.raises(UnknownThing):
        feature(release, ("places", id_))


def test_equal_places_give_equal_bytes(release: Release, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("places")
    places = release.statements.places
    for name, given in (("one", places), ("other", tuple(reversed(places)))):
        write_places(folder / name, given, release.path / "events.parquet")
    written = (release.path / "places.parquet").read_bytes()
    assert (folder / "one").read_bytes() == (folder / "other").read_bytes() == written


def test_a_table_without_places_can_be_read(release: Release, tmp_path_factory: pytest.TempPathFactory) -> None:
    import duckdb

    path = tmp_path_factory.mktemp("places") / "places.parquet"
    write_places(path, [], release.path / "events.parquet")
    with duckdb.connect() as db:
        described = db.execute("DESCRIBE FROM read_parquet($path)", {"path": str(path)}).fetchall()
        assert db.execute("SELECT count(*) FROM read_parquet($path)", {"path": str(path)}).fetchall() == [(0,)]
    assert tuple(name for name, *_ in described) == COLUMNS
