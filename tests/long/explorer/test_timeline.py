"""The timeline of the explorer, in a real browser: its marks are the events that the look-up gives."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from browsing import browsing
from importing.tables import write_ged
from kg.build import build
from kg.sources.tables import table_file
from long.explorer.timeline_page import QUARTER, WINDOW, events, look, mark, marked, width
from serving import Served, serving

pytestmark = pytest.mark.long


@pytest.mark.parametrize(("lanes", "member"), [("actor", "parties"), ("place", "places"), ("type", "types")])
def test_a_mark_stands_for_each_event_in_each_of_its_lanes(page: Page, served: Served, lanes: str, member: str) -> None:
    look(page, f"{WINDOW}&lanes={lanes}")
    records = events(served)
    expected = sorted((thing["id"], one["event"]["id"]) for one in records for thing in one[member] or [{"id": ""}])
    drawn = page.evaluate(
        "[...document.querySelectorAll('.mark.event')].map(m => [m.closest('.lane').dataset.lane, m.dataset.thing])"
    )
    assert sorted(tuple(one) for one in drawn) == expected
    expect(page.get_by_role("status").filter(has_text=f"{len(records)} events")).to_be_visible()


def test_a_range_is_drawn_as_a_range_and_a_day_as_a_day(page: Page, served: Served) -> None:
    look(page, WINDOW)
    for one in events(served):
        drawn = mark(page, one["event"]["id"])
        day = one["from"] is not None and one["from"] == one["until"]
        assert drawn.locator("circle").count() == int(day), one["event"]
        assert drawn.locator("rect.outer").count() == int(not day), one["event"]
    day = width(page.locator(".timeline .day-line"))
    # from 29 November to 5 December are seven days, of which 1 December alone is sure
    advance = mark(page, "events/advance-hama-2024")
    assert width(advance.locator(".outer")) == pytest.approx(7 * day, abs=3)
    assert width(advance.locator(".inner")) == pytest.approx(day, abs=3)


def test_what_is_sure_has_a_line_and_an_open_end_fades(page: Page, served: Served) -> None:
    look(page, WINDOW)
    for one in events(served):
        if one["from"] is not None and one["from"] == one["until"]:
            continue
        drawn = mark(page, one["event"]["id"])
        sure = (
            None not in (one["surely_from"], one["surely_until"])
            and one["surely_from"] <= one["surely_until"]
            and one["surely_until"] >= "2024-11-27"
        )
        assert drawn.locator(".inner").count() == int(sure), one["event"]
        mask = drawn.locator(".outer").get_attribute("mask")
        opened = {(True, False): "url(#open-start)", (False, True): "url(#open-end)", (True, True): "url(#open-both)"}
        assert mask == opened.get((one["from"] is None, one["until"] is None)), one["event"]
        classes = (drawn.get_attribute("class") or "").split()
        assert one["answer"] in classes
    pale = page.locator(".mark.range.possibly .outer").first.evaluate("e => +getComputedStyle(e).fillOpacity")
    sure_pale = page.locator(".mark.range.surely .outer").first.evaluate("e => +getComputedStyle(e).fillOpacity")
    assert pale < sure_pale < 1


def test_marks_of_a_lane_do_not_overlap(page: Page) -> None:
    look(page, WINDOW)
    lanes = page.evaluate(
        "[...document.querySelectorAll('.lane')].map(lane => [...lane.querySelectorAll('.mark .outer')]"
        ".map(e => { const b = e.getBBox(); return [b.x, b.y, b.x + b.width, b.y + b.height]; }))"
    )
    assert sum(map(len, lanes)) > 60
    for boxes in lanes:
        for at, (left, top, right, bottom) in enumerate(boxes):
            for other in boxes[at + 1 :]:
                assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


def test_what_was_not_yet_published_is_not_drawn(page: Page, served: Served) -> None:
    known = f"{WINDOW}&as_known_on=2024-12-07"
    assert events(served, known) == []
    page.goto(f"/explore/timeline?{known}")
    expect(page.get_by_text("which is not to say that nothing happened")).to_be_visible()
    assert marked(page) == set()
    page.get_by_label("As known on").fill("")
    expect(page.get_by_role("status").filter(has_text=f"{len(events(served))} events")).to_be_visible()
    assert marked(page) == {one["event"]["id"] for one in events(served)}


def test_the_table_has_the_same_events_in_their_order(page: Page, served: Served) -> None:
    look(page, WINDOW)
    page.get_by_text("The same as a table").focus()
    page.keyboard.press("Enter")
    rows = [row.get_attribute("data-row") for row in page.locator(".twin tbody tr").all()]
    assert rows == [one["event"]["id"] for one in events(served)]
    expect(page.locator(".twin tbody tr").first).to_be_visible()


def test_a_hostile_name_stays_text(hostile: tuple[Served, str]) -> None:
    server, name = hostile
    with browsing(server.address) as page:
        look(page, f"{WINDOW}&lanes=place&event=events/capture-hama-2024")
        expect(page.get_by_role("group", name=name)).to_be_visible()
        expect(page.get_by_role("complementary", name="Details")).to_contain_text(name)
        assert page.locator("img[src=x]").count() == 0


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of a table with more events than are drawn one by one, of more groups than there are lanes."""
    folder = tmp_path_factory.mktemp("crowded")
    rows = []
    for number in range(600):
        day = f"2016-{1 + number % 3:02}-{1 + number % 28:02}"
        group = number % 40 if number < 500 else 0
        rows.append(
            {"id": str(number), "date_start": day, "date_end": day, "side_b": f"Group {group}", "side_b_new_id": str(900 + group)}
        )  # fmt: skip
    build([], folder / "store", tables=[table_file(f"ucdp-ged={write_ged(folder / 'many.csv', rows)}")])
    with serving("--store", str(folder / "store")) as server:
        yield server


def test_too_many_events_are_counted_and_lead_closer(crowded: Served) -> None:
    with browsing(crowded.address, viewport={"width": 1280, "height": 900}) as page:
        look(page, QUARTER)
        total = sum(row["events"] for row in crowded.ask(f"/events/counts?by=year&{QUARTER}").json["totals"])
        assert total >= 600
        expect(page.get_by_role("status").filter(has_text=f"{total} events, too many for single marks")).to_be_visible()
        drawn = page.evaluate(
            "[...document.querySelectorAll('.lane')].map(l => [l.dataset.lane,"
            " [...l.querySelectorAll('.bin')].reduce((sum, b) => sum + +b.dataset.events, 0)])"
        )
        asked = crowded.ask(f"/events/counts?by=day,actor&limit=10000&{QUARTER}").json["rows"]
        counts: dict[str, int] = {}
        for row in asked:
            if (row["day"] or "") >= "2016-01-01":  # what began before is left out, and said to be
                lane = (row["actor"] or "").removeprefix("https://w3id.org/ckg/")
                counts[lane] = counts.get(lane, 0) + row["events"]
        assert len(drawn) == 31
        assert drawn[-1][0] == "others"
        for lane, events_of in drawn[:-1]:
            assert events_of == counts[lane]
        assert sum(n for _, n in drawn) == sum(counts.values())
        expect(
            page.get_by_text(f"The 30 busiest lanes have their own; {len(counts) - 30} others share the last.")
        ).to_be_visible()
        page.locator(".lane").nth(1).locator(".bin").first.focus()
        page.keyboard.press("Enter")
        side = page.get_by_role("complementary", name="Details")
        expect(side.locator("li a").first).to_be_visible()
        listed = side.locator("li").count()
        assert side.locator("p").first.inner_text().startswith(f"{listed} event")
        side.get_by_role("button", name="Look closer").click()
        page.locator(".timeline .mark.event").first.wait_for()
        found = re.search(r"from=([\d-]+)&to=([\d-]+)", page.url)
        assert found
        assert marked(page) == {one["event"]["id"] for one in events(crowded, f"from={found[1]}&to={found[2]}")}
