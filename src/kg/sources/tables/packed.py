"""Files that may be packed, as lines of bytes; however much they unpack to, little of it is in memory at once."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Final, Protocol, cast

import pyarrow as pa

from kg.sources.tables.inputs import wrong_file

LONGEST_LINE: Final = 16_000_000
"""Bytes that a line may have; of a longer one only so many and one more are given."""
_CHUNK: Final = 1 << 20


class Readable(Protocol):
    """What bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Read at most so many bytes; none at the end."""
        ...


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn what goes wrong with a file while it is read into one message.

    Raises:
        DataError: if the file cannot be read, or breaks off.
    """
    try:
        yield
    except (
        OSError,
        EOFError,
        RuntimeError,  # an archive with a password
        NotImplementedError,  # one that is packed in a way which Python does not know
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        pa.ArrowException,
    ) as error:
        reason = getattr(error, "strerror", None) or str(error) or "it breaks off"
        raise wrong_file(path, f"cannot be read: {reason}", "a whole CSV or Parquet file") from error


@contextmanager
def unpacked(path: Path, file: IO[bytes]) -> Iterator[IO[bytes]]:
    """Open what may be packed by gzip, bzip2, xz or zip; told by its first bytes, not by its name.

    Raises:
        DataError: if it is packed in another way, or is an archive of several tables.
    """
    begin = file.read(6)
    file.seek(0)
    with ExitStack() as opened:
        if begin.startswith(b"\x1f\x8b"):
            yield cast("IO[bytes]", opened.enter_context(gzip.GzipFile(fileobj=file)))
        elif begin.startswith(b"BZh"):
            yield cast("IO[bytes]", opened.enter_context(bz2.BZ2File(file)))
        elif begin.startswith(b"\xfd7zXZ"):
            yield cast("IO[bytes]", opened.enter_context(lzma.LZMAFile(file)))
        elif begin.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            archive = opened.enter_context(zipfile.ZipFile(file))
            yield opened.enter_context(archive.open(_only_table(path, archive)))
        elif begin.startswith(b"\x28\xb5\x2f\xfd"):
            raise wrong_file(path, "packed by zstd", "a plain file, or one packed by gzip, bzip2, xz or zip")
        else:
            yield file


def _only_table(path: Path, archive: zipfile.ZipFile) -> str:
    names = [name for name in archive.namelist() if name.lower().endswith((".csv", ".tsv", ".txt"))]
    # What macOS puts beside each file is none.
    tables = [name for name in names if not name.startswith("__MACOSX/")]
    if len(tables) != 1:
        raise wrong_file(path, f"an archive with {len(tables)} tables in it", "one .csv file")
    return tables[0]


def byte_lines(file: Readable, end: bytes | None = None) -> Iterator[bytes]:
    r"""Give the lines of a file with their ends: LF or CR LF, or CR in a file that has no LF.

    Of a line of more than `LONGEST_LINE` bytes the rest is passed over.

    Args:
        file: what to read.
        end: what lines end with, if that is known.

    Example:
        >>> from io import BytesIO
        >>> list(byte_lines(BytesIO(b"a,b\r\n1,2"))), list(byte_lines(BytesIO(b"a,b\r1,2\r")))
        ([b'a,b\r\n', b'1,2'], [b'a,b\r', b'1,2\r'])
    """
    chunk = file.read(_CHUNK)
    if end is None:
        end = b"\r" if b"\r" in chunk and b"\n" not in chunk else b"\n"
    begun = b""
    while chunk:
        *whole, rest = chunk.split(end)
        if whole:
            yield _no_longer(begun + whole[0] + end)
            for line in whole[1:]:
                yield line + end
            begun = b""
        if len(begun) <= LONGEST_LINE:
            begun = _no_longer(begun + rest)
        chunk = file.read(_CHUNK)
    if begun:
        yield begun


def _no_longer(line: bytes) -> bytes:
    return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE + 1]
