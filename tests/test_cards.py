from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kg.build import build
from kg.cards import MOST, REACH, card
from kg.dates import bounds_of
from kg.errors import UnknownThing
from kg.release import Release, open_release
from kg.statements import Statements
from kg.terminal import print_card
from synthetic import DATA, IMPORTED


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
    for dispute in card(release, "places/alpha").disputes:
        for claim, gloss in (("claim", "gloss"), ("otherClaim", "otherGloss")):
            (said,) = [one for one in release.statements.claims if one.path == dispute[claim]]
            assert said.gloss == dispute[gloss]


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
    assert set(record) == {
        "id", "name", "classes", "names", "properties", "facts", "counts", "more", "ask", "claims", "disputes", "sources",
        "note",
    }  # fmt: skip
    assert (record["more"], record["ask"]) == (0, None)
    assert record["counts"]["Event"] == len([fact for fact in record["facts"] if fact["class"] == "Event"])
    assert sum(record["counts"].values()) == len(record["facts"])


def _rows(count: int) -> Statements:
    """Make rows of clashes of one party at one place, a day apart."""
    return replace(
        IMPORTED,
        events=tuple(
            replace(
                IMPORTED.events[0],
                path=f"events/event-table-{1000 + number}",
                rows=(str(1000 + number),),
                bounds=bounds_of((date(2026, 1, 1) + timedelta(number)).isoformat()),
            )
            for number in range(count)
        ),
    )


@pytest.mark.parametrize("count", [MOST + 50, REACH + 50])
def test_of_very_many_facts_the_latest_are_shown_and_all_that_texts_say(tmp_path: Path, count: int) -> None:
    build([DATA], tmp_path, imported=_rows(count))
    with open_release(tmp_path) as opened:
        found = card(opened, "actors/red-front")
        few = {line.path for line in card(opened, "actors/greenland").facts}
    rows = [line for line in found.facts if line.path.startswith("events/event-table")]
    assert [line.path for line in rows] == [f"events/event-table-{1000 + n}" for n in range(count - MOST, count)]
    assert {line.voices for line in rows} == {("event-table-1-0",)}
    told = {line.path for line in found.facts if line not in rows}
    assert {"events/capture-alpha-2030", "events/northland-war", "situations/support-greenland-red-front"} <= told
    assert any("control--red-front" in path for path in told)
    assert dict(found.counts)["Event"] == count + sum(line.kind == "Event" for line in found.facts if line not in rows)
    assert (found.more, found.ask) == (count - MOST, "events-of-actor?actor=red-front")
    assert few


def test_what_is_left_out_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build([DATA], tmp_path, imported=_rows(MOST + 7))
    with open_release(tmp_path) as opened:
        print_card(card(opened, "places/beta"))
    printed = capsys.readouterr().out
    assert "7 more events are not shown" in printed
    assert "kg query timeline --param from=0001-01-01 --param to=9999-12-31 --param place=beta" in printed
