"""What every address does alike: HEAD, OPTIONS, pages of other sites, packing, unknown parameters, one shape of errors."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
import zstandard
from fastapi.testclient import TestClient

from serving import Served

EXAMPLES = {"hts": "red-front", "al-jolani": "captain-ochre"}
"""Examples in the documentation are of the shipped data; these are of the invented war."""


def documented(client: TestClient, method: str = "get") -> dict[str, dict[str, Any]]:
    paths = client.get("/openapi.json").json()["paths"]
    return {path: operations[method] for path, operations in paths.items() if method in operations}


def without_ids(client: TestClient) -> list[str]:
    """Give the addresses that answer as they stand: nothing is needed, and nobody need be an administrator."""
    found = []
    for path, operation in documented(client).items():
        needed = [parameter for parameter in operation.get("parameters", ()) if parameter.get("required")]
        if not needed and path not in {"/sparql/running", "/graph-store"}:
            found.append(path)
    assert len(found) > 25
    return found


def test_head_wherever_there_is_get(client: TestClient) -> None:
    for path in without_ids(client):
        whole, head = client.get(path), client.head(path)
        assert (head.status_code, head.content) == (whole.status_code, b""), path
        assert head.headers["content-type"] == whole.headers["content-type"], path
        assert head.headers.get("etag") == whole.headers.get("etag"), path
    for path in ("/", "/docs", "/static/style.css", "/nowhere"):
        assert client.head(path).status_code == client.get(path).status_code
        assert client.head(path).content == b""


def test_options_wherever_there_is_get(client: TestClient) -> None:
    for path in [*without_ids(client), "/", "/dumps/dump.nq.gz"]:
        for headers in ({}, {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}):
            answer = client.options(path, headers=headers)
            assert (answer.status_code, answer.content) == (204, b""), path
            assert {"GET", "HEAD", "OPTIONS"} <= set(answer.headers["allow"].split(", ")), path
            assert answer.headers["access-control-allow-origin"] == "*"
            assert "GET" in answer.headers["access-control-allow-methods"]
    assert "POST" in client.options("/sparql").headers["allow"]
    assert client.options("/nowhere").status_code == 404


def test_another_method_is_told_which_there_are(client: TestClient) -> None:
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        address = path.replace("{", "").replace("}", "")
        for method in ("put", "patch", "delete"):
            if method not in methods:
                answer = client.request(method.upper(), address)
                assert answer.status_code == 405, (path, method)
                allowed = set(answer.headers["allow"].split(", "))
                assert {name.upper() for name in methods} <= allowed, path
                assert answer.json()["status"] == 405


def test_pages_of_other_sites_may_ask_and_send_nothing_secret(client: TestClient) -> None:
    for path in [*without_ids(client), "/nowhere", "/actors/nobody", "/events?limit=0"]:
        answer = client.get(path, headers={"Origin": "https://example.org", "Cookie": "a=b"})
        assert answer.headers["access-control-allow-origin"] == "*", path
        assert answer.headers["access-control-expose-headers"], path
        assert "access-control-allow-credentials" not in answer.headers, path
        assert "set-cookie" not in answer.headers, path
        assert answer.headers.get("x-content-type-options") == "nosniff" or path == "/sparql", path


def test_an_unknown_parameter_is_named_back_with_the_nearest(client: TestClient) -> None:
    for path, operation in documented(client).items():
        if path.startswith(("/sparql", "/graph-store", "/reconcile")):  # their protocols say what clients may send
            continue
        address = path.replace("{id}", "red-front").replace("{scheme}", "extent").replace("{code}", "full")
        address = address.replace("{name}", "dump.nq.gz").replace("{format}", "gexf")
        names = [parameter["name"] for parameter in operation.get("parameters", ()) if parameter["in"] == "query"]
        asked = f"{names[0]}x" if names else "anything"
        answer = client.get(address, params={asked: "1"})
        assert answer.status_code == 400, path
        problem = answer.json()
        assert problem["parameter"] == asked, path
        assert not names or names[0] in problem["detail"] + problem["expected"], path


def test_a_parameter_is_given_once(client: TestClient) -> None:
    for path in (
        "/codes",
        "/queries",
        "/.well-known/void",
        "/actors",
        "/events/counts",
        "/queries/names",
        "/actors/red-front",
    ):
        answer = client.get(f"{path}?format=html&format=json")
        assert (answer.status_code, answer.json()["parameter"]) == (400, "format"), path


PACKED = (
    "/actors",
    "/events?format=csv",
    "/queries",
    "/ns",
    "/openapi.json",
    "/actors/red-front",
    "/queries/disputes?format=csv",
    "/",
)


@pytest.mark.parametrize("path", PACKED)
def test_answers_are_packed_as_a_client_takes_them(client: TestClient, path: str) -> None:
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert len(plain.content) > 500
    for accepted, encoding in (
        ("gzip", "gzip"),
        ("zstd", "zstd"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("br, gzip;q=0.5", "gzip"),
    ):
        with client.stream("GET", path, headers={"Accept-Encoding": accepted}) as answer:
            raw = b"".join(answer.iter_raw())
        assert answer.headers["content-encoding"] == encoding
        assert "Accept-Encoding" in answer.headers["vary"]
        assert len(raw) < len(plain.content)
        unpacked = (
            gzip.decompress(raw) if encoding == "gzip" else zstandard.ZstdDecompressor().decompressobj().decompress(raw)
        )
        assert unpacked == plain.content


def test_what_is_packed_already_or_grows_is_left_as_it_is(served: Served) -> None:
    for path in ("/dumps/dump.nq.gz", "/dumps/dump.trig.gz"):
        answer = served.ask(path, Accept_Encoding="gzip, zstd")
        assert "content-encoding" not in answer.headers
        assert gzip.decompress(answer.body)
        part = served.ask(path, Accept_Encoding="gzip, zstd", Range="bytes=0-9")
        assert (part.status, part.body) == (206, answer.body[:10])
    query = served.ask("/sparql?query=SELECT*%7B%3Fa%20%3Fb%20%3Fc%7D&format=csv", Accept_Encoding="gzip, zstd")
    assert "content-encoding" not in query.headers
    assert query.body.startswith(b"a,b,c")


WRONG = (
    "/nowhere", "/nowhere/" + "x" * 5_000, "/actors/nobody", "/codes/extnt", "/dumps/dump.zip", "/queries/nonesuch",
    "/queries/names?name=%00", "/queries/names?name=" + "x" * 10_000, "/queries/control-on-date?on=%E2%80%AE",
    "/queries/names?" + "n" * 10_000 + "=1", "/events?type=%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/events/counts?by=monht",
    "/events/counts?by=" + "x" * 900, "/codes/crosswalk?scheme=%3Cb%3E" + "x" * 5_000, "/places?within=" + "y" * 999,
    "/sparql?query=SELEC", "/graph-store", "/healthz?x=%E2%80%AE",
)  # fmt: skip


@pytest.mark.parametrize("address", WRONG, ids=lambda address: address[:40])
def test_one_shape_for_everything_that_is_wrong(client: TestClient, address: str) -> None:
    for accept in ("application/json", "*/*"):
        answer = client.get(address, headers={"Accept": accept})
        assert 400 <= answer.status_code < 500
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert {"type", "title", "status", "detail"} <= set(problem)
        assert problem["status"] == answer.status_code
        assert len(problem.get("arrived", "")) <= 200
        assert "x" * 201 not in answer.text
        assert "n" * 201 not in answer.text
        assert "y" * 201 not in answer.text
        assert "\u202e" not in answer.text
        assert "\x00" not in json.dumps(problem, ensure_ascii=False)
