"""Which table files a build imports: given one by one, or listed in a manifest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from kg.dates import day_of
from kg.errors import BadParameter, DataError, EdtfError, Location, Problem
from kg.identifiers import sha256_of
from kg.resources import directory
from kg.sources.checking import Problems, check
from kg.sources.formats import Entry, Line
from kg.sources.yaml_text import read_yaml
from kg.spelling import nearest

KINDS: Final = ("ucdp-ged", "ucdp-esd", "ucdp-actor", "acled", "gdelt")

Told = Callable[[str, int, int, int], None]
"""Told which table is being read, how many rows of it are, and how many bytes of how many."""

_VERSION: Final = re.compile(
    r"(?:^|[^a-z])(?:ged(?:event)?|esd(?:[-_](?:ay|ty|dy))?|actor)[-_]?v?(\d\d)[-_.]?(\d)(?!\d)", re.IGNORECASE
)
"""The version in the names that UCDP gives its files: ``GEDEvent_v23_1.csv``, ``ucdp-esd-ay-181.csv``."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table to import.

    Attributes:
        kind: one of `KINDS`.
        version: of the dataset, if it is known.
        published: the day of publication, if it is known.
        title, licence: to be used in the place of what is known of the dataset.
        redistributable: whether its rows may be handed on, if that differs from the dataset's own terms.
        sha256: hash of the file's bytes.
    """

    kind: str
    path: Path
    sha256: str
    version: str | None = None
    published: date | None = None
    title: str | None = None
    licence: str | None = None
    redistributable: bool | None = None


class ManifestEntry(Entry):
    """A file in a manifest."""

    kind: Line
    file: Line = Field(description="path, from the manifest's directory")
    version: Line | None = Field(None, description="of the dataset, such as 23.1")
    published: Line | None = Field(None, description="day of publication, YYYY-MM-DD")
    title: Line | None = None
    licence: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = Field(None, description="its address")
    redistributable: bool | None = Field(None, description="whether its rows may be handed on")


class ManifestFile(Entry):
    """A manifest: ``imports:`` and a list."""

    imports: tuple[ManifestEntry, ...]


def table_file(argument: str) -> TableFile:
    """Read ``KIND=FILE``.

    Raises:
        BadParameter: if it is no such pair, or of a kind that is not known.
        DataError: if the file cannot be read.

    Example:
        >>> table_file("ged=x.csv")
        Traceback (most recent call last):
        kg.errors.BadParameter: parameter '--import': unknown kind 'ged'; expected ucdp-ged=FILE
    """
    kind, equals, name = argument.partition("=")
    if not equals or not name:
        raise BadParameter("--import", "no file", f"KIND=FILE with one of {', '.join(KINDS)}", argument)
    if kind not in KINDS:
        close = nearest(kind, KINDS) or list(KINDS)
        raise BadParameter("--import", f"unknown kind {kind!r}", " or ".join(f"{k}=FILE" for k in close), argument)
    path = Path(name)
    return TableFile(kind, path, _digest(path), _version(path))


def read_manifest_file(path: Path) -> list[TableFile]:
    """Read a manifest of tables.

    Raises:
        DataError: with everything that is wrong with it.
    """
    tree = read_yaml(path)
    problems = Problems()
    content = check(tree, ManifestFile, problems)
    files = []
    for number, entry in enumerate(content.imports if content else ()):
        where = tree.at("imports", number)
        if entry.kind not in KINDS:
            problems.add(where, f"unknown kind {entry.kind!r}", ", ".join(KINDS))
            continue
        try:
            published = day_of(entry.published) if entry.published else None
        except EdtfError as error:
            problems.add(where, str(error), "a day as YYYY-MM-DD")
            continue
        file = path.parent / entry.file
        version = entry.version or _version(file)
        more = (published, entry.title, entry.licence, entry.redistributable)
        files.append(TableFile(entry.kind, file, _digest(file), version, *more))
    problems.raise_if_any()
    return files


def wrong_file(path: Path, wrong: str, expected: str, line: int = 0) -> DataError:
    """Make the error for a file that is not the table it should be."""
    return DataError([Problem(Location(str(path), line), wrong, expected)])


def _version(path: Path) -> str | None:
    found = _VERSION.search(path.name)
    return f"{found[1]}.{found[2]}" if found else None


def _digest(path: Path) -> str:
    try:
        return sha256_of(path)
    except OSError as error:
        raise wrong_file(path, f"cannot be read: {error.strerror}", "a table") from error


def file_names(files: Sequence[TableFile]) -> list[str]:
    """Name files for messages: by their own names, and a hash where two of them have the same one.

    Directories are no part of it, so that the same files give the same messages wherever they lie.

    Example:
        >>> one, other = (TableFile("acled", Path(folder) / "x.csv", folder * 8) for folder in "ab")
        >>> file_names([one]), file_names([one, other])
        (['x.csv'], ['x.csv (aaaaaaaa)', 'x.csv (bbbbbbbb)'])
    """
    times = Counter(file.path.name for file in files)
    return [file.path.name if times[file.path.name] == 1 else f"{file.path.name} ({file.sha256[:8]})" for file in files]


def identity(files: Sequence[TableFile]) -> list[list[str]]:
    """Give what a release's name takes of the tables: everything but where they lie; the order counts."""
    return [
        [
            file.kind,
            file.sha256,
            *(str(part) for part in (file.version, file.published, file.title, file.licence, file.redistributable)),
        ]
        for file in files
    ]


def gazetteer_files() -> list[Path]:
    """List the gazetteers that ship with the package."""
    return sorted((directory("data") / "gazetteer").glob("*.csv"))
