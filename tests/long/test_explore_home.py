"""The first page and the cards in a real browser: by keyboard alone, and with scripts off."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browsing import browsing
from serving import Served

pytestmark = pytest.mark.long


def test_a_name_is_found_by_keyboard_alone(served: Served) -> None:
    with browsing(served.address) as page:
        page.goto("/")
        field = page.get_by_role("combobox", name="A person, a group, a place, an event")
        field.press_sequentially("Redd Fr")
        expect(page.get_by_role("option").first).to_contain_text("Red Front")
        assert field.get_attribute("aria-expanded") == "true"
        field.press("ArrowDown")
        chosen = page.locator(f"#{field.get_attribute('aria-activedescendant')}")
        assert chosen.get_attribute("aria-selected") == "true"
        field.press("Escape")
        assert field.get_attribute("aria-expanded") == "false"
        field.press("ArrowDown")
        expect(page.get_by_role("option").first).to_be_visible()
        field.press("ArrowDown")
        field.press("Enter")
        page.wait_for_url("**/actors/red-front")


def test_without_scripts_the_search_and_the_cards_work(served: Served) -> None:
    with browsing(served.address, java_script_enabled=False) as page:
        page.goto("/")
        page.get_by_label("A person, a group, a place, an event").fill("الجبهة الحمراء")
        page.get_by_role("button", name="Search").click()
        page.get_by_role("link", name="Red Front").first.click()
        page.wait_for_url("**/actors/red-front")
        assert page.locator("section", has_text="Who held what").locator("svg.bar").count() > 1
        page.goto("/places/alpha")
        page.get_by_role("link", name="claim 1").first.click()
        page.wait_for_url("**/claims/*")
        assert "characters" in page.locator(".claim").inner_text()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    "path", ["/", "/places/alpha?format=html", "/disputes?format=html", "/documents/report-1?format=html"]
)
def test_pages_do_not_scroll_sideways(served: Served, path: str, width: int) -> None:
    with browsing(served.address, viewport={"width": width, "height": 800}) as page:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
