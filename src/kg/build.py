"""The one composer: sources, validation, derivation, store."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, serialize

from kg import __version__
from kg.derivation import Knowledge, all_quads, derive, evidence_quads
from kg.description import describe
from kg.errors import DataError, Location, Problem
from kg.identifiers import canonical_json, sha256
from kg.ontology import Ontology, shipped
from kg.resources import directory, source_files
from kg.search import write_index
from kg.sources import Source, read_directories
from kg.statements import Labels, Statements, quads_of
from kg.store import Content, StoreDirectory, publish
from kg.store.layout import read_manifest

LICENCES = {
    "claims, registry, ontology": "https://creativecommons.org/licenses/by/4.0/",
    "PLOVER crosswalk": "https://creativecommons.org/licenses/by-sa/4.0/",
}
Progress = Callable[[str], None]


def _quiet(step: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did.

    Attributes:
        name: of the release that is current now.
        path: its directory.
        written: False if the same inputs had made it before.
        counts: of documents, claims, facts and so on, as in the manifest.
        seconds: how long it took.
    """

    name: str
    path: Path
    written: bool
    counts: Mapping[str, int]
    seconds: float


def build(
    directories: Sequence[Path],
    store: Path,
    *,
    imported: Statements | None = None,
    keep: int = 3,
    progress: Progress = _quiet,
) -> Summary:
    """Compile data directories to a release and make it current.

    Args:
        directories: data directories; none for the data that ships with the package.
        store: directory that holds the releases.
        imported: datasets as documents, and events and situations taken from their rows.
        keep: how many releases to keep.
        progress: told what is being done.

    Returns:
        A summary.

    Raises:
        DataError: if the data is wrong; the current release stays as it was.
        StoreBusy: if another build is running in the store.
        StoreDamaged: if the disk refuses.
    """
    began = time.monotonic()
    ontology = shipped()
    progress("reading")
    source = read_directories(directories or [directory("data")], ontology)
    statements = source.statements + (imported or Statements())
    home = StoreDirectory(store)
    with home.building():
        name = release_name(source, imported or Statements(), ontology)
        written = publish(home, name, lambda: _content(source, statements, ontology, progress), keep)
    path = home.releases / name
    return Summary(name, path, written, read_manifest(path)["counts"], time.monotonic() - began)


def check(directories: Sequence[Path]) -> Source:
    """Check data directories as a build would, and write nothing.

    Args:
        directories: data directories; none for the data that ships with the package.

    Returns:
        What they say, and where.

    Raises:
        DataError: with everything that is wrong.
    """
    ontology = shipped()
    source = read_directories(directories or [directory("data")], ontology)
    _derived(source, source.statements, ontology, _quiet)
    return source


def release_name(source: Source, imported: Statements, ontology: Ontology) -> str:
    """Name a release by what it is made from: the inputs, the ontology and the program.

    The program counts with its version and its source files, so that a checkout that was edited names a release of its
    own.
    """
    key = {
        "inputs": [[file.name, file.sha256] for file in source.inputs],
        "imported": _digest(imported),
        "ontology": ontology.digest,
        "program": [__version__, [sha256(path.read_bytes()) for path in source_files()]],
    }
    return sha256(canonical_json(key))[:16]


def _digest(statements: Statements) -> str:
    quads = (quad for statement in (*statements.registry, *statements.facts) for quad in quads_of(statement))
    data = serialize(quads, format=RdfFormat.N_QUADS)
    assert data is not None
    return sha256("\n".join(sorted(data.decode().splitlines())))


def _derived(source: Source, statements: Statements, ontology: Ontology, progress: Progress) -> Knowledge:
    """Validate the evidence, derive, and validate what was derived."""
    progress("checking the evidence against the shapes")
    _conform(source, list(evidence_quads(statements)), ("claim", "actor", "place", "document"), ontology)
    progress("deriving facts")
    knowledge = derive(statements, ontology)
    progress("checking the facts against the shapes")
    _conform(source, list(knowledge.quads(ontology)), ("fact",), ontology)
    return knowledge


def _conform(source: Source, quads: Sequence[Any], shapes: Sequence[str], ontology: Ontology) -> None:
    from kg.validation import validate  # noqa: PLC0415  rdflib and pySHACL load here, only when something is validated

    violations = validate(quads, ontology, shapes)
    problems = [
        Problem(
            source.locations.get(v.path, Location(v.path)),
            f"{v.path}{f', {v.property}' if v.property else ''}{f', {v.value}' if v.value else ''}: {v.message}",
            f"what ontology/shapes/ demands of {', '.join(shapes)}",
        )
        for v in violations
    ]
    if problems:
        raise DataError(problems)


def _content(source: Source, statements: Statements, ontology: Ontology, progress: Progress) -> Content:
    knowledge = _derived(source, statements, ontology, progress)
    names: list[tuple[str, Labels]] = [(entity.path, entity.labels) for entity in statements.named]
    given = {path for path, _ in names}
    names += [
        (fact.path, Labels(preferred=(("en", fact.label),))) for fact in knowledge.facts if fact.path not in given
    ]
    counts = {
        "actors": len(statements.actors),
        "places": len(statements.places),
        "documents": len(statements.documents),
        "claims": len(statements.claims),
        "events": len(knowledge.events),
        "situations": len(knowledge.situations),
        "disputed": sum(fact.status == "disputed" for fact in knowledge.facts),
        "contradictions": len(knowledge.contradictions),
    }
    manifest = {
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "program": f"conflict-kg {__version__}",
        "ontology": ontology.digest,
        "inputs": [{"name": file.name, "sha256": file.sha256} for file in source.inputs],
        "counts": counts,
        "licences": LICENCES,
    }
    progress("writing the release")
    return Content(
        all_quads(statements, knowledge, ontology),
        manifest,
        {"names.sqlite": lambda path: write_index(path, names)},
        lambda store: describe(store, LICENCES),
    )
