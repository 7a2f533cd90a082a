"""Addresses that are pinned to a release: what a reader shares shows the same after another build."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from browsing import browsing
from kg.build import build
from kg.server.routers.explore import VIEWS
from serving import Served, serving

pytestmark = pytest.mark.long
DATA = Path(__file__).parents[3] / "data"
WINDOW = "from=2024-11-27&to=2024-12-08&on=2024-12-04"


@dataclass(frozen=True)
class Rebuilt:
    """A server that was started with a first release; in the second, HTS has another name."""

    served: Served
    first: str
    second: str


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rebuilt]:
    folder = tmp_path_factory.mktemp("pinned")
    shutil.copytree(DATA, folder / "data")
    build([folder / "data"], folder / "store")
    with serving("--store", str(folder / "store")) as server:
        first = server.ask("/release").json["name"]
        registry = folder / "data" / "registry" / "actors.yaml"
        text = registry.read_text(encoding="utf-8")
        changed = text.replace("label: {en: Hayat Tahrir al-Sham,", "label: {en: Renamed since,", 1)
        assert changed != text
        registry.write_text(changed, encoding="utf-8")
        build([folder / "data"], folder / "store")
        second = server.ask("/release").json["name"]
        assert second != first
        yield Rebuilt(server, first, second)


def _drawn(page: Page) -> None:
    expect(page.locator(".said")).not_to_be_empty(timeout=20_000)
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("view", VIEWS)
def test_a_pinned_view_asks_its_release_alone_and_leads_to_the_current_one(rebuilt: Rebuilt, view: str) -> None:
    asked: list[str] = []
    with browsing(rebuilt.served.address, viewport={"width": 1280, "height": 900}) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"/explore/{view}?{WINDOW}&release={rebuilt.first}")
        _drawn(page)
        own = [url for url in asked if "/static" not in url]
        assert len(own) > 2
        assert [url for url in own if parse_qs(urlsplit(url).query).get("release") != [rebuilt.first]] == []
        assert "Renamed since" not in page.content()
        files = page.locator(".downloads a").all()
        assert files
        assert all(f"release={rebuilt.first}" in (one.get_attribute("href") or "") for one in files)
        for other in page.locator("a[data-view]").all():
            assert f"release={rebuilt.first}" in (other.get_attribute("href") or "")
        page.get_by_role("link", name="The same view of the current release").click()
        _drawn(page)
        assert "release=" not in page.url
        assert "on=2024-12-04" in page.url


def test_the_names_are_those_of_the_release(rebuilt: Rebuilt) -> None:
    with browsing(rebuilt.served.address, viewport={"width": 1280, "height": 900}) as page:
        for release, name in ((rebuilt.first, "Hayat Tahrir al-Sham"), (rebuilt.second, "Renamed since")):
            page.goto(f"/explore/network?{WINDOW}&release={release}&node=actors%2Fhts")
            side = page.get_by_role("complementary", name="Details")
            expect(side.get_by_role("heading", level=2)).to_have_text(name, timeout=20_000)


def test_the_link_that_is_copied_is_pinned_to_the_release_that_is_seen(rebuilt: Rebuilt) -> None:
    with browsing(rebuilt.served.address, permissions=["clipboard-read", "clipboard-write"]) as page:
        for query, release in (("", rebuilt.second), (f"&release={rebuilt.first}", rebuilt.first)):
            page.goto(f"/explore/map?{WINDOW}{query}")
            _drawn(page)
            page.get_by_role("button", name="Copy link").click()
            expect(page.get_by_text("Copied.")).to_be_visible()
            copied = parse_qs(urlsplit(page.evaluate("navigator.clipboard.readText()")).query)
            assert copied["release"] == [release]
            assert copied["on"] == ["2024-12-04"]


def test_a_view_of_a_release_that_is_gone_says_so(rebuilt: Rebuilt) -> None:
    with browsing(rebuilt.served.address) as page:
        answer = page.goto(f"/explore/map?{WINDOW}&release=0123456789abcdef")
        assert answer is not None
        assert answer.status == 410
        expect(page.get_by_role("alert")).to_contain_text("not here any more")
        page.get_by_role("link", name="The same view of the current release").click()
        _drawn(page)
