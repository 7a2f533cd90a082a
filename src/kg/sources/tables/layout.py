"""How the file of a table is written, and what is taken of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

LINE: Final = "line"
"""Name of the column that holds the line on which a row begins, or for Parquet the row, from 1."""
KEPT: Final = 30_000
"""Characters of a cell that are kept: more than any column may have, so that a cell which was cut is found wrong."""
BATCH_ROWS: Final = 20_000
"""Rows that are held in memory at once."""
BATCH_CHARACTERS: Final = 30_000_000
"""Characters that are held in memory at once, where few rows have so many."""

Read = Callable[[int, int, int], None]
"""Told how much of a file is read: rows, bytes, and the bytes in all."""
Batch = list[Sequence[str | int | None]]
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


def kept(text: str) -> str | None:
    """Give what is kept of a cell: without blanks around it, nothing if it is empty, and cut if it is far too long."""
    plain = text.strip()
    if len(plain) > KEPT:
        return plain[:KEPT] + "…"  # so that no number or id is made of its beginning
    return plain or None


def listed(names: Sequence[str]) -> str:
    """List the first few names, for a message.

    Example:
        >>> listed(["a", "b"]), listed(list("abcdefg"))
        ('a, b', 'a, b, c, d, e and 2 more')
    """
    most = 5
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
