"""OGC API Features, Part 1: Core (17-069r4), by its abstract test suite; each test names the requirements it is for."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV30SpecValidator

from event_rows import some_rows, write_rows
from kg.counting.table import write_event_table
from kg.features.collections import COLLECTIONS
from kg.features.questions import DEFAULT, MOST
from kg.release import Release
from kg.server import create_app
from kg.settings import Settings
from kg.store import StoreDirectory

ROOT = "http://testserver/ogc"
IDS = list(COLLECTIONS)
GEO = "application/geo+json"
CONF = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
ITEMS = {
    "events": "/ogc/collections/events/items",
    "places": "/ogc/collections/places/items",
    "control": "/ogc/collections/control/items?datetime=../..",
}
PAGES = ["/ogc", "/ogc/conformance", "/ogc/collections", "/ogc/collections/events", *ITEMS.values()]


def links(body: Any, rel: str) -> list[dict[str, str]]:
    return [link for link in body["links"] if link["rel"] == rel]


def asking(store: Path, **settings: str) -> TestClient:
    values = Settings.from_environment({"CKG_STORE": str(store), **settings})
    return TestClient(create_app(values), raise_server_exceptions=False)


@pytest.fixture
def copy(store: Path, tmp_path: Path) -> Path:
    """A store of the test's own."""
    return shutil.copytree(store, tmp_path / "store")


@pytest.fixture(scope="module")
def many(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server whose release has more events than fit on a page."""
    folder = tmp_path_factory.mktemp("many")
    copy = shutil.copytree(store, folder / "store")
    rows = some_rows(MOST + 200, seed=4)
    for number, row in enumerate(rows):
        row["lat"], row["long"] = number % 90, number % 180
    table = StoreDirectory(copy).current() / "events.parquet"
    write_event_table(table, [], {}, [write_rows(folder / "imported.parquet", rows)])
    with asking(copy) as client:
        yield client


@pytest.fixture(scope="module")
def schema(client: TestClient) -> Callable[[str], Draft202012Validator]:
    paths = client.get("/openapi.json").json()["paths"]

    def of(path: str, media: str = GEO) -> Draft202012Validator:
        return Draft202012Validator(paths[path]["get"]["responses"]["200"]["content"][media]["schema"])

    return of


def test_the_landing_page_links_to_all(client: TestClient, schema: Callable[..., Draft202012Validator]) -> None:
    """/req/core/root-op, /req/core/root-success, /req/core/api-definition-op, /req/core/api-definition-success."""
    answer = client.get("/ogc")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    schema("/ogc", "application/json").validate(body)
    for rel in ("self", "alternate", "service-desc", "service-doc", "conformance", "data"):
        assert links(body, rel), rel
        for link in links(body, rel):
            got = client.get(link["href"])
            assert got.status_code == 200
            kind = got.headers["content-type"].replace(" ", "")
            assert kind.startswith(link["type"].partition(";")[0]) or link["href"].endswith("/openapi.json")
    assert client.get("/ogc/").json()["links"] == body["links"]


def test_conformance_is_declared(client: TestClient, schema: Callable[..., Draft202012Validator]) -> None:
    """/req/core/conformance-op, /req/core/conformance-success."""
    answer = client.get("/ogc/conformance")
    assert answer.status_code == 200
    schema("/ogc/conformance", "application/json").validate(answer.json())
    assert set(answer.json()["conformsTo"]) == {CONF + name for name in ("core", "geojson", "html", "oas30")}


def test_http_is_spoken(client: TestClient) -> None:
    """/req/core/http."""
    assert client.get("/ogc", headers={"Accept": "image/png"}).status_code == 406
    assert client.post("/ogc/collections").status_code == 405
    for path in PAGES:
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert first.headers["access-control-allow-origin"] == "*"
        assert "Accept" in first.headers["vary"].split(", ")
        other = client.get(path, headers={"If-None-Match": first.headers["etag"], "Accept": "text/html"})
        assert other.status_code == 200


@pytest.mark.parametrize("path", [*PAGES, "/ogc/api", "/ogc/collections/places/items/alpha"])
def test_an_unknown_parameter_is_refused(client: TestClient, path: str) -> None:
    """/req/core/query-param-unknown."""
    answer = client.get(path, params={"datetiem": "2030-01-01"})
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["parameter"] == "datetiem"


@pytest.mark.parametrize(
    "query",
    [
        "limit=0", "limit=-1", "limit=ten", "limit=1.5", "limit=1e2", "bbox=1,2,3", "bbox=1,2,3,4,5", "bbox=a,b,c,d",
        "bbox=0,160,10,170", "bbox=0,10,10,0", "bbox=-181,0,0,0", "datetime=2030", "datetime=2030-02-30", "datetime=..",
        "datetime=2030-01-02/2030-01-01", "datetime=2030-01-01T00:00:00", "f=gml", "cursor=abc", "limit=5&limit=6",
    ],
)  # fmt: skip
@pytest.mark.parametrize("collection", IDS)
def test_an_invalid_value_is_refused(client: TestClient, collection: str, query: str) -> None:
    """/req/core/query-param-invalid."""
    answer = client.get(f"/ogc/collections/{collection}/items?{query}")
    assert answer.status_code == 400, answer.text
    body = answer.json()
    assert body["parameter"] == query.partition("=")[0]
    assert body["expected"]


def test_coordinates_are_longitude_and_latitude(client: TestClient) -> None:
    """/req/core/crs84."""
    alpha = client.get("/ogc/collections/places/items/alpha").json()
    assert alpha["geometry"] == {"type": "Point", "coordinates": [20.25, 10.5]}  # 10.5 degrees north
    for collection in client.get("/ogc/collections").json()["collections"]:
        assert collection["crs"][0] == "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


def test_collections_are_listed(client: TestClient, schema: Callable[..., Draft202012Validator]) -> None:
    """/req/core/fc-md-op, fc-md-success, fc-md-links, fc-md-items, fc-md-items-links, fc-md-extent."""
    answer = client.get("/ogc/collections")
    assert answer.status_code == 200
    body = answer.json()
    schema("/ogc/collections", "application/json").validate(body)
    assert [link["type"] for link in links(body, "self") + links(body, "alternate")] == [
        "application/json",
        "text/html",
    ]
    assert [one["id"] for one in body["collections"]] == IDS
    for one in body["collections"]:
        assert {link["type"] for link in links(one, "items")} == {GEO, "text/html"}
        assert all(link["href"].startswith(f"{ROOT}/collections/{one['id']}/items") for link in links(one, "items"))
        found = client.get(ITEMS[one["id"]]).json()["features"]
        [[west, south, east, north]] = one["extent"]["spatial"]["bbox"]
        for feature in found:
            if feature["geometry"] is not None:
                long, lat = feature["geometry"]["coordinates"]
                assert west <= long <= east
                assert south <= lat <= north
        [[begin, end]] = one["extent"]["temporal"]["interval"]
        for feature in found:
            told = feature["properties"]
            first, last = told.get("first") or told.get("since"), told.get("last") or told.get("until")
            assert begin is None or first is None or begin[:10] <= first
            assert end is None or last is None or last <= end[:10]


@pytest.mark.parametrize("collection", IDS)
def test_a_collection_is_described(
    client: TestClient, schema: Callable[..., Draft202012Validator], collection: str
) -> None:
    """/req/core/sfc-md-op, /req/core/sfc-md-success."""
    answer = client.get(f"/ogc/collections/{collection}")
    assert answer.status_code == 200
    body = answer.json()
    schema(f"/ogc/collections/{collection}", "application/json").validate(body)
    [listed] = [one for one in client.get("/ogc/collections").json()["collections"] if one["id"] == collection]
    assert body == listed


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/ogc/collections/event", "events"),
        ("/ogc/collections/place/items", "places"),
        ("/ogc/collections/contrl/items/x", "control"),
    ],
)
def test_an_unknown_collection_is_not_found(client: TestClient, path: str, nearest: str) -> None:
    """Clause 7.14 and on, error situations: 404."""
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["nearest"] == [f"collections/{nearest}"]


@pytest.mark.parametrize("collection", IDS)
def test_features_are_a_feature_collection(
    client: TestClient, schema: Callable[..., Draft202012Validator], collection: str
) -> None:
    """/req/core/fc-op, fc-response, fc-links, fc-rel-type, fc-timeStamp, fc-numberMatched, fc-numberReturned; /req/geojson/definition, /req/geojson/content."""
    answer = client.get(ITEMS[collection])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == GEO
    body = answer.json()
    schema(f"/ogc/collections/{collection}/items").validate(body)
    assert body["type"] == "FeatureCollection"
    assert body["numberReturned"] == len(body["features"]) > 0
    assert body["numberMatched"] == len(body["features"])
    assert datetime.fromisoformat(body["timeStamp"]).tzinfo is not None
    assert {link["type"] for link in links(body, "self")} == {GEO}
    assert {link["type"] for link in links(body, "alternate")} == {"text/html"}
    assert all(link["rel"] and link["type"] for link in body["links"])
    for link in body["links"]:
        assert f'<{link["href"]}>; rel="{link["rel"]}"' in answer.headers["link"]
        got = client.get(link["href"])
        assert got.headers["content-type"].startswith(link["type"])
    names = {field.name for field in COLLECTIONS[collection].fields}
    assert all(feature["properties"].keys() == names for feature in body["features"])


@pytest.mark.parametrize("collection", IDS)
def test_each_feature_has_an_address(
    client: TestClient, schema: Callable[..., Draft202012Validator], collection: str
) -> None:
    """/req/core/f-op, /req/core/f-success, /req/core/f-links; /req/geojson/content."""
    for feature in client.get(ITEMS[collection]).json()["features"]:
        answer = client.get(f"/ogc/collections/{collection}/items/{quote(feature['id'])}")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == GEO
        body = answer.json()
        assert {link["rel"] for link in body["links"]} == {"self", "alternate", "collection"}
        assert client.get(links(body, "self")[0]["href"]).json() == body
        schema(f"/ogc/collections/{collection}/items/{{featureId}}").validate(body)
        assert {name: body[name] for name in feature} == feature
        href = body["properties"]["href"].removeprefix("http://testserver")
        assert client.get(href).status_code == 200


@pytest.mark.parametrize("collection", IDS)
@pytest.mark.parametrize(
    "id_", ["nothing", "%00", "a%20b", "%22%3E%3Cscript%3E", "x" * 3_000, "%E2%80%AE", "nowhere@2030-01-01"]
)
def test_an_unknown_feature_is_not_found(client: TestClient, collection: str, id_: str) -> None:
    """Clause 7.16, error situations: 404."""
    for accept in ("*/*", "text/html"):
        answer = client.get(f"/ogc/collections/{collection}/items/{id_}", headers={"Accept": accept})
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"


def test_a_limit_is_kept(many: TestClient) -> None:
    """/req/core/fc-limit-definition, /req/core/fc-limit-response-1: more than the maximum is no error."""
    for asked, given in (
        ("", DEFAULT),
        ("?limit=1", 1),
        ("?limit=73", 73),
        (f"?limit={MOST + 1}", MOST),
        ("?limit=1000000", MOST),
    ):
        body = many.get(ITEMS["events"] + asked).json()
        assert body["numberReturned"] == len(body["features"]) == given
        assert body["numberMatched"] == MOST + 200


def test_next_leads_through_all(many: TestClient) -> None:
    """/req/core/fc-links, /rec/core/fc-next-1 to 3."""
    seen: list[str] = []
    address: str | None = f"{ITEMS['events']}?limit=170&bbox=-180,-90,180,90"
    while address:
        body = many.get(address).json()
        seen += [feature["id"] for feature in body["features"]]
        following = links(body, "next")
        address = following[0]["href"] if following else None
    assert len(seen) == len(set(seen)) == MOST + 200
    page = many.get(f"{ITEMS['events']}?limit=170&f=html")
    [following] = re.findall(r'<a href="([^"]+)" rel="next"', page.text)
    assert "f=html" in following
    assert many.get(following.replace("&amp;", "&")).status_code == 200


def test_a_cursor_outlives_its_release_and_is_of_one_question(many: TestClient, client: TestClient) -> None:
    """Clause 7.15, next links: how long they can be followed is the server's to say."""
    [following] = links(many.get(f"{ITEMS['events']}?limit=3").json(), "next")
    assert client.get(following["href"]).status_code == 200  # another release
    cursor = following["href"].partition("cursor=")[2].partition("&")[0]
    assert client.get(f"{ITEMS['events']}?limit=9&cursor={cursor}").status_code == 200
    assert client.get(f"{ITEMS['events']}?f=html&cursor={cursor}").status_code == 200
    for other in (
        f"{ITEMS['events']}?bbox=0,0,1,1&",
        "/ogc/collections/places/items?",
        f"{ITEMS['events']}?datetime=2030-01-01&",
    ):
        answer = client.get(f"{other}cursor={cursor}")
        assert (answer.status_code, answer.json()["parameter"]) == (400, "cursor")
    assert client.get(f"{ITEMS['events']}?cursor={cursor[:-4]}").status_code == 400


@pytest.mark.parametrize("collection", IDS)
def test_a_box_selects(client: TestClient, collection: str) -> None:
    """/req/core/fc-bbox-definition, /req/core/fc-bbox-response A, D to F; but not C: what has no known coordinates is found by no box, for every box would be full of it."""
    whole = client.get(ITEMS[collection]).json()["features"]
    separator = "&" if "?" in ITEMS[collection] else "?"
    located = [feature["id"] for feature in whole if feature["geometry"]]
    assert 0 < len(located) < len(whole)
    for box, hit in (
        ("20,10,21,11", True), ("20.25,10.5,20.25,10.5", True), ("20,10,0,21,11,100", True), ("21,10,20,11", False),
        ("-180,-90,180,90", True), ("20.3,10,21,11", False), ("20,-90,-170,90", True),
    ):  # fmt: skip
        body = client.get(f"{ITEMS[collection]}{separator}bbox={box}").json()
        assert [feature["id"] for feature in body["features"]] == (located if hit else [])
        assert body["numberMatched"] == (len(located) if hit else 0)


@pytest.mark.parametrize(
    "time",
    [
        "2030-01-03T12:00:00Z", "2030-01-03", "2030-01-03T00:00:00Z/2030-01-09T00:00:00Z", "2030-01-09/..", "2030-01-09/",
        "../2030-01-03", "/2030-01-03", "1990-01-01/1990-12-31", "2030-01-03T23:00:00-03:00/2030-01-05T00:00:00Z",
    ],
)  # fmt: skip
def test_a_time_selects_events(client: TestClient, release: Release, time: str) -> None:
    """/req/core/fc-time-definition, /req/core/fc-time-response."""
    first, slash, last = time.partition("/")
    days = [end[:10] if end not in ("", "..") else None for end in (first, last if slash else first)]
    if time.endswith("05T00:00:00Z"):
        days[0] = "2030-01-04"  # 23:00 three hours west is the next day in UTC
    table = release.query(
        "SELECT ?event ?from ?until { ?event a ckg:Event ; ckg:indexFrom ?from ; ckg:indexUntil ?until }"
    ).table
    assert table is not None
    expected = {
        row["event"].rpartition("/")[2]
        for row in table.records()
        if (days[1] is None or row["from"] <= days[1]) and (days[0] is None or days[0] <= row["until"])
    }
    body = client.get(ITEMS["events"], params={"datetime": time, "limit": 1_000}).json()
    assert {feature["id"] for feature in body["features"]} == expected
    assert body["numberMatched"] == len(expected)


def test_places_are_of_all_times(client: TestClient) -> None:
    """/req/core/fc-time-response C: what has no temporal geometry matches every time."""
    whole = client.get(ITEMS["places"]).json()
    assert client.get(ITEMS["places"] + "?datetime=1950-01-01").json()["features"] == whole["features"]


def test_control_on_a_day_and_over_a_time(client: TestClient) -> None:
    """/req/core/fc-time-response for control: an instant gives states of places, an interval holdings."""
    day = client.get("/ogc/collections/control/items?datetime=2030-01-09T08:00:00Z").json()["features"]
    assert [feature["id"] for feature in day] == [f"{name}@2030-01-09" for name in ("alpha", "beta", "gamma")]
    assert day[0]["properties"]["standing"] == "contested"
    holdings = client.get("/ogc/collections/control/items?datetime=2030-01-09/2030-01-09").json()["features"]
    assert all(feature["properties"]["href"].startswith("http://testserver/situations/") for feature in holdings)
    default = client.get("/ogc/collections/control/items").json()["features"]
    assert len({feature["properties"]["day"] for feature in default}) == 1


def test_filters_of_gdal_are_understood(client: TestClient) -> None:
    """GDAL writes days with a T at the end, and two dates as two parameters, all of which are meant."""
    plain = client.get(ITEMS["events"] + "?datetime=2030-01-03/2030-01-09").json()
    gdal = client.get(ITEMS["events"] + "?datetime=2030-01-03T%2F..&datetime=..%2F2030-01-09T").json()
    assert plain["numberMatched"] == gdal["numberMatched"] > 0
    assert plain["features"] == gdal["features"]


@pytest.mark.parametrize(
    "path",
    [
        *PAGES,
        *(f"/ogc/collections/{one}" for one in IDS),
        "/ogc/collections/places/items/alpha",
        "/ogc/collections/control/items/alpha@2030-01-09",
        "/ogc/collections/events/items/event-table-17",
    ],
)
def test_everything_is_a_page_too(client: TestClient, path: str) -> None:
    """/req/html/definition, /req/html/content."""
    answer = client.get(path, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    body = client.get(path).json()
    for link in body["links"]:
        if link["rel"] not in ("self", "alternate"):
            assert link["href"].replace("f=json", "f=html").replace("&", "&amp;") in answer.text
    for feature in (*body.get("features", ()), *([body] if "geometry" in body else [])):
        assert feature["id"] in answer.text
        for value in feature["properties"].values():
            for part in value if isinstance(value, list) else [value]:
                assert part is None or str(part).removeprefix("http://testserver/").replace("'", "&#39;") in answer.text


def test_a_page_with_wrong_values_says_so_beside_the_form(client: TestClient) -> None:
    page = client.get(ITEMS["events"], params={"bbox": '"><script>alert(1)</script>', "f": "html"})
    assert page.status_code == 400
    assert 'role="alert"' in page.text
    assert "<script>" not in page.text


def test_the_definition_is_openapi_3_0(client: TestClient) -> None:
    """/req/oas30/oas-definition-1, oas-definition-2, oas-impl, completeness, exceptions-codes, security."""
    answer = client.get("/ogc/api")
    assert answer.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
    described = answer.json()
    OpenAPIV30SpecValidator(described).validate()
    assert described["servers"] == [{"url": ROOT}]
    whole = client.get("/openapi.json").json()["paths"]
    assert {f"/ogc{path.rstrip('/')}" for path in described["paths"]} == {
        path for path in whole if path.startswith("/ogc")
    }
    for operation in described["paths"].values():
        assert {"200", "400", "404", "default"} <= operation["get"]["responses"].keys()
    parameters = {one["name"]: one for one in described["paths"]["/collections/events/items"]["get"]["parameters"]}
    assert parameters.keys() == {"bbox", "datetime", "limit", "cursor", "f"}
    limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT}
    assert parameters["limit"]["schema"] == described["components"]["parameters"]["limit"]["schema"] == limit
    box = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}
    assert parameters["bbox"]["schema"] == box
    for one in parameters.values():
        assert (one["in"], one["required"], one["style"], one["explode"]) == ("query", False, "form", False)
        assert one["description"]


def test_the_definition_is_a_page_too(client: TestClient) -> None:
    """/req/oas30/oas-definition-1: in HTML."""
    for query, accept in (("?f=html", "*/*"), ("", "text/html")):
        page = client.get(f"/ogc/api{query}", headers={"Accept": accept})
        assert page.headers["content-type"].startswith("text/html")
        assert page.url.path == "/docs"
    assert client.get("/ogc/api?f=json", headers={"Accept": "application/json"}).json()["openapi"].startswith("3.0.")


def test_the_definition_says_what_may_be_null(client: TestClient) -> None:
    """/req/oas30/oas-definition-2: in version 3.0, there is no type of null."""
    feature = client.get("/ogc/api").json()["paths"]["/collections/events/items/{featureId}"]["get"]
    told = feature["responses"]["200"]["content"][GEO]["schema"]["properties"]["properties"]["properties"]
    assert (told["first"]["type"], told["first"]["nullable"]) == ("string", True)
    assert "nullable" not in told["label"]


def test_a_release_without_its_tables_says_what_to_do(copy: Path) -> None:
    for table, paths in {
        "places.parquet": (ITEMS["places"], ITEMS["control"], "/ogc/collections"),
        "events.parquet": (ITEMS["events"],),
    }.items():
        (StoreDirectory(copy).current() / table).unlink()
        with asking(copy) as client:
            for path in paths:
                answer = client.get(path)
                assert answer.status_code == 404
                assert "made by an older version; build again" in answer.json()["detail"]
            assert client.get("/ogc").status_code == 200


def test_addresses_are_those_that_the_client_uses(client: TestClient) -> None:
    body = client.get("/ogc/collections/places/items/alpha", headers={"Host": "maps.test:8080"}).json()
    assert body["properties"]["href"] == "http://maps.test:8080/places/alpha"
    assert all(link["href"].startswith("http://maps.test:8080/ogc/") for link in body["links"])
    for host in ("[::1", 'a"b', "a>b"):
        assert client.get("/ogc/collections/places/items/alpha", headers={"Host": host}).status_code in (200, 400)


def test_days_of_events_are_days(client: TestClient) -> None:
    for feature in client.get(ITEMS["events"]).json()["features"]:
        for name in ("first", "last"):
            day = feature["properties"][name]
            assert day is None or date.fromisoformat(day)
