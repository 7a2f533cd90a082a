"""Exports over HTTP: what is listed, what is sent, and what is said when something is wrong."""

from __future__ import annotations

import io
import json
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from fastapi.testclient import TestClient

from exports.graphs import needs, written
from kg.exports import EXPORTS, Source
from kg.parameters import read
from kg.release import Release
from kg.server import create_app, exporting
from kg.settings import Settings


def test_the_list_describes_each_format(client: TestClient, release: Release) -> None:
    told = client.get("/exports").json()
    assert told["release"] == release.name
    assert [one["name"] for one in told["exports"]] == list(EXPORTS)
    for one in told["exports"]:
        assert one["opens"] and one["keeps"] and one["loses"]  # noqa: PT018  one thing
        assert set(one["filters"]) == set(EXPORTS[one["name"]].filters)
    page = client.get("/exports", headers={"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    for name, one in EXPORTS.items():
        whole = f'href="/exports/{name}"' in page.text
        assert whole is not any(parameter.required for parameter in one.filters.values())
        assert whole or f'action="/exports/{name}"' in page.text


@pytest.mark.parametrize("name", EXPORTS)
def test_a_file_is_what_the_library_writes(client: TestClient, release: Release, name: str) -> None:
    texts = needs(name, release)
    answer = client.get(f"/exports/{name}", params=texts, headers={"Accept-Encoding": "identity"})
    assert answer.status_code == 200
    values = read(texts.items(), EXPORTS[name].filters, release.resolve)
    assert answer.content == written(name, Source(release, values, texts))
    assert answer.headers["content-type"] == EXPORTS[name].media
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="ckg-{release.name}-{name}.{EXPORTS[name].extension}"'
    )
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-release"] == release.name


def test_filters_are_taken_from_the_address(client: TestClient, release: Release) -> None:
    texts = {"on": "2030-01-03", "kind": "Support,Hostility", "actor": "red-front", "places": "true"}
    answer = client.get("/exports/node-link", params=texts)
    known = EXPORTS["node-link"].filters
    assert answer.content == written("node-link", Source(release, read(texts.items(), known, release.resolve), texts))
    found = nx.node_link_graph(json.loads(answer.content), edges="edges")
    assert found.number_of_edges()
    assert found.graph["filters"] == texts
    events = pd.read_parquet(io.BytesIO(client.get("/exports/events-parquet", params={"type": "capture"}).content))
    assert 0 < len(events) < len(pd.read_parquet(io.BytesIO(client.get("/exports/events-parquet").content)))


def test_a_client_that_has_a_file_is_told_so(client: TestClient) -> None:
    one, other = client.get("/exports/gexf"), client.get("/exports/gexf?on=2030-01-03")
    assert one.headers["etag"] != other.headers["etag"] != client.get("/exports/graphml").headers["etag"]
    again = client.get("/exports/gexf", headers={"If-None-Match": one.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head("/exports/gexf")
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", one.headers["etag"])


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/exports/gexff", 404, "exports/gexf"),
        ("/exports/%00", 404, "nothing here is called"),
        ("/exports/gexf?on=2024&from=2023", 400, "given together with a period"),
        ("/exports/gexf?on=2024&on=2023", 400, "given twice"),
        ("/exports/gexf?on=%00", 400, "not printable"),
        ("/exports/gexf?kind=Love", 400, "some of Support"),
        ("/exports/gexf?actor=nobody-at-all", 404, "nothing here is called"),
        ("/exports/gexf?place=alpha", 400, "there is no such parameter here"),
        ("/exports/nquads?on=2024", 400, "there is none here"),
        ("/exports/kml?type=capturr", 404, "codes/event-type/capture"),
        ("/exports/kml?source=documents/nothing", 404, "nothing here is called"),
        ("/exports/gexf?documents=0", 400, "a whole number from 1"),
        ("/exports/nanopub", 400, "missing"),
        ("/exports/nanopub?claim=claims/00000000000000000000", 404, "nothing here is called"),
        ("/exports/nanopub?claim=actors/red-front", 400, "/claims"),
        ("/exports/timelinejs?layer=events", 400, "there is no such parameter here"),
        ("/exports?x=1", 400, "there is no such parameter here"),
    ],
)
def test_what_is_wrong_is_said(client: TestClient, address: str, status: int, told: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert told in answer.text


def test_a_file_that_is_too_large_is_refused_and_nothing_is_left(shipped: Release) -> None:
    settings = Settings.from_environment({"CKG_STORE": str(shipped.path.parents[1]), "CKG_MAX_RESULT_MB": "1"})
    app = create_app(settings)
    with TestClient(app, raise_server_exceptions=False) as opened:
        answer = opened.get("/exports/nquads")
        assert (answer.status_code, answer.json()["kind"]) == (413, "size")
        assert "larger than 1 MB" in answer.text
        assert opened.get("/exports/entities").status_code == 200
        assert [one for one in Path(app.state.live.folder).iterdir() if one.name.startswith("export-")] == []
    assert exporting.WAITING.bytes == 0


def test_when_too_many_wait_for_their_readers_others_come_later(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting.WAITING, "bytes", 1 << 40)
    answer = client.get("/exports/gexf")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
