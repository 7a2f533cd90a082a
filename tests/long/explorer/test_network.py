"""The network of the explorer in a real browser: the drawing, its twin, the keyboard, and the page's address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from browsing import browsing, faults_of_access
from serving import Served

pytestmark = pytest.mark.long
WINDOW = "from=2024-11-27&to=2024-12-08"


@pytest.fixture(scope="module", autouse=True)
def _patience() -> Iterator[None]:
    """Wait longer than usual: a layout takes a while where many tests run at once."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


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
    return [row.get_attribute("data-row") or "" for row in region.locator("tr[data-row]").all()]


def inked(page: Page) -> int:
    """Count the points of the canvas that are painted."""
    count: int = page.evaluate(
        "() => { const canvas = document.querySelector('.network-box canvas');"
        " const points = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;"
        " return points.filter((value, at) => at % 4 === 3 && value > 0).length; }"
    )
    return count


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_can_use_it_and_nothing_scrolls_sideways(served: Served, width: int, scheme: str) -> None:
    with browsing(served.address, viewport={"width": width, "height": 844}, color_scheme=scheme) as page:
        look(page, f"{WINDOW}&on=2024-12-04&events=true&node=actors%2Fhts")
        page.locator(".twin summary").click()
        assert faults_of_access(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


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
