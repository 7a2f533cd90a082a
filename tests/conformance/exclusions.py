"""The tests that do not pass, each with the reason: the table is ``exclusions.tsv``, one test a line."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

TABLE: Final = Path(__file__).with_name("exclusions.tsv")
CATEGORIES: Final = {
    "engine": "the engine answers otherwise by itself: this is a failure",
    "entailment": "wants a regime of entailment; the endpoint offers simple entailment alone",
    "federation": "wants SERVICE, which the endpoint refuses",
    "read-only": "wants a change; a release is never changed",
    "identification": "wants graphs to be addressed by path, which the graph store does not offer",
    "deprecated": "withdrawn by the suite in favour of others of it",
}


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Why a test does not pass."""

    category: str
    reason: str


@cache
def exclusions() -> Mapping[str, Exclusion]:
    """Read the table: exclusions by the IRI of the test."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = {iri: Exclusion(category, reason) for iri, category, reason in rows}
    assert len(found) == len(rows), "a test is excluded twice"
    return MappingProxyType(found)
