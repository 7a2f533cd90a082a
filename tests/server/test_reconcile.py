"""The reconciliation service through its own addresses: both versions, their schemas, limits and bad input."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from fastapi.testclient import TestClient

from kg.reconciliation.answers import NewResults, OldResult
from kg.reconciliation.asked import BATCH, BODY, ENTITIES
from kg.reconciliation.models import schema_of
from kg.release import Release
from reconciliation.protocol import NEW, OLD, VERSIONS, check, examples, schema
from serving import Served

ROOT = "/reconcile"
DRAFT = "/reconcile/1.0-draft"
ORIGIN = {"Origin": "http://127.0.0.1:3333"}
HOSTILE = '"><script>alert(1)</script>'


def asking(client: TestClient, **queries: Any) -> Any:
    answer = client.post(ROOT, data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    return answer.json()


def matching(client: TestClient, *queries: Any, root: str = ROOT) -> Any:
    answer = client.post(f"{root}/match", json={"queries": queries})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_batch_of_version_0_2_as_openrefine_sends_it(client: TestClient) -> None:
    query = {"query": "Red Front", "type": "Actor", "type_strict": "should", "limit": 3}
    body = asking(client, q0=query, q1={**query, "query": "Alfa"}, q2={"query": "Greenland"})
    check(OLD, "reconciliation-result-batch", body)
    assert list(body) == ["q0", "q1", "q2"]
    best = body["q0"]["result"][0]
    assert (best["id"], best["name"], best["match"]) == ("actors/red-front", "Red Front", True)
    assert {"id": "codes/actor-kind/rebel", "name": "Rebel group"} in best["type"]
    asked_in_the_address = client.get(ROOT, params={"queries": json.dumps({"q0": query})})
    assert asked_in_the_address.json() == {"q0": body["q0"]}


def test_a_batch_of_version_1_0_and_the_same_scores(client: TestClient) -> None:
    queries = [
        {"type": "Actor", "limit": 3, "conditions": [{"matchType": "name", "propertyValue": name}]}
        for name in ("Red Front", "Nobody of that name")
    ]
    body = matching(client, *queries)
    check(NEW, "reconciliation-result-batch", body)
    assert body == matching(client, *queries, root=DRAFT)
    assert body == client.post(ROOT, json={"queries": queries}).json()
    found = body["results"][0]["candidates"]
    assert found == asking(client, q={"query": "Red Front", "type": "Actor", "limit": 3})["q"]["result"]
    assert body["results"][1] == {"candidates": []}


@pytest.mark.parametrize("version", VERSIONS)
def test_the_examples_of_the_specification_are_answered_or_refused(client: TestClient, version: str) -> None:
    for example in examples(version, "reconciliation-query-batch"):
        if version == OLD:
            answer = client.post(ROOT, data={"queries": json.dumps(example.data)})
        else:
            answer = client.post(f"{ROOT}/match", json=example.data)
        assert answer.status_code == (200 if example.valid else 400), example.name
        if example.valid:
            check(version, "reconciliation-result-batch", answer.json())
        else:
            assert answer.headers["content-type"] == "application/problem+json"
    for example in examples(version, "data-extension-query"):
        if version == OLD:
            answer = client.post(ROOT, data={"extend": json.dumps(example.data)})
        else:
            answer = client.post(f"{ROOT}/extend", json=example.data)
        check(version, "data-extension-response", answer.json())
    for example in examples(version, "reconciliation-result-batch"):
        assert schema(version, "reconciliation-result-batch").is_valid(example.data) == example.valid, example.name


def test_manifests(client: TestClient) -> None:
    old, new = client.get(ROOT).json(), client.get(DRAFT).json()
    check(OLD, "manifest", old)
    check(NEW, "manifest", new)
    assert old["identifierSpace"] == "https://w3id.org/ckg/"
    assert old["versions"] == new["versions"] == [OLD, NEW]
    assert old["batchSize"] == new["batchSize"] == BATCH


def test_every_address_of_the_manifest_leads_somewhere(client: TestClient) -> None:
    manifest = client.get(ROOT).json()
    host = str(client.base_url)

    def here(address: str) -> str:
        assert address.startswith(host)
        return address.removeprefix(host)

    found = asking(client, q={"query": "Alpha", "type": "Place"})["q"]["result"][0]["id"]
    once = quote(found, safe="")  # as the specification wants it of clients
    for template in (manifest["view"]["url"], manifest["preview"]["url"]):
        assert "Alpha" in client.get(here(template).replace("{{id}}", once)).text
    for address in (
        manifest["logo"],
        manifest["documentation"],
        manifest["feature_view"]["url"].replace("{{id}}", "nameScore"),
    ):
        assert client.get(here(address)).status_code == 200
    for what, one in {"entity": found, "property": "within", "type": "Place"}.items():
        service = manifest["suggest"][what]
        answer = client.get(here(service["service_url"] + service["service_path"]), params={"prefix": one})
        assert answer.json()["result"][0]["id"] == one
        flyout = here(service["flyout_service_url"] + service["flyout_service_path"]).replace(
            "${id}", quote(one, safe="")
        )
        shown = client.get(flyout).json()
        assert shown["id"] == one
        assert answer.json()["result"][0]["name"] in shown["html"]
    proposing = manifest["extend"]["propose_properties"]
    proposed = client.get(
        here(proposing["service_url"] + proposing["service_path"]), params={"type": "Place", "limit": 3}
    )
    assert len(proposed.json()["properties"]) == 3
    draft = client.get(DRAFT).json()
    assert "Alpha" in client.get(here(draft["view"]["url"]).replace("{+id}", found)).text
    for path in ("preview?id=places/alpha", "suggest/entity?prefix=Alpha", "suggest/type?prefix=", "suggest/property?prefix=",
                 "extend/propose?type=Place"):  # fmt: skip
        assert client.get(f"{DRAFT}/{path}").status_code == 200


def test_the_view_of_an_id_works_on_a_real_server(served: Served) -> None:
    assert served.ask("/actors%2Fred-front").json["id"].endswith("actors/red-front")
    preview = served.ask("/reconcile/preview?id=actors%2Fred-front")
    assert "Red Front" in preview.text


def test_suggestions(client: TestClient) -> None:
    for version, root in ((OLD, ROOT), (NEW, DRAFT)):
        entities = client.get(f"{root}/suggest/entity", params={"prefix": "al", "type": "Place"}).json()
        check(version, "suggest-entities-response", entities)
        assert [one["id"] for one in entities["result"]] == ["places/alpha"]
        types = client.get(f"{root}/suggest/type", params={"prefix": "pla", "type": "", "cursor": ""}).json()
        check(version, "suggest-types-response", types)
        assert types["result"][0]["id"] == "Place"
        properties = client.get(
            f"{root}/suggest/property", params={"prefix": "", "schema": "Document", "limit": 100}
        ).json()
        check(version, "suggest-properties-response", properties)
        assert [one["id"] for one in properties["result"]] == ["id", "name", "date", "publisher", "language"]
        proposed = client.get(f"{root}/extend/propose", params={"type": "Place"}).json()
        check(version, "data-extension-property-proposal", proposed)
    skipped = client.get(f"{ROOT}/suggest/type", params={"prefix": "", "cursor": 1, "limit": 1}).json()
    assert [one["id"] for one in skipped["result"]] == ["Group"]
    # what a client sends beside is let pass
    assert client.get(f"{ROOT}/suggest/type?prefix=pla&type_strict=any&spell=always&_=1").json() == types


def test_data_extension(client: TestClient) -> None:
    asked = {"ids": ["places/alpha"], "properties": [{"id": "lat"}, {"id": "within", "settings": {"limit": "1"}}]}
    old = client.post(ROOT, data={"extend": json.dumps(asked)}).json()
    check(OLD, "data-extension-response", old)
    assert old["rows"]["places/alpha"]["lat"] == [{"float": 10.5}]
    assert old == client.get(ROOT, params={"extend": json.dumps(asked)}).json()
    new = client.post(f"{ROOT}/extend", json=asked).json()
    check(NEW, "data-extension-response", new)
    assert new["rows"][0]["properties"][1]["values"] == [{"id": "places/northland", "name": "Northland"}]


def test_a_preview_may_be_framed_and_runs_nothing(client: TestClient) -> None:
    answer = client.get(f"{ROOT}/preview", params={"id": "places/alpha"})
    assert answer.headers["content-type"].startswith("text/html")
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy["frame-ancestors"] == "*"
    assert policy["default-src"] == "'none'"
    assert "script-src" not in policy
    assert "x-frame-options" not in answer.headers
    assert "<script" not in answer.text
    assert "Town, Northland" in answer.text
    assert client.get(f"{ROOT}/preview?id=places/alfa").json()["nearest"][0] == "places/alpha"
    assert client.get(f"{ROOT}/preview?id=claims/x").status_code == 404
    assert client.get(f"{ROOT}/preview").json()["parameter"] == "id"


def test_the_page_that_explains_it(client: TestClient) -> None:
    page = client.get("/reconcile/help")
    assert page.status_code == 200
    assert f"<code>{client.base_url}/reconcile</code>" in page.text
    for anchor in ("nameScore", "within", "date"):
        assert f'id="{anchor}"' in page.text
    assert "<script" not in page.text
    hostile = client.get("/reconcile/help", headers={"Host": 'x"><script>alert(1)</script>'})
    assert "<script" not in hostile.text


def test_jsonp_calls_a_function_and_nothing_else(client: TestClient) -> None:
    query = json.dumps({"</script>\u2028": {"query": "Alpha"}})
    answer = client.get(ROOT, params={"queries": query, "callback": "jQuery.x_1", "_": "17"})
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    called = re.fullmatch(r"/\*\*/jQuery\.x_1\((.*)\);", answer.text)
    assert called
    assert json.loads(called[1]) == client.get(ROOT, params={"queries": query}).json()
    assert "<" not in answer.text
    assert answer.text.isascii()
    for path in ("", "/suggest/type?prefix=a", "/suggest/property?prefix=a", "/suggest/entity?prefix=a",
                 "/extend/propose?type=Place", "/flyout/type?id=Place"):  # fmt: skip
        joint = "&" if "?" in path else "?"
        assert client.get(f"{ROOT}{path}{joint}callback=f").text.startswith("/**/f({")
        for name in ("alert(1)", "f;g", "f\n", "a b", "", "1f", "f.", "f[0]", "é", "x" * 101, "f/**/", HOSTILE):
            wrong = client.get(f"{ROOT}{path}{joint}callback={quote(name)}")
            assert wrong.status_code == 400, name
            assert wrong.headers["content-type"] == "application/problem+json"
    # version 1.0 has none
    assert client.get(f"{DRAFT}?callback=f").status_code == 400
    assert client.get(f"{DRAFT}/suggest/type?prefix=a&callback=f").headers["content-type"] == "application/json"


def test_pages_of_other_sites_may_ask(client: TestClient) -> None:
    answers = [
        client.get(ROOT, headers=ORIGIN),
        client.post(ROOT, data={"queries": "{}"}, headers=ORIGIN),
        client.post(ROOT, data={"queries": "{"}, headers=ORIGIN),
        client.post(f"{DRAFT}/match", json={"queries": []}, headers=ORIGIN),
        client.get(f"{ROOT}/suggest/entity?prefix=Alpha", headers=ORIGIN),
        client.get(f"{ROOT}/preview?id=nothing", headers=ORIGIN),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 400, 200, 200, 404]
    assert {answer.headers["access-control-allow-origin"] for answer in answers} == {"*"}
    for path in (f"{ROOT}/match", f"{DRAFT}/match", f"{ROOT}/extend", ROOT):
        asked = {**ORIGIN, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        preflight = client.options(path, headers=asked)
        assert preflight.is_success
        assert preflight.headers["access-control-allow-origin"] == "*"
        assert "POST" in preflight.headers["access-control-allow-methods"]
        assert "content-type" in preflight.headers["access-control-allow-headers"].lower()


def test_answers_tell_the_release(client: TestClient, release: Release) -> None:
    answers = [
        client.get(ROOT),
        client.post(ROOT, data={"queries": "{}"}),
        client.post(f"{ROOT}/match", json={"queries": []}),
        client.post(f"{ROOT}/extend", json={"ids": [], "properties": []}),
    ]
    assert {answer.headers["x-release"] for answer in answers} == {release.name}


def test_what_is_known_already_is_not_sent_again(client: TestClient, release: Release) -> None:
    for path in (
        ROOT,
        DRAFT,
        f"{ROOT}/suggest/entity?prefix=Alpha",
        f"{ROOT}?queries={quote(json.dumps({'q': {'query': 'Alpha'}}))}",
    ):
        first = client.get(path)
        assert release.name in first.headers["etag"]
        again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    elsewhere = client.get(
        ROOT, headers={"Host": "elsewhere.example", "If-None-Match": client.get(ROOT).headers["etag"]}
    )
    assert elsewhere.json()["view"]["url"] == "http://elsewhere.example/{{id}}"


FORM = "application/x-www-form-urlencoded"
BAD: list[tuple[str, Mapping[str, Any], int]] = [
    (ROOT, {"content": "", "headers": {"Content-Type": FORM}}, 400),
    (ROOT, {"content": "queries=%7B", "headers": {"Content-Type": FORM}}, 400),
    (ROOT, {"content": "queries=%ff", "headers": {"Content-Type": FORM}}, 400),
    (ROOT, {"content": "queries=%7B%7D&queries=%7B%7D", "headers": {"Content-Type": FORM}}, 400),
    (ROOT, {"content": "queries=%7B%7D&extend=%7B%7D", "headers": {"Content-Type": FORM}}, 400),
    (ROOT, {"content": "querys=%7B%7D", "headers": {"Content-Type": FORM}}, 400),
    (ROOT, {"content": "extend=%5B%5D", "headers": {"Content-Type": FORM}}, 400),
    (ROOT, {"content": "&".join(f"a{n}=" for n in range(2000)), "headers": {"Content-Type": FORM}}, 400),
    (ROOT, {"content": "queries=" + "x" * BODY, "headers": {"Content-Type": FORM}}, 413),
    (ROOT, {"content": "{}", "headers": {"Content-Type": "text/plain"}}, 415),
    (ROOT, {"content": "{}", "headers": {"Content-Type": "multipart/form-data; boundary=x"}}, 415),
    (ROOT, {"content": b"\x1f\x8b", "headers": {"Content-Type": "application/json", "Content-Encoding": "gzip"}}, 415),
    (ROOT, {"json": {"q0": {"query": "Alpha"}}}, 400),
    (f"{ROOT}/match", {"data": {"queries": "{}"}}, 415),
    (f"{ROOT}/match", {"json": []}, 400),
    (f"{ROOT}/match", {"content": b"\xff", "headers": {"Content-Type": "application/json"}}, 400),
    (f"{ROOT}/match", {"content": "[" * 50_000, "headers": {"Content-Type": "application/json"}}, 400),
    (f"{ROOT}/match", {"content": " " * (BODY + 1), "headers": {"Content-Type": "application/json"}}, 413),
    (f"{ROOT}/match", {"json": {"queries": [{"conditions": [{"matchType": "name", "propertyValue": "x"}]}] * (BATCH + 1)}}, 413),
    (f"{ROOT}/extend", {"json": {"ids": ["places/alpha"]}}, 400),
    (f"{ROOT}/extend", {"json": {"ids": ["x"] * (ENTITIES + 1), "properties": []}}, 413),
    (f"{ROOT}/extend", {"json": {"ids": ["\u0000"], "properties": []}}, 400),
]  # fmt: skip


@pytest.mark.parametrize(("path", "request_", "status"), BAD)
def test_bad_bodies_are_told_what_is_wrong(
    client: TestClient, path: str, request_: Mapping[str, Any], status: int
) -> None:
    answer = client.post(path, **request_)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert len(answer.content) < 3_000


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        (f"{ROOT}?querys=%7B%7D", "querys"),
        (f"{ROOT}?queries=%7B%7D&queries=%7B%7D", "queries"),
        (f"{ROOT}?queries=%00", "queries"),
        (f"{ROOT}?queries=%7B%22q%22%3A%7B%22query%22%3A%22x%22%2C%22limit%22%3A1000000%7D%7D", "queries.q"),
        (f"{DRAFT}?queries=%7B%7D", "queries"),
        (f"{ROOT}/suggest/entity?prefix=a&limit=1000000", "limit"),
        (f"{ROOT}/suggest/entity?prefix=a&limit=0", "limit"),
        (f"{ROOT}/suggest/entity?prefix=a&cursor=-1", "cursor"),
        (f"{ROOT}/suggest/entity?prefix=a&cursor=x", "cursor"),
        (f"{ROOT}/suggest/entity?prefix={'x' * 10_000}", "prefix"),
        (f"{ROOT}/suggest/entity?prefix=a%00", "prefix"),
        (f"{ROOT}/suggest/entity?prefix=%E2%80%AEa", "prefix"),
        (f"{ROOT}/suggest/type?prefix=a&prefix=b", "prefix"),
        (f"{ROOT}/extend/propose?type=Place&limit=many", "limit"),
        (f"{ROOT}/preview?id=a%00", "id"),
    ],
)
def test_bad_addresses_are_told_what_is_wrong(client: TestClient, path: str, parameter: str) -> None:
    answer = client.get(path)
    body = answer.json()
    assert (answer.status_code, body["parameter"]) == (400, parameter)
    assert body["expected"]
    assert len(body.get("arrived", "")) <= 200


def test_an_unknown_parameter_is_named_back_with_the_nearest(client: TestClient) -> None:
    assert "queries" in client.get(f"{ROOT}?querys=x").json()["expected"]


def test_nothing_that_came_is_shown_as_markup(client: TestClient) -> None:
    for path in (
        f"flyout/type?id={quote(HOSTILE)}",
        f"flyout/entity?id={quote(HOSTILE)}",
        f"preview?id={quote(HOSTILE)}",
    ):
        answer = client.get(f"{ROOT}/{path}")
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"


def test_the_documentation_tells_of_all_addresses_with_examples_that_work(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    ours = {path: operations for path, operations in paths.items() if path.startswith(ROOT)}
    assert {
        f"{root}{rest}" for root in (ROOT, DRAFT) for rest in ("", "/match", "/extend", "/suggest/entity", "/preview")
    } <= set(ours)
    asked = 0
    for path, operations in ours.items():
        for method, operation in operations.items():
            assert operation["summary"]
            assert operation["description"]
            assert {"200", "400", "503", "504"} <= operation["responses"].keys()
            parameters = {p["name"]: p["example"] for p in operation.get("parameters", ()) if p.get("example")}
            for name in ("queries", "extend") if {"queries", "extend"} <= parameters.keys() else ("",):
                chosen = {name: parameters[name]} if name else parameters
                if method == "get":
                    assert client.get(f"{path}?{urlencode(chosen)}").status_code in {200, 404}
                    asked += 1
            for media, content in operation.get("requestBody", {}).get("content", {}).items():
                sent = {"json": content["example"]} if media == "application/json" else {"data": content["example"]}
                assert client.request(method, path, **sent).status_code == 200
                asked += 1
    assert asked > 20


def test_answers_are_as_the_documentation_has_them(client: TestClient) -> None:
    from jsonschema import Draft202012Validator

    body = asking(client, q={"query": "Alpha", "properties": [{"pid": "lat", "v": 10.5}, {"pid": "long", "v": 20}]})
    Draft202012Validator(schema_of(OldResult)).validate(body["q"])
    new = matching(client, {"conditions": [{"matchType": "name", "propertyValue": "Alpha"}]})
    Draft202012Validator(schema_of(NewResults)).validate(new)
