"""How the file of a table is written, and what is taken of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

LINE: Final = "line"
"""Name of the column that holds the line on which a row begins, or for Parquet the row, from 1."""
KEPT: Final = 30_000
"""Characters of a cell that are kept: more than any column may have, so that a cell which was cut is found wrong."""
NOTHING: Final = ("NA", "NaN", "nan", "NULL", "null", "None")
"""Texts that stand for no value: what programs for statistics write in its place."""
BATCH_ROWS: Final = 20_000
"""Rows that are held in memory at once."""
BATCH_CHARACTERS: Final = 30_000_000
"""Characters that are held in memory at once, where few rows have so many."""

_NO_VALUE: Final = pa.array(["", *NOTHING])

Read = Callable[[int, int, int], None]
"""Told how much of a file is read: rows, bytes, and the bytes in all."""
Batch = list[pa.Array]
"""The columns of some rows, the lines last."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is written.

    Attributes:
        columns: those wanted, whether they must be there or not.
        required: those without which it is not this table.
        separator: between cells.
        headers: for a table without a header line, the names of its columns by their number; such a table has no
            quotes either.
    """

    columns: tuple[str, ...]
    required: frozenset[str]
    separator: str = ","
    headers: Mapping[int, Sequence[str]] | None = None


def kept(texts: pa.Array) -> pa.Array:
    """Give what is kept of cells: without blanks around them, nothing where no value is, and cut if far too long.

    Example:
        >>> kept(pa.array([" a ", " ", None, "NA"])).to_pylist()
        ['a', None, None, None]
    """
    plain = pc.utf8_trim_whitespace(texts)
    long = pc.greater(pc.binary_length(plain), KEPT)
    if pc.any(long).as_py():
        # The mark keeps numbers and ids from being made of the beginnings of others.
        cut = pc.binary_join_element_wise(pc.utf8_slice_codeunits(plain, 0, KEPT), "…", "")
        plain = pc.if_else(pc.greater(pc.utf8_length(plain), KEPT), cut, plain)
    return pc.if_else(pc.is_in(plain, _NO_VALUE), None, plain)


def listed(names: Sequence[str]) -> str:
    """List the first few names, for a message.

    Example:
        >>> listed(["a", "b"]), listed(list("abcdefg"))
        ('a, b', 'a, b, c, d, e and 2 more')
    """
    most = 5
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
