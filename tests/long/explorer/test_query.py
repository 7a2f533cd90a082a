"""The query page in a real browser: an editor, and a plain form where scripts are off."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from browsing import browsing, faults_of_access
from long.explorer.query_page import (
    DRAWN,
    EVENTS,
    HOSTILE,
    SUPPORT,
    TYPES,
    address,
    rows,
    values,
    write,
)
from serving import Served

pytestmark = pytest.mark.long


def test_a_query_is_highlighted_and_answered_as_the_endpoint_answers(page: Page, served: Served) -> None:
    page.goto("/sparql")
    write(page, SUPPORT)
    word = page.locator(".cm-line span", has_text="SELECT").first
    variable = page.locator(".cm-line span", has_text="?one").first
    colours = [one.evaluate("one => getComputedStyle(one).color") for one in (word, variable)]
    assert len({*colours, page.locator(".cm-content").evaluate("one => getComputedStyle(one).color")}) == 3
    page.keyboard.press("Control+Enter")
    page.locator(".answer-table").wait_for()
    wanted = [
        [iri.removeprefix("https://w3id.org/ckg/").replace("/", ":", 1) for iri in row]
        for row in values(served, SUPPORT)
    ]
    assert sorted(rows(page)) == sorted(wanted)
    assert wanted
    assert parse_qs(urlsplit(page.url).query)["query"] == [SUPPORT]
    page.locator(".answer-table tbody a").first.click()
    page.wait_for_url("**/actors/**")
    page.go_back()
    page.locator(".answer-table").wait_for()


def test_prefixes_classes_properties_and_things_are_completed(page: Page, served: Served) -> None:
    page.goto("/sparql")
    write(page, "SELECT * { ?s a ")
    offered = page.locator(".cm-tooltip-autocomplete li")
    page.keyboard.type("ckg:Eve")
    expect(offered.filter(has_text="ckg:Event").first).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.type("nt ; skos:pref")
    expect(offered.filter(has_text="skos:prefLabel").first).to_be_visible()
    offered.filter(has_text="skos:prefLabel").first.click()
    page.keyboard.type(" ?name ; ckg:place Ham")
    expect(offered.filter(has_text="Hama").first).to_be_visible()
    offered.filter(has_text="Hama").first.click()
    page.keyboard.type(" . } # grap")
    expect(offered).to_have_count(0)
    text = page.locator("#query").input_value()
    assert "skos:prefLabel ?name ; ckg:place places:hama" in text
    assert served.query(text.replace(" }", "} LIMIT 3")).status == 200
    write(page, "SELECT * { ?s ?p gra")
    page.keyboard.press("Control+Space")
    expect(offered.filter(has_text="graphs:").first).to_be_visible()


def test_a_stored_query_is_an_example_that_runs(page: Page) -> None:
    page.goto("/sparql")
    example = page.get_by_role("button", name="Who held which place on a day")
    assert "One row for each holder" in page.locator(f"#{example.get_attribute('aria-describedby')}").inner_text()
    example.click()
    page.locator(".answer-table").wait_for()
    assert "hama" in page.locator(".answer-table").inner_text()
    assert "ckg:Control" in page.locator("#query").input_value()


def test_a_fault_is_marked_at_its_line(page: Page) -> None:
    page.goto("/sparql")
    write(page, "SELECT ?x WHERE {\n  ?x a ckg:Event .\n  ?x nowhere:is 3 .\n}")
    page.keyboard.press("Control+Enter")
    alert = page.locator(".fault [role=alert]")
    expect(alert).to_contain_text("Line 3")
    expect(page.locator(".cm-line").nth(2).locator(".cm-lintRange-error")).to_have_text("nowhere:is")
    page.get_by_role("button", name="Go to line 3").click()
    expect(page.locator(".cm-activeLine")).to_contain_text("nowhere:is")
    write(page, "ASK { }")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".answer-view")).to_have_text("Yes")
    assert page.locator(".cm-lintRange-error").count() == 0
    assert alert.count() == 0


def test_without_scripts_the_form_asks_and_the_answer_stands_below(served: Served) -> None:
    with browsing(served.address, java_script_enabled=False) as page:
        page.goto("/sparql")
        page.get_by_label("Query").fill(SUPPORT)
        page.get_by_role("button", name="Ask").click()
        page.wait_for_url("**format=html**")
        assert page.locator("tbody tr").count() == len(values(served, SUPPORT))
        page.goto(address(f'SELECT ("{HOSTILE}" AS ?x) {{ }}', format="html"))
        assert page.locator("td").inner_text() == HOSTILE


def test_tab_leaves_the_editor(page: Page) -> None:
    page.goto("/sparql")
    write(page, "ASK { }")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Ask"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_and_use_the_page(served: Served, scheme: Any) -> None:
    with browsing(served.address, color_scheme=scheme) as page:
        for query, view in (
            (EVENTS, "table"),
            (EVENTS, "map"),
            (EVENTS, "timeline"),
            (SUPPORT, "graph"),
            (TYPES, "chart"),
        ):
            page.goto(address(query, view=view))
            page.locator(DRAWN).first.wait_for()
            page.locator(".cm-content").wait_for()
            page.locator(".examples li").first.wait_for()
            assert faults_of_access(page) == [], view


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_does_not_scroll_sideways(served: Served, width: int) -> None:
    with browsing(served.address, viewport={"width": width, "height": 800}) as page:
        for view in ("table", "map", "timeline", "graph"):
            page.goto(address(EVENTS, view=view))
            page.locator(DRAWN).first.wait_for()
            page.locator(".cm-content").wait_for()
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, view
