"""GDAL and OWSLib read the features, unchanged; what they read is what the graph says by SPARQL."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from owslib.ogcapi.features import Features  # type: ignore[import-untyped]

from conftest import needed
from kg.build import build
from kg.sources.tables import table_file
from serving import Served, serving

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))  # the scripts import one another by their bare names
from event_csv import EventTable, write_csv

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]
ROWS = 3_000
BOX = (-20, -10, 60, 40)
FIRST, LAST = "2005-01-01", "2015-12-31"
_EVENTS = """
SELECT (COUNT(DISTINCT ?event) AS ?n) {{
  ?event a ckg:Event ; ckg:place ?place ; ckg:indexFrom ?from ; ckg:indexUntil ?until . ?place ckg:lat ?lat ; ckg:long ?long
  FILTER(?long >= {0} && ?lat >= {1} && ?long <= {2} && ?lat <= {3})
  FILTER(?until >= "{4}"^^xsd:date && ?from <= "{5}"^^xsd:date)
}}
"""


@pytest.fixture(scope="module")
def maps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of the shipped data and a table of events all over the world."""
    for program in ("ogrinfo", "ogr2ogr"):
        needed(Path(shutil.which(program) or program), "GDAL's programs, of Debian's gdal-bin")
    folder = tmp_path_factory.mktemp("maps")
    write_csv(EventTable(ROWS, seed=2), folder / "events.csv")
    build([], folder / "store", tables=[table_file(f"ucdp-ged={folder / 'events.csv'}")])
    with serving("--store", str(folder / "store")) as server:
        yield server


def run(*command: str | Path) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr
    assert "ERROR" not in done.stderr
    return done.stdout


def asked(server: Served, query: str) -> int:
    return int(server.query(query, "application/sparql-results+json").json["results"]["bindings"][0]["n"]["value"])


def read(package: Path, layer: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(package)) as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute(f"SELECT * FROM {layer} ORDER BY fid")]


def test_gdal_lists_the_collections(maps: Served) -> None:
    listed = run("ogrinfo", "-so", f"OAPIF:{maps.address}/ogc")
    for title in (
        "events (title: Events) (Point)",
        "places (title: Places) (Point)",
        "control (title: Control) (Point)",
    ):
        assert title in listed


def test_gdal_knows_what_an_event_has(maps: Served) -> None:
    told = run("ogrinfo", "-so", f"OAPIF:{maps.address}/ogc", "events")
    count = asked(maps, "SELECT (COUNT(?event) AS ?n) { ?event a ckg:Event }")
    assert f"Feature Count: {count}" in told
    for field in ("label: String", "types: StringList", "first: Date", "last: Date", "href: String"):
        assert field in told
    assert 'ID["EPSG",4326]' in told


def test_gdal_copies_events_of_a_box_and_a_time(maps: Served, tmp_path: Path) -> None:
    package = tmp_path / "events.gpkg"
    filters = ["-spat", *map(str, BOX), "-where", f"last >= '{FIRST}' AND first <= '{LAST}'"]
    run("ogr2ogr", "-f", "GPKG", package, f"OAPIF:{maps.address}/ogc", "events", "-oo", "PAGE_SIZE=300", *filters)
    found = read(package, "events")
    expected = asked(maps, _EVENTS.format(*BOX, FIRST, LAST))
    assert len(found) == len({row["id"] for row in found}) == expected
    assert 300 < expected < ROWS
    assert all(row["geom"] is not None for row in found)
    assert all(row["first"] <= LAST and row["last"] >= FIRST for row in found)


def test_gdal_copies_all_events_and_places(maps: Served, tmp_path: Path) -> None:
    for layer, kind in (("events", "Event"), ("places", "Place")):
        package = tmp_path / f"{layer}.gpkg"
        run("ogr2ogr", "-f", "GPKG", package, f"OAPIF:{maps.address}/ogc", layer, "-oo", "PAGE_SIZE=1000")
        assert len(read(package, layer)) == asked(maps, f"SELECT (COUNT(?thing) AS ?n) {{ ?thing a ckg:{kind} }}")


def test_gdal_copies_who_holds_what(maps: Served, tmp_path: Path) -> None:
    package = tmp_path / "control.gpkg"
    run("ogr2ogr", "-f", "GPKG", package, f"OAPIF:{maps.address}/ogc", "control")
    found = {row["place"]: row for row in read(package, "control")}
    assert len(found) == asked(maps, "SELECT (COUNT(DISTINCT ?place) AS ?n) { ?c a ckg:Control ; ckg:place ?place }")
    assert found["places/hama"]["standing"] == "held"
    assert "Hayat Tahrir al-Sham" in found["places/hama"]["holder_names"]
    assert found["places/homs"]["standing"] == "contested"


def test_owslib_reads_the_features(maps: Served) -> None:
    client = Features(f"{maps.address}/ogc")
    assert client.feature_collections() == ["events", "places", "control"]
    assert client.api()["openapi"].startswith("3.0")
    assert any(name.endswith("/conf/core") for name in client.conformance()["conformsTo"])
    page = client.collection_items("events", bbox=list(BOX), datetime_=f"{FIRST}/{LAST}", limit=7)
    assert page["numberMatched"] == asked(maps, _EVENTS.format(*BOX, FIRST, LAST))
    assert len(page["features"]) == 7
    hama = client.collection_item("control", "hama@2024-12-05")
    assert hama["properties"]["standing"] == "changed hands that day"
