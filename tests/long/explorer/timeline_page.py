"""What tests of the timeline share: the view, and what is read off it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page

from serving import Served

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
