"""The timeline in the hands of its readers, in a real browser: keyboard, pointer, filters, address."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from browsing import browsing, faults_of_access
from long.explorer.timeline_page import WINDOW, events, focused, look, mark, marked, width
from serving import Served

pytestmark = pytest.mark.long


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
