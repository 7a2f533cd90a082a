"""The pages in a real browser: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from browsing import browsing
from serving import Served, serving

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of the data that ship with the program."""
    with serving("--store", str(tmp_path_factory.mktemp("pages"))) as server:
        yield server


@pytest.fixture
def page(pages: Served) -> Iterator[Page]:
    with browsing(pages.address) as opened:
        yield opened


def test_a_person_asks_who_held_hama_and_reads_the_evidence(page: Page) -> None:
    page.goto("/")
    form = page.locator("section", has_text="Who held which place on a day").locator("form")
    form.get_by_label("place").fill("Hama")
    form.get_by_role("button", name="Ask").click()
    page.wait_for_url("**/queries/control-on-date?**place=Hama**")
    cells = page.locator("tbody tr").all_inner_texts()
    assert any("Syrian Arab Army" in row and "changed hands that day" in row for row in cells)
    assert any("Hayat Tahrir al-Sham" in row for row in cells)
    page.get_by_role("link", name="evidence").first.click()
    page.wait_for_url("**/situations/control--**")
    said = page.get_by_role("region", name="Who says so")
    assert said.locator("a[href='/documents/fall-of-assad-chronology']").count() > 0
    page.goto("/queries/control-on-date?format=html&on=2024-12-05&place=Hama")
    page.get_by_role("link", name="Hama", exact=True).first.click()
    page.wait_for_url("**/places/hama")
    assert page.get_by_role("heading", level=1).inner_text() == "Hama"
    assert "حماة" in page.locator("main").inner_text()
    assert "Capture: Hama, 2024-12-05" in page.locator("section", has_text="What happened").inner_text()


def test_a_bad_value_is_told_beside_the_form(page: Page) -> None:
    page.goto("/queries/control-on-date?format=html&on=2024-12-05&place=Hamma")
    assert "did you mean" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("place").input_value() == "Hamma"


def test_every_field_has_a_label_and_every_table_a_header(page: Page) -> None:
    page.goto("/")
    for field in page.locator("input:not([type=hidden])").all():
        name = field.get_attribute("id")
        assert page.locator(f"label[for='{name}']").count() == 1
        assert page.locator(f"#{field.get_attribute('aria-describedby')}").count() == 1
    assert page.locator("table").count() == page.locator("table:has(th[scope=col])").count() == 2


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_does_not_scroll_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/queries/disputes?format=html")
    page.goto("/")
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0


def test_the_documentation_of_the_api_renders(page: Page) -> None:
    page.goto("/docs")
    page.get_by_text("/queries/control-on-date").first.wait_for()
