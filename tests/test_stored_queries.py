"""Stored queries: the loader's checks, and each query's cases, the same from both engines.

A query's cases are `tests/queries/<slug>.json`: parameters, and the rows that the invented war must give, checked by
hand against its reports. A row names the columns that matter; ids are given without the base.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode

from kg.dates import day_of
from kg.errors import BadParameter, DataError, UnknownQuery, UnknownThing
from kg.namespaces import BASE
from kg.release import Release
from kg.stored_queries import KNOWN_ON, StoredQuery, read_query, stored_queries, stored_query

CASES = Path(__file__).parent / "queries"
QUERIES = stored_queries()
HEAD = (
    "#+ summary: x\n#+ description: x\n#+ parameters:\n#+   - {name: on, type: day, help: x, example: '2024-12-05'}\n"
)


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
def test_a_query_gives_the_rows_that_the_reports_bear(release: Release, slug: str, case: dict[str, Any]) -> None:
    records = release.ask_stored(slug, **case["parameters"]).records()
    wanted = case["rows"]
    columns = {name for row in wanted for name in row}
    found = [{name: short(record[name]) for name in columns} for record in records]
    assert found == [{name: row.get(name) for name in columns} for row in wanted]


@pytest.mark.parametrize(("slug", "case"), all_cases())
def test_both_engines_give_the_same_rows(release: Release, slug: str, case: dict[str, Any]) -> None:
    query, values = stored_query(slug), dict(case["parameters"])
    ours = release.ask(query, values)
    known_on = next((p.name for p in query.parameters if p.type == KNOWN_ON), None)
    day = values.pop(known_on, None) if known_on else None
    dataset = rdflib.Dataset()
    store = release.known_on(day_of(day)) if day else release.store
    dataset.parse(data="".join(store.canonical()), format="nquads")
    resolved = {
        p.name: release.resolve(values[p.name], p.sections) if p.sections else values[p.name]
        for p in query.parameters
        if p.name in values
    }
    bindings = {name: _rdflib(term) for name, term in query.bind(resolved).items()}
    result = dataset.query(query.text, initBindings=bindings)
    theirs = [tuple(None if row[c] is None else str(row[c]) for c in ours.columns) for row in result]  # type: ignore[call-overload, index]
    assert theirs == [tuple(None if cell is None else cell.value for cell in row) for row in ours.rows]  # type: ignore[union-attr]
    assert ours.rows or case["rows"] == []


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
    assert shipped.ask(query, required).rows
    assert shipped.ask(query, everything).rows


@pytest.mark.parametrize(
    "query", [query for query in QUERIES.values() if query.slug not in {"names", "network-edges"}], ids=lambda q: q.slug
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
