"""Evidence in a real browser: passages are found in the reader's own copy, which never leaves the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browsing import browsing
from serving import Served
from synthetic import TEXTS

pytestmark = pytest.mark.long
DOCUMENT = "/documents/report-1?format=html"


@pytest.fixture
def page(served: Served) -> Iterator[Page]:
    with browsing(served.address) as opened:
        yield opened


def _give(page: Page, name: str, text: str) -> None:
    page.get_by_label("Drop your copy").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    )


def test_passages_stand_in_the_exact_file(page: Page) -> None:
    text = (TEXTS / "report-1.txt").read_text(encoding="utf-8")
    page.goto(DOCUMENT)
    claims = page.locator(".claim[data-start]")
    _give(page, "mine.txt", text)
    expect(page.locator(".verdict")).to_contain_text("mine.txt is the exact file")
    for claim in claims.all():
        start, end = (int(claim.get_attribute(f"data-{name}") or "") for name in ("start", "end"))
        assert claim.locator("mark").text_content() == text[start:end]
    assert claims.count() > 3


def test_passages_are_found_in_a_shifted_copy(page: Page) -> None:
    text = (TEXTS / "report-1.txt").read_text(encoding="utf-8")
    copied = "A line of ours.\n\n" + text.upper().replace(" ", "\u00a0\n").replace(".", " !")
    page.goto(DOCUMENT)
    count = page.locator(".claim[data-start]").count()
    _give(page, "copy.txt", copied)
    expect(page.locator(".verdict")).to_contain_text(f"another copy, not the exact file: {count} of {count} passages")
    assert "TOOK" in (page.locator("mark").all_text_contents()[1] + " ".join(page.locator("mark").all_text_contents()))


def test_passages_are_found_in_a_saved_page_whose_markup_stays_text(page: Page) -> None:
    text = (TEXTS / "report-1.txt").read_text(encoding="utf-8")
    saved = f"<!doctype html><script>document.title='run'</script><h1>News</h1><p>{text}</p>&lt;img src=x onerror=alert(1)&gt;"
    page.goto(DOCUMENT)
    _give(page, "saved.html", saved)
    expect(page.locator(".verdict")).to_contain_text("another copy")
    assert page.title() != "run"
    assert page.locator(".found img").count() == 0


def test_another_text_has_none_of_them(page: Page) -> None:
    page.goto(DOCUMENT)
    _give(page, "<b>other</b>.txt", (TEXTS / "report-3.txt").read_text(encoding="utf-8"))
    expect(page.locator(".verdict")).to_contain_text("<b>other</b>.txt has none of these passages")
    assert page.locator("mark").count() == 0


def test_pasted_words_are_searched_on_the_page_of_evidence(page: Page) -> None:
    page.goto("/events/recapture-alpha-2030/evidence?format=html")
    expect(page.locator(".side-against")).to_contain_text("denies having lost Alpha")
    assert page.locator(".side-for .claim").count() == 2
    page.get_by_text("Or paste its words").press("Enter")
    page.get_by_label("The article's text").fill((TEXTS / "report-3.txt").read_text(encoding="utf-8"))
    page.get_by_role("button", name="Search in it").press("Enter")
    expect(page.locator(".side-against mark")).to_contain_text("never lost Alpha")


def test_a_real_article(page: Page, seeds: Path) -> None:
    texts = sorted(path for path in seeds.iterdir() if path.suffix == ".txt")
    page.goto(DOCUMENT)
    page.get_by_label("Drop your copy").set_input_files(texts)
    expect(page.locator(".verdict p")).to_have_count(len(texts))
    assert "none of these passages" in page.locator(".verdict").inner_text()
