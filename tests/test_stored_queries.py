"""Stored queries: the loader's checks, and each query's cases, the same from both engines.

A query's cases are `tests/queries/<slug>.json`: parameters, and the rows that the invented war must give, checked by
hand against its reports. A row names the columns that matter; ids are given without the base.
"""

from __future__ import annotations

import json
import math
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode

from kg.dates import day_of
from kg.errors import BadParameter, DataError, UnknownQuery, UnknownThing
from kg.namespaces import BASE
from kg.release import Release
from kg.sparql import run_table
from kg.statements import Place
from kg.store import OpenStore
from kg.stored_queries import KNOWN_ON, Parameter, StoredQuery, read_query, stored_queries, stored_query
from synthetic import NEEDS_ROWS, OF_TABLES

CASES = Path(__file__).parent / "queries"
QUERIES = stored_queries()
HEAD = (
    "#+ summary: x\n#+ description: x\n#+ parameters:\n#+   - {name: on, type: day, help: x, example: '2024-12-05'}\n"
)


@pytest.fixture
def asked(request: pytest.FixtureRequest, slug: str) -> Release:
    found: Release = request.getfixturevalue("tables" if slug in OF_TABLES else "release")
    return found


def cases(slug: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads((CASES / f"{slug}.json").read_text(encoding="utf-8"))
    return loaded


def all_cases() -> list[Any]:
    return [
        pytest.param(slug, case, id=f"{slug}-{number}") for slug in QUERIES for number, case in enumerate(cases(slug))
    ]


def short(value: Any) -> Any:
    return value.removeprefix(BASE).removeprefix("codes/") if isinstance(value, str) else value


@pytest.mark.parametrize(("slug", "case"), all_cases())
def test_a_query_gives_the_rows_that_the_reports_bear(asked: Release, slug: str, case: dict[str, Any]) -> None:
    records = asked.ask_stored(slug, **case["parameters"]).records()
    wanted = case["rows"]
    columns = {name for row in wanted for name in row}
    found = [{name: short(record[name]) for name in columns} for record in records]
    assert found == [{name: row.get(name) for name in columns} for row in wanted]


def both_engines_cases() -> list[Any]:
    """Give every case but of the query that measures distances, for which the other engine has no function.

    The first of each query is always run, the others in the long tests: the other engine takes seconds for some.
    """
    return [
        pytest.param(slug, case, id=f"{slug}-{number}", marks=[pytest.mark.long] if number else [])
        for slug in QUERIES
        if slug != "near-place"
        for number, case in enumerate(cases(slug))
    ]


@lru_cache(16)
def in_rdflib(store: OpenStore) -> rdflib.Dataset:
    dataset = rdflib.Dataset()
    dataset.parse(data="".join(store.canonical()), format="nquads")
    return dataset


@pytest.mark.parametrize(("slug", "case"), both_engines_cases())
def test_both_engines_give_the_same_rows(asked: Release, slug: str, case: dict[str, Any]) -> None:
    release = asked
    query, values = stored_query(slug), dict(case["parameters"])
    ours = release.ask(query, values)
    known_on = next((p.name for p in query.parameters if p.type == KNOWN_ON), None)
    day = values.pop(known_on, None) if known_on else None
    store = release.known_on(day_of(day)) if day else release.store
    resolved = {
        p.name: release.resolve(values[p.name], p.sections) if p.sections else values[p.name]
        for p in query.parameters
        if p.name in values
    }
    bindings = {name: _rdflib(term) for name, term in query.bind(resolved).items()}
    result = in_rdflib(store).query(query.text, initBindings=bindings)
    theirs = [tuple(None if row[c] is None else str(row[c]) for c in ours.columns) for row in result]  # type: ignore[call-overload, index]
    assert theirs == [tuple(None if cell is None else cell.value for cell in row) for row in ours.rows]  # type: ignore[union-attr]
    assert ours.rows or case["rows"] == []


def haversine(one: Place, other: Place) -> float:
    """Measure the great circle between two places, in kilometres."""
    lat, long, other_lat, other_long = (
        math.radians(degrees) for degrees in (one.lat, one.long, other.lat, other.long) if degrees is not None
    )
    half = math.sin((other_lat - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(other_lat) * math.sin((other_long - long) / 2) ** 2
    return 2 * 6_371.0088 * math.asin(math.sqrt(half))


@pytest.mark.parametrize("kilometres", [0.1, 1, 12.3, 12.5, 2_000, 8_000, 15_000, 20_040])
def test_near_is_what_the_haversine_says(tables: Release, kilometres: float) -> None:
    """Over a pole, across the date line and around the globe too."""
    places = [place for place in tables.statements.places if place.lat is not None]
    rows = tables.rows(["documents/event-table-1-0"], 100)
    assert rows
    events = [event for event in rows.events if event.places]
    span = {"from": "2029-01-01", "to": "2030-12-31", "kilometres": str(kilometres)}
    by_path = {place.path: place for place in places}
    for place in places:
        found = {
            (row["row"], row["distance"])
            for row in tables.ask_stored("near-place", place=place.path, **span).records()
            if row["row"]
        }
        wanted = {
            (event.rows[0], round(distance, 2))
            for event in events
            if (at := by_path.get(event.places[0])) and (distance := haversine(place, at)) <= kilometres
        }
        assert found == wanted


def _rdflib(term: NamedNode | Literal) -> rdflib.URIRef | rdflib.Literal:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))


PARAMETERS = [(query.slug, parameter.name) for query in QUERIES.values() for parameter in query.parameters]


@pytest.mark.parametrize(("slug", "name"), PARAMETERS)
def test_two_values_of_a_parameter_give_different_answers(slug: str, name: str) -> None:
    """Two cases differ in this parameter alone, and in their rows: it is applied, and not ignored."""
    answers: dict[str, list[str]] = {}
    for case in cases(slug):
        if name in case["parameters"]:
            rest = {other: value for other, value in case["parameters"].items() if other != name}
            answers.setdefault(json.dumps(rest, sort_keys=True), []).append(json.dumps(case["rows"]))
    assert any(len(set(rows)) > 1 for rows in answers.values())


def test_every_query_has_cases_and_every_case_a_query() -> None:
    assert {path.stem for path in CASES.glob("*.json")} == set(QUERIES)


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_the_examples_run_on_the_shipped_data_and_give_an_answer(shipped: Release, query: StoredQuery) -> None:
    required = {p.name: p.example for p in query.parameters if p.required}
    everything = {p.name: p.example for p in query.parameters}
    assert bool(shipped.ask(query, required).rows) is (query.slug not in NEEDS_ROWS)
    assert bool(shipped.ask(query, everything).rows) is (query.slug not in NEEDS_ROWS)


@pytest.mark.parametrize(
    "query",
    [q for q in QUERIES.values() if q.slug not in {"names", "network-edges", "support-by-year"}],
    ids=lambda q: q.slug,
)
def test_ids_and_names_of_the_shipped_answer_come_with_their_source(shipped: Release, query: StoredQuery) -> None:
    """Nothing is said without its source, its voice and its passage or row."""
    values = {p.name: p.example for p in query.parameters if p.required}
    for record in shipped.ask(query, values).records():
        if record.get("answer") != "no evidence":
            assert record["voice"]
            assert record["document"]
            assert record["start"] is not None or record["row"]


def test_values_are_bound_as_terms_and_never_pasted(release: Release) -> None:
    hostile = 'x" } UNION { ?s ?p ?o } #'
    assert release.ask_stored("names", name=hostile).rows == ()
    assert release.ask_stored("names", name="ckg:Actor").rows == ()


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({}, "parameter 'on': missing; expected a day as YYYY-MM-DD"),
        ({"on": "yesterday"}, "parameter 'on': not a day"),
        ({"on": "2030-02-30"}, "parameter 'on': not a day"),
        ({"on": "2030-01-09", "plce": "alpha"}, "has no such parameter; expected one of place"),
        ({"on": "2030-01-09", "as_known_on": "2030"}, "parameter 'as_known_on': not a day"),
    ],
)
def test_bad_parameters_are_told(release: Release, values: dict[str, str], wrong: str) -> None:
    with pytest.raises(BadParameter) as caught:
        release.ask_stored("control-on-date", **values)
    assert wrong in str(caught.value)


@pytest.mark.parametrize(
    ("slug", "first", "last"), [("timeline", "2030-01-09", "2030-01-08"), ("support-by-year", "2030", "2029")]
)
def test_the_last_is_not_before_the_first(release: Release, slug: str, first: str, last: str) -> None:
    assert release.ask_stored(slug, **{"from": first, "to": first}).columns
    with pytest.raises(BadParameter, match=f"parameter 'to': before {first}, the first"):
        release.ask_stored(slug, **{"from": first, "to": last})


def test_unknown_things_are_told_with_the_nearest(release: Release) -> None:
    with pytest.raises(UnknownThing) as caught:
        release.ask_stored("control-on-date", on="2030-01-09", place="places/alpa")
    assert caught.value.nearest == ("places/alpha",)
    with pytest.raises(UnknownQuery) as unknown:
        release.ask_stored("control-on-dat")
    assert unknown.value.nearest == ("control-on-date",)


def test_a_name_will_do_for_an_id(release: Release) -> None:
    by_name = release.ask_stored("control-on-date", on="2030-01-09", place="Alphaville")
    assert by_name.rows == release.ask_stored("control-on-date", on="2030-01-09", place="alpha").rows != ()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("SELECT ?on { ?s ?p ?on }", "cannot be read"),
        (HEAD + "SELECT ?s { ?s ?p ?o }", r"\?on is not in the query"),
        (HEAD + "SELECT ?s { ?s ?p ?on }", r"\?on is used by a SELECT that does not project it"),
        (HEAD + "SELECT ?on ?n { { SELECT (COUNT(*) AS ?n) { ?s ?p ?on } } ?s ?p ?on }", "does not project it"),
        (HEAD + 'SELECT ?s { ?s ?p "?on" } # ?on', "is not in the query"),
        (HEAD + "SELECT ?on { SERVICE <urn:x> { ?s ?p ?on } }", "SERVICE in a stored query"),
        ("#+ summary: [\nSELECT ?on { ?s ?p ?on }", "cannot be read"),
        (HEAD.replace("type: day", "type: date") + "SELECT ?on { ?s ?p ?on }", "cannot be read"),
    ],
)
def test_the_loader_refuses_a_query_whose_parameters_would_be_ignored(tmp_path: Path, text: str, wrong: str) -> None:
    path = tmp_path / "bad.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=wrong):
        read_query(path)


def test_a_good_query_loads(tmp_path: Path) -> None:
    path = tmp_path / "good.rq"
    path.write_text(HEAD + "SELECT ?on { { SELECT * { ?s ?p ?on } } }", encoding="utf-8")
    query = read_query(path)
    assert (query.slug, query.parameters[0].name) == ("good", "on")
    path.write_text(
        HEAD + "SELECT (?x AS ?y) ?on { { SELECT ?on (COUNT(*) AS ?x) { ?s ?p ?on } GROUP BY ?on } }", encoding="utf-8"
    )
    assert read_query(path).summary == "x"


def unkeyed(text: str) -> str:
    """Take the lines away that look for a period first: those that say so, and what they bind."""
    return "\n".join(line for line in text.splitlines() if not line.rstrip().endswith("# key"))


KEYED = sorted(slug for slug, query in QUERIES.items() if "# key" in query.text)
DAYS = (
    "0001-01-01", "1999-12-31", "2025-06-30", "2026-01-01", "2028-02-29", "2029-03-01", "2029-12-31", "2030-01-01",
    "2030-01-02", "2030-01-08", "2030-01-09", "2030-01-15", "2030-01-31", "2030-02-01", "2031-01-01", "9999-12-31",
)  # fmt: skip


def test_queries_over_days_are_keyed() -> None:
    over_days = {slug for slug, query in QUERIES.items() if any(p.type == "day" for p in query.parameters)}
    assert set(KEYED) == over_days


@pytest.mark.parametrize("slug", KEYED)
def test_a_key_changes_no_answer(tables: Release, slug: str) -> None:
    """On days within and without what is covered, and over spans of them."""
    query = QUERIES[slug]
    plain = unkeyed(query.text)
    assert "?period" not in re.sub(r"#.*", "", plain)
    rest = {p.name: {"actor": "red-front", "place": "alpha", "number": "20"}[p.type] for p in query.parameters
            if p.required and p.type != "day"}  # fmt: skip
    answers = set()
    for first in DAYS:
        for last in DAYS if any(p.name == "to" for p in query.parameters) else (first,):
            if last < first:
                continue
            days = {p.name: last if p.name == "to" else first for p in query.parameters if p.type == "day"}
            prepared = tables.prepare(query, days | rest)
            keyed = run_table(tables.store, prepared.text, prepared.terms).rows
            assert keyed == run_table(tables.store, plain, prepared.terms).rows, days
            answers.add(keyed)
    assert len(answers) > 1


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("year", "2016", Literal("2016", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))),
        ("number", "12.50", Literal("12.5", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))),
        ("event-type", "codes/event-type/capture", NamedNode(f"{BASE}codes/event-type/capture")),
        ("document", "report-1", NamedNode(f"{BASE}documents/report-1")),
    ],
)
def test_a_value_becomes_a_term_of_its_type(kind: str, value: str, term: NamedNode | Literal) -> None:
    assert Parameter(name="x", type=kind, help="", example="").term(value) == term


@pytest.mark.parametrize(
    ("kind", "value", "wrong"),
    [
        ("year", "16", "not a year; expected a year of four digits"),
        ("year", "0000", "not a year"),
        ("number", "-1", "not such a number; expected a number of 0 or more"),
        ("number", "1e3", "not such a number"),
        ("number", "inf", "not such a number"),
        ("event-type", "captur", "no event type; expected one of capture"),
        ("event-type", "q", "no event type; expected the code of an event type"),
        ("document", "actors/hts", "not an id"),
    ],
)
def test_a_value_of_another_type_is_told(kind: str, value: str, wrong: str) -> None:
    with pytest.raises(BadParameter) as caught:
        Parameter(name="x", type=kind, help="", example="").term(value)
    assert wrong in str(caught.value)


def test_a_choice_is_one_of_its_values() -> None:
    choice = Parameter(name="x", type="choice", choices=("all", "standard"), help="", example="all")
    assert choice.term("standard") == Literal("standard")
    with pytest.raises(BadParameter, match="not a choice; expected one of all, standard"):
        choice.term("some")
    for kind, choices in (("choice", ()), ("text", ("all",))):
        with pytest.raises(ValueError, match="a choice, and nothing else, has choices"):
            Parameter(name="x", type=kind, choices=choices, help="", example="")
