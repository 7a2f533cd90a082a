"""The columnar table of situations, ``situations.parquet`` in a release: all of them, read at once.

Questions about support, control and other ties go through all situations of a kind. Reading these from the quads, one
by one, takes ten times as long.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from kg.counting.reading import opened
from kg.dates import Bounds
from kg.statements import Situation

FILE: Final = "situations.parquet"
"""Its name in a release."""
_TEXTS: Final = ("path", "says", "label", "status", "supporter_kind")
_LISTS: Final = (
    "derived_from", "types", "agents", "targets", "parties", "places", "part_of", "roles", "extents", "rows",
    "group_types", "oddities",
)  # fmt: skip
_BOUNDS: Final = ("from_", "until", "surely_from", "surely_until")
_COLUMNS: Final = (*_TEXTS, *_LISTS, *_BOUNDS, "index_from", "index_until", "document_count", "alleged")
_KIND: Final = f"SELECT {', '.join(_COLUMNS)} FROM read_parquet($table) WHERE says = $says ORDER BY path"  # noqa: S608


def write_situations(path: Path, situations: Iterable[Situation]) -> None:
    """Write the table of situations.

    Args:
        path: of the file to make.
        situations: as they were derived, with their index keys. Everything but their attributes is kept.
    """
    import pyarrow as pa  # noqa: PLC0415  only a build, and who reads the table, pays for loading it
    import pyarrow.parquet as pq  # noqa: PLC0415

    schema = pa.schema(
        [
            *((name, pa.string()) for name in _TEXTS),
            *((name, pa.list_(pa.string())) for name in _LISTS),
            *((name, pa.date32()) for name in (*_BOUNDS, "index_from", "index_until")),
            ("document_count", pa.int64()),
            ("alleged", pa.bool_()),
        ]
    )
    rows = [_row(situation) for situation in sorted(situations, key=lambda situation: situation.path)]
    pq.write_table(pa.Table.from_pylist(rows, schema), path, compression="zstd")


def read_situations(path: Path, says: str) -> list[Situation]:
    """Read all situations of a kind.

    Args:
        path: of the table.
        says: the local name of their class, such as ``Support``.

    Returns:
        Them, sorted by path, without attributes.

    Raises:
        StoreDamaged: if it cannot be read.
    """
    rows = opened(path).rows(_KIND, {"says": says})
    return [_situation(dict(zip(_COLUMNS, row, strict=True))) for row in rows]


def _row(situation: Situation) -> dict[str, Any]:
    return {name: getattr(situation.bounds if name in _BOUNDS else situation, name) for name in _COLUMNS}


def _situation(row: dict[str, Any]) -> Situation:
    bounds = Bounds(*(row.pop(name) for name in _BOUNDS))
    lists = {name: tuple(row[name]) for name in _LISTS}
    return Situation(**{**row, **lists, "bounds": bounds})
