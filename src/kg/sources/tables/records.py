"""CSV text as records, each with the line on which it begins; what is no record is told apart, and reading goes on.

A line that is cut may leave a quote open, so that a reader takes the rows below for the rest of a cell. Of a record
that is wrong, therefore, only the first line is given up, and the others are read anew.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.sources.tables.inputs import wrong_file
from kg.sources.tables.packed import LONGEST_LINE, Readable, byte_lines

LONGEST_CELL: Final = 4_000_000
"""Characters that a cell may have; a longer one is most likely a quote that is not closed."""

_REASONS: Final = (
    ("unexpected end of data", "a quote is not closed until the end of the file"),
    ("field larger", f"a cell of more than {LONGEST_CELL:,} characters; is a quote not closed?"),
    ("expected after", "letters behind a closing quote; is a line cut, or a quote within a cell not doubled?"),
    ("new-line character", "a line ends within a cell that has no quotes around it"),
)
"""What Python says of a record that is none, in part, and what is meant."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What stands in the place of a record: the first line of it, and the reason."""

    text: str
    reason: str


class Lines:
    """The lines of a file as text, and those that the record which is being read is made of.

    Args:
        path: of the file, for messages.
        file: its bytes, unpacked.
        number: of the line before the first that it gives; 0 for a file from its beginning.

    Attributes:
        number: of the line that was given last, from 1.
        record: the lines of the record.
    """

    def __init__(self, path: Path, file: Readable, number: int = 0) -> None:
        """Begin before the first line."""
        self.number = number
        self.record: list[str] = []
        self._path = path
        self._lines = byte_lines(file, b"\n" if number else None)  # by which those before it end
        self._again: deque[str] = deque()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._again:
            line = self._again.popleft()
            self.number += 1
            self.record.append(line)
            return line
        raw = next(self._lines)
        self.number += 1
        wrong = f"a line of more than {LONGEST_LINE:,} bytes" if len(raw) > LONGEST_LINE else None
        try:
            line = raw.decode("utf-8-sig" if self.number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            line = raw.decode(errors="replace")
            if error.end < len(raw) or raw.endswith((b"\n", b"\r")):
                raise self._no_utf8(raw, raw[error.start]) from None
            wrong = wrong or "the file ends within a letter"
        self.record.append(line[:LONGEST_CELL] if wrong else line)
        if wrong:
            raise csv.Error(wrong)
        return line

    def begin(self) -> None:
        """Begin a record."""
        self.record = []

    def give_up_first(self) -> str:
        """Give up the record's first line: the others are given once more.

        Returns:
            The line.
        """
        first, *rest = self.record
        self._again.extendleft(reversed(rest))
        self.number -= len(rest)
        self.record = [first]
        return first

    def _no_utf8(self, raw: bytes, byte: int) -> Exception:
        if self.number == 1 and raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            wrong, encoding = "it is UTF-16", "UTF-16"
        else:
            wrong, encoding = f"byte {byte:#04x} is not UTF-8; it may be a Windows or Arabic encoding", "WINDOWS-1252"
        return wrong_file(self._path, wrong, f"UTF-8: convert it, as with `iconv -f {encoding} -t UTF-8`", self.number)


class Records:
    """The records of a CSV file.

    Args:
        lines: of the file.
        separator: between cells.
        quoted: whether cells may stand in quotes.
    """

    def __init__(self, lines: Lines, separator: str, *, quoted: bool) -> None:
        """Begin with the first line."""
        self._lines = lines
        self._separator = separator
        self._quoted = quoted
        begin = rf'\s*"?[A-Za-z]{{0,8}}-?[0-9][\w.-]*"?\s*{re.escape(separator)}'
        self._begins_row = re.compile(begin).match
        self._every = self._read()
        csv.field_size_limit(LONGEST_CELL)

    def first(self) -> tuple[int, list[str] | Wrong] | None:
        """Give the first record, of any width, with the line on which it begins; None if there is none."""
        found = next(self._every, None)
        if found is None:
            return None
        number, record = found
        return number, Wrong(self._lines.record[0], record) if isinstance(record, str) else record

    def rows(self, width: int) -> Iterator[tuple[int, list[str] | Wrong]]:
        """Give the records that follow, each with the line on which it begins.

        Args:
            width: how many cells a record has.
        """
        spoilt = 0
        for number, record in self._every:
            wrong = record if isinstance(record, str) else self._misfit(record, width)
            if wrong is None:
                spoilt = 0
                assert not isinstance(record, str)
                yield number, record
                continue
            last = self._lines.number
            text = self._lines.give_up_first()
            # The rest of a cell of several lines is no row of its own: the row that it belongs to is told of already.
            if number > spoilt or self._begins_row(text):
                yield number, Wrong(text, wrong)
            spoilt = max(spoilt, last)

    def _read(self) -> Iterator[tuple[int, list[str] | str]]:
        """Give each record with the line on which it begins; in the place of one that cannot be read, the reason."""
        while True:
            reader = self._reader(self._lines)
            while True:
                self._lines.begin()
                try:
                    row = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield self._lines.number - len(self._lines.record) + 1, _reason(error)
                    break  # a reader that failed is not used again
                if row:
                    yield self._lines.number - len(self._lines.record) + 1, row

    def _misfit(self, record: list[str], width: int) -> str | None:
        """Tell why a record is no row; None if it is one."""
        if len(record) != width:
            return f"{len(record)} cells; expected {width}, as in the header"
        if any(is_row(line, self._separator, width) for line in self._lines.record[1:]):
            return "it goes on over a line that is a row of its own; is a line cut within quotes?"
        return None

    def _reader(self, lines: Iterator[str]) -> Iterator[list[str]]:
        if self._quoted:
            return csv.reader(lines, delimiter=self._separator, strict=True)
        return csv.reader(lines, delimiter=self._separator, strict=True, quoting=csv.QUOTE_NONE)


def is_row(line: str, separator: str, width: int) -> bool:
    """Tell whether a line looks like a whole row, and not like the rest of a cell and what follows it."""
    if line.count(separator) < width - 1:
        return False
    quote = line.find('"')
    if quote > 0 and line[quote - 1] != separator:
        return False  # it closes a cell that was begun on a line above
    try:
        return len(next(csv.reader(iter([line]), delimiter=separator, strict=True))) == width
    except csv.Error:
        return False


def _reason(error: csv.Error) -> str:
    said = str(error)
    return next((meant for part, meant in _REASONS if part in said), said)
