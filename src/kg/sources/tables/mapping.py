"""What the rows of event tables say, declared once for each table and turned into an Ibis expression.

The expressions keep to operations that Ibis offers on DuckDB and on Spark alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import ibis
from ibis import Table, Value

from kg.sources.tables.columns import Column
from kg.sources.tables.layout import LINE

PARTY: Final = "party"
AGENT: Final = "agent"
TARGET: Final = "target"

SETTLEMENT: Final = "settlement"
SURROUNDINGS: Final = "surroundings"
DISTRICT: Final = "district"
GOVERNORATE: Final = "governorate"
REGION: Final = "region"
COUNTRY: Final = "country"
WATERS: Final = "waters"
QUARTER: Final = "quarter"
"""Levels of places: at a settlement or site, near one, a second-level or first-level division, an area without borders,
a country, waters or airspace, a quarter of a city."""
QUARTER_MARK: Final = " - "
"""What parts a city from its quarter, where a name tells both."""

CROWD: Final = "codes/actor-kind/population"
"""The kind of those who are told of only as people."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """What is known of a dataset, whatever its version.

    Attributes:
        title: its name.
        family: whose ids its actors and places bear, such as ``ucdp``.
        licence: IRI of the licence; None if there is none that can be named.
        redistributable: whether its rows may be handed on.
    """

    title: str
    family: str
    publisher: str
    address: str
    licence: str | None
    redistributable: bool


@dataclass(frozen=True, slots=True)
class Side:
    """Somebody involved: the columns with the name and the id, and in what role.

    Attributes:
        name: column with a name, or with a list of names.
        id: column with the id, if the table has ids; that of a list is nobody's.
        role: `PARTY` where the table gives no direction, else `AGENT` or `TARGET`.
        parted_by: what parts the names of a list.
    """

    name: str
    id: str | None = None
    role: str = PARTY
    parted_by: str | None = None


@dataclass(frozen=True, slots=True)
class When:
    """The columns of the first and the last day, and how much wider a precision makes them.

    Attributes:
        widened: by code of the precision: days to add on either side, or ``month`` for the whole months.
    """

    first: str
    last: str
    precision: str | None = None
    widened: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Where:
    """The columns of the place, and which level a precision means.

    Attributes:
        levels: level by code of the precision.
        quarters: whether a name with `QUARTER_MARK` in it is that of a city and its quarter.
    """

    name: str
    precision: str
    levels: Mapping[str, str]
    district: str
    governorate: str
    country: str
    country_id: str
    lat: str
    long: str
    quarters: bool = False


@dataclass(frozen=True, slots=True)
class ActorKinds:
    """What a table tells of the kinds of its sides, row by row.

    Attributes:
        notation: datatype of the codes' notations in our code list of kinds of actors; None if it has none of them.
        of: gives for some sides, by their column, a code or the path of one of our kinds; null where nothing is told.
    """

    notation: str | None
    of: Callable[[Table], Mapping[str, Value]]


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold between the cells of a row, told of the column that is blamed."""

    column: str
    broken: Callable[[Table], Value]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMapping:
    """A table of events.

    Attributes:
        kind: what ``--import`` calls it.
        columns: with their kinds.
        row: column with the row's id.
        type: column with the code of the type.
        notation: datatype of that code's notation in our code list of event types.
        dyad: columns of id and name of the pair of opponents.
        conflict: columns of id and name of what the event is part of.
        low, best, high: columns with numbers of the dead; None where the table has none.
        records, reports: columns with numbers of records put together and of news reports.
        published: column whose latest day is that of publication, if no better is known; else the last day covered.
        layout: for a table without a header line, the names of its columns by their number.
        prepared: makes the table of rows out of one of records, for a table that is put together first.
        roles: tells the role of a side, by its column, where the type and the kinds of both sides show a direction.
        record: column with the id of a record, if rows are put together out of records; each may occur once.
        actor_kinds: tells of what kind those on a side are; None where the table does not.
    """

    kind: str
    dataset: Dataset
    columns: tuple[Column, ...]
    row: str
    type: str
    notation: str
    sides: tuple[Side, ...]
    when: When
    where: Where | None = None
    dyad: tuple[str, str] | None = None
    conflict: tuple[str, str] | None = None
    low: str | None = None
    best: str | None = None
    high: str | None = None
    records: str | None = None
    reports: str | None = None
    rules: tuple[Rule, ...] = ()
    prepared: Callable[[Table, Mapping[str, str]], Table] | None = None
    roles: Callable[[Table], Mapping[str, Value]] = field(default=lambda _: {})
    record: str | None = None
    actor_kinds: ActorKinds | None = None
    published: str | None = None
    layout: Mapping[int, tuple[str, ...]] | None = None
    separator: str = ","


def rows(table: Table, mapping: EventMapping, types: Mapping[str, str]) -> Table:
    """Say what each row says, with names and ids still as the table has them.

    Args:
        table: of values, one row an event.
        mapping: what the columns mean.
        types: event type by code.

    Returns:
        A table of row, line, type, first, last, low, best, high, records, reports, place's slots, dyad, conflict,
        oddities and cast, which `casts` and `sides` tell of.
    """
    first, last = _window(table, mapping.when)
    low, best, high = (_number(table, name) for name in (mapping.low, mapping.best, mapping.high))
    slots = {
        "row": slug(table[mapping.row]),
        "row_id": table[mapping.row].cast("string"),
        LINE: table[LINE],
        "type": _coded(table[mapping.type], types),
        "first": first,
        "last": last,
        "low": low,
        "best": best,
        "high": high,
        "records": _number(table, mapping.records),
        "reports": _number(table, mapping.reports),
        "low_above_best": (low > best).fill_null(False),
        "best_above_high": (best > high).fill_null(False),
        "low_above_high": (low > high).fill_null(False),
        "cast": _joined(_cast(table, mapping)),
    }
    for slot, pair in (("dyad", mapping.dyad), ("conflict", mapping.conflict)):
        for part, name in zip(("id", "name"), pair or (None, None), strict=True):
            slots[f"{slot}_{part}"] = ibis.null("string") if name is None else table[name].cast("string")
    return table.select(**slots, **_place(table, mapping.where))


def casts(table: Table, mapping: EventMapping) -> Table:
    """List the different casts of a table's rows: who is on its sides, in what role and of what kind.

    Rows are many and casts are few, so that what a cast means is worked out once.

    Returns:
        A table of cast, as `rows` gives it, for each side its id, name, role and kind, and the number of rows.
    """
    cells = _cast(table, mapping)
    return table.select(cast=_joined(cells), **cells).group_by("cast", *cells).agg(rows=lambda t: t.count())


def _cast(table: Table, mapping: EventMapping) -> dict[str, Value]:
    told = mapping.roles(table)
    kinds = mapping.actor_kinds.of(table) if mapping.actor_kinds else {}
    cells: dict[str, Value] = {}
    for number, side in enumerate(mapping.sides):
        cells[f"id_{number}"] = ibis.null("string") if side.id is None else table[side.id].cast("string")
        cells[f"name_{number}"] = table[side.name]
        cells[f"role_{number}"] = told.get(side.name, ibis.literal(side.role))
        cells[f"kind_{number}"] = kinds.get(side.name, ibis.null("string"))
    return cells


def _joined(cells: Mapping[str, Value]) -> Value:
    """Make one text of texts; no text has the letters in it that part them or stand for nothing."""
    return ibis.literal("\x1f").join([cell.coalesce("\x1e") for cell in cells.values()])


def sides(cast: Table, mapping: EventMapping, whole_names: Sequence[str] = ()) -> Table:
    """List who is involved: cast, role, id, name, code of the kind and number of rows, lists taken apart.

    Args:
        cast: as `casts` gives it.
        mapping: what the columns mean.
        whole_names: names with a comma in them that are those of one actor.
    """
    parts = []
    for number, side in enumerate(mapping.sides):
        each = {name: cast[f"{name}_{number}"] for name in ("role", "id", "name", "kind")}
        whole = cast.select("cast", "rows", **each)
        if side.parted_by is None:
            parts.append(whole)
            continue
        listed = (whole.name.contains(side.parted_by) & ~whole.name.isin([*whole_names, ""])).fill_null(False)
        parts.append(whole.filter(~listed))
        lists = whole.filter(listed)
        named = lists.mutate(id=ibis.null("string"), name=lists.name.split(side.parted_by).unnest())
        parts.append(named.mutate(name=named.name.strip().nullif("")).select(*whole.columns))
    found = ibis.union(*parts) if len(parts) > 1 else parts[0]
    return found.filter(found.name.notnull() | found.id.notnull()).distinct()


def slug(ident: Value) -> Value:
    """Make of a row's id what can stand in a path: lower-case letters, digits and single hyphens."""
    return ident.cast("string").lower().re_replace("[^a-z0-9]+", "-").re_replace("^-|-$", "")


def _window(table: Table, when: When) -> tuple[Value, Value]:
    first, last = table[when.first], table[when.last]
    if when.precision is None or not when.widened:
        return first, last
    code = table[when.precision]
    begin, end = first, last
    for value, width in when.widened.items():
        if isinstance(width, int):
            early, late = first - ibis.interval(days=width), last + ibis.interval(days=width)
        else:
            early, late = first.truncate("M"), (last.truncate("M") + ibis.interval(months=1)) - ibis.interval(days=1)
        begin = ibis.ifelse(code == value, _as_date(early), begin)
        end = ibis.ifelse(code == value, _as_date(late), end)
    return begin, end


def _as_date(day: Value) -> Value:
    """Give a day that was reckoned as a date: DuckDB makes it a time, of which Ibis does not know."""
    return day.cast("timestamp").cast("date")


def _number(table: Table, name: str | None) -> Value:
    return ibis.null("int64") if name is None else table[name]


def _coded(code: Value, names: Mapping[str, str]) -> Value:
    return code.cast("string").cases(*names.items(), else_=ibis.null("string")) if names else ibis.null("string")


def _place(table: Table, where: Where | None) -> dict[str, Value]:
    nothing = {
        name: ibis.null("string") for name in ("place", "level", "district", "governorate", "country", "country_id")
    }
    if where is None:
        return nothing | {"lat": ibis.null("float64"), "long": ibis.null("float64")}
    level = _coded(table[where.precision], where.levels)
    if where.quarters:
        quarter = ((level == SETTLEMENT) & table[where.name].contains(QUARTER_MARK)).fill_null(False)
        level = ibis.ifelse(quarter, QUARTER, level)
    return {
        "place": table[where.name],
        "level": level,
        "district": table[where.district],
        "governorate": table[where.governorate],
        "country": table[where.country],
        "country_id": table[where.country_id].cast("string"),
        "lat": table[where.lat],
        "long": table[where.long],
    }
