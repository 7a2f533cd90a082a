"""Situations as rows: from the table of a release, where a window is looked up in milliseconds, or from its quads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final, NamedTuple

from pyoxigraph import NamedNode

from kg.counting.reading import opened
from kg.counting.situations import FILE
from kg.namespaces import NS, RDF
from kg.network.filters import Filters
from kg.network.knowledge import Knowledge
from kg.statements import Situation


class Tie(NamedTuple):
    """A situation, with the fields of `kg.statements.Situation` that networks need."""

    path: str
    says: str
    label: str
    status: str
    types: list[str]
    agents: list[str]
    targets: list[str]
    parties: list[str]
    places: list[str]
    derived_from: tuple[str, ...]
    from_: date | None
    until: date | None
    surely_from: date | None
    surely_until: date | None
    index_from: date
    index_until: date


_COLUMNS: Final = ", ".join(Tie._fields)
_DERIVED: Final = Tie._fields.index("derived_from")


def ties(known: Knowledge, filters: Filters) -> Iterator[Tie]:
    """Give the situations that a network is made of: of its kinds, in its window, disputed or not; sorted by path."""
    table = known.release.path / FILE
    if known.is_whole and table.is_file():
        sql, values = _query(filters)
        for row in opened(table).rows(sql, values):
            yield Tie._make((*row[:_DERIVED], tuple(row[_DERIVED]), *row[_DERIVED + 1 :]))
        return
    for tie in known.once(f"ties {filters.situations}", lambda: _read(known, filters.situations)):
        if _fits(tie, filters):
            yield tie


def _query(filters: Filters) -> tuple[str, dict[str, Any]]:
    parts, values = ["list_contains($kinds::VARCHAR[], says)"], {"kinds": list(filters.situations)}
    more: dict[str, Any] = {}
    if filters.window.first is not None:
        parts.append("index_until >= $first")
        more["first"] = filters.window.first
    if filters.window.last is not None:
        parts.append("index_from <= $last")
        more["last"] = filters.window.last
    if filters.disputed is not None:
        parts.append("(status = 'disputed') = $disputed")
        more["disputed"] = filters.disputed
    sql = f"SELECT {_COLUMNS} FROM read_parquet($table) WHERE {' AND '.join(parts)} ORDER BY path"  # noqa: S608  of words of ours; values are bound
    return sql, values | more


def _fits(tie: Tie, filters: Filters) -> bool:
    disputed = filters.disputed is None or (tie.status == "disputed") == filters.disputed
    return disputed and filters.window.meets(tie.index_from, tie.index_until)


def _read(known: Knowledge, kinds: Iterable[str]) -> list[Tie]:
    paths = {path for kind in kinds for path in known.subjects(RDF.type, NamedNode(NS + kind))}
    return [_tie(situation) for situation in sorted(known.read(paths).situations, key=lambda one: one.path)]


def _tie(one: Situation) -> Tie:
    bounds = one.bounds
    return Tie(
        one.path, one.says, one.label, one.status, list(one.types), list(one.agents), list(one.targets),
        list(one.parties), list(one.places), tuple(one.derived_from), bounds.from_, bounds.until, bounds.surely_from,
        bounds.surely_until, one.index_from, one.index_until,
    )  # fmt: skip
