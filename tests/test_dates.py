from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.dates import Bounds, bounds_of, day_of
from kg.errors import EdtfError


def days(*texts: str | None) -> Bounds:
    return Bounds(*(date.fromisoformat(text) if text else None for text in texts))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-12-05", days("2024-12-05", "2024-12-05", "2024-12-05", "2024-12-05")),
        ("2024-02", days("2024-02-01", "2024-02-29", "2024-02-29", "2024-02-01")),
        ("1982", days("1982-01-01", "1982-12-31", "1982-12-31", "1982-01-01")),
        ("201X", days("2010-01-01", "2019-12-31", "2019-12-31", "2010-01-01")),
        ("2024-12-XX", days("2024-12-01", "2024-12-31", "2024-12-31", "2024-12-01")),
        ("2024-21", days("2024-03-01", "2024-05-31", "2024-05-31", "2024-03-01")),
        ("2024-11-27/2024-12-08", days("2024-11-27", "2024-12-08", "2024-11-27", "2024-12-08")),
        ("2020/2024-11-30", days("2020-01-01", "2024-11-30", "2020-12-31", "2024-11-30")),
        ("2020/..", days("2020-01-01", None, "2020-12-31", None)),
        ("2020/", days("2020-01-01", None, "2020-12-31", None)),
        ("../2024-11-30", days(None, "2024-11-30", None, "2024-11-30")),
        ("../..", days(None, None, None, None)),
        ("[2024-11-29..2024-11-30]", days("2024-11-29", "2024-11-30", "2024-11-30", "2024-11-29")),
        ("[..2024-11-30]", days(None, "2024-11-30", "2024-11-30", None)),
        ("2024-12-05~", days("2024-12-04", "2024-12-06", None, None)),
        ("1984?", days("1982-12-31", "1986-01-01", None, None)),
        ("1984~/2004-06", days("1982-12-31", "2004-06-30", None, "2004-06-01")),
        ("9999~", days("9998-01-01", None, None, None)),
    ],
)
def test_bounds(text: str, expected: Bounds) -> None:
    assert bounds_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2024-13",
        "2024-02-30",
        "2023-02-29",
        "05.12.2024",
        "2024-12-05T10:00:00",
        "{2024,2025}",
        "Y17000",
        "-0043",
        "156X-12-2X",
        "2030-X1-03",
        "../02",
        "2024-XX-05",
        "2024-12-05 ",
        "[2024-11-29..2024-11-30",
        "2024-12-05/2024-12-06/2024-12-07",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(EdtfError) as caught:
        bounds_of(text)
    assert caught.value.text == text
    assert caught.value.expected


@pytest.mark.parametrize("text", ["2024-12-08/2024-12-01", "2024/2023", "2024-12/2024-11-05"])
def test_an_interval_that_runs_backwards_is_refused(text: str) -> None:
    with pytest.raises(EdtfError, match="end lies before the start"):
        bounds_of(text)


@pytest.mark.parametrize("text", ["0000", "0000/2024"])
def test_years_outside_the_calendar_are_refused(text: str) -> None:
    with pytest.raises(EdtfError, match="outside the calendar"):
        bounds_of(text)


def test_only_a_single_day_or_an_interval_of_days_is_sure() -> None:
    day = date(2024, 12, 5)
    assert bounds_of("2024-12-05").surely_on(day)
    assert bounds_of("2024-12-01/2024-12-08").surely_on(day)
    assert not bounds_of("2024-12").surely_on(day)
    assert not bounds_of("[2024-12-04..2024-12-06]").surely_on(day)
    assert not bounds_of("2024-12-01/..").surely_on(day)


@settings(deadline=None)
@given(first=st.dates(), length=st.integers(min_value=0, max_value=4000))
def test_inner_bounds_lie_within_outer_ones(first: date, length: int) -> None:
    last = min(first, date.max - timedelta(days=length)) + timedelta(days=length)
    bounds = bounds_of(f"{min(first, last).isoformat()}/{max(first, last).isoformat()}")
    assert bounds.from_ == bounds.surely_from == min(first, last)
    assert bounds.until == bounds.surely_until == max(first, last)


def test_day_of_reads_days_only() -> None:
    assert day_of("2024-12-08") == date(2024, 12, 8)
    for text in ("2024-12", "2024-02-30", "20241208", " 2024-12-08", "2024-12-08\n", "٢٠٢٤-12-08"):
        with pytest.raises(EdtfError, match="not a day"):
            day_of(text)
