"""Fixtures: `wider`, the invented war with memberships, ties of one year after another, and a claim that was withdrawn.

It is built once a run, and has the table of situations beside its quads.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from pyoxigraph import NamedNode

from kg.build import build
from kg.counting.situations import FILE, write_situations
from kg.dates import bounds_of
from kg.namespaces import CKG, RDF
from kg.release import Release, open_release
from kg.statements import Document, Situation, Statements, read
from kg.store import OpenStore
from synthetic import DATA, IMPORTED

TIES = "documents/tie-table-2"
GLOSS = "  - gloss: Alpha went back to the Blue Army on the 9th.\n"
WITHDRAWN = "    withdrawn: {date: 2030-02-01, reason: The reporter misheard.}\n"


def tie(number: int, says: str, agent: str, target: str, when: str, **more: Any) -> Situation:
    """Make a row of the table of ties."""
    return Situation(
        path=f"situations/tie-table-{number}",
        says=says,
        derived_from=(TIES,),
        agents=(f"actors/{agent}",),
        targets=(f"actors/{target}",),
        bounds=bounds_of(when),
        rows=(str(number),),
        **more,
    )


MORE = Statements(
    documents=(
        Document(path=TIES, title="Table of ties, version 2", date=date(2030, 1, 12), version="2",
                 publisher="The tie table project", origin="The tie table project"),
    ),
    situations=(
        tie(1, "Membership", "red-front", "witnesses", "2029-06-01/2029-12-31"),
        tie(2, "Membership", "captain-ochre", "red-front", "2029-02-01/2030-01-05"),
        tie(3, "Support", "blue-army", "captain-ochre", "2029-11-01/2030-01-10", types=("codes/support-type/funding",)),
        tie(4, "Alliance", "greenland", "red-front", "2027"),
        tie(5, "Alliance", "red-front", "greenland", "2028"),
        tie(6, "Alliance", "greenland", "red-front", "2029"),
        tie(7, "Hostility", "greenland", "witnesses", "2029-07-01/.."),
    ),
)  # fmt: skip
"""Memberships, and ties as datasets have them for one year after another."""


@pytest.fixture(scope="session")
def wider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    folder = tmp_path_factory.mktemp("wider")
    data = Path(copytree(DATA, folder / "data"))
    report = data / "documents" / "report-2.yaml"
    text = report.read_text(encoding="utf-8")
    assert GLOSS in text
    report.write_text(text.replace(GLOSS, GLOSS + WITHDRAWN), encoding="utf-8")
    built = build([data], folder / "store", imported=IMPORTED + MORE)
    with open_release(folder / "store") as opened:
        write_situations(built.path / FILE, situations_of(opened, opened.store))
        yield opened


def situations_of(release: Release, store: OpenStore) -> list[Situation]:
    """Give all situations as the quads of a release, or of a day's knowledge, have them, without attributes."""
    facts = [quad.subject for quad in store.quads("", predicate=RDF.type, value=CKG.Situation)]
    quads = [quad for fact in facts if isinstance(fact, NamedNode) for quad in store.quads("", fact)]
    return list(read(quads, (), release.ontology.situation_classes).situations)
