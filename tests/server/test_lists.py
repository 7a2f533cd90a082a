"""The lists of things and what facts rest on: filters against the quads themselves, pages, forms, time."""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient

from factories import said
from kg.dates import bounds_of
from kg.release import Release
from kg.statements import Event, Situation

LISTS = ("actors", "places", "events", "situations", "documents", "graphs")
EVERY_LIST = pytest.mark.parametrize("name", LISTS)


def ids(client: TestClient, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return [record["id"] for record in answer.json()["records"]]


@EVERY_LIST
def test_pages_after_one_another_are_the_whole_in_one_order(client: TestClient, name: str) -> None:
    whole = ids(client, f"/{name}?limit=500")
    assert len(whole) == len(set(whole)) > 3
    found: list[str] = []
    address: str | None = f"/{name}?limit=2"
    while address:
        answer = client.get(address)
        page = answer.json()
        found += [record["id"] for record in page["records"]]
        address = page["next"]
        assert answer.headers.get("link") == (f'<{address}>; rel="next"' if address else None)
        assert len(page["records"]) == 2 or address is None
    assert found == whole


@EVERY_LIST
def test_each_of_a_list_has_the_address_that_its_id_is(client: TestClient, name: str) -> None:
    for record in client.get(f"/{name}").json()["records"]:
        one = client.get(f"/{record['id']}").json()
        assert (one["id"], one["name"]) == (record["id"], record["name"])


@EVERY_LIST
def test_a_list_as_csv_and_as_a_page(client: TestClient, name: str) -> None:
    records = client.get(f"/{name}").json()["records"]
    rows = list(csv.DictReader(io.StringIO(client.get(f"/{name}", headers={"Accept": "text/csv"}).text)))
    assert list(rows[0]) == list(records[0])
    assert [row["id"] for row in rows] == [record["id"] for record in records]
    page = client.get(f"/{name}", headers={"Accept": "text/html"}).text
    for record in records:
        assert f'href="/{record["id"]}"' in page


def test_actors_by_kind_and_by_name(client: TestClient, release: Release) -> None:
    actors = release.statements.actors
    assert ids(client, "/actors") == sorted(actor.path for actor in actors)
    for kind in {actor.kind for actor in actors}:
        assert ids(client, f"/actors?kind={kind}") == sorted(actor.path for actor in actors if actor.kind == kind)
    assert ids(client, "/actors?q=Redd Front")[0] == "actors/red-front"
    assert ids(client, "/actors?q=Redd Front&kind=state") == []
    assert ids(client, "/actors?q=Alphaville") == []
    first = client.get("/actors").json()["records"][0]
    assert first["part_of"] == [{"id": "actors/blue-government", "name": "Blue Government"}]
    assert client.get("/actors?kind=leader").json()["records"][0]["person"] is True


def test_names_in_pages(client: TestClient) -> None:
    whole = ids(client, "/places?q=Alpha")
    first = client.get("/places?q=Alpha&limit=1").json()
    assert first["records"][0]["id"] == whole[0] == "places/alpha"
    rest = ids(client, first["next"]) if first["next"] else []
    assert [first["records"][0]["id"], *rest] == whole


def test_places_by_kind_and_by_what_they_lie_in(client: TestClient) -> None:
    assert ids(client, "/places?within=northland") == ["places/alpha", "places/beta", "places/gamma"]
    assert ids(client, "/places?within=alpha") == []
    assert ids(client, "/places?within=northland&q=Alphaville") == ["places/alpha"]
    assert ids(client, "/places?kind=country") == ["places/northland"]
    alpha = client.get("/places").json()["records"][0]
    assert (alpha["lat"], alpha["long"], alpha["other_names"]) == (10.5, 20.25, ["Alphaville"])
    points = client.get("/places?format=geojson").json()["features"]
    located = [point for point in points if point["geometry"]]
    assert [(point["properties"]["id"], point["geometry"]["coordinates"]) for point in located] == [
        ("places/alpha", [20.25, 10.5])
    ]


EVENTS: dict[str, Callable[[Event], bool]] = {
    "": lambda _: True,
    "type=capture": lambda event: "codes/event-type/capture" in event.types,
    "type=coerce": lambda event: "codes/event-type/capture" in event.types,
    "actor=red-front": lambda event: "actors/red-front" in {*event.agents, *event.targets, *event.parties},
    "actor=blue-government": lambda event: bool(
        {"actors/blue-government", "actors/blue-army"} & {*event.agents, *event.targets, *event.parties}
    ),
    "place=alpha": lambda event: "places/alpha" in event.places,
    "place=northland": lambda event: bool(event.places),
    "from=2030-01-09": lambda event: event.index_until >= date(2030, 1, 9),
    "to=2030-01-08": lambda event: event.index_from <= date(2030, 1, 8),
    "from=2030-01&to=2030": lambda event: event.index_until >= date(2030, 1, 1) and event.index_from <= date(2030, 12, 31),
    "on=2030-01-08": lambda event: event.index_from <= date(2030, 1, 8) <= event.index_until,
    "source=texts": lambda event: not event.rows,
    "source=event-table-1-0": lambda event: bool(event.rows),
    "source=texts&actor=red-front&to=2030-01-08": lambda event: (
        not event.rows and "actors/red-front" in {*event.agents, *event.targets, *event.parties}
        and event.index_from <= date(2030, 1, 8)
    ),
}  # fmt: skip


def facts(release: Release) -> tuple[list[Event], list[Situation]]:
    """Read all facts of the default graph back as statements."""
    from kg.statements import read

    found = read(release.store.quads(""), release.ontology.attributes, release.ontology.situation_classes)
    return list(found.events), list(found.situations)


# The table was not published by then.
LOOKING_BACK = [asked for asked in EVENTS if "source=event-table" not in asked]


@pytest.mark.parametrize(
    ("asked", "known"),
    [*((asked, "") for asked in EVENTS), *((asked, "&as_known_on=2030-01-10") for asked in LOOKING_BACK)],
)
def test_events_by_what_is_said_of_them(client: TestClient, release: Release, asked: str, known: str) -> None:
    events, _ = facts(release)
    if known:
        seen = release.known_on(date(2030, 1, 10))
        from kg.statements import read

        events = list(read(seen.quads(""), release.ontology.attributes, release.ontology.situation_classes).events)
        assert 0 < len(events) < len(facts(release)[0])
    fitting = sorted((event.index_from, event.path) for event in events if EVENTS[asked](event))
    assert ids(client, f"/events?{asked}{known}") == [path for _, path in fitting]


def test_an_event_in_a_list_says_what_it_says_at_its_address(client: TestClient, release: Release) -> None:
    events, _ = facts(release)
    records = {record["id"]: record for record in client.get("/events").json()["records"]}
    for event in events:
        record = records[event.path]
        assert [thing["id"] for thing in record["agents"]] == sorted(event.agents)
        assert [thing["id"] for thing in record["types"]] == sorted(event.types)
        bounds = (event.bounds.from_, event.bounds.until, event.bounds.surely_from, event.bounds.surely_until)
        assert [record[name] for name in ("from", "until", "surely_from", "surely_until")] == [
            day and day.isoformat() for day in bounds
        ]
        assert record["status"]["id"] == f"codes/status/{event.status}"
        deaths = dict(event.attributes)
        assert record["deaths_best"] == deaths.get("deathsBest")
    assert records["events/event-table-17"]["sources"] == [
        {"id": "documents/event-table-1-0", "name": "Event table, version 1.0"}
    ]
    assert [source["id"] for source in records["events/recapture-alpha-2030"]["sources"]] == [
        "documents/report-2", "documents/report-3"
    ]  # fmt: skip


SITUATIONS: dict[str, Callable[[Situation], bool]] = {
    "": lambda _: True,
    "class=Control": lambda one: one.says == "Control",
    "actor=greenland": lambda one: "actors/greenland" in {*one.agents, *one.targets},
    "actor=blue-government&class=Control": lambda one: (
        one.says == "Control" and bool({"actors/blue-army", "actors/blue-government"} & set(one.agents))
    ),
    "place=northland": lambda one: bool(one.places),
    "on=2030-01-05": lambda one: one.index_from <= date(2030, 1, 5) <= one.index_until,
    "on=2029": lambda one: one.index_from <= date(2029, 12, 31) and one.index_until >= date(2029, 1, 1),
    "from=2030-01-10": lambda one: one.index_until >= date(2030, 1, 10),
    "on=0500": lambda one: one.index_from <= date(500, 12, 31),
}


@pytest.mark.parametrize("asked", SITUATIONS)
def test_situations_by_what_is_said_of_them(client: TestClient, release: Release, asked: str) -> None:
    _, situations = facts(release)
    fitting = sorted((one.index_from, one.path) for one in situations if SITUATIONS[asked](one))
    assert ids(client, f"/situations?{asked}") == [path for _, path in fitting]


def test_situations_say_how_sure_they_are(client: TestClient, release: Release) -> None:
    day = date(2030, 1, 5)
    _, situations = facts(release)
    sure = {one.path: one.bounds.surely_on(day) and one.status != "disputed" for one in situations}
    records = client.get("/situations?on=2030-01-05").json()["records"]
    assert {record["id"]: record["answer"] for record in records} == {
        record["id"]: "surely" if sure[record["id"]] else "possibly" for record in records
    }
    assert {record["answer"] for record in records} == {"surely", "possibly"}
    assert {record["answer"] for record in client.get("/situations").json()["records"]} == {None}


def test_situations_as_they_were_known(client: TestClient) -> None:
    before = set(ids(client, "/situations?on=2030-01-05&as_known_on=2030-01-05"))
    assert "situations/control--red-front--alpha--after--capture-alpha-2030" in before
    assert "situations/control--blue-army--beta--before--capture-east-beta-2030" not in before


def test_documents(client: TestClient, release: Release) -> None:
    records = client.get("/documents").json()["records"]
    documents = sorted(release.statements.documents, key=lambda document: (document.date, document.path))
    assert [record["id"] for record in records] == [document.path for document in documents]
    for record, document in zip(records, documents, strict=True):
        assert (record["date"], record["version"]) == (document.date.isoformat(), document.version)
        assert record["kind"] == ("dataset" if document.is_dataset else "text")
        assert record["claims"] == sum(claim.document == document.path for claim in release.statements.claims)
        assert record["redistributable"] == document.redistributable
    assert ids(client, "/documents?kind=dataset") == [d.path for d in documents if d.is_dataset]
    assert ids(client, "/documents?kind=text&to=2030-01-05") == ["documents/report-1"]
    assert ids(client, "/documents?from=2030-01-06") == [d.path for d in documents if d.date > date(2030, 1, 5)]


def test_what_a_fact_rests_on(client: TestClient, release: Release) -> None:
    rows = release.ask_stored("evidence", fact="events/recapture-alpha-2030").records()
    answer = client.get("/events/recapture-alpha-2030/evidence").json()
    assert answer["sides"] == {"against": 1, "for": 2}
    assert [(r["side"], r["gloss"], r["start"], r["passage_sha256"]) for r in answer["records"]] == [
        (row["side"], row["gloss"], row["start"], row["passageSha256"]) for row in rows
    ]
    by_name = client.get("/events/Northland war/evidence").json()
    assert by_name["records"] == client.get("/events/northland-war/evidence").json()["records"] != []
    (row,) = client.get("/situations/event-table-support-18/evidence").json()["records"]
    assert (row["row"], row["claim"], row["voice"]["id"]) == ("18", None, "documents/event-table-1-0")
    control = "control--red-front--alpha--after--capture-alpha-2030"
    assert {r["about"] for r in client.get(f"/situations/{control}/evidence").json()["records"]} == {
        "events/capture-alpha-2030"
    }
    early = client.get("/events/recapture-alpha-2030/evidence?as_known_on=2030-01-10").json()
    assert early["sides"] == {"for": 1}


def test_what_a_fact_rests_on_in_pages(client: TestClient) -> None:
    whole = client.get("/events/recapture-alpha-2030/evidence").json()["records"]
    found: list[Any] = []
    address = "/events/recapture-alpha-2030/evidence?limit=1"
    while address:
        page = client.get(address).json()
        found += page["records"]
        address = page["next"]
    assert found == whole


def forged(address: str, client: TestClient, *key: Any) -> str:
    """Make a cursor with the mark of a question, and another key."""
    following = client.get(f"{address}limit=1").json()["next"]
    cursor = following.partition("cursor=")[2]
    mark, *_ = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    return base64.urlsafe_b64encode(json.dumps([mark, *key]).encode()).decode().rstrip("=")


@pytest.mark.parametrize("name", [*LISTS, "events/recapture-alpha-2030/evidence"])
@pytest.mark.parametrize(
    "key",
    [(), (1,), ("x",) * 9, (None, None), ("2030-13-45", "events/a"), (2, 3), ("2030-01-01", "a b\n<\u202e")],
    ids=str,
)
def test_a_cursor_that_somebody_made_up_is_refused_or_harmless(client: TestClient, name: str, key: Any) -> None:
    answer = client.get(f"/{name}?limit=1&cursor={forged(f'/{name}?', client, *key)}")
    assert answer.status_code in {200, 400}, answer.text
    if answer.status_code == 400:
        assert answer.json()["parameter"] == "cursor"


@pytest.mark.parametrize(
    ("address", "status", "parameter", "said"),
    [
        ("/events?from=yesterday", 400, "from", "a day, month or year"),
        ("/events?from=2030-02-30", 400, "from", "a day, month or year"),
        ("/events?from=2030-02&to=2030-01", 400, "to", "the same day or a later one"),
        ("/events?on=2030&from=2030", 400, "on", "either on, or from and to"),
        ("/events?limit=1000000", 400, "limit", "a whole number from 1 to 500"),
        ("/events?limit=0", 400, "limit", "a whole number from 1 to 500"),
        ("/events?limit=-1", 400, "limit", "a whole number from 1 to 500"),
        ("/events?type=captur", 400, "type", "one of "),
        ("/events?actr=red-front", 400, "actr", "one of actor"),
        ("/events?actor=red-front&actor=blue-army", 400, "actor", "one value"),
        ("/events?cursor=from-elsewhere", 400, "cursor", "the text that `next`"),
        ("/events?source=event-tabel", 404, None, "documents/event-table-1-0"),
        ("/events?actor=nobody-of-that-name", 404, None, ""),
        ("/actors?q=" + "x" * 10_000, 400, "q", "up to 1000 printable characters"),
        ("/actors?q=%00", 400, "q", "up to 1000 printable characters"),
        ("/actors?q=%E2%80%AEedoc", 400, "q", "up to 1000 printable characters"),
        ("/actors?kind=%3Cscript%3Ealert(1)%3C/script%3E", 400, "kind", "one of "),
        ("/situations?class=Contrl", 400, "class", "one of "),
        ("/situations?on=2030-01-05&format=pdf", 400, "format", "one of json"),
        ("/places?within=nowhere-at-all", 404, None, ""),
        ("/places?fields=id,nam", 400, "fields", "some of id, name"),
        ("/events/no-such-event/evidence", 404, None, ""),
        ("/events/red-front/evidence", 404, None, ""),
    ],
)
def test_bad_questions(client: TestClient, address: str, status: int, parameter: str | None, said: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem.get("parameter") == parameter
    assert said in problem.get("expected", "") + " ".join(problem.get("nearest", []))
    assert len(problem.get("arrived", "")) <= 200
    page = client.get(address, headers={"Accept": "text/html"})
    assert page.status_code == status
    assert "<script" not in page.text


def test_lists_of_statements_that_were_made_elsewhere(release: Release) -> None:
    """The statements that these tests compare with are those that the release was made from."""
    assert {event.path for event in facts(release)[0]} >= {event.path for event in said(release).events}
    assert bounds_of("2030-01-05").from_ == date(2030, 1, 5)
