"""The route of search: its forms, its manners, and what it says of what is wrong."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.parse import quote

import jsonschema
import pytest
from fastapi.testclient import TestClient

from kg.release import Release
from kg.search.records import FIELDS

SEARCH = "/search"


def ask(client: TestClient, name: str, **more: str) -> Any:
    answer = client.get(SEARCH, params={"q": name, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_search_as_json(client: TestClient, release: Release) -> None:
    answer = client.get(SEARCH, params={"q": "redd front"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["vary"].startswith("Accept")
    assert answer.headers["access-control-allow-origin"] == "*"
    body = answer.json()
    assert body["release"] == answer.headers["x-release"] == release.name
    assert body["parameters"] == {"q": "redd front"}
    assert body["records"][0] == {
        "id": "actors/red-front",
        "name": "Red Front",
        "class": "Group",
        "kind": {"id": "codes/actor-kind/rebel", "name": "rebel group"},
        "matched": "Redd Front",
        "score": 0.98,
        "confident": True,
        "reasons": ["misspelling on record"],
        "href": "/actors/red-front",
    }
    assert client.get(body["records"][0]["href"]).status_code == 200
    assert body["nearest"] == []


@pytest.mark.parametrize(
    ("name", "id_", "class_", "kind"),
    [
        ("Alphaville", "places/alpha", "Place", "codes/place-kind/town"),
        ("الجبهة الحمراء", "actors/red-front", "Group", "codes/actor-kind/rebel"),
        ("الجبهه الحمرا", "actors/red-front", "Group", "codes/actor-kind/rebel"),
        ("Captain Okre", "actors/captain-ochre", "Person", "codes/actor-kind/leader"),
        ("Northland war", "events/northland-war", "Event", None),
        ("Greenland supports Red Front", "situations/support-greenland-red-front", "Support", "codes/support-type/"),
        ("\u200fred\u00ad front\u200e", "actors/red-front", "Group", "codes/actor-kind/rebel"),
    ],
)
def test_each_thing_with_its_class_and_kind(
    client: TestClient, name: str, id_: str, class_: str, kind: str | None
) -> None:
    first = ask(client, name)["records"][0]
    assert (first["id"], first["class"]) == (id_, class_)
    assert (first["kind"] or {"id": ""})["id"].startswith(kind or "")
    assert first["href"] == f"/{id_}"


def test_kinds_limit_and_typing(client: TestClient) -> None:
    assert {one["id"].split("/")[0] for one in ask(client, "alpha", kind="places,events")["records"]} == {
        "places",
        "events",
    }
    assert [one["id"] for one in ask(client, "alpha", kind="places")["records"]] == ["places/alpha"]
    assert len(ask(client, "alpha", limit="2")["records"]) == 2
    typed = ask(client, "bl", typing="true", kind="actors")["records"]
    assert {one["id"] for one in typed} == {"actors/blue-government", "actors/blue-army"}
    assert not any(one["confident"] for one in typed)
    assert ask(client, "bl", kind="actors")["records"] == []


def test_nothing_found_is_an_answer_and_tells_the_nearest(client: TestClient) -> None:
    body = ask(client, "Alpa")
    assert body["records"] == []
    assert body["nearest"][0]["id"] == "places/alpha"
    assert body["nearest"][0]["confident"] is False
    nothing = ask(client, "qqqqq")
    assert nothing["records"] == nothing["nearest"] == []
    assert ask(client, "—")["records"] == []
    assert ask(client, "q" * 200)["records"] == []


def test_a_search_as_csv(client: TestClient) -> None:
    answer = client.get(SEARCH, params={"q": "alpha", "limit": "3"}, headers={"Accept": "text/csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert list(rows[0]) == list(FIELDS)
    assert len(rows) == 3
    assert rows[0]["id"] == "places/alpha"
    assert rows[0]["kind"] == "codes/place-kind/town"
    assert rows[0]["reasons"] == "whole name"
    assert client.get(SEARCH + "?q=qqqqq&format=csv").text == ",".join(FIELDS) + "\r\n"


def test_a_search_as_a_page(client: TestClient) -> None:
    form = client.get(SEARCH, headers={"Accept": "text/html"})
    assert form.status_code == 200
    assert 'name="q"' in form.text
    page = client.get(SEARCH + "?q=Red+Front&format=html&kind=actors&typing=true")
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "<script" not in page.text
    assert "style=" not in page.text
    assert '<a href="/actors/red-front">Red Front</a>' in page.text
    assert '<a href="/codes/actor-kind/rebel">' in page.text
    assert 'value="Red Front"' in page.text
    assert "<option selected>actors</option>" in page.text
    assert "whole name" in page.text
    assert "Only spelt much alike" in client.get(SEARCH + "?q=Alpa&format=html").text


def test_a_page_says_what_is_wrong_beside_the_form(client: TestClient) -> None:
    for query, status in (("q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", 200), ("q=a%00b", 400), ("q=a&limit=x", 400)):
        page = client.get(f"{SEARCH}?{query}&format=html")
        assert page.status_code == status
        assert "<script" not in page.text
        assert 'name="q"' in page.text
        assert ('role="alert"' in page.text) == (status == 400)
    assert "\u202e" not in client.get(f"{SEARCH}?q=a%E2%80%AEb&format=html").text


@pytest.mark.parametrize(
    ("query", "facts"),
    [
        ("", {"parameter": "q", "expected": "for example Al Jolaini"}),
        ("q=", {"parameter": "q"}),
        ("q=%20", {"parameter": "q"}),
        ("q=a&q=b", {"parameter": "q"}),
        ("q=" + "a" * 201, {"parameter": "q", "expected": "up to 200"}),
        ("q=" + "a" * 10_000, {"parameter": "q", "arrived": "a" * 200}),
        ("q=a%00b", {"parameter": "q", "arrived": "a\ufffdb"}),
        ("q=a%0Ab", {"parameter": "q"}),
        ("q=a%1B%5B31mb", {"parameter": "q"}),
        ("q=" + quote("a\u202eb"), {"parameter": "q", "arrived": "a\ufffdb"}),
        ("q=" + quote("a\u2066b"), {"parameter": "q"}),
        ("q=a&limit=1000000", {"parameter": "limit", "expected": "a whole number from 1 to 100"}),
        ("q=a&limit=101", {"parameter": "limit"}),
        ("q=a&limit=0", {"parameter": "limit"}),
        ("q=a&limit=-1", {"parameter": "limit"}),
        ("q=a&kind=acters", {"parameter": "kind", "expected": "actors"}),
        ("q=a&typing=maybe", {"parameter": "typing"}),
        ("q=a&knd=actors", {"parameter": "knd", "detail": "kind"}),
        ("name=a", {"parameter": "name"}),
        ("q=a&format=pdf", {"parameter": "format"}),
    ],
)
def test_what_is_wrong_is_told(client: TestClient, query: str, facts: dict[str, str]) -> None:
    answer = client.get(f"{SEARCH}?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    for name, text in facts.items():
        assert text in body[name]
    assert max(len(str(value)) for value in body.values()) < 400


def test_bytes_that_are_no_text_and_forms_that_are_not_offered(client: TestClient) -> None:
    assert client.get(SEARCH + "?q=%ff%fe").status_code == 200  # the framework reads marks of replacement
    assert client.get(SEARCH + "?q=a", headers={"Accept": "image/png"}).status_code == 406


def test_the_etag_is_of_the_release_and_the_question(client: TestClient, release: Release) -> None:
    tag = client.get(SEARCH + "?q=alpha").headers["etag"]
    assert release.name in tag
    again = client.get(SEARCH + "?q=alpha", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == tag
    for other in ("?q=beta", "?q=alpha&limit=3", "?q=alpha&format=csv"):
        assert client.get(SEARCH + other, headers={"If-None-Match": tag}).status_code == 200


def test_the_documentation_holds(client: TestClient) -> None:
    operation = client.get("/openapi.json").json()["paths"][SEARCH]["get"]
    assert {one["name"] for one in operation["parameters"]} == {"q", "kind", "limit", "typing", "format", "release"}
    assert all(one["description"] and "example" in one for one in operation["parameters"] if one["name"] != "release")
    assert {"200", "304", "400", "406"} <= operation["responses"].keys()
    content = operation["responses"]["200"]["content"]
    assert {"application/json", "text/csv", "text/html"} == content.keys()
    schema = content["application/json"]["schema"]
    jsonschema.validate(content["application/json"]["example"], schema)
    for name in ("alpha", "Alpa", "Northland war", "qqqqq", "الجبهة"):
        body = ask(client, name)
        jsonschema.validate(body, schema)
        for record in body["records"]:
            assert record.keys() == FIELDS.keys()
