"""The timeline of the explorer, in a real browser: its marks are the events that the look-up gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from browsing import browsing, faults_of_access
from importing.tables import write_ged
from kg.build import build
from kg.sources.tables import table_file
from serving import Served, serving

pytestmark = pytest.mark.long
WINDOW = "from=2024-11-27&to=2024-12-08"
QUARTER = "from=2016-01-01&to=2016-03-31"


def look(page: Page, parameters: str) -> None:
    page.goto(f"/explore/timeline?{parameters}")
    page.locator(".timeline .mark").first.wait_for()


def events(served: Served, parameters: str = WINDOW) -> list[dict[str, Any]]:
    answer = served.ask(f"/timeline?{parameters}&limit=500").json
    assert answer.get("next") is None
    records: list[dict[str, Any]] = answer["records"]
    return records


def mark(page: Page, event: str) -> Locator:
    return page.locator(f".timeline .mark.event[data-thing='{event}']").first


def marked(page: Page) -> set[str]:
    return {str(one.get_attribute("data-thing")) for one in page.locator(".timeline .mark.event").all()}


def width(locator: Locator) -> float:
    return float(locator.get_attribute("width") or "nan")


def focused(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate(
        "({name: document.activeElement.getAttribute('aria-label'),"
        " thing: document.activeElement.dataset.thing,"
        " lane: document.activeElement.closest('.lane')?.dataset.lane})"
    )
    return found


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


def test_the_keyboard_walks_the_marks_and_chooses_one(page: Page, served: Served) -> None:
    look(page, WINDOW)
    assert page.locator(".timeline [tabindex='0']").count() == 1
    page.locator(".timeline [tabindex='0']").focus()
    first = focused(page)
    page.keyboard.press("ArrowRight")
    second = focused(page)
    assert second["lane"] == first["lane"]
    assert second["thing"] != first["thing"]
    page.keyboard.press("ArrowLeft")
    assert focused(page) == first
    page.keyboard.press("ArrowDown")
    below = focused(page)
    assert below["lane"] != first["lane"]
    page.keyboard.press("End")
    last = focused(page)
    assert last["lane"] == below["lane"]
    page.keyboard.press("Enter")
    side = page.get_by_role("complementary", name="Details")
    (chosen,) = [one for one in events(served) if one["event"]["id"] == last["thing"]]
    expect(side.get_by_role("heading", level=2)).to_have_text(chosen["event"]["name"])
    for voice in chosen["voices"]:
        assert voice["modality"] in side.inner_text()
        assert voice["gloss"] in side.inner_text()
        assert side.locator(f"a[href='/{voice['document']['id']}']").count() >= 1
    assert side.locator(f"a[href='/{last['thing']}']").count() >= 1
    assert focused(page) == last  # the reader is where they were
    assert page.locator(".timeline [tabindex='0']").count() == 1


def test_the_address_reproduces_the_view(page: Page) -> None:
    look(page, WINDOW)
    page.get_by_role("button", name="Place", exact=True).click()
    page.wait_for_url("**lanes=place**")
    mark(page, "events/capture-hama-2024").click()
    page.wait_for_url("**event=events%2Fcapture-hama-2024**")
    side = page.get_by_role("complementary", name="Details")
    before = (page.locator(".timeline").inner_html(), side.inner_text())
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    page.locator(".mark.chosen").first.wait_for()
    expect(page.get_by_role("button", name="Place", exact=True)).to_have_attribute("aria-pressed", "true")
    after = (page.locator(".timeline").inner_html(), side.inner_text())
    attributes = re.compile(r' tabindex="-?\d"')  # the reader's own place is not a part of the view
    assert [attributes.sub("", one) for one in after] == [attributes.sub("", one) for one in before]


def test_what_was_not_yet_published_is_not_drawn(page: Page, served: Served) -> None:
    known = f"{WINDOW}&as_known_on=2024-12-07"
    assert events(served, known) == []
    page.goto(f"/explore/timeline?{known}")
    expect(page.get_by_text("which is not to say that nothing happened")).to_be_visible()
    assert marked(page) == set()
    page.get_by_label("As known on").fill("")
    expect(page.get_by_role("status").filter(has_text=f"{len(events(served))} events")).to_be_visible()
    assert marked(page) == {one["event"]["id"] for one in events(served)}


def test_pointing_at_a_mark_shows_it_and_leaving_shows_what_is_chosen(page: Page) -> None:
    look(page, f"{WINDOW}&event=events/capture-hama-2024")
    heading = page.get_by_role("complementary", name="Details").get_by_role("heading", level=2)
    expect(heading).to_contain_text("Capture: Hama")
    mark(page, "events/capture-damascus-2024").hover()
    expect(heading).to_contain_text("Capture: Damascus")
    page.mouse.move(5, 5)
    expect(heading).to_contain_text("Capture: Hama")


def test_a_filter_is_suggested_and_kept_in_the_address(page: Page, served: Served) -> None:
    look(page, WINDOW)
    field = page.get_by_label("Place", exact=True).and_(page.locator("input"))
    field.press_sequentially("ham")
    page.locator("#place-names option[value=Hama]").wait_for(state="attached")
    field.fill("Hama")
    page.wait_for_url("**place=places%2Fhama**")
    expected = {one["event"]["id"] for one in events(served, f"{WINDOW}&place=places/hama")}
    expect(page.get_by_role("status").filter(has_text=f"{len(expected)} events")).to_be_visible()
    assert marked(page) == expected
    page.get_by_label("Type of event").select_option("capture")
    page.wait_for_url("**type=capture**")
    expected = {one["event"]["id"] for one in events(served, f"{WINDOW}&place=places/hama&type=capture")}
    expect(page.get_by_role("status").filter(has_text=f"{len(expected)} events")).to_be_visible()
    assert marked(page) == expected
    page.reload()
    page.locator(".timeline .mark").first.wait_for()
    expect(field).to_have_value("Hama")
    assert marked(page) == expected


def test_a_name_that_nobody_has_is_told(page: Page) -> None:
    look(page, WINDOW)
    field = page.get_by_label("Actor", exact=True).and_(page.locator("input"))
    field.fill("nobody at all")
    field.press("Enter")
    expect(page.get_by_role("status").filter(has_text="nothing here is called 'nobody at all'")).to_be_visible()


def test_the_table_has_the_same_events_in_their_order(page: Page, served: Served) -> None:
    look(page, WINDOW)
    page.get_by_text("The same as a table").focus()
    page.keyboard.press("Enter")
    rows = [row.get_attribute("data-row") for row in page.locator(".twin tbody tr").all()]
    assert rows == [one["event"]["id"] for one in events(served)]
    expect(page.locator(".twin tbody tr").first).to_be_visible()


def test_the_day_that_is_looked_at_moves_and_marks_stay(page: Page) -> None:
    look(page, f"{WINDOW}&on=2024-12-01")
    page.locator(".timeline [tabindex='0']").focus()
    there = focused(page)
    line = page.locator(".timeline .day-line")
    before = float(line.get_attribute("x") or 0)
    page.evaluate("document.querySelector('button[aria-label=\"The day after\"]').click()")
    page.wait_for_url("**on=2024-12-02**")
    assert float(line.get_attribute("x") or 0) == pytest.approx(before + width(line), abs=2)
    assert focused(page) == there


def test_what_is_shown_can_be_taken_away(page: Page, served: Served) -> None:
    look(page, f"{WINDOW}&place=places/hama")
    links = {link.inner_text(): link.get_attribute("href") or "" for link in page.locator(".downloads a").all()}
    assert set(links) == {"CSV", "GeoJSON", "JSON", "table"}
    for address in links.values():
        assert "place=places%2Fhama" in address
        answer = served.ask(address)
        assert answer.status == 200
        assert "events/capture-hama-2024" in answer.text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [390, 1280])
def test_everybody_can_use_it_and_nothing_scrolls_sideways(served: Served, size: int, scheme: str) -> None:
    with browsing(served.address, viewport={"width": size, "height": 844}, color_scheme=scheme) as page:
        look(page, f"{WINDOW}&event=events/capture-hama-2024")
        assert faults_of_access(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        outside = page.evaluate(
            "[...document.querySelectorAll('.timeline text')].filter(e => { const b = e.getBBox();"
            " return b.x < -1 || b.x + b.width > e.ownerSVGElement.clientWidth + 1; }).map(e => e.textContent)"
        )
        assert outside == []


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
