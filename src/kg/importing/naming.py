"""Labels of imported events, as `kg.derivation.naming` makes them of one event, made of a whole table at once."""

from __future__ import annotations

from typing import Final

import ibis
import pyarrow as pa
from ibis import Table, Value
from ibis.backends.duckdb import Backend

from kg.ontology import Ontology
from kg.statements import Statements

_LABELS: Final = pa.schema([("path", pa.string()), ("label", pa.string())])


def named_events(con: Backend, events: Table, statements: Statements, ontology: Ontology) -> Table:
    """Give events their labels.

    Args:
        con: where the table lies.
        events: as `kg.sources.tables.events.Resolved` has them.
        statements: the registry, with what tables add to it.
        ontology: gives the names of types.

    Returns:
        The table with ``label``.
    """
    labels = {
        "path": [thing.path for thing in statements.entities],
        "label": [thing.labels.shown for thing in statements.entities],
    }
    known = con.create_table("labels", pa.table(labels, schema=_LABELS), overwrite=True)
    kinds = {c.path: c.label[:1].upper() + c.label[1:] for c in ontology.concepts.values() if c.scheme == "event-type"}
    placed = events.left_join(known, events.place == known.path).drop("path_right").rename(place_label="label")
    others = _others(placed, known)
    joined = placed.left_join(others, "path").drop("path_right")
    where = joined.place_label.coalesce(joined.others)
    label = joined.type.cases(*kinds.items(), else_=ibis.null("string"))
    label = label.concat(ibis.ifelse(where.notnull(), ibis.literal(": ").concat(where), ""), ", ", _span(joined))
    named = joined.mutate(label=label)
    return con.create_table("named_events", named.drop("place_label", "others"), overwrite=True)


def _others(events: Table, known: Table) -> Table:
    """Name an event without a place by whom it was done to, or else by who did it, or by who was involved."""
    without = events.filter(events.place.isnull())
    empty = [without[slot].length() == 0 for slot in ("targets", "agents")]
    whom = ibis.ifelse(~empty[0], without.targets, ibis.ifelse(~empty[1], without.agents, without.parties))
    each = without.select("path", whom=whom.unnest())
    called = each.join(known, each.whom == known.path).select("path", "whom", "label")
    names = called.group_by("path").agg(names=called.label.collect(order_by=called.whom))
    number = names["names"].length()
    most = names["names"][: number - 1].join(", ").concat(ibis.ifelse(number > 1, " and ", ""))
    return names.select("path", others=most.concat(names["names"][number - 1]))


def _span(events: Table) -> Value:
    """Write the days in short, as names of events have them."""
    first, last = events["first"], events["last"]
    begin, end = first.cast("string"), last.cast("string")
    between = ibis.literal("from ").concat(begin, " until ", end)
    year = begin.left(4)
    whole_year = (begin == year.concat("-01-01")) & (end == year.concat("-12-31"))
    return ibis.cases((first == last, begin), (whole_year, year), else_=between)
