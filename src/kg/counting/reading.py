"""The table of events opened with DuckDB, in such a way that no query can reach anything else."""

from __future__ import annotations

import re
import sys
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from kg.counting.questions import TEXTS, Filters
from kg.errors import StoreDamaged

FILE: Final = "events.parquet"
"""Its name in a release."""
TALLIES: Final = "tallies.parquet"
"""Name of the sums beside it; see `kg.counting.tallies`."""
MEMORY: Final = 3 << 29
"""Bytes that a query may take, unless less is given."""
THREADS: Final = 2
OPEN: Final = 12
"""How many tables a process keeps open: a release has several, and some releases may be asked at once."""


_NAMES: Final = re.compile(r"\$(\w+)")
"""The parameters that a query names."""


class EventTable:
    """A table of events.

    The file and the sums beside it alone can be read: DuckDB allows them by name, allows nothing else, and is then
    locked against being told otherwise
    (https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview).

    Args:
        path: of the file.
        memory: bytes that a query may take.

    Raises:
        StoreDamaged: if there is no such file.
    """

    def __init__(self, path: Path, memory: int = MEMORY) -> None:
        import duckdb  # noqa: PLC0415  a third of a second that only those who count pay

        if not path.is_file():
            raise StoreDamaged(path, missing(path))
        self.path = path
        self._wrong = duckdb.Error
        self._too_much = duckdb.OutOfMemoryException
        self._db = duckdb.connect(
            config={
                "threads": THREADS,
                "memory_limit": f"{memory >> 20}MiB",
                "temp_directory": "",  # what does not fit into memory fails
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
        )
        readable = {"path": str(path), "tallies": str(path.with_name(TALLIES))}
        self._db.execute("SET allowed_paths = [$path, $tallies]", readable)
        self._db.execute("SET enable_external_access = false")
        self._db.execute("SET lock_configuration = true")

    def rows(self, sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        """Run a query.

        Args:
            sql: with the table as ``read_parquet($table)``, and the sums as ``read_parquet($tallies)``.
            values: its other parameters, bound and never pasted; those that it does not name are left out.

        Raises:
            MemoryError: if it takes more than it may.
            StoreDamaged: if the file cannot be read.
        """
        try:
            with self._db.cursor() as cursor:  # threads may share the table, and not a cursor
                own = {"table": str(self.path), "tallies": str(self.path.with_name(TALLIES))}
                given = {name: value for name, value in (own | values).items() if name in set(_NAMES.findall(sql))}
                return cursor.execute(sql, given).fetchall()
        except self._too_much as error:
            raise MemoryError from error
        except self._wrong as error:
            raise StoreDamaged(self.path, f"{self.path} cannot be read: {error}; build again") from error


@lru_cache(OPEN)
def opened(path: Path, memory: int = MEMORY) -> EventTable:
    """Open a table, or give it if it is open."""
    return EventTable(path, memory)


def without_pandas() -> None:
    """Keep DuckDB from loading pandas, as it does to bind its first value: it takes most of a second, and 60 MB.

    Only for processes of our own: nothing there can import pandas any more.
    """
    sys.modules.setdefault("pandas", None)  # type: ignore[arg-type]


def missing(path: Path) -> str:
    """Say that a release has no table of events."""
    return (
        f"release {path.parent.name} has no table of events ({path.name}): it was made by an older version; build again"
    )


def conditions(filters: Filters) -> tuple[str, dict[str, Any]]:
    """Turn filters into the condition of a query.

    Returns:
        SQL after WHERE, and the parameters in it.
    """
    parts: list[tuple[str, dict[str, Any]]] = [("true", {})]
    if filters.first is not None:
        parts.append(("index_until >= $first", {"first": filters.first}))
    if filters.last is not None:
        parts.append(("index_from <= $last", {"last": filters.last}))
    if filters.actors is not None:
        parts.append(_any_of("actor", filters.actors))
    if filters.types is not None:
        parts.append(_any_of("type", filters.types))
    if filters.place is not None:
        parts.append(_any_of("within", frozenset({filters.place})))
    if filters.circle is not None:
        parts.append(filters.circle.condition())
    if filters.source == TEXTS:
        parts.append(("source IS NULL", {}))
    elif filters.source is not None:
        parts.append(("source = $source", {"source": filters.source}))
    values: dict[str, Any] = {}
    for _, more in parts:
        values |= more
    return " AND ".join(sql for sql, _ in parts), values


def certain(first: date | None, last: date | None) -> str:
    """Give the condition that nobody disputes an event, and that it lies within the days asked about as a whole."""
    parts = ["status <> 'disputed'"]
    parts += ['"first" >= $first'] if first else []
    parts += ['"last" <= $last'] if last else []
    return " AND ".join(parts)


def _any_of(name: str, paths: frozenset[str]) -> tuple[str, dict[str, Any]]:
    """Ask for events whose key holds one of some paths.

    A key holds the source before its paths, and an empty text if there are none: neither is asked for.
    """
    asked = sorted(path for path in paths if path and not path.startswith("documents/"))
    if len(asked) == 1:  # takes half the time
        return f"list_contains(string_split({name}_key, ' '), ${name})", {name: asked[0]}
    return f"list_has_any(string_split({name}_key, ' '), ${name}::VARCHAR[])", {name: asked}
