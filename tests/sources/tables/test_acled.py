"""ACLED exports in a release of the shipped data, which ties their actors and places."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from acled_export import ARMY, HTS, write_acled
from importing.tables import write_ged
from kg.build import build
from kg.ontology import shipped as ontology
from kg.release import Release, open_release
from kg.resources import directory
from kg.sources import read_directories
from kg.sources.tables import table_file
from kg.sources.tables.acled import TYPES
from kg.sources.tables.mapping import GOVERNORATE
from kg.sources.tables.places import Places, Spot
from kg.statements import Statements

OVERTAKEN = "Non-state actor overtakes territory"
REGAINED = "Government regains territory"
TRANSFER = "Non-violent transfer of territory"
HAMA = {"admin1": "Hama", "admin2": "Hama", "location": "Hama", "latitude": "35.1333", "longitude": "36.7500"}
ROWS = [
    {"event_id_cnty": "SYR1"},
    # the same day and types, as older exports write them
    {"event_id_cnty": "SYR2", "event_date": "30 November 2024", "inter1": "2", "inter2": "1", "interaction": "12"},
    {"event_id_cnty": "SYR3", "event_date": "03-Mar-2024", "time_precision": "2"},
    {"event_id_cnty": "SYR4", "event_date": "15 February 2024", "time_precision": "3", "geo_precision": "2"},
    {"event_id_cnty": "SYR5", "admin1": "Idleb", "location": "Idleb", "geo_precision": "3", "fatalities": "0"},
    {
        "event_id_cnty": "SYR6",
        "event_type": "Protests",
        "sub_event_type": "Peaceful protest",
        "actor1": "Protesters (Syria)",
        "assoc_actor_1": "Women (Syria); Labor Group (Syria)",
        "inter1": "6",
        "actor2": "",
        "inter2": "0",
        "interaction": "60",
        "location": "Aleppo - Old City",
        "latitude": "36.1990",
        "longitude": "37.1620",
        "fatalities": "0",
    },
    {
        "event_id_cnty": "SYR7",
        "event_type": "Violence against civilians",
        "sub_event_type": "Attack",
        "actor1": "QSD: Syrian Democratic Forces",
        "inter1": "Political militia",
        "actor2": "Civilians (Syria)",
        "inter2": "Civilians",
        "civilian_targeting": "Civilian targeting",
    },
    {
        "event_id_cnty": "SYR8",
        "sub_event_type": OVERTAKEN,
        **HAMA,
        "event_date": "2020-02-01",
        "inter1": "2",
        "inter2": "1",
    },
    {
        "event_id_cnty": "SYR9",
        "sub_event_type": REGAINED,
        **HAMA,
        "event_date": "2020-03-01",
        "actor1": ARMY,
        "inter1": "State forces",
        "assoc_actor_1": "NDF: National Defense Forces",
        "actor2": HTS,
        "inter2": "Rebel group",
    },
    # two rebel groups, a place that only stands for its land, a place without a fight: nobody is known to take
    {"event_id_cnty": "SYR10", "sub_event_type": OVERTAKEN, **HAMA, "actor2": "Ahrar al Sham", "inter2": "Rebel group"},
    {"event_id_cnty": "SYR11", "sub_event_type": OVERTAKEN, **HAMA, "geo_precision": "3"},
    {"event_id_cnty": "SYR12", "sub_event_type": TRANSFER, **HAMA},
    {
        "event_id_cnty": "IRQ1",
        "country": "Iraq",
        "iso": "368",
        "admin1": "Anbar",
        "admin2": "Heet",
        "location": "Aleppo",
        "actor2": "Military Forces of Iraq (2014-)",
    },
]
SARAQIB = {"admin1": "Idleb", "admin2": "Idleb", "location": "Saraqab", "latitude": "35.8644", "longitude": "36.8060"}
ROWS.append({"event_id_cnty": "SYR13", **SARAQIB, "fatalities": "4"})
IN_SYRIA = {"country": "Syria", "country_id": "652", "date_start": "2024-11-30", "date_end": "2024-11-30"}
GED_ROWS = [
    # the same day, town and sides as an ACLED row
    {
        **IN_SYRIA,
        "id": "501",
        "side_a": "Government of Syria",
        "side_b": "HTS",
        "side_b_new_id": "6815",
        "where_coordinates": "Aleppo town",
        "adm_1": "Aleppo governorate",
        "adm_2": "Jabal Sim'an district",
        "latitude": "36.202765",
        "longitude": "37.155863",
        "best": "9",
    },
    {
        **IN_SYRIA,
        "id": "502",
        "side_a": "Government of Syria",
        "side_b": "HTS",
        "side_b_new_id": "6815",
        "where_coordinates": "Sarāqib town",
        "adm_1": "Idlib governorate",
        "adm_2": "Idlib district",
        "latitude": "35.864468",
        "longitude": "36.805912",
        "best": "7",
    },
]
WRONG = [
    ("event_id_cnty", "", "nothing here; expected an id"),
    ("event_date", "31 November 2024", "a day as YYYY-MM-DD or as 30 November 2024"),
    ("event_date", "0000-01-01", "a day as YYYY-MM-DD or as 30 November 2024"),
    ("event_date", "11/30/2024", "a day as YYYY-MM-DD or as 30 November 2024"),
    ("event_date", "30 Nov. 2024", "a day as YYYY-MM-DD or as 30 November 2024"),
    ("time_precision", "4", "a precision of the day: 1, 2, 3"),
    ("geo_precision", "0", "a precision of the place: 1, 2, 3"),
    ("latitude", "96.2", "degrees north from -90 to 90"),
    ("fatalities", "several", "a whole number"),
    ("inter1", "9", "a type of actor"),
    ("inter2", "State farces", "a type of actor"),
    ("sub_event_type", "Dance", "no event type for this code"),
    ("timestamp", "yesterday", "seconds since 1970"),
]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    wrong = [{"event_id_cnty": f"BAD{number}", column: value} for number, (column, value, _) in enumerate(WRONG)]
    return write_acled(tmp_path_factory.mktemp("acled") / "export.csv", [*ROWS, {"event_id_cnty": "SYR2"}, *wrong])


@pytest.fixture(scope="module")
def built(table: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    store = tmp_path_factory.mktemp("store")
    ged = write_ged(table.with_name("ged.csv"), GED_ROWS)
    build([], store, tables=[table_file(f"acled={table}"), table_file(f"ucdp-ged={ged}")])
    with open_release(store) as opened:
        yield opened


@pytest.fixture(scope="module")
def registry() -> Statements:
    return read_directories([directory("data")], ontology()).statements


def told(release: Release, pattern: str) -> list[tuple[str, ...]]:
    """Ask for what stands in a pattern of ?event, ?a and ?b, without the heads of addresses."""
    table = release.query(f"SELECT DISTINCT ?event ?a ?b {{ {pattern} }} ORDER BY ?event ?a ?b").table
    assert table is not None
    base = "https://w3id.org/ckg/"
    return [
        tuple("" if cell is None else str(cell).removeprefix(base) for cell in row.values()) for row in table.records()
    ]


def slot(release: Release, row: str, prop: str) -> list[str]:
    return [a for _, a, _ in told(release, f"events:acled-{row} {prop} ?a")]


@pytest.mark.parametrize(
    ("row", "first", "last"),
    [
        ("syr1", "2024-11-30", "2024-11-30"),
        ("syr2", "2024-11-30", "2024-11-30"),
        ("syr3", "2024-02-26", "2024-03-09"),  # any week with 3 March in it
        ("syr4", "2024-02-01", "2024-02-29"),
    ],
)
def test_days_of_both_spellings_and_all_precisions(built: Release, row: str, first: str, last: str) -> None:
    assert (slot(built, row, "ckg:from"), slot(built, row, "ckg:until")) == ([first], [last])
    assert (slot(built, row, "ckg:surelyFrom"), slot(built, row, "ckg:surelyUntil")) == ([last], [first])


def test_both_spellings_of_types_give_the_same_and_sides_have_no_direction(built: Release) -> None:
    for row in ("syr1", "syr2"):
        assert slot(built, row, "ckg:party") == ["actors/hts", "actors/syrian-army"]
        assert slot(built, row, "ckg:agent|ckg:target") == []
    assert slot(built, "syr7", "ckg:agent|ckg:target") == []


def test_places_by_precision(built: Release) -> None:
    assert slot(built, "syr1", "ckg:place") == ["places/aleppo"]
    around = told(built, "events:acled-syr4 ckg:place ?event . ?event ckg:placeKind ?a ; skos:prefLabel ?b")
    assert [(kind, name) for _, kind, name in around] == [("codes/place-kind/outskirts", "Surroundings of Aleppo")]
    assert slot(built, "syr4", "ckg:place/ckg:within/ckg:within") == ["places/aleppo-governorate"]
    assert slot(built, "syr5", "ckg:place") == ["places/idlib-governorate"]


def test_divisions_without_the_word_governorate_are_the_curated_ones(built: Release) -> None:
    assert slot(built, "syr11", "ckg:place") == ["places/hama-governorate"]
    made = told(
        built, "?event ckg:placeKind <https://w3id.org/ckg/codes/place-kind/governorate> ; ckg:within places:syria"
    )
    assert not [place for place, *_ in made if "acled" in place]
    assert slot(built, "syr6", "ckg:place/ckg:within+")[-3:] == [
        "places/aleppo",
        "places/aleppo-governorate",
        "places/syria",
    ]


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("Aleppo", "aleppo"), ("Al Hasakeh", "al-hasakah"), ("Ar Raqqa", "raqqa"), ("As Sweida", "suwayda"),
        ("Damascus", "damascus"), ("Dar'a", "daraa"), ("Dara", "daraa"), ("Deir ez Zor", "deir-ez-zor"),
        ("Hama", "hama"), ("Homs", "homs"), ("Idleb", "idlib"), ("Lattakia", "latakia"), ("Quneitra", "quneitra"),
        ("Rural Damascus", "rif-dimashq"), ("Tartous", "tartus"),
    ],
)  # fmt: skip
def test_spellings_of_the_governorates(registry: Statements, written: str, path: str) -> None:
    spot = Spot(GOVERNORATE, "Somewhere", None, written, "Syria", "760", 35.0, 37.0)
    assert Places(registry.places, [], "acled").path(spot) == f"places/{path}-governorate"


def test_a_quarter_lies_in_its_city_and_is_not_taken_for_it(built: Release) -> None:
    ((place, kind, within),) = told(
        built, "events:acled-syr6 ckg:place ?event . ?event ckg:placeKind ?a ; ckg:within ?b"
    )
    assert (kind, within) == ("codes/place-kind/quarter", "places/aleppo")
    assert place.startswith("places/acled-aleppo-old-city-")


def test_a_place_of_a_known_name_in_another_country_is_another_place(built: Release) -> None:
    assert "places/acled-country-368" in slot(built, "irq1", "ckg:place/ckg:within+")
    assert slot(built, "irq1", "ckg:place") != ["places/aleppo"]


def test_actors_are_tied_by_whole_names_only(built: Release) -> None:
    assert slot(built, "syr7", "ckg:party") == ["actors/acled-civilians-syria", "actors/sdf"]
    assert ("actors/hts", HTS, "") in told(built, f'?event skos:altLabel ?a FILTER(STR(?a) = "{HTS}")')


def test_an_abbreviation_alone_ties_nobody(tmp_path: Path) -> None:
    from kg.sources.tables.actors import Actors
    from kg.statements import Actor, Labels

    sdf = Actor(
        path="actors/sdf", kind="rebel", labels=Labels(preferred=(("en", "SDF"),), other=(("en", "Silver Force"),))
    )
    known = Actors([sdf], "acled")
    assert known.path(None, "SDF: Somali Dance Federation") == "actors/acled-sdf-somali-dance-federation"
    assert known.path(None, "ZZZ: Silver Force") == "actors/sdf"


def test_kinds_of_actors_follow_their_types(built: Release) -> None:
    kinds = {path: kind for path, kind, _ in told(built, "?event a ckg:Actor ; ckg:actorKind ?a")}
    assert {name: kinds[f"actors/acled-{name}"].rsplit("/", 1)[1] for name in (
        "military-forces-of-iraq-2014", "protesters-syria", "civilians-syria", "ahrar-al-sham", "women-syria",
        "ndf-national-defense-forces",
    )} == {
        "military-forces-of-iraq-2014": "armed-force",
        "protesters-syria": "protesters",
        "civilians-syria": "civilians",
        "ahrar-al-sham": "rebel",
        "women-syria": "population",  # named beside protesters
        "ndf-national-defense-forces": "armed-group",  # named beside an army
    }  # fmt: skip
    assert kinds["actors/hts"] == "codes/actor-kind/rebel"  # the registry's word stands


def test_every_type_of_actor_and_every_sub_event_has_a_code_of_ours() -> None:
    known = ontology().by_notation("acledInter")
    for number, texts in TYPES.items():
        assert known[number] == known[texts[0].replace("/o", "/O").capitalize().replace("/other", "/Other")]
    assert set(TYPES) == {code for code in known if code.isdigit()}
    assert len(ontology().by_notation("acledSubEvent")) == 25


def test_fatalities_are_the_best_number_alone(built: Release) -> None:
    assert slot(built, "syr1", "ckg:deathsBest") == ["12"]
    assert slot(built, "syr5", "ckg:deathsBest") == ["0"]
    assert len(told(built, "?event ckg:deathsBest ?a FILTER(CONTAINS(STR(?event), 'acled'))")) == len(ROWS)
    assert told(built, "?event ckg:deathsLow|ckg:deathsHigh ?a FILTER(CONTAINS(STR(?event), 'acled'))") == []


def test_the_taker_is_the_agent_where_one_side_alone_is_a_state(built: Release) -> None:
    army = "actors/syrian-army"
    assert (slot(built, "syr8", "ckg:agent"), slot(built, "syr8", "ckg:target")) == (["actors/hts"], [army])
    assert (slot(built, "syr9", "ckg:agent"), slot(built, "syr9", "ckg:target")) == ([army], ["actors/hts"])
    assert "actors/acled-ndf-national-defense-forces" in slot(built, "syr9", "ckg:party")
    for row in ("syr8", "syr9", "syr10", "syr11", "syr12"):
        assert slot(built, row, "ckg:eventType") == ["codes/event-type/capture"]
    for row in ("syr10", "syr11", "syr12"):
        assert slot(built, row, "ckg:agent|ckg:target") == []
        assert "actors/hts" in slot(built, row, "ckg:party")


@pytest.mark.parametrize(
    ("day", "holders"),
    [
        ("2020-02-10", {("Hayat Tahrir al-Sham", "SYR8", "SYR9")}),  # begun by one row, ended by the other
        ("2020-03-10", {("Syrian Arab Army", "SYR9")}),
        ("2024-12-04", {("Syrian Arab Army", "SYR9")}),
    ],
)
def test_control_follows_from_rows(built: Release, day: str, holders: set[tuple[str, ...]]) -> None:
    table = built.ask_stored("control-on-date", on=day, place="hama")
    sure = {(row["holderName"], row["row"]) for row in table.records() if row["row"] and row["answer"] == "surely"}
    assert sure == {(holder, row) for holder, *rows in holders for row in rows}
    assert {row["standing"] for row in table.records() if row["answer"] == "surely"} == {"held"}


def test_texts_go_on_where_rows_end(built: Release) -> None:
    table = built.ask_stored("control-on-date", on="2024-12-06", place="hama")
    found = table.records()
    assert "Hayat Tahrir al-Sham" in {row["holderName"] for row in found if row["answer"] == "surely"}
    assert "Syrian Arab Army" not in {row["holderName"] for row in found}
    assert {row["standing"] for row in found} == {"held"}
    assert not any(row["row"] for row in found)  # only texts tell of December 2024


def test_no_text_of_the_table_enters_the_graph(built: Release) -> None:
    for word in ("marmalade", "Quillfeather", "crowd size"):
        assert told(built, f'?event ?p ?a FILTER(CONTAINS(LCASE(STR(?a)), LCASE("{word}")))') == []


def test_the_document_names_the_dataset_and_is_not_before_its_rows(built: Release) -> None:
    (document,) = [d for d in built.statements.documents if d.path.startswith("documents/acled-")]
    assert (document.title, document.redistributable, document.licence) == ("ACLED events", False, None)
    assert str(document.date) == "2025-01-01"  # the latest timestamp


def test_counts_have_the_rows(built: Release) -> None:
    (document,) = [d.path for d in built.statements.documents if d.path.startswith("documents/acled-")]
    assert len(told(built, f"?event prov:wasDerivedFrom <https://w3id.org/ckg/{document}>")) == len(ROWS)
    (total,) = built.counts("type", source=document).totals
    dead = sum(int(row.get("fatalities", "12")) for row in ROWS)
    assert (total.events, total.records, total.best, total.low, total.high) == (len(ROWS), len(ROWS), dead, None, None)


def test_wrong_rows_are_told_with_line_column_value_and_reason(built: Release, table: Path) -> None:
    text = table.read_text(encoding="utf-8").splitlines()
    with (built.path / "quarantine.csv").open(encoding="utf-8", newline="") as file:
        found = {(row["column"], row["value"]): row for row in csv.DictReader(file)}
    assert len(found) == len(WRONG) + 1
    for number, (column, value, reason) in enumerate(WRONG):
        row = found[column, value]
        assert reason in row["reason"]
        begin = "," if column == "event_id_cnty" else f"BAD{number},"
        assert text[int(row["line"]) - 1].startswith(begin)
    assert found["event_id_cnty", "syr2"]["reason"].startswith("the id of line 4")


def test_a_town_is_one_place_in_both_datasets(built: Release) -> None:
    at = {event: place for event, place, _ in told(built, "?event ckg:row ?row ; ckg:place ?a")}
    assert at["events/ucdp-ged-501"] == at["events/acled-syr1"] == "places/aleppo"  # by the registry
    assert at["events/ucdp-ged-502"] == at["events/acled-syr13"] == "places/geonames-164816"  # by the gazetteer
    names = {name for _, name, _ in told(built, "places:geonames-164816 skos:prefLabel|skos:altLabel ?a")}
    assert {"Saraqib", "Saraqab", "Sarāqib town"} <= names


def test_an_actor_is_one_in_both_datasets_and_the_texts(built: Release) -> None:
    for event in ("ucdp-ged-501", "acled-syr1"):
        assert ("", "actors/hts", "") in told(built, f"events:{event} ckg:party ?a")


def test_figures_of_two_datasets_are_never_added(built: Release) -> None:
    rows = built.counts("month,place", place="aleppo", **{"from": "2024-11-30", "to": "2024-11-30"}).rows
    found = {
        row.source.partition("-")[0] if row.source else None: row.best for row in rows if row.keys[1] == "places/aleppo"
    }
    assert (found["documents/ucdp"], found["documents/acled"]) == (9, 12 + 12 + 12)  # SYR1, SYR2 and SYR7
    assert None in found  # what the texts tell, which add no deaths
    totals = {row.source: row.events for row in built.counts("source").totals}
    asked = told(
        built,
        "?a a ckg:Dataset . { SELECT ?a (COUNT(?e) AS ?b) { ?e a ckg:Event ; prov:wasDerivedFrom ?a } GROUP BY ?a }",
    )
    assert {path: int(number) for _, path, number in asked} == {path: n for path, n in totals.items() if path}
    assert len(asked) == 2
