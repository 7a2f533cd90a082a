"""Which place a row means, and what it lies in."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kg.sources.tables.mapping import COUNTRY, DISTRICT, GOVERNORATE, REGION, SETTLEMENT, SURROUNDINGS, WATERS
from kg.sources.tables.places import Places, Spot, gazetteer, reduced
from kg.statements import Labels, Place


def named(path: str, kind: str, name: str, within: str | None = None, *others: str, **more: Any) -> Place:
    labels = Labels(preferred=(("en", name),), other=tuple(("en", other) for other in others))
    return Place(path=path, kind=kind, labels=labels, within=within, **more)


REGISTRY = [
    named("places/redland", "country", "Redland"),
    named("places/north", "governorate", "North", "places/redland"),
    named("places/south", "governorate", "South", "places/redland"),
    named("places/hama", "city", "Hama", "places/north", "Hamah", lat=Decimal("35.13"), long=Decimal("36.75")),
]
KNOWN = [
    named("places/geonames-1", "settlement", "Al Bab", "places/redland", lat=Decimal("35.50"), long=Decimal("36.50")),
    named("places/geonames-2", "settlement", "Hama", "places/redland", lat=Decimal("36.90"), long=Decimal("36.75")),
]


def spot(level: str = SETTLEMENT, place: str | None = "Hama city", **slots: Any) -> Spot:
    given = {"district": None, "governorate": "North governorate", "country": "Redland", "country_id": "9"}
    return Spot(**{"level": level, "place": place, "lat": 35.131, "long": 36.751, **given, **slots})


@pytest.fixture
def places() -> Places:
    return Places(REGISTRY, KNOWN, "ucdp")


def around(places: Places, path: str) -> list[str]:
    known = {**places.curated, **places.made}
    found = [path]
    while (larger := known[found[-1]].within) is not None:
        found.append(larger)
    return found


def test_a_curated_place_is_found_by_name_and_spot_and_learns_the_name(places: Places) -> None:
    assert places.path(spot()) == "places/hama"
    assert places.aliases["places/hama"] == {"Hama city"}
    assert places.path(spot(place="HAMAH town")) == "places/hama"


@pytest.mark.parametrize(
    "slots",
    [
        {"lat": 35.23},
        {"governorate": "South"},
        {"place": "Elsewhere"},
        {"country": "Blueland", "country_id": "8"},
        {"lat": None},
    ],
)
def test_one_of_the_same_name_elsewhere_is_another(places: Places, slots: dict[str, Any]) -> None:
    path = places.path(spot(**slots))
    assert path.startswith("places/ucdp-")
    assert places.path(spot(**slots)) == path


def test_a_place_of_the_gazetteer_lies_where_the_row_has_it(places: Places) -> None:
    path = places.path(spot(place="Al-Bab town", district="Bab district", lat=35.501, long=36.501))
    assert path == "places/geonames-1"
    place = places.made[path]
    assert place.labels.shown == "Al Bab"
    assert ("en", "Al-Bab town") in place.labels.other
    district, north, redland = around(places, path)[1:]
    assert (places.made[district].kind, north, redland) == ("district", "places/north", "places/redland")


@pytest.mark.parametrize(
    ("level", "place", "kind"),
    [
        (SETTLEMENT, "Tell village", "village"),
        (SETTLEMENT, "Tell", "settlement"),
        (SURROUNDINGS, "Tell town", "outskirts"),
        (REGION, "The coast", "region"),
        (WATERS, "The sea", "sea"),
        (SETTLEMENT, None, "settlement"),
    ],
)
def test_kinds_follow_the_level(places: Places, level: str, place: str | None, kind: str) -> None:
    path = places.path(spot(level, place))
    assert places.made[path].kind == kind
    assert around(places, path)[1:] == ["places/north", "places/redland"]


def test_a_row_is_placed_no_finer_than_it_tells(places: Places) -> None:
    assert places.path(spot(COUNTRY)) == "places/redland"
    assert places.path(spot(GOVERNORATE)) == "places/north"
    assert places.path(spot(GOVERNORATE, "South", governorate=None)) == "places/south"
    path = places.path(spot(DISTRICT, district="Hills"))
    assert (places.made[path].kind, places.made[path].within) == ("district", "places/north")
    assert places.made[path].lat == Decimal("35.131")


def test_near_a_place_is_not_at_it(places: Places) -> None:
    near = places.path(spot(SURROUNDINGS))
    assert near != "places/hama"
    assert places.made[near].labels.shown == "Surroundings of Hama city"


def test_paths_depend_on_names_and_what_they_lie_in_only(places: Places) -> None:
    other = Places(REGISTRY, [], "ucdp")
    unknown = [spot(place=f"P{n}", governorate=division) for n in range(4) for division in ("North", "West", None)]
    paths = [places.path(one) for one in unknown]
    assert [other.path(one) for one in reversed(unknown)] == paths[::-1]
    assert len(set(paths)) == len(paths)


def test_countries_are_told_by_name_or_made_by_id(places: Places) -> None:
    assert places.path(spot(COUNTRY, country="Redland (Old Redland)")) == "places/redland"
    path = places.path(spot(COUNTRY, country='Blue "Land"', country_id="7/8"))
    assert path == "places/ucdp-country-7-8"
    assert places.made[path].labels.shown == 'Blue "Land"'


def test_names_are_reduced_to_what_tells_them_apart() -> None:
    same = ["Ar Raqqah Governorate", "al-Raqqah province", "Raqqah", "raqqah city"]
    assert {reduced(name) for name in same} == {"raqqah"}
    assert reduced("City") == "city"  # a name that would be nothing stays what it is
    assert reduced("حلب") != reduced("حماة")


def test_a_gazetteer_is_read_for_countries_that_are_known(tmp_path: Path) -> None:
    path = tmp_path / "g.csv"
    path.write_text(
        "geonameid,country,name,lat,long,names\n1,Redland,Tell,1.5,2.5,Tall|تل|Tell\n2,Nowhere,X,1,2,\n",
        encoding="utf-8",
    )
    (place,) = gazetteer(path, {"Redland": "places/redland"})
    assert (place.path, place.within, place.lat) == ("places/geonames-1", "places/redland", Decimal("1.5"))
    assert place.labels.other == (("", "Tall"), ("", "تل"))
    assert place.same_as == ("https://sws.geonames.org/1/",)
