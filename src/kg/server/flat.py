"""Records of look-ups as flat cells: for CSV and for the tables of pages."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.lookups import Record
from kg.presentation import Shown


def csv_of(records: Iterable[Record], fields: Sequence[str]) -> str:
    r"""Write records as CSV (https://www.rfc-editor.org/rfc/rfc4180): a line for each, things by their ids.

    Args:
        records: of a look-up.
        fields: the columns.

    Example:
        >>> csv_of([{"actor": {"id": "actors/a", "name": "A"}, "voices": ["x", "y"], "until": None}],
        ...        ["actor", "voices", "until"])
        'actor,voices,until\r\nactors/a,x; y,\r\n'
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(fields)
    writer.writerows([_cell(record.get(name)) for name in fields] for record in records)
    return out.getvalue()


def shown(value: Any) -> Shown:
    """Give the cell of a table for people: a thing by its name, with its path.

    Example:
        >>> shown({"id": "actors/a", "name": "A"})
        Shown(text='A', path='actors/a')
    """
    if isinstance(value, Mapping):
        if "id" in value:
            return Shown(str(value.get("name") or value["id"]), str(value["id"]))
        return Shown(", ".join(f"{name} {_text(part)}" for name, part in value.items() if part not in (None, [], "")))
    if isinstance(value, list | tuple):
        parts = [shown(part) for part in value]
        return parts[0] if len(parts) == 1 else Shown("; ".join(part.text for part in parts))
    return Shown(_text(value), value if isinstance(value, str) and _is_path(value) else None)


def _is_path(text: str) -> bool:
    return text.partition("/")[0] in {"actors", "places", "events", "situations", "claims", "documents"}


def _cell(value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value["id"]) if "id" in value else "; ".join(f"{name}={_cell(part)}" for name, part in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(_cell, value))
    return _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
