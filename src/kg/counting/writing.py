"""Where the columnar files of a release are made: a database of its own for each, bounded in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

MEMORY = "1GB"
"""What it may take, unless more is given; the rest waits on disk."""


@contextmanager
def writing(path: Path, memory: str = MEMORY) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """Open a database that works beside a file, in one thread, so that equal input gives equal bytes.

    Args:
        path: of the file to make.
        memory: what DuckDB may take.

    Yields:
        The database, and a folder for what waits meanwhile; both are gone afterwards.
    """
    import duckdb  # noqa: PLC0415  who reads what was made need not load it

    with (
        TemporaryDirectory(dir=path.parent, prefix=f".{path.stem}-") as folder,
        duckdb.connect(config={"threads": 1, "memory_limit": memory, "temp_directory": folder}) as db,
    ):
        db.execute("SET enable_progress_bar = false")  # whoever builds shows its own
        yield db, Path(folder)
