from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from kg.errors import BadParameter, StoreDamaged, UnknownThing
from kg.lookups import AFTER, FORM, timeline
from kg.lookups.lookup import CHOSEN
from kg.parameters import read
from kg.release import Release
from lookups.asking import found, path, records


def happened(release: Release, **texts: str) -> list[str]:
    return [path(one["event"]) for one in records(release, timeline, **texts)]


def test_events_by_day(tables: Release) -> None:
    assert happened(tables, from_="2029-12-30", to="2030-01-03", place="northland") == [
        "events/event-table-24",
        "events/northland-war",
        "events/event-table-20",
        "events/event-table-21",
        "events/event-table-22",
        "events/capture-alpha-2030",
    ]


@pytest.mark.parametrize(
    ("texts", "count"),
    [
        ({"source": "event-table-1-0"}, 6),
        ({"source": "documents/event-table-1-0", "place": "delta"}, 3),
        ({"source": "texts"}, 5),
        ({"source": "report-2"}, 2),
        ({"source": "report-3", "type": "capture"}, 2),
        ({"type": "capture"}, 4),
        ({"type": "clash"}, 3),
        ({"type": "state-based-clash"}, 3),
        ({"actor": "blue-government", "source": "texts"}, 4),
        ({"actor": "blue-army", "source": "texts"}, 3),
        ({"place": "delta"}, 3),
        ({"source": "support-table-3"}, 0),
    ],
)
def test_which_events(tables: Release, texts: dict[str, str], count: int) -> None:
    assert len(happened(tables, **texts)) == count


def test_what_no_dataset_tells_is_what_is_left_without_the_datasets(tables: Release, shipped: Release) -> None:
    for release in (tables, shipped):
        everything = records(release, timeline)
        texts = [one for one in everything if one["source"] is None]
        assert records(release, timeline, source="texts") == texts
        assert texts


def test_deaths_are_low_best_and_high(tables: Release) -> None:
    rows = {path(one["event"]): one for one in records(tables, timeline, source="event-table-1-0")}
    deaths = {
        event.removeprefix("events/event-table-"): tuple(one[f"deaths_{name}"] for name in ("low", "best", "high"))
        for event, one in rows.items()
    }
    assert deaths == {
        "17": (3, 4, 6), "20": (1, 2, 4), "21": (5, 5, 5), "22": (None, None, None), "23": (0, 10, 20), "24": (0, 0, 1),
    }  # fmt: skip
    assert rows["events/event-table-22"]["figures"] == []
    (figure,) = rows["events/event-table-17"]["figures"]
    assert (figure["low"], figure["best"], figure["high"], figure["row"]) == (3, 4, 6, "17")


def test_a_voice_s_own_number_of_dead(tables: Release) -> None:
    (one,) = [one for one in records(tables, timeline, type="capture") if one["figures"]]
    assert (one["deaths_low"], one["deaths_best"], one["deaths_high"]) == (None, 9, None)
    (figure,) = one["figures"]
    assert (path(figure["voice"]), figure["low"], figure["best"], figure["high"]) == ("actors/witnesses", None, 9, None)
    assert (figure["start"], figure["end"]) == (378, 435)


def test_rough_days_are_possible_only(tables: Release) -> None:
    def answers(**texts: str) -> dict[str, str]:
        return {path(one["event"]): one["answer"] for one in records(tables, timeline, **texts)}

    assert answers(from_="2030-01-02", to="2030-01-02") == {
        "events/event-table-21": "surely",
        "events/event-table-22": "surely",
        "events/event-table-23": "possibly",
        "events/event-table-24": "possibly",
        "events/northland-war": "possibly",
    }
    assert answers(from_="2030", to="2030")["events/event-table-23"] == "surely"
    assert answers(from_="2025", to="2030")["events/event-table-24"] == "surely"


def test_voices(tables: Release) -> None:
    (row,) = [one for one in records(tables, timeline, source="event-table-1-0") if path(one["event"]).endswith("-17")]
    (voice,) = row["voices"]
    assert path(voice["voice"]) == path(voice["document"]) == path(row["source"]) == "documents/event-table-1-0"
    assert (voice["row"], voice["claim"], voice["modality"]) == ("17", None, None)
    (taken,) = [one for one in records(tables, timeline) if path(one["event"]) == "events/capture-alpha-2030"]
    assert taken["source"] is None
    assert [(path(voice["voice"]), voice["modality"]) for voice in taken["voices"]] == [("actors/witnesses", "claimed")]


def test_a_map(tables: Release) -> None:
    page = found(tables, timeline, form="geojson", source="event-table-1-0")
    assert page.features is not None
    spots = {one["properties"]["event"]: one["geometry"] for one in page.features["features"]}
    assert spots["events/event-table-23"] == {"type": "Point", "coordinates": [-179.99, 66.5]}
    assert spots["events/event-table-17"] is None


@pytest.mark.parametrize("texts", [{}, {"source": "report-1"}, {"as_known_on": "2030-01-15"}])
def test_pages(tables: Release, texts: dict[str, str]) -> None:
    whole = happened(tables, limit="500", **texts)
    for limit in ("1", "2", "4"):
        assert happened(tables, limit=limit, **texts) == whole


@pytest.mark.parametrize("key", [["2030-13-01", "events/e"], ["x", "events/e"], ["2030-01-01"], [2030, "events/e"]])
def test_a_key_that_no_page_has(tables: Release, key: list[str | int | None]) -> None:
    with pytest.raises(BadParameter) as error:
        found(tables, timeline, key)
    assert error.value.name == "cursor"


def test_sources_that_are_none(tables: Release) -> None:
    with pytest.raises(UnknownThing):
        found(tables, timeline, source="no-such-table-at-all")
    with pytest.raises(BadParameter, match="places/alpha is none"):
        found(tables, timeline, source="places/alpha")


def test_a_release_without_its_table_says_so(tables: Release, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(tables.path, tmp_path / tables.name))
    (copy / "events.parquet").unlink()
    with Release(copy) as release, pytest.raises(StoreDamaged, match="has no table of events"):
        found(release, timeline)


@pytest.mark.parametrize(
    "chosen", [("event",), ("voices", "lat"), ("types", "figures", "status"), tuple(timeline.LOOKUP.fields)]
)
@pytest.mark.parametrize("form", ["json", "csv"])
def test_members_that_are_asked_for_are_as_without_asking(tables: Release, chosen: tuple[str, ...], form: str) -> None:
    def made(**more: Any) -> list[dict[str, Any]]:
        values = read([("from", "2029")], timeline.LOOKUP.parameters, tables.resolve)
        found = timeline.answer(tables, values | {AFTER: None, FORM: form, **more}).records
        return [{name: record[name] for name in chosen} for record in found]

    assert made(**{CHOSEN: chosen}) == made() != []
