from __future__ import annotations

import re
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
import rdflib

import kg
from kg.build import build
from kg.derivation import derive
from kg.errors import NoRelease, QueryRefused, QuerySyntax, StoreDamaged, UnknownThing
from kg.identifiers import path_of
from kg.release import VIEWS, Release, open_release
from kg.statements import Event, Situation, Statements
from kg.store import StoreDirectory
from synthetic import DATA, IMPORTED

DAYS = [
    date(2029, 1, 1),
    date(2030, 1, 4),
    date(2030, 1, 5),
    date(2030, 1, 7),
    date(2030, 1, 10),
    date(2030, 1, 15),
    date(2030, 1, 20),
]


def test_the_public_names() -> None:
    assert kg.open_release is open_release
    assert kg.Release is Release
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = kg.nothing


def test_queries_of_every_form(release: Release) -> None:
    table = release.query("SELECT ?b { actors:greenland ckg:supports ?b } ORDER BY ?b").table
    assert table
    assert [record["b"].rsplit("/", 1)[1] for record in table.records()] == ["blue-government", "red-front"]
    assert release.query("ASK { actors:greenland ckg:supports actors:blue-army }").truth is False
    triples = release.query("CONSTRUCT WHERE { actors:captain-ochre ckg:leads ?x }").triples
    assert triples == (
        "<https://w3id.org/ckg/actors/captain-ochre> <https://w3id.org/ckg/ns#leads> "
        "<https://w3id.org/ckg/actors/red-front> .\n"
    )
    few = release.query("SELECT * { ?s ?p ?o }", most=3).table
    assert few
    assert (len(few.rows), few.truncated) == (3, True)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT",
        "",
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "DROP ALL",
        "ASK { SERVICE <urn:a> {} }",
        "SELECT ?x { ?x foo:y 1 }",
    ],
)
def test_what_is_no_query_is_refused(release: Release, text: str) -> None:
    with pytest.raises((QuerySyntax, QueryRefused)):
        release.query(text)


def test_a_dataset_clause_chooses_the_graphs(release: Release) -> None:
    count = "SELECT (COUNT(*) AS ?n) {} {{ ?s ?p ?o }}"
    one, two, both = (
        release.query(count.format(clause)).table
        for clause in ("FROM graphs:report-1", "FROM graphs:report-2", "FROM graphs:report-1 FROM graphs:report-2")
    )
    assert one is not None
    assert two is not None
    assert both is not None
    assert both.records()[0]["n"] == one.records()[0]["n"] + two.records()[0]["n"] > 0


def test_a_plain_query_is_never_misled_by_what_is_only_announced_or_claimed(release: Release) -> None:
    assert release.query("ASK { events:capture-gamma-2030 a ckg:Fact }").truth is False
    assert release.query("ASK { events:capture-gamma-2030 skos:prefLabel ?name }").truth is True
    assert release.query("ASK { ?claim a ckg:Claim }").truth is False
    assert release.query("ASK { GRAPH ?g { ?claim a ckg:Claim } }").truth is True


VOID = "/graphs/void> ."
"""Ends the lines in which a build speaks of itself and counts what it holds."""


@pytest.mark.parametrize("day", DAYS)
def test_what_was_known_on_a_day_is_a_real_build_from_the_files_of_that_day(
    release: Release, tmp_path: Path, day: date
) -> None:
    data = tmp_path / "data"
    for path in sorted(DATA.rglob("*.yaml")):
        dated = re.search(r"^date: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        if dated is None or date.fromisoformat(dated[1]) <= day:
            target = data / path.relative_to(DATA)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    tables = {document.path for document in IMPORTED.documents if document.date <= day}
    imported = Statements(
        documents=tuple(document for document in IMPORTED.documents if document.path in tables),
        events=tuple(event for event in IMPORTED.events if tables.intersection(event.derived_from)),
        situations=tuple(s for s in IMPORTED.situations if tables.intersection(s.derived_from)),
    )
    build([data], tmp_path / "store", imported=imported)
    with open_release(tmp_path / "store") as early:
        told = [line for line in early.nquads() if VOID not in line]
        assert [line for line in release.known_on(day).canonical() if VOID not in line] == told
        for on in ("2030-01-02", "2030-01-03", "2030-01-09", "2030-01-10", "2030-01-16"):
            late = release.ask_stored("control-on-date", on=on, as_known_on=day.isoformat())
            assert late.rows == early.ask_stored("control-on-date", on=on).rows


def possible(
    fact: Event | Situation, on: date, facts: dict[str, Event | Situation], published: dict[str, date]
) -> bool:
    """Work out without any key whether a fact is possible on a day, from its bounds, its war and its documents."""
    bounds, war = fact.bounds, facts.get("events/northland-war")
    first, last = bounds.from_, bounds.until
    if first is None:
        opened = war.bounds.from_ if war and "events/northland-war" in fact.part_of else None
        first = opened or min(filter(None, (bounds.surely_from, bounds.surely_until)))
    if last is None:
        derived_control = any(path.startswith("events/") for path in fact.derived_from)
        last = max(published.values()) if derived_control else max(published[path] for path in fact.derived_from)
    return first <= on <= last


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("slug", ["who-supported-whom", "control-on-date"])
def test_a_key_never_changes_an_answer(release: Release, slug: str, day: date) -> None:
    statements = release.statements.known_on(day)
    datasets = [document.path for document in statements.documents if document.is_dataset]
    statements += release.rows(datasets, 1000) or Statements()
    facts = {fact.path: fact for fact in derive(statements, release.ontology).facts}
    dates = {document.path: document.date for document in statements.documents}
    published = dates | {claim.path: dates[claim.document] for claim in statements.claims}
    says, column = ("Support", "situation") if slug.startswith("who") else ("Control", "control")
    for on in (day + timedelta(days=shift) for shift in (-4000, -400, -60, -5, -2, -1, 0, 1, 3, 9, 60, 4000)):
        answer = release.ask_stored(slug, on=on.isoformat(), as_known_on=day.isoformat()).records()
        found = {path_of(record[column]) for record in answer if record[column]}
        kind = [fact for fact in facts.values() if isinstance(fact, Situation) and fact.says == says]
        assert found == {fact.path for fact in kind if possible(fact, on, facts, published)}, on


def test_days_between_two_documents_share_a_view(release: Release) -> None:
    assert release.known_on(date(2030, 1, 11)) is release.known_on(date(2030, 1, 14))
    for day in range(1, 29):
        release.known_on(date(2030, 1, day))
    assert len(release._views) <= VIEWS


def test_names_ids_and_iris_lead_to_one_path(release: Release) -> None:
    for asked in (
        "Redd front",
        "red  FRONT",
        "actors/red-front",
        "https://w3id.org/ckg/actors/red-front",
        "الجبهة الحمراء",
    ):
        assert release.resolve(asked) == "actors/red-front"
    assert release.resolve("beta", ("places",)) == "places/beta"
    assert release.resolve("claims/" + release.statements.claims[0].path.split("/")[1]).startswith("claims/")
    for asked in ("Redd Frontt", "actors/red-frnt", "red-front x", "", "actors/red front>", "Alpha Centauri"):
        with pytest.raises(UnknownThing):
            release.resolve(asked)
    with pytest.raises(UnknownThing) as caught:
        release.resolve("actors/red-frnt")
    assert caught.value.nearest[0] == "actors/red-front"


def test_search_puts_whole_names_first(release: Release) -> None:
    found = release.search("alpha")
    assert (found[0].path, found[0].exact) == ("places/alpha", True)
    assert {match.path for match in found[1:]} >= {"events/capture-alpha-2030"}
    assert release.search('"; DROP TABLE names; --') == release.search("") == release.search('"') == []


def test_turtle_of_a_thing_leaves_index_keys_out(release: Release) -> None:
    text = release.turtle("events/capture-alpha-2030")
    assert "ckg:indexFrom" not in text
    graph = rdflib.Graph().parse(data=text, format="turtle")
    assert (rdflib.URIRef("https://w3id.org/ckg/events/capture-alpha-2030"), rdflib.RDF.type, None) in graph
    with pytest.raises(UnknownThing):
        release.turtle("events/none")


def test_the_rdflib_copy_has_the_same_quads(release: Release) -> None:
    dataset = release.dataset()
    count = sum(len(graph) for graph in dataset.graphs())
    assert count == len(release.store)


def test_threads_share_a_release(release: Release) -> None:
    answers: list[int] = []

    def ask() -> None:
        for _ in range(10):
            answers.append(len(release.ask_stored("control-on-date", on="2030-01-09").rows))
            release.known_on(date(2030, 1, 10))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 80
    assert len(set(answers)) == 1


def test_opening_says_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CKG_STORE", str(tmp_path / "none"))
    with pytest.raises(NoRelease):
        open_release()
    summary = build([DATA], tmp_path, imported=IMPORTED)
    (summary.path / "names.sqlite").write_bytes(b"no database")
    with open_release(tmp_path) as release, pytest.raises(StoreDamaged, match="build again"):
        release.search("x")


def test_an_open_release_survives_newer_builds(tmp_path: Path) -> None:
    build([DATA], tmp_path, imported=IMPORTED, keep=1)
    with open_release(tmp_path) as former:
        build([DATA], tmp_path, keep=1)
        assert len(StoreDirectory(tmp_path).names()) == 2
        assert former.ask_stored("evidence", fact="events/event-table-17").rows
    build([DATA], tmp_path, keep=1)
    assert len(StoreDirectory(tmp_path).names()) == 1
