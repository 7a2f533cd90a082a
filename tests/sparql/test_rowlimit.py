"""Cut results, read by others' readers, against the first rows of the whole result as the engine writes it."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from itertools import cycle
from typing import IO, Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from kg.sparql.asking import TABLE_FORMATS
from kg.sparql.rowlimit import Enough, limited

Cell = dict[str, Any]
Table = tuple[list[str], list[dict[str, Cell]]]

# What stands at the joints of each format: texts are full of it.
JOINTS = ["{", "}", "},{", ",{}", "[{}", '"', '"}', '\\"}', "\\", ":", ",", ',{"a":{', "]},", "<result>", "</result>"]
JOINTS += ["&lt;result/>", "\n", "\r\n", '"\n"', "\t", ",,", "é", "حلب", "\U0001f600", "a", "bc ", "'"]
VARIABLES = ["a", "b", "subject", "results", "ü", "value"]
ENDLESS = 1 << 62
TEXTS = st.lists(st.sampled_from(JOINTS), max_size=6).map("".join)


class Sink:
    """What a cut result is written to."""

    def __init__(self) -> None:
        self.data = b""

    def write(self, data: bytes) -> int:
        assert data, "an empty block looks like the end"
        self.data += data
        return len(data)

    def flush(self) -> None:
        pass


def literal(text: str, **more: str) -> Cell:
    return {"type": "literal", "value": text} | {name.replace("_", ":"): value for name, value in more.items()}


def triple(text: str) -> Cell:
    place = {"type": "uri", "value": "urn:s"}
    return {"type": "triple", "value": {"subject": place, "predicate": place, "object": literal(text)}}


CELLS = st.one_of(
    st.none(),
    TEXTS.map(literal),
    TEXTS.map(lambda text: literal(text, xml_lang="en-gb")),
    TEXTS.map(lambda text: literal(text, datatype="urn:type,%7B%7D")),
    st.sampled_from(["urn:a", "http://e/a?b=1,2&c=();:", "urn:x:"]).map(lambda iri: {"type": "uri", "value": iri}),
    st.sampled_from(["n", "n1"]).map(lambda name: {"type": "bnode", "value": name}),
    st.sampled_from(["plain", "a b"]).map(triple),  # CSV has no way to write a triple whose text needs quotes
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    variables = draw(st.lists(st.sampled_from(VARIABLES), unique=True, max_size=3))
    rows = draw(st.lists(st.fixed_dictionaries(dict.fromkeys(variables, CELLS)), max_size=6))
    return variables, [{name: cell for name, cell in row.items() if cell is not None} for row in rows]


def results_of(table: Table) -> QuerySolutions:
    """Give a table to the engine, which then writes it as it writes its own results."""
    variables, rows = table
    data = json.dumps({"head": {"vars": variables}, "results": {"bindings": rows}})
    results = parse_query_results(data, format=QueryResultsFormat.JSON)
    assert isinstance(results, QuerySolutions)
    return results


def written(table: Table, form: str) -> bytes:
    data = results_of(table).serialize(format=TABLE_FORMATS[form])
    assert data is not None
    return data


def cut(data: bytes, form: str, most: int, variables: list[str], sizes: list[int]) -> tuple[bytes, bool]:
    """Pass bytes through a limit in pieces of the sizes, over and over."""
    sink = Sink()
    rows = limited(form, sink, most, variables)
    at = 0
    try:
        for size in cycle(sizes):
            assert rows.write(data[at : at + size]) == len(data[at : at + size])
            at += size
            if at >= len(data):
                break
        rows.finish()
    except Enough:
        assert rows.truncated
        before = sink.data
        rows.write(b"what the engine still has")
        with pytest.raises(Enough):
            rows.finish()
        assert sink.data == before
    return sink.data, rows.truncated


def read(data: bytes, form: str) -> tuple[Any, list[Any]]:
    """Read a result with somebody else's reader: its head, and its rows."""
    if form == "json":
        whole = json.loads(data)
        return whole["head"], whole["results"]["bindings"]
    if form == "xml":
        head, rows = ET.fromstring(data)
        return ET.tostring(head), [ET.tostring(row) for row in rows]
    if form == "csv":
        csv.field_size_limit(1 << 30)
        lines = list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))
        return lines[0], lines[1:]
    assert data.endswith(b"\n")
    first, *others = data.decode().split("\n")[:-1]
    return first, [line.split("\t") for line in others]


@pytest.mark.parametrize("form", TABLE_FORMATS)
@settings(deadline=None)
@given(table=tables(), sizes=st.lists(st.integers(1, 60), min_size=1, max_size=5), less=st.integers(-1, 6))
def test_a_cut_result_is_the_first_rows_of_the_whole(form: str, table: Table, sizes: list[int], less: int) -> None:
    count = len(table[1])
    data = written(table, form)
    head, rows = read(data, form)
    assert len(rows) == count
    for most in {max(count - less, 0), ENDLESS}:
        got, truncated = cut(data, form, most, table[0], sizes)
        assert read(got, form) == (head, rows[:most])
        assert truncated == (count > most)
        if not truncated:
            assert got == data
        elif form == "json":
            assert json.loads(got)["truncated"] is True


@pytest.mark.parametrize("form", TABLE_FORMATS)
@pytest.mark.parametrize("text", ['"},{}', '\\"},{}', ':"},{}', '},{}"', '"\n"\n,', "<result>\n", '"', "\\", ""])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_text_that_looks_like_rows_is_none(form: str, text: str, size: int) -> None:
    table = ["a"], [{"a": literal(text)}, {"a": literal("b")}, {"a": literal(text)}]
    head, rows = read(written(table, form), form)
    for most in range(4):
        got, truncated = cut(written(table, form), form, most, ["a"], [size])
        assert (read(got, form), truncated) == ((head, rows[:most]), most < 3)


@pytest.mark.parametrize("form", TABLE_FORMATS)
@pytest.mark.parametrize("most", [0, 1, 1_999, 2_000])
@pytest.mark.parametrize("variables", [["s", "o"], ["unbound"], []])
def test_the_engine_writes_into_it(form: str, most: int, variables: list[str]) -> None:
    texts = ["".join(JOINTS[at : at + 3]) + str(at) for at in range(len(JOINTS))]
    rows = [{"s": {"type": "uri", "value": f"urn:{at}"}, "o": literal(texts[at % len(texts)])} for at in range(2_000)]
    table = variables, [{name: cell for name, cell in row.items() if name in variables} for row in rows]
    sink = Sink()
    file = limited(form, sink, most, variables)
    ended = "whole"
    try:
        results_of(table).serialize(cast("IO[bytes]", file), TABLE_FORMATS[form])
        file.finish()
    except Enough:
        ended = "enough"
    assert ended == ("enough" if most < 2_000 else "whole")
    head, whole = read(written(table, form), form)
    assert read(sink.data, form) == (head, whole[:most])
    assert file.told == (form == "json")


@pytest.mark.parametrize("form", TABLE_FORMATS)
@pytest.mark.parametrize(
    "row", [{"a": literal("ends with :")}, {"a": literal('"}\n')}, {}], ids=["colon", "marks", "none"]
)
def test_no_more_than_a_little_is_held_back(form: str, row: dict[str, Cell]) -> None:
    data = written((["a"], [row] * (400_000 // len(json.dumps(row)))), form)
    sink = Sink()
    file = limited(form, sink, ENDLESS, ["a"])
    for at in range(0, len(data), 8_192):
        file.write(data[at : at + 8_192])
        assert at - len(sink.data) < 80_000
    file.finish()
    assert sink.data == data


@pytest.mark.parametrize("form", TABLE_FORMATS)
@pytest.mark.parametrize("joint", ['\\"}', ",{}", '"}', "\n", '"\n', "a"])
def test_a_long_text_does_not_take_long(form: str, joint: str) -> None:
    """Held bytes are not gone through anew with every write: then these would take many minutes."""
    table = ["a"], [{"a": literal(joint * (500_000 // len(joint)))}, {"a": literal("b")}]
    data = written(table, form)
    got, truncated = cut(data, form, 1, ["a"], [32])
    assert truncated
    assert len(read(got, form)[1]) == 1
    assert len(got) > 500_000
