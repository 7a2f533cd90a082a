"""Days and periods: what a period is asked about, and how surely something held in it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from types import ModuleType
from typing import Any

import pytest

from kg.dates import Bounds, bounds_of
from kg.errors import BadParameter
from kg.lookups import control, disputes, neighbours, support, timeline
from kg.release import Release
from kg.statements import Situation
from kg.times import NO_EVIDENCE, POSSIBLY, SURELY, Period, period_of
from lookups.asking import found, path, records


def day(text: str) -> date:
    return date.fromisoformat(text)


def fact(text: str, status: str = "singleSource") -> Situation:
    """Make a situation that held as EDTF tells."""
    bounds = bounds_of(text)
    return Situation(
        path=f"situations/{text}",
        says="Support",
        derived_from=(),
        bounds=bounds,
        index_from=bounds.from_ or date.min,
        index_until=bounds.until or date.max,
        status=status,
    )


def asked(**texts: str) -> Period:
    return period_of({"on": None, "from": None, "to": None} | {name: bounds_of(text) for name, text in texts.items()})


@pytest.mark.parametrize(
    ("texts", "first", "last"),
    [
        ({"on": "2024-12-05"}, "2024-12-05", "2024-12-05"),
        ({"on": "2024-02"}, "2024-02-01", "2024-02-29"),
        ({"from": "2024", "to": "2024"}, "2024-01-01", "2024-12-31"),
        ({"from": "2024-11"}, "2024-11-01", None),
        ({"to": "2024-11"}, None, "2024-11-30"),
        ({"on": "2024-11-27/2024-12-08"}, "2024-11-27", "2024-12-08"),
        ({"on": "2024-11-27/.."}, "2024-11-27", None),
        ({}, None, None),
    ],
)
def test_the_days_of_a_question(texts: dict[str, str], first: str | None, last: str | None) -> None:
    assert asked(**texts) == Period(day(first) if first else None, day(last) if last else None)


@pytest.mark.parametrize(
    ("texts", "name"), [({"on": "2024", "from": "2024"}, "on"), ({"from": "2024-12-05", "to": "2024-11"}, "to")]
)
def test_days_that_are_none(texts: dict[str, str], name: str) -> None:
    with pytest.raises(BadParameter) as error:
        asked(**texts)
    assert error.value.name == name


@pytest.mark.parametrize(
    ("held", "when", "answer"),
    [
        ("2016", "2016", SURELY),
        ("2016", "2015/2016", SURELY),
        ("2016", "2016-05-05", POSSIBLY),
        ("2016", "2016-01", POSSIBLY),
        ("2016", "2017", None),
        ("2015-02-01/2016-03-01", "2015-02-01", SURELY),
        ("2015/2016", "2015-12-31", SURELY),
        ("2015/2016", "2015-12-30", POSSIBLY),
        ("2015/2016", "2015-06/2015-12-31", SURELY),
        ("2015/..", "2016-03-03", POSSIBLY),
        ("2015/..", "../2016", SURELY),
        ("2015/..", "../2015-12-30", POSSIBLY),
        ("2015~", "2015", POSSIBLY),
        ("2015~", "../..", SURELY),
    ],
)
def test_how_surely_something_held(held: str, when: str, answer: str | None) -> None:
    assert asked(on=when).answer(fact(held)) == answer
    assert asked(on=when).answer(fact(held, "disputed")) == (answer and POSSIBLY)


@pytest.mark.parametrize(
    ("one", "other", "when", "answer"),
    [
        ("2015-01-01/2015-12-31", "2015-06-01/2016-06-01", "2015-07-01", SURELY),
        ("2015-01-01/2015-12-31", "2015-06-01/2016-06-01", "2015", SURELY),
        ("2015-01-01/2015-12-31", "2015-06-01/2016-06-01", "2015-01", None),
        ("2015-01-01/2015-12-31", "2016-06-01/2016-07-01", "2014/2017", None),
        ("2015", "2015", "2015", POSSIBLY),
        ("2015/..", "2015-06-01/2016-06-01", "2015-07-01", POSSIBLY),
    ],
)
def test_two_that_must_hold_on_one_day(one: str, other: str, when: str, answer: str | None) -> None:
    period = asked(on=when)
    assert period.together([fact(one), fact(other)]) == period.together([fact(other), fact(one)]) == answer
    assert period.together([fact(one), fact(other, "disputed")]) == (answer and POSSIBLY)
    assert period.together([fact(one)]) == period.answer(fact(one))


def test_sure_of_a_period_is_what_holds_wherever_the_true_span_lies() -> None:
    """Held against the definition: every span within the bounds has a day in common with the period."""
    days = [date(2020, 1, 1) + timedelta(days=number) for number in range(4)]
    periods = [Period(first, last) for first, last in product(days, days) if first <= last]
    spans = [(begin, end) for begin, end in product(days, days) if begin <= end]
    for from_, until, begun, lasted in product(days, repeat=4):
        if from_ <= until and from_ <= begun <= until and from_ <= lasted <= until:
            bounds = Bounds(from_, until, begun, lasted)
            possible = [span for span in spans if _fits(bounds, *span)]
            for period in periods:
                assert period.surely_meets(bounds) == all(period.meets(*span) for span in possible)


def _fits(bounds: Bounds, begin: date, end: date) -> bool:
    assert bounds.from_
    assert bounds.until
    assert bounds.surely_from
    assert bounds.surely_until
    return bounds.from_ <= begin <= bounds.surely_from and bounds.surely_until <= end <= bounds.until


MARKS = {
    support: ("supporter", "supported", "situation"),
    control: ("place", "holder", "situation"),
    timeline: ("event",),
    neighbours: ("relation", "neighbour", "source"),
}
PERIODS = [("2029-12-29", "2030-01-03"), ("2030-01-07", "2030-01-10"), ("2030-01-13", "2030-01-22")]


def answers(release: Release, module: ModuleType, **texts: str) -> dict[tuple[Any, ...], str]:
    more = {"id": "red-front"} if module is neighbours else {}
    marks = MARKS[module]
    return {
        tuple(one[name]["id"] if isinstance(one[name], dict) else one[name] for name in marks): one["answer"]
        for one in records(release, module, **more, **texts)
    }


@pytest.mark.parametrize("module", MARKS, ids=lambda module: module.__name__)
@pytest.mark.parametrize("days", PERIODS, ids=str)
def test_a_period_has_what_its_days_have(tables: Release, module: ModuleType, days: tuple[str, str]) -> None:
    first, last = map(day, days)
    each = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    names = ("from_", "to") if module is timeline else ("on", "on")
    by_day = [answers(tables, module, **dict.fromkeys(names, one.isoformat())) for one in each]
    whole = answers(tables, module, from_=days[0], to=days[1])
    evidence = {mark for day in by_day for mark, answer in day.items() if answer != NO_EVIDENCE}
    assert {mark for mark, answer in whole.items() if answer != NO_EVIDENCE} == evidence
    assert all(whole[mark] == SURELY for day in by_day for mark, answer in day.items() if answer == SURELY)
    if module is control:
        unknown = [{mark for mark, answer in day.items() if answer == NO_EVIDENCE} for day in by_day]
        assert {mark for mark, answer in whole.items() if answer == NO_EVIDENCE} == set.intersection(*unknown)


def test_outside_the_covered_period_there_is_no_evidence(shipped: Release) -> None:
    for when in ("2025-01-01", "2030"):
        assert records(shipped, support, on=when) == records(shipped, timeline, from_=when, to=when) == []
        assert {one["answer"] for one in records(shipped, control, on=when)} == {NO_EVIDENCE}
        assert [one["relation"] for one in records(shipped, neighbours, id="syrian-army", on=when)] == ["organ-of"]
        assert records(shipped, disputes, on=when) == []


def test_a_month_is_asked_as_its_days(shipped: Release) -> None:
    for module in (support, control):
        assert records(shipped, module, on="2024-12") == records(shipped, module, from_="2024-12-01", to="2024-12-31")


def test_what_is_known_by_the_end_of_a_month(tables: Release) -> None:
    for month, last in (("2029-12", "2029-12-31"), ("2030-01", "2030-01-31"), ("2030", "2030-12-31")):
        assert records(tables, support, as_known_on=month) == records(tables, support, as_known_on=last)
    assert records(tables, support, as_known_on="2029-12") == []


def test_days_that_are_open_are_null(shipped: Release) -> None:
    (one,) = found(shipped, support, supporter="russia", supported="syrian-army").records
    assert (one["from"], one["until"], one["surely_from"]) == (None, None, "2024-11-27")
    assert path(one["supporter"]) == "actors/russia"
