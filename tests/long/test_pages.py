"""The pages in a real browser: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

pytestmark = pytest.mark.long
KG = Path(sys.executable).parent / "kg"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store = tmp_path_factory.mktemp("pages")
    process = subprocess.Popen(
        [KG, "serve", "--port", "0", "--store", store], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    assert process.stderr
    line = next(line for line in process.stderr if "serving at" in line)
    yield line.split("serving at ")[1].split(",")[0]
    process.terminate()
    process.communicate(timeout=30)


@pytest.fixture
def page(address: str) -> Iterator[Page]:
    browser_path = shutil.which("chromium")
    if browser_path is None:
        if os.environ.get("CKG_CI") == "1":
            pytest.fail("chromium is not here")
        pytest.skip("chromium is not here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        opened = browser.new_page(base_url=address)
        asked: list[str] = []
        faults: list[str] = []
        opened.on("request", lambda request: asked.append(request.url))
        # A page about a bad value has status 400 or 404, which Chromium reports as an error of its own.
        opened.on(
            "console",
            lambda message: (
                faults.append(message.text) if message.type == "error" and "status of 4" not in message.text else None
            ),
        )
        opened.on("pageerror", lambda error: faults.append(str(error)))
        yield opened
        browser.close()
    assert asked
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    assert faults == []


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
    assert "fall-of-assad" in page.locator("section", has_text="Who says so").inner_text()
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
