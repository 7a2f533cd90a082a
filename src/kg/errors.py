"""Every error that this package raises on purpose, and nothing else.

The tree::

    KgError
    ├── DataError           data files or statements are wrong; carries every problem found
    ├── ImportRefused       rows of a table are wrong, and none may be
    ├── EdtfError           a date is not EDTF, or is impossible
    ├── PassageError        the words of a passage are not in the text
    ├── StoreError
    │   ├── NoRelease       the store holds no release yet
    │   ├── StoreBusy       another build is running
    │   └── StoreDamaged    files of a release are missing or unreadable
    ├── QueryError
    │   ├── UnknownQuery    no stored query has this slug
    │   ├── BadParameter    a parameter is missing, unknown, or of the wrong type
    │   ├── QuerySyntax     SPARQL that the engine cannot read
    │   ├── QueryRefused    a query that is not run here: SERVICE, updates, too deep, ...
    │   │   └── QueryTooLong
    │   └── QueryFailed     a query began and did not end well: time, memory, size, ...
    ├── Busy                more is asked at once than is answered
    │   └── TooManyQueries  by one client
    ├── ReleaseGone         a release is not kept any more
    ├── UnknownThing        nothing has this id or name
    ├── OutputError         a file cannot be written where it was asked for
    ├── SettingError        a setting has a value that cannot be used
    └── AssetsMissing       the ontology, queries or data that ship with the package are gone

Errors carry facts as attributes and know nothing of HTTP or of exit codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class KgError(Exception):
    """Anything that this package tells its users of; the message is a sentence for them."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Let an error pass from one process to another with all its facts."""
        return _restored, (type(self), self.args, vars(self))


def _restored(kind: type[KgError], arguments: tuple[Any, ...], facts: dict[str, Any]) -> KgError:
    error = kind.__new__(kind, *arguments)
    vars(error).update(facts)
    return error


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file: line and column count from 1, 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Give ``file:line:column``, the form that editors and terminals turn into a link."""
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, what, and what was expected instead."""

    where: Location
    wrong: str
    expected: str = ""

    def __str__(self) -> str:
        """Give the problem as one line."""
        return f"{self.where}: {self.wrong}" + (f"; expected {self.expected}" if self.expected else "")


class DataError(KgError):
    """Data files are wrong.

    Attributes:
        problems: every problem found in one run, in the order of files and lines.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems, sorted by where they are."""
        self.problems = tuple(sorted(problems, key=lambda p: (p.where.file, p.where.line, p.where.column)))
        super().__init__("\n".join(map(str, self.problems)))


class ImportRefused(KgError):
    """Rows of a table are wrong, and the import was told to allow none.

    Attributes:
        path: the file that lists them.
        rows: how many they are.
        first: the first of them: file, line, column, value and reason.
    """

    def __init__(self, path: Path, rows: int, first: Sequence[tuple[str, int, str, str, str]]) -> None:
        """Keep the facts."""
        self.path, self.rows, self.first = path, rows, tuple(first)
        shown = "; ".join(
            f"{Location(file, line)}: {column or 'row'} {value!r}: {reason}"
            for file, line, column, value, reason in first[:3]
        )
        super().__init__(f"{rows} wrong row{'s' * (rows != 1)}, listed in {path}: {shown}")


class EdtfError(KgError):
    """A date cannot be used.

    Attributes:
        text: the date as it was written.
        expected: what would have been accepted.
    """

    def __init__(self, text: str, wrong: str, expected: str) -> None:
        """Keep the date and what was expected of it."""
        self.text, self.wrong, self.expected = text, wrong, expected
        super().__init__(f"{wrong}: {text!r}; expected {expected}")


class PassageError(KgError):
    """The words of a passage are not in the text, or stand in it more than once.

    Attributes:
        words: the words that were looked for.
        starts: where they stand (empty when nowhere).
    """

    def __init__(self, message: str, words: str, starts: Sequence[int] = ()) -> None:
        """Keep the words and where they were found."""
        self.words, self.starts = words, tuple(starts)
        super().__init__(message)


class StoreError(KgError):
    """Something is wrong with the store on disk.

    Attributes:
        path: the file or directory concerned.
    """

    def __init__(self, path: Path, message: str) -> None:
        """Keep the path."""
        self.path = path
        super().__init__(message)


class NoRelease(StoreError):
    """The store holds no release yet."""


class StoreBusy(StoreError):
    """Another build is running in this store."""


class StoreDamaged(StoreError):
    """Files of a release are missing or cannot be read."""


class QueryError(KgError):
    """A query cannot be run."""


class UnknownQuery(QueryError):
    """No stored query has this slug.

    Attributes:
        slug: what was asked for.
        nearest: the slugs that are spelt most like it.
    """

    def __init__(self, slug: str, nearest: Sequence[str]) -> None:
        """Keep the slug and its neighbours."""
        self.slug, self.nearest = slug, tuple(nearest)
        super().__init__(f"there is no stored query {slug!r}{did_you_mean(nearest)}")


class BadParameter(QueryError):
    """A parameter is missing, unknown, or of the wrong type.

    Attributes:
        name: the parameter.
        arrived: the value that came, or None when none did.
        expected: what would have been accepted.
    """

    def __init__(self, name: str, wrong: str, expected: str, arrived: str | None = None) -> None:
        """Keep the parameter, what came and what was expected."""
        self.name, self.wrong, self.expected, self.arrived = name, wrong, expected, arrived
        super().__init__(f"parameter {name!r}: {wrong}; expected {expected}")


class QuerySyntax(QueryError):
    """SPARQL that the engine cannot read or run; the message is the engine's own."""


class QueryRefused(QueryError):
    """A query that is not run here.

    Attributes:
        line: where, from 1.
        column: where in the line, from 1.
        expected: what to write instead.
    """

    def __init__(self, wrong: str, expected: str = "", line: int = 0, column: int = 0) -> None:
        self.line = line
        self.column = column
        self.expected = expected
        where = f" (line {line}, column {column})" if line else ""
        super().__init__(wrong + where + (f"; expected {expected}" if expected else ""))


class QueryTooLong(QueryRefused):
    """A query is longer than allowed.

    Attributes:
        limit: bytes that it may have.
    """

    def __init__(self, limit: int, length: int) -> None:
        self.limit = limit
        super().__init__(f"the query is {length} bytes long", f"at most {limit}")


class QueryFailed(QueryError):
    """A query began and did not end well.

    Attributes:
        kind: ``time``, ``memory``, ``size``, ``cancelled``, ``gone``, ``missing`` or ``fault``.
    """

    def __init__(self, kind: str, detail: str) -> None:
        self.kind = kind
        super().__init__(detail)


class ReleaseGone(KgError):
    """A release was asked for by its name and is not kept any more."""


class Busy(KgError):
    """More is asked at once than is answered.

    Attributes:
        retry_after: seconds after which to try again.
    """

    def __init__(self, message: str, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(message)


class TooManyQueries(Busy):
    """One client asks more at once than its share."""


class UnknownThing(KgError):
    """Nothing in the release has this id or name.

    Attributes:
        asked: the id or name.
        nearest: ids that are spelt most like it.
    """

    def __init__(self, asked: str, nearest: Sequence[str] = ()) -> None:
        """Keep what was asked for and its neighbours."""
        self.asked, self.nearest = asked, tuple(nearest)
        super().__init__(f"nothing here is called {asked!r}{did_you_mean(nearest)}")


class OutputError(KgError):
    """A file cannot be written where it was asked for."""


class SettingError(KgError):
    """A setting has a value that cannot be used."""


class AssetsMissing(KgError):
    """The files that ship with the package are in neither of the places where they can be."""


def did_you_mean(nearest: Sequence[str]) -> str:
    """Give the hint that ends a message about an unknown name, or nothing.

    Example:
        >>> did_you_mean(["hama", "homs"])
        ' (did you mean hama or homs?)'
    """
    return f" (did you mean {' or '.join(nearest)}?)" if nearest else ""
