"""The crosswalk for readers: rows of all its tables, or those of one code list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.crosswalk import Mapping, MappingSet
from kg.errors import BadParameter

Rows = Sequence[tuple[MappingSet, Mapping]]


def crosswalk_schemes(sets: Sequence[MappingSet]) -> list[str]:
    """List the code lists that the tables speak of, theirs and ours, sorted."""
    return sorted({scheme for group in sets for row in group.mappings for scheme in row.schemes})


def crosswalk_rows(sets: Sequence[MappingSet], scheme: str | None) -> Rows:
    """Give the rows of the tables, each with its table.

    Args:
        sets: the tables.
        scheme: only rows with a code of this list on either side, or of this table; None for all.

    Raises:
        BadParameter: if there is no such list.
    """
    rows = [
        (group, row) for group in sets for row in group.mappings if not scheme or scheme in {group.name, *row.schemes}
    ]
    if not rows:
        expected = ", ".join(crosswalk_schemes(sets))
        raise BadParameter("scheme", f"the crosswalk has no code list {scheme!r}", f"one of {expected}", scheme)
    return rows


def crosswalk_record(group: MappingSet, row: Mapping) -> dict[str, Any]:
    """Give a row as a JSON object; ids are paths under the base, null where nothing of ours fits."""
    return {
        "code": row.subject,
        "label": row.label,
        "match": row.match or None,
        "ours": row.object or None,
        "ours_label": row.object_label or None,
        "lost": row.comment,
        "licence": group.licence,
    }
