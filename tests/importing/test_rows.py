"""Rows written as text are the very quads that the slow way, through values, gives."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from conftest import needed
from importing.tables import write_ged
from kg.build import build
from kg.derivation import derive
from kg.description import describe
from kg.importing.columns import write_columns
from kg.importing.naming import named_events
from kg.importing.quads import months_of, write_quads
from kg.importing.values import as_statements
from kg.namespaces import BASE, CKG
from kg.ontology import shipped
from kg.periods import period_quads
from kg.release import open_release
from kg.resources import directory
from kg.sources import read_directories
from kg.sources.tables import table_file
from kg.sources.tables.importing import import_tables, workbench
from kg.sources.tables.quarantine import Quarantine
from kg.statements import quads_of
from kg.store import open_store
from synthetic import SHARED

ODD = [
    {},
    {"id": "2", "side_b": 'The "Blues"\\', "date_start": "2016-11-20", "date_end": "2018-12-31"},  # more than 24 months
    {"id": "3", "date_start": "2016-01-01", "date_end": "2016-12-31", "date_prec": "5", "low": "9"},
    {"id": "4", "side_b": "Blues, Greens", "side_b_new_id": "77", "where_prec": "7", "date_end": "2016-06-01"},
    {"id": "5", "type_of_violence": "3", "side_b": "Civilians", "side_b_new_id": "1", "where_prec": "6"},
    {"id": "6", "conflict_new_id": "", "dyad_new_id": "", "best": "7", "high": "4", "where_prec": "4"},
    {"id": "7", "side_b": "Government of Redland", "side_b_new_id": "118"},  # against itself
]


def both_ways(table: Path, folder: Path) -> tuple[set[Quad], set[Quad]]:
    """Give the quads of a table's events as text gives them, and as values give them."""
    ontology = shipped()
    registry = read_directories([directory("data")], ontology).statements
    with workbench(folder) as con, Quarantine(folder / "wrong.csv") as wrong:
        files = [table_file(f"ucdp-ged={table}")]
        found = import_tables(con, files, registry, ontology, folder, wrong, lambda *_: None)
        assert found.events is not None
        named = named_events(con, found.events, found.statements, ontology)
        text = set(parse(path=write_quads(named, folder / "rows.nq"), format=RdfFormat.N_QUADS))
        text |= set(period_quads(months_of(named)))
        events = tuple(as_statements(found.events))
        knowledge = derive(replace(found.statements, claims=(), situations=(), events=events), ontology)
        write_columns(con, named, found.statements, frozenset(), folder / "columns.parquet")
    periods = set(period_quads(sorted({f"periods/{month}" for month in _months(text)})))
    values = {quad for event in knowledge.events for quad in quads_of(event)} | periods
    return text, values


def _months(quads: set[Quad]) -> set[str]:
    return {str(quad.object.value).rsplit("/", 1)[1] for quad in quads if quad.predicate == CKG.inMonth}  # type: ignore[union-attr]


def test_text_and_values_give_the_same_quads(tmp_path: Path) -> None:
    text, values = both_ways(write_ged(tmp_path / "ged.csv", ODD), tmp_path)
    assert len({quad.subject for quad in text if quad.predicate == CKG.row}) == len(ODD)
    assert text - values == set()
    assert values - text == set()


@pytest.mark.parametrize(
    "name", ["ged231_sample1000.csv", pytest.param("ged_syria_652_1601_1911.csv", marks=pytest.mark.long)]
)
def test_real_tables_give_the_same_quads_both_ways(tmp_path: Path, name: str) -> None:
    table = needed(SHARED / "data" / "ucdp" / name, "a table of UCDP GED")
    text, values = both_ways(table, tmp_path)
    assert len(text) > 20_000
    assert text == values


def test_a_file_that_cannot_be_written_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"rows\.nq"), workbench(tmp_path) as con:
        con.create_table("few", pa.table({"text": ["one"]})).to_csv(tmp_path / "nowhere" / "rows.nq")


def test_the_columns_agree_with_the_quads(tmp_path: Path) -> None:
    text, _ = both_ways(write_ged(tmp_path / "ged.csv", ODD), tmp_path)
    rows = {row["path"]: row for row in pq.read_table(tmp_path / "columns.parquet").to_pylist()}
    for quad in text:
        path = str(quad.subject.value).removeprefix(BASE)  # type: ignore[union-attr]
        value = str(quad.object.value).removeprefix(BASE)  # type: ignore[union-attr]
        match quad.predicate:
            case CKG.party:
                assert value in rows[path]["parties"]
            case CKG.deathsLow:
                assert int(value) == rows[path]["low"]
            case CKG.from_:
                assert value == rows[path]["first"].isoformat()
            case CKG.place:
                assert rows[path]["within"][0] == value == rows[path]["places"][0]
    assert rows["events/ucdp-ged-1"]["governorates"][0].startswith("places/ucdp-north-province-")
    assert rows["events/ucdp-ged-5"]["governorates"] == []
    assert (rows["events/ucdp-ged-1"]["lat"], rows["events/ucdp-ged-1"]["long"]) == (10.5, 20.25)


@pytest.mark.long
def test_the_description_counts_what_the_store_holds(tmp_path: Path) -> None:
    """What a build says of itself before the rows are loaded is what a count of the whole store gives."""
    table = write_ged(tmp_path / "ged.csv", ODD)
    summary = build([], tmp_path / "store", tables=[table_file(f"ucdp-ged={table}")])
    store = open_store(summary.path / "quads")
    void = BASE + "graphs/void"
    told = {quad.triple for quad in store.quads(void)}
    whole = Store()
    whole.bulk_extend(quad for quad in store.quads() if quad.graph_name != NamedNode(void))
    whole.dump(str(tmp_path / "whole.nq"), RdfFormat.N_QUADS)
    on_disk = Store(str(tmp_path / "quads"))
    on_disk.bulk_load(path=tmp_path / "whole.nq", format=RdfFormat.N_QUADS)
    on_disk.flush()
    del on_disk
    with open_release(tmp_path / "store") as release:
        licences = release.manifest["licences"]
    assert told == {quad.triple for quad in describe(open_store(tmp_path / "quads"), licences)}


@pytest.mark.long
def test_the_dumps_hold_the_rows(tmp_path: Path) -> None:
    table = write_ged(tmp_path / "ged.csv", ODD)
    summary = build([], tmp_path / "store", tables=[table_file(f"ucdp-ged={table}")])
    held = set(open_store(summary.path / "quads").quads())
    for name, form in (("dump.nq.gz", RdfFormat.N_QUADS), ("dump.trig.gz", RdfFormat.TRIG)):
        with gzip.open(summary.path / "dumps" / name) as file:
            assert set(parse(file.read(), form)) == held, name
