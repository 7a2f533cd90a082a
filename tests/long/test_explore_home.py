"""The first page and the cards in a real browser: by keyboard alone, and with scripts off."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from serving import Served

pytestmark = pytest.mark.long
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture
def browser() -> Iterator[Browser]:
    browser_path = shutil.which("chromium")
    if browser_path is None:
        if os.environ.get("CKG_CI") == "1":
            pytest.fail("chromium is not here")
        pytest.skip("chromium is not here")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        yield opened
        opened.close()


def test_a_name_is_found_by_keyboard_alone(browser: Browser, served: Served) -> None:
    page = browser.new_page(base_url=served.address)
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


def test_without_scripts_the_search_and_the_cards_work(browser: Browser, served: Served) -> None:
    page = browser.new_context(base_url=served.address, java_script_enabled=False).new_page()
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
def test_pages_do_not_scroll_sideways(browser: Browser, served: Served, path: str, width: int) -> None:
    page = browser.new_page(base_url=served.address, viewport={"width": width, "height": 800})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
