"""Look-ups of a day, and the stored queries that answer the same question, must give the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree
from types import ModuleType

import pytest

from kg.build import build
from kg.lookups import changes, control, disputes, neighbours, support, timeline
from kg.release import Release, open_release
from lookups import asking
from lookups.asking import records, stored
from synthetic import DATA, TABLES

DAYS = {
    "shipped": ("1982-02-02", "2010-12-31", "2024-11-29", "2024-12-05", "2024-12-08", "2024-12-09"),
    "tables": ("2028-12-31", "2029-06-01", "2029-12-31", "2030-01-08", "2030-01-09", "2030-01-15", "2030-01-21"),
}
ALL = {"shipped": ("2024-11-25", 17), "tables": ("2029-12-27", 28)}
KNOWN = {"shipped": ("2024-12-07",), "tables": ("2029-12-31", "2030-01-04", "2030-01-09", "2030-01-10", "2030-01-15")}


def some_days() -> list[tuple[str, str]]:
    return [(name, day) for name, days in DAYS.items() for day in days]


def all_days() -> list[tuple[str, str]]:
    return [
        (name, (date.fromisoformat(first) + timedelta(days=number)).isoformat())
        for name, (first, count) in ALL.items()
        for number in range(count)
    ]


def agree(release: Release, day: str, **known: str) -> int:
    """Hold every look-up of a day, or of four days from then, against its stored query; give how many rows agreed."""
    later = (date.fromisoformat(day) + timedelta(days=3)).isoformat()
    days = {"from_": day, "to": later, **known}
    happened = records(release, timeline, limit="3", **days)
    pairs = (
        (asking.support_rows(records(release, support, limit="2", on=day, **known)),
         stored(release, "who-supported-whom", asking.SUPPORT, on=day, **known)),
        (asking.control_rows(records(release, control, limit="3", on=day, **known)),
         stored(release, "control-on-date", asking.CONTROL, on=day, **known)),
        (asking.change_rows(records(release, changes, limit="2", what="places", **days)),
         stored(release, "changes-between", asking.CHANGES, **days)),
        (asking.event_rows(happened), stored(release, "timeline", asking.TIMELINE, **days)),
        (asking.death_rows(happened), stored(release, "casualties", asking.CASUALTIES, **days)),
    )  # fmt: skip
    for ours, theirs in pairs:
        assert ours == theirs
    return sum(len(theirs) for _, theirs in pairs)


@pytest.mark.parametrize(("name", "day"), some_days())
def test_a_day(request: pytest.FixtureRequest, name: str, day: str) -> None:
    agree(request.getfixturevalue(name), day)


@pytest.mark.parametrize(("name", "known"), [("shipped", "2024-12-07"), ("tables", "2030-01-10")])
def test_a_day_as_known_on_another(request: pytest.FixtureRequest, name: str, known: str) -> None:
    agree(request.getfixturevalue(name), DAYS[name][3], as_known_on=known)


def test_the_days_have_rows(shipped: Release, tables: Release) -> None:
    assert agree(shipped, "2024-12-05") > 50
    assert agree(tables, "2029-12-31") > 10


@pytest.mark.long
@pytest.mark.parametrize(("name", "day"), all_days())
def test_every_day(request: pytest.FixtureRequest, name: str, day: str) -> None:
    release = request.getfixturevalue(name)
    agree(release, day)
    for known in KNOWN[name]:
        agree(release, day, as_known_on=known)


@pytest.mark.parametrize("name", ["shipped", "tables"])
def test_disputes(request: pytest.FixtureRequest, name: str) -> None:
    release = request.getfixturevalue(name)
    for known in ({}, {"as_known_on": KNOWN[name][-1]}):
        ours = records(release, disputes, limit="2", **known)
        theirs = stored(release, "disputes", asking.DISPUTES, **known)
        assert asking.dispute_rows(ours) == theirs
        assert len(ours) == len(theirs)


def test_filters(shipped: Release, tables: Release) -> None:
    assert agreed_filters(shipped, "2024-12-02", "2024-12-08", "russia", "assad-government", "aleppo-governorate") > 3
    assert agreed_filters(tables, "2029-12-31", "2030-01-20", "greenland", "blue-government", "northland") > 3


def agreed_filters(release: Release, day: str, later: str, giver: str, taker: str, place: str) -> int:
    count = 0
    for parties in ({"supporter": giver}, {"supported": taker}, {"supporter": giver, "supported": taker}):
        theirs = stored(release, "who-supported-whom", asking.SUPPORT, on=day, **parties)
        assert asking.support_rows(records(release, support, on=day, through="false", **parties)) == theirs
        count += len(theirs)
    days = {"from_": day, "to": later}
    for which in ({"actor": taker}, {"place": place}, {"actor": taker, "place": place}):
        theirs = stored(release, "timeline", asking.TIMELINE, **days, **which)
        assert asking.event_rows(records(release, timeline, limit="4", **days, **which)) == theirs
        count += len(theirs)
    held = {path for path, *_ in stored(release, "control-on-date", "place", on=later)}
    for one in sorted(held):
        theirs = stored(release, "control-on-date", asking.CONTROL, on=later, place=one)
        assert asking.control_rows(records(release, control, on=later, place=one)) == theirs
    return count


@pytest.mark.parametrize(("name", "place", "kilometres"), [
    ("shipped", "hama", 1), ("shipped", "hama", 60), ("shipped", "aleppo", 300), ("tables", "alpha", 1000),
])  # fmt: skip
def test_what_is_near(request: pytest.FixtureRequest, name: str, place: str, kilometres: int) -> None:
    release = request.getfixturevalue(name)
    days, rows = {"from_": DAYS[name][0], "to": DAYS[name][-1]}, 0
    for known in ({}, {"as_known_on": KNOWN[name][-1]}):
        asked = {"kilometres": str(kilometres), **days, **known}
        columns = asking.TIMELINE.replace("status ", "")
        theirs = stored(release, "near-place", columns, place=place, **asked)
        found = asking.event_rows(records(release, timeline, limit="3", near=place, **asked))
        assert {(*row[:4], *row[5:]) for row in found} == theirs
        rows += len(theirs)
    assert rows


def test_support_through_others_is_that_of_the_sides_of_a_war(shipped: Release) -> None:
    columns = "sideActor supporter supported form answer byThisVoice voice document start end row gloss situation"
    for day in ("2024-11-30", "2024-12-02", "2024-12-07"):
        theirs = stored(shipped, "supporters-of-each-side", columns, on=day, conflict="events/offensive-2024")
        ours = {
            (
                asking.path(one["supported"]), asking.path(one["supporter"]),
                asking.path(one["through"][0]["part"] if one["through"] else one["supported"]), kind,
                one["answer"], voice["answer"], *asking.said(voice), asking.path(one["situation"]),
            )
            for side in {row[0] for row in theirs}
            for one in records(shipped, support, on=day, supported=side)
            for voice in one["voices"]
            for kind in asking.paths(voice["kinds"])
        }  # fmt: skip
        assert ours == theirs
        assert any(row[0] != row[2] for row in ours)


@pytest.mark.parametrize("which", ["all", "standard"])
def test_the_researchers_filter(tables: Release, which: str) -> None:
    for year in ("2029", "2030"):
        theirs = stored(
            tables, "support-by-year", "supporter supported source situation", from_=year, to=year, filter=which
        )
        ours = {
            (*(asking.path(one[name]) for name in ("supporter", "supported")), asking.path(voice["document"]),
             asking.path(one["situation"]))
            for one in records(tables, support, on=year, filter=which)
            for voice in one["voices"]
        }  # fmt: skip
        assert ours == theirs


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    """A release of what was published by 15 January 2030: without the third report."""
    folder = tmp_path_factory.mktemp("before")
    data = copytree(DATA, folder / "data")
    (data / "documents" / "report-3.yaml").unlink()
    build([Path(data)], folder / "store", imported=TABLES.known_on(date(2030, 1, 15)))
    with open_release(folder / "store") as opened:
        yield opened


QUESTIONS: list[tuple[ModuleType, dict[str, str]]] = [
    (timeline, {}),
    (timeline, {"place": "northland", "from_": "2029-12-30"}),
    (timeline, {"actor": "greenland", "to": "2029"}),
    (timeline, {"source": "event-table-1-0", "type": "shelling"}),
    (timeline, {"source": "texts", "type": "coerce"}),
    (timeline, {"source": "report-1"}),
    (changes, {}),
    (changes, {"from_": "2030-01-05", "to": "2030-01-31", "place": "northland"}),
    (neighbours, {"id": "red-front"}),
    (neighbours, {"id": "blue-army", "on": "2030-01"}),
    (neighbours, {"id": "greenland", "from_": "2029-12-31", "to": "2030-01-02"}),
    (support, {"supported": "blue-government"}),
    (control, {"on": "2030-01-12"}),
    (disputes, {}),
]


@pytest.mark.parametrize(("module", "question"), QUESTIONS, ids=lambda value: getattr(value, "__name__", str(value)))
def test_what_was_known_is_what_a_build_of_then_tells(
    tables: Release, before: Release, module: ModuleType, question: dict[str, str]
) -> None:
    then = records(before, module, **question)
    assert records(tables, module, as_known_on="2030-01-15", **question) == then
    assert then
    assert all(records(tables, module, as_known_on="2030-01-15", limit=size, **question) == then for size in ("1", "2"))
