"""Rows of event tables with the paths of what they speak of: one table of all events that are imported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import ibis
import pyarrow as pa
from ibis import Table
from ibis.backends.duckdb import Backend

from kg.ontology import Ontology
from kg.sources.tables.actors import Actors
from kg.sources.tables.codes import event_types
from kg.sources.tables.editions import Edition
from kg.sources.tables.loading import EVENTS
from kg.sources.tables.mapping import AGENT, TARGET, EventMapping, casts, rows, sides
from kg.sources.tables.places import Places, Spot
from kg.statements import EventName, Labels

_SPOT: Final = ("level", "place", "district", "governorate", "country", "country_id")
"""The first fields of a `Spot`: what tells it from others."""
_SPOTS: Final = pa.schema([*((name, pa.string()) for name in (*_SPOT, "path"))])
_KINDS: Final = "codes/actor-kind/"
_ACTORS: Final = pa.schema([("id", pa.string()), ("name", pa.string()), ("path", pa.string())])


@dataclass(frozen=True, slots=True)
class Resolved:
    """Imported events.

    Attributes:
        table: of path, document, row, type, agents, targets, parties, involved (all of these; lists of paths), place,
            dyad, conflict (paths or null), first, last, low, best, high, records, reports, oddities (a list of codes).
        names: of dyads and conflicts.
    """

    table: Table
    names: tuple[EventName, ...]


def resolve(
    con: Backend,
    edition: Edition,
    ontology: Ontology,
    actors: Actors,
    places: Places,
    whole_names: Sequence[str] = (),
) -> Resolved:
    """Resolve the ids and names of an edition's rows.

    Args:
        con: where the tables are.
        edition: of a table of events.
        ontology: gives the types.
        actors: find the actors of its sides.
        places: find its places.
        whole_names: names with a comma in them that are those of one actor.
    """
    mapping, number = EVENTS[edition.kind], edition.table.get_name()
    table, types = edition.table, event_types(edition.table, mapping, ontology)
    if mapping.prepared:
        table = con.create_table(f"prepared_{number}", mapping.prepared(table, types), overwrite=True)
        types = {path: path for path in types.values()}
    said = con.create_view(f"rows_{number}", rows(table, mapping, types), overwrite=True)
    cast = con.create_table(f"casts_{number}", casts(table, mapping), overwrite=True)
    involved = con.create_table(f"sides_{number}", sides(cast, mapping, whole_names), overwrite=True)
    involved = _with_actors(con, involved, actors, number, _kind_codes(mapping, ontology))
    spots = _with_places(con, said, places, number)
    placed = said.left_join(spots, [said[name].identical_to(spots[name]) for name in _SPOT]).drop(
        *(f"{name}_right" for name in _SPOT)
    )
    head = f"{edition.kind}-"
    joined = placed.left_join(involved, "cast").drop("cast_right")
    names = f"events/{mapping.dataset.family}-"
    nobody = ibis.literal([], type="array<string>")
    final = joined.select(
        path=ibis.literal(f"events/{head}").concat(joined.row),
        document=ibis.literal(edition.document.path),
        row=joined.row_id,
        type=joined.type,
        agents=joined.agents.coalesce(nobody),
        targets=joined.targets.coalesce(nobody),
        parties=joined.parties.coalesce(nobody),
        involved=joined.involved.coalesce(nobody),
        place=joined.path,
        dyad=ibis.literal(f"{names}dyad-").concat(joined.dyad_id.lower()),
        conflict=ibis.literal(f"{names}conflict-").concat(joined.conflict_id.lower()),
        first=joined["first"],
        last=joined["last"],
        low=joined.low,
        best=joined.best,
        high=joined.high,
        records=joined.records,
        reports=joined.reports,
        oddities=_oddities(joined),
    )
    table = con.create_view(f"events_{number}", final, overwrite=True)
    return Resolved(table, tuple(_event_names(said, names)))


def _kind_codes(mapping: EventMapping, ontology: Ontology) -> Mapping[str, str]:
    notation = mapping.actor_kinds.notation if mapping.actor_kinds else None
    return ontology.by_notation(notation) if notation else {}


def _tell_kinds(involved: Table, actors: Actors, codes: Mapping[str, str]) -> None:
    """Give actors the kind that most rows give them; what is told by a code counts more than what follows."""
    told = involved.filter(involved.kind.notnull()).group_by("id", "name", "kind").agg(count=lambda t: t.rows.sum())
    found: Counter[tuple[str, str]] = Counter()
    for entry in told.to_pyarrow().to_pylist():
        found[actors.path(entry["id"], entry["name"]), entry["kind"]] += entry["count"]
    for (path, code), _ in sorted(found.items(), key=lambda item: (item[0][1] not in codes, -item[1], item[0])):
        kind = codes.get(code, code)
        if kind.startswith(_KINDS):
            actors.tell_kind(path, kind.removeprefix(_KINDS))


def _with_actors(con: Backend, involved: Table, actors: Actors, number: str, codes: Mapping[str, str]) -> Table:
    """Give for each cast its agents, targets, other parties, and all of them, as lists of paths, each sorted."""
    pairs = involved.select("id", "name").distinct().to_pyarrow().to_pylist()
    pairs.sort(key=lambda pair: (pair["id"] or "", pair["name"] or ""))
    found = [{**pair, "path": actors.path(pair["id"], pair["name"])} for pair in pairs]
    _tell_kinds(involved, actors, codes)
    known = con.create_table(f"actors_{number}", pa.Table.from_pylist(found, schema=_ACTORS), overwrite=True)
    each = involved.join(known, [involved.id.identical_to(known.id), involved.name.identical_to(known.name)]).select(
        "cast", "role", path=known.path
    )
    # Who acts or is acted on is no mere party; somebody may do both.
    once = each.group_by("cast", "path").agg(agent=(each.role == AGENT).any(), target=(each.role == TARGET).any())
    slots = {"agents": once.agent, "targets": once.target, "parties": ~once.agent & ~once.target}
    lists = {slot: once.path.collect(where=here, order_by=once.path) for slot, here in slots.items()}
    lists["involved"] = once.path.collect(order_by=once.path)
    return con.create_table(f"involved_{number}", once.group_by("cast").agg(**lists), overwrite=True)


def _with_places(con: Backend, said: Table, places: Places, number: str) -> Table:
    """Give the path of each place that rows mean; its point is the one that most of its rows have."""
    points = said.filter(said.level.notnull()).group_by(*_SPOT, "lat", "long").agg(count=lambda t: t.count())
    most = ibis.row_number().over(group_by=_SPOT, order_by=[ibis.desc("count"), "lat", "long"])
    spots = points.mutate(rank=most).filter(lambda t: t["rank"] == 0)
    # Divisions first, so that one which rows locate has its point before others lie in it.
    ordered = spots.order_by(*(spots[name].coalesce("") for name in _SPOT)).select(*Spot._fields).to_pyarrow()
    paths = [places.path(Spot(*values)) for values in zip(*ordered.to_pydict().values(), strict=True)]
    table = ordered.select(_SPOT).append_column("path", pa.array(paths, pa.string()))
    return con.create_table(f"spots_{number}", table.cast(_SPOTS), overwrite=True)


def _oddities(table: Table) -> ibis.Value:
    marks = ("low_above_best", "best_above_high", "low_above_high")
    listed = ibis.array([ibis.ifelse(table[mark], mark.replace("_", "-"), ibis.null("string")) for mark in marks])
    few = listed.filter(lambda mark: mark.notnull())
    return ibis.ifelse(ibis.or_(*(table[mark] for mark in marks)), few, ibis.literal([], type="array<string>"))


def _event_names(said: Table, head: str) -> list[EventName]:
    found: dict[str, str] = {}
    for slot in ("dyad", "conflict"):
        pairs = said.select(id=f"{slot}_id", name=f"{slot}_name").distinct()
        for pair in pairs.filter(pairs.id.notnull()).order_by("id", "name").to_pyarrow().to_pylist():
            found.setdefault(f"{head}{slot}-{pair['id'].lower()}", pair["name"] or f"{slot} {pair['id']}")
    return [EventName(path=path, labels=Labels(preferred=(("en", name),))) for path, name in sorted(found.items())]
