"""Maps, tables and RDF, read back by programs of others; and what may not be handed on."""

from __future__ import annotations

import csv
import io
import json
import tarfile
from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
import rdflib
from lxml import etree  # type: ignore[import-untyped]
from pyoxigraph import RdfFormat, parse

from acled_export import write_acled
from conftest import needed
from exports.graphs import needs, written
from kg.build import build
from kg.errors import BadParameter
from kg.exports import EXPORTS, Source
from kg.exports.layers import coarse
from kg.exports.texts import cell
from kg.parameters import read
from kg.release import Release, open_release
from kg.sources.tables import table_file
from synthetic import DATA, SHARED

KML = "{http://www.opengis.net/kml/2.2}"
TAKEN = "Non-state actor overtakes territory"
CLOSED = {"country": "Northland", "iso": "999", "location": "Alphaville", "latitude": "10.5001", "longitude": "20.2501"}
ROWS = [
    {**CLOSED, "event_id_cnty": "NOR1", "event_date": "2029-06-01", "actor1": "Velvet Brigade", "actor2": "Blue Army"},
    {**CLOSED, "event_id_cnty": "NOR4", "event_date": "2030-03-01", "sub_event_type": TAKEN, "actor1": "Velvet Brigade", "actor2": "Blue Army"},
]  # fmt: skip


def of(name: str, release: Release, **texts: str) -> bytes:
    values = read(texts.items(), EXPORTS[name].filters, release.resolve)
    return written(name, Source(release, values, texts))


def features(release: Release, **texts: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(of("geojson", release, **texts))["features"]
    return found


def counted(release: Release, where: str) -> int:
    table = release.query(f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {where} }}").table
    assert table is not None
    return int(table.records()[0]["n"])


def test_geojson_has_every_event_and_holding(tables: Release) -> None:
    found = features(tables)
    layers = [one["properties"]["layer"] for one in found]
    assert layers.count("events") == counted(tables, "?x a ckg:Event ; ckg:indexFrom ?day")
    assert layers.count("control") == counted(tables, "?x a ckg:Control")
    assert len({one["id"] for one in found}) == len(found)
    placed = [one for one in found if one["geometry"]]
    assert 0 < len(placed) < len(found)
    for one in placed:
        assert one["geometry"]["type"] == "Point"
        east, north = one["geometry"]["coordinates"]
        assert abs(east) <= 180
        assert abs(north) <= 90


def test_longitude_stands_first_and_open_ends_are_null(release: Release) -> None:
    found = {one["id"]: one for one in features(release)}
    (alpha,) = {tuple(o["geometry"]["coordinates"]) for o in found.values() if o["geometry"]}
    assert alpha == (20.25, 10.5)
    ends = {(one["properties"]["first"], one["properties"]["last"]) for one in found.values()}
    assert any(first and not last for first, last in ends)


@pytest.mark.parametrize("name", ["geojson", "kml", "events-csv"])
def test_filters_narrow_it_down(release: Release, name: str) -> None:
    whole, some = of(name, release), of(name, release, on="2030-01-03", type="capture", place="alpha")
    none = of(name, release, to="1900")
    assert len(none) < len(some) < len(whole)
    assert b"capture-alpha-2030" in some


def test_one_layer_alone(release: Release) -> None:
    for layer in ("events", "control"):
        assert {one["properties"]["layer"] for one in features(release, layer=layer)} == {layer}


def test_filters_of_something_else_are_refused(release: Release) -> None:
    with pytest.raises(BadParameter, match="there is no such parameter here"):
        of("events-csv", release, roll_up="true")
    with pytest.raises(BadParameter, match="given together with a period"):
        of("kml", release, on="2030", to="2031")


@pytest.fixture(scope="module")
def kml_schema(tmp_path_factory: pytest.TempPathFactory) -> etree.XMLSchema:
    packed = needed(SHARED / "suites" / "export-schemas.tar.xz", "schemas of GEXF and KML")
    folder = tmp_path_factory.mktemp("schemas")
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")

    class Here(etree.Resolver):  # type: ignore[misc]
        """Finds in the folder what the schema imports from the web."""

        def resolve(self, url: str, public: str, context: Any) -> Any:  # noqa: ARG002
            near = folder / "schemas" / "kml" / url.rsplit("/", 1)[-1]
            return self.resolve_filename(str(near), context) if near.exists() else None

    parser = etree.XMLParser()
    parser.resolvers.add(Here())
    return etree.XMLSchema(etree.parse(folder / "schemas" / "kml" / "ogckml22.xsd", parser))


def test_kml_is_valid(kml_schema: etree.XMLSchema, release: Release, shipped: Release) -> None:
    for opened in (release, shipped):
        kml_schema.assertValid(etree.fromstring(of("kml", opened)))


def test_kml_has_what_geojson_has(tables: Release) -> None:
    tree = etree.fromstring(of("kml", tables))
    marks = {}
    for mark in tree.iter(f"{KML}Placemark"):
        data = {one.get("name"): one.findtext(f"{KML}value") for one in mark.iter(f"{KML}Data")}
        marks[str(data["iri"])] = (mark.findtext(f"{KML}name"), data.get("first"), data.get("last"))
    told = [one["properties"] for one in features(tables)]
    assert marks == {one["iri"]: (one["name"], one["first"], one["last"]) for one in told}


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("1982-01-01", "1982-12-31", ("1982", "1982")),
        ("2024-02-01", "2024-02-29", ("2024-02", "2024-02")),
        ("2023-02-01", "2023-02-28", ("2023-02", "2023-02")),
        ("2024-02-01", "2024-02-28", ("2024-02-01", "2024-02-28")),
        ("2011-01-01", None, ("2011", None)),
        (None, "2024-12-08", (None, "2024-12-08")),
        ("2024-12-05", "2024-12-05", ("2024-12-05", "2024-12-05")),
        (None, None, (None, None)),
    ],
)
def test_no_day_is_made_up(first: str | None, last: str | None, shown: tuple[str | None, str | None]) -> None:
    assert coarse(first, last) == shown


def test_pandas_reads_the_tables(tables: Release) -> None:
    count = counted(tables, "?x a ckg:Event ; ckg:indexFrom ?day")
    parquet = pd.read_parquet(io.BytesIO(of("events-parquet", tables)))
    sheet = pd.read_csv(io.BytesIO(of("events-csv", tables)))
    assert len(parquet) == len(sheet) == parquet["id"].nunique() == count
    assert list(parquet.columns) == list(sheet.columns)
    assert list(parquet["id"]) == list(sheet["id"])
    assert [list(one) for one in parquet["parties"]] == [
        str(one).split("; ") if isinstance(one, str) else [] for one in sheet["parties"]
    ]
    assert parquet["deaths_best"].sum() == sheet["deaths_best"].sum() > 0
    days = [one for one in parquet["first"] if one is not None]
    assert all(isinstance(day, date) for day in days)


def test_parquet_says_where_it_is_from(release: Release) -> None:
    file = pq.ParquetFile(io.BytesIO(of("events-parquet", release, on="2030-01-03")))
    told = json.loads(file.schema_arrow.metadata[b"ckg"])
    assert (told["release"], told["filters"]) == (release.name, {"on": "2030-01-03"})
    assert told["counts"] == {"events": file.metadata.num_rows}
    assert "creativecommons.org/licenses/by/4.0" in told["licence"]


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1"])
def test_a_cell_is_no_formula(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-1", "+1.5", "-2.5e-3", "a=1", "", "'=1"])
def test_other_cells_are_left_alone(text: str) -> None:
    assert cell(text) == text


def test_rdf_formats_hold_the_same(release: Release) -> None:
    quads = set(parse(of("nquads", release), format=RdfFormat.N_QUADS))
    assert len(quads) == len(release.store)
    assert set(parse(of("trig", release), format=RdfFormat.TRIG)) == quads
    assert set(parse(of("jsonld", release), format=RdfFormat.JSON_LD)) == quads
    for name, form in (("trig", "trig"), ("jsonld", "json-ld")):
        dataset = rdflib.Dataset()
        dataset.parse(data=of(name, release), format=form)
        assert sum(1 for _ in dataset.quads()) == len(quads)


def test_trig_says_where_it_is_from(release: Release) -> None:
    top = of("trig", release).decode().split("@prefix")[0]
    assert release.name in top
    assert "creativecommons.org/licenses/by/4.0" in top


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Release, Release]]:
    """A release with a table that may not be handed on, and one without it."""
    table = write_acled(tmp_path_factory.mktemp("tables") / "a.csv", ROWS)
    for_closed, for_other = (tmp_path_factory.mktemp(name) for name in ("closed", "without"))
    build([DATA], for_closed, tables=[table_file(f"acled={table}")])
    build([DATA], for_other)
    with open_release(for_closed) as closed, open_release(for_other) as without:
        yield closed, without


@pytest.mark.parametrize("name", [name for name, one in EXPORTS.items() if not name.endswith("csv") and name != "png"])
def test_what_may_not_be_handed_on_is_left_out(both: tuple[Release, Release], name: str) -> None:
    closed, without = both
    asked = {"events": "true", "places": "true"} if EXPORTS[name].subject == "network" else needs(name, without)
    found, expected = (of(name, one, **asked).decode(errors="replace") for one in both)
    assert "elvet" not in found
    assert "nor4" not in found.lower()
    kept = {without.name: closed.name, str(without.manifest["built"]): str(closed.manifest["built"])}
    if name == "events-parquet":
        tables = [pq.read_table(io.BytesIO(of(name, one))).to_pylist() for one in both]
        assert tables[0] == tables[1]
        return
    for old, new in kept.items():
        expected = expected.replace(old, new).replace(old[:10], new[:10])
    if name not in {"trig", "jsonld"}:  # whose order is the engine's
        assert sorted(found.splitlines()) == sorted(expected.splitlines())


def test_what_may_not_be_handed_on_is_in_no_table(both: tuple[Release, Release]) -> None:
    found, expected = (list(csv.DictReader(io.StringIO(of("events-csv", one).decode()))) for one in both)
    assert found == expected
    assert len(found) > 3
