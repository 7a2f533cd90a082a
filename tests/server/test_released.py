"""Answers of a release that the address names: the same after another build, for as long as it is kept."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import pytest
from fastapi.testclient import TestClient

from kg.build import build
from kg.server import create_app
from kg.settings import Settings
from synthetic import DATA, IMPORTED

LOOKUPS = (
    "/control", "/support", "/timeline", "/changes?from=2020-01-01&to=2020-12-31", "/disputes", "/claims", "/network",
    "/actors", "/events", "/events/counts?by=year", "/search?q=north", "/exports", "/release",
)  # fmt: skip
NEVER = "0123456789abcdef"


@dataclass(frozen=True)
class Kept:
    """A store with two releases, asked in this process."""

    client: TestClient
    store: Path
    first: str
    second: str
    actor: str


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    """In the second release an actor of the first has another name."""
    data, store = tmp_path / "data", tmp_path / "store"
    shutil.copytree(DATA, data)
    build([data], store, imported=IMPORTED)
    with TestClient(
        create_app(Settings.from_environment({"CKG_STORE": str(store)})), raise_server_exceptions=False
    ) as client:
        first = client.get("/release").json()["name"]
        actor = client.get("/actors?limit=1").json()["records"][0]
        registry = data / "registry" / "actors.yaml"
        text = registry.read_text(encoding="utf-8")
        changed = text.replace(f"{actor['name']}", f"{actor['name']} renamed")
        assert changed != text
        registry.write_text(changed, encoding="utf-8")
        build([data], store, imported=IMPORTED)
        second = client.get("/release").json()["name"]
        assert second != first
        yield Kept(client, store, first, second, actor["id"])


def test_a_named_release_answers_after_another_build(kept: Kept) -> None:
    now = kept.client.get(f"/{kept.actor}?format=json").json()["name"]
    then = kept.client.get(f"/{kept.actor}?format=json&release={kept.first}")
    assert now == f"{then.json()['name']} renamed"
    assert then.headers["x-release"] == kept.first
    for address in LOOKUPS:
        with_ = "&" if "?" in address else "?"
        pinned = kept.client.get(f"{address}{with_}release={kept.first}")
        assert pinned.status_code == 200, (address, pinned.text)
        body = pinned.json()
        assert body.get("release", body.get("name", kept.first)) == kept.first, address
        plain = kept.client.get(address)
        assert plain.json().get("release", plain.json().get("name", kept.second)) == kept.second, address
        if "etag" in pinned.headers:
            assert pinned.headers["cache-control"] == "public, max-age=31536000, immutable", address
            assert plain.headers["cache-control"] == "no-cache", address
            assert pinned.headers["etag"] != plain.headers["etag"]
            again = {"If-None-Match": pinned.headers["etag"]}
            assert kept.client.get(f"{address}{with_}release={kept.first}", headers=again).status_code == 304


def test_the_way_to_the_next_page_and_to_other_forms_leads_through_the_same_release(kept: Kept) -> None:
    page = kept.client.get(f"/actors?limit=1&release={kept.first}")
    following = kept.client.get(page.json()["next"])
    assert following.json()["release"] == kept.first
    assert following.json()["records"] != page.json()["records"]
    shown = kept.client.get(f"/actors?limit=1&release={kept.first}&format=html").text
    assert f'<input type="hidden" name="release" value="{kept.first}">' in shown
    assert f"/actors?limit=1&amp;format=csv&amp;release={kept.first}" in shown


PAGES = (
    "/{actor}?format=html", "/events?format=html", "/events/counts?by=year&format=html", "/search?q=red&format=html",
    "/disputes?format=html", "/control?on=2030-01-09&format=html", "/places/alpha?format=html",
)  # fmt: skip
ELSEWHERE = ("/static/", "/docs", "/openapi.json", "/release", "/dumps/", "/reconcile", "/ogc", "http")
LINKS = re.compile(r'<a [^>]*?href="([^"]*)"')


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_a_page_leads_on_through_its_release(kept: Kept, path: str) -> None:
    address = path.format(actor=kept.actor)
    plain, pinned = kept.client.get(address), kept.client.get(f"{address}&release={kept.first}")
    assert pinned.status_code == 200
    links = [urljoin(address, unescape(found)) for found in LINKS.findall(pinned.text) if found[0] != "#"]
    named = [link for link in links if f"release={kept.first}" in link]
    assert len(named) > 5
    assert not [link for link in links if link not in named and link != "/" and not link.startswith(ELSEWHERE)]
    for link in dict.fromkeys(named):
        answer = kept.client.get(link, follow_redirects=True)
        assert answer.status_code == 200, (link, answer.text[:200])
        assert answer.headers.get("x-release", kept.first) == kept.first, link
        if not link.startswith("/codes/"):  # these tell what the program knows
            assert "x-release" in answer.headers or kept.first in answer.text, link
    assert ('name="release"' in pinned.text) == ("<form" in pinned.text)
    assert "release=" not in plain.text
    assert [link.split("?")[0] for link in LINKS.findall(plain.text)] == [
        link.split("?")[0] for link in LINKS.findall(pinned.text)
    ]


def test_a_release_that_is_gone_and_one_that_cannot_be(kept: Kept) -> None:
    shutil.rmtree(kept.store / "releases" / kept.first)
    for name, status in ((NEVER, 410), (kept.first, 410), ("../secret", 400), ("yesterday", 400)):
        for address in ("/control", "/search?q=a", "/events/counts?by=year", f"/{kept.actor}", "/network"):
            with_ = "&" if "?" in address else "?"
            answer = kept.client.get(f"{address}{with_}release={name}", headers={"Accept": "application/json"})
            assert answer.status_code == status, (address, name, answer.text)
            assert answer.headers["content-type"] == "application/problem+json"
            assert "release" in answer.json()["detail"]
    twice = kept.client.get(f"/control?release={kept.second}&release={kept.second}")
    assert (twice.status_code, twice.json()["parameter"]) == (400, "release")
    assert kept.client.get("/control?release=").json()["release"] == kept.second


def test_a_view_of_a_release_names_it_and_one_of_a_release_that_is_gone_leads_to_what_there_is(kept: Kept) -> None:
    page = kept.client.get(f"/explore/map?release={kept.first}&on=2020-06-01")
    assert f'data-release="{kept.first}"' in page.text
    gone = kept.client.get(f"/explore/map?release={NEVER}&on=2020-06-01")
    assert gone.status_code == 410
    assert gone.headers["content-type"].startswith("text/html")
    assert NEVER in gone.text
    assert 'href="/explore/map?on=2020-06-01"' in gone.text
    assert kept.client.get("/explore/map?release=yesterday").status_code == 400


def test_the_documentation_tells_it_wherever_it_is_read_and_nowhere_else(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    told = {
        path for path, operations in paths.items()
        if any(one["name"] == "release" for one in operations.get("get", {}).get("parameters", ()))
    }  # fmt: skip
    assert {"/control", "/events/counts", "/search", "/exports/{format}", "/actors/{id}", "/sparql"} <= told
    assert not any(path.startswith(("/ogc", "/reconcil")) for path in told)
    for path in told:
        assert "410" in paths[path]["get"]["responses"], path
    assert client.get("/healthz?release=0123456789abcdef").status_code == 400
