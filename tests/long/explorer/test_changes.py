"""The changes of the explorer, in a real browser: the list is what the look-up gives, and both days' holders stand below."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browsing import browsing, faults_of_access
from serving import Served

pytestmark = pytest.mark.long
WINDOW = "from=2024-11-27&to=2024-12-08"


def look(page: Page, parameters: str) -> None:
    page.goto(f"/explore/changes?{parameters}")
    page.locator(".changes > *").first.wait_for()


def changes(served: Served, parameters: str = WINDOW) -> list[dict[str, Any]]:
    answer = served.ask(f"/changes?{parameters}&limit=500").json
    assert answer.get("next") is None
    records: list[dict[str, Any]] = answer["records"]
    return records


def listed(page: Page) -> list[tuple[str, str]]:
    cards = page.locator(".change").all()
    return sorted((str(one.get_attribute("data-change")), str(one.get_attribute("data-fact"))) for one in cards)


def facts(records: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return sorted((one["change"], one["fact"]["id"]) for one in records)


@pytest.mark.parametrize("window", [WINDOW, "from=2024-12-05&to=2024-12-05", "from=1970-01-01&to=2025-12-31"])
def test_a_card_stands_for_each_change_and_tells_what_the_look_up_tells(
    page: Page, served: Served, window: str
) -> None:
    look(page, window)
    records = changes(served, window)
    assert listed(page) == facts(records)
    for one in records:
        card = page.locator(f".change[data-fact='{one['fact']['id']}'][data-change='{one['change']}']")
        things = [*one["places"], *one["takers"], *one["losers"], *(t for t in (one["one"], one["other"]) if t)]
        for thing in things:
            assert card.locator(f"h3 a[href='/{thing['id']}']").count() >= 1, (one["fact"], thing)
        assert card.locator("p strong").first.inner_text() == one["answer"]
        text = card.evaluate("e => e.textContent")
        for voice in one["voices"]:
            assert voice["gloss"] in text
            assert card.locator(f"a[href='/{voice['document']['id']}']").count() >= 1
        for extent in set(one["extents"]) - {"full"}:
            assert extent in text


def test_changes_stand_under_their_day(page: Page) -> None:
    look(page, WINDOW)
    groups = {
        group.locator("h2").inner_text(): group.locator(".change").count() for group in page.locator(".day-group").all()
    }
    assert groups["Thu 5 December 2024"] == 1
    assert groups["Sat 7 December 2024"] == 2
    assert groups["Between Wed 27 November 2024 and Sat 30 November 2024"] == 2


def test_the_first_line_sums_up(page: Page, served: Served) -> None:
    look(page, WINDOW)
    records = changes(served)
    taken = [one for one in records if one["change"] == "place taken"]
    places = {place["id"] for one in taken for place in one["places"]}
    said = page.locator(".said").inner_text()
    assert f"{len(taken)} takings of {len(places)} places" in said
    insurgents = sum(any(t["id"] == "actors/insurgents" for t in one["takers"]) for one in taken)
    assert f"Syrian insurgent coalition {insurgents}" in said
    assert f"{len(records) - len(taken)} change of sides" in said


def test_before_and_after_has_the_places_that_differ_and_no_others(page: Page, served: Served) -> None:
    look(page, WINDOW)

    def held(day: str) -> dict[str, set[tuple[str, str, bool]]]:
        found: dict[str, set[tuple[str, str, bool]]] = {}
        for one in served.ask(f"/control?on={day}&limit=500").json["records"]:
            mine = found.setdefault(one["place"]["id"], set())
            if one["holder"]:
                mine.add((one["holder"]["id"], one["answer"], one["standing"] == "contested"))
        return found

    before, after = held("2024-11-27"), held("2024-12-08")
    differ = {place for place in before.keys() | after.keys() if before.get(place, set()) != after.get(place, set())}
    rows = page.locator(".holders tr[data-place]").all()
    assert {row.get_attribute("data-place") for row in rows} == differ
    for row in rows:
        place = str(row.get_attribute("data-place"))
        for cell, held_by in zip(row.locator("td").all(), (before.get(place), after.get(place)), strict=True):
            text = cell.inner_text()
            assert ("no evidence" in text) == (not held_by)
            assert ("contested" in text) == any(contested for _, _, contested in held_by or ())
            for holder, _, _ in held_by or ():
                assert cell.locator(f"a[href='/{holder}']").count() >= 1


def test_other_days_and_filters_are_kept_in_the_address(page: Page, served: Served) -> None:
    look(page, WINDOW)
    page.get_by_label("Between", exact=True).fill("2024-12-05")
    page.wait_for_url("**from=2024-12-05**")
    page.get_by_role("button", name="Places", exact=True).click()
    page.wait_for_url("**what=places**")
    actor = page.get_by_label("Actor", exact=True).and_(page.locator("input"))
    actor.press_sequentially("druze")
    name = "Druze groups in Suwayda"
    page.locator(f"#actor-names option[value='{name}']").wait_for(state="attached")
    actor.fill(name)
    page.wait_for_url("**actor=actors%2F**")
    wanted = page.url.split("?")[1]
    (only,) = changes(served, "from=2024-12-05&to=2024-12-08&what=places&actor=" + name.replace(" ", "%20"))
    expect(page.locator(".change")).to_have_count(1)
    assert listed(page) == facts([only])
    expect(page.locator(".holders tr[data-place]")).to_have_count(1)
    look(page, wanted)
    expect(actor).to_have_value(name)
    expect(page.get_by_role("button", name="Places", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("Between", exact=True)).to_have_value("2024-12-05")
    assert listed(page) == facts([only])


def test_a_first_day_after_the_last_takes_it_along(page: Page) -> None:
    look(page, "from=2024-12-01&to=2024-12-03")
    page.get_by_label("Between", exact=True).fill("2024-12-06")
    page.wait_for_url("**from=2024-12-06&to=2024-12-06**")
    expect(page.get_by_label("and", exact=True)).to_have_value("2024-12-06")


def test_nothing_known_is_not_said_to_be_nothing(page: Page, served: Served) -> None:
    look(page, "from=2010-01-01&to=2010-01-02&what=places")
    assert changes(served, "from=2010-01-01&to=2010-01-02&what=places") == []
    expect(page.get_by_text("which is not to say that nothing did")).to_be_visible()


def test_more_statements_open_by_keyboard(page: Page) -> None:
    look(page, WINDOW)
    summary = page.locator(".change[data-fact='events/capture-hama-2024'] summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("HTS took Hama from the Syrian army on Thursday 5 December.")).to_be_visible()


def test_what_is_shown_can_be_taken_away(page: Page, served: Served) -> None:
    look(page, f"{WINDOW}&what=places")
    links = {link.inner_text(): link.get_attribute("href") or "" for link in page.locator(".downloads a").all()}
    for label in ("CSV", "JSON", "table"):
        assert "what=places" in links[label]
    for address in links.values():
        answer = served.ask(address)
        assert answer.status == 200
        assert "Hama" in answer.text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [390, 1280])
def test_everybody_can_use_it_and_nothing_scrolls_sideways(served: Served, size: int, scheme: str) -> None:
    with browsing(served.address, viewport={"width": size, "height": 844}, color_scheme=scheme) as page:
        look(page, WINDOW)
        assert faults_of_access(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_a_hostile_name_stays_text(hostile: tuple[Served, str]) -> None:
    server, name = hostile
    with browsing(server.address) as page:
        look(page, WINDOW)
        expect(page.locator(".change[data-fact='events/capture-hama-2024'] h3")).to_contain_text(name)
        assert page.locator("img[src=x]").count() == 0
