"""The generator of data for benchmarks: lawful, repeatable, and what the real derivation would make of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg.derivation import all_quads, derive, evidence_quads
from kg.release import Release, open_release
from kg.statements import Statements
from kg.validation import validate

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "generate.py"
sys.path.append(str(SCRIPT.parent))  # the scripts import one another by their bare names
from generate import LEAST, Invention, write_release  # noqa: E402


@pytest.fixture(scope="module")
def data() -> Invention:
    return Invention(LEAST, seed=1)


@pytest.fixture(scope="module")
def release(data: Invention, tmp_path_factory: pytest.TempPathFactory) -> Release:
    store = tmp_path_factory.mktemp("invented")
    write_release(data, store)
    return open_release(store)


def generate(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), "--quads", str(LEAST), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)


def test_two_processes_write_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    # Two processes hash texts differently, so that an order that hangs on a set would show.
    for name, seed in (("one", "1"), ("again", "1"), ("other", "2")):
        done = generate("--seed", seed, "--format", "nquads", "--out", str(tmp_path / name))
        assert done.returncode == 0, done.stderr
    one, again, other = ((tmp_path / name).read_bytes() for name in ("one", "again", "other"))
    assert one == again
    assert one != other


def test_the_release_holds_the_same_quads_as_the_file(release: Release, tmp_path: Path) -> None:
    generate("--seed", "1", "--format", "nquads", "--out", str(tmp_path / "file"))
    lines = (tmp_path / "file").read_text(encoding="utf-8").splitlines(keepends=True)
    assert sorted(lines) == list(release.nquads())
    assert len(release.store) == pytest.approx(LEAST, rel=0.02)


def test_streamed_rows_are_what_derivation_makes_of_them(data: Invention) -> None:
    whole = data.core + Statements(events=tuple(data.imported()))
    derived = derive(whole, data.ontology)
    assert set(data.quads()) == set(all_quads(whole, derived, data.ontology))


def test_it_conforms_to_the_shapes(data: Invention) -> None:
    assert validate(evidence_quads(data.core), data.ontology, ("claim", "actor", "place", "document")) == []
    facts = [*data.quads()]
    assert validate(facts, data.ontology, ("fact",)) == []


def test_it_has_what_the_model_is_about(data: Invention) -> None:
    assert {claim.modality for claim in data.core.claims} == {"reported", "claimed", "denied", "intended"}
    assert {"Event", "Support", "Leadership", "Control", "Description"} <= {claim.says for claim in data.core.claims}
    assert {fact.status for fact in data.knowledge.facts} >= {"disputed", "corroborated", "singleSource"}
    assert data.knowledge.contradictions
    assert len({claim.according_to for claim in data.core.claims}) > 10


def test_few_actors_have_most_rows(data: Invention) -> None:
    counts: dict[str, int] = {}
    for row in data.rows():
        for party in row.parties:
            counts[party] = counts.get(party, 0) + 1
    most = sorted(counts.values(), reverse=True)
    assert sum(most[: len(most) // 5]) > sum(most) / 3


@pytest.mark.parametrize(
    ("slug", "values"),
    [
        ("casualties", {"from": "2014-01-01", "to": "2020-12-31"}),
        ("who-supported-whom", {"on": "2016-06-01"}),
        ("disputes", {}),
        ("control-on-date", {"on": "2016-06-01"}),
    ],
)
def test_stored_queries_have_rows(release: Release, slug: str, values: dict[str, str]) -> None:
    assert len(release.ask_stored(slug, **values).rows) > 0


def test_names_of_rows_are_found(release: Release, data: Invention) -> None:
    row = next(data.rows())
    assert row.path in [match.path for match in release.search(row.label)]


def test_too_few_quads_are_refused(tmp_path: Path) -> None:
    done = generate("--quads", "10", "--out", str(tmp_path))
    assert done.returncode == 2
    assert "--quads 10 is too few" in done.stderr
