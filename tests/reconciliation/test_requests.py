"""Reading requests: the specification's examples, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from kg.errors import BadParameter, QueryFailed
from kg.reconciliation.asked import BATCH, ENTITIES, LONGEST, MOST_VALUES, PROPERTIES, VALUES, Condition, Query, Value
from kg.reconciliation.requests import extension, new_batch, old_batch
from reconciliation.protocol import NEW, OLD, VERSIONS, examples, schema

READERS: dict[str, Callable[[str], Any]] = {OLD: old_batch, NEW: new_batch}


def old(**query: Any) -> Query:
    return old_batch(json.dumps({"q": query}))["q"]


def new(*conditions: Any, **query: Any) -> Query:
    return new_batch(json.dumps({"queries": [{"conditions": conditions, **query}]}))[0]


@pytest.mark.parametrize("version", VERSIONS)
def test_batches_of_the_specification_are_read_or_refused_as_it_says(version: str) -> None:
    found = examples(version, "reconciliation-query-batch")
    assert {example.valid for example in found} == {True, False}
    for example in found:
        assert schema(version, "reconciliation-query-batch").is_valid(example.data) == example.valid, example.name
        if example.valid:
            assert READERS[version](json.dumps(example.data))
        else:
            with pytest.raises(BadParameter):
                READERS[version](json.dumps(example.data))


@pytest.mark.parametrize("version", VERSIONS)
def test_data_extension_queries_of_the_specification_are_read(version: str) -> None:
    found = examples(version, "data-extension-query")
    assert found
    for example in found:
        asked = extension("extend", json.dumps(example.data))
        assert list(asked.ids) == example.data["ids"]
        assert [one.id for one in asked.properties] == [one["id"] for one in example.data["properties"]]


def test_both_versions_come_to_the_same_query() -> None:
    before = old(
        query=" Al\u00a0Jolaini\n",
        type="Person",
        limit=3,
        properties=[
            {"pid": "date", "v": ["2024-12", 2024]},
            {"pid": "leads", "v": {"id": "actors/hts", "name": "HTS"}},
        ],
    )
    after = new(
        {"matchType": "name", "propertyValue": "Al Jolaini"},
        {"matchType": "property", "propertyId": "date", "propertyValue": ["2024-12", 2024]},
        {"matchType": "property", "propertyId": "leads", "propertyValue": {"id": "actors/hts", "name": "HTS"}},
        type="Person",
        limit=3.0,
    )
    assert (
        before
        == after
        == Query(
            conditions=(
                Condition("name", (Value("Al Jolaini"),)),
                Condition("property", (Value("2024-12"), Value("2024")), "date"),
                Condition("property", (Value("HTS", "actors/hts"),), "leads"),
            ),
            types=("Person",),
            limit=3,
        )
    )


def test_what_only_one_version_has() -> None:
    assert old(query="x", type=["Place", "Person"], type_strict="all").strictness == "all"
    assert old(query="x", type=["Place", "Person", "Place"]).types == ("Place", "Person")
    read = new(
        {"matchType": "id", "propertyValue": "places/hama", "required": True},
        {"matchType": "property", "propertyId": "kind", "propertyValue": True, "matchQuantifier": "none",
         "matchQualifier": "ExactMatch"},
        lang="ar", dir="rtl",
    )  # fmt: skip
    assert read.conditions == (
        Condition("id", (Value("places/hama"),), required=True),
        Condition("property", (Value("true"),), "kind", quantifier="none", qualifier="ExactMatch"),
    )


def test_a_blank_cell_asks_for_nothing() -> None:
    assert old(query=" \t ").conditions == (Condition("name", ()),)


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ({"query": "x", "limit": 0}, "greater than or equal to 1 (at limit)"),
        ({"query": "x", "limit": 1_000_000}, "less than or equal to 100 (at limit)"),
        ({"query": "x", "limit": 2.5}, "(at limit)"),
        ({"query": "x", "limit": "5"}, "no number (at limit)"),
        ({"query": "x", "limit": True}, "no number (at limit)"),
        ({"query": 3}, "valid string (at query)"),
        ({"query": "x", "querry": "y"}, "not permitted (at querry)"),
        ({"query": "x", "type_strict": "often"}, "(at type_strict)"),
        ({"query": "x", "properties": [{"pid": "date", "v": None}]}, "(at properties.0.v)"),
        ({"query": "x", "properties": [{"pid": "date", "v": [["2024"]]}]}, "(at properties.0.v"),
        ({"query": "x", "properties": [{"pid": "date", "v": {"name": "no id"}}]}, "(at properties.0.v"),
        ({"query": "x", "properties": [{"pid": "date", "v": 10**300}]}, "no number to compare with"),
        ({"query": "x", "properties": [{"pid": "date", "v": "1"}] * 11}, "at most 10"),
        ({"query": "x", "properties": [{"pid": "date", "v": ["1"] * (VALUES + 1)}]}, "(at properties.0.v"),
        ({"query": "x" * 10_000}, "10,000 characters long"),
        ({"query": "x\0y"}, "U+0000"),
        ({"query": "x\x1b[31m"}, "U+001B"),
        ({"query": "x\u202egnp.exe"}, "U+202E"),
        ({"query": "x", "type": "P\u2066"}, "U+2066"),
    ],
)
def test_a_query_that_is_wrong_is_told_with_what_was_wrong(query: dict[str, Any], wrong: str) -> None:
    with pytest.raises(BadParameter) as raised:
        old_batch(json.dumps({"good": {"query": "Hama"}, "bad": query}))
    assert wrong in str(raised.value)
    assert raised.value.expected
    assert len(raised.value.arrived or "") <= 200
    assert (raised.value.arrived or "").isprintable()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "3", "null", '"x"', '{"q": 3}', '{"q": {"query": NaN}}', "[" * 100_000, '{"q": "\\ud800"}', '{"q": 1e999}',
     "1" * 5000, '{"q": {"query": "x"}} and more'],
)  # fmt: skip
def test_what_is_no_batch(text: str) -> None:
    for read in READERS.values():
        with pytest.raises(BadParameter) as raised:
            read(text)
        assert len(raised.value.arrived or "") <= 200
    with pytest.raises(BadParameter):
        extension("extend", text)


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(BadParameter, match="no JSON"):
        new_batch(b'{"queries": "\xff"}')


def test_too_much_at_once_is_told_apart_from_what_is_wrong() -> None:
    query = {"query": "x"}
    assert len(old_batch(json.dumps({f"q{n}": query for n in range(BATCH)}))) == BATCH
    condition = {"conditions": [{"matchType": "name", "propertyValue": "x"}]}
    many = {"query": "x", "properties": [{"pid": "date", "v": ["1"] * VALUES}] * 9}
    for read, batch in (
        (old_batch, {f"q{n}": query for n in range(BATCH + 1)}),
        (old_batch, {f"q{n}": many for n in range(6)}),
        (new_batch, {"queries": [condition] * (BATCH + 1)}),
        (lambda text: extension("extend", text), {"ids": ["a"] * (ENTITIES + 1), "properties": []}),
        (lambda text: extension("extend", text), {"ids": [], "properties": [{"id": "a"}] * (PROPERTIES + 1)}),
    ):
        with pytest.raises(QueryFailed) as raised:
            read(json.dumps(batch))
        assert raised.value.kind == "size"


def test_the_longest_that_is_read() -> None:
    assert old(query="x" * LONGEST).conditions[0].values[0].text == "x" * LONGEST


def test_settings_of_a_data_extension() -> None:
    settings: list[Any] = [
        {},
        {"limit": "5"},
        {"limit": 3, "content": "id"},
        {"limit": 0},
        {"limit": 10**9},
        {"rank": "best"},
    ]
    asked = {"ids": ["a"], "properties": [{"id": "p", "settings": one} for one in settings]}
    read = extension("extend", json.dumps(asked)).properties
    assert [(one.limit, one.content) for one in read] == [
        (MOST_VALUES, "name"), (5, "name"), (3, "id"), (MOST_VALUES, "name"), (MOST_VALUES, "name"), (MOST_VALUES, "name"),
    ]  # fmt: skip
    limits: list[Any] = [-1, "many", "1.5", [], {}, None, "9" * 100]
    for limit in limits:
        wrong = {"ids": ["a"], "properties": [{"id": "p", "settings": {"limit": limit}}]}
        with pytest.raises(BadParameter, match="limit"):
            extension("extend", json.dumps(wrong))
