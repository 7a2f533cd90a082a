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
    labels = [fact["label"] for fact in found.facts]
    assert "Capture: Alpha, 2030-01-03" in labels
    assert labels.index("Capture: Alpha, 2030-01-03") < labels.index("Capture: Beta, 2030-01-15")
    assert not any("Gamma" in label for label in labels)  # only announced
    assert found.claims == []


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
    assert set(record) == {"id", "name", "classes", "names", "properties", "facts", "claims"}
