"""The query page in a real browser: answers that are taken away, limits, and queries that are stopped."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from browsing import browsing
from long.explorer.query_page import (
    ENDLESS,
    NUMBERS,
    SUPPORT,
    TYPES,
    address,
    rows,
    write,
)
from serving import KG, Served, serving

pytestmark = pytest.mark.long


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


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        (SUPPORT, "row"),
        ("ASK { ?one ckg:supports ?other }", "Yes"),
        ("DESCRIBE <https://w3id.org/ckg/actors/hts>", "triple"),
    ],
)
def test_a_shared_link_asks_once(page: Page, query: str, kind: str) -> None:
    """The page comes with the answer; its script asks for what did not fit on it."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(address(query))
    expect(page.locator("#query-answer")).to_contain_text(kind)
    page.locator(".cm-content").wait_for()
    page.wait_for_load_state("networkidle")
    once = asked.count("/sparql")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_load_state("networkidle")
    assert (once, asked.count("/sparql")) == (1, 2)
