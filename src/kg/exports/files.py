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
    new = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with new.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)
        new.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}") from error
    finally:
        if new.is_file():
            new.unlink()
