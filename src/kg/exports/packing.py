"""Several files in one: a ZIP archive that can be written to anything that takes bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import IO, Any, Final, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kg.exports.files import Out
from kg.exports.texts import rows_as_csv

_BATCH: Final = 2_000


class _Sink(io.RawIOBase):
    """Lets the packer, which wants a file, write to what takes bytes."""

    def __init__(self, out: Out) -> None:
        self._out = out

    def writable(self) -> bool:
        """Say yes."""
        return True

    def write(self, data: Any, /) -> int:
        """Pass bytes on."""
        taken = bytes(data)
        self._out.write(taken)
        return len(taken)


def write_zip(out: Out, files: Iterable[tuple[str, Iterable[str]]]) -> None:
    """Write text files into an archive; equal texts give equal bytes.

    Args:
        out: where to.
        files: their names, and their texts in pieces.
    """
    with ZipFile(cast("IO[bytes]", _Sink(out)), "w", ZIP_DEFLATED) as archive:
        for name, texts in files:
            about = ZipInfo(name)
            about.compress_type = ZIP_DEFLATED
            with archive.open(about, "w", force_zip64=True) as file:
                for text in texts:
                    file.write(text.encode())


def table(rows: Iterable[Sequence[object]], *, guarded: bool = True) -> Iterator[str]:
    """Write rows as CSV, some at a time.

    Args:
        rows: of values, the header first.
        guarded: see `kg.exports.texts.rows_as_csv`.
    """
    left = iter(rows)
    while some := list(islice(left, _BATCH)):
        yield rows_as_csv(some, guarded=guarded)
