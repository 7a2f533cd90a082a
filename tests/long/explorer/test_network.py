"""The network of the explorer in a real browser: what is drawn, and that its tables are the same."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from playwright.sync_api import Page, Route, expect

from browsing import browsing
from long.explorer.network_page import WINDOW, identity, inked, look, network, rows
from serving import Served

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("patience")]


@pytest.mark.parametrize(
    ("view", "asked"),
    [
        ("on=2024-12-04", "on=2024-12-04"),
        ("on=2024-12-04&events=true&places=true", "on=2024-12-04&events=true&places=true"),
        ("span=window&events=true", f"{WINDOW}&events=true"),
        ("span=window&events=true&roll_up=true", f"{WINDOW}&events=true&roll_up=true"),
        ("on=2024-12-04&kind=Support,Hostility&documents=2", "on=2024-12-04&kind=Support,Hostility&documents=2"),
        ("span=window&places=true&disputed=true", f"{WINDOW}&places=true&disputed=true"),
        ("on=2024-12-04&actor=actors/hts", "on=2024-12-04&actor=actors/hts"),
    ],
)
def test_drawing_and_tables_have_each_node_and_edge_of_the_answer(
    page: Page, served: Served, view: str, asked: str
) -> None:
    box = look(page, f"{WINDOW}&{view}")
    answer = network(served, asked)
    assert answer["edges"]
    assert box.get_attribute("data-edges") == str(len(answer["edges"]))
    assert box.get_attribute("data-nodes") == str(len(answer["nodes"]))
    page.wait_for_timeout(300)
    assert inked(page) > 200
    page.locator(".twin summary").click()
    assert Counter(rows(page, "Relations")) == Counter(map(identity, answer["edges"]))
    assert Counter(rows(page, "Nodes")) == Counter(node["id"] for node in answer["nodes"])


def test_parallel_edges_are_kept_and_each_can_be_chosen(page: Page, served: Served) -> None:
    edges = network(served, f"{WINDOW}&events=true")["edges"]
    pairs = Counter(tuple(sorted((edge["source"], edge["target"]))) for edge in edges)
    pair, most = pairs.most_common(1)[0]
    assert most >= 3
    box = look(page, f"{WINDOW}&span=window&events=true")
    page.locator(".twin summary").click()
    for edge in edges:
        if tuple(sorted((edge["source"], edge["target"]))) != pair:
            continue
        page.locator(f'tr[data-row="{identity(edge)}"] button').click()
        expect(box).to_have_attribute("data-chosen", identity(edge))
        side = page.get_by_role("complementary", name="Details")
        expect(side.get_by_role("heading", level=2)).to_have_text(edge["label"])
        expect(page.locator("tr[aria-current]")).to_have_count(1)


def test_nodes_keep_their_places_from_day_to_day(page: Page) -> None:
    box = look(page, f"{WINDOW}&on=2024-12-04&node=actors%2Fhts")
    at, edges = box.get_attribute("data-at"), set()
    assert re.fullmatch(r"\d+,\d+", at or "")
    for day in ("2024-12-05", "2024-12-06", "2024-12-07", "2024-12-08", "2024-11-27"):
        page.get_by_label("Day", exact=True).first.fill(day)
        expect(page.locator(".said")).to_contain_text(str(int(day[-2:])))
        page.wait_for_url(f"**on={day}*")
        expect(box).to_have_attribute("data-at", at or "")
        edges.add(box.get_attribute("data-edges"))
    assert len(edges) > 1


def test_a_network_without_relations_says_that_this_is_no_denial(page: Page) -> None:
    box = look(page, f"{WINDOW}&on=2024-12-04&documents=10")
    assert box.get_attribute("data-edges") == "0"
    expect(page.locator(".said")).to_contain_text("does not say that there was none")


def test_a_network_that_is_cut_says_so(page: Page) -> None:
    def cut(route: Route) -> None:
        answer = route.fetch()
        told = answer.json()
        told |= {"truncated": True, "counts": {"nodes": 4321, "edges": 98765}}
        route.fulfill(response=answer, json=told)

    page.route(re.compile(r"/network\?(?!.*explore).*limit="), cut)
    look(page, f"{WINDOW}&on=2024-12-04")
    expect(page.locator(".said")).to_contain_text("98,765 relations among 4,321 nodes")


def test_it_is_drawn_without_webgl_and_without_motion(served: Served) -> None:
    with browsing(served.address, ("--disable-3d-apis",), reduced_motion="reduce") as page:
        assert page.evaluate("document.createElement('canvas').getContext('webgl')") is None
        look(page, f"{WINDOW}&on=2024-12-04")
        page.wait_for_timeout(300)
        before = page.locator(".network-box").screenshot()
        assert inked(page) > 200
        page.wait_for_timeout(700)
        assert page.locator(".network-box").screenshot() == before


def test_a_hostile_name_stays_text(hostile: tuple[Served, str]) -> None:
    server, name = hostile
    with browsing(server.address) as page:
        box = look(page, f"{WINDOW}&on=2024-12-04&node=actors%2Fhts")
        side = page.get_by_role("complementary", name="Details")
        expect(side.get_by_role("heading", level=2)).to_have_text(name)
        page.locator(".twin summary").click()
        expect(page.locator('tr[data-row="actors/hts"] button')).to_have_text(name)
        x, y = (int(part) for part in (box.get_attribute("data-at") or "").split(","))
        page.wait_for_timeout(1000)
        page.locator(".network-box canvas").hover(position={"x": x, "y": y})
        page.wait_for_timeout(500)
        assert page.locator("img[src=x]").count() == 0
