"""Cards, evidence and disputes as pages: what is on them, and what they lead to."""

from __future__ import annotations

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from kg.release import Release
from kg.stored_queries import stored_queries


def _text(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def test_a_place_leads_to_its_views_and_shows_who_held_it_when(client: TestClient) -> None:
    page = client.get("/places/alpha.html").text
    assert 'href="/explore/map?place=alpha"' in page
    assert 'href="/explore/timeline?place=alpha"' in page
    assert page.count('<svg class="bar"') > 1
    assert "style=" not in page
    assert 'href="/explore/network?actor=red-front"' in client.get("/actors/red-front.html").text


def test_a_voice_leads_to_its_claim_and_its_document(client: TestClient, release: Release) -> None:
    page = client.get("/places/alpha.html").text
    row = next(row for row in page.split("<tr>") if "/events/capture-alpha-2030" in row)
    claims = re.findall(r'href="/(claims/[0-9a-f]+)"', row)
    told = {claim.path: claim for claim in release.statements.claims}
    assert claims
    assert {told[path].about for path in claims} == {"events/capture-alpha-2030"}
    assert 'href="/documents/report-1"' in row


def test_numbers_are_low_best_and_high(client: TestClient) -> None:
    assert "3 (at least), 4 (best estimate), 6 (at most)" in _text(client.get("/events/event-table-17.html").text)


def test_a_document_lists_its_passages_in_the_order_of_the_text(client: TestClient, release: Release) -> None:
    page = client.get("/documents/report-1.html").text
    starts = [int(start) for start in re.findall(r'data-start="(\d+)"', page)]
    claims = [claim for claim in release.statements.claims if claim.document == "documents/report-1"]
    assert starts == sorted(claim.passage.start for claim in claims)
    assert set(re.findall(r'data-letters-sha256="(\w+)"', page)) == {claim.passage.letters_sha256 for claim in claims}


def test_evidence_stands_on_both_sides(client: TestClient) -> None:
    page = client.get("/events/recapture-alpha-2030/evidence?format=html").text
    against, supporting = page.index('class="side-against"'), page.index('class="side-for"')
    assert supporting < page.index("Alpha went back to the Blue Army on the 9th.") < against
    assert page.index("The Red Front denies having lost Alpha.") > against


@pytest.mark.parametrize("fields", ["side", "voice,gloss"])
def test_chosen_members_of_evidence_stay_a_table(client: TestClient, fields: str) -> None:
    page = client.get("/events/recapture-alpha-2030/evidence", params={"format": "html", "fields": fields}).text
    assert 'class="sides"' not in page
    assert "<table>" in page


def test_a_dispute_says_what_follows_from_each_side(client: TestClient) -> None:
    page = client.get("/disputes?format=html").text
    card = next(part for part in page.split("<article")[1:] if "/events/recapture-alpha-2030" in part)
    sides = {re.sub(r"<.*?>", "", side.split("</h3>")[0]): side for side in card.split("<h3>")[1:]}
    assert set(sides) == {"It is so", "It is not so"}
    assert "Blue Army controls Alpha" in sides["It is so"].partition("If so:")[2]
    assert "denies having lost Alpha" in sides["It is not so"]


def test_the_first_page_answers_two_questions_and_offers_all(client: TestClient, release: Release) -> None:
    page = client.get("/").text
    assert page.count('<details class="question">') == len(stored_queries()) - 2
    for address in ("/explore/map", "/explore/network", "/explore/timeline", "/explore/changes", "/documents/report-1"):
        assert f'href="{address}"' in page
    assert f"{release.manifest['counts']['claims']:,} claims" in _text(page)
