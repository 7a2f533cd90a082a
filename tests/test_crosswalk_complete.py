"""The crosswalk that ships: every code of every system has a row, and table, SKOS and notations say the same."""

from __future__ import annotations

import csv
import re
from collections import defaultdict

import pytest
import yaml
from rdflib import RDF, SKOS, Graph, URIRef

from conftest import needed
from kg.crosswalk import Mapping, read_sets, turtle
from kg.namespaces import BASE
from kg.ontology import shipped
from kg.release import Release
from kg.resources import directory
from synthetic import SHARED

FOLDER = directory("ontology") / "crosswalk"
SETS = {group.name: group for group in read_sets(FOLDER)}
OURS = ("event-type", "support-type", "actor-kind", "place-kind")
EACH = pytest.mark.parametrize("name", sorted(SETS))
FOREIGN = pytest.mark.parametrize("name", sorted(SETS.keys() - {"unmatched"}))
BORNE = {
    "cameo": "cameoCode",
    "acled-sub-event": "acledSubEvent",
    "acled-inter": "acledInter",
    "ucdp-violence-type": "ucdpViolenceType",
    "esd-support": "esdColumn",
}
# https://mapping-commons.github.io/sssom/spec-model/: the slots of a set and of a mapping that are used here
SET_SLOTS = {
    "mapping_set_id", "mapping_set_title", "mapping_set_description", "creator_label", "license", "subject_source",
    "object_source", "mapping_set_source", "curie_map",
}  # fmt: skip
MAPPING_SLOTS = {
    "subject_id", "subject_label", "subject_category", "predicate_id", "object_id", "object_label",
    "mapping_justification", "comment",
}  # fmt: skip
# https://acleddata.com/knowledge-base/codebook/, table 2
SUB_EVENTS = {
    "Battles": {"Government regains territory", "Non-state actor overtakes territory", "Armed clash"},
    "Protests": {"Excessive force against protesters", "Protest with intervention", "Peaceful protest"},
    "Riots": {"Violent demonstration", "Mob violence"},
    "Explosions/Remote violence": {
        "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED", "Grenade",
    },
    "Violence against civilians": {"Sexual violence", "Attack", "Abduction/forced disappearance"},
    "Strategic developments": {
        "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
        "Headquarters or base established", "Looting/property destruction", "Non-violent transfer of territory", "Other",
    },
}  # fmt: skip
INTER = {
    "State forces", "Rebel group", "Political militia", "Identity militia", "Rioters", "Protesters", "Civilians",
    "External/Other forces",
}  # fmt: skip


def rows_of(name: str) -> dict[str, list[Mapping]]:
    """Give the rows of a table by code."""
    found = defaultdict(list)
    for row in SETS[name].mappings:
        found[row.code].append(row)
    return found


def graph_of(name: str) -> Graph:
    return Graph().parse(FOLDER / f"{name}.ttl")


# every code has a row


def test_acled_has_every_type() -> None:
    events = {row.subject: row.label for row in SETS["acled-event"].mappings}
    assert set(events.values()) == set(SUB_EVENTS)
    found = defaultdict(set)
    for row in SETS["acled-sub-event"].mappings:
        found[events[row.category]].add(row.label)
    assert found == SUB_EVENTS
    assert sum(map(len, found.values())) == 25


def test_acled_has_every_kind_of_actor_as_number_and_as_text() -> None:
    assert set(shipped().by_notation("acledInter")) == {*"12345678"} | INTER
    assert set(rows_of("acled-inter")) == {*"012345678"}


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("acled-time-precision", "123"),
        ("acled-geo-precision", "123"),
        ("ucdp-violence-type", "123"),
        ("ucdp-date-precision", "12345"),
        ("ucdp-where-precision", "1234567"),
        ("ucdp-event-clarity", "12"),
        ("ucdp-organisation", "1234"),
    ],
)
def test_numbers_of_the_codebooks(name: str, codes: str) -> None:
    assert set(rows_of(name)) == {*codes}


@pytest.mark.parametrize(
    ("file", "column", "name"),
    [
        ("ged_syria_652_1601_1911.csv", "type_of_violence", "ucdp-violence-type"),
        ("ged_syria_652_1601_1911.csv", "date_prec", "ucdp-date-precision"),
        ("ged231_sample1000.csv", "where_prec", "ucdp-where-precision"),
        ("ged231_sample1000.csv", "event_clarity", "ucdp-event-clarity"),
        ("ucdp-actor-221.csv", "Org", "ucdp-organisation"),
    ],
)
def test_every_value_of_the_real_tables_has_a_row(file: str, column: str, name: str) -> None:
    path = needed(SHARED / "data" / "ucdp" / file, "a table of the UCDP")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        values = {row[column] for row in csv.DictReader(lines)}
    assert values <= set(rows_of(name))
    assert len(values) > 1


def test_every_column_of_support_has_a_row() -> None:
    path = needed(SHARED / "data" / "ucdp" / "ucdp-esd-ay-181.csv", "the External Support Dataset")
    columns = {
        name
        for name in path.read_text(encoding="utf-8-sig").split("\n", 1)[0].split(",")
        if re.fullmatch("ext_[a-z]", name)
    }
    assert columns == set(rows_of("esd-support")) == set(shipped().by_notation("esdColumn"))


def test_cameo_has_every_code_of_gdelt_and_each_falls_to_its_type() -> None:
    path = needed(SHARED / "data" / "codes" / "cameo-codes.tsv", "the codes of CAMEO")
    with path.open(encoding="utf-8", newline="") as lines:
        published = {row["code"]: row["description"] for row in csv.DictReader(lines, delimiter="\t")}
    rows = rows_of("cameo")
    assert list(rows) == list(published)
    assert {code: shipped().cameo_type(code) for code in published} == {
        code: row.object for code, (row,) in rows.items()
    }
    for code, (row,) in rows.items():
        above = max((other for other in rows if other != code and code.startswith(other)), key=len, default="")
        assert row.category == (f"codes/cameo/{above}" if above else "")
        assert row.label.casefold() != published[code].casefold() or " " not in row.label, row  # in our words


def test_plover_has_every_category_and_every_mode_of_its_map() -> None:
    folder = needed(SHARED / "data" / "plover", "README, reference and map of PLOVER")
    readme = set(re.findall(r"\| ([A-Z]+) \|$", (folder / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    reference = set(re.findall(r'<h2 id="([A-Z]+)">', (folder / "plover_reference.html").read_text(encoding="utf-8")))
    lines = (folder / "CAMEO2PLOVER-2021.txt").read_text(encoding="utf-8").splitlines()
    mapped = [found for line in lines if (found := re.match(r"\d{3,4}: ([A-Z]+), *([\w-]*) *,", line))]
    assert len(reference) == 18
    categories = readme - {"PLOVER"} | reference | {found[1] for found in mapped}
    modes = {f"{found[1]}-{found[2]}" for found in mapped if found[2]}
    assert set(rows_of("plover")) == categories | modes
    assert {row.code for row in SETS["plover"].mappings if not row.category} == categories
    wrong = {
        row.code
        for row in SETS["plover"].mappings
        if row.category
        and re.search("a mode that the manual|does not have this mode|gives as a mode|go beyond the modes", row.comment)
    }
    assert sum(f"{found[1]}-{found[2]}" in wrong for found in mapped) == 15


def test_every_code_of_ours_has_a_row_or_a_reason() -> None:
    ours = {path for path, concept in shipped().concepts.items() if concept.scheme in OURS}
    matched = {row.object for group in SETS.values() for row in group.mappings if row.match}
    unmatched = {row.subject for row in SETS["unmatched"].mappings}
    assert matched | unmatched == ours
    assert not matched & unmatched
    assert not [row for row in SETS["unmatched"].mappings if row.match]


# what the rows say holds


@EACH
def test_both_sides_are_called_as_in_the_ontology(name: str) -> None:
    concepts = shipped().concepts
    for row in SETS[name].mappings:
        assert concepts[row.subject].label == row.label
        assert not row.match or concepts[row.object].label == row.object_label, row
        assert not row.object or row.object.split("/")[1] in OURS
        assert row.comment.endswith("."), row


@EACH
def test_no_code_is_matched_twice_with_the_same(name: str) -> None:
    pairs = [(row.subject, row.object) for row in SETS[name].mappings]
    assert len(set(pairs)) == len(pairs)
    assert list(dict.fromkeys(subject for subject, _ in pairs)) == [
        subject for at, (subject, _) in enumerate(pairs) if not at or pairs[at - 1][0] != subject
    ]


@EACH
def test_the_metadata_are_those_of_sssom(name: str) -> None:
    lines = (FOLDER / f"{name}.sssom.tsv").read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    metadata = yaml.safe_load("\n".join(line[1:] for line in head))
    assert set(metadata) <= SET_SLOTS
    assert {"mapping_set_id", "license"} <= set(metadata)  # what SSSOM requires
    assert set(lines[len(head)].split("\t")) == MAPPING_SLOTS
    assert metadata["mapping_set_id"] == f"{BASE}codes/crosswalk?scheme={name}"
    for prefix in set(metadata["curie_map"]) - {"semapv", "skos", "sssom"}:
        assert metadata["curie_map"][prefix] == (f"{BASE}codes/" if prefix == "codes" else f"{BASE}codes/{prefix}/")


def test_only_what_derives_from_plover_is_share_alike() -> None:
    assert {name for name, group in SETS.items() if group.licence.endswith("/by-sa/4.0/")} == {"plover"}
    assert {group.licence for name, group in SETS.items() if name != "plover"} == {
        "https://creativecommons.org/licenses/by/4.0/"
    }


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        *(
            ("cameo", code, "Two numberings")
            for code in ("0353", "0354", "0355", "0356", "106", "163", "166", "108", "128")
        ),
        *(("cameo", code, "Error of the source") for code in ("016", "018", "019", "0872", "1053", "1451", "1454")),
        ("plover", "RETREAT", "material cooperation"),
        ("plover", "SUPPORT", "two things, never one property"),
        ("plover", "COERCE", "no category for taking territory"),
        ("plover", "DISAPPROVE", "18 categories"),
        ("ucdp-date-precision", "5", "Error of the source"),
    ],
)
def test_errors_of_the_sources_are_named(name: str, code: str, words: str) -> None:
    assert any(words in row.comment for row in rows_of(name)[code])


# table, SKOS and notations say the same


@EACH
def test_the_skos_is_written_from_the_table(name: str) -> None:
    assert (FOLDER / f"{name}.ttl").read_text(encoding="utf-8") == turtle(SETS[name]), "run python -m kg.crosswalk"


def test_there_is_no_skos_without_a_table() -> None:
    assert {path.stem for path in FOLDER.glob("*.ttl")} == set(SETS)


@EACH
def test_table_and_skos_say_the_same(name: str) -> None:
    graph = graph_of(name)
    matches = {(str(s), str(p), str(o)) for s, p, o in graph if str(p).endswith("Match")}
    said = {(BASE + row.subject, str(SKOS[row.match]), BASE + row.object) for row in SETS[name].mappings if row.match}
    assert matches == said
    for row in SETS[name].mappings:
        notes = [str(note) for note in graph.objects(URIRef(BASE + row.subject), SKOS.note)]
        assert len([note for note in notes if note.endswith(f": {row.comment}")]) >= 1, row
    assert len(list(graph.triples((None, SKOS.note, None)))) == len(SETS[name].mappings)


@FOREIGN
def test_every_code_is_a_concept_of_its_scheme(name: str) -> None:
    graph = graph_of(name)
    scheme = URIRef(f"{BASE}codes/{name}")
    assert (scheme, RDF.type, SKOS.ConceptScheme) in graph
    assert {str(code).rsplit("/", 1)[1] for code in graph.subjects(SKOS.inScheme, scheme)} == set(rows_of(name))
    notations = [str(n) for code in graph.subjects(SKOS.inScheme, scheme) for n in graph.objects(code, SKOS.notation)]
    assert len(set(notations)) == len(notations) >= len(rows_of(name))


@pytest.mark.parametrize("name", sorted(BORNE))
def test_notations_of_ours_are_those_of_the_crosswalk(name: str) -> None:
    borne, nearest = shipped().by_notation(BORNE[name]), shipped().stands_for(name)
    assert borne.items() <= nearest.items()
    if name != "cameo":  # the rest of CAMEO falls to a parent, see above
        assert borne == nearest


def test_notations_of_plover_are_its_categories() -> None:
    nearest = shipped().stands_for("plover")
    assert shipped().by_notation("ploverType") == {
        row.code: nearest[row.code] for row in SETS["plover"].mappings if row.match and not row.category
    }


@pytest.mark.parametrize(("code", "ours"), [("190", "assault"), ("192", "capture"), ("0874", "withdrawal")])
def test_a_release_tells_which_of_ours_a_code_is(release: Release, code: str, ours: str) -> None:
    answer = release.query(f"""
        SELECT ?ours {{
          ?code skos:inScheme codes:cameo ; skos:notation "{code}" ; skos:note ?lost ;
                skos:exactMatch|skos:closeMatch|skos:broadMatch|skos:narrowMatch ?ours }}""")
    assert answer.table is not None
    assert [str(row[0]) for row in answer.table.rows] == [f"<{BASE}codes/event-type/{ours}>"]
