"""Tables into a build: imported, named, and written as files that the store takes as they are.

Most events never become Python values. Those do that claims are about, and those that may transfer control of a place:
they are derived with the rest.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import Quad

from kg.errors import ImportRefused
from kg.garbage import uncollected
from kg.ontology import Ontology
from kg.periods import period_quads
from kg.sources.tables import TableFile, Told
from kg.sources.tables.quarantine import Quarantine
from kg.stages import Stages
from kg.statements import Event, RowCounts, Statements

if TYPE_CHECKING:
    from ibis import Table
    from ibis.backends.duckdb import Backend

    from kg.sources.tables.editions import Edition


@dataclass(frozen=True, slots=True)
class TableRows:
    """What a build takes from tables.

    Attributes:
        statements: the registry and the claims, with what tables add: actors, places, names, datasets, situations, and
            the events that are to be derived with the rest.
        shared: the same without tables that may not be handed on; None if there are none of these.
        counts: of the further events that may be handed on.
        closed_counts: of those that may not.
        quads: a file with the N-Quads of events that may be handed on.
        closed_quads: a file with the N-Quads of events that may not.
        periods: quads of the months by which they are found.
        shared_periods: quads of the months of those that may be handed on.
        columns: a file with their rows for the columnar table.
        editions: what was given.
        quarantine: the file that lists the rows that were left out; None if there are none.
    """

    statements: Statements
    shared: Statements | None = None
    counts: tuple[RowCounts, ...] = ()
    closed_counts: tuple[RowCounts, ...] = ()
    quads: Path | None = None
    closed_quads: Path | None = None
    periods: tuple[Quad, ...] = ()
    shared_periods: tuple[Quad, ...] = ()
    columns: Path | None = None
    editions: tuple[Edition, ...] = ()
    quarantine: Path | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """Where an import works.

    Attributes:
        folder: for what is kept meanwhile; made, and removed in the end.
        quarantine: the file to list wrong rows in.
        strict: whether a wrong row stops the import.
    """

    folder: Path
    quarantine: Path
    strict: bool = False


@contextmanager
def table_rows(
    files: Sequence[TableFile],
    statements: Statements,
    ontology: Ontology,
    room: Room,
    stages: Stages,
    told: Told,
) -> Iterator[TableRows]:
    """Bring tables in; the files last as long as the context.

    Args:
        files: the tables; none gives the statements as they are.
        statements: the registry and the claims.
        ontology: gives types and their names.
        room: where to work, and where to list wrong rows.
        stages: times what is done.
        told: told how far reading is.

    Raises:
        DataError: if a file is not the table that it is said to be.
        ImportRefused: if rows are wrong and none may be.
    """
    if not files:
        yield TableRows(statements)
        return
    # Ibis and DuckDB take a second to load, which only who imports tables pays.
    from kg.sources.tables.importing import import_tables, workbench  # noqa: PLC0415

    room.folder.mkdir(parents=True)
    try:
        with workbench(room.folder) as con:
            with stages("mapping", "reading tables"), uncollected(), Quarantine(room.quarantine) as wrong:
                found = import_tables(con, files, statements, ontology, room.folder, wrong, told)
            if room.strict and found.quarantined:
                raise ImportRefused(room.quarantine, found.quarantined, wrong.first)
            if not found.quarantined:
                room.quarantine.unlink(missing_ok=True)
            rows = TableRows(
                found.statements,
                found.shared,
                editions=found.editions,
                quarantine=room.quarantine if found.quarantined else None,
            )
            if found.events is not None:
                claimed = {claim.about for claim in statements.claims if claim.about.startswith("events/")}
                rows = _with_events(con, found.events, rows, claimed, ontology, (room.folder, stages))
            yield rows
    finally:
        shutil.rmtree(room.folder, ignore_errors=True)


def _with_events(
    con: Backend, events: Table, rows: TableRows, claimed: set[str], ontology: Ontology, room: tuple[Path, Stages]
) -> TableRows:
    """Write the events of tables to files; those that claims are about, or that may transfer control, become values."""
    folder, stages = room
    from kg.importing.columns import write_columns  # noqa: PLC0415  as above
    from kg.importing.naming import named_events  # noqa: PLC0415
    from kg.importing.quads import counts_of, months_of, write_quads  # noqa: PLC0415
    from kg.importing.values import as_statements  # noqa: PLC0415

    taking = [path for path, concept in ontology.concepts.items() if concept.transfers_control]
    derived = events.path.isin(["", *sorted(claimed)]) | (
        events.type.isin(["", *sorted(taking)]) & (events.agents.length() > 0) & events.place.notnull()
    )
    shut = sorted(edition.document.path for edition in rows.editions if not edition.document.redistributable)
    with stages("quads", "writing the events of tables"):
        every = named_events(con, events.mutate(derived=derived), rows.statements, ontology)
        named = every.filter(~every.derived)
        closed = named.document.isin(["", *shut])
        parts = {"open.nq": named.filter(~closed), "closed.nq": named.filter(closed)}
        parts = {name: part for name, part in parts.items() if part.count().to_pyarrow().as_py()}
        files = {name: write_quads(part, folder / name) for name, part in parts.items()}
        apart = tuple(as_statements(every.filter(every.derived)))
    with stages("description", "counting what the rows say"):
        counts = {name: (counts_of(part),) for name, part in parts.items()}
    columns = folder / "columns.parquet"
    with stages("columns", "writing the events of tables as columns"):
        write_columns(con, named, rows.statements, frozenset(shut), columns)
    return replace(
        rows,
        statements=_and(rows.statements, apart),
        shared=rows.shared
        and _and(rows.shared, (event for event in apart if not {*shut}.intersection(event.derived_from))),
        counts=counts.get("open.nq", ()),
        closed_counts=counts.get("closed.nq", ()),
        quads=files.get("open.nq"),
        closed_quads=files.get("closed.nq"),
        periods=tuple(period_quads(months_of(named))),
        shared_periods=tuple(period_quads(months_of(named.filter(~closed)))),
        columns=columns,
    )


def _and(statements: Statements, events: Iterable[Event]) -> Statements:
    return replace(statements, events=(*statements.events, *events))


def dataset_record(edition: Edition) -> dict[str, Any]:
    """Write what is known of an edition for a manifest."""
    return {
        "kind": edition.kind,
        "document": edition.document.path,
        "title": edition.document.title,
        "published": edition.document.date.isoformat(),
        "redistributable": edition.document.redistributable,
        "licence": edition.document.licence,
        "files": [{"name": file.path.name, "sha256": file.sha256} for file in edition.files],
        "rows": edition.rows,
        "quarantined": edition.quarantined,
        "replaced_by": edition.replaced,
        "changes": [asdict(change) for change in edition.changes],
    }
