"""Reading a table's file: CSV, packed CSV or Parquet, as text, with the line on which each row begins.

Every cell stays text here; what it means is for `columns`. A row that cannot be a row (a cut line, a quote that is not
closed) is reported and left out; a file that cannot be this table at all (another encoding, another separator, a header
that lacks columns) stops the import.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kg.sources.tables.blocks import Blocks, Rest, Shape
from kg.sources.tables.inputs import wrong_file
from kg.sources.tables.layout import BATCH_CHARACTERS, BATCH_ROWS, LINE, Batch, Layout, Read, kept, listed
from kg.sources.tables.packed import readable, unpacked
from kg.sources.tables.parquet import parquet_batches
from kg.sources.tables.quarantine import Quarantine
from kg.sources.tables.records import Lines, Records, Wrong

__all__ = ["LINE", "Layout", "Read", "read_table"]


def read_table(path: Path, layout: Layout, out: Path, quarantine: Quarantine, told: Read, name: str = "") -> int:
    """Copy the wanted columns of a table to a Parquet file of texts, empty cells as nulls.

    Args:
        path: the table.
        layout: what is wanted.
        out: the Parquet file to write; besides the columns it has `LINE`.
        quarantine: told of rows that cannot be read.
        told: told how far it is.
        name: what the quarantine calls the file; if not given, the file's own name.

    Returns:
        The number of rows written.

    Raises:
        DataError: if it is no such table.
    """
    with readable(path), path.open("rb") as file:
        begin = file.read(4)
    batches = (
        parquet_batches(path, layout, told)
        if begin == b"PAR1"
        else _csv_batches(path, layout, quarantine, told, name or path.name)
    )
    schema = pa.schema([*((column, pa.string()) for column in layout.columns), (LINE, pa.int64())])
    count = 0
    with pq.ParquetWriter(out, schema, compression="lz4") as writer:
        for batch in batches:
            writer.write_table(pa.table(batch, schema=schema))
            count += len(batch[-1])
    return count


def _csv_batches(path: Path, layout: Layout, quarantine: Quarantine, told: Read, name: str) -> Iterator[Batch]:
    size = path.stat().st_size
    done = 0
    header, skipped = _header(path, layout)
    shape = Shape(len(header), layout.separator, layout.headers is None, _places(header, layout))
    with readable(path), path.open("rb") as packed, unpacked(path, packed) as plain:
        blocks = Blocks(plain, skipped, shape)
        for block in blocks:
            done += len(block.lines)
            told(done, packed.tell(), size)
            yield [*map(kept, block.columns), block.lines]
        records = Records(Lines(path, Rest(blocks.rest, plain), blocks.line - 1), shape.separator, quoted=shape.quoted)
        if blocks.line <= skipped:
            records.first()  # the header, of a file whose lines do not end as most do
        for batch in _record_batches(records, shape, quarantine, name):
            done += len(batch[-1])
            told(done, packed.tell(), size)
            yield batch
        told(done, size, size)


def _record_batches(records: Records, shape: Shape, quarantine: Quarantine, name: str) -> Iterator[Batch]:
    wanted = itemgetter(*shape.wanted)
    held: list[tuple[str, ...]] = []
    numbers: list[int] = []
    characters = 0
    for number, row in records.rows(shape.width):
        if isinstance(row, Wrong):
            quarantine.add(name, number, "", row.text.strip(), row.reason)
            continue
        row.append("")  # of a column that is not there
        cells = wanted(row)
        held.append(cells)
        numbers.append(number)
        characters += sum(map(len, cells))
        if len(held) == BATCH_ROWS or characters > BATCH_CHARACTERS:
            yield _batch(held, numbers)
            held, numbers, characters = [], [], 0
    if held:
        yield _batch(held, numbers)


def _batch(held: Sequence[tuple[str, ...]], numbers: Sequence[int]) -> Batch:
    return [*(kept(pa.array(cells, pa.string())) for cells in zip(*held, strict=True)), pa.array(numbers, pa.int64())]


def _places(header: Sequence[str], layout: Layout) -> list[int]:
    """Tell which cell of a record is that of each wanted column; for one that is not there, the one behind the last."""
    names = [column.strip().casefold() for column in header]
    return [names.index(column.casefold()) if column.casefold() in names else len(names) for column in layout.columns]


def _header(path: Path, layout: Layout) -> tuple[Sequence[str], int]:
    """Find the names of the columns, and how many lines stand before the rows."""
    with readable(path), path.open("rb") as packed, unpacked(path, packed) as plain:
        lines = Lines(path, plain)
        found = Records(lines, layout.separator, quoted=layout.headers is None).first()
    if found is None:
        raise wrong_file(path, "the file is empty", "a table with rows")
    number, first = found
    if isinstance(first, Wrong):
        raise wrong_file(path, f"no row of a table: {first.reason}", "a table with a header line and rows", number)
    if "\0" in "".join(first):
        wrong = "there are NUL characters in the first row; it may be UTF-16, or no text at all"
        raise wrong_file(path, wrong, "UTF-8: convert it, as with `iconv -f UTF-16 -t UTF-8`", number)
    if layout.headers is not None:
        names = layout.headers.get(len(first))
        if names is None:
            raise wrong_file(path, f"{len(first)} columns", _either(layout.headers), number)
        return names, 0
    _check_names(path, layout, first, number)
    return first, lines.number


def _check_names(path: Path, layout: Layout, header: Sequence[str], number: int) -> None:
    names = [name.strip().casefold() for name in header]
    missing = sorted(name for name in layout.required if name.casefold() not in names)
    if missing:
        other = next((mark for mark in ";\t|" if len(header) == 1 and mark in header[0]), None)
        wrong = f"its cells are parted by {other!r}" if other else f"the header lacks {listed(missing)}"
        expected = f"cells parted by {layout.separator!r}, columns such as {', '.join(sorted(layout.required)[:5])}"
        raise wrong_file(path, wrong, expected, number)
    twice = sorted(name for name in layout.columns if names.count(name.casefold()) > 1)
    if twice:
        raise wrong_file(path, f"the header has {listed(twice)} twice", "each column once", number)


def _either(headers: Mapping[int, Sequence[str]]) -> str:
    return f"{' or '.join(map(str, sorted(headers)))} columns, parted by tabulators, without a header line"
