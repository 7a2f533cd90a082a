from __future__ import annotations

import pytest

from kg.cards import card
from kg.errors import UnknownThing
from kg.release import Release


def test_an_actor(release: Release) -> None:
    found = card(release, "actors/red-front")
    assert (found.name, found.classes) == ("Red Front", ("Actor", "Group"))
    assert found.names == (("ar", "الجبهة الحمراء"), ("en", "RF"), ("misspelling", "Redd Front"))
    properties = dict(found.properties)
    assert properties["kind of actor"] == ("rebel group",)
    assert properties["controls"] == ("Alpha", "Beta")
    labels = [line.label for line in found.facts]
    assert "Capture: Alpha, 2030-01-03" in labels
    assert labels.index("Capture: Alpha, 2030-01-03") < labels.index("Capture: Beta, 2030-01-15")
    assert not any("Gamma" in label for label in labels)  # only announced
    assert found.claims == []
    assert set(found.sections) == {"What happened", "Who held what", "Relations"}
    assert ("documents/report-2", "Second report from the Northland war") in found.sources


def test_a_voice_is_named_only_for_what_it_says(release: Release) -> None:
    lines = {line.path: line for line in card(release, "places/alpha").facts}
    assert lines["events/capture-alpha-2030"].voices == ("two witnesses (report-1)",)
    assert lines["events/recapture-alpha-2030"].voices == ("report-2", "Blue Government (report-3)")
    beta = {line.path: line for line in card(release, "places/beta").facts}
    assert beta["situations/control--blue-army--beta--before--capture-east-beta-2030"].voices == ("report-2",)
    gamma = {line.path: line for line in card(release, "places/gamma").facts}
    assert gamma["situations/place-table-19"].voices == ("place-table-7",)


def test_disputes_about_a_thing_and_what_it_takes_part_in(release: Release) -> None:
    assert [d["otherGloss"] for d in card(release, "places/alpha").disputes] == [
        "Alpha is put in the south.",
        "The Red Front denies having lost Alpha.",
        "Alpha went back to the Blue Army on the 9th.",
    ]
    assert [d["gloss"] for d in card(release, "actors/greenland").disputes] == [
        "Arms from Greenland reach the Red Front."
    ]
    assert card(release, "places/beta").disputes == []


def test_a_place_with_claims_about_itself(release: Release) -> None:
    found = card(release, "places/alpha")
    assert [claim["gloss"] for claim in found.claims] == ["Alpha is a northern town.", "Alpha is put in the south."]
    assert dict(found.properties)["within"] == ("Northland",)


def test_a_fact_with_both_sides(release: Release) -> None:
    found = card(release, "events/recapture-alpha-2030")
    assert [claim["side"] for claim in found.claims] == ["against", "for", "for"]
    assert dict(found.properties)["status"] == ("disputed",)
    assert "index: from" not in dict(found.properties)


def test_an_imported_fact_with_its_row(release: Release) -> None:
    found = card(release, "events/event-table-17")
    assert [(claim["row"], claim["voiceName"]) for claim in found.claims] == [("17", "Event table, version 1.0")]
    properties = dict(found.properties)
    assert (properties["deaths, low"], properties["deaths, best"], properties["deaths, high"]) == (
        ("3",),
        ("4",),
        ("6",),
    )
    assert properties["party"] == ("Blue Government", "Red Front")
    assert "agent" not in properties


def test_what_is_only_announced(release: Release) -> None:
    found = card(release, "events/capture-gamma-2030")
    assert (found.name, found.classes) == ("Capture: Gamma", ())
    assert [claim["side"] for claim in found.claims] == ["announced"]


def test_a_document_and_a_claim(release: Release) -> None:
    assert card(release, "documents/report-1").name == "First report from the Northland war"
    claim = release.statements.claims[0]
    found = card(release, claim.path)
    properties = dict(found.properties)
    assert properties["gloss"] == (claim.gloss,)
    assert properties["first character"] == (str(claim.passage.start),)
    assert found.name == claim.gloss


def test_nothing_is_known_of_a_stranger(release: Release) -> None:
    with pytest.raises(UnknownThing):
        card(release, "actors/nobody")


def test_the_record_is_plain(release: Release) -> None:
    record = card(release, "places/beta").record()
    assert set(record) == {"id", "name", "classes", "names", "properties", "facts", "claims", "disputes", "sources"}
