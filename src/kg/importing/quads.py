"""Imported events as quads: what `quads_of` makes of one derived event, made of a whole table at once.

A row that no claim is about needs no merging: it stands as its dataset has it, its window is that of its bounds, and
its status is that of one source. So its quads follow from its columns, and DuckDB writes them as text. A test holds
them against what `derive` and `quads_of` make of the same rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import ibis
from ibis import Table, Value

from kg.namespaces import BASE, NS, PREFIXES, RDF, XSD
from kg.periods import ALWAYS, MOST_MONTHS
from kg.statements import RowCounts


def _months(events: Table) -> Value:
    first, last = events["first"], events["last"]
    begin = first.year() * 12 + first.month() - 1
    number = last.year() * 12 + last.month() - begin
    several = ibis.range(begin, begin + number).map(
        lambda month: ibis.literal("periods/").concat(
            (month // 12).cast("int64").cast("string").lpad(4, "0"), "-", (month % 12 + 1).cast("string").lpad(2, "0")
        )
    )
    one = ibis.array([ibis.literal("periods/").concat(first.cast("string").left(7))])
    return ibis.ifelse(number == 1, one, ibis.ifelse(number > MOST_MONTHS, ibis.array([ALWAYS]), several))


@dataclass(frozen=True, slots=True)
class _One:
    """A property with one value or none: a thing, by its path, or a literal of a datatype."""

    predicate: str
    value: Callable[[Table], Value]
    datatype: str | None = None
    tail: str = ""


@dataclass(frozen=True, slots=True)
class _Many:
    """A property with any number of values, all of them things: paths behind a head that they share."""

    predicate: str
    values: Callable[[Table], Value]
    head: str = ""


def _always(path: str) -> Callable[[Table], Value]:
    return lambda _: ibis.literal(path)


def _column(name: str) -> Callable[[Table], Value]:
    return lambda table: table[name]


def _text_of_day(name: str) -> Callable[[Table], Value]:
    return lambda table: table[name].cast("string")


_TYPE: Final = PREFIXES["rdf"] + "type"
_DATE, _INTEGER, _STRING = XSD.date.value, XSD.integer.value, XSD.string.value
CLASSES: Final = ("ns#Event", "ns#Fact")

ONE: Final = (
    *(_One(_TYPE, _always(path)) for path in CLASSES),
    _One(PREFIXES["skos"] + "prefLabel", _column("label"), RDF.langString.value, "@en"),
    _One(NS + "eventType", _column("type")),
    _One(NS + "place", _column("place")),
    _One(NS + "partOf", _column("conflict")),
    _One(NS + "dyad", _column("dyad")),
    _One(PREFIXES["prov"] + "wasDerivedFrom", _column("document")),
    _One(NS + "row", _column("row"), _STRING),
    *(_One(NS + name, _text_of_day("first"), _DATE) for name in ("from", "surelyUntil", "indexFrom")),
    *(_One(NS + name, _text_of_day("last"), _DATE) for name in ("until", "surelyFrom", "indexUntil")),
    _One(NS + "status", _always("codes/status/singleSource")),
    _One(NS + "documentCount", lambda _: ibis.literal(1), _INTEGER),
    _One(NS + "deathsLow", _column("low"), _INTEGER),
    _One(NS + "deathsBest", _column("best"), _INTEGER),
    _One(NS + "deathsHigh", _column("high"), _INTEGER),
    _One(NS + "recordCount", _column("records"), _INTEGER),
    _One(NS + "reportCount", _column("reports"), _INTEGER),
)
"""The properties of an event that have one value or none."""

MANY: Final = (
    _Many(NS + "agent", _column("agents")),
    _Many(NS + "target", _column("targets")),
    _Many(NS + "party", _column("involved")),
    _Many(NS + "oddity", _column("oddities"), "codes/oddity/"),
    _Many(NS + "inMonth", _months),
)
"""The properties of an event that have any number of values."""


def text_of(events: Table) -> Value:
    """Write each event as N-Quads in the default graph, as one text of lines, the last of which has no end of line.

    Args:
        events: as `named_events` gives them.
    """
    subject = ibis.literal(f"<{BASE}").concat(events.path, "> ")
    next_line = ibis.literal("\n").concat(subject)
    first, *others = ONE  # each event has the first
    said = [subject.concat(_written(first, first.value(events)))]
    said += [_written(prop, prop.value(events)) for prop in others]
    said += [_listed(prop, prop.values(events), next_line) for prop in MANY]
    # What an event has none of is null, which is left out where texts are joined.
    return next_line.join(said)


def write_quads(events: Table, path: Path) -> Path:
    """Write the quads of events to a file of N-Quads.

    Args:
        events: as `named_events` gives them.
        path: of the file.

    Returns:
        The path.

    Raises:
        duckdb.IOException: if the disk refuses.
    """
    # A table of one column, in which nothing is put in quotes, is a file of lines; Python sees none of them.
    events.select(text=text_of(events)).to_csv(path, header=False, quote="", escape="")
    return path


def counts_of(events: Table) -> RowCounts:
    """Count what `text_of` writes, by property and by what it leads to.

    Args:
        events: as `named_events` gives them.
    """
    valued = events.select("path", **{str(place): prop.value(events) for place, prop in enumerate(ONE)})
    filled = {str(place): valued[str(place)].count() for place in range(len(ONE))}
    totals = valued.aggregate(number=valued.count(), example=valued.path.min(), **filled).to_pyarrow().to_pylist()[0]
    holders: dict[str, int] = defaultdict(int)
    uses: list[tuple[str, str, int]] = []
    for place, prop in enumerate(ONE):
        count = totals[str(place)]
        holders[prop.predicate] = max(holders[prop.predicate], count)
        if prop.datatype:
            uses.append((prop.predicate, prop.datatype, count))
        elif count:
            each = valued.select(value=valued[str(place)]).filter(lambda t: t.value.notnull())
            uses += [(prop.predicate, BASE + row["value"], row["count"]) for row in _counted(each)]
    for many in MANY:
        lists = events.select(values=many.values(events)).filter(lambda t: t.values.length() > 0)
        holders[many.predicate] = lists.count().to_pyarrow().as_py()
        if holders[many.predicate]:
            each = lists.select(value=lists["values"].unnest())
            uses += [(many.predicate, BASE + many.head + row["value"], row["count"]) for row in _counted(each)]
    held = {predicate: count for predicate, count in holders.items() if count}
    taken = tuple(use for use in uses if use[2])
    return RowCounts(
        classes=CLASSES, things=totals["number"], example=BASE + totals["example"], holders=held, uses=taken
    )


def _counted(each: Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (
        each.group_by("value").agg(count=lambda t: t.count()).order_by("value").to_pyarrow().to_pylist()
    )
    return rows


def months_of(events: Table) -> list[str]:
    """List the periods by which events are found, sorted."""
    return sorted(events.select(month=_months(events).unnest()).distinct().to_pyarrow()["month"].to_pylist())


def _written(prop: _One, value: Value) -> Value:
    if prop.datatype is None:
        return _iri(prop.predicate, value)
    if prop.datatype == _STRING or prop.tail:
        return _literal(prop.predicate, value, prop.tail)
    return ibis.literal(f'<{prop.predicate}> "').concat(value.cast("string"), f'"^^<{prop.datatype}> .')


def _listed(prop: _Many, paths: Value, next_line: Value) -> Value:
    begin = f"<{prop.predicate}> <{BASE}{prop.head}"
    others = ibis.literal("> .").concat(next_line, begin)
    # DuckDB joins by a text that is the same for all rows; no path has a line end in it.
    return ibis.literal(begin).concat(paths.join("\n").nullif("").replace("\n", others), "> .")


def _iri(predicate: str, path: Value) -> Value:
    return ibis.literal(f"<{predicate}> <{BASE}").concat(path, "> .")


def _literal(predicate: str, text: Value, tail: str) -> Value:
    odd = ibis.or_(*(text.contains(letter) for letter in ("\\", '"', "\n", "\r")))  # quickly told of most texts
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return ibis.literal(f'<{predicate}> "').concat(ibis.ifelse(odd, escaped, text), f'"{tail} .')
