"""Writing a file so that nothing half-written is ever left in its place."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from kg.errors import OutputError


class Out(Protocol):
    """Where a format is written to."""

    def write(self, data: bytes, /) -> object:
        """Take the next bytes."""


def write_whole(path: Path, lines: Iterable[str]) -> None:
    """Write a text file: under another name beside it first, then renamed; its directory is made if need be.

    Args:
        path: the file; one that is there already is replaced.
        lines: its text, UTF-8, with line ends.

    Raises:
        OutputError: if it cannot be written; what was there before is untouched.
    """

    def write(out: Out) -> None:
        for line in lines:
            out.write(line.encode())

    write_file(path, write)


def write_file(path: Path, write: Callable[[Out], None]) -> None:
    """Write a file of any kind: under another name beside it first, then renamed; its directory is made if need be.

    Args:
        path: the file; one that is there already is replaced.
        write: writes its bytes.

    Raises:
        OutputError: if it cannot be written; what was there before is untouched.
    """
    try:
        if path.exists() and not path.is_file():  # a device or a pipe is written to, and never replaced
            with path.open("wb") as stream:
                write(stream)
        else:
            _replace(path, write)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise OutputError(f"{path} cannot be written: {reason}") from error


def _replace(path: Path, write: Callable[[Out], None]) -> None:
    new = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with new.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())  # a disk may say only now that it is full
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
