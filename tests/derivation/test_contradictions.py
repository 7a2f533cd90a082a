from __future__ import annotations

import pytest

from factories import claim
from kg.derivation.contradictions import contradictions
from kg.ontology import shipped
from kg.statements import Claim

WITHIN = {"places/alpha": "places/north", "places/north": "places/land", "places/land": None}


def found(*claims: Claim) -> set[frozenset[str]]:
    pairs = contradictions(claims, shipped(), WITHIN)
    assert all(one < other for one, other in pairs)
    return {frozenset(pair) for pair in pairs}


def describing(about: str, attribute: str, value: object, **slots: object) -> Claim:
    return claim(about=about, says="Description", type=None, attribute=attribute, value=value, **slots)


def test_a_denial_contradicts_every_affirmation() -> None:
    denial, one, other = claim(modality="denied", according_to="actors/a"), claim(), claim(modality="claimed")
    assert found(denial, one, other) == {frozenset({denial.path, one.path}), frozenset({denial.path, other.path})}


def test_what_is_intended_contradicts_nothing() -> None:
    assert found(claim(modality="intended"), claim(modality="denied"), claim(about="events/other")) == set()


def test_incompatible_types_of_one_event() -> None:
    one, other = claim(type="codes/event-type/overthrow"), claim(type="codes/event-type/resignation")
    assert found(one, other, claim(type="codes/event-type/loss-of-power")) == {frozenset({one.path, other.path})}


def test_two_values_of_a_single_valued_attribute() -> None:
    one, other = describing("events/e", "persons", 3500), describing("events/e", "persons", 3000)
    assert found(one, other, describing("events/e", "persons", 3500)) != set()
    assert found(one, describing("events/f", "persons", 3000)) == set()
    assert found(describing("places/a", "knownAs", "x"), describing("places/a", "knownAs", "y")) == set()


def test_a_denied_value_contradicts_that_value_only() -> None:
    denied = describing("events/e", "persons", 3500, modality="denied", according_to="actors/a")
    assert len(found(denied, describing("events/e", "persons", 3500))) == 1
    assert found(denied, describing("events/e", "persons", 3000)) == set()


@pytest.mark.parametrize(
    ("one", "other", "opposed"),
    [
        ("northwest", "northeast", True),
        ("north", "south", True),
        ("northwest", "southwest", True),
        ("north", "northwest", False),
        ("central", "north-central", False),
        ("north", "east", False),
    ],
)
def test_points_of_the_compass_contradict_only_if_opposite(one: str, other: str, opposed: bool) -> None:
    pair = (describing("places/alpha", "position", one), describing("places/alpha", "position", other))
    assert bool(found(*pair)) is opposed


def test_a_place_and_what_it_lies_in_at_any_distance() -> None:
    town, land = describing("places/alpha", "position", "north"), describing("places/land", "position", "south")
    assert found(town, land) == {frozenset({town.path, land.path})}
    assert found(describing("places/alpha", "sizeRank", 2), describing("places/land", "sizeRank", 3)) == set()


def test_positions_relative_to_different_places_do_not_compare() -> None:
    one = describing("places/alpha", "position", "north", places=("places/beta",))
    assert found(one, describing("places/alpha", "position", "south")) == set()
    assert len(found(one, describing("places/alpha", "position", "south", places=("places/beta",)))) == 1
