"""Counts over the table of events, held against counting one by one, against pandas and against SPARQL."""

from __future__ import annotations

import pickle
import subprocess
import sys
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from conftest import needed
from event_rows import SOURCES, Row, counted, row, some_rows, write_rows
from kg.counting.circle import Circle
from kg.counting.counts import count
from kg.counting.questions import BY, FIGURES, MOST, TEXTS, CountQuestion, CountRow, Filters
from kg.counting.reading import TALLIES, EventTable
from kg.counting.table import write_event_table
from kg.counting.tallies import counted_from, write_tallies
from kg.errors import BadParameter, StoreDamaged
from kg.release import Release
from synthetic import SHARED

GED = SHARED / "data" / "ucdp" / "ged_syria_652_1601_1911.csv"
ROWS = some_rows(2_000, seed=5)
FILTERS: list[dict[str, Any]] = [
    {},
    {"first": date(2015, 1, 10), "last": date(2015, 1, 20)},
    {"last": date(2014, 11, 30)},
    {"first": date(2015, 6, 1)},
    {"first": date(2014, 12, 15), "last": date(2015, 2, 28)},  # a month cut, and whole ones
    {"first": date(2015, 1, 1), "last": date(2015, 3, 7), "actors": frozenset({"actors/a2"})},
    {"first": date(2015, 1, 1), "last": date(2015, 1, 31)},
    {"last": date(2015, 1, 12)},
    {"first": date(2015, 2, 3), "types": frozenset({"codes/event-type/t1"})},
    {"first": date(2015, 3, 1), "last": date(2015, 1, 5)},  # nothing
    {"first": date(9999, 12, 5)},
    {"last": date.max, "first": date.min},
    {"actors": frozenset({"actors/a1", "actors/a4"}), "place": "places/g1"},
    {"types": frozenset({"codes/event-type/t0"}), "source": SOURCES[1]},
    {"place": "places/p3", "source": TEXTS},
    {"actors": frozenset()},
    {"circle": Circle(20.5, 19.5, 900), "first": date(2015, 1, 10)},
]
NAMES = tuple(BY)


@pytest.fixture(scope="module", params=["events", "tallies"])
def table(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a table, without and with the sums beside it: both answer alike."""
    path = written(tmp_path_factory.mktemp("table"), ROWS)
    if request.param == "tallies":
        write_tallies(path.with_name(TALLIES), path)
    return path


def written(folder: Path, rows: list[Row]) -> Path:
    path = folder / "events.parquet"
    write_event_table(path, [], {}, [write_rows(folder / "imported.parquet", rows)])
    return path


@pytest.mark.parametrize("filters", FILTERS, ids=range(len(FILTERS)))
@pytest.mark.parametrize("by", [(name,) for name in NAMES], ids=str)
def test_counts_by_one_thing_equal_counting_one_by_one(
    table: Path, by: tuple[str, ...], filters: dict[str, Any]
) -> None:
    answer = count(table, CountQuestion(by=by, limit=MOST, **filters))
    assert len(answer.rows) == len(set(answer.rows))
    assert set(answer.rows) == counted(ROWS, by, Filters(**filters))
    assert set(answer.totals) == counted(ROWS, (), Filters(**filters))


@pytest.mark.parametrize(
    "by", [*combinations(NAMES, 2), ("type", "month", "actor"), ("place", "country", "year")], ids=str
)
def test_counts_by_several_things_equal_counting_one_by_one(table: Path, by: tuple[str, ...]) -> None:
    filters: dict[str, Any] = {
        "first": date(2014, 12, 20),
        "actors": frozenset({"actors/a1", "actors/a2", "actors/a3"}),
    }
    answer = count(table, CountQuestion(by=by, limit=MOST, **filters))
    assert set(answer.rows) == counted(ROWS, by, Filters(**filters))
    assert set(answer.totals) == counted(ROWS, (), Filters(**filters))


def test_an_event_counts_for_each_of_its_actors_and_once_in_the_totals(tmp_path: Path) -> None:
    events = [row(1, parties=["actors/a", "actors/b"], low=1, best=2, high=3), row(2, parties=["actors/b"], low=10)]
    answer = count(written(tmp_path, events), CountQuestion(by=("actor",)))
    assert answer.rows == (
        CountRow(SOURCES[0], ("actors/a",), 1, 1, None, 1, 2, 3),
        CountRow(SOURCES[0], ("actors/b",), 2, 2, None, 11, 2, 3),
    )
    assert answer.totals == (CountRow(SOURCES[0], (), 2, 2, None, 11, 2, 3),)
    assert "more than one actor counts for each" in answer.note


def test_figures_of_sources_stay_apart_and_those_of_texts_are_not_added_up(tmp_path: Path) -> None:
    events = [row(n, source=source, low=1, best=1, high=1) for n, source in enumerate([*SOURCES, *SOURCES])]
    answer = count(written(tmp_path, events), CountQuestion(by=("month",)))
    assert answer.rows == tuple(
        CountRow(source, ("2016-05",), 2, 2, None, *([deaths] * 3))
        for source, deaths in zip(SOURCES, (2, 2, None), strict=True)
    )
    assert "No deaths are added up for events read from texts" in answer.note
    assert "texts" not in count(tmp_path / "events.parquet", CountQuestion(by=("month",), source=SOURCES[0])).note


def test_a_window_that_touches_the_days_counts_in_its_first_month(tmp_path: Path) -> None:
    events = [row(1, first=date(2015, 12, 30), last=date(2016, 1, 2)), row(2, first=None, last=None)]
    question = CountQuestion(by=("month",), first=date(2016, 1, 2), last=date(2016, 1, 31))
    path = written(tmp_path, events)
    assert [found.keys for found in count(path, question).rows] == [("2015-12",), (None,)]
    later = CountQuestion(by=("month",), first=date(2016, 1, 3))
    assert [found.keys for found in count(path, later).rows] == [(None,)]


def test_rows_come_in_the_order_asked_for_page_by_page(table: Path) -> None:
    for order in ("key", *FIGURES):
        whole = count(table, CountQuestion(by=("actor", "type"), order=order, limit=MOST)).rows
        pages: list[CountRow] = []
        more = True
        while more:
            page = count(table, CountQuestion(by=("actor", "type"), order=order, limit=7, offset=len(pages)))
            pages += page.rows
            more = page.more
        assert tuple(pages) == whole
        figures = [getattr(found, order) for found in whole] if order != "key" else []
        known = [figure for figure in figures if figure is not None]
        assert known == sorted(known, reverse=True)
        assert figures == known + [None] * (len(figures) - len(known))
    actors = [found.keys[0] for found in count(table, CountQuestion(by=("actor", "type"), limit=MOST)).rows]
    assert actors == sorted(actors, key=lambda actor: (actor is None, actor))


def test_totals_cover_what_a_page_leaves_out(table: Path) -> None:
    answer = count(table, CountQuestion(by=("day",), limit=1))
    assert len(answer.rows) == 1
    assert answer.more
    assert sum(total.events for total in answer.totals) == len(ROWS)


def test_questions_and_answers_go_to_a_worker_and_back(table: Path) -> None:
    question = CountQuestion(by=("month",), actors=frozenset({"actors/a1"}))
    answer = count(table, pickle.loads(pickle.dumps(question)))
    assert pickle.loads(pickle.dumps(answer)) == answer


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ({"by": ()}, "by"),
        ({"by": ("month", "month")}, "by"),
        ({"by": ("month; DROP TABLE x",)}, "by"),
        ({"by": ("month",), "order": "events; SELECT 1"}, "order"),
        ({"by": ("month",), "limit": MOST + 1}, "limit"),
        ({"by": ("month",), "limit": 0}, "limit"),
        ({"by": ("month",), "offset": -1}, "limit"),
    ],
)
def test_what_cannot_be_asked_is_refused(table: Path, question: dict[str, Any], name: str) -> None:
    with pytest.raises(BadParameter) as caught:
        count(table, CountQuestion(**question))
    assert caught.value.name == name


@pytest.mark.parametrize(
    "hostile",
    [
        "actors/a1' OR true --",
        "') OR (true",
        "\\",
        "%",
        "",
        "$table",
        "\x00",
        "documents/one-table-1 actors/a1",
        "documents/one-table-1",
    ],
)
def test_values_are_bound_and_never_read_as_a_query(table: Path, hostile: str) -> None:
    asked: list[dict[str, Any]] = [
        {"actors": frozenset({hostile})},
        {"types": frozenset({hostile})},
        {"place": hostile},
        {"source": hostile},
    ]
    for filters in asked:
        answer = count(table, CountQuestion(by=("month",), **filters))
        assert set(answer.rows) == counted(ROWS, ("month",), Filters(**filters))


def test_nothing_but_the_table_can_be_reached(table: Path, tmp_path: Path) -> None:
    opened = EventTable(table)
    (tmp_path / "other.csv").write_text("a\n1\n", encoding="utf-8")
    for sql in (
        f"FROM read_csv('{tmp_path / 'other.csv'}')",
        f"FROM read_parquet('{table.with_name('imported.parquet')}')",
        f"FROM glob('{tmp_path}/*')",
        f"COPY (SELECT 1) TO '{tmp_path / 'new.csv'}'",
        f"ATTACH '{tmp_path / 'new.db'}'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET memory_limit = '64GB'",
        "FROM read_parquet('http://127.0.0.1:9/x.parquet')",
    ):
        with pytest.raises(duckdb.Error, match=r"file system operations are disabled|configuration has been locked"):
            opened._db.execute(sql)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.csv"]
    assert opened.rows("SELECT count(*) FROM read_parquet($table)", {}) == [(len(ROWS),)]


def test_a_process_of_our_own_need_not_load_pandas(table: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from kg.counting.counts import count\n"
        "from kg.counting.questions import CountQuestion; from kg.counting.reading import without_pandas\n"
        "without_pandas(); asked = CountQuestion(by=('month',), place='places/p1', actors=frozenset({'actors/a1'}))\n"
        "print(len(count(Path(sys.argv[1]), asked).rows), [name for name in ('numpy', 'pyarrow') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program, table], capture_output=True, text=True, check=True)
    rows, loaded = done.stdout.split(maxsplit=1)
    assert int(rows) > 0
    assert loaded == "[]\n"


@pytest.mark.long
def test_too_little_memory_is_told_and_the_next_question_is_answered(table: Path) -> None:
    with pytest.raises(MemoryError):
        EventTable(table, 1 << 20).rows("SELECT list(range(10000000)) FROM read_parquet($table)", {})
    assert count(table, CountQuestion(by=("source",))).rows


def test_a_table_that_is_not_there_or_not_whole_says_so(table: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreDamaged, match="has no table of events"):
        count(tmp_path / "events.parquet", CountQuestion(by=("month",)))
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(table.read_bytes()[:-100])
    with pytest.raises(StoreDamaged, match="cannot be read"):
        count(broken, CountQuestion(by=("month",)))


def ged_rows(frame: pd.DataFrame) -> list[Row]:
    """Turn UCDP's columns into rows, in a way of this test's own."""
    types = {1: "state-based-clash", 2: "non-state-clash", 3: "attack-on-civilians"}
    rows = []
    for event in frame.to_dict("records"):
        governorate = [] if pd.isna(event["adm_1"]) else ["places/" + event["adm_1"].replace(" ", "-")]
        place = [f"places/{event['priogrid_gid']}"]
        rows.append(
            row(
                event["id"],
                rows=[str(event["id"])],
                types=[f"codes/event-type/{types[event['type_of_violence']]}"],
                parties=sorted({f"actors/{event['side_a_new_id']}", f"actors/{event['side_b_new_id']}"}),
                places=place,
                governorates=governorate,
                countries=["places/syria"],
                within=sorted([*place, *governorate, "places/syria"]),
                dyad=f"events/{event['dyad_new_id']}",
                first=date.fromisoformat(event["date_start"][:10]),
                last=date.fromisoformat(event["date_end"][:10]),
                low=event["low"],
                best=event["best"],
                high=event["high"],
            )
        )
    return rows


@pytest.fixture(scope="module")
def ged() -> pd.DataFrame:
    return pd.read_csv(needed(GED, "UCDP's events in Syria"), low_memory=False)


@pytest.fixture(scope="module")
def ged_table(ged: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("ged"), ged_rows(ged))


@pytest.mark.parametrize(
    ("by", "columns"),
    [
        (("year",), ["year_"]),
        (("month",), ["month_"]),
        (("day",), ["date_start"]),
        (("type",), ["type_of_violence"]),
        (("dyad",), ["dyad_new_id"]),
        (("governorate",), ["adm_1"]),
        (("month", "type"), ["month_", "type_of_violence"]),
        (("governorate", "year"), ["adm_1", "year_"]),
        (("country",), ["country_id"]),
    ],
)
def test_counts_of_ged_equal_pandas(
    ged: pd.DataFrame, ged_table: Path, by: tuple[str, ...], columns: list[str]
) -> None:
    frame = ged.assign(month_=ged.date_start.str[:7], year_=ged.date_start.str[:4].astype(int))
    answer = count(ged_table, CountQuestion(by=by, limit=MOST))
    groups = frame.groupby(columns, dropna=False)[["low", "best", "high"]]
    expected = groups.sum().assign(events=groups.size())
    assert sorted((found.events, found.low, found.best, found.high) for found in answer.rows) == sorted(
        expected[["events", "low", "best", "high"]].itertuples(index=False, name=None)
    )
    if by == ("month",):
        assert [found.keys[0] for found in answer.rows] == list(expected.index)
        assert [found.best for found in answer.rows] == list(expected.best)
    (total,) = answer.totals
    assert total[2:] == (16_566, 16_566, None, ged.low.sum(), ged.best.sum(), ged.high.sum())


def test_filtered_counts_of_ged_equal_pandas(ged: pd.DataFrame, ged_table: Path) -> None:
    kept = ged[
        (ged.date_start <= "2017-03-31")
        & (ged.date_end >= "2017-02-01")
        & ((ged.side_a_new_id == 118) | (ged.side_b_new_id == 118))
        & (ged.adm_1 == "Aleppo Governorate")
    ]
    question = CountQuestion(
        by=("dyad",),
        first=date(2017, 2, 1),
        last=date(2017, 3, 31),
        actors=frozenset({"actors/118"}),
        place="places/Aleppo-Governorate",
    )
    expected = kept.groupby("dyad_new_id").agg(events=("id", "size"), best=("best", "sum"))
    found = {row.keys[0]: (row.events, row.best) for row in count(ged_table, question).rows}
    assert found == {f"events/{dyad}": (row.events, row.best) for dyad, row in expected.iterrows()}
    assert len(found) > 1


_SPARQL = """
SELECT ?source {key} (COUNT(DISTINCT ?event) AS ?events) (SUM(?low) AS ?lowest) (SUM(?best) AS ?bests) WHERE {{
  ?event a ckg:Event .
  OPTIONAL {{ ?event prov:wasDerivedFrom ?source . ?source a ckg:Dataset }}
  OPTIONAL {{ ?event ckg:deathsLow ?low }}
  OPTIONAL {{ ?event ckg:deathsBest ?best }}
  {pattern}
}} GROUP BY ?source {key}
"""


@pytest.mark.parametrize(
    ("by", "pattern"),
    [
        ("type", "OPTIONAL { ?event ckg:eventType ?key }"),
        ("actor", "OPTIONAL { ?event ckg:party ?key }"),
        ("place", "OPTIONAL { ?event ckg:place ?key }"),
        (
            "country",
            "OPTIONAL { ?event ckg:place/ckg:within* ?key . ?key ckg:placeKind <https://w3id.org/ckg/codes/place-kind/country> }",
        ),
        ("month", "OPTIONAL { ?event ckg:from ?from . BIND(SUBSTR(STR(?from), 1, 7) AS ?key) }"),
        ("day", "OPTIONAL { ?event ckg:from ?key }"),
        ("year", "OPTIONAL { ?event ckg:from ?from . BIND(YEAR(?from) AS ?key) }"),
        ("dyad", "OPTIONAL { ?event ckg:dyad ?key }"),
    ],
)
def test_sparql_gives_the_same_numbers(release: Release, by: str, pattern: str) -> None:
    table = release.query(_SPARQL.format(key="?key", pattern=pattern)).table
    assert table is not None
    expected = {
        (
            short(record["source"]),
            short(record["key"]),
            record["events"],
            *((record["lowest"], record["bests"]) if record["source"] else (None, None)),
        )
        for record in table.records()
    }
    answer = release.counts(by)
    assert {(found.source, found.keys[0], found.events, found.low, found.best) for found in answer.rows} == expected


def short(value: Any) -> Any:
    return value.removeprefix("https://w3id.org/ckg/") if isinstance(value, str) else value


def test_a_release_names_what_it_counts_by(release: Release) -> None:
    answer = release.counts("actor,type", actor="Blue Government", **{"from": "2030-01-14"})
    imported = [found for found in answer.rows if found.source]
    assert {found.keys for found in imported} == {
        ("actors/blue-government", "codes/event-type/state-based-clash"),
        ("actors/red-front", "codes/event-type/state-based-clash"),
    }
    assert answer.names["actors/red-front"] == "Red Front"
    assert answer.names["documents/event-table-1-0"] == "Event table, version 1.0"
    assert answer.names["codes/event-type/state-based-clash"]


def test_an_actor_counts_with_its_organs(release: Release) -> None:
    whole = sum(found.events for found in release.counts("source", actor="blue-government").totals)
    army = sum(found.events for found in release.counts("source", actor="blue-army").totals)
    assert 0 < army < whole
    asked = (
        "SELECT (COUNT(DISTINCT ?e) AS ?n) { ?e a ckg:Event ; ckg:party/org:subOrganizationOf* actors:blue-government }"
    )
    table = release.query(asked).table
    assert table is not None
    assert table.records() == [{"n": whole}]


def test_whole_months_are_counted_by_their_sums_and_cut_ones_event_by_event(tmp_path: Path) -> None:
    path = written(tmp_path, ROWS)
    write_tallies(path.with_name(TALLIES), path)
    whole = CountQuestion(by=("month",), first=date(2015, 1, 1), last=date(2015, 1, 31))
    assert "$table" not in counted_from(path, whole).sql
    cut = CountQuestion(by=("month",), first=date(2015, 1, 2), last=date(2015, 1, 30))
    assert counted_from(path, cut).sql.count("$table") == 2
    assert "$tallies" not in counted_from(path, CountQuestion(by=("day",))).sql
    assert "$tallies" not in counted_from(path, CountQuestion(by=("month",), place="places/p1")).sql


def test_equal_tables_have_equal_sums(tmp_path: Path) -> None:
    path = written(tmp_path, ROWS)
    made = [tmp_path / name for name in ("one.parquet", "two.parquet")]
    for file in made:
        write_tallies(file, path)
    assert made[0].read_bytes() == made[1].read_bytes()
