from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from kg.flat import csv_of, geojson_of, shown
from kg.presentation import Shown

HAMA = {"id": "places/hama", "name": "Hama"}
HOMS = {"id": "places/homs", "name": None}
VOICE = {"voice": {"id": "actors/hts", "name": "HTS"}, "document": {"id": "documents/a", "name": "A"}}


def cells(record: dict[str, Any], *fields: str) -> list[str]:
    heading, row = csv.reader(io.StringIO(csv_of([record], fields)))
    assert heading == list(fields)
    return row


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "true"),
        (0, "0"),
        (1.5, "1.5"),
        ('a, b\n"c"', 'a, b\n"c"'),
        (HAMA, "places/hama"),
        ([], ""),
        ([HAMA, HOMS], "places/hama; places/homs"),
        ({"low": 0, "best": None, "high": 3}, "low=0, high=3"),
        ([{"who": HAMA, "row": "7"}, {"who": HOMS, "row": None}], "who=places/hama, row=7; who=places/homs"),
    ],
)  # fmt: skip
def test_a_cell_of_csv(value: Any, cell: str) -> None:
    assert cells({"x": value, "y": 1}, "x", "y") == [cell, "1"]


def test_csv_has_the_columns_that_are_asked_for() -> None:
    assert cells({"a": 1, "b": 2}, "b", "c") == ["2", ""]
    assert csv_of([], ["a", "b"]) == "a,b\r\n"


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        (None, ()),
        ("", ()),
        ([], ()),
        (0, (Shown("0"),)),
        (False, (Shown("false"),)),
        ("2024-12-05", (Shown("2024-12-05"),)),
        ("claims/1", (Shown("claims/1", "claims/1"),)),
        ("javascript:/x", (Shown("javascript:/x"),)),
        (HAMA, (Shown("Hama", "places/hama"),)),
        ([HAMA, HOMS], (Shown("Hama", "places/hama"), Shown("places/homs", "places/homs"))),
        ({"low": 1, "who": HAMA, "none": None}, (Shown("low 1, who Hama"),)),
        ({"low": None, "kinds": []}, ()),
        ({**VOICE, "claim": "claims/1", "gloss": "It fell."}, (Shown("HTS: It fell.", "claims/1"),)),
        ({**VOICE, "claim": None, "gloss": None, "row": "7"}, (Shown("HTS: row 7", "documents/a"),)),
        ({**VOICE, "row": None}, (Shown("HTS", "documents/a"),)),
    ],
)
def test_a_cell_for_people(value: Any, parts: tuple[Shown, ...]) -> None:
    assert shown(value) == parts


def test_features_with_the_members_that_are_asked_for() -> None:
    properties = {"place": "places/hama", "place_name": "Hama", "answer": "surely", "name": "x"}
    feature = {"type": "Feature", "geometry": None, "properties": properties}
    found = json.loads(geojson_of({"type": "FeatureCollection", "features": [feature]}, ["place", "answer"]))
    assert found["type"] == "FeatureCollection"
    (one,) = found["features"]
    assert one == {**feature, "properties": {"place": "places/hama", "place_name": "Hama", "answer": "surely"}}
    assert json.loads(geojson_of(None, ["place"])) == {"type": "FeatureCollection", "features": []}
