from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def test_where_claims_disagree_only_what_all_are_sure_of_is_sure() -> None:
    longer, shorter = bounds_of("2024-12-01/2024-12-09"), bounds_of("2024-12-10/2024-12-20")
    assert merged([longer, shorter]) == Bounds(
        date(2024, 12, 1), date(2024, 12, 20), date(2024, 12, 10), date(2024, 12, 9)
    )
    assert merged([bounds_of("2029-11-01/2029-11-10"), bounds_of("2030-01~")]).surely_from is None
    assert merged([bounds_of("2024-12-05"), Bounds()]) == bounds_of("2024-12-05")


def test_inner_bounds_stay_within_outer_ones() -> None:
    found = merged([bounds_of("2030-01"), bounds_of("2030-01-04~")])
    assert found == Bounds(date(2030, 1, 3), date(2030, 1, 5), date(2030, 1, 5), date(2030, 1, 3))


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


def test_nothing_is_possible_after_the_war_that_encloses_it() -> None:
    war = claim(
        about="events/war", type="codes/event-type/war", bounds=bounds_of("2029-03/2029-12-31"), document="documents/d3"
    )
    seen = date(2029, 6, 1)
    support = claim(
        about="situations/support-a-b", says="Support", type="codes/support-type/unknown", agents=("actors/a",),
        targets=("actors/b",), part_of=("events/war",), bounds=Bounds(None, None, seen, seen), document="documents/d3",
    )  # fmt: skip
    (fact,) = derived(war, support).situations
    assert (fact.index_from, fact.index_until) == (date(2029, 3, 1), date(2029, 12, 31))


def test_nothing_is_sure_after_the_latest_document() -> None:
    lasting = claim(
        about="situations/support-a-b", says="Support", type="codes/support-type/unknown", agents=("actors/a",),
        targets=("actors/b",), bounds=bounds_of("2030-01-01/2035-01-01"),
    )  # fmt: skip
    (fact,) = derived(lasting).situations
    assert (fact.bounds.until, fact.bounds.surely_until) == (date(2035, 1, 1), date(2030, 1, 3))


WHEN = st.sampled_from(
    [None, "2029", "2030-01", "2030-01-02", "2030-01-03", "[2030-01-01..2030-01-05]", "2030-01-01/2030-01-04",
     "2030-01-02/..", "../2030-01-03", "2031", "2030-01-02~", "2029-12/2035", "2028/2029-06"]
)  # fmt: skip
CLAIM = st.builds(
    lambda when, about, number, modality, kind, extent: claim(
        about=f"events/{about}", document=f"documents/d{number}", modality=modality, extent=extent,
        type=f"codes/event-type/{kind}", bounds=bounds_of(when) if when else Bounds(), agents=(f"actors/{about}",),
        targets=("actors/x",), places=("places/p",), part_of=("events/war",), according_to="actors/v",
    ),
    WHEN, st.sampled_from(["a", "b", "war"]), st.integers(1, 3), st.sampled_from(["reported", "claimed", "denied"]),
    st.sampled_from(["capture", "war", "clash"]), st.sampled_from([None, "part", "full"]),
)  # fmt: skip


@given(claims=st.lists(CLAIM, max_size=8))
def test_whatever_is_claimed_windows_and_bounds_are_in_order(claims: list[Claim]) -> None:
    for fact in derived(*claims).facts:
        bounds = fact.bounds
        assert fact.index_from <= fact.index_until
        assert bounds.from_ is None or fact.index_from == bounds.from_
        assert bounds.until is None or fact.index_until == bounds.until
        assert bounds.surely_until is None or bounds.surely_until <= date(2030, 1, 3)
        for day in (bounds.surely_from, bounds.surely_until):
            if day and bounds.surely_on(day):
                assert fact.index_from <= day <= fact.index_until


def test_a_claim_about_an_imported_row_makes_no_second_fact() -> None:
    row = Event(path="events/row-1", derived_from=("documents/d2",), types=("codes/event-type/clash",), rows=("1",))
    affirmed = claim(about="events/row-1", type="codes/event-type/clash")
    documents = (document(1, "A"), document(2, "B"))
    for extra, status in (
        ((), "corroborated"),
        ((claim(about="events/row-1", modality="denied", according_to="actors/x"),), "disputed"),
    ):
        knowledge = derive(Statements(documents=documents, claims=(affirmed, *extra), events=(row,)), shipped())
        (fact,) = knowledge.events
        assert (fact.rows, fact.status, fact.document_count) == (("1",), status, 2)
        assert Statements(events=knowledge.events).as_imported().events[0].derived_from == ("documents/d2",)


def test_confidence_has_no_part_in_it() -> None:
    doubtful = claim(confidence=Decimal("0.1"))
    assert event(doubtful).status == "singleSource"
