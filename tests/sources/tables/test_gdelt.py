"""GDELT's exports: counted by pair, type and month, each number what pandas makes of the same file."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from conftest import needed
from gdelt_export import columns, write_gdelt
from kg.build import build
from kg.errors import DataError
from kg.ontology import shipped as ontology
from kg.release import Release, open_release
from kg.sources.tables import table_file
from kg.sources.tables.gdelt import LAYOUT, ROLES
from kg.sources.tables.importing import Imported, import_tables, workbench
from kg.sources.tables.quarantine import Quarantine
from kg.statements import Statements
from synthetic import DATA, SHARED


@contextmanager
def imported(folder: Path, *files: Path) -> Iterator[tuple[Imported, list[dict[str, Any]], list[dict[str, str]]]]:
    """Give what an import gives, its events sorted by path, and the quarantine."""
    with workbench(folder) as con, Quarantine(folder / "wrong.csv") as wrong:
        tables = [table_file(f"gdelt={file}") for file in files]
        found = import_tables(con, tables, Statements(), ontology(), folder, wrong, lambda *_: None)
        assert found.events is not None
        events = found.events.order_by("path").to_pyarrow().to_pylist()
        wrong.__exit__()
        yield found, events, _listed(folder / "wrong.csv")


def _listed(quarantine: Path) -> list[dict[str, str]]:
    if not quarantine.exists():  # nothing is wrong
        return []
    with quarantine.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def invented(number: int, seed: int = 7) -> list[dict[str, str]]:
    """Make records of few pairs, types and months; some lack an actor."""
    draw = random.Random(seed)
    codes = sorted(code for code in ("010", "0211", "036", "042", "112", "173", "190", "193", "1951", "202"))
    actors = [("SYR", ""), ("SYRGOV", "GOV"), ("SYRREB", "REB"), ("TUR", ""), ("KUR", ""), ("", "")]
    rows = []
    for place in range(number):
        (one, role), (other, second) = draw.choice(actors), draw.choice(actors)
        code = draw.choice(codes)
        day = f"20{draw.choice(('2411', '2412', '2501'))}{draw.randint(1, 28):02}"
        rows.append(
            {
                "GLOBALEVENTID": str(place), "SQLDATE": day, "Actor1Code": one, "Actor1Type1Code": role,
                "Actor1Name": one and draw.choice((f"{one} A", f"{one} A", f"{one} B")), "Actor2Code": other,
                "Actor2Type1Code": second, "Actor2Name": other and f"{other} A", "EventCode": code,
                "EventRootCode": code[:2], "NumArticles": str(draw.randint(1, 40)), "DATEADDED": day,
            }
        )  # fmt: skip
    return rows


def oracle(file: Path, number: int) -> dict[tuple[str, str, str, str], tuple[int, int]]:
    """Count with pandas: records and reports by pair, our type, and month."""
    table = pd.read_csv(file, sep="\t", header=None, names=columns(number), dtype=str, quoting=csv.QUOTE_NONE)
    table = table[table.Actor1Code.notna() & table.Actor2Code.notna()]
    table["type"] = table.EventCode.map(ontology().cameo_type)
    table["month"] = table.SQLDATE.str[:6]
    table["reports"] = table.NumArticles.astype(int)
    grouped = table.groupby(["Actor1Code", "Actor2Code", "type", "month"]).reports.agg(["count", "sum"])
    return {key: (int(row["count"]), int(row["sum"])) for key, row in grouped.iterrows()}


@pytest.mark.parametrize(("version", "number"), [("1.0", 58), ("2.0", 61)])
def test_the_layouts_are_those_published(version: str, number: int) -> None:
    file = needed(SHARED / "data" / "codes" / f"gdelt-{version}-event-columns.csv", "GDELT's list of columns")
    with file.open(encoding="utf-8", newline="") as lines:
        published = tuple(row["name"] for row in csv.DictReader(lines))
    assert LAYOUT[number] == published
    assert columns(number) == published


@pytest.mark.parametrize("number", [57, 58, 61])
def test_numbers_are_those_of_pandas_in_each_layout(tmp_path: Path, number: int) -> None:
    file = write_gdelt(tmp_path / "export.CSV", invented(3_000), number)
    with imported(tmp_path, file) as (_, events, wrong):
        found = {
            (event["row"].split("-")[0], event["row"].split("-")[1], event["type"], event["first"].strftime("%Y%m")): (
                event["records"],
                event["reports"],
            )
            for event in events
        }
        assert found == oracle(file, number)
        assert len(found) == len(events) > 200
        assert wrong == []


def test_an_event_is_a_directed_pair_with_the_whole_month(tmp_path: Path) -> None:
    rows = [
        {"GLOBALEVENTID": "1", "SQLDATE": "20240210", "NumArticles": "3"},
        {"GLOBALEVENTID": "2", "SQLDATE": "20240229", "NumArticles": "4"},
        {"GLOBALEVENTID": "3", "SQLDATE": "20240229", "Actor1Code": "SYRGOV", "Actor2Code": "SYRREB"},
    ]
    with imported(tmp_path, write_gdelt(tmp_path / "e.csv", rows)) as (_, events, _wrong):
        assert len(events) == 2
        (event,) = [event for event in events if event["records"] == 2]
        assert (event["path"], event["row"]) == (
            "events/gdelt-syrreb-syrgov-assault-202402",
            "SYRREB-SYRGOV-assault-202402",
        )
        assert (event["agents"], event["targets"], event["parties"]) == (
            ["actors/gdelt-syrreb"],
            ["actors/gdelt-syrgov"],
            [],
        )
        assert (event["first"], event["last"], event["reports"]) == (date(2024, 2, 1), date(2024, 2, 29), 7)
        assert (event["place"], event["best"]) == (None, None)


def test_a_pair_of_one_actor_with_itself_has_agent_and_target(tmp_path: Path) -> None:
    rows = [{"Actor1Code": "USA", "Actor2Code": "USA", "Actor1CountryCode": "USA", "Actor1Type1Code": ""}]
    with imported(tmp_path, write_gdelt(tmp_path / "e.csv", rows)) as (_, (event,), _wrong):
        assert (event["agents"], event["targets"], event["parties"]) == (["actors/gdelt-usa"], ["actors/gdelt-usa"], [])


WRONG: Sequence[tuple[Mapping[str, str], str, str, str]] = [
    ({"EventCode": "---", "EventRootCode": "--"}, "EventCode", "---", "a CAMEO code of two to four digits"),
    ({"EventCode": "X"}, "EventCode", "X", "a CAMEO code of two to four digits"),
    ({"EventCode": "", "EventRootCode": ""}, "EventCode", "", "nothing here"),
    ({"EventCode": "210", "EventRootCode": "21"}, "EventRootCode", "21", "one of CAMEO's twenty classes"),
    ({"EventCode": "14", "EventRootCode": "01"}, "EventCode", "14", "with its leading zeros"),  # 014 in a spreadsheet
    ({"SQLDATE": "20241131"}, "SQLDATE", "20241131", "a day as YYYYMMDD"),
    ({"SQLDATE": ""}, "SQLDATE", "", "nothing here"),
    ({"SQLDATE": "00000000"}, "SQLDATE", "00000000", "a day as YYYYMMDD"),
    ({"NumArticles": "-1"}, "NumArticles", "-1", "a whole number"),
    ({"GLOBALEVENTID": ""}, "GLOBALEVENTID", "", "nothing here"),
]


def test_wrong_records_are_left_out_with_line_column_value_and_reason(tmp_path: Path) -> None:
    rows = [{}, *({"GLOBALEVENTID": str(place), **cells} for place, (cells, *_) in enumerate(WRONG)), {}]
    with imported(tmp_path, write_gdelt(tmp_path / "e.csv", rows)) as (found, events, wrong):
        told = {(int(row["line"]), row["column"]): row for row in wrong}
        for place, (_, column, value, reason) in enumerate(WRONG):
            row = told[place + 2, column]
            assert row["value"] == value
            assert reason in row["reason"]
        again = told[len(rows), "GLOBALEVENTID"]
        assert (again["value"], again["reason"]) == ("1000", "the id of line 1; expected each id once")
        assert [event["records"] for event in events] == [1]
        assert (found.quarantined, found.editions[0].rows) == (len(WRONG) + 1, 1)


@pytest.mark.parametrize(
    ("code", "kind"), [("036", "agree"), ("0361", "agree"), ("190", "assault"), ("1833", "bombing"), ("192", "capture")]
)
def test_codes_keep_their_zeros_and_finer_ones_count_to_their_parents(tmp_path: Path, code: str, kind: str) -> None:
    rows = [{"EventCode": code, "EventRootCode": code[:2]}]
    with imported(tmp_path, write_gdelt(tmp_path / "e.csv", rows)) as (_, (event,), _wrong):
        assert event["type"] == f"codes/event-type/{kind}"


def test_every_code_of_cameo_has_a_type(tmp_path: Path) -> None:
    file = needed(SHARED / "data" / "codes" / "cameo-codes.tsv", "CAMEO's list of codes")
    with file.open(encoding="utf-8", newline="") as lines:
        codes = [row["code"] for row in csv.DictReader(lines, delimiter="\t")]
    rows = [{"GLOBALEVENTID": code, "EventCode": code, "EventRootCode": code[:2]} for code in codes]
    with imported(tmp_path, write_gdelt(tmp_path / "e.csv", rows)) as (_, events, wrong):
        assert wrong == []
        assert sum(event["records"] for event in events) == len(codes) > 270


def test_records_without_a_pair_are_left_out_of_the_graph(tmp_path: Path) -> None:
    rows = [{"GLOBALEVENTID": "1"}, {"GLOBALEVENTID": "2", "Actor2Code": ""}, {"GLOBALEVENTID": "3", "Actor1Code": ""}]
    with imported(tmp_path, write_gdelt(tmp_path / "e.csv", rows)) as (_, events, wrong):
        assert ([event["records"] for event in events], wrong) == ([1], [])


def test_files_of_days_are_one_whole_whatever_their_layout(tmp_path: Path) -> None:
    files = [
        write_gdelt(tmp_path / "20241130.export.CSV.zip", [{"GLOBALEVENTID": "1"}, {"GLOBALEVENTID": "2"}]),
        write_gdelt(tmp_path / "20241201.export.CSV.zip", [{"GLOBALEVENTID": "2"}, {"GLOBALEVENTID": "3"}], 61),
        write_gdelt(tmp_path / "2024.csv", [{"GLOBALEVENTID": "4"}], 57),
    ]
    with imported(tmp_path, *files) as (found, events, wrong):
        assert [event["records"] for event in events] == [4]
        assert [(row["file"], row["line"], row["column"], row["value"]) for row in wrong] == [
            ("20241201.export.CSV.zip", "1", "GLOBALEVENTID", "2")
        ]
        assert len(found.statements.documents) == 1
    with imported(tmp_path, *reversed(files)) as (again, _, _wrong):
        assert again.statements.documents == found.statements.documents


def test_the_document_is_of_the_day_of_the_latest_record(tmp_path: Path) -> None:
    rows = [{"DATEADDED": "20241215093000"}, {"GLOBALEVENTID": "2", "DATEADDED": "20241201000000"}]
    with imported(tmp_path, write_gdelt(tmp_path / "e.csv", rows, 61)) as (found, *_):
        (document,) = found.statements.documents
        assert (document.date, document.redistributable) == (date(2024, 12, 15), True)


def test_actors_are_told_by_code_and_called_as_most_records_do(tmp_path: Path) -> None:
    rows = [
        {"GLOBALEVENTID": "1", "Actor1Name": "ALEPPO", "Actor1Code": "SYR", "Actor1Type1Code": ""},
        {"GLOBALEVENTID": "2", "Actor1Name": "SYRIA", "Actor1Code": "SYR", "Actor1Type1Code": ""},
        {"GLOBALEVENTID": "3", "Actor1Name": "SYRIA", "Actor1Code": "SYR", "Actor1Type1Code": ""},
        {
            "GLOBALEVENTID": "4",
            "Actor1Name": "KURD",
            "Actor1Code": "KUR",
            "Actor1CountryCode": "",
            "Actor1Type1Code": "",
        },
    ]
    with imported(tmp_path, write_gdelt(tmp_path / "e.csv", rows)) as (found, *_):
        actors = {actor.path: actor for actor in found.statements.actors}
        assert {path: actor.kind for path, actor in actors.items()} == {
            "actors/gdelt-syr": "state",
            "actors/gdelt-syrgov": "government",
            "actors/gdelt-kur": "population",
        }
        assert actors["actors/gdelt-syr"].labels.preferred == (("en", "SYRIA"),)


def test_roles_lead_to_kinds_that_there_are() -> None:
    assert set(ROLES) <= set(ontology().codes("actor-kind"))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("a,b,c\n", "1 columns"), ("\t".join("x" * 60) + "\n", "60 columns"), ("", "the file is empty")],
)
def test_another_table_is_refused(tmp_path: Path, text: str, wrong: str) -> None:
    file = tmp_path / "e.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=wrong), imported(tmp_path, file):
        pass


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    folder = tmp_path_factory.mktemp("gdelt")
    file = write_gdelt(folder / "e.csv", [{"GLOBALEVENTID": str(n), "NumArticles": "10"} for n in range(3)])
    build([DATA], folder / "store", tables=[table_file(f"gdelt={file}")])
    with open_release(folder / "store") as opened:
        yield opened


def test_records_and_reports_stay_apart_in_the_graph_and_in_counts(built: Release) -> None:
    table = built.query("""
        SELECT ?records ?reports ?agent ?target (COUNT(?party) AS ?parties) (COUNT(DISTINCT ?month) AS ?months) {
          ?e ckg:recordCount ?records ; ckg:reportCount ?reports ; ckg:agent ?agent ; ckg:target ?target ;
            ckg:party ?party ; ckg:inMonth ?month
        } GROUP BY ?records ?reports ?agent ?target""").table
    assert table is not None
    (row,) = table.records()
    assert (row["records"], row["reports"], row["parties"], row["months"]) == (3, 30, 2, 1)
    totals = {total.source: total for total in built.counts("month").totals}
    (document,) = [path for path in totals if path and path.startswith("documents/gdelt-")]
    total = totals[document]
    assert (total.events, total.records, total.reports, total.best) == (1, 3, 30, None)
    assert all(other.reports is None for path, other in totals.items() if path != document)


def test_no_address_of_a_report_enters_the_graph(built: Release) -> None:
    assert not [line for line in built.store.canonical() if "marmalade" in line]
