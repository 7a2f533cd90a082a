"""Events as features: pages of the table of events, which may hold millions.

A page is found in two steps. The first looks for rows, by few columns; the second reads what is shown of them, lists by
the table's keys (see `kg.counting.table`), which is several times faster than to read the lists themselves. What the
table has not, names and the documents of what texts tell, is looked up in the quads, for the page alone; and so are the
labels of a few events, as their column is the largest of all and can only be unpacked in large parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from kg.counting.naming import names_of
from kg.counting.questions import Filters
from kg.counting.reading import FILE, EventTable, conditions, opened
from kg.errors import UnknownThing
from kg.features.questions import Box, Extent, Feature, Key, Page, Question
from kg.identifiers import iri, path_of
from kg.namespaces import CKG, OTHER
from kg.release import Release

Row = Mapping[str, Any]
_TABLE: Final = "read_parquet($table, file_row_number = true)"
_KEYS: Final = {"types": "type_key", "parties": "actor_key", "places": "place_key"}
_PLAIN: Final = (
    "source", "agents", "targets", "first", "last", "low", "best", "high", "status", "lat", "long",
    "redistributable",
)  # fmt: skip
_LISTS: Final = tuple(f"string_split({key}, ' ')[2:]" for key in _KEYS.values())
_MANY, _APART = 200, 100
"""From so many rows on, no further apart from one another, labels are read from the table."""
_SINGULAR: Final = {
    "types": "type", "parties": "party", "agents": "agent", "targets": "target", "places": "place",
    "sources": "source",
}  # fmt: skip
_EXTENT: Final = """
    SELECT min(long), min(lat), max(long), max(lat), min(index_from), max(index_until) FROM read_parquet($table)
"""


def page(release: Release, question: Question) -> Page:
    """Give a page of events, in the order of `index_from` and path.

    Raises:
        StoreDamaged: if the release has no table of events.
    """
    table = opened(release.path / FILE)
    condition, values = _condition(question)
    [(matched,)] = table.rows(f"SELECT count(*) FROM read_parquet($table) WHERE {condition}", values)  # noqa: S608
    if question.after is not None:
        condition += " AND index_from >= $day AND (index_from > $day OR path > $path)"
        values |= {"day": date.fromisoformat(question.after[0]), "path": question.after[1]}
    # The file is in order, and DuckDB keeps the order of a file: it stops at the limit.
    sql = f"SELECT file_row_number, index_from, path FROM {_TABLE} WHERE {condition} LIMIT $limit"  # noqa: S608
    found = sorted(table.rows(sql, {**values, "limit": question.limit + 1}))
    shown = found[: question.limit]
    after: Key | None = None
    if len(found) > len(shown):
        after = (shown[-1][1].isoformat(), shown[-1][2])
    return Page(_features(release, _read(table, shown)), after, matched)


def feature(release: Release, id_: str) -> Feature:
    """Give one event.

    Raises:
        UnknownThing: if there is none with this id; it carries the nearest.
        StoreDamaged: if the release has no table of events.
    """
    path = f"events/{id_}"
    release.require(path)
    table = opened(release.path / FILE)
    days = [quad.object for quad in release.store.quads("", iri(path), CKG.indexFrom)]
    for day in days:
        assert isinstance(day, Literal)
        values = {"day": day.value, "path": path}  # its day leads to the part of the file where it is
        sql = f"SELECT file_row_number, index_from FROM {_TABLE} WHERE index_from = $day::DATE AND path = $path"  # noqa: S608
        for number, when in table.rows(sql, values):
            return _features(release, _read(table, [(number, when, path)]))[0]
    raise UnknownThing(path)  # a war that is only named, and did not happen as one event


def extent(release: Release) -> Extent:
    """Tell where and when events are."""
    [(west, south, east, north, first, last)] = opened(release.path / FILE).rows(_EXTENT, {})
    box = None if west is None else Box(west, south, east, north)
    return Extent(box, _unless(first, date.min), _unless(last, date.max))


def _unless(day: date | None, end: date) -> date | None:
    """Give a day, unless it is an end of time."""
    return None if day == end else day


def _condition(question: Question) -> tuple[str, dict[str, Any]]:
    period = question.period
    condition, values = conditions(Filters(first=period.first, last=period.last) if period else Filters())
    if question.box is not None:
        within, edges = question.box.condition()
        condition, values = f"{condition} AND {within}", {**values, **edges}
    return condition, values


def _read(table: EventTable, found: Sequence[tuple[int, date, str]]) -> list[Row]:
    """Read what is shown of rows.

    Args:
        table: to read.
        found: their numbers in the file, their days, which say in which parts of it to look, and their paths.
    """
    if not found:
        return []
    together = len(found) >= _MANY and found[-1][0] - found[0][0] < _APART * len(found)
    plain = (*_PLAIN, "label") if together else _PLAIN
    sql = f"""
        SELECT {", ".join((*plain, *_LISTS))} FROM {_TABLE}
        WHERE index_from BETWEEN $from AND $to AND file_row_number IN ({", ".join(str(number) for number, *_ in found)})
        ORDER BY file_row_number
    """  # noqa: S608  of words and numbers of ours
    records = table.rows(sql, {"from": found[0][1], "to": found[-1][1]})
    rows = [dict(zip((*plain, *_KEYS), record, strict=True)) for record in records]
    return [{"label": None, **row, "path": path} for row, (_, _, path) in zip(rows, found, strict=True)]


def _features(release: Release, rows: Iterable[Row]) -> tuple[Feature, ...]:
    lists = [{**row, "sources": [row["source"]] if row["source"] else _told(release, row["path"])} for row in rows]
    for row in lists:
        row.update({name: [path for path in row[name] if path] for name in _SINGULAR})
    paths = {path for row in lists for name in _SINGULAR for path in row[name]}
    names = names_of(release.store, paths | {row["path"] for row in lists if row["label"] is None})
    return tuple(_feature(row, names) for row in lists)


def _told(release: Release, path: str) -> list[str]:
    """Give the documents that tell of an event: those of the claims that it was derived from."""
    bases = {quad.object for quad in release.store.quads("", iri(path), OTHER.wasDerivedFrom)}
    found = set()
    for base in bases:
        assert isinstance(base, NamedNode)
        for quad in release.store.quads(None, base, CKG.source):
            assert isinstance(quad.object, NamedNode)
            found.add(path_of(quad.object))
    return sorted(found)


def _feature(row: Row, names: Mapping[str, str]) -> Feature:
    properties: dict[str, Any] = {"label": row["label"] or names.get(row["path"], row["path"])}
    for name, singular in _SINGULAR.items():
        if name != "sources":
            properties |= _named(name, singular, row[name], names)
    properties |= {
        "first": row["first"] and row["first"].isoformat(),
        "last": row["last"] and row["last"].isoformat(),
        "deaths_low": row["low"],
        "deaths_best": row["best"],
        "deaths_high": row["high"],
        "status": row["status"],
        **_named("sources", "source", row["sources"], names),
        "redistributable": row["redistributable"],
    }
    point = None if row["lat"] is None or row["long"] is None else (row["long"], row["lat"])
    return Feature(row["path"].removeprefix("events/"), row["path"], point, properties)


def _named(name: str, singular: str, paths: list[str], names: Mapping[str, str]) -> dict[str, list[str]]:
    """Give paths and, in the same order, names."""
    return {name: paths, f"{singular}_names": [names.get(path, path) for path in paths]}
