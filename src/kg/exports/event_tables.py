"""Events as a table: Parquet with lists and days as such, and CSV for spreadsheets."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any, Final, cast

from kg.exports.event_rows import Events, Record
from kg.exports.files import Out
from kg.exports.packing import table
from kg.exports.source import Source
from kg.exports.texts import json_text
from kg.namespaces import BASE

_BATCH: Final = 20_000
_NAMES: Final[Mapping[str, str]] = {
    "path": "id",
    "label": "label",
    "types": "types",
    "type_names": "type_names",
    "first": "first",
    "last": "last",
    "parties": "parties",
    "party_names": "party_names",
    "agents": "agents",
    "targets": "targets",
    "places": "places",
    "place_names": "place_names",
    "lat": "lat",
    "long": "long",
    "low": "deaths_low",
    "best": "deaths_best",
    "high": "deaths_high",
    "records": "records",
    "reports": "reports",
    "status": "status",
    "sources": "sources",
    "source_names": "source_names",
    "rows": "rows",
    "dyad": "dyad",
}
"""The columns, by their names in the release's own table."""


def write_csv(source: Source, out: Out) -> None:
    """Write a row for each event; lists have semicolons between their members.

    Args:
        source: a release, with filters for events.
        out: where to.
    """
    for text in table(_rows(Events(source))):
        out.write(text.encode())


def _rows(events: Events) -> Iterator[list[object]]:
    yield [*_NAMES.values(), "iri"]
    for event in events:
        yield [*(event[name] for name in _NAMES), BASE + event["path"]]


class _Sink(io.RawIOBase):
    """What Arrow writes to: it asks where it is, and goes forward alone."""

    def __init__(self, out: Out) -> None:
        self._out, self._at = out, 0

    def writable(self) -> bool:
        """Say yes."""
        return True

    def tell(self) -> int:
        """Give how many bytes were written."""
        return self._at

    def write(self, data: Any, /) -> int:
        """Pass bytes on."""
        taken = bytes(data)
        self._out.write(taken)
        self._at += len(taken)
        return len(taken)


def write_parquet(source: Source, out: Out) -> None:
    """Write a row for each event; what the file says of itself is under the key ``ckg`` of its metadata, as JSON.

    Args:
        source: a release, with filters for events.
        out: where to.
    """
    import pyarrow as pa  # noqa: PLC0415  a fifth of a second that only this format pays
    import pyarrow.parquet as pq  # noqa: PLC0415

    events = Events(source)
    schema = _schema(pa).with_metadata({"ckg": json_text(source.head_with({"events": events.count}).record)})
    rows = iter(events)
    with _pandas_as_it_is(), pq.ParquetWriter(cast("Any", _Sink(out)), schema, compression="zstd") as writer:
        while batch := list(islice(rows, _BATCH)):
            writer.write_batch(pa.RecordBatch.from_pylist([_renamed(row) for row in batch], schema))


@contextmanager
def _pandas_as_it_is() -> Iterator[None]:
    """Let Arrow find pandas, or that there is none: it takes `kg.counting.reading.without_pandas` for a pandas."""
    hidden = "pandas" in sys.modules and sys.modules["pandas"] is None
    if hidden:
        del sys.modules["pandas"]
    try:
        yield
    finally:
        if hidden and "pandas" not in sys.modules:
            sys.modules["pandas"] = None  # type: ignore[assignment]


def _renamed(row: Record) -> Record:
    return {**{shown: row[name] for name, shown in _NAMES.items()}, "iri": BASE + row["path"]}


def _schema(pa: Any) -> Any:
    """Give the types of the columns."""
    texts = pa.list_(pa.string())
    kinds = dict.fromkeys(("first", "last"), pa.date32()) | dict.fromkeys(("lat", "long"), pa.float64())
    kinds |= dict.fromkeys(("low", "best", "high", "records", "reports"), pa.int64())
    kinds |= dict.fromkeys(("path", "label", "status", "dyad"), pa.string())
    return pa.schema([*((shown, kinds.get(name, texts)) for name, shown in _NAMES.items()), ("iri", pa.string())])
