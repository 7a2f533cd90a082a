"""The events of a release, some at a time: rows of its columnar table, with the names of what they name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from kg.counting.naming import names_of
from kg.counting.parameters import read_question
from kg.counting.reading import FILE, EventTable, conditions, opened
from kg.exports.filters import event_texts
from kg.exports.source import Source
from kg.identifiers import iri, path_of
from kg.namespaces import BASE, CKG, OTHER
from kg.release import Release

COLUMNS: Final = (
    "path", "label", "types", "parties", "agents", "targets", "places", "first", "last", "low", "best", "high",
    "records", "reports", "status", "source", "rows", "dyad", "lat", "long",
)  # fmt: skip
"""What is read of an event; see `kg.counting.table`."""
NAMED: Final = {"types": "type_names", "parties": "party_names", "places": "place_names", "sources": "source_names"}
"""The lists of paths that names are given for."""
_BATCH: Final = 20_000
_TABLE: Final = "read_parquet($table, file_row_number = true)"
Record = dict[str, Any]


class Events:
    """The events that were asked for, without those that may not be handed on.

    Args:
        source: a release, with filters.

    Raises:
        BadParameter: if a filter is not what it should be.
        UnknownThing: if it names nothing.
        StoreDamaged: if the release has no table of events.
    """

    def __init__(self, source: Source) -> None:
        self.release: Release = source.release
        self._condition, self._values = condition(source)
        self._table: EventTable = opened(self.release.path / FILE)
        sql = f"SELECT count(*) FROM read_parquet($table) WHERE {self._condition}"  # noqa: S608  words of ours
        [(self.count,)] = self._table.rows(sql, dict(self._values))
        [(self._rows,)] = self._table.rows("SELECT count(*) FROM read_parquet($table)", {})

    def __iter__(self) -> Iterator[Record]:
        """Give events in the order of time: the columns of `COLUMNS` with names and with the documents that tell."""
        sql = f"""
            SELECT {", ".join(f'"{name}"' for name in COLUMNS)} FROM {_TABLE}
            WHERE file_row_number >= $low_ AND file_row_number < $high_ AND {self._condition} ORDER BY file_row_number
        """  # noqa: S608  words of ours
        for start in range(0, self._rows, _BATCH):
            limits = {"low_": start, "high_": start + _BATCH}
            rows = self._table.rows(sql, {**self._values, **limits})
            yield from self._named([dict(zip(COLUMNS, row, strict=True)) for row in rows])

    def _named(self, records: list[Record]) -> Iterator[Record]:
        for record in records:
            record["sources"] = [record["source"]] if record["source"] else told(self.release, record["path"])
        paths = {path for record in records for name in NAMED for path in record[name]}
        names = names_of(self.release.store, paths)
        for record in records:
            for name, shown in NAMED.items():
                record[shown] = [names.get(path, path) for path in record[name]]
            yield record


def condition(source: Source) -> tuple[str, dict[str, Any]]:
    """Give the filters as a condition on the table of events, and the parameters in it.

    Raises:
        BadParameter: if a filter is not what it should be.
        UnknownThing: if it names nothing.
    """
    release = source.release
    period, texts = event_texts(source.values)
    if period.first:
        texts["from"] = period.first.isoformat()
    if period.last:
        texts["to"] = period.last.isoformat()
    found, values = conditions(read_question(texts, release.resolve, release.store, release.ontology))
    return (f"{found} AND redistributable" if release.closed else found), values


def told(release: Release, path: str) -> list[str]:
    """Give the documents that tell of an event: those of the claims that it was derived from."""
    bases = {quad.object for quad in release.store.quads("", iri(path), OTHER.wasDerivedFrom)}
    found = (quad.object for basis in bases for quad in release.store.quads(None, basis, CKG.source))  # type: ignore[arg-type]
    return sorted({path_of(document) for document in found})  # type: ignore[arg-type]


def iri_of(path: str) -> str:
    """Give the IRI of a thing."""
    return BASE + path
