"""What the first data set was read for: questions that people ask, and the answers that the two articles give."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from kg.cards import card
from kg.release import Release

ANALYSIS, CHRONOLOGY = "fall-of-assad-analysis", "fall-of-assad-chronology"
INSURGENTS, HTS = "Syrian insurgent coalition", "Hayat Tahrir al-Sham"


@dataclass(frozen=True)
class Case:
    """A question as people ask it, the stored query that answers it, and rows that must, or must not, be there."""

    question: str
    slug: str
    values: dict[str, str]
    columns: str
    expected: set[tuple[object, ...]]
    absent: frozenset[tuple[object, ...]] = frozenset()


CASES = [
    Case("Who supported whom on 2 December, and on whose word?", "who-supported-whom", {"on": "2024-12-02"},
         "supporterName supportedName source",
         {("Iran", "Assad government", "Masoud Pezeshkian"), ("Russia", "Syrian Arab Army", CHRONOLOGY),
          ("Türkiye", INSURGENTS, "Bashar al-Assad")},
         frozenset({("Türkiye", "Assad government", CHRONOLOGY)})),
    Case("Who stood behind each side on 7 December?", "supporters-of-each-side", {"on": "2024-12-07"},
         "supporterName supportedName", {("Iran", "Assad government"), ("Türkiye", INSURGENTS)}),
    Case("Who led HTS, and who the offensive's coalition?", "leaders-on-date", {"on": "2024-12-02"},
         "leaderName ledName", {("Abu Mohammad al-Jolani", HTS), (HTS, INSURGENTS)}),
    Case("Who was minister of defence, by the one article that says so?", "leaders-on-date", {"on": "2024-12-02"},
         "leaderName role status", {("Mohammad al-Rahmoun", "defence minister", "singleSource")}),
    Case("Who is 'Al Jolaini'?", "names", {"name": "Al Jolaini"}, "thingName as",
         {("Abu Mohammad al-Jolani", "misspelling")}),
    Case("Who is the 'Levant Liberation Agency'?", "names", {"name": "Levant Liberation Agency"}, "thingName", {(HTS,)}),
    Case("Who is 'FSD'?", "names", {"name": "FSD"}, "thingName", {("Syrian Democratic Forces",)}),
    Case("Who calls al-Jolani a terrorist?", "designations", {}, "designatorName designatedName",
         {("United Nations Security Council", "Abu Mohammad al-Jolani"),
          ("United States", "Abu Mohammad al-Jolani")}),
    Case("Who held Hama on the eve?", "control-on-date", {"on": "2024-12-04", "place": "hama"}, "holderName standing",
         {("Syrian Arab Army", "held")}, frozenset({(HTS, "held")})),
    Case("Who held Hama on the day it fell?", "control-on-date", {"on": "2024-12-05", "place": "hama"},
         "holderName standing",
         {("Syrian Arab Army", "changed hands that day"), (HTS, "changed hands that day")}),
    Case("Who held Hama on the day after?", "control-on-date", {"on": "2024-12-06", "place": "hama"},
         "holderName answer", {(HTS, "surely"), (INSURGENTS, "surely")}, frozenset({("Syrian Arab Army", "surely")})),
    Case("Did the rebels hold Homs?", "control-on-date", {"on": "2024-12-08", "place": "homs"},
         "holderName standing voiceName modalityName",
         {("Assad government", "contested", "Assad government", "denied by a voice"),
          (INSURGENTS, "contested", INSURGENTS, "claimed by a voice")}),
    Case("What changed hands between 30 November and 5 December?", "changes-between",
         {"from": "2024-11-30", "to": "2024-12-05"}, "placeName",
         {("Aleppo",), ("Maarat al-Numan",), ("Hama",)}, frozenset({("Damascus",), ("Homs",), ("Daraa",)})),
    Case("Who took Daraa and Suwayda?", "changes-between", {"from": "2024-12-07", "to": "2024-12-07"},
         "placeName takerName",
         {("Daraa", "Local groups in Daraa"), ("Suwayda", "Druze groups in Suwayda")}),
    Case("Which villages north of Homs fell on 6 December?", "changes-between",
         {"from": "2024-12-06", "to": "2024-12-06"}, "placeName", {("Al-Ghantu",), ("Teir Maaleh",)}),
    Case("What did the SDF take?", "events-of-actor", {"actor": "sdf"}, "eventName as",
         {("Capture: Seven towns in eastern Syria (unnamed), 2024-12-03", "agent")}),
    Case("Where did Russia strike?", "events-of-actor", {"actor": "russia"}, "eventName",
         {("Air or drone strike: Outskirts of Aleppo and Outskirts of Idlib, 2024-11-28",),
          ("Air or drone strike: Outskirts of Al-Safira, 2024-12-02",)}),
    Case("Who talked on 4 December?", "timeline", {"from": "2024-12-04", "to": "2024-12-04"}, "eventName",
         {("Meeting or talks: Badr Abdelatty and Sergei Lavrov, 2024-12-04",)}),
    Case("How did Assad's rule end, and by whose account?", "timeline", {"from": "2024-12-08", "to": "2024-12-08"},
         "eventName typeName source",
         {("End of Bashar al-Assad's rule", "resignation", "Kremlin"),
          ("End of Bashar al-Assad's rule", "resignation", "Maria Zakharova"),
          ("End of Bashar al-Assad's rule", "loss of power", "Syrian state television"),
          ("End of Bashar al-Assad's rule", "overthrow", ANALYSIS)}),
    Case("How many had died by 2 December?", "casualties", {"from": "2024-11-27", "to": "2024-12-02"},
         "low best high source", {(500, None, None, CHRONOLOGY)}),
    Case("How many died in Hama in 1982?", "casualties", {"from": "1982-01-01", "to": "1982-12-31"},
         "low source", {(10000, ANALYSIS)}),
    Case("Where do the articles disagree?", "disputes", {}, "aboutName",
         {("End of Bashar al-Assad's rule",), ("Capture: Homs, from 2024-12-07 until 2024-12-08",),
          ("Insurgent offensive in Syria of November and December 2024",)}),
    Case("What was only announced?", "announced-or-denied-only", {}, "voiceName modalityName",
         {("Russian Ministry of Defence", "announced or intended")}),
    Case("Which takings rest on one article?", "single-source-facts", {}, "factName",
         {("Capture: Daraa, 2024-12-07",), ("Capture: Suwayda, 2024-12-07",)},
         frozenset({("Capture: Hama, 2024-12-05",)})),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.question)
def test_a_question(shipped: Release, case: Case) -> None:
    found = {
        tuple(_value(record, column) for column in case.columns.split())
        for record in shipped.ask_stored(case.slug, **case.values).records()
    }
    assert case.expected <= found
    assert not case.absent & found


def _value(record: dict[str, object], column: str) -> object:
    """Give a cell; the source is the voice's name, or the document's slug where the writer speaks."""
    if column == "source":
        writer = record["voice"] == record["document"]
        return str(record["document"]).rsplit("/", 1)[-1] if writer else record["voiceName"]
    if column == "status":
        return str(record["status"]).rsplit("/", 1)[-1]
    return record[column]


def test_where_hts_comes_from(shipped: Release) -> None:
    lines = [line for line in card(shipped, "actors/hts").facts if line.kind == "Succession"]
    assert any("Qaeda" in line.label for line in lines)


def test_each_article_places_idlib_elsewhere(shipped: Release) -> None:
    disputes = card(shipped, "places/idlib-governorate").disputes
    assert {disputes[0]["document"], disputes[0]["otherDocument"]} == {
        f"https://w3id.org/ckg/documents/{slug}" for slug in (ANALYSIS, CHRONOLOGY)
    }


def test_the_passage_behind_an_answer(shipped: Release, seeds: Path) -> None:
    texts = {sha256(path.read_bytes()).hexdigest(): path.read_text("utf-8") for path in seeds.glob("*.txt")}
    rows = shipped.ask_stored("evidence", fact="events/capture-hama-2024").records()
    assert len(rows) > 1
    for row in rows:
        passage = texts[row["sha256"]][row["start"] : row["end"]]
        assert sha256(passage.encode()).hexdigest() == row["passageSha256"]
