"""The benchmark of sizes: what it asks of ours and of Virtuoso means the same, and what it measures is measured."""

from __future__ import annotations

import math
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
)

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))  # the scripts import one another by their bare names
import scale_build
import scale_conversion
import servers
from event_csv import EventTable, write_csv
from scale_asking import Client, ask_all, quantile, report, together
from scale_build import Built, Measured, measured
from scale_conversion import MAPPING, Conversion
from scale_questions import OURS, QUESTIONS
from scale_requests import Asked, Pair, both, plain, table
from scale_subjects import Subject, subjects
from servers import Server

from kg.namespaces import NS
from kg.resources import directory

pytestmark = pytest.mark.long
ROWS = 600
SUBJECT = Subject(
    turn=3, event="events/ucdp-ged-1", actor="actors/ucdp-1", name='A "B"', place="places/a", latitude=35.0,
    longitude=36.0, area="places/b", day=date(2016, 2, 29), source="documents/ucdp-ged",
)  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("scale")
    write_csv(EventTable(ROWS, seed=1), folder / "events.csv")
    return scale_build.build(folder / "events.csv", ROWS, folder / "store")


@pytest.fixture(scope="module")
def server(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(servers, "BENCH", tmp_path_factory.mktemp("bench"))
        with servers.running("kg", built.release.parents[1]) as opened:
            yield opened


@pytest.fixture(scope="module")
def drawn(built: Built, server: Server) -> list[Subject]:
    return subjects(built.release.parents[2] / "events.csv", server, count=5, seed=1)


def kilometres(*degrees: Any) -> Literal:
    """Measure as Virtuoso's function does; the haversine formula on a sphere."""
    lat_1, long_1, lat_2, long_2 = (math.radians(float(term.value)) for term in degrees)
    half = math.sin((lat_2 - lat_1) / 2) ** 2 + math.cos(lat_1) * math.cos(lat_2) * math.sin((long_2 - long_1) / 2) ** 2
    return Literal(2 * 6371 * math.asin(math.sqrt(half)))


def by_sparql(store: Store, asked: Asked) -> Counter[tuple[str, ...]]:
    """Evaluate what Virtuoso is asked."""
    functions: dict[NamedNode, Callable[..., NamedNode | BlankNode | Literal | Triple | None]]
    functions = {NamedNode("bif:haversine_deg_km"): kilometres}
    found = store.query(asked.given["query"], custom_functions=functions)
    assert isinstance(found, QuerySolutions)
    body = found.serialize(format=QueryResultsFormat.JSON)
    assert body is not None
    return asked.read(body)


@pytest.mark.parametrize("name", QUESTIONS)
def test_both_are_asked_the_same(name: str, built: Built, server: Server, drawn: list[Subject]) -> None:
    store = Store.read_only(str(built.release / "quads"))
    sizes = []
    with Client(server) as client:
        for subject in drawn:
            pair = QUESTIONS[name](subject)
            ours = together(pair.ours, client.ask(pair.ours)[1])
            assert pair.theirs is not None
            assert ours == by_sparql(store, pair.theirs), subject
            sizes.append(ours.total())
    assert sum(sizes) > 0


def test_no_question_is_asked_twice_alike(drawn: list[Subject]) -> None:
    for name in ("top dyads by deaths", "deaths by month", "deaths by type, year", "most active actors"):
        pairs = [QUESTIONS[name](subject) for subject in drawn]
        assert len({str(pair.ours.given) for pair in pairs}) == len(drawn)
        assert len({str(pair.theirs.given) for pair in pairs if pair.theirs}) == len(drawn)


@pytest.mark.parametrize("name", OURS)
def test_ours_answers_what_it_alone_is_asked(name: str, server: Server, drawn: list[Subject]) -> None:
    with Client(server) as client:
        asked = OURS[name](drawn[0]).ours
        assert together(asked, client.ask(asked)[1]).total() > 0


def test_a_build_is_measured(built: Built) -> None:
    assert built.used.seconds > 0
    assert built.used.peak > 50
    assert {"mapping", "quads", "load"} <= built.stages.keys()
    assert sum(built.stages.values()) <= built.used.seconds
    assert built.disk["quads"] > built.disk["manifest.json"] > 0
    converted = scale_conversion.of_build(built)
    assert 15 < converted.quads / ROWS < 30


def test_growth_is_told_against_the_rows(tmp_path: Path) -> None:
    def of(rows: int, seconds: float) -> Built:
        return Built(rows, rows * 20, tmp_path, Measured(seconds, seconds, 100), {"load": seconds}, {}, {"quads": 1.0})

    lines = scale_build.report([of(100, 2), of(1000, 30)])
    assert re.search(r"^  load +2\.0 +30\.0 +1\.50$", "\n".join(lines), re.MULTILINE)
    assert re.search(r"^quads +2,000\.0 +20,000\.0 +1\.00$", "\n".join(lines), re.MULTILINE)


def test_memory_of_children_counts_and_failure_is_told() -> None:
    child = "import time; held = bytearray(120_000_000); time.sleep(0.5)"
    used = measured(
        [sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"]
    )
    assert used.peak > 120
    assert used.seconds > 0.5
    with pytest.raises(OSError, match="no such thing"):
        measured([sys.executable, "-c", "import sys; sys.exit('no such thing')"])


def test_the_peer_s_mapping_speaks_of_terms_that_there_are() -> None:
    objects = {
        quad.object.value
        for quad in parse(MAPPING.read_bytes(), format=RdfFormat.TURTLE, base_iri="urn:m")
        if isinstance(quad.object, NamedNode)
    }
    terms = {value for value in objects if value.startswith(NS)}
    assert len(terms) > 15
    ontology = parse((directory("ontology") / "ckg.ttl").read_bytes(), format=RdfFormat.TURTLE)
    assert {NamedNode(term) for term in terms} <= {quad.subject for quad in ontology}


def test_conversions_are_compared_by_processor_time() -> None:
    lines = scale_conversion.report([Conversion("kg build", 10, 300, 1.0), Conversion("morph-kgc", 10, 230, 4.6)])
    assert re.search(r"morph-kgc +10 +230 +4\.60 +50 +6\.00x$", lines[-1])


def test_differences_and_silence_are_told(server: Server) -> None:
    def same(_: Subject) -> Pair:
        return both("SELECT ?x WHERE { VALUES ?x { 1 } }", "x")

    def other(_: Subject) -> Pair:
        return Pair(
            both("SELECT ?x WHERE { VALUES ?x { 1 } }", "x").ours,
            both("SELECT ?x WHERE { VALUES ?x { 2 } }", "x").theirs,
        )

    def wrong(_: Subject) -> Pair:
        return both("SELECT nothing", "x")

    twin = Server("twin", server.url, server.process)
    found = ask_all([server, twin], {"same": same, "other": other, "wrong": wrong}, [SUBJECT] * 4, warm=1)
    told = "\n".join(report(found, ["kg", "twin"]))
    assert re.search(r"^same .* 1  equal$", told, re.MULTILINE)
    assert re.search(r"^other .* 1  DIFFER in 3 of 3$", told, re.MULTILINE)
    assert re.search(r"^  other: .*kg alone 1 \[\('1',\)\], twin alone 1 \[\('2',\)\]$", told, re.MULTILINE)
    assert re.search(r"^wrong .* not compared$", told, re.MULTILINE)
    assert re.search(r"^  wrong: twin gives no answer: 400", told, re.MULTILINE)


def test_quantiles_and_spelling() -> None:
    assert [quantile(list(range(1, 21)), share) for share in (0.5, 0.95, 1)] == [10, 19, 20]
    assert plain("2.50") == plain(2.5) == "2.5"
    read = table("a", "b")
    assert read(b'{"results": {"bindings": [{"a": {"value": "1.0"}}]}}') == Counter([("1", "")])
