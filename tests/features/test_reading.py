"""Boxes and times as the standard has them, and what is refused."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from kg.errors import BadParameter
from kg.features.questions import DEFAULT, MOST, Box
from kg.features.reading import gathered, read_box, read_key, read_period, read_question

DAY = date(2024, 12, 5)


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("36,34,38,37", Box(36, 34, 38, 37)),
        (" 36.5 , -34 , +38. , .5e1 ", Box(36.5, -34, 38, 5)),
        ("160.6,-55.95,-170,-25.89", Box(160.6, -55.95, -170, -25.89)),
        ("36,34,-100,38,37,3000", Box(36, 34, 38, 37)),
        ("-180,-90,180,90", Box(-180, -90, 180, 90)),
        ("36,34,36,34", Box(36, 34, 36, 34)),
    ],
)
def test_a_box_has_four_numbers_or_six(text: str, box: Box) -> None:
    assert read_box(text) == box


@pytest.mark.parametrize(
    "text",
    [
        "36,34,38", "36,34,38,37,39", "1,2,3,4,5,6,7", "", ",,,", "36;34;38;37", "a,b,c,d", "36,34,38,nan", "36,34,inf,37",
        "36,34,1e999,37", "1_0,34,38,37", "\u0663\u0666,34,38,37", "0x10,34,38,37", "36,37,38,34", "36,34,9,38,37,1",
        "36,160,38,170", "36,34,38,90.01", "-180.5,34,38,37", "36,34,181,37",
    ],
)  # fmt: skip
def test_what_is_no_box_is_refused(text: str) -> None:
    with pytest.raises(BadParameter) as caught:
        read_box(text)
    assert caught.value.name == "bbox"
    assert "four numbers" in caught.value.expected


@pytest.mark.parametrize("text", ["170,-10,-170,10", "-10,-10,10,10", "170,-10,180,10", "-180,0,-170,90", "20,0,20,5"])
def test_sql_and_python_agree_on_what_lies_in_a_box(text: str) -> None:
    import duckdb

    box, random = read_box(text), Random(text)
    edges = [-180, -175, -170, -10, 0, 10, 20, 170, 175, 180]
    points = [(random.choice(edges), random.choice([-90, -10, 0, 5, 10, 90])) for _ in range(300)]
    condition, values = box.condition()
    with duckdb.connect() as db:
        db.execute('CREATE TABLE points (long DOUBLE, "lat" DOUBLE)')
        db.executemany("INSERT INTO points VALUES (?, ?)", points)
        found = db.execute(f"SELECT long, lat FROM points WHERE {condition} ORDER BY ALL", values).fetchall()
    held = sorted(point for point in points if box.holds(point))
    assert found == held
    assert 0 < len(held) < len(points)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-12-05", DAY, DAY),
        ("2024-12-05T00:00:00Z", DAY, DAY),
        ("2024-12-05t23:59:60.5z", DAY, DAY),
        ("2024-12-05T01:30:00+03:00", date(2024, 12, 4), date(2024, 12, 4)),
        ("2024-12-05T22:30:00-03:00", date(2024, 12, 6), date(2024, 12, 6)),
        ("2024-12-05/2024-12-08", DAY, date(2024, 12, 8)),
        ("2024-12-05T12:00:00Z/2024-12-08T12:00:00Z", DAY, date(2024, 12, 8)),
        ("2024-12-05/2024-12-05", DAY, DAY),
        ("../2024-12-05", None, DAY),
        ("/2024-12-05", None, DAY),
        ("2024-12-05/..", DAY, None),
        ("2024-12-05T00:00:00Z/", DAY, None),
        ("../..", None, None),
        ("2024-12-05T/..", DAY, None),
    ],
)
def test_a_time_is_an_instant_or_an_interval(text: str, first: date | None, last: date | None) -> None:
    period = read_period(text)
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "2024", "2024-12", "2024-13-01", "2024-02-30", "5.12.2024", "now", "..", "2024-12-05/2024-12-04", "2024-12-05//",
        "2024-12-05/2024-12-06/2024-12-07", "2024-12-05T25:00:00Z", "2024-12-05T12:00:00", "2024-12-05T12:00Z", "T",
        "0000-01-01", "0001-01-01T00:00:00+12:00", "9999-12-31T23:00:00-12:00", "2024-12-05 /..", "\u0662024-12-05",
        "P1D/2024-12-05", ".../2024-12-05",
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(BadParameter) as caught:
        read_period(text)
    assert caught.value.name == "datetime"


def test_several_times_are_all_meant() -> None:
    once = [("datetime", "2024-12-05"), ("limit", "9")]
    assert gathered(once) == once
    both = [("datetime", "2024-12-01/2024-12-07"), ("datetime", "2024-12-05/..")]
    assert gathered(both) == [("datetime", "2024-12-05/2024-12-07")]
    assert gathered([("datetime", "../.."), ("datetime", "/..")]) == [("datetime", "../..")]
    with pytest.raises(BadParameter):
        gathered([("datetime", "2024-12-05"), ("datetime", "soon")])


def test_a_question_has_the_limits_of_the_standard() -> None:
    assert read_question("events", {}).limit == DEFAULT
    assert read_question("events", {"limit": MOST + 1}).limit == MOST
    assert read_question("events", {"limit": 7}).limit == 7
    assert read_question("control", {"datetime": "2024-12-05"}).instant
    assert not read_question("control", {"datetime": "2024-12-05/2024-12-05"}).instant
    assert not read_question("control", {}).instant


@pytest.mark.parametrize(
    ("collection", "values"),
    [
        ("events", ["2024-12-05"]),
        ("events", ["2024-12-05", "events/e", "more"]),
        ("events", ["yesterday", "events/e"]),
        ("events", ["2024-12-05", 7]),
        ("places", ["2024-12-05", "places/hama"]),
        ("places", [None]),
        ("control", []),
    ],
)
def test_a_place_in_the_order_is_of_the_collection(collection: str, values: list[str | int | None]) -> None:
    with pytest.raises(BadParameter):
        read_key(collection, values)
