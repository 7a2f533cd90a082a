"""Counting rows in a result as it is written, and ending it well-formed after so many.

The engine writes results quickly but knows no limit, and a LIMIT cannot be added to a text that is not ours. So rows
are counted in the bytes: each format has a mark that stands between rows and nowhere else.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Final, Protocol

_PATIENCE: Final = 1 << 16
"""Bytes that may be held before all texts among them are gone through for a place to cut."""
_FEW: Final = 1 << 12
"""Bytes of a first block that can well be the last: the engine writes longer ones while more is to come."""


class Out(Protocol):
    """Where bytes go: as much of a file as the engine wants."""

    def write(self, data: bytes, /) -> int:
        """Take bytes, and say how many."""

    def flush(self) -> None:
        """Know that no more follow for now."""


class Enough(Exception):
    """All rows that were asked for are written, and there were more."""


class RowLimit(ABC):
    """A file that passes a result on until it has so many rows.

    Args:
        out: where it goes.
        most: how many rows.

    Attributes:
        truncated: whether rows were left out.
        told: whether the format has a way to say so, and the result does.
    """

    told: ClassVar[bool] = False
    _after: bytes
    """A byte behind which a block may be cut: no mark reaches across it."""
    _end: bytes
    """What makes the result whole again behind the last row."""

    def __init__(self, out: Out, most: int) -> None:
        """Begin with no row."""
        self._out = out
        self._left = most
        self._held = bytearray()
        self._whole: bytes | None = None
        """A first block that may be all there is; nothing once another has come."""
        self.truncated = False

    def write(self, data: bytes) -> int:
        """Take a block.

        Raises:
            Enough: once there are more rows than asked for; what was written is a whole result then.
        """
        if self.truncated:  # the engine empties its buffer once more
            return len(data)
        if self._whole is None and len(data) < min(_FEW, self._left):
            self._whole = bytes(data)  # a row has a byte at least: these need not be counted if no more follows
            return len(data)
        seen = 0 if self._whole else len(self._held)
        self._held += self._whole or b""
        self._held += data
        self._whole = b""
        self._pass_until(self._cut(self._held, seen))
        return len(data)

    def flush(self) -> None:
        """Pass nothing on: what is held back may have to go; see `finish`."""
        return

    def finish(self) -> None:
        """Pass on what is held back.

        Raises:
            Enough: as `write`.
        """
        if self.truncated:
            raise Enough
        if self._whole:
            self._out.write(self._whole)
        self._pass_until(len(self._held))

    def _pass_until(self, cut: int) -> None:
        if not cut:
            return
        block = bytes(self._held[:cut])
        del self._held[:cut]
        rows = self._count(block)
        if rows > self._left:
            self.truncated = True
            if last := block[: self._marks(block)[self._left]] + self._end:
                self._out.write(last)
            raise Enough
        self._left -= rows
        self._out.write(block)

    def _cut(self, held: bytearray, seen: int) -> int:
        """Where to cut, as far back as possible; 0 if nowhere. In the first bytes, seen before, it was nowhere."""
        return held.rfind(self._after, seen) + 1

    @abstractmethod
    def _marks(self, block: bytes) -> Sequence[int]:
        """Where rows begin in a block, in order."""

    @abstractmethod
    def _count(self, block: bytes) -> int:
        """How many rows begin in a block: asked of every block, and quicker than where."""


class JsonRows(RowLimit):
    """SPARQL 1.1 JSON results; the end of a truncated one has the member ``truncated``.

    A row begins with a brace behind a bracket or comma, and the name of its first bound variable. In a text of JSON
    each quote has a backslash before it, so that no literal looks like that. A literal can look like a row without any
    variable, `,{}`: where that stands, texts are skipped, which takes longer.
    """

    told = True
    _end = b']},"truncated":true}'
    _text: ClassVar = rb'"(?:[^"\\]++|\\.)*+"'
    _exact: ClassVar = re.compile(_text + rb"|([,\[])\{")
    _objects: ClassVar = re.compile(rb'(?:(?:[^"}]++|%s)*+\})*+' % _text)

    def __init__(self, out: Out, most: int, variables: Sequence[str]) -> None:
        """Begin with no row."""
        super().__init__(out, most)
        self._variables = variables
        self._begins: list[bytes] = []
        self._patience = _PATIENCE

    def _cut(self, held: bytearray, seen: int) -> int:
        """Find the last brace that closes an object behind a text: there we are outside all texts."""
        at = held.rfind(b'"}', max(seen - 1, 0))
        if at > 0 and held[at - 1] not in b"\\:,{":  # escaped, or it begins a text, or maybe so
            cut = at + 2
        elif len(held) > self._patience:
            objects = self._objects.match(held)
            cut = objects.end() if objects else 0
            self._patience *= 2  # a text that is that long is not gone through with every write
        else:
            cut = 0
        if cut:
            self._patience = _PATIENCE
        return cut

    def _count(self, block: bytes) -> int:
        if b",{}" in block or b"[{}" in block:
            return len(self._marks(block))
        if not self._begins:
            self._begins = [
                b'%s{"%s":{' % (before, name.encode()) for name in self._variables for before in (b",", b"[")
            ]
        return sum(map(block.count, self._begins))

    def _marks(self, block: bytes) -> Sequence[int]:
        mark = self._exact
        if b",{}" not in block and b"[{}" not in block:
            names = b"|".join(re.escape(name.encode()) for name in self._variables)
            mark = re.compile(rb'([,\[])\{"(?:%s)":\{' % names)
        # Of the first row the bracket before it stays; the comma before a later one goes.
        return [match.start() + (match[1] == b"[") for match in mark.finditer(block) if match[1]]


class XmlRows(RowLimit):
    """SPARQL results in XML, where markup in literals is escaped."""

    _after = b">"
    _end = b"</results></sparql>"
    _mark: Final = re.compile(rb"<result>|<result/>")

    def _marks(self, block: bytes) -> Sequence[int]:
        return [match.start() for match in self._mark.finditer(block)]

    def _count(self, block: bytes) -> int:
        return block.count(b"<result>") + block.count(b"<result/>")


class LineRows(RowLimit):
    """TSV, where no literal holds a line end. The first line is no row."""

    _after = b"\n"
    _end = b""
    _line: ClassVar = re.compile(rb"[^\n]*\n")

    def __init__(self, out: Out, most: int) -> None:
        """Begin before the first line."""
        super().__init__(out, most)
        self._heads: int | None = None

    def _marks(self, block: bytes) -> Sequence[int]:
        return [match.start() for match in self._line.finditer(block)][self._heads :]

    def _count(self, block: bytes) -> int:
        self._heads = 1 if self._heads is None else 0  # every block has whole lines, at least one
        return self._lines(block) - self._heads

    def _lines(self, block: bytes) -> int:
        return block.count(b"\n")


class CsvRows(LineRows):
    """CSV, where a literal may hold line ends within quotes; a quote within is doubled."""

    _line: ClassVar = re.compile(rb'(?:[^\n"]++|"[^"]*+")*+\n')

    def __init__(self, out: Out, most: int) -> None:
        """Begin before the first line."""
        super().__init__(out, most)
        self._quotes = 0

    def _lines(self, block: bytes) -> int:
        return sum(1 for _ in self._line.finditer(block)) if b'"' in block else block.count(b"\n")

    def _cut(self, held: bytearray, seen: int) -> int:
        """Go back from quote to quote, and look between those that stand outside quotes."""
        self._quotes += held.count(b'"', seen)
        within = self._quotes % 2 == 1
        end = len(held)
        while True:
            quote = held.rfind(b'"', seen, end)
            cut = 0 if within else held.rfind(b"\n", max(quote, seen), end) + 1
            if cut or quote < 0:
                return cut
            within, end = not within, quote


def limited(form: str, out: Out, most: int, variables: Sequence[str]) -> RowLimit:
    """Give the file that limits a result.

    Args:
        form: ``json``, ``xml``, ``csv`` or ``tsv``.
        out: where the result goes.
        most: how many rows.
        variables: of the result.
    """
    if form == "json":
        return JsonRows(out, most, variables)
    if form == "xml":
        return XmlRows(out, most)
    return CsvRows(out, most) if form == "csv" else LineRows(out, most)
