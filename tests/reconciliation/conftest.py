"""The invented war with namesakes: places and actors that share a name, or whose names only look alike."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from kg.build import build
from kg.release import Release, open_release
from kg.statements import Actor, Labels, Place, Statements
from synthetic import DATA, IMPORTED


def _place(slug: str, name: str, within: str | None, lat: str | None = None, kind: str = "town") -> Place:
    return Place(
        path=f"places/{slug}",
        kind=kind,
        labels=Labels(preferred=(("en", name),)),
        within=within,
        lat=Decimal(lat) if lat else None,
        long=Decimal("20.0") if lat else None,
        coordinate_source="the invented gazetteer" if lat else None,
        same_as=(f"https://sws.geonames.org/{1000 + len(slug)}/",),
    )


def _actor(slug: str, name: str, kind: str, *same_as: str) -> Actor:
    return Actor(path=f"actors/{slug}", kind=kind, labels=Labels(preferred=(("en", name),)), same_as=same_as)


NAMESAKES = IMPORTED + Statements(
    actors=(
        _actor("homeguard", "Homeguard", "militia", "https://ucdp.uu.se/actor/77"),
        _actor("homeguard-south", "Homeguard", "rebel", "https://ucdp.uu.se/actor/78"),
        _actor("taras", "Taras", "militia"),
    ),
    places=(
        _place("southland", "Southland", None, kind="country"),
        _place("ford-north", "Fordwick", "places/northland", "12.0"),
        _place("ford-south", "Fordwick", "places/southland", "-12.0"),
        _place("tara", "Tara", "places/northland", "11.0"),
        _place("nowhere", "Lonelyhill", None),
    ),
)


@pytest.fixture(scope="session")
def namesakes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    path = tmp_path_factory.mktemp("namesakes")
    build([DATA], path, imported=NAMESAKES)
    with open_release(path) as opened:
        yield opened
