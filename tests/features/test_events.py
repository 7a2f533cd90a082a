"""Pages of events: together they are what was asked for, with what the table and the graph say of each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from event_rows import Row, matches, some_rows, write_rows
from kg.counting.questions import Filters
from kg.counting.table import write_event_table
from kg.errors import StoreDamaged, UnknownThing
from kg.features.answering import extents, feature, page
from kg.features.questions import Box, Feature, Question
from kg.identifiers import iri
from kg.namespaces import SKOS
from kg.release import Release
from kg.times import Period

ROWS = some_rows(1_200, seed=5)
_RANDOM = Random(6)
for _row in ROWS:
    _row["redistributable"] = _RANDOM.random() < 0.8
    if _RANDOM.random() < 0.9:
        _row["lat"], _row["long"] = (
            _RANDOM.uniform(-60, 60),
            _RANDOM.choice([-180.0, 180.0, _RANDOM.uniform(-180, 180)]),
        )

JANUARY = Period(date(2015, 1, 5), date(2015, 1, 20))
ASKED = [
    Question(collection="events"),
    Question(collection="events", box=Box(-20, -10, 35, 40)),
    Question(collection="events", box=Box(150, -60, -150, 60)),
    Question(collection="events", period=JANUARY),
    Question(collection="events", period=Period(date(2015, 3, 1), None), box=Box(0, 0, 90, 60)),
    Question(collection="events", period=Period(None, date(2014, 12, 9))),
    Question(collection="events", box=Box(0, 80, 1, 81)),
]


@pytest.fixture(scope="module")
def many(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    """A release whose table has many events, of which its graph knows nothing."""
    folder = tmp_path_factory.mktemp("events")
    copy = shutil.copytree(release.path, folder / release.name)
    write_event_table(copy / "events.parquet", [], {}, [write_rows(folder / "imported.parquet", ROWS)])
    with Release(copy) as opened:
        yield opened


def point(row: Row) -> tuple[float, float] | None:
    return None if row["lat"] is None else (row["long"], row["lat"])


def expected(question: Question) -> list[str]:
    period, box = question.period or Period(), question.box
    found = [
        row
        for row in ROWS
        if matches(row, Filters(first=period.first, last=period.last))
        and (box is None or ((where := point(row)) is not None and box.holds(where)))
    ]
    ordered = sorted(found, key=lambda row: (row["index_from"], row["path"]))
    return [row["path"].removeprefix("events/") for row in ordered]


def walked(release: Release, question: Question, limit: int) -> list[Feature]:
    found: list[Feature] = []
    after = None
    while True:
        values = {name: getattr(question, name) for name in ("collection", "box", "period")}
        got = page(release, Question(**values, after=after, limit=limit))
        found += got.features
        assert got.matched == len(expected(question))
        if got.after is None:
            return found
        assert len(got.features) == limit
        after = got.after


@pytest.mark.parametrize("question", ASKED, ids=range(len(ASKED)))
def test_pages_after_one_another_are_the_whole(many: Release, question: Question) -> None:
    assert [one.id for one in walked(many, question, 97)] == expected(question)


def test_a_feature_has_what_the_table_says(many: Release) -> None:
    known = {row["path"]: row for row in ROWS}
    for one in walked(many, Question(collection="events"), 1_000):
        row = known[one.about]
        assert one.point == point(row)
        told = one.properties
        for name in ("types", "parties", "agents", "targets", "places", "status", "redistributable"):
            assert told[name] == row[name], name
        assert [told["first"], told["last"]] == [row[end] and row[end].isoformat() for end in ("first", "last")]
        assert [told[f"deaths_{name}"] for name in ("low", "best", "high")] == [row[n] for n in ("low", "best", "high")]
        assert told["sources"] == ([row["source"]] if row["source"] else [])


def test_many_events_on_a_page_are_labelled_as_few_are(shipped: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    few = page(shipped, Question(collection="events", limit=1_000)).features
    assert len(few) > 5
    monkeypatch.setattr("kg.features.events._MANY", 1)
    many = page(shipped, Question(collection="events", limit=1_000)).features
    assert [one.properties["label"] for one in few] == [one.properties["label"] for one in many]


def test_a_feature_has_the_names_of_the_graph(release: Release) -> None:
    told = feature(release, ("events", "event-table-17")).properties
    assert told["party_names"] == ["Blue Government", "Red Front"]
    assert told["place_names"] == ["Beta"]
    assert told["type_names"] == ["state-based violence"]
    assert told["source_names"] == ["Event table, version 1.0"]
    [label] = release.store.quads("", iri("events/event-table-17"), SKOS.prefLabel)
    assert told["label"] == label.object.value  # type: ignore[union-attr]


def test_an_event_of_texts_names_the_documents_that_tell_of_it(release: Release) -> None:
    rows = release.query(
        "SELECT ?event ?document { ?event a ckg:Event ; prov:wasDerivedFrom ?claim . "
        "GRAPH ?graph { ?claim ckg:source ?document } }"
    ).table
    assert rows is not None
    told: dict[str, set[str]] = {}
    for record in rows.records():
        told.setdefault(record["event"].rpartition("/")[2], set()).add(record["document"].partition("ckg/")[2])
    assert any(len(documents) > 1 for documents in told.values())
    for id_, documents in told.items():
        assert feature(release, ("events", id_)).properties["sources"] == sorted(documents)


def test_each_event_of_a_page_is_had_alone(tables: Release) -> None:
    whole = page(tables, Question(collection="events", limit=1_000)).features
    assert len(whole) > 10
    assert {one.point is None for one in whole} == {True, False}
    for one in whole:
        assert feature(tables, ("events", one.id)) == one


@pytest.mark.parametrize("id_", ["nothing", "dyad-1", "event-table-17x", "../places/alpha", "\0", "e" * 9_000])
def test_what_is_no_event_is_not_found(tables: Release, id_: str) -> None:
    with pytest.raises(UnknownThing):
        feature(tables, ("events", id_))


def test_the_extent_is_around_all_events(many: Release) -> None:
    points = [where for row in ROWS if (where := point(row))]
    extent = extents(many, ("events",))["events"]
    assert extent.box == Box(*(min(p[n] for p in points) for n in (0, 1)), *(max(p[n] for p in points) for n in (0, 1)))
    assert any(row["first"] is None for row in ROWS)
    assert extent.first is None
    assert any(row["last"] is None for row in ROWS)
    assert extent.last is None


def test_without_a_table_there_is_none(release: Release, tmp_path: Path) -> None:
    copy = shutil.copytree(release.path, tmp_path / release.name)
    (copy / "events.parquet").unlink()
    with Release(copy) as opened, pytest.raises(StoreDamaged, match="build again"):
        page(opened, Question(collection="events"))
