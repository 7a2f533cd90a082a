"""What tests of the query page share: queries, and what is read off the page."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page

from serving import Served

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
