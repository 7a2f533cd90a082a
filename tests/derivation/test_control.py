"""Who held Alpha and Beta in the invented war, worked out by hand from its three reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from factories import claim, document, said
from kg.dates import Bounds, bounds_of
from kg.derivation import derive
from kg.ontology import shipped
from kg.release import Release
from kg.statements import Claim, Situation, Statements


def control(*claims: Claim) -> dict[str, Situation]:
    documents = tuple(document(n) for n in range(1, 32))
    knowledge = derive(Statements(documents=documents, claims=claims), shipped())
    return {
        f.path.removeprefix("situations/control-").removeprefix("-"): f
        for f in knowledge.situations
        if f.says == "Control"
    }


def capture(place: str, taker: str, loser: str | None, day: int, **slots: object) -> Claim:
    return claim(
        about=f"events/capture-{place}-{day}",
        agents=(f"actors/{taker}",),
        targets=(f"actors/{loser}",) if loser else (),
        places=(f"places/{place}",),
        bounds=bounds_of(f"2030-01-{day:02}"),
        document="documents/d20",
        **slots,
    )


def held(situation: Situation, day: int) -> str:
    """How a situation stands on a day of January 2030: surely, possibly, or no."""
    on = date(2030, 1, day)
    if situation.status != "disputed" and situation.bounds.surely_on(on):
        return "surely"
    return "possibly" if situation.index_from <= on <= situation.index_until else "no"


def test_a_capture_gives_to_the_taker_and_takes_from_the_loser() -> None:
    found = control(capture("p", "red", "blue", 5))
    assert [held(found["red--p--after--capture-p-5"], day) for day in (4, 5, 6, 20)] == [
        "no",
        "surely",
        "surely",
        "surely",
    ]
    assert [held(found["blue--p--before--capture-p-5"], day) for day in (5, 6)] == ["surely", "no"]


def test_nothing_is_sure_after_the_last_word_of_the_place_nor_possible_after_the_latest_document() -> None:
    found = control(capture("p", "red", "blue", 5))["red--p--after--capture-p-5"]
    assert [held(found, day) for day in (20, 21, 31)] == ["surely", "possibly", "possibly"]
    assert found.index_until == date(2030, 1, 31)
    assert found.bounds.until is None


def test_the_next_to_take_the_whole_place_ends_it() -> None:
    found = control(capture("p", "red", "blue", 5), capture("p", "green", None, 9))
    red = found["red--p--after--capture-p-5"]
    assert (red.bounds.until, red.bounds.surely_until) == (date(2030, 1, 9), date(2030, 1, 9))
    assert red.derived_from == ("events/capture-p-5", "events/capture-p-9")
    assert held(red, 10) == "no"


@pytest.mark.parametrize("extent", ["part", "most"])
def test_taking_a_part_ends_nobodys_control(extent: str) -> None:
    found = control(capture("p", "red", "blue", 5, extent=extent))
    assert found["red--p--after--capture-p-5"].extents == (extent,)
    assert held(found["blue--p--before--capture-p-5"], 6) == "possibly"
    assert found["blue--p--before--capture-p-5"].bounds.until is None


def test_taking_the_rest_ends_what_a_taken_part_left_open() -> None:
    found = control(capture("p", "red", "blue", 5, extent="part"), capture("p", "red", None, 9, extent="full"))
    assert [held(found["blue--p--before--capture-p-5"], day) for day in (6, 9, 10)] == ["possibly", "possibly", "no"]
    assert [held(found["red--p--after--capture-p-5"], day) for day in (6, 10)] == ["surely", "no"]
    assert held(found["red--p--after--capture-p-9"], 10) == "surely"


def test_a_disputed_taking_ends_nobodys_control_and_makes_nothing_sure() -> None:
    denial = capture("p", "red", "blue", 5, modality="denied", according_to="actors/blue")
    found = control(capture("p", "red", "blue", 5), denial)
    assert held(found["red--p--after--capture-p-5"], 6) == "possibly"
    assert held(found["blue--p--before--capture-p-5"], 6) == "possibly"
    assert found["red--p--after--capture-p-5"].status == "disputed"
    assert found["blue--p--before--capture-p-5"].status == "singleSource"  # the denial affirms it


def test_a_later_taking_of_a_part_ends_what_was_sure() -> None:
    found = control(capture("p", "red", "blue", 5), capture("p", "green", "red", 9, extent="part"))
    red = found["red--p--after--capture-p-5"]
    assert [held(red, day) for day in (9, 10)] == ["surely", "possibly"]
    assert "red--p--before--capture-p-9" not in found  # the earlier taking says already that red held it


def test_control_that_a_claim_states_is_ended_by_a_capture() -> None:
    stated = claim(
        about="situations/control-blue-p", says="Control", type=None, agents=("actors/blue",), places=("places/p",),
        bounds=Bounds(date(2029, 1, 1), None, date(2029, 12, 31), date(2030, 1, 2)), document="documents/d20",
    )  # fmt: skip
    found = control(stated, capture("p", "red", "blue", 5))
    assert found["blue-p"].bounds.until == date(2030, 1, 5)
    assert "blue--p--before--capture-p-5" not in found


def test_a_capture_before_that_ends_nothing_that_a_claim_states_for_later() -> None:
    seen = Bounds(None, None, date(2030, 1, 8), date(2030, 1, 8))
    stated = claim(
        about="situations/control-blue-p", says="Control", type=None, agents=("actors/blue",), places=("places/p",),
        bounds=seen, document="documents/d20",
    )  # fmt: skip
    assert control(stated, capture("p", "red", None, 5))["blue-p"].bounds == seen


def test_control_that_a_claim_states_to_its_end_is_not_sure_beyond_a_capture() -> None:
    stated = claim(
        about="situations/control-red-p", says="Control", type=None, agents=("actors/red",), places=("places/p",),
        bounds=bounds_of("2030-01-01/2030-01-08"), document="documents/d20",
    )  # fmt: skip
    found = control(stated, capture("p", "blue", None, 3))
    assert [held(found["red-p"], day) for day in (2, 3, 4, 8, 9)] == ["surely", "surely", "possibly", "possibly", "no"]
    assert held(found["blue--p--after--capture-p-3"], 4) == "surely"


def test_a_row_of_a_dataset_stands_as_the_dataset_gives_it() -> None:
    row = Situation(
        path="situations/row-1", says="Control", derived_from=("documents/d4",), agents=("actors/blue",),
        places=("places/p",), bounds=Bounds(date(2029, 6, 1), None, date(2029, 6, 1), date(2030, 1, 4)), rows=("1",),
    )  # fmt: skip
    statements = Statements(
        documents=tuple(document(n) for n in range(1, 32)), claims=(capture("p", "red", "blue", 9),), situations=(row,)
    )
    knowledge = derive(statements, shipped())
    found = next(s for s in knowledge.situations if s.path == "situations/row-1")
    assert (found.bounds, found.derived_from) == (row.bounds, row.derived_from)


@pytest.mark.parametrize("names", [("a", "z"), ("z", "a")])
def test_two_takings_on_one_day_are_in_no_order(names: tuple[str, str]) -> None:
    found = control(capture("p", names[0], None, 5), replace(capture("p", names[1], None, 5), about="events/other"))
    for situation in found.values():
        assert [held(situation, day) for day in (5, 6)] == ["surely", "possibly"]


def test_takings_whose_days_overlap_make_nothing_sure() -> None:
    red = replace(capture("p", "red", None, 1), bounds=bounds_of("[2030-01-01..2030-01-10]"))
    blue = replace(capture("p", "blue", None, 2), bounds=bounds_of("[2030-01-02..2030-01-03]"))
    found = control(red, blue)
    assert [held(s, 12) for s in found.values()] == ["possibly", "possibly"]


def test_who_took_it_before_lost_it_and_holds_it_again_is_named_again() -> None:
    found = control(capture("p", "red", None, 2), capture("p", "blue", "red", 4), capture("p", "green", "red", 8))
    again = found["red--p--before--capture-p-8"]
    assert [held(again, day) for day in (8, 9)] == ["surely", "no"]
    assert "red--p--before--capture-p-4" not in found


def test_no_two_holders_share_an_address() -> None:
    both = claim(
        agents=("actors/red", "actors/red-alpha"), places=("places/town", "places/alpha-town"),
        bounds=bounds_of("2030-01-05"), document="documents/d20",
    )  # fmt: skip
    assert len(control(both)) == 4


def test_control_says_nothing_of_the_places_around_or_within(release: Release) -> None:
    control_places = {
        place for situation in derive(said(release), shipped()).situations if situation.says == "Control"
        for place in situation.places
    }  # fmt: skip
    assert control_places == {"places/alpha", "places/beta", "places/gamma"}


def test_shortcuts(release: Release) -> None:
    found = derive(said(release), shipped()).shortcuts(shipped())
    assert found == {
        ("actors/captain-ochre", "leads", "actors/red-front"),
        ("actors/greenland", "designates", "actors/blue-army"),
        ("actors/red-front", "opposes", "actors/blue-army"),
        ("actors/blue-army", "opposes", "actors/red-front"),
        ("actors/greenland", "supports", "actors/red-front"),
        ("actors/greenland", "supports", "actors/blue-government"),
        ("actors/red-front", "controls", "places/alpha"),
        ("actors/red-front", "controls", "places/beta"),
        ("actors/blue-army", "controls", "places/alpha"),
        ("actors/blue-army", "controls", "places/beta"),
        ("actors/blue-army", "controls", "places/gamma"),
    }


def test_symmetric_situations_are_shortened_both_ways() -> None:
    hostile = claim(
        about="situations/hostility-a-b", says="Hostility", type=None, agents=("actors/a",), targets=("actors/b",)
    )
    knowledge = derive(Statements(documents=(document(1),), claims=(hostile,)), shipped())
    assert knowledge.shortcuts(shipped()) == {
        ("actors/a", "opposes", "actors/b"),
        ("actors/b", "opposes", "actors/a"),
    }
