"""What we write, read back by somebody else: rdflib for XML and JSON, the csv module for CSV."""

from __future__ import annotations

import csv
import io
import json

import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results

from kg.namespaces import XSD
from kg.sparql import FORMATS, Table, write_table

TABLE = Table(
    ("a", "b"),
    (
        (NamedNode("urn:x"), Literal('quo"te, new\nline\tand tab')),
        (Literal("حلب", language="ar"), None),
        (Literal("5", datatype=XSD.integer), Literal("true", datatype=XSD.boolean)),
        (BlankNode("n"), Literal("")),
    ),
)


def read_back(data: str, form: QueryResultsFormat) -> list[tuple[object, ...]]:
    results = parse_query_results(data.encode(), format=form)
    assert isinstance(results, QuerySolutions)
    return [tuple(solution) for solution in results]


def test_xml_and_tsv_read_back_as_the_same_terms() -> None:
    assert read_back(write_table(TABLE, "xml"), QueryResultsFormat.XML) == list(TABLE.rows)
    assert read_back(write_table(TABLE, "tsv"), QueryResultsFormat.TSV) == list(TABLE.rows)


def test_xml_reads_in_rdflib_too() -> None:
    result = rdflib.query.Result.parse(io.BytesIO(write_table(TABLE, "xml").encode()), format="xml")
    assert len(list(result)) == 4


def test_csv_is_the_standards() -> None:
    text = write_table(TABLE, "csv")
    assert text.startswith("a,b\r\n")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1:4] == [["urn:x", 'quo"te, new\nline\tand tab'], ["حلب", ""], ["5", "true"]]


def test_json_has_plain_values() -> None:
    assert json.loads(write_table(TABLE, "json"))[1:3] == [{"a": "حلب", "b": None}, {"a": 5, "b": True}]


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_answer_is_still_an_answer(form: str) -> None:
    assert write_table(Table(("a",), ()), form).strip()
