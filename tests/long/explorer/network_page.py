"""What tests of the network share: the view, and what is read off it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page

from serving import Served

WINDOW = "from=2024-11-27&to=2024-12-08"


def look(page: Page, query: str) -> Locator:
    """Open the view and wait until it is drawn."""
    page.goto(f"/explore/network?{query}")
    box = page.get_by_role("application")
    page.locator(".network-box[data-chosen]").wait_for()
    return box


def network(served: Served, query: str) -> dict[str, Any]:
    found: dict[str, Any] = served.ask(f"/network?{query}").json
    return found


def identity(edge: dict[str, Any]) -> str:
    return f"{edge['source']}~{edge['target']}~{edge['key']}"


def rows(page: Page, title: str) -> list[str]:
    """Give what the rows of one of the two tables stand for."""
    region = page.get_by_role("region", name=title)
    region.wait_for(state="attached")  # it is filled as it is opened, and browsers tell of that a little later
    return [row.get_attribute("data-row") or "" for row in region.locator("tr[data-row]").all()]


def inked(page: Page) -> int:
    """Count the points of the canvas that are painted."""
    count: int = page.evaluate(
        "() => { const canvas = document.querySelector('.network-box canvas');"
        " const points = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;"
        " return points.filter((value, at) => at % 4 === 3 && value > 0).length; }"
    )
    return count
