"""A network of a thousand actors and three thousand relations: laid out beside the page, which is used meanwhile."""

from __future__ import annotations

import random
import re
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from long.explorer.network_page import WINDOW, inked

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("patience")]
NODES: Final = 1000
EDGES: Final = 3000
_UNKNOWN: Final = dict.fromkeys(
    ("fact", "from_", "until", "surely_from", "surely_until", "events", "deaths_low", "deaths_best", "deaths_high")
)


def _edge(number: int, source: int, target: int) -> dict[str, Any]:
    return _UNKNOWN | {
        "source": f"actors/a{source}", "target": f"actors/a{target}", "key": str(number), "kind": "Support",
        "sign": number % 3 - 1, "directed": True, "label": f"relation {number}", "types": [], "answer": "surely",
        "status": "singleSource", "documents": ["documents/one"],
    }  # fmt: skip


def large() -> dict[str, Any]:
    """Make an answer of `/network`: one tree of all actors, and relations between any of them."""
    chosen = random.Random(7)
    pairs = [(number, chosen.randrange(number)) for number in range(1, NODES)]
    while len(pairs) < EDGES:
        pairs.append((chosen.randrange(NODES), chosen.randrange(NODES)))
    return {
        "nodes": [
            {"id": f"actors/a{number}", "label": f"Actor {number}", "cls": "Group", "kind": None}
            for number in range(NODES)
        ],
        "edges": [_edge(number, *pair) for number, pair in enumerate(pairs)],
        "counts": {"nodes": NODES, "edges": EDGES},
        "truncated": False,
        "graph": {"citation": "Invented", "licence": "none"},
    }


@pytest.fixture
def crowd(page: Page) -> Page:
    """The view with the large network; on the fourth of the month a tenth of its relations is not there."""
    whole = large()
    some = whole | {"edges": whole["edges"][: EDGES * 9 // 10]}

    def give(route: Route) -> None:
        asked = parse_qs(urlsplit(route.request.url).query)
        route.fulfill(json=some if asked.get("on") == ["2024-12-04"] else whole)

    page.route(lambda url: urlsplit(url).path == "/network", give)
    page.goto(f"/explore/network?{WINDOW}&on=2024-12-05")
    page.locator(".network-box[data-chosen]").wait_for()
    return page


def test_all_nodes_and_edges_are_there_and_stand_still_in_the_end(crowd: Page) -> None:
    box = crowd.get_by_role("application")
    expect(box).to_have_attribute("data-nodes", str(NODES))
    expect(box).to_have_attribute("data-edges", str(EDGES))
    expect(box).to_have_attribute("data-still", "true", timeout=60_000)
    assert inked(crowd) > 20_000
    crowd.locator(".twin summary").click()
    for title, count in (("Relations", EDGES), ("Nodes", NODES)):
        expect(crowd.get_by_role("region", name=title).locator("tr[data-row]")).to_have_count(count)


def test_the_page_answers_while_nodes_move(crowd: Page) -> None:
    """The layout is held up, so that what is done here is done while it is on its way."""
    box = crowd.get_by_role("application")
    crowd.get_by_role("button", name="Roll up").click()
    box.focus()
    crowd.keyboard.press("Enter")
    chosen = box.get_attribute("data-chosen") or ""
    assert chosen.startswith("actors/a")
    side = crowd.get_by_role("complementary", name="Details")
    expect(side.get_by_role("heading", level=2)).to_contain_text("Actor ")
    crowd.get_by_role("button", name="The day before").click()
    expect(box).to_have_attribute("data-edges", str(EDGES * 9 // 10))
    expect(box).to_have_attribute("data-chosen", chosen)
    expect(box).to_have_attribute("data-still", "true", timeout=60_000)


def test_the_same_answer_is_laid_out_the_same(crowd: Page) -> None:
    box = crowd.get_by_role("application")
    at = []
    for _ in range(2):
        crowd.goto(f"/explore/network?{WINDOW}&on=2024-12-05&node=actors%2Fa999")
        expect(box).to_have_attribute("data-still", "true", timeout=60_000)
        at.append(box.get_attribute("data-at"))
    assert at[0] == at[1]
    assert re.fullmatch(r"\d+,\d+", at[0] or "")


def test_days_that_are_over_are_not_kept(crowd: Page) -> None:
    """A dozen days of three thousand relations are some fifteen megabytes, if the drawing does not let them go."""
    expect(crowd.get_by_role("application")).to_have_attribute("data-still", "true", timeout=60_000)
    session = crowd.context.new_cdp_session(crowd)
    session.send("Performance.enable")
    session.send("HeapProfiler.enable")

    def used(steps: int) -> dict[str, float]:
        for number in range(steps):
            crowd.get_by_role("button", name="The day before" if number % 2 else "The day after").click()
            crowd.wait_for_timeout(400)
        session.send("HeapProfiler.collectGarbage")
        return {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}

    before, after = used(4), used(12)
    assert after["JSHeapUsedSize"] - before["JSHeapUsedSize"] < 5_000_000
    assert after["Nodes"] - before["Nodes"] < 500
