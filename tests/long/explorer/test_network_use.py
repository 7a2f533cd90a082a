"""The network in the hands of its readers, in a real browser: keyboard, pointer, filters, address."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from browsing import browsing, faults_of_access
from long.explorer.network_page import WINDOW, identity, look, network
from serving import Served

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("patience")]


def test_a_click_on_a_node_chooses_it(page: Page, served: Served) -> None:
    box = look(page, f"{WINDOW}&on=2024-12-04&node=actors%2Fassad-government")
    x, y = (int(part) for part in (box.get_attribute("data-at") or "").split(","))
    page.wait_for_timeout(1000)  # what is under the pointer is looked up in a picture that is made now and then
    canvas = page.locator(".network-box canvas")
    canvas.click(position={"x": 6, "y": 6})
    expect(box).to_have_attribute("data-chosen", "")
    page.wait_for_timeout(1000)
    canvas.hover(position={"x": x, "y": y})
    page.wait_for_timeout(300)
    canvas.click(position={"x": x, "y": y})
    expect(box).to_have_attribute("data-chosen", "actors/assad-government")
    side = page.get_by_role("complementary", name="Details")
    mine = [
        edge
        for edge in network(served, "on=2024-12-04")["edges"]
        if "actors/assad-government" in (edge["source"], edge["target"])
    ]
    expect(side.locator(".ties button")).to_have_count(len(mine))


def test_the_keyboard_leads_from_actor_to_actor_and_through_relations(page: Page, served: Served) -> None:
    box = look(page, f"{WINDOW}&on=2024-12-04")
    box.focus()
    page.keyboard.press("ArrowRight")
    expect(box).to_have_attribute("data-chosen", re.compile("^actors/[^~]+$"))
    first = box.get_attribute("data-chosen") or ""
    seen = set()
    for key in ("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"):
        page.keyboard.press(key)
        seen.add(box.get_attribute("data-chosen"))
    assert len(seen | {first}) > 1
    here = box.get_attribute("data-chosen") or ""
    edges = network(served, "on=2024-12-04")["edges"]
    mine = {identity(edge) for edge in edges if here in (edge["source"], edge["target"])}
    through = set()
    for _ in mine:
        page.keyboard.press("Enter")
        through.add(box.get_attribute("data-chosen"))
    assert through == mine
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("data-chosen", here)
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("data-chosen", "")


def test_a_relation_tells_when_how_surely_and_who_says_so(page: Page, served: Served) -> None:
    fact = "situations/support-iran-assad-government"
    edges = network(served, "on=2024-12-04")["edges"]
    (edge,) = [edge for edge in edges if edge["key"] == fact]
    look(page, f"{WINDOW}&on=2024-12-04&{urlencode({'edge': identity(edge)})}")
    side = page.get_by_role("complementary", name="Details")
    expect(side.get_by_role("link", name=edge["label"])).to_have_attribute("href", f"/{fact}")
    expect(side).to_contain_text(edge["answer"])
    evidence = served.ask(f"/{fact}/evidence").json["records"]
    assert evidence
    for one in evidence:
        expect(side).to_contain_text(one["gloss"])
        expect(side.locator(f"a[href='/{one['claim']}']")).to_have_count(1)
        expect(side.locator(f"a[href='/{one['document']['id']}']").first).to_be_visible()


def test_filters_go_to_the_address_and_a_reload_gives_the_same(page: Page, served: Served) -> None:
    box = look(page, f"{WINDOW}&on=2024-12-04")
    page.get_by_role("button", name="In the window").click()
    page.get_by_role("button", name="Attacks").click()
    page.get_by_role("button", name="Roll up").click()
    page.get_by_role("button", name="Camps").click()
    page.get_by_label("Documents").select_option("2")
    page.locator(".kinds summary").click()
    page.get_by_role("checkbox", name="Leadership").uncheck()
    page.keyboard.press("Escape")
    wanted = {"span": "window", "events": "true", "roll_up": "true", "colours": "camps", "documents": "2"}
    query = dict(parse_qsl(urlsplit(page.url).query))
    assert wanted.items() <= query.items()
    assert "Leadership" not in query["kind"].split(",")
    asked = urlencode({name: query[name] for name in ("from", "to", "events", "roll_up", "documents", "kind")})
    edges = str(len(network(served, asked)["edges"]))
    expect(box).to_have_attribute("data-edges", edges)
    said = page.locator(".said").inner_text()
    page.reload()
    expect(box).to_have_attribute("data-edges", edges)
    expect(page.locator(".said")).to_have_text(said)
    for name in ("In the window", "Attacks", "Roll up", "Camps"):
        expect(page.get_by_role("button", name=name)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("Documents")).to_have_value("2")
    page.locator(".kinds summary").click()
    expect(page.get_by_role("checkbox", name="Leadership")).not_to_be_checked()
    page.go_back()
    expect(page).to_have_url(re.compile("documents=2"))
    assert "kind=" not in page.url


def test_what_is_shown_can_be_taken_away_with_the_same_filters(page: Page, served: Served) -> None:
    look(page, f"{WINDOW}&on=2024-12-04&kind=Support&documents=1")
    links = page.locator(".downloads a").all()
    assert len(links) >= 8
    for link in links:
        href = link.get_attribute("href") or ""
        assert dict(parse_qsl(urlsplit(href).query)).items() >= {"on": "2024-12-04", "kind": "Support"}.items()
        assert served.ask(href).status == 200
    told = served.ask(page.get_by_role("link", name="JSON", exact=True).get_attribute("href") or "").json
    assert Counter(map(identity, told["edges"])) == Counter(
        map(identity, network(served, "on=2024-12-04&kind=Support")["edges"])
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_can_use_it_and_nothing_scrolls_sideways(served: Served, width: int, scheme: str) -> None:
    with browsing(served.address, viewport={"width": width, "height": 844}, color_scheme=scheme) as page:
        look(page, f"{WINDOW}&on=2024-12-04&events=true&node=actors%2Fhts")
        page.locator(".twin summary").click()
        assert faults_of_access(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
