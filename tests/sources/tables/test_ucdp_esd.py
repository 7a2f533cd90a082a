"""UCDP ESD: who supported whom, and how, as far as the table attributes it; held against a reading with pandas."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import pandas as pd
import pytest

from conftest import needed
from kg.ontology import shipped
from kg.release import Release
from kg.sources.tables.importing import import_tables, workbench
from kg.sources.tables.inputs import TableFile, table_file
from kg.sources.tables.quarantine import Quarantine
from kg.statements import Situation, Statements
from sources.tables.answers import asked
from synthetic import SHARED

LETTERS: Final = {
    "x": "troops", "p": "presence", "y": "infrastructure", "w": "weapons", "m": "materiel", "t": "training",
    "f": "funding", "i": "intelligence", "l": "territory", "o": "other", "u": "unknown",
}  # fmt: skip
"""What the columns mean, by the codebook, in words of our code list or their beginnings."""
Key = tuple[str, str, int]


class Told(NamedTuple):
    """What the table tells of a supporter, a recipient and a year."""

    rows: set[str]
    said: set[str]
    group: set[str]


def oracle(path: Path) -> dict[Key, Told]:
    """Read the table with pandas: by the counts, a type is said of each supporter or of the group alone."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    told: dict[Key, Told] = defaultdict(lambda: Told(set(), set(), set()))
    for row in table[table.ext_sup == "1"].to_dict("records"):
        supporters = row["ext_id"].split(",")
        for supporter in supporters:
            entry = told[supporter, row["actor_id"], int(row["year"])]
            entry.rows.add(row["id"])
            for letter in LETTERS:
                if row[f"ext_{letter}"] == "1":
                    every = int(float(row[f"ext_{letter}_count"])) == len(supporters)
                    (entry.said if every else entry.group).add(letter)
    return dict(told)


@pytest.fixture(scope="module")
def supports(syria: Release) -> tuple[Situation, ...]:
    rows = syria.rows(["documents/ucdp-esd-18-1"], 100_000)
    assert rows is not None
    return rows.situations


def ids(release: Release) -> Mapping[str, str]:
    head = "https://ucdp.uu.se/actor/"
    return {
        actor.path: same.removeprefix(head)
        for actor in release.statements.actors
        for same in actor.same_as
        if same.startswith(head)
    }


NOTATIONS: Final = {path: name.removeprefix("ext_") for name, path in shipped().by_notation("esdColumn").items()}


def letters(types: Iterable[str]) -> set[str]:
    return {NOTATIONS[path] for path in types}


@pytest.fixture(scope="module")
def expected(esd_table: Path) -> dict[Key, Told]:
    return oracle(esd_table)


@pytest.fixture(scope="module")
def found(syria: Release, supports: tuple[Situation, ...]) -> dict[Key, Situation]:
    known = ids(syria)
    return {
        (known[one.agents[0]], known[one.targets[0]], one.bounds.from_.year): one
        for one in supports
        if one.bounds.from_ is not None
    }


def test_who_supported_whom_by_year_is_what_pandas_says(
    supports: tuple[Situation, ...], found: dict[Key, Situation], expected: dict[Key, Told]
) -> None:
    assert len(found) == len(supports)
    assert found.keys() == expected.keys()
    assert len(found) > 5_000


def test_no_type_is_attributed_that_the_table_does_not_attribute(
    found: dict[Key, Situation], expected: dict[Key, Told]
) -> None:
    for key, told in expected.items():
        support = found[key]
        assert letters(support.types) == told.said, key
        assert letters(support.group_types) == told.group - told.said, key
        assert set(support.rows) == told.rows, key
        assert support.bounds.from_ == date(key[2], 1, 1)
        assert support.bounds.until == date(key[2], 12, 31)
        assert support.alleged is None  # this edition does not tell


def test_the_codes_are_those_of_the_codebook() -> None:
    types = shipped().by_notation("esdColumn")
    concepts = shipped().concepts
    for letter, word in LETTERS.items():
        path = types[f"ext_{letter}"]
        assert word[:5] in f"{path} {concepts[path].label}".casefold(), path


def test_supporters_are_as_many_states_and_others_as_the_table_counts(
    esd_table: Path, found: dict[Key, Situation]
) -> None:
    table = pd.read_csv(esd_table, dtype=str, keep_default_na=False)
    for row in table[table.ext_sup == "1"].to_dict("records"):
        kinds = [
            found[supporter, row["actor_id"], int(row["year"])].supporter_kind for supporter in row["ext_id"].split(",")
        ]
        states = sum(kind in {"state", "state-elements"} for kind in kinds)
        assert (states, len(kinds) - states) == (int(row["ext_count_s"] or 0), int(row["ext_count_ns"] or 0)), row["id"]
        assert ("state-elements" in kinds) == (float(row["ext_elements"]) == 1), row["id"]


def test_the_standard_filter_is_states_whose_support_is_not_alleged(syria: Release, expected: dict[Key, Told]) -> None:
    answer = asked(
        syria,
        """SELECT ?supporter ?recipient ?year WHERE {
        ?s a ckg:Support ; ckg:agent ?supporter ; ckg:target ?recipient ; ckg:inYear ?year ; ckg:row ?row ;
           ckg:supporterKind <https://w3id.org/ckg/codes/supporter-kind/state>
        FILTER NOT EXISTS { ?s ckg:alleged true } }""",
    )
    known = ids(syria)
    got = {
        (known[row["supporter"]], known[row["recipient"]], int(row["year"].removeprefix("periods/"))) for row in answer
    }
    with needed(SHARED / "data" / "ucdp" / "ucdp-esd-ay-181.csv", "a real table").open(encoding="utf-8") as file:
        states = {
            ident
            for row in csv.DictReader(file)
            for ident, name in zip(
                row["ext_id"].split(","), row["ext_name"].replace(", ", "/").split(","), strict=False
            )
            if name.strip().startswith("Government of ")
        }
    assert got == {key for key in expected if key[0] in states}


@pytest.mark.parametrize("year", range(2011, 2018))
def test_the_war_in_syria_by_year_and_day(syria: Release, expected: dict[Key, Told], year: int) -> None:
    answer = asked(
        syria,
        f"""SELECT DISTINCT ?supporter WHERE {{
        ?s a ckg:Support ; ckg:agent ?supporter ; ckg:target <https://w3id.org/ckg/actors/assad-government> ;
           ckg:inYear <https://w3id.org/ckg/periods/{year}> ; ckg:row ?row }}""",
    )
    known = ids(syria)
    got = {known[row["supporter"]] for row in answer}
    assert got == {supporter for supporter, recipient, when in expected if (recipient, when) == ("118", year)}
    stored = syria.ask_stored("who-supported-whom", on=f"{year}-07-01")
    where = [stored.columns.index(slot) for slot in ("supporter", "supported")]
    paths = [
        [str(row[place]).strip("<>").removeprefix("https://w3id.org/ckg/") for place in where] for row in stored.rows
    ]
    pairs = {tuple(known[path] for path in pair) for pair in paths if known.keys() >= set(pair)}
    assert pairs >= {key[:2] for key in expected if key[2] == year}


def test_in_the_same_graph_the_articles_answer_for_december_2024(syria: Release, shipped: Release) -> None:
    both = [release.ask_stored("who-supported-whom", on="2024-12-02") for release in (syria, shipped)]
    assert both[0].columns == both[1].columns
    rows = [{tuple(str(cell) for cell in row) for row in table.rows} for table in both]
    assert rows[0] == rows[1]
    assert rows[0]


COLUMNS = ("id", "year", "actor_id", "actor_name", "ext_id", "ext_name", "ext_sup", *(
    name for letter in LETTERS for name in (f"ext_{letter}", f"ext_{letter}_count")
))  # fmt: skip


def write(path: Path, rows: Iterable[Mapping[str, str]], columns: Iterable[str] = COLUMNS) -> Path:
    given = {"year": "2016", "actor_id": "118", "actor_name": "Government of Redland", "ext_sup": "1"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), restval="")
        writer.writeheader()
        writer.writerows({"id": str(number), **given, **row} for number, row in enumerate(rows, 1))
    return path


def imported(path: Path, folder: Path) -> tuple[dict[tuple[str, str], Situation], list[dict[str, str]]]:
    """Give supports by the end of the supporter's path and the recipient's, and the quarantine."""
    files: list[TableFile] = [table_file(f"ucdp-esd={path}")]
    with workbench(folder) as con, Quarantine(folder / "q.csv") as quarantine:
        found = import_tables(con, files, Statements(), shipped(), folder, quarantine, lambda *_: None)
    supports = {
        (one.agents[0].rsplit("-", 1)[-1], one.targets[0].rsplit("-", 1)[-1]): one
        for one in found.statements.situations
    }
    assert len(supports) == len(found.statements.situations)
    if not (folder / "q.csv").exists():
        return supports, []
    with (folder / "q.csv").open(encoding="utf-8", newline="") as file:
        return supports, list(csv.DictReader(file))


def test_lists_names_with_commas_and_kinds(tmp_path: Path) -> None:
    rows = [
        {"ext_id": "1,2,3", "ext_name": "Government of A,Left, Right,B elements ", "ext_f": "1", "ext_f_count": "1"},
        {"ext_id": "1", "ext_name": "Government of A", "ext_w": "1", "ext_w_count": "1", "ext_t": "1"},
        {"ext_id": "4, 5", "ext_name": "only one", "ext_w": "1", "ext_w_count": "2"},
        {"ext_sup": "0", "actor_id": "7"},
    ]
    found, wrong = imported(write(tmp_path / "esd.csv", rows), tmp_path)
    assert wrong == []
    assert {who for who, _ in found} == {"1", "2", "3", "4", "5"}
    kinds = {who: one.supporter_kind for (who, _), one in found.items()}
    assert kinds == {"1": "state", "2": "non-state", "3": "state-elements", "4": None, "5": None}
    weapons, training, funding = (f"codes/support-type/{name}" for name in ("weapons", "training", "funding"))
    assert set(found["1", "118"].types) == {weapons, training}
    assert found["1", "118"].rows == ("1", "2")
    assert found["2", "118"].types == ()
    assert found["2", "118"].group_types == (funding,)
    assert found["4", "118"].types == (weapons,)


def test_one_row_a_supporter_as_in_the_triad_years(tmp_path: Path) -> None:
    columns = ("id", "year", "actor_id", "actor_name", "dyad_id", "ext_id", "ext_name", "ext_sup", "ext_alleged")
    rows = [
        {"dyad_id": "1", "ext_id": "1", "ext_name": "Government of A", "ext_f": "1", "ext_alleged": "1"},
        {"dyad_id": "2", "ext_id": "1", "ext_name": "Government of A", "ext_w": "1", "ext_alleged": "0"},
        {"dyad_id": "2", "ext_id": "2", "ext_name": "B", "ext_w": "1", "ext_alleged": "1"},
    ]
    path = write(tmp_path / "esd.csv", rows, (*columns, *(f"ext_{letter}" for letter in LETTERS)))
    found, wrong = imported(path, tmp_path)
    assert wrong == []
    assert {who: (one.alleged, len(one.types)) for (who, _), one in found.items()} == {"1": (False, 2), "2": (True, 1)}


def test_rows_without_ids_of_their_own_are_told_apart_by_what_they_say(tmp_path: Path) -> None:
    columns = (
        "year",
        "actor_id",
        "actor_name",
        "dyad_id",
        "ext_id",
        "ext_name",
        "ext_sup",
        *(f"ext_{x}" for x in LETTERS),
    )
    rows = [{"id": "", "dyad_id": dyad, "ext_id": "1", "ext_name": "A", "ext_f": "1"} for dyad in ("1", "2", "2")]
    for row in rows:
        row.pop("id")
    path = tmp_path / "esd.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows({"year": "2016", "actor_id": "118", "actor_name": "R", "ext_sup": "1", **row} for row in rows)
    found, wrong = imported(path, tmp_path)
    assert len(found["1", "118"].rows) == 2
    assert [(row["line"], row["reason"]) for row in wrong] == [("4", "the id of line 3; expected each id once")]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"ext_id": "1/2", "ext_name": "A"}, "ext_id"),
        ({"ext_id": '1,"2"', "ext_name": "A,B"}, "ext_id"),
        ({"ext_id": "", "ext_name": "A"}, "ext_id"),
        ({"ext_id": "1", "ext_name": "A", "ext_sup": "0"}, "ext_id"),
        ({"ext_id": "1", "ext_name": "A", "year": "0"}, "year"),
        ({"ext_id": "1", "ext_name": "A", "actor_id": ""}, "actor_id"),
        ({"ext_id": "1", "ext_name": "A", "ext_f": "2"}, "ext_f"),
        ({"ext_id": "1", "ext_name": "A", "ext_f_count": "-1"}, "ext_f_count"),
        ({"ext_id": "1", "ext_name": "A", "ext_sup": ""}, "ext_sup"),
    ],
)
def test_wrong_rows_are_left_out(row: Mapping[str, str], column: str, tmp_path: Path) -> None:
    good = {"ext_id": "9", "ext_name": "B"}
    found, wrong = imported(write(tmp_path / "esd.csv", [good, row]), tmp_path)
    assert found.keys() == {("9", "118")}
    assert [(entry["line"], entry["column"]) for entry in wrong] == [("3", column)]
