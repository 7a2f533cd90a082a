"""Rows that are left out of an import, and why: a CSV file that people can read and sort."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Final, Self

COLUMNS: Final = ("file", "line", "column", "value", "reason")
LONGEST_VALUE: Final = 200
"""Characters of a value that are shown."""


class Quarantine:
    """Collects wrong rows in a file, which is there only if there are some.

    A row that is wrong in several cells has a line for each, one after another, and counts once.

    Args:
        path: the CSV file to write, with the columns of `COLUMNS`; one of an earlier import is removed.

    Attributes:
        rows: how many rows of each file are wrong.
        first: what the first few of them are, for a message.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder, Quarantine(Path(folder) / "quarantine.csv") as wrong:
        ...     wrong.add("ged.csv", 17, "date_start", "0000-01-01", "no such day")
        ...     wrong.rows
        Counter({'ged.csv': 1})
    """

    def __init__(self, path: Path) -> None:
        """Begin the file."""
        self.path = path
        self.rows: Counter[str] = Counter()
        self.first: list[tuple[str, int, str, str, str]] = []
        self._last: tuple[str, int] | None = None
        self._file = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(COLUMNS)

    def add(self, file: str, line: int, column: str, value: str, reason: str) -> None:
        """Note one wrong cell, or a row that is wrong as a whole.

        Args:
            file: name of the table's file.
            line: on which the row begins, from 1.
            column: the column's name; empty for the row as a whole.
            value: what stands there.
            reason: what is wrong, and what was expected.
        """
        shown = value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…"
        entry = (file, line, column, shown, reason)
        self._writer.writerow(entry)
        if self._last != (file, line):
            self._last = (file, line)
            self.rows[file] += 1
            if len(self.first) < 10:  # noqa: PLR2004  enough for a message
                self.first.append(entry)

    def __enter__(self) -> Self:
        """Give the quarantine itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._file.close()
        if not self.rows:
            self.path.unlink(missing_ok=True)
