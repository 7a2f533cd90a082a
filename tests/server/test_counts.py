"""The route of counts: its forms, and what it says of what is wrong."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from event_rows import some_rows, write_rows
from kg.counting.parameters import PARAMETERS
from kg.counting.questions import BY
from kg.counting.table import write_event_table
from kg.counting.tallies import write_tallies
from kg.release import Release
from kg.server import create_app
from kg.settings import Settings
from kg.store import StoreDirectory

COUNTS = "/events/counts"
BASE = "https://w3id.org/ckg/"


def asking(store: Path, **settings: str) -> TestClient:
    values = Settings.from_environment({"CKG_STORE": str(store), **settings})
    return TestClient(create_app(values), raise_server_exceptions=False)


@pytest.fixture
def copy(store: Path, tmp_path: Path) -> Path:
    """A store of the test's own."""
    return shutil.copytree(store, tmp_path / "store")


@pytest.fixture
def large(copy: Path, tmp_path: Path) -> Iterator[TestClient]:
    """A server whose release has many events."""
    rows = write_rows(tmp_path / "imported.parquet", some_rows(20_000, seed=3))
    table = StoreDirectory(copy).current() / "events.parquet"
    write_event_table(table, [], {}, [rows])
    write_tallies(table.with_name("tallies.parquet"), table)
    with asking(copy, CKG_MAX_ROWS="50") as client:
        yield client


def test_counts_as_json(client: TestClient, release: Release) -> None:
    answer = client.get(COUNTS, params={"by": "month,type", "source": "event-table-1-0"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["vary"].startswith("Accept")
    assert answer.headers["access-control-allow-origin"] == "*"
    body = answer.json()
    assert body["release"] == answer.headers["x-release"] == release.name
    assert body["parameters"] == {"by": "month,type", "source": "event-table-1-0"}
    figures = {"events": 1, "records": 1, "reports": None, "low": 3, "best": 4, "high": 6}
    source = {"source": f"{BASE}documents/event-table-1-0", "sourceName": "Event table, version 1.0"}
    kind = {"type": f"{BASE}codes/event-type/state-based-clash", "typeName": "state-based violence"}
    assert body["rows"] == [{"month": "2030-01", **kind, **source, **figures}]
    assert body["totals"] == [{**source, **figures}]
    assert body["columns"] == list(body["rows"][0])
    assert body["truncated"] is False
    assert "never added up" in body["note"]


def test_the_route_gives_what_a_release_gives(client: TestClient, release: Release) -> None:
    for by in BY:
        body = client.get(COUNTS, params={"by": by, "from": "2029-01-01"}).json()
        expected = release.counts(by, **{"from": "2029-01-01"})
        assert [(row["source"] or BASE).removeprefix(BASE) or None for row in body["rows"]] == [
            row.source for row in expected.rows
        ]
        assert [row["events"] for row in body["rows"]] == [row.events for row in expected.rows]
        if expected.question.keys:
            keys = [row[by] for row in body["rows"]]
            assert [key.removeprefix(BASE) if isinstance(key, str) else key for key in keys] == [
                row.keys[0] for row in expected.rows
            ]


def test_counts_as_csv_tsv_and_xml(client: TestClient) -> None:
    answer = client.get(COUNTS, params={"by": "day"}, headers={"Accept": "text/csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["day"]: row["best"] for row in rows if row["source"]} == {"2030-01-14": "4"}
    assert client.get(COUNTS + "?format=tsv").text.startswith("?month\t?source\t")
    assert '<binding name="month">' in client.get(COUNTS + "?format=xml").text


def test_counts_as_a_page(client: TestClient) -> None:
    answer = client.get(COUNTS + "?by=actor,type&actor=Red+Front", headers={"Accept": "text/html"})
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    assert "style=" not in answer.text
    assert '<a href="/actors/red-front">Red Front</a>' in answer.text
    assert '<a href="/codes/event-type/capture">capture</a>' in answer.text
    assert 'value="Red Front"' in answer.text
    assert "<rect width=" in answer.text
    assert client.get("/codes/event-type/capture").status_code == 200


def test_a_page_separates_thousands(large: TestClient) -> None:
    page = large.get(COUNTS + "?by=country&format=html").text
    total = sum(row["events"] for row in large.get(COUNTS + "?by=source").json()["totals"])
    assert total == 20_000
    (largest,) = {max(row["events"] for row in large.get(COUNTS + "?by=country").json()["rows"])}
    assert f"{largest:,}</td>" in page
    assert ",".join(f"{largest:,}".split(",")) != str(largest)


def test_a_page_with_wrong_values_says_so_beside_the_form(client: TestClient) -> None:
    page = client.get(COUNTS, params={"by": "month", "actor": '"><script>alert(1)</script>', "format": "html"})
    assert page.status_code == 404
    assert 'role="alert"' in page.text
    assert "<script>" not in page.text
    assert client.get(COUNTS + "?from=never&format=html").status_code == 400
    nothing = client.get(COUNTS + "?to=1000-01-01&source=event-table-1-0&format=html")
    assert "No evidence, which is not a no." in nothing.text


@pytest.mark.parametrize(
    ("query", "status", "facts"),
    [
        ("by=mnth", 400, {"parameter": "by", "arrived": "mnth", "expected": "some of month"}),
        ("from=2016-02-30", 400, {"parameter": "from", "arrived": "2016-02-30"}),
        ("from=2016-02-02&to=2016-02-01", 400, {"parameter": "to"}),
        ("by=month&by=type", 400, {"parameter": "by"}),
        ("colour=red", 400, {"parameter": "colour"}),
        ("limit=10001", 400, {"parameter": "limit", "expected": "a whole number from 1 to 10000"}),
        ("order=1;SELECT", 400, {"parameter": "order"}),
        ("actor=Blu+Government", 404, {"nearest": ["actors/blue-government"]}),
        ("place=alpa", 404, {"nearest": ["places/alpha"]}),
        ("type=captur", 404, {"nearest": ["codes/event-type/capture"]}),
        ("source=event-table-2", 404, {"nearest": ["documents/event-table-1-0"]}),
        ("format=pdf", 400, {"parameter": "format"}),
    ],
)
def test_what_is_wrong_is_a_problem(client: TestClient, query: str, status: int, facts: dict[str, Any]) -> None:
    answer = client.get(f"{COUNTS}?{query}")
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert {name: body[name] for name in facts} == facts


def test_a_form_that_it_has_not_is_not_acceptable(client: TestClient) -> None:
    assert client.get(COUNTS, headers={"Accept": "image/png"}).status_code == 406


def test_rows_are_limited_and_pages_go_on(large: TestClient) -> None:
    whole = large.get(COUNTS + "?by=day").json()
    assert (len(whole["rows"]), whole["truncated"]) == (50, True)
    assert large.get(COUNTS + "?by=day&limit=51").json()["expected"] == "a whole number from 1 to 50"
    some = large.get(COUNTS + "?by=day&limit=20&offset=40").json()["rows"]
    assert some[:10] == whole["rows"][40:]
    assert large.get(COUNTS + "?by=day&format=csv").headers["x-truncated"] == "true"
    assert "There are more rows" in large.get(COUNTS + "?by=day&format=html").text


def test_a_client_that_has_the_answer_is_told_so(client: TestClient) -> None:
    tag = client.get(COUNTS + "?by=type").headers["etag"]
    again = client.get(COUNTS + "?by=type", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    for other in ("?by=year", "?by=type&limit=3", "?by=type&format=csv"):
        assert client.get(COUNTS + other, headers={"If-None-Match": tag}).status_code == 200


def test_it_stands_before_the_events_and_does_not_hide_them(client: TestClient) -> None:
    assert "rows" in client.get(COUNTS).json()
    assert client.get("/events/event-table-17").json()["id"] == "events/event-table-17"
    assert client.get("/events/count").status_code == 404


def test_a_release_without_a_table_says_what_to_do(copy: Path) -> None:
    (StoreDirectory(copy).current() / "events.parquet").unlink()
    with asking(copy) as client:
        answer = client.get(COUNTS)
        assert answer.status_code == 404
        assert "made by an older version; build again" in answer.json()["detail"]
        assert client.get("/events/event-table-17").status_code == 200


@pytest.mark.parametrize(("name", "by"), [("events.parquet", "day"), ("tallies.parquet", "month")])
def test_a_damaged_table_costs_nothing_else(copy: Path, name: str, by: str) -> None:
    (StoreDirectory(copy).current() / name).write_bytes(b"PAR1 and no more")
    with asking(copy) as client:
        answer = client.get(COUNTS, params={"by": by})
        assert answer.status_code == 410
        assert "build again" in answer.json()["detail"]
        assert client.get("/queries/disputes").status_code == 200


def test_it_is_documented_with_its_parameters_and_an_example(client: TestClient) -> None:
    told = client.get("/openapi.json").json()["paths"][COUNTS]["get"]
    parameters = {parameter["name"]: parameter for parameter in told["parameters"]}
    assert parameters.keys() == {*PARAMETERS, "format", "release"}
    assert all(parameters[name]["description"] and parameters[name]["example"] for name in PARAMETERS)
    example = told["responses"]["200"]["content"]["application/json"]["example"]
    shape = client.get(COUNTS + "?by=month,type").json()
    assert example.keys() == shape.keys()
    assert list(example["rows"][0]) == example["columns"] == shape["columns"]
    assert list(example["totals"][0]) == list(shape["totals"][0])
