"""The server through its own interface: forms, limits, and one shape for everything that goes wrong."""

from __future__ import annotations

import csv
import html
import io
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient

from kg.build import build
from kg.release import Release
from kg.server import create_app
from kg.server.negotiation import THINGS
from kg.server.pages import SECTIONS
from kg.server.problems import STATUS
from kg.settings import Settings
from kg.stored_queries import stored_queries
from synthetic import DATA

ALPHA = "/queries/control-on-date?on=2030-01-04&place=alpha"


def test_importing_and_assembling_starts_nothing(tmp_path: Path) -> None:
    create_app(Settings.from_environment({"CKG_STORE": str(tmp_path / "none")}))
    assert not (tmp_path / "none").exists()


def test_healthz_looks_at_nothing_else(tmp_path: Path) -> None:
    client = TestClient(create_app(Settings.from_environment({"CKG_STORE": str(tmp_path)})))
    assert client.get("/healthz").json() == {"status": "ok"}
    answer = client.get("/release")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert "run `kg build` first" in answer.json()["detail"]
    assert client.get("/").status_code == 503


def test_release_says_what_is_served(client: TestClient, release: Release) -> None:
    answer = client.get("/release").json()
    assert answer["name"] == release.name
    assert answer["counts"]["claims"] == 16
    assert answer["licences"]


def test_the_list_of_queries(client: TestClient) -> None:
    listed = client.get("/queries").json()
    assert [query["slug"] for query in listed] == list(stored_queries())
    for query in listed:
        assert client.get(query["href"], params={"format": "html"}).status_code == 200
        for parameter in query["parameters"]:
            assert parameter["help"]
            assert parameter["example"]


def test_an_answer_as_json(client: TestClient, release: Release) -> None:
    answer = client.get(ALPHA)
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["vary"] == "Accept, Accept-Encoding"
    body = answer.json()
    assert body["release"] == release.name
    assert body["parameters"] == {"on": "2030-01-04", "place": "alpha"}
    assert body["truncated"] is False
    (row,) = body["rows"]
    assert (row["holderName"], row["answer"], row["until"], row["start"]) == ("Red Front", "surely", None, 92)


def test_an_answer_as_csv_tsv_and_xml(client: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get(ALPHA, headers={"Accept": "text/csv"}).text)))
    assert rows[0]["holderName"] == "Red Front"
    tsv = client.get(ALPHA + "&format=tsv").text.splitlines()
    assert tsv[0].startswith("?on\t?place\t")
    assert '"Red Front"@en' in tsv[1]
    xml = ET.fromstring(client.get(ALPHA + "&format=xml").content)
    names = [binding.get("name") for binding in xml.iter("{http://www.w3.org/2005/sparql-results#}binding")]
    assert "holderName" in names
    assert "until" not in names


def test_an_answer_as_a_page(client: TestClient) -> None:
    answer = client.get(ALPHA, headers={"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"})
    assert answer.headers["content-type"].startswith("text/html")
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    for text in ("Red Front", "surely", "two witnesses", "report-1, 92–171", 'value="2030-01-04"'):
        assert text in answer.text
    assert "<script" not in answer.text


def test_a_page_with_bad_values_says_so_beside_the_form(client: TestClient) -> None:
    page = client.get("/queries/control-on-date?on=never&format=html")
    assert page.status_code == 400
    assert client.get("/queries/control-on-date?on=2030-01-04&place=nowhere&format=html").status_code == 404
    assert 'role="alert"' in page.text
    assert "not a day" in page.text
    hostile = client.get("/queries/names", params={"format": "html", "name": '"><script>alert(1)</script>'})
    assert "<script>" not in hostile.text
    assert "&lt;script&gt;" in hostile.text


def test_each_thing_has_a_page_and_json_at_its_own_address(client: TestClient, release: Release) -> None:
    claim = release.statements.claims[0].path
    for path in ("actors/red-front", "places/alpha", "events/recapture-alpha-2030", "situations/event-table-support-18",
                 "documents/report-1", "periods/2030-01", claim):  # fmt: skip
        page = client.get(f"/{path}", headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert f'<p class="soft">{path}, ' in page.text
        record = client.get(f"/{path}").json()
        assert record["id"] == path
        assert f"<h1>{html.escape(record['name'], quote=False)}</h1>" in page.text.replace("&#39;", "'")
    alpha = re.sub(r"<[^>]+>", "", client.get("/places/alpha?format=html").text)
    for text in ("Alphaville", "Capture: Alpha, 2030-01-03", "two witnesses (report-1)", "Alpha is put in the south."):
        assert text in alpha


def test_links_on_pages_lead_to_pages(client: TestClient) -> None:
    seen: set[str] = set()
    for start in ("/", "/places/alpha?format=html", ALPHA + "&format=html"):
        for address in re.findall(r'href="(/[^"]*)', client.get(start).text):
            if address not in seen:
                seen.add(address)
                assert client.get(html.unescape(address)).status_code == 200, address
    assert "/actors/red-front" in seen


def test_a_thing_that_is_not_there_and_a_form_that_it_has_not(client: TestClient) -> None:
    assert client.get("/places/alpa").json()["nearest"][0] == "places/alpha"
    assert client.get("/places/alpha", headers={"Accept": "text/csv"}).status_code == 406
    assert client.get("/places/alpha?format=csv").json()["expected"] == f"one of {', '.join(THINGS)}"


def test_home_shows_every_question_with_an_answer(client: TestClient) -> None:
    page = client.get("/").text
    for query in stored_queries().values():
        assert f'action="/queries/{query.slug}"' in page
    answers = "".join(re.findall(r"<table>.*?</table>", page, re.DOTALL))
    assert "First report from the Northland war" not in answers  # a writer's voice is shown as the writer's
    assert "the writer" in answers


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/json", 200),
        ("*/*", 200),
        ("", 200),
        ("text/*;q=0.1", 200),
        ("image/png", 406),
        ("application/json;q=0", 406),
    ],
)
def test_negotiation(client: TestClient, accept: str, status: int) -> None:
    answer = client.get(ALPHA, headers={"Accept": accept})
    assert answer.status_code == status
    if status == 406:
        assert "text/csv" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("address", "status", "facts"),
    [
        ("/nothing", 404, {"detail": "GET /nothing"}),
        ("/queries/control-on-dat", 404, {"nearest": ["control-on-date"]}),
        ("/queries/control-on-date", 400, {"parameter": "on", "expected": "a day as YYYY-MM-DD, such as 2024-12-05"}),
        ("/queries/control-on-date?on=x", 400, {"parameter": "on", "arrived": "x"}),
        ("/queries/control-on-date?on=2030-01-04&plac=alpha", 400, {"parameter": "plac", "expected": "one of place"}),
        ("/queries/control-on-date?on=2030-01-04&place=places/alpa", 404, {"nearest": ["places/alpha"]}),
        ("/queries/control-on-date?on=2030-01-04&format=pdf", 400, {"parameter": "format", "arrived": "pdf"}),
        ("/queries/names?name=" + "x" * 1001, 400, {"parameter": "name", "expected": "1 to 1000 printable characters"}),
        ("/queries/names?name=%00", 400, {"parameter": "name"}),
        ("/queries/who-supported-whom?on=2030-01-05&supporter=%00", 404, {}),
        ("/queries/names?name=a&name=b", 400, {"parameter": "name", "expected": "one value"}),
        ("/queries/evidence?fact=events/%3E%20x", 404, {}),
    ],
)
def test_one_shape_for_everything_that_goes_wrong(
    client: TestClient, address: str, status: int, facts: dict[str, object]
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    if status != 200:
        assert answer.headers["content-type"] == "application/problem+json"
        body = answer.json()
        assert {"type", "title", "status", "detail"} <= set(body)
        assert body["status"] == status
        assert facts.items() <= body.items()


def test_another_method_is_refused_in_the_same_shape(client: TestClient) -> None:
    answer = client.post("/queries/names")
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"
    assert "GET" in answer.headers["allow"]


def test_a_damaged_release_is_a_fault_of_the_server_and_tells_no_path(tmp_path: Path) -> None:
    summary = build([DATA], tmp_path)
    (summary.path / "manifest.json").write_text("{", encoding="utf-8")
    client = TestClient(create_app(Settings.from_environment({"CKG_STORE": str(tmp_path)})))
    answer = client.get(ALPHA)
    assert answer.status_code == 503
    assert str(tmp_path) not in answer.text


def test_the_limit_of_rows_is_told(store: Path) -> None:
    settings = Settings.from_environment({"CKG_STORE": str(store), "CKG_MAX_ROWS": "2"})
    with TestClient(create_app(settings)) as client:
        body = client.get("/queries/control-on-date?on=2030-01-09").json()
        assert (len(body["rows"]), body["truncated"]) == (2, True)
        assert client.get("/queries/control-on-date?on=2030-01-09&format=csv").headers["x-truncated"] == "true"
        assert "this is the server" in client.get("/queries/control-on-date?on=2030-01-09&format=html").text


def test_a_newer_release_is_served_without_a_restart(tmp_path: Path) -> None:
    first = build([DATA], tmp_path)
    client = TestClient(create_app(Settings.from_environment({"CKG_STORE": str(tmp_path)})))
    assert client.get("/release").json()["name"] == first.name
    second = build([], tmp_path)
    assert client.get("/release").json()["name"] == second.name
    for damage in ("gone\n", None):  # rather the former answers than none
        (tmp_path / "current").write_text(damage, encoding="utf-8") if damage else (tmp_path / "current").unlink()
        assert client.get("/release").json()["name"] == second.name


def test_the_documentation_is_served_with_no_request_to_anybody_else(client: TestClient) -> None:
    page = client.get("/docs").text
    assert "http://" not in page.replace("http://testserver", "")
    assert "https://" not in page
    for part in page.split('"'):
        if part.startswith("/") and "." in part:
            assert client.get(part).status_code == 200, part
    paths = client.get("/openapi.json").json()["paths"]
    things = {f"/{section}/{{id}}" for section in SECTIONS}
    assert set(paths) >= {
        "/healthz",
        "/readyz",
        "/metrics",
        "/release",
        "/sparql",
        "/graph-store",
        "/sparql/running",
        "/queries",
        *(f"/queries/{slug}" for slug in stored_queries()),
        *things,
    }
    asked = {parameter["name"] for parameter in paths["/queries/control-on-date"]["get"]["parameters"]}
    assert asked == {"on", "place", "as_known_on", "format", "release"}


def test_every_route_is_documented(client: TestClient) -> None:
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        for operation in methods.values():
            assert operation["description"], path


def test_every_status_belongs_to_an_error_of_ours() -> None:
    assert all(400 <= status < 600 for status in STATUS.values())
