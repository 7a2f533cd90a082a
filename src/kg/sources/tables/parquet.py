"""Parquet files as batches of texts, whatever the types of their columns are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kg.sources.tables.inputs import wrong_file
from kg.sources.tables.layout import Batch, Layout, Read, kept, listed
from kg.sources.tables.packed import readable

_ROWS: Final = 2_000
"""Rows that are unpacked at once: few, as a cell may be long and little of the file tells so."""


def parquet_batches(path: Path, layout: Layout, told: Read) -> Iterator[Batch]:
    """Give the wanted columns of a Parquet file as texts, with the number of each row from 1.

    Raises:
        DataError: if it is no such table, or a column is no column of values.
    """
    size = path.stat().st_size
    with readable(path), pq.ParquetFile(path) as table:
        schema = table.schema_arrow
        given = {name.strip().casefold(): name for name in schema.names}
        missing = sorted(name for name in layout.required if name.casefold() not in given)
        if missing:
            expected = f"columns such as {', '.join(sorted(layout.required)[:5])}"
            raise wrong_file(path, f"it lacks the columns {listed(missing)}", expected)
        wanted = [given.get(name.casefold()) for name in layout.columns]
        names = [name for name in wanted if name]
        twice = sorted(
            name
            for name in names
            if sum(other.strip().casefold() == name.strip().casefold() for other in schema.names) > 1
        )
        if twice:
            raise wrong_file(path, f"it has the columns {listed(twice)} twice", "each column once")
        for name in names:
            kind = schema.field(name).type
            if pa.types.is_nested(kind):
                raise wrong_file(path, f"the column {name} is of type {kind}", "a column of texts, numbers or days")
        done, total = 0, table.metadata.num_rows
        for batch in table.iter_batches(_ROWS, columns=names):
            nothing = pa.nulls(batch.num_rows, pa.string())
            columns = [nothing if name is None else _texts(batch.column(name)) for name in wanted]
            yield [*columns, pa.array(range(done + 1, done + 1 + batch.num_rows), pa.int64())]
            done += batch.num_rows
            told(done, size * done // total, size)
        told(done, size, size)


def _texts(column: pa.Array) -> pa.Array:
    """Write values as a CSV file would have them."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_boolean(column.type):
        column = column.cast(pa.int8())
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_nan(column), None, column)  # what pandas has in the place of no number
    return kept(column.cast(pa.string()))
