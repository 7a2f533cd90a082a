"""Blocks of CSV that are well written throughout, read at once; what is odd is left for `records`.

Most tables are written by programs and hold to RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180#section-2). Where each
quote opens or closes a cell, and each line break is within quotes or ends a record, there is one reading only, and it
can be left to a fast reader. At the first block with anything else in it, this one gives up.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Final, NamedTuple

import numpy as np
import pyarrow as pa
from pyarrow import csv

from kg.sources.tables.records import LONGEST_CELL, is_row

BLOCK: Final = 8 << 20
"""Bytes of a block."""
_QUOTE, _BREAK, _RETURN = b'"\n\r'


class Block(NamedTuple):
    """Some records.

    Attributes:
        columns: those wanted, as texts.
        lines: on which each record begins.
    """

    columns: Sequence[pa.Array]
    lines: pa.Array


@dataclass(frozen=True, slots=True)
class Shape:
    """How the records are written.

    Attributes:
        width: cells of a record.
        separator: between cells.
        quoted: whether cells may stand in quotes.
        wanted: the places of the columns to read; `width` for one that is not there, which gives empty texts.
    """

    width: int
    separator: str
    quoted: bool
    wanted: Sequence[int]


class Rest:
    """What is left of a file of which more was read than is done with.

    Args:
        begun: what was read.
        file: the file, for what follows.
    """

    def __init__(self, begun: bytes, file: IO[bytes]) -> None:
        self._begun = begun
        self._file = file

    def read(self, size: int) -> bytes:
        """Read some bytes."""
        given, self._begun = self._begun[:size], self._begun[size:]
        return given or self._file.read(size)


class Blocks:
    """The records of a file from a line on, as far as they are well written.

    Args:
        file: its bytes.
        skipped: lines at the beginning to pass over.
        shape: of the records.

    Attributes:
        line: the first line that was not given.
        rest: what was read of the file from that line on, when the blocks have ended.
    """

    def __init__(self, file: IO[bytes], skipped: int, shape: Shape) -> None:
        """Begin after the lines that are skipped."""
        self.line = 1
        self.rest = b""
        self._file = file
        self._shape = shape
        self._skipped = skipped

    def __iter__(self) -> Iterator[Block]:
        """Give block after block; ends where the file ends, or with something in `rest`."""
        self.rest = self._file.read(BLOCK).removeprefix(codecs.BOM_UTF8)
        if self.rest.count(b"\n") < self._skipped:
            return
        for _ in range(self._skipped):
            self.rest = self.rest.partition(b"\n")[2]
        self.line += self._skipped
        while True:
            more = self._file.read(BLOCK)
            text = self.rest if more else _ended(self.rest)
            ends = self._ends(text)
            if ends is None or not len(ends) or (not more and ends[-1] != len(text) - 1):
                self.rest += more
                return
            size = int(ends[-1]) + 1
            block = self._read(text[:size], ends)
            if block is None:
                self.rest += more
                return
            self.rest = text[size:] + more
            self.line += text.count(b"\n", 0, size)
            yield block
            if not self.rest:
                return

    def _ends(self, text: bytes) -> np.ndarray | None:
        """Find the line breaks that end records; None if a quote or a line break is where none should be."""
        letters = np.frombuffer(text, np.uint8)
        breaks = np.flatnonzero(letters == _BREAK)
        returns = np.flatnonzero(letters == _RETURN)
        if b"\0" in text or text.startswith(codecs.BOM_UTF8) or not _all_in(_at(letters, returns + 1), b"\n"):
            return None
        if not self._shape.quoted:
            return breaks
        quotes = np.flatnonzero(letters == _QUOTE)
        beside = self._shape.separator.encode() + b'\n"'
        if not _all_in(_at(letters, quotes[::2] - 1), beside) or not _all_in(
            _at(letters, quotes[1::2] + 1), beside + b"\r"
        ):
            return None
        within = np.searchsorted(quotes, breaks) % 2 == 1
        return None if self._like_rows(text, breaks, within) else breaks[~within]

    def _like_rows(self, text: bytes, breaks: np.ndarray, within: np.ndarray) -> bool:
        """Whether a line within a cell looks like a row of its own, as where the line above it was cut."""
        ends = np.append(breaks, len(text))
        return any(
            is_row(text[breaks[n] + 1 : ends[n + 1]].decode(errors="replace"), self._shape.separator, self._shape.width)
            for n in np.flatnonzero(within)
        )

    def _read(self, text: bytes, ends: np.ndarray) -> Block | None:
        shape = self._shape
        names = [str(place) for place in range(shape.width)]
        present = sorted({place for place in shape.wanted if place < shape.width})
        wanted = [names[place] for place in present]
        try:
            table = csv.read_csv(
                io.BytesIO(text),
                read_options=csv.ReadOptions(use_threads=False, block_size=len(text) + 1, column_names=names),
                parse_options=csv.ParseOptions(
                    delimiter=shape.separator,
                    quote_char='"' if shape.quoted else False,
                    newlines_in_values=shape.quoted,
                    ignore_empty_lines=False,
                ),
                convert_options=csv.ConvertOptions(
                    include_columns=wanted, column_types=dict.fromkeys(wanted, pa.string())
                ),
            )
        except pa.ArrowInvalid:  # a record of more or fewer cells, or letters that are not UTF-8: told by `records`
            return None
        begins = np.concatenate([[0], ends[:-1] + 1])
        sizes = ends - begins
        if table.num_rows != len(ends) or sizes.max() > LONGEST_CELL or sizes.min() < shape.width - 1:
            return None
        nothing = pa.array([""], pa.string()).take(pa.array(np.zeros(table.num_rows, np.int8)))
        columns = dict(zip(present, (column.combine_chunks() for column in table.columns), strict=True))
        breaks = np.flatnonzero(np.frombuffer(text, np.uint8) == _BREAK)
        lines = self.line + np.searchsorted(breaks, begins)
        return Block([columns.get(place, nothing) for place in shape.wanted], pa.array(lines, pa.int64()))


def _ended(text: bytes) -> bytes:
    """Give the end of a file with a line break at its end."""
    return text if not text or text.endswith(b"\n") else text + b"\n"


def _at(letters: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Give the letters at some places; a line break before the first and behind the last."""
    inside = (places >= 0) & (places < len(letters))
    return np.where(inside, letters[np.clip(places, 0, len(letters) - 1)], _BREAK)


def _all_in(letters: np.ndarray, allowed: bytes) -> bool:
    return bool(np.isin(letters, np.frombuffer(allowed, np.uint8)).all())
