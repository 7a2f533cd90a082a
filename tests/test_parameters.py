from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import bounds_of
from kg.errors import BadParameter, UnknownThing
from kg.parameters import KINDS, LONGEST, Parameter, read, table

KNOWN = table(
    Parameter("on", "when", "2024-12", "time"),
    Parameter("day", "which day", "2024-12-05", "day"),
    Parameter("actor", "who", "hts", "thing", sections=("actors",)),
    Parameter("colour", "which colour", "red", "choice", "blue", choices=("red", "blue", "grey")),
    Parameter("colours", "which colours", "red,blue", "choice", choices=("red", "blue", "grey"), several=True),
    Parameter("limit", "how many", "5", "number", "50", least=1, most=500),
    Parameter("deep", "whether deep", "true", "yes", "false"),
    Parameter("name", "what name", "x"),
    Parameter("code", "which code", "x", longest=5),
)


def resolve(asked: str, sections: Sequence[str]) -> str:
    """Find two things."""
    paths = {"hts": "actors/hts", "hama": "places/hama"}
    if asked not in paths:
        raise UnknownThing(asked, ["actors/hts"])
    return paths[asked]


def values(*given: tuple[str, str]) -> dict[str, Any]:
    return read(given, KNOWN, resolve)


def test_what_is_not_given_is_the_default_or_none() -> None:
    assert values() == values(("name", ""), ("limit", "  ")) == {
        "on": None, "day": None, "actor": None, "colour": "blue", "colours": (), "limit": 50, "deep": False,
        "name": None, "code": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("on", "2024-12", bounds_of("2024-12")),
        ("on", "2024-11-27/2024-12-08", bounds_of("2024-11-27/2024-12-08")),
        ("day", "2024-12-05", date(2024, 12, 5)),
        ("actor", "hts", "actors/hts"),
        ("colour", "grey", "grey"),
        ("colours", "red, grey,,red", ("red", "grey")),
        ("limit", " 500 ", 500),
        ("deep", "True", True),
        ("deep", "0", False),
        ("deep", "YES", True),
        ("name", " حلب ", "حلب"),
        ("code", "12345", "12345"),
    ],
)
def test_a_value_of_each_kind(name: str, text: str, value: Any) -> None:
    assert values((name, text))[name] == value


@pytest.mark.parametrize(
    ("name", "text", "wrong", "expected"),
    [
        ("on", "2024-13", "not a date", "a day, month or year"),
        ("on", "2024-12-08/2024-12-01", "the end lies before the start", "a day, month or year"),
        ("on", "yesterday", "not a date", "2024-12"),
        ("day", "2024-12", "not a day", "YYYY-MM-DD"),
        ("day", "2024-02-30", "not a day", "YYYY-MM-DD"),
        ("actor", "hama", "places/hama is none", "something of /actors"),
        ("colour", "green", "not a choice", "one of red, blue, grey"),
        ("colour", "Red", "not a choice", "one of red, blue, grey"),
        ("colours", "red,green", "not a choice", "some of red, blue, grey"),
        ("limit", "0", "not such a number", "a whole number from 1 to 500"),
        ("limit", "501", "not such a number", "a whole number from 1 to 500"),
        ("limit", "1e2", "not such a number", "a whole number from 1 to 500"),
        ("limit", "٥", "not such a number", "a whole number from 1 to 500"),
        ("limit", "9" * 900, "not such a number", "a whole number from 1 to 500"),
        ("limit", "-1", "not such a number", "a whole number from 1 to 500"),
        ("deep", "perhaps", "not a yes or no", "true or false"),
        ("name", "x" * (LONGEST + 1), "too long, or not printable", f"up to {LONGEST} printable"),
        ("code", "123456", "too long, or not printable", "up to 5 printable"),
        ("name", "a\x00b", "too long, or not printable", "printable"),
        ("name", "a\u202eb", "too long, or not printable", "printable"),
        ("name", "\ud800", "too long, or not printable", "printable"),
        ("nam", "x", "there is no such parameter here", "one of name"),
        ("\x00", "x", "there is no such parameter here", "one of on, day, actor"),
        ("q" * 5_000, "x", "there is no such parameter here", "one of on, day, actor"),
    ],
)
def test_what_is_wrong_is_told(name: str, text: str, wrong: str, expected: str) -> None:
    with pytest.raises(BadParameter) as error:
        values((name, text))
    assert wrong in error.value.wrong
    assert expected in error.value.expected
    shown = [error.value.name, error.value.arrived or ""]
    assert all(len(part) <= 200 and part.isprintable() for part in shown)


def test_a_parameter_that_is_given_twice() -> None:
    with pytest.raises(BadParameter, match="given twice"):
        values(("name", "a"), ("name", "a"))


def test_a_parameter_that_is_needed() -> None:
    known = table(Parameter("id", "which", "hts", required=True))
    for texts in ([], [("id", " ")]):
        with pytest.raises(BadParameter, match="missing") as error:
            read(texts, known, resolve)
        assert "for example hts" in error.value.expected


def test_a_thing_that_is_not_there_is_shown_briefly_with_the_nearest() -> None:
    with pytest.raises(UnknownThing) as error:
        values(("actor", "x" * 900))
    assert error.value.nearest == ("actors/hts",)
    assert error.value.asked == "x" * 200


@given(st.lists(st.tuples(st.sampled_from([*KNOWN, "other"]), st.text(max_size=30)), max_size=4))
def test_any_texts_are_read_or_refused(given: list[tuple[str, str]]) -> None:
    try:
        found = read(given, KNOWN, resolve)
    except (BadParameter, UnknownThing):
        return
    assert found.keys() == KNOWN.keys()


def test_every_parameter_documents_itself() -> None:
    assert {parameter.kind for parameter in KNOWN.values()} == set(KINDS)
    told = {name: parameter.documented() for name, parameter in KNOWN.items()}
    assert told["limit"] == {
        "name": "limit", "in": "query", "required": False, "description": "how many", "example": 5,
        "schema": {"type": "integer", "minimum": 1, "maximum": 500, "default": 50},
    }  # fmt: skip
    assert told["deep"]["schema"] == {"type": "boolean", "default": False}
    assert told["colour"]["schema"] == {"type": "string", "enum": ["red", "blue", "grey"], "default": "blue"}
    assert told["colours"]["schema"] == {"type": "string", "maxLength": LONGEST}
    assert told["day"]["schema"] == {"type": "string", "format": "date"}
    assert told["code"]["schema"] == {"type": "string", "maxLength": 5}


@pytest.mark.parametrize("parameter", KNOWN.values(), ids=lambda parameter: parameter.name)
def test_every_example_can_be_given(parameter: Parameter) -> None:
    assert read([(parameter.name, parameter.example)], table(parameter), resolve)[parameter.name] not in (None, ())
