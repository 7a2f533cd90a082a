"""Look-ups as routes: forms, pages, caching, documentation, and what is said of what is wrong."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.lookups import Lookup
from kg.release import Release
from kg.server.routers.questions import QUESTIONS

LOOKUPS = [module.LOOKUP for module in QUESTIONS]
ADDRESSES = [lookup.path.replace("{id}", "red-front") for lookup in LOOKUPS]
BOTH = pytest.mark.parametrize("lookup", LOOKUPS, ids=lambda lookup: lookup.path)


def address(lookup: Lookup) -> str:
    return lookup.path.replace("{id}", "red-front")


@BOTH
def test_as_json(client: TestClient, release: Release, lookup: Lookup) -> None:
    answer = client.get(address(lookup), params={"limit": 500})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert "Accept" in answer.headers["vary"].split(", ")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-release"] == release.name
    body = answer.json()
    assert body["release"] == release.name
    assert body["next"] is None
    assert body["parameters"].pop("limit") == "500"
    assert body["parameters"] == ({"id": "red-front"} if "{id}" in lookup.path else {})
    assert body["records"]
    for record in body["records"]:
        assert list(record) == list(lookup.fields)


@BOTH
def test_as_csv(client: TestClient, lookup: Lookup) -> None:
    for asked in ({"format": "csv"}, {}):
        answer = client.get(address(lookup), params=asked, headers={"Accept": "text/csv"})
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        heading, *rows = csv.reader(io.StringIO(answer.text))
        assert heading == list(lookup.fields)
        assert len(rows) == len(client.get(address(lookup)).json()["records"])


@BOTH
def test_as_a_page(client: TestClient, lookup: Lookup) -> None:
    answer = client.get(address(lookup), headers={"Accept": "text/html,*/*;q=0.8"})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = answer.text
    assert lookup.summary in unescape(page)
    assert "<table>" in page
    fields = {name for name in lookup.parameters if f"{{{name}}}" not in lookup.path} - {"cursor"}
    assert set(re.findall(r'name="(\w+)"', page)) - {"format", "viewport"} == fields
    for link in sorted(
        set(re.findall(r'href="(/(?:actors|places|events|situations|claims|documents|codes)/[^"]+)"', page))
    )[:4]:
        assert client.get(unescape(link)).status_code == 200, link


def test_an_empty_page_says_that_no_evidence_is_not_a_no(client: TestClient) -> None:
    assert "No evidence, which is not a no." in client.get("/support?on=2040&format=html").text
    assert client.get("/support?on=2040").json()["records"] == []


@BOTH
def test_a_map_is_offered_where_there_are_places(client: TestClient, lookup: Lookup) -> None:
    answer = client.get(address(lookup), headers={"Accept": "application/geo+json"})
    if not lookup.places:
        assert answer.status_code == 406
        return
    assert answer.headers["content-type"] == "application/geo+json"
    features = answer.json()["features"]
    assert len(features) == len(client.get(address(lookup)).json()["records"])
    assert client.get(address(lookup), params={"format": "geojson"}).content == answer.content


@BOTH
def test_only_some_members(client: TestClient, lookup: Lookup) -> None:
    names = list(lookup.fields)[1:3]
    whole = client.get(address(lookup)).json()["records"]
    some = client.get(address(lookup), params={"fields": ",".join(names)}).json()["records"]
    assert some == [{name: record[name] for name in names} for record in whole]


@BOTH
def test_pages_by_their_links(client: TestClient, lookup: Lookup) -> None:
    whole = client.get(address(lookup), params={"limit": 500}).json()["records"]
    found: list[Any] = []
    following = address(lookup) + "?limit=1"
    while following:
        answer = client.get(following)
        body = answer.json()
        found += body["records"]
        following = body["next"]
        assert answer.headers.get("link") == (f'<{following}>; rel="next"' if following else None)
        assert len(body["records"]) == 1
    assert found == whole
    assert len(whole) >= 2


@BOTH
def test_who_has_an_answer_is_not_sent_it_again(client: TestClient, lookup: Lookup) -> None:
    first = client.get(address(lookup))
    again = client.get(address(lookup), headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    tags = {first.headers["etag"]}
    for other in ({"format": "csv"}, {"format": "html"}, {"limit": 3}, {"fields": next(iter(lookup.fields))}):
        tags.add(client.get(address(lookup), params=other).headers["etag"])
    assert len(tags) == 5


@BOTH
def test_it_is_documented(client: TestClient, lookup: Lookup) -> None:
    told = client.get("/openapi.json").json()["paths"][lookup.path]["get"]
    assert told["summary"] == lookup.summary
    parameters = {parameter["name"]: parameter for parameter in told["parameters"]}
    assert list(parameters) == [*lookup.parameters, "fields", "format", "release"]
    for name, parameter in parameters.items():
        assert parameter["description"]
        assert parameter["in"] == ("path" if f"{{{name}}}" in lookup.path else "query")
    for name, help_ in lookup.fields.items():
        assert f"- `{name}`: {help_}" in told["description"]
    example = told["responses"]["200"]["content"]["application/json"]["example"]
    (told_of,) = example["records"]  # the framework leaves out what is null
    assert told_of.keys() == {name for name, value in lookup.example.items() if value is not None}
    assert lookup.example.keys() <= lookup.fields.keys()
    assert set(told["responses"]) >= {"200", "304", "400", "404", "406", "410", "429", "503", "504"}


@BOTH
@pytest.mark.parametrize("form", ["json", "html"])
@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("limit=1000000", 400, "a whole number from 1 to 500"),
        ("limit=0", 400, "a whole number from 1 to 500"),
        ("cursor=x", 400, "no cursor of this server"),
        ("cursor=" + "A" * 9_000, 400, "too long"),
        ("nonsense=1", 400, "there is no such parameter here"),
        ("limt=1", 400, "limit"),
        ("limit=1&limit=2", 400, "given twice"),
        ("as_known_on=2030-02-30", 400, "a day, month or year"),
        ("as_known_on=%00", 400, "too long, or not printable"),
        ("fields=nothing", 400, "not a choice"),
    ],
)
def test_what_is_wrong(client: TestClient, lookup: Lookup, form: str, query: str, status: int, said: str) -> None:
    accept = {"json": "application/json", "html": "text/html"}[form]
    answer = client.get(f"{address(lookup)}?{query}", headers={"Accept": accept})
    assert answer.status_code == status
    assert said in unescape(answer.text)
    if form == "json":
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["parameter"]
    else:
        assert 'role="alert"' in answer.text


ODD = [
    "x" * 900, "a\x00b", "\u202egnp.exe", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'; DROP TABLE x --",
    "../../etc/passwd", "%2e%2e", "\U0001f4a3", "{{7*7}}", "actors/", "actors//x", "https://w3id.org/ckg/actors/nobody",
    "-1", "٣", "\ud7ff", "NaN",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD, ids=lambda text: ascii(text)[:20])
def test_odd_texts_are_refused_and_never_run(client: TestClient, text: str) -> None:
    for name in ("supporter", "on", "kind", "filter", "through", "cursor", text):
        for accept in ("application/json", "text/html"):
            asked = f"/support?{quote(name)}={quote(text)}"
            answer = client.get(asked, headers={"Accept": accept})
            assert 400 <= answer.status_code < 500, asked
            assert "\u202e" not in answer.text
            assert "x" * 201 not in answer.text
            if accept == "text/html":
                assert "<script>" not in answer.text
                assert "<img" not in answer.text
            else:  # no browser takes it for a page
                assert answer.headers["content-type"] == "application/problem+json"
                assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("actor", ["nobody", "places/alpha", "x" * 900, "%00", "%E2%80%AE", "<script>", "red front"])
def test_a_thing_in_the_address(client: TestClient, actor: str) -> None:
    answer = client.get(f"/actors/{actor}/neighbours")
    expected = {"red front": 200, "%00": 400, "%E2%80%AE": 400}
    assert answer.status_code == expected.get(actor, 404)
    assert "x" * 201 not in answer.text


def test_a_cursor_means_nothing_for_another_question(client: TestClient) -> None:
    following = client.get("/claims?limit=2").json()["next"]
    cursor = following.partition("cursor=")[2]
    assert client.get(f"/claims?limit=5&fields=id&cursor={cursor}").status_code == 200
    assert client.get(f"/claims?limit=2&format=csv&cursor={cursor}").status_code == 200
    for other in (f"/claims?modality=denied&cursor={cursor}", f"/disputes?cursor={cursor}"):
        answer = client.get(other)
        assert answer.status_code == 400
        assert "it belongs to another question" in answer.text


def test_a_name_is_as_good_as_an_id(client: TestClient) -> None:
    for name in ("red-front", "actors/red-front", "https://w3id.org/ckg/actors/red-front", "Red Front", "redd front"):
        body = client.get("/support", params={"supported": name}).json()
        assert [record["supported"]["id"] for record in body["records"]] == ["actors/red-front"]


@pytest.mark.long
@BOTH
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_asked_there_is_an_answer(client: TestClient, lookup: Lookup, data: st.DataObject) -> None:
    known = [name for name in (*lookup.parameters, "fields", "format") if f"{{{name}}}" not in lookup.path]
    texts = st.text(max_size=40) | st.sampled_from([*USUAL, *ODD, *lookup.fields])
    given = data.draw(st.dictionaries(st.sampled_from(known) | st.text(max_size=10), texts, max_size=4))
    pairs = {name: value for name, value in given.items() if _utf8(name) and _utf8(value)}
    answer = client.get(address(lookup), params=pairs)
    assert answer.status_code in {200, 400, 404, 406}, (pairs, answer.text)


USUAL = (
    "2030",
    "2030-01",
    "2030-01-09",
    "../2030",
    "red-front",
    "alpha",
    "denied",
    "Event",
    "standard",
    "csv",
    "html",
    "3",
)


def _utf8(text: str) -> bool:
    return text.encode(errors="ignore").decode() == text


def test_what_an_answer_says_beside_its_records(client: TestClient) -> None:
    body = client.get("/actors/red-front/neighbours?limit=1").json()
    assert list(body) == ["release", "parameters", "counts", "records", "next"]
