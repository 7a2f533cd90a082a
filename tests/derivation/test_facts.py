from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from factories import claim, document
from kg.dates import Bounds, bounds_of
from kg.derivation import derive
from kg.derivation.facts import merged
from kg.ontology import shipped
from kg.release import Release
from kg.statements import Claim, Event, EventName, Labels, Situation, Statements


def derived(*claims: Claim, origins: tuple[str, ...] = ("unknown", "unknown", "unknown")) -> Statements:
    documents = tuple(document(n, origin) for n, origin in enumerate(origins, 1))
    knowledge = derive(Statements(documents=documents, claims=claims), shipped())
    return Statements(events=knowledge.events, situations=knowledge.situations)


def event(*claims: Claim, origins: tuple[str, ...] = ("unknown", "unknown", "unknown")) -> Event:
    (found,) = derived(*claims, origins=origins).events
    return found


def test_slots_are_the_union_of_what_accepted_claims_say() -> None:
    fact = event(
        claim(agents=("actors/a",), places=("places/p",)),
        claim(agents=("actors/b",), targets=("actors/c",), modality="claimed", according_to="actors/a"),
        claim(agents=("actors/x",), modality="denied", according_to="actors/c"),
        claim(agents=("actors/y",), modality="intended"),
        claim(agents=("actors/z",), withdrawn_on=date(2030, 2, 1)),
    )
    assert (fact.agents, fact.targets, fact.places) == (("actors/a", "actors/b"), ("actors/c",), ("places/p",))
    assert len(fact.derived_from) == 2


@pytest.mark.parametrize("modality", ["denied", "intended"])
def test_what_is_only_denied_or_announced_is_no_fact(modality: str) -> None:
    assert derived(claim(modality=modality, according_to="actors/a")).facts == ()


def test_the_narrowest_type_said_is_kept() -> None:
    fact = event(claim(type="codes/event-type/assault"), claim(type="codes/event-type/airstrike"))
    assert fact.types == ("codes/event-type/airstrike",)


def test_incompatible_types_fall_back_to_what_they_share() -> None:
    fact = event(claim(type="codes/event-type/overthrow"), claim(type="codes/event-type/resignation"))
    assert fact.types == ("codes/event-type/loss-of-power",)
    assert fact.status == "disputed"


def test_support_of_unknown_kind_gives_way_to_a_known_kind() -> None:
    kinds = ("codes/support-type/unknown", "codes/support-type/funding")
    slots = {"about": "situations/support-a-b", "says": "Support", "agents": ("actors/a",), "targets": ("actors/b",)}
    (fact,) = derived(*(claim(type=kind, **slots) for kind in kinds)).situations
    assert fact.types == ("codes/support-type/funding",)


def test_status_by_documents_and_origins() -> None:
    both = (claim(), claim(document="documents/d2"))
    assert event(claim(), claim()).status == "singleSource"
    assert event(*both).status == "severalDocuments"
    assert event(*both, origins=("A", "A")).status == "severalDocuments"
    assert event(*both, origins=("A", "unknown")).status == "severalDocuments"
    assert event(*both, origins=("A", "B")).status == "corroborated"
    denial = claim(modality="denied", according_to="actors/c")
    assert event(*both, denial, origins=("A", "B")).status == "disputed"
    assert event(*both).document_count == 2


def test_a_withdrawn_denial_disputes_nothing() -> None:
    denial = claim(modality="denied", according_to="actors/c", withdrawn_on=date(2030, 2, 1))
    assert event(claim(), denial).status == "singleSource"


def test_an_attribute_that_somebody_contradicts_is_not_copied() -> None:
    says = {"says": "Description", "type": None, "attribute": "durationDays"}
    agreed = event(claim(), claim(value=11, **says), claim(value=11, **says))
    assert agreed.attributes == (("durationDays", 11),)
    quarrel = event(claim(), claim(value=11, **says), claim(value=12, **says))
    assert quarrel.attributes == ()
    assert quarrel.status == "singleSource"


def test_bounds_tighten_where_claims_agree_and_widen_where_they_do_not() -> None:
    agree = merged([bounds_of("[2024-11-29..2024-11-30]"), bounds_of("2024-11-30"), Bounds()])
    assert agree == bounds_of("2024-11-30")
    quarrel = merged([bounds_of("2024-12-05"), bounds_of("2024-12-06")])
    assert (quarrel.from_, quarrel.until) == (date(2024, 12, 5), date(2024, 12, 6))
    assert not any(quarrel.surely_on(date(2024, 12, day)) for day in (4, 5, 6, 7))
    grown = merged([bounds_of("../.."), Bounds(None, None, date(2024, 11, 27), date(2024, 11, 27))])
    later = merged([grown, Bounds(None, None, date(2024, 12, 7), date(2024, 12, 7))])
    assert later.surely_on(date(2024, 12, 2))  # seen on two days, so it held in between


def test_merging_does_not_depend_on_the_order() -> None:
    said = [
        bounds_of(t) for t in ("2024-12-05", "2024-12", "../..", "[2024-12-01..2024-12-09]", "2024-12-07/2024-12-08")
    ]
    expected = merged(said)
    for seed in range(20):
        random.Random(seed).shuffle(said)
        assert merged(said) == expected


def test_derivation_does_not_depend_on_the_order_of_statements(release: Release) -> None:
    statements = release.statements
    expected = derive(statements, shipped())
    for seed in range(5):
        shuffle = random.Random(seed)
        mixed = replace(
            statements,
            claims=tuple(shuffle.sample(statements.claims, len(statements.claims))),
            documents=tuple(shuffle.sample(statements.documents, len(statements.documents))),
            events=statements.events[::-1],
        )
        assert derive(mixed, shipped()) == expected


def test_names_of_facts_are_readable(release: Release) -> None:
    knowledge = derive(release.statements, shipped())
    names = {fact.path: fact.label for fact in knowledge.facts}
    assert names["events/northland-war"] == "Northland war"
    assert names["events/capture-alpha-2030"] == "Capture: Alpha, 2030-01-03"
    assert names["situations/support-greenland-red-front"] == "Greenland supports Red Front"
    assert names["situations/leadership-captain-ochre-red-front"] == "Captain Ochre leads Red Front (captain)"
    assert knowledge.names == {"events/capture-gamma-2030": "Capture: Gamma"}


def test_the_registry_alone_makes_no_fact() -> None:
    war = EventName(path="events/war", labels=Labels(preferred=(("en", "War"),)))
    assert derive(Statements(event_names=(war,)), shipped()).facts == ()


def test_windows_of_possibility() -> None:
    war = claim(about="events/war", type="codes/event-type/war", bounds=bounds_of("2029-03/.."))
    seen = date(2030, 1, 1)
    slots = {
        "says": "Support", "type": "codes/support-type/unknown", "agents": ("actors/a",), "targets": ("actors/b",),
        "bounds": Bounds(None, None, seen, seen),
    }  # fmt: skip
    within = claim(about="situations/support-a-b", part_of=("events/war",), **slots)
    without = claim(about="situations/support-a-c", document="documents/d2", **slots)
    found = {fact.path: fact for fact in derived(war, within, without).situations}
    assert isinstance(found["situations/support-a-b"], Situation)
    # back to the start of the enclosing war, on to the day of the document that says so
    assert found["situations/support-a-b"].index_from == date(2029, 3, 1)
    assert found["situations/support-a-b"].index_until == date(2030, 1, 1)
    # no war: possible only since it was seen
    assert found["situations/support-a-c"].index_from == seen
    assert found["situations/support-a-c"].index_until == date(2030, 1, 2)


def test_confidence_has_no_part_in_it() -> None:
    doubtful = claim(confidence=Decimal("0.1"))
    assert event(doubtful).status == "singleSource"
