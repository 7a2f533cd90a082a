"""The one composer: sources, validation, derivation, store."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Final, TypeVar

from pyoxigraph import RdfFormat, serialize

from kg import __version__
from kg.derivation import Knowledge, all_quads, derive, evidence_quads
from kg.description import describe
from kg.errors import DataError, Location, Problem
from kg.identifiers import canonical_json, sha256
from kg.importing import Room, TableRows, dataset_record, table_rows
from kg.ontology import Ontology, shipped
from kg.redistribution import Closed
from kg.release import SHARED_REGISTRY
from kg.resources import directory, source_files
from kg.search import write_index
from kg.sources import Source, read_directories
from kg.sources.tables import TableFile, Told, gazetteer_files, identity
from kg.stages import Stages
from kg.statements import Event, Labels, Situation, Statements, quads_of
from kg.store import Content, Shared, StoreDirectory, publish
from kg.store.layout import UNFINISHED, read_manifest

F = TypeVar("F", Event, Situation)
QUARANTINE: Final = "quarantine.csv"
"""The file, in a release and beside the releases, that lists rows of tables which were left out."""
LICENCES = {
    "claims, registry, ontology": "https://creativecommons.org/licenses/by/4.0/",
    "PLOVER crosswalk": "https://creativecommons.org/licenses/by-sa/4.0/",
}
Progress = Callable[[str], None]
SAMPLE: Final = 50
"""Of things and facts that one table makes, so many are held against the shapes; all are made in the same way."""


def _quiet(step: str) -> None:
    """Tell nobody."""


def _unread(name: str, rows: int, done: int, of: int) -> None:
    """Tell nobody how far reading is."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did.

    Attributes:
        name: of the release that is current now.
        path: its directory.
        written: False if the same inputs had made it before.
        counts: of documents, claims, facts and so on, as in the manifest.
        seconds: how long it took.
        datasets: what each table that was imported gave, and what it changed, as in the manifest.
        quarantine: the file that lists rows that were left out; None if there are none.
    """

    name: str
    path: Path
    written: bool
    counts: Mapping[str, int]
    seconds: float
    datasets: Sequence[Mapping[str, Any]] = ()
    quarantine: Path | None = None


def build(  # noqa: PLR0913  each is an option of the command
    directories: Sequence[Path],
    store: Path,
    *,
    tables: Sequence[TableFile] = (),
    imported: Statements | None = None,
    strict: bool = False,
    keep: int = 3,
    share_all: bool = False,
    progress: Progress = _quiet,
    reading: Told = _unread,
) -> Summary:
    """Compile data directories and tables to a release and make it current.

    Args:
        directories: data directories; none for the data that ships with the package.
        store: directory that holds the releases.
        tables: files of events, support and actors to import.
        imported: datasets as documents, and events and situations taken from their rows, that are at hand as values.
        strict: whether one wrong row of a table stops the build.
        keep: how many releases to keep.
        share_all: whether dumps and exports hold rows of datasets that may not be handed on, too.
        progress: told what is being done.
        reading: told how far reading a table is: its name, rows, bytes done and bytes in all.

    Returns:
        A summary.

    Raises:
        DataError: if the data is wrong; the current release stays as it was.
        ImportRefused: if rows are wrong and `strict` is set.
        StoreBusy: if another build is running in the store.
        StoreDamaged: if the disk refuses.
    """
    began = time.monotonic()
    ontology = shipped()
    stages = Stages(progress)
    with stages("reading", "reading"):
        source = read_directories(directories or [directory("data")], ontology)
    statements = source.statements + (imported or Statements())
    home = StoreDirectory(store)
    with home.building(), ExitStack() as resources:
        name = release_name(source, imported or Statements(), ontology, [*identity(tables), ["share_all"] * share_all])
        room = Room(home.releases / f"{UNFINISHED}{name}-tables", store / QUARANTINE, strict)

        def content() -> Content:
            rows = resources.enter_context(table_rows(tables, statements, ontology, room, stages, reading))
            return _content(source, rows, ontology, stages, share_all=share_all)

        written = publish(home, name, content, keep)
    return _summary(home.releases / name, written, time.monotonic() - began)


def _summary(release: Path, written: bool, seconds: float) -> Summary:
    manifest, wrong = read_manifest(release), release / QUARANTINE
    datasets = manifest["datasets"]
    return Summary(
        release.name, release, written, manifest["counts"], seconds, datasets, wrong if wrong.exists() else None
    )


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
    _derived(source, source.statements, ontology, Stages())
    return source


def release_name(source: Source, imported: Statements, ontology: Ontology, tables: Sequence[Sequence[str]] = ()) -> str:
    """Name a release by what it is made from: the inputs, the ontology and the program.

    The program counts with its version and its source files, so that a checkout that was edited names a release of its
    own.
    """
    key = {
        "inputs": [[file.name, file.sha256] for file in source.inputs],
        "imported": _digest(imported),
        "tables": [list(table) for table in tables if table],
        "ontology": ontology.digest,
        "gazetteer": [sha256(path.read_bytes()) for path in gazetteer_files()] if tables else [],
        "program": [__version__, [sha256(path.read_bytes()) for path in source_files()]],
    }
    return sha256(canonical_json(key))[:16]


def _digest(statements: Statements) -> str:
    quads = (quad for statement in (*statements.registry, *statements.facts) for quad in quads_of(statement))
    data = serialize(quads, format=RdfFormat.N_QUADS)
    assert data is not None
    return sha256("\n".join(sorted(data.decode().splitlines())))


def _derived(source: Source, statements: Statements, ontology: Ontology, stages: Stages) -> Knowledge:
    """Validate the evidence, derive, and validate what was derived."""
    with stages("shapes", "checking the evidence against the shapes"):
        evidence = list(evidence_quads(_sampled(statements, source)))
        _conform(source, evidence, ("claim", "actor", "place", "document"), ontology)
    with stages("derivation", "deriving facts"):
        knowledge = derive(statements, ontology)
    with stages("shapes", "checking the facts against the shapes"):
        facts = replace(knowledge, events=_few(knowledge.events), situations=_few(knowledge.situations))
        _conform(source, list(facts.quads(ontology)), ("fact",), ontology)
    return knowledge


def _sampled(statements: Statements, source: Source) -> Statements:
    """Leave out most of what tables add to the registry; what is left lies in places that are left, too."""
    curated = {thing.path for thing in source.statements.registry}
    made = [thing for thing in statements.entities if thing.path not in curated]
    kept = {thing.path for thing in (*made[:SAMPLE], *made[-SAMPLE:])} | curated
    places = {place.path: place for place in statements.places}
    for path in sorted(kept & places.keys()):
        larger = places[path].within
        while larger is not None and larger not in kept:
            kept.add(larger)
            larger = places[larger].within
    return replace(
        statements,
        actors=tuple(actor for actor in statements.actors if actor.path in kept),
        places=tuple(place for place in statements.places if place.path in kept),
        event_names=statements.event_names[: len(source.statements.event_names) + SAMPLE],
    )


def _few(facts: tuple[F, ...]) -> tuple[F, ...]:
    """Leave out most facts that stand as a table has them."""
    rows: Counter[tuple[str, ...]] = Counter()
    kept = []
    for fact in facts:
        rows[fact.derived_from] += bool(fact.rows)
        if rows[fact.derived_from] <= SAMPLE:
            kept.append(fact)
    return tuple(kept)


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


def _content(source: Source, rows: TableRows, ontology: Ontology, stages: Stages, *, share_all: bool) -> Content:
    statements = rows.statements
    knowledge = _derived(source, statements, ontology, stages)
    closed = Closed() if share_all else Closed.made_of((d.path, d.redistributable) for d in statements.documents)
    extras = _extras(source, statements, knowledge, rows)
    shared = None
    if closed:
        open_statements = _open(rows.shared or statements, closed)
        with stages("derivation", "deriving what may be handed on"):
            open_knowledge = derive(open_statements, ontology)
        shared = Shared(
            chain(all_quads(open_statements, open_knowledge, ontology), rows.shared_periods),
            lambda store: describe(store, LICENCES, rows.counts),
        )
        extras[SHARED_REGISTRY] = partial(_write_registry, open_statements)
    return Content(
        chain(all_quads(statements, knowledge, ontology), rows.periods),
        _manifest(source, knowledge, rows, ontology),
        extras,
        lambda store: describe(store, LICENCES, (*rows.counts, *rows.closed_counts)),
        rows=rows.quads,
        closed_rows=rows.closed_quads,
        closed=closed,
        shared=shared,
        stages=stages,
    )


def _extras(
    source: Source, statements: Statements, knowledge: Knowledge, rows: TableRows
) -> dict[str, Callable[[Path], Any]]:
    """Give the writers of what a release has beside its quads: names, the table of events, rows that were left out."""
    names: list[tuple[str, Labels]] = [(entity.path, entity.labels) for entity in statements.named]
    given = {path for path, _ in names}
    # The labels of rows are made of their parts; so many of them would only hide the names that people look for.
    read = [fact for fact in knowledge.facts if not fact.rows and fact.path not in given]
    names += [(fact.path, Labels(preferred=(("en", fact.label),))) for fact in read]
    names += [(document.path, Labels(preferred=(("en", document.title),))) for document in statements.documents]
    curated = {thing.path for thing in source.statements.named}
    told = Counter(
        path for f in knowledge.facts for path in {*f.agents, *f.targets, *f.parties, *f.places}
    )  # where several things have a name, the one that more is told of comes first
    free = {document.path: bool(document.redistributable) for document in statements.documents if document.is_dataset}
    places = {place.path: place for place in statements.places}

    def write_columns(path: Path) -> None:
        from kg.counting.table import write_event_table  # noqa: PLC0415  only a build pays for loading DuckDB

        imported = [rows.columns] if rows.columns else []
        write_event_table(path, knowledge.events, places, imported=imported, redistributable=free)

    def write_sums(path: Path) -> None:
        from kg.counting.tallies import write_tallies  # noqa: PLC0415  as above

        write_tallies(path, path.with_name("events.parquet"))

    def write_situation_table(path: Path) -> None:
        from kg.counting.situations import write_situations  # noqa: PLC0415  as above

        write_situations(path, knowledge.situations)

    def write_index_of_events(path: Path) -> None:
        from kg.counting.occurrences import write_occurrences  # noqa: PLC0415  as above

        write_occurrences(path, path.with_name("events.parquet"))

    def write_place_table(path: Path) -> None:
        from kg.features.place_table import write_places  # noqa: PLC0415  as above

        write_places(path, statements.places, path.with_name("events.parquet"))

    extras: dict[str, Callable[[Path], Any]] = {
        "names.sqlite": partial(write_index, names=names, curated=curated, facts=told),
        "events.parquet": write_columns,
        "tallies.parquet": write_sums,  # of the table of events
        "occurrences.sqlite": write_index_of_events,  # of the table of events
        "situations.parquet": write_situation_table,
        "places.parquet": write_place_table,  # counts what the table of events has
    }
    if rows.quarantine is not None:
        extras[QUARANTINE] = partial(shutil.copy, rows.quarantine)
    return extras


def _manifest(source: Source, knowledge: Knowledge, rows: TableRows, ontology: Ontology) -> dict[str, Any]:
    statements = rows.statements
    counts = {
        "actors": len(statements.actors),
        "places": len(statements.places),
        "documents": len(statements.documents),
        "claims": len(statements.claims),
        "events": len(knowledge.events) + sum(count.things for count in (*rows.counts, *rows.closed_counts)),
        "situations": len(knowledge.situations),
        "disputed": sum(fact.status == "disputed" for fact in knowledge.facts),
        "contradictions": len(knowledge.contradictions),
    }
    return {
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "program": f"conflict-kg {__version__}",
        "ontology": ontology.digest,
        "inputs": [{"name": file.name, "sha256": file.sha256} for file in source.inputs],
        "datasets": [dataset_record(edition) for edition in rows.editions],
        "counts": counts,
        "licences": LICENCES,
    }


def _open(statements: Statements, closed: Closed) -> Statements:
    """Leave out datasets that may not be handed on, and the facts taken from their rows."""
    return replace(
        statements,
        documents=tuple(d for d in statements.documents if not closed.covers([d.path])),
        events=tuple(e for e in statements.events if not closed.covers(e.derived_from)),
        situations=tuple(s for s in statements.situations if not closed.covers(s.derived_from)),
    )


def _write_registry(statements: Statements, path: Path) -> None:
    serialize((quad for thing in statements.registry for quad in quads_of(thing)), str(path), RdfFormat.N_QUADS)
