"""The map of the explorer, and what all its views have in common, in a real browser."""

from __future__ import annotations

import json
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from browsing import browsing, faults_of_access
from serving import Served, serving

pytestmark = pytest.mark.long


def look(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".place-mark, .event-mark").first.wait_for()


def control(served: Served, day: str) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = served.ask(f"/control?on={day}&limit=500").json["records"]
    return records


@pytest.mark.parametrize("day", ["2024-11-30", "2024-12-05", "2024-12-08"])
def test_a_mark_stands_for_each_place_and_says_who_held_it(page: Page, served: Served, day: str) -> None:
    look(page, f"/explore/map?on={day}")
    records = [one for one in control(served, day) if one["lat"] is not None]
    titles = [mark.get_attribute("title") or "" for mark in page.locator(".place-mark").all()]
    assert {title.split(":")[0] for title in titles} == {one["place"]["name"] for one in records}
    assert len(titles) == len({one["place"]["id"] for one in records})
    for title in titles:
        mine = [one for one in records if one["place"]["name"] == title.split(":")[0]]
        assert ("contested" in title) == any(one["standing"] == "contested" for one in mine)
        assert ("no evidence" in title) == all(one["holder"] is None for one in mine)
        assert all(one["holder"]["name"] in title for one in mine if one["holder"])
    contested = {one["place"]["id"] for one in records if one["standing"] == "contested"}
    assert page.locator(".place-mark .ring.contested").count() == len(contested)


def test_the_arrow_keys_step_through_the_days_and_the_address_says_so(page: Page) -> None:
    look(page, "/explore/map?on=2024-12-04")
    slider = page.get_by_role("slider", name="Day")
    slider.press("ArrowRight")
    page.wait_for_url("**on=2024-12-05**")
    expect(page.get_by_role("status").filter(has_text="5 December 2024")).to_be_visible()
    assert slider.get_attribute("aria-valuetext") == "Thu 5 December 2024"
    slider.press("End")
    page.wait_for_url("**on=2024-12-08**")
    slider.press("PageDown")
    page.wait_for_url("**on=2024-12-01**")
    # the other views are led to with the same day
    assert "on=2024-12-01" in (page.get_by_role("link", name="Timeline").get_attribute("href") or "")


def test_a_place_is_chosen_by_keyboard_and_its_voices_stand_beside_it(page: Page, served: Served) -> None:
    look(page, "/explore/map?on=2024-12-05")
    page.locator(".place-mark[title^=Hama]").focus()
    page.keyboard.press("Enter")
    side = page.get_by_role("complementary", name="Details")
    expect(side.get_by_role("heading", name="Hama", level=2)).to_be_visible()
    (army,) = [
        one
        for one in control(served, "2024-12-05")
        if (one["place"]["id"], (one["holder"] or {}).get("id")) == ("places/hama", "actors/syrian-army")
    ]
    for voice in army["voices"]:
        assert voice["gloss"] in side.inner_text()
        assert side.locator(f"a[href='/{voice['claim']}']").count() >= 1
    address = page.url
    assert "place=places%2Fhama" in address
    page.goto(address)
    expect(side.get_by_role("heading", name="Hama", level=2)).to_be_visible()


def test_the_day_is_played_and_paused(page: Page) -> None:
    look(page, "/explore/map?on=2024-12-01")
    page.get_by_role("button", name="Play").click()
    page.wait_for_url("**on=2024-12-03**")
    page.get_by_role("button", name="Pause").click()
    page.wait_for_timeout(1200)
    stopped = page.url
    page.wait_for_timeout(1500)
    assert page.url == stopped


def test_the_window_is_brushed(page: Page) -> None:
    look(page, "/explore/map")
    box = page.locator("svg.overview").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 9)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + 9)
    page.mouse.up()
    found = re.search(r"from=(\d{4})-.*to=(\d{4})-", page.url)
    assert found
    assert 2005 < int(found[1]) < int(found[2]) < 2024
    page.get_by_role("button", name="Main period").click()
    expect(page).not_to_have_url(re.compile("from="))


def test_names_on_the_map_do_not_cover_each_other(page: Page) -> None:
    look(page, "/explore/map?on=2024-12-08")
    page.wait_for_timeout(300)
    boxes = [name.bounding_box() for name in page.locator(".place-name:not([data-side=hidden])").all()]
    assert len(boxes) > 5
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            assert one
            assert other
            apart = (
                one["x"] + one["width"] <= other["x"] + 1 or other["x"] + other["width"] <= one["x"] + 1
                or one["y"] + one["height"] <= other["y"] + 1 or other["y"] + other["height"] <= one["y"] + 1
            )  # fmt: skip
            assert apart, (one, other)


def test_what_is_shown_can_be_taken_away(page: Page, served: Served) -> None:
    look(page, "/explore/map?on=2024-12-05")
    for link in page.locator(".downloads a").all():
        answer = served.ask(link.get_attribute("href") or "")
        assert answer.status == 200
        assert len(answer.body) > 100
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    release = served.ask("/release").json["name"]
    assert copied.startswith(f"{served.address}/explore/map?on=2024-12-05")
    assert f"release={release}" in copied


def test_a_frame_of_another_site_may_hold_it_embedded_and_not_otherwise(served: Served) -> None:
    embedded = served.ask("/explore/map?embed=true")
    assert "frame-ancestors *" in embedded.headers["content-security-policy"]
    policy = served.ask("/explore/map").headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_can_use_it_and_nothing_scrolls_sideways(served: Served, width: int, scheme: str) -> None:
    with browsing(served.address, viewport={"width": width, "height": 844}, color_scheme=scheme) as page:
        look(page, "/explore/map?on=2024-12-05")
        assert faults_of_access(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_without_scripts_it_leads_to_the_table(served: Served) -> None:
    with browsing(served.address, java_script_enabled=False) as page:
        page.goto("/explore/map")
        page.get_by_role("link", name="The same as a table").click()
        page.wait_for_url("**/control?format=html")


def test_a_server_that_does_not_answer_is_told(page: Page) -> None:
    look(page, "/explore/map?on=2024-12-04")
    page.route(
        "**/control?on=2024-12-01*",
        lambda route: route.fulfill(
            status=429, content_type="application/problem+json", body=json.dumps({"detail": "there is no release"})
        ),
    )
    page.get_by_label("Day", exact=True).first.fill("2024-12-01")
    expect(page.get_by_role("status").filter(has_text="there is no release")).to_be_visible()


def test_a_hostile_name_stays_text(hostile: tuple[Served, str]) -> None:
    server, name = hostile
    with browsing(server.address) as page:
        look(page, "/explore/map?on=2024-12-05&place=places%2Fhama")
        expect(page.get_by_role("complementary").get_by_role("heading", level=2)).to_have_text(name)
        assert page.locator("img[src=x]").count() == 0


def test_tiles_are_fetched_from_where_they_are_set_and_nowhere_else(tmp_path: Path) -> None:
    asked: list[str] = []

    class Tiles(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/svg+xml")
            self.end_headers()
            self.wfile.write(b'<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"/>')

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Tiles) as tiles:
        Thread(target=tiles.serve_forever, daemon=True).start()
        source = f"http://127.0.0.1:{tiles.server_port}"
        settings = {"CKG_TILES": source + "/{z}/{x}/{y}.svg", "CKG_TILES_CREDIT": "<i>Mapmakers</i>"}
        with (
            serving("--store", str(tmp_path), **settings) as server,
            browsing(server.address, others=(source,)) as page,
        ):
            look(page, "/explore/map?on=2024-12-05")
            page.locator("img.leaflet-tile-loaded").first.wait_for()
            expect(page.locator(".leaflet-control-attribution")).to_contain_text("<i>Mapmakers</i>")
        tiles.shutdown()
    assert all(re.fullmatch(r"/\d+/\d+/\d+\.svg", path) for path in asked)
    assert asked


def test_what_is_bundled_is_small_and_its_licences_are_told(served: Served) -> None:
    made = served.ask("/static/app/manifest.json").json
    assert made["compressed"] < 300_000
    assert made["pages"]["map"]["compressed"] < 100_000
    with urlopen(served.address + "/static/app/licences.txt") as answer:
        text = answer.read().decode()
    for name in ("leaflet 1", "topojson-client 3", "world-atlas 2"):
        assert name in text
