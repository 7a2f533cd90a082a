"""What a newcomer wants to know is at most three steps from the first page, with the keyboard alone, too.

A step is something that is chosen, filled in or given; going from one thing to the next by Tab is none.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.long
MOST_TABS = 120


class Reader:
    """Somebody at the first page, who counts the steps."""

    def __init__(self, page: Page, *, keyboard: bool) -> None:
        self.page, self.steps = page, 0
        self._keyboard = keyboard
        page.goto("/")

    def choose(self, what: Locator) -> None:
        self.steps += 1
        if self._keyboard:
            self._come_to(what)
            self.page.keyboard.press("Enter")
        else:
            what.click()

    def fill(self, what: Locator, text: str, keys: str) -> None:
        """Fill in a field; keys are what is typed where the keyboard is all there is."""
        self.steps += 1
        if self._keyboard:
            self._come_to(what)
            self.page.keyboard.type(keys)
        else:
            what.fill(text)

    def give(self, what: Locator, files: Any) -> None:
        self.steps += 1
        if self._keyboard:
            self._come_to(what)
        what.set_input_files(files)

    def _come_to(self, what: Locator) -> None:
        what.wait_for()
        for _ in range(MOST_TABS):
            if what.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"{what} is not reached by Tab")


@pytest.fixture(params=[False, True], ids=["pointer", "keyboard"])
def reader(request: pytest.FixtureRequest, page: Page) -> Reader:
    return Reader(page, keyboard=request.param)


def way(reader: Reader, name: str) -> Locator:
    return reader.page.get_by_role("navigation", name="Views").get_by_role("link", name=name, exact=True)


def test_who_held_hama_and_why(reader: Reader) -> None:
    form = reader.page.locator("section", has=reader.page.locator("#control-on-date")).locator("form")
    expect(form.get_by_label("place")).to_have_value("hama")
    reader.fill(form.get_by_label("On", exact=False).first, "2024-12-04", "12042024")
    reader.choose(form.get_by_role("button", name="Ask"))
    row = reader.page.get_by_role("region", name="Answer").get_by_role("row").nth(1)
    expect(row).to_contain_text("Syrian Arab Army")
    expect(row).to_contain_text("HTS took Hama from the Syrian army on Thursday 5 December.")
    assert reader.steps <= 3


def test_who_backed_the_insurgents(reader: Reader) -> None:
    reader.choose(way(reader, "Network"))
    reader.page.locator(".network-box[data-chosen]").wait_for()
    reader.choose(reader.page.locator(".twin summary"))
    edge = reader.page.get_by_role("button", name="Türkiye supports Syrian insurgent coalition").first
    reader.choose(edge)
    side = reader.page.get_by_role("complementary", name="Details")
    expect(side.locator(".voices li").first).to_be_visible()
    assert reader.steps <= 3


def test_on_what_the_two_articles_disagree(reader: Reader) -> None:
    reader.choose(way(reader, "Disputes"))
    for thing, *sides in (
        ("End of Bashar al-Assad's rule", "overthrow", "resignation"),
        ("Insurgent offensive in Syria", "12", "11"),
        ("Idlib", "northwest", "northeast"),
    ):
        row = reader.page.get_by_role("row").filter(has_text=thing).first
        for side in sides:
            expect(row).to_contain_text(side)
    assert reader.steps <= 3


def test_the_passage_in_ones_own_copy(reader: Reader, seeds: Path) -> None:
    reader.choose(reader.page.get_by_role("link", name="How the offensive of HTS"))
    reader.give(reader.page.get_by_label("Drop your copy"), sorted(seeds.glob("*.txt")))
    expect(reader.page.locator(".verdict")).to_contain_text("is the exact file")
    assert reader.page.locator(".claim mark").count() > 50
    assert reader.steps <= 3


def test_the_network_into_gephi(reader: Reader) -> None:
    reader.choose(way(reader, "Network"))
    link = reader.page.get_by_role("link", name="GEXF (Gephi)")
    with reader.page.expect_download() as taken:
        reader.choose(link)
    assert "<gexf" in Path(taken.value.path()).read_text(encoding="utf-8")[:500]
    assert reader.steps <= 3
