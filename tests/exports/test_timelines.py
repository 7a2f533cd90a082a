"""TimelineJS: dates as precise as known, texts escaped, voices and sources."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from lxml import html as parser  # type: ignore[import-untyped]

from exports.graphs import written
from kg.build import build
from kg.dates import Bounds, bounds_of
from kg.errors import BadParameter
from kg.exports import EXPORTS, Source, timelinejs
from kg.parameters import read
from kg.release import Release, open_release
from synthetic import DATA

NASTY = "<script>alert('1')</script> ]]> \u202e & \"q\" " + "long " * 40
TAGS = {"p", "ul", "li", "a"}


def timeline(release: Release, **texts: str) -> dict[str, Any]:
    values = read(texts.items(), EXPORTS["timelinejs"].filters, release.resolve)
    found: dict[str, Any] = json.loads(written("timelinejs", Source(release, values, texts)))
    return found


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2024-12-05", {"start_date": {"year": 2024, "month": 12, "day": 5}}),
        ("2024-12", {"start_date": {"year": 2024, "month": 12}}),
        ("1982", {"start_date": {"year": 1982}}),
        ("2011/2024", {"start_date": {"year": 2011}, "end_date": {"year": 2024}}),
        (
            "2024-11-27/2024-12-08",
            {
                "start_date": {"year": 2024, "month": 11, "day": 27},
                "end_date": {"year": 2024, "month": 12, "day": 8},
            },
        ),
        (
            "[2024-11-29..2024-11-30]",
            {
                "start_date": {"year": 2024, "month": 11, "day": 29},
                "end_date": {"year": 2024, "month": 11, "day": 30},
                "display_date": "between 2024-11-29 and 2024-11-30",
            },
        ),
        ("2011/..", {"start_date": {"year": 2011}, "display_date": "2011 or later"}),
        (
            "../2024-12-08",
            {
                "start_date": {"year": 2024, "month": 12, "day": 8},
                "display_date": "ended by 2024-12-08, beginning not known",
            },
        ),
        ("../..", None),
    ],
)
def test_no_part_of_a_date_is_made_up(when: str, expected: dict[str, Any] | None) -> None:
    assert timelinejs.dates_of(bounds_of(when)) == expected


def test_a_day_that_is_sure_alone_is_said() -> None:
    day = bounds_of("2024-12-05").from_
    found = timelinejs.dates_of(Bounds(None, None, day, day))
    assert found is not None
    assert found["display_date"] == "on 2024-12-05, beginning and end not known"


def test_every_event_with_a_day_has_a_slide(tables: Release) -> None:
    found = timeline(tables)
    answer = tables.query("SELECT ?e { ?e a ckg:Event ; ckg:indexFrom ?day }").table
    assert answer is not None
    counts = found["about"]["counts"]
    assert counts["events"] == len(found["events"])
    assert sum(counts.values()) == len(answer.records())
    ids = [slide["unique_id"] for slide in found["events"]]
    assert len(set(ids)) == len(ids) > 3
    for slide in found["events"]:
        assert slide["start_date"]["year"]
        assert slide["text"]["headline"]


def test_it_is_filtered_and_says_so(release: Release) -> None:
    found = timeline(release, on="2030-01-03", type="capture")
    assert [slide["unique_id"] for slide in found["events"]] == ["events-capture-alpha-2030"]
    assert found["about"]["filters"] == {"on": "2030-01-03", "type": "capture"}
    for told in (release.name, "on=2030-01-03", "creativecommons.org/licenses/by/4.0"):
        assert told in found["title"]["text"]["headline"] + found["title"]["text"]["text"]
    (slide,) = found["events"]
    text = slide["text"]["text"]
    assert "two witnesses" in text
    assert "(claimed)" in text
    assert slide["start_date"] == {"year": 2030, "month": 1, "day": 3}


def test_who_denies_it_is_heard_too(shipped: Release) -> None:
    (slide,) = [one for one in timeline(shipped)["events"] if one["unique_id"] == "events-capture-homs-2024"]
    assert "(denied)" in slide["text"]["text"]
    assert "disputed" in slide["text"]["text"]


def test_names_are_no_markup(tmp_path: Path) -> None:
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    actors = data / "registry" / "actors.yaml"
    named = actors.read_text(encoding="utf-8").replace("label: {en: Red Front", f"label: {{en: {json.dumps(NASTY)}")
    actors.write_text(named, encoding="utf-8")
    build([data], tmp_path / "store")
    with open_release(tmp_path / "store") as opened:
        found = timeline(opened)
    texts = [slide["text"]["text"] for slide in found["events"]]
    assert any("alert(" in text for text in texts)
    for text in (*texts, *(slide["text"]["headline"] + slide["group"] for slide in found["events"])):
        assert {one.tag for one in parser.fragment_fromstring(text, create_parent="div").iterdescendants()} <= TAGS
        assert "<script" not in text
    who = [one for text in texts for one in re.findall("<p>Who: (.*?)</p>", text)]
    assert any("alert(" in one for one in who)
    assert not any("\u202e" in one for one in who)  # it would turn the names that follow


def test_too_many_are_refused(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timelinejs, "MOST", 1)
    with pytest.raises(BadParameter, match="at most 1 events"):
        timeline(release)


def test_no_event_is_a_timeline_of_its_title(release: Release) -> None:
    found = timeline(release, to="1900")
    assert (found["events"], found["about"]["counts"]["events"]) == ([], 0)
