"""All tables of a build at once: loaded, put together to editions, resolved to actors and places."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

import duckdb
import ibis
from ibis import Table
from ibis.backends.duckdb import Backend

from kg.ontology import Ontology
from kg.sources.tables import ucdp_actor, ucdp_esd
from kg.sources.tables.actors import Actors
from kg.sources.tables.editions import Edition, editions, newest_first
from kg.sources.tables.events import resolve
from kg.sources.tables.inputs import TableFile, Told, file_names, gazetteer_files
from kg.sources.tables.loading import SPECS, Loader
from kg.sources.tables.places import Places, gazetteer
from kg.sources.tables.quarantine import Quarantine
from kg.sources.tables.relations import actor_situations, describe_actors, support_situations
from kg.spelling import folded
from kg.statements import Actor, Document, EventName, Labels, Place, Situation, Statements
from kg.statements.model import Text

MEMORY: Final = "1500MB"
"""What DuckDB may take; beyond that it works on disk."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What tables say.

    Attributes:
        statements: the registry with what the tables add to it, the datasets, and situations taken from rows.
        shared: the same without tables that may not be handed on; None if there are none of these.
        events: all imported events, with paths; see `kg.sources.tables.events.Resolved`. None if there are none.
        editions: what was given, and which of it counts.
        quarantined: how many rows were left out.
    """

    statements: Statements
    shared: Statements | None
    events: Table | None
    editions: tuple[Edition, ...]
    quarantined: int


@dataclass(slots=True)
class _Part:
    """What the tables of one family say of its things: those that may be handed on, or those that may not."""

    free: bool
    actors: Actors
    places: Places
    names: dict[str, EventName] = field(default_factory=dict)
    situations: list[Situation] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)


@contextmanager
def workbench(folder: Path) -> Iterator[Backend]:
    """Open a DuckDB database for the time of an import, bounded in memory.

    Raises:
        OSError: if the disk refuses.
    """
    con = ibis.duckdb.connect(
        ":memory:",
        memory_limit=MEMORY,
        threads=os.cpu_count() or 1,
        temp_directory=str(folder),
        preserve_insertion_order=False,
    )
    try:
        yield con
    except duckdb.IOException as error:
        raise OSError(str(error)) from error
    finally:
        con.disconnect()


def import_tables(  # noqa: PLR0913, PLR0917
    con: Backend,
    files: Sequence[TableFile],
    registry: Statements,
    ontology: Ontology,
    folder: Path,
    quarantine: Quarantine,
    told: Told,
) -> Imported:
    """Import tables.

    Args:
        con: a database to work in; what is returned lies in it.
        files: the tables; their order counts only where versions are not known.
        registry: curated actors and places, which tables are tied to.
        ontology: gives types.
        folder: for what is kept meanwhile.
        quarantine: takes the rows that are wrong.
        told: told how far reading is.

    Raises:
        DataError: if a file is not the table that it is said to be.
    """
    distinct = list({(file.kind, file.sha256): file for file in files}.values())
    loader = Loader(con, ontology, folder, quarantine)
    loaded = [
        loader.load(file, name, partial(told, name)) for file, name in zip(distinct, file_names(distinct), strict=True)
    ]
    found = editions(con, loaded, quarantine)
    counting = [edition for edition in found if edition.replaced is None]
    parts = _parts(found, registry)
    whole = sorted({name for one in found if one.kind == ucdp_actor.KIND for _, name in one.names if "," in name})
    tables: list[Table] = []
    for edition in sorted(counting, key=lambda one: one.kind != ucdp_actor.KIND):  # kinds of actors are told first
        part = parts[_part_of(edition)]
        part.documents.append(edition.document)
        part.actors.read(edition.names)
        if edition.kind == ucdp_actor.KIND:
            describe_actors(edition, part.actors)
            part.situations += actor_situations(edition, part.actors)
        elif edition.kind == ucdp_esd.KIND:
            part.situations += support_situations(edition, part.actors, ontology)
        else:
            resolved = resolve(con, edition, ontology, part.actors, part.places, whole)
            tables.append(resolved.table)
            part.names |= {name.path: name for name in resolved.names}
    ordered = sorted(parts.values(), key=lambda part: not part.free)  # names that may be handed on are preferred
    free = [part for part in ordered if part.free]
    events = ibis.union(*tables) if len(tables) > 1 else tables[0] if tables else None
    return Imported(
        _statements(registry, ordered),
        _statements(registry, free) if len(free) < len(ordered) else None,
        events,
        tuple(found),
        quarantine.rows.total(),
    )


def _part_of(edition: Edition) -> tuple[str, bool]:
    return SPECS[edition.kind].dataset.family, bool(edition.document.redistributable)


def _parts(found: Sequence[Edition], registry: Statements) -> dict[tuple[str, bool], _Part]:
    """Make a part for each family, and for what of it may be handed on and what may not.

    What may not is read with all names in mind, what may with the names that may be handed on.
    """
    parts = {}
    for family, free in sorted({_part_of(edition) for edition in found}):
        actors = Actors(registry.actors, family)
        for edition in newest_first(found):  # their names are preferred
            if _part_of(edition) in {(family, free), (family, True)}:
                for ident, name in edition.names:
                    actors.learn(ident, name)
        parts[family, free] = _Part(free, actors, _places(registry, family))
    return parts


def _places(registry: Statements, family: str) -> Places:
    countries = {place.labels.shown: place.path for place in registry.places if place.kind == "country"}
    known = [place for path in gazetteer_files() for place in gazetteer(path, countries)]
    return Places(registry.places, known, family)


def _statements(registry: Statements, parts: Sequence[_Part]) -> Statements:
    """Add to the registry what tables make of it: names of curated actors and places, and things of their own."""
    curated = {actor.path: actor for actor in registry.actors}
    fresh: dict[str, Actor] = {}
    here = {place.path: place for place in registry.places}
    found: dict[str, Place] = {}
    names: dict[str, EventName] = {}
    for part in parts:
        changed, made = part.actors.statements()
        for path, actor in changed.items():
            curated[path] = replace(curated[path], labels=_with(curated[path].labels, actor.labels.other))
        for actor in made:
            first = fresh.get(actor.path, actor)
            more = (*actor.labels.preferred, *actor.labels.other)
            fresh[actor.path] = replace(first, labels=_with(first.labels, more))
        for path, aliases in part.places.aliases.items():
            here[path] = replace(here[path], labels=_with(here[path].labels, [("en", alias) for alias in aliases]))
        for path, place in part.places.made.items():
            known = found.setdefault(path, place)
            if known is not place:
                found[path] = replace(known, labels=_with(known.labels, (*place.labels.preferred, *place.labels.other)))
        names = part.names | names
    return replace(
        registry,
        actors=(*curated.values(), *(fresh[path] for path in sorted(fresh))),
        places=(*here.values(), *(found[path] for path in sorted(found))),
        event_names=(*registry.event_names, *(names[path] for path in sorted(names))),
        documents=(*registry.documents, *sorted((d for part in parts for d in part.documents), key=lambda d: d.path)),
        situations=(*registry.situations, *sorted((s for p in parts for s in p.situations), key=lambda s: s.path)),
    )


def _with(labels: Labels, more: Iterable[Text]) -> Labels:
    """Add names to those of an actor or place, which keep their place."""
    known = {folded(text) for _, text in (*labels.preferred, *labels.other, *labels.hidden)}
    fresh = {(language, text) for language, text in more if folded(text) not in known}
    return replace(labels, other=tuple(sorted({*labels.other, *fresh}))) if fresh else labels
