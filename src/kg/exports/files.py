"""Writing a file so that nothing half-written is ever left in its place."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.errors import OutputError


def write_whole(path: Path, lines: Iterable[str]) -> None:
    """Write a text file: under another name beside it first, then renamed; its directory is made if need be.

    Args:
        path: the file; one that is there already is replaced.
        lines: its text, UTF-8, with line ends.

    Raises:
        OutputError: if it cannot be written; what was there before is untouched.
    """
    try:
        if path.exists() and not path.is_file():  # a device or a pipe is written to, and never replaced
            with path.open("w", encoding="utf-8", newline="\n") as stream:
                stream.writelines(lines)
        else:
            _replace(path, lines)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise OutputError(f"{path} cannot be written: {reason}") from error


def _replace(path: Path, lines: Iterable[str]) -> None:
    new = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with new.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
