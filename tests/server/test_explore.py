"""The explorer's pages as the server gives them: what they load, what they are allowed, where they lead without scripts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kg.server import create_app
from kg.server.routers.explore import VIEWS
from kg.settings import Settings


@pytest.mark.parametrize("slug", VIEWS)
def test_each_view_loads_its_script_and_leads_to_the_table_without_one(client: TestClient, slug: str) -> None:
    page = client.get(f"/explore/{slug}")
    assert page.status_code == 200
    loaded = re.findall(r'(?:src|href)="(/static/app/[^"]+)"', page.text)
    assert any(address.startswith(f"/static/app/{slug}.js?") for address in loaded)
    for address in loaded:
        assert client.get(address).status_code == 200, address
    (table,) = re.findall(r'<noscript>.*<a href="([^"]+)"', page.text)
    assert client.get(table).status_code == 200
    assert f'href="/explore/{slug}" data-view="{slug}" aria-current="page"' in page.text


def test_only_the_origins_scripts_and_styles_are_allowed_and_only_embedded_pages_in_frames(client: TestClient) -> None:
    for address, frames in (
        ("/explore/map", "'none'"),
        ("/explore/map?embed=true", "*"),
        ("/explore/map?embed=false", "'none'"),
    ):
        policy = dict(part.split(" ", 1) for part in client.get(address).headers["content-security-policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
        assert policy["frame-ancestors"] == frames


def test_the_first_view_and_one_that_is_not_there(client: TestClient) -> None:
    answer = client.get("/explore", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, "/explore/map")
    missing = client.get("/explore/mapp")
    assert missing.status_code == 404
    assert "explore/map" in missing.json()["detail"]
    assert client.get("/explore/map?embed=perhaps").status_code in (400, 422)


def test_tiles_are_allowed_where_they_are_set(store: Path) -> None:
    tiles = {"CKG_TILES": "https://tiles.example.org:8080/{z}/{x}/{y}.png", "CKG_TILES_CREDIT": "<b>ours</b>"}
    with TestClient(create_app(Settings.from_environment({"CKG_STORE": str(store), **tiles}))) as client:
        page = client.get("/explore/map")
    assert "img-src 'self' data: https://tiles.example.org:8080;" in page.headers["content-security-policy"]
    assert 'data-tiles="https://tiles.example.org:8080/{z}/{x}/{y}.png"' in page.text
    assert "<b>ours" not in page.text
