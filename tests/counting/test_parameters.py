"""Questions from texts: what is understood, and what is said of what is not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from kg.counting.circle import Circle
from kg.counting.parameters import PARAMETERS, read_question
from kg.counting.questions import TEXTS, CountQuestion
from kg.errors import BadParameter, UnknownThing
from kg.release import Release


def question(release: Release, values: Mapping[str, str], most: int = 10_000) -> CountQuestion:
    return read_question(values, release.resolve, release.store, release.ontology, most)


def test_nothing_asks_for_months(release: Release) -> None:
    assert question(release, {}) == CountQuestion(by=("month",))
    assert question(release, dict.fromkeys(PARAMETERS, " ")) == CountQuestion(by=("month",))


def test_every_parameter_is_read(release: Release) -> None:
    values = {
        "by": "type, actor,type",
        "from": "2030-01-01",
        "to": "2030-01-31",
        "actor": "Blue Government",
        "place": "https://w3id.org/ckg/places/alpha",
        "near": "Alphaville",
        "kilometres": "7",
        "type": "state-based-clash",
        "source": "event-table-1-0",
        "order": "best",
        "limit": "7",
        "offset": "3",
    }
    assert values.keys() == PARAMETERS.keys()
    assert question(release, values) == CountQuestion(
        by=("type", "actor"),
        first=date(2030, 1, 1),
        last=date(2030, 1, 31),
        actors=frozenset({"actors/blue-government", "actors/blue-army"}),
        place="places/alpha",
        types=frozenset({"codes/event-type/state-based-clash"}),
        source="documents/event-table-1-0",
        circle=Circle(10.5, 20.25, 7),
        order="best",
        limit=7,
        offset=3,
    )
    assert question(release, {"source": TEXTS}).source == TEXTS


def test_examples_of_the_parameters_are_read(shipped: Release) -> None:
    for parameter in PARAMETERS.values():
        beside = {"near": "hama"} if parameter.name == "kilometres" else {}
        question(shipped, {parameter.name: parameter.example, **beside})


def test_near_is_fifty_kilometres_unless_told(release: Release) -> None:
    assert question(release, {"near": "alpha"}).circle == Circle(10.5, 20.25, 50)
    assert question(release, {}).circle is None


@pytest.mark.parametrize(
    ("values", "parameter", "expected"),
    [
        ({"kilometres": "5"}, "kilometres", "a place in near"),
        ({"near": "beta"}, "near", "a place with coordinates"),
        ({"near": "alpha", "kilometres": "0"}, "kilometres", "from 1 to 1000"),
        ({"near": "alpha", "kilometres": "12.5"}, "kilometres", "from 1 to 1000"),
    ],
)
def test_what_is_near_to_nothing(release: Release, values: dict[str, str], parameter: str, expected: str) -> None:
    with pytest.raises(BadParameter, match=expected) as raised:
        question(release, values)
    assert raised.value.name == parameter


def test_a_type_brings_the_narrower_ones(release: Release) -> None:
    types = question(release, {"type": "codes/event-type/assault"}).types
    assert types is not None
    assert {"codes/event-type/assault", "codes/event-type/clash", "codes/event-type/state-based-clash"} < types
    assert "codes/event-type/protest" not in types


@pytest.mark.parametrize(
    ("values", "name", "expected"),
    [
        ({"by": "mnth"}, "by", "some of month"),
        ({"by": "month,"}, "by", "some of year, month"),
        ({"from": "2016-13-01"}, "from", "a day as YYYY-MM-DD"),
        ({"to": "yesterday"}, "to", "a day as YYYY-MM-DD"),
        ({"from": "2016-02-01", "to": "2016-01-31"}, "to", "the same day or a later one"),
        ({"order": "worst"}, "order", "one of key"),
        ({"limit": "0"}, "limit", "a whole number from 1 to 500"),
        ({"limit": "501"}, "limit", "a whole number from 1 to 500"),
        ({"limit": "١٠"}, "limit", "a whole number from 1 to 500"),
        ({"limit": "1e3"}, "limit", "a whole number from 1 to 500"),
        ({"offset": "-1"}, "offset", "a whole number from 0"),
        ({"offset": "9" * 900}, "offset", "a whole number from 0"),
        ({"actors": "x"}, "actors", "one of actor"),
        ({"actor": "x" * 1001}, "actor", "printable"),
        ({"actor": "a\x00b"}, "actor", "printable"),
        ({"actor": "places/alpha"}, "actor", "something of /actors"),
    ],
)
def test_what_is_wrong_is_named_with_what_was_expected(
    release: Release, values: dict[str, str], name: str, expected: str
) -> None:
    with pytest.raises(BadParameter) as caught:
        question(release, values, most=500)
    assert caught.value.name == name
    assert expected in caught.value.expected


@pytest.mark.parametrize(
    ("values", "nearest"),
    [
        ({"actor": "Blu Government"}, "actors/blue-government"),
        ({"place": "places/alpa"}, "places/alpha"),
        ({"type": "captur"}, "codes/event-type/capture"),
        ({"source": "event-table-1-1"}, "documents/event-table-1-0"),
        ({"source": "report-1"}, "documents/event-table-1-0"),
    ],
)
def test_what_is_not_there_brings_the_nearest(release: Release, values: dict[str, str], nearest: str) -> None:
    with pytest.raises(UnknownThing) as caught:
        question(release, values)
    assert nearest in caught.value.nearest
