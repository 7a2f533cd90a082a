"""The answers of the query page in every view, in a real browser."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from long.explorer.query_page import (
    EVENTS,
    HOSTILE,
    NUMBERS,
    TYPES,
    address,
    rows,
    shown,
    values,
)
from serving import Served

pytestmark = pytest.mark.long


def test_each_view_draws_the_answer_that_fits_it(page: Page, served: Served) -> None:
    page.goto(address(EVENTS))
    count = len(values(served, EVENTS))
    page.locator(".answer-table tbody tr").first.wait_for()
    expect(page.locator(".summary")).to_contain_text(f"{count} rows")
    view = shown(page, "Map")
    expect(view.get_by_role("status")).to_contain_text("Choose a circle")
    assert view.locator("canvas").count() == 2  # outlines and circles
    assert "Natural Earth" in view.inner_text()
    view = shown(page, "Timeline")
    spans = view.get_by_role("button")
    expect(spans.first).to_be_visible()
    assert spans.count() == count
    spans.first.focus()
    page.keyboard.press("Enter")
    expect(view.locator(".chosen dl")).to_contain_text("events:")
    view = shown(page, "Graph")
    expect(view.get_by_role("status")).to_contain_text(f"{count} links")
    node = view.locator(".node").first
    node.focus()
    page.keyboard.press("Enter")
    assert view.locator(".chosen h3 a").get_attribute("href") == "/" + values(served, EVENTS)[0][0].removeprefix(
        "https://w3id.org/ckg/"
    )
    assert parse_qs(urlsplit(page.url).query)["view"] == ["graph"]
    page.reload()
    expect(page.locator(".node").first).to_be_visible()
    page.go_back()
    expect(page.locator(".timeline svg")).to_be_visible()


def test_a_chart_has_a_bar_for_each_row(page: Page, served: Served) -> None:
    page.goto(address(TYPES, view="chart"))
    expect(page.locator(".chart rect.bar").first).to_be_visible()
    wanted = values(served, TYPES)
    assert page.locator(".bar-value").all_text_contents() == [number for _, number in wanted][:60]
    longest, shortest = (float(page.locator(".chart rect.bar").nth(at).get_attribute("width") or 0) for at in (0, -1))
    assert longest / shortest == pytest.approx(int(wanted[0][1]) / int(wanted[min(59, len(wanted) - 1)][1]))
    assert page.get_by_role("button", name="Map").is_disabled()


def test_triples_are_a_table_and_a_graph(page: Page, served: Served) -> None:
    query = "CONSTRUCT { ?s ckg:within ?o } WHERE { ?s ckg:within ?o }"
    page.goto(address(query, view="graph"))
    lines = served.query(query, format="ntriples").text.splitlines()
    expect(page.locator(".answer-view").get_by_role("status")).to_contain_text(f"{len(lines)} links")
    view = shown(page, "Table")
    assert view.locator("tbody tr").count() == min(len(lines), 100)
    assert "places:hama" in view.inner_text()


def test_a_table_is_sorted_by_its_headings_and_paged(page: Page) -> None:
    page.goto(address(NUMBERS))
    heading = page.get_by_role("button", name="n ↕").or_(page.locator("button.heading"))
    heading.first.click()
    assert [row[0] for row in rows(page)] == [str(number) for number in range(100)]
    page.get_by_role("button", name="Next").click()
    assert rows(page)[0] == ["100"]
    assert "Rows 101 to 200 of 300" in page.locator(".pager").inner_text()
    heading.first.click()
    assert rows(page)[0] == ["299"]
    assert page.locator("th").get_attribute("aria-sort") == "descending"


def test_hostile_values_stay_text_in_every_view(page: Page) -> None:
    query = f"""SELECT ?thing ?thingName ?other ?otherName ?day ?lat ?long ?n WHERE {{
      BIND("{HOSTILE}" AS ?thingName) BIND("{HOSTILE}" AS ?otherName)
      VALUES ?n {{ 3 4 }} BIND(actors:a AS ?thing) BIND(<javascript:alert(1)> AS ?other)
      BIND("2024-12-0{{n}}"^^xsd:date AS ?never) BIND(STRDT(CONCAT("2024-12-0", STR(?n)), xsd:date) AS ?day)
      BIND(35.1 AS ?lat) BIND(36.7 + ?n AS ?long) }}"""
    page.goto(address(query))
    page.locator(".answer-table").wait_for()
    title = page.title()
    for view in ("Table", "Map", "Timeline", "Graph", "Chart"):
        box = shown(page, view)
        page.wait_for_function(
            "view => document.querySelector('.answer-view').children.length && !document.querySelector('.answer-view').innerText.startsWith('Drawing')",
            arg=view,
        )
        if view == "Map":
            expect(box.get_by_role("status")).to_contain_text("2 rows at 2 spots")
            page.mouse.click(*_middle_of_a_circle(page))
            expect(box.locator(".leaflet-popup")).to_contain_text(HOSTILE)
        elif view == "Graph":
            box.locator(".node circle").first.hover()
            box.locator(".node circle").first.click()
            expect(box.locator(".chosen")).to_contain_text(HOSTILE)
        else:
            assert HOSTILE[:20] in (box.text_content() or "")
        assert box.locator("img").count() == 0
        assert box.locator("a[href^=javascript]").count() == 0
    assert page.title() == title


def _middle_of_a_circle(page: Page) -> tuple[float, float]:
    """Find where the map has a circle, by its colour: it is drawn on a canvas."""
    page.locator(".query-map").scroll_into_view_if_needed()
    found = page.evaluate(
        """() => { for (const canvas of [...document.querySelectorAll('.query-map canvas')].reverse()) {
          const { data, width, height } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          const place = canvas.getBoundingClientRect();
          for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) {
            const at = (y * width + x) * 4;
            if (data[at + 2] > data[at] + 60 && data[at + 3] > 150) return [place.x + x * place.width / width, place.y + y * place.height / height + 3];
          } } return null; }"""
    )
    assert found, "no circle is drawn"
    return found[0], found[1]
