"""The query page in a real browser: an editor, answers in every view, and a plain form where scripts are off."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from browsing import browsing, faults_of_access
from serving import KG, Served, serving

pytestmark = pytest.mark.long
HOSTILE: Final = "<img src=x onerror=document.title='taken'>"
EVENTS: Final = """SELECT ?event ?eventName ?day ?place ?placeName WHERE {
  ?event a ckg:Event ; skos:prefLabel ?eventName ; ckg:from ?day ; ckg:place ?place .
  ?place skos:prefLabel ?placeName .
  FILTER(LANG(?eventName) = "en" && LANG(?placeName) = "en")
} ORDER BY ?event"""
SUPPORT: Final = "SELECT ?one ?other WHERE { ?one ckg:supports ?other }"
TYPES: Final = "SELECT ?type (COUNT(?e) AS ?n) WHERE { ?e ckg:eventType ?type } GROUP BY ?type ORDER BY DESC(?n) ?type"
NUMBERS: Final = """SELECT ?n WHERE {
  VALUES ?a { 0 1 2 3 4 5 6 7 8 9 } VALUES ?b { 0 1 2 3 4 5 6 7 8 9 } VALUES ?c { 0 1 2 }
  BIND(?a * 10 + ?b + ?c * 100 AS ?n)
}"""
DRAWN: Final = ".answer-view > div:not(.choices), .answer-view > figure"
ENDLESS: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def address(query: str, **more: str) -> str:
    return "/sparql?" + urlencode({"query": query, **more})


def write(page: Page, query: str) -> None:
    """Put a query into the editor by the keyboard."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(query)
    page.keyboard.press("Escape")


def rows(page: Page) -> list[list[str]]:
    return [row.locator("td").all_inner_texts() for row in page.locator(".answer-table tbody tr").all()]


def values(served: Served, query: str) -> list[list[str]]:
    answer = served.query(query, format="json").json
    return [
        [row[name]["value"] if name in row else "" for name in answer["head"]["vars"]]
        for row in answer["results"]["bindings"]
    ]


def shown(page: Page, view: str) -> Locator:
    page.get_by_role("group", name="Shown as").get_by_role("button", name=view).click()
    return page.locator(".answer-view")


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


def test_a_running_query_tells_its_time_and_can_be_cancelled(page: Page) -> None:
    page.goto("/sparql")
    write(page, ENDLESS)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("timer")).to_contain_text("Running for")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".fault")).to_contain_text("Cancelled")
    expect(page.get_by_role("button", name="Cancel")).to_be_hidden()
    write(page, "ASK { }")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".answer-view")).to_have_text("Yes")


def test_limits_are_told_plainly(tmp_path: Path) -> None:
    subprocess.run([KG, "build", "--store", tmp_path], check=True, capture_output=True)
    with serving("--store", str(tmp_path), CKG_MAX_RESULT_ROWS="7") as server, browsing(server.address) as page:
        page.goto(address(NUMBERS))
        expect(page.locator(".truncated")).to_contain_text("There are more than these 7 rows")
        assert len(rows(page)) == 7
        page.goto(address("CONSTRUCT { ?s ckg:within ?o } WHERE { ?s ckg:within ?o }"))
        expect(page.locator(".truncated")).to_contain_text("There are more than these 7 triples")
        page.goto("/sparql?timeout=1")
        expect(page.locator(".others")).to_contain_text("timeout 1")


def test_a_query_that_takes_too_long_is_told(served: Served) -> None:
    with browsing(served.address) as page:
        page.route(
            "**/sparql?*format=ntriples*",
            lambda route: route.fulfill(
                status=400,
                content_type="application/problem+json",
                body=json.dumps(
                    {"title": "The query took too long", "detail": "the query did not end within 1 s", "kind": "time"}
                ),
            ),
        )
        page.goto("/sparql")
        write(page, "ASK { }")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".fault")).to_contain_text("The query took too long. the query did not end within 1 s.")


@pytest.mark.parametrize("hostile", ["", " # \"quotes\" 'and' \\ $HOME `ls`\nSPARQL\n"])
def test_the_code_that_is_shown_runs(page: Page, served: Served, hostile: str, tmp_path: Path) -> None:
    query = f'SELECT ("it\'s \\"so\\"" AS ?said) {{ }}{"".join(f"{chr(10)}#{line}" for line in hostile.splitlines())}'
    page.goto(address(query))
    page.get_by_text("The same from a program").click()
    curl, python = page.locator(".snippet pre").all_inner_texts()
    asked = subprocess.run(["bash", "-c", curl], capture_output=True, text=True, timeout=60, check=True)
    assert json.loads(asked.stdout)["results"]["bindings"][0]["said"]["value"] == 'it\'s "so"'
    program = tmp_path / "asked.py"
    program.write_text(python, encoding="utf-8")
    told = subprocess.run([sys.executable, program], capture_output=True, text=True, timeout=60, check=True)
    assert told.stdout == "{'said': 'it\\'s \"so\"'}\n"


def test_an_answer_can_be_taken_in_every_format_and_linked(page: Page, served: Served) -> None:
    page.goto(address(TYPES, view="chart"))
    page.locator(".chart svg").wait_for()
    links = {link.inner_text(): link.get_attribute("href") or "" for link in page.locator(".downloads a").all()}
    assert set(links) == {"JSON", "CSV", "TSV", "XML"}
    for label, href in links.items():
        wanted = served.query(TYPES, format=label.lower())
        assert (served.ask(href).status, served.ask(href).media) == (200, wanted.media)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".copied", has_text="Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlsplit(copied).query) == {"query": [TYPES], "view": ["chart"]}
    page.get_by_role("button", name="Copy frame").click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).startsWith('<iframe')")
    frame = page.evaluate("navigator.clipboard.readText()")
    source = frame.split('src="')[1].split('"')[0].replace("&amp;", "&").removeprefix(served.address)
    answer = served.ask(source, Accept="text/html")
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    plain = served.query(TYPES, format="html").headers["content-security-policy"]
    assert "frame-ancestors 'none'" in plain
    page.goto(source)
    page.locator(".chart svg").wait_for()
    assert page.locator("header:visible, footer:visible, form:visible, .taking").count() == 0
    assert "Conflict knowledge graph, release" in page.locator(".answer").inner_text()


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
