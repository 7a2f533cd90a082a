"""The documentation: whole, valid, with an example of each parameter that works, and every answer told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from fastapi.testclient import TestClient

from kg.release import Release
from kg.server import create_app
from kg.settings import Settings
from kg.stored_queries import stored_queries

ELSEWHERE = ("/reconcile", "/ogc", "/exports", "/sparql", "/graph-store")
"""Addresses whose questions follow a protocol of their own, or the format that is asked for; they have their own tests."""
PROBLEM = {"schema": {"$ref": "#/components/schemas/Problem"}}


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


@pytest.fixture(scope="module")
def examples(shipped: Release) -> Iterator[TestClient]:
    """A server of the data that the examples speak of."""
    settings = Settings.from_environment({"CKG_STORE": str(shipped.path.parents[1])})
    with TestClient(create_app(settings), raise_server_exceptions=False) as opened:
        yield opened


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def test_every_operation_is_described(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    seen = set()
    for method, path, operation in operations(document):
        assert operation["summary"], path
        assert operation.get("description") or operation["tags"] == ["operation"], path
        assert operation["operationId"] not in seen, path
        seen.add(operation["operationId"])
        for parameter in operation.get("parameters", ()):
            assert parameter.get("description") or parameter["in"] == "path", (method, path, parameter)
            assert parameter["schema"], (path, parameter)
    assert {tag["name"] for tag in document["tags"]} == {tag for *_, one in operations(document) for tag in one["tags"]}


def test_every_answer_that_tells_what_is_wrong_has_the_one_shape(document: dict[str, Any]) -> None:
    assert set(document["components"]["schemas"]["Problem"]["required"]) == {"type", "title", "status", "detail"}
    for method, path, operation in operations(document):
        responses = operation["responses"]
        assert "422" not in responses, path
        assert responses["default"]["content"] == {"application/problem+json": PROBLEM}, path
        if not path.startswith("/reconcile"):
            for status, response in responses.items():
                if status.startswith(("4", "5")):
                    assert response["content"] == {"application/problem+json": PROBLEM}, (method, path, status)
                assert response["description"], (path, status)


def test_what_an_answer_may_be_is_told(document: dict[str, Any]) -> None:
    for _, path, operation in operations(document):
        good = [response for status, response in operation["responses"].items() if status in {"200", "202"}]
        assert good, path
        assert good[0]["content"], path
        for media, content in good[0]["content"].items():
            if media == "application/json" and path != "/metrics" and not path.startswith(ELSEWHERE):
                assert content.get("schema"), (path, media)


def test_problems_are_as_the_documentation_has_them(client: TestClient, document: dict[str, Any]) -> None:
    schema = document["components"]["schemas"]["Problem"]
    for address in ("/nowhere", "/actors/nobody", "/events?limit=0", "/queries/control-on-date", "/codes?x=1"):
        jsonschema.validate(client.get(address).json(), schema)


def test_examples_of_parameters_work(examples: TestClient, document: dict[str, Any]) -> None:
    """Every address with the examples of all its needed parameters, and with each of the others beside them."""
    asked = 0
    for method, path, operation in operations(document):
        if method != "get" or path.startswith(ELSEWHERE):
            continue
        told = [p for p in operation.get("parameters", ()) if p.get("example") not in (None, "")]
        address = path
        for parameter in told:
            if parameter["in"] == "path":
                address = address.replace(f"{{{parameter['name']}}}", str(parameter["example"]))
        if "{" in address:
            continue
        needed = {p["name"]: p["example"] for p in told if p["in"] == "query" and p.get("required")}
        for parameter in [p for p in told if p["in"] == "query" and p["name"] not in needed] or [None]:
            values = needed if parameter is None else {**needed, parameter["name"]: parameter["example"]}
            if "kilometres" in values and "near" in {p["name"] for p in told}:
                values["near"] = "hama"
            answer = examples.get(address, params=values)
            assert answer.status_code in ({200, 404} if path.startswith("/queries/") else {200}), (
                answer.url,
                answer.text,
            )
            asked += 1
    assert asked > 150


def test_no_parameter_is_told_twice_and_parts_of_paths_have_examples(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        told = [(p["in"], p["name"]) for p in operation.get("parameters", ())]
        assert len(set(told)) == len(told), (method, path)
        parts = {name for where, name in told if where == "path"}
        assert parts == set(re.findall(r"{(\w+)}", path)), (method, path)
        assert all(p.get("example") for p in operation.get("parameters", ()) if p["in"] == "path"), (method, path)


TOLERANT = ("/sparql", "/graph-store", "/reconcile/")
"""Clients of these protocols send parameters of their own."""


def test_a_parameter_that_is_not_told_is_refused_by_name(examples: TestClient, document: dict[str, Any]) -> None:
    asked = 0
    for method, path, operation in operations(document):
        if method != "get" or path.startswith(TOLERANT):
            continue
        told = [p for p in operation.get("parameters", ()) if p.get("example") not in (None, "")]
        address = path.format(**{p["name"]: p["example"] for p in told if p["in"] == "path"})
        needed = {p["name"]: p["example"] for p in told if p["in"] == "query" and p.get("required")}
        answer = examples.get(address, params={**needed, "colour": "\N{SNOWMAN}"})
        assert answer.status_code == 400, (answer.url, answer.text)
        problem = answer.json()
        assert "colour" in (problem.get("parameter"), *problem["detail"].split("'")), answer.text
        asked += 1
    assert asked > 80


def test_stored_queries_are_documented_from_their_headers(document: dict[str, Any]) -> None:
    kinds = set()
    for query in stored_queries().values():
        told = {p["name"]: p for p in document["paths"][f"/queries/{query.slug}"]["get"]["parameters"]}
        assert set(told) == {"format", "release", *(parameter.name for parameter in query.parameters)}
        for parameter in query.parameters:
            schema = told[parameter.name]["schema"]
            jsonschema.validate(told[parameter.name]["example"], schema)
            assert parameter.help in told[parameter.name]["description"]
            assert schema.get("enum") == (list(parameter.choices) or schema.get("enum"))
            kinds.add((parameter.type, schema["type"]))
    assert {("year", "integer"), ("number", "number"), ("choice", "string"), ("day", "string")} <= kinds
