"""The files of the pages, compressed beforehand, are those that were bundled."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from kg.server.pages import STATIC

PLAIN = {"Accept-Encoding": "identity"}


@pytest.mark.parametrize("name", ["app/map.js", "app/countries.json", "app/map.css"])
@pytest.mark.parametrize("accepted", ["br", "gzip, deflate, br, zstd", "gzip;q=0.5, br;q=1.0"])
def test_whoever_accepts_brotli_gets_the_compressed_twin(client: TestClient, name: str, accepted: str) -> None:
    with client.stream("GET", f"/static/{name}", headers={"Accept-Encoding": accepted}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "br"
    assert raw == (STATIC / f"{name}.br").read_bytes()
    assert "accept-encoding" in answer.headers["vary"].lower()
    plain = client.get(f"/static/{name}", headers=PLAIN)
    assert answer.headers["content-type"].split(";")[0] == plain.headers["content-type"].split(";")[0]
    assert plain.content == (STATIC / name).read_bytes()
    assert len(raw) < len(plain.content) / 2


@pytest.mark.parametrize("accepted", ["identity", "br;q=0", "br;q=0.0, gzip", "brotli", "gzip"])
def test_nobody_else_does(client: TestClient, accepted: str) -> None:
    answer = client.get("/static/app/map.js", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("content-encoding") != "br"
    assert answer.content == (STATIC / "app/map.js").read_bytes()


def test_a_file_is_known_again_and_one_that_is_not_there_is_not(client: TestClient) -> None:
    for headers in ({"Accept-Encoding": "br"}, PLAIN):
        tag = client.get("/static/app/map.js", headers=headers).headers["etag"]
        assert client.get("/static/app/map.js", headers={**headers, "If-None-Match": tag}).status_code == 304
    assert client.get("/static/app/none.js").status_code == 404
    assert client.get("/static/../pages.py").status_code == 404


def test_what_has_its_content_in_its_name_is_kept(client: TestClient) -> None:
    chunk = next((STATIC / "app").glob("chunk-*.js")).name
    assert "immutable" in client.get(f"/static/app/{chunk}").headers["cache-control"]
    assert "immutable" not in client.get("/static/app/map.js").headers.get("cache-control", "")


def test_the_icon_is_kept_for_a_day(client: TestClient) -> None:
    assert client.get("/static/icon.svg").headers["cache-control"] == "public, max-age=86400"
