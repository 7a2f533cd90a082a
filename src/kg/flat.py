"""Records of look-ups in forms that are flat: as CSV, as cells of a page's table, as points on a map."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from kg.lookups import Record
from kg.presentation import Shown

_SECTIONS: Final = frozenset(
    {"actors", "places", "events", "situations", "claims", "documents", "periods", "graphs", "codes"}
)
_NOTHING: Final[tuple[Any, ...]] = (None, "", [], (), {})


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


def geojson_of(features: Mapping[str, Any] | None, fields: Collection[str]) -> str:
    """Write a collection of features (https://www.rfc-editor.org/rfc/rfc7946).

    Args:
        features: the collection; None for an empty one.
        fields: the members of records to keep as properties; the name of a thing stands beside it.

    Example:
        >>> one = {"type": "Feature", "geometry": None, "properties": {"a": "places/a", "a_name": "A", "b": 1}}
        >>> json.loads(geojson_of({"features": [one]}, ["a"]))["features"][0]["properties"]
        {'a': 'places/a', 'a_name': 'A'}
    """
    found = features or {"type": "FeatureCollection", "features": []}
    kept = [
        {**feature, "properties": {name: value for name, value in feature["properties"].items() if _in(name, fields)}}
        for feature in found["features"]
    ]
    return json.dumps({**found, "features": kept}, ensure_ascii=False)


def _in(name: str, fields: Collection[str]) -> bool:
    return name in fields or name.removesuffix("_name") in fields


def shown(value: Any) -> tuple[Shown, ...]:
    """Give the cell of a table for people, of several parts if the value has several: things by their names.

    Example:
        >>> shown([{"id": "actors/a", "name": "A"}, {"low": 1, "high": None}])
        (Shown(text='A', path='actors/a'), Shown(text='low 1', path=None))
        >>> shown({"voice": {"id": "actors/a", "name": "A"}, "claim": "claims/1", "gloss": "It fell."})
        (Shown(text='A: It fell.', path='claims/1'),)
    """
    if isinstance(value, list | tuple):
        return tuple(part for one in value for part in shown(one))
    if not isinstance(value, Mapping):
        return () if value in _NOTHING else (Shown(_text(value), value if _is_path(value) else None),)
    if "id" in value:
        return (Shown(str(value.get("name") or value["id"]), str(value["id"])),)
    if "voice" in value:
        return (_voice(value),)
    parts = (f"{name} {_words(part)}" for name, part in value.items() if part not in _NOTHING)
    return (Shown(", ".join(parts)),) if any(part not in _NOTHING for part in value.values()) else ()


def _voice(value: Mapping[str, Any]) -> Shown:
    """Show who says so and what, with the way to the claim, or to the dataset."""
    said = value.get("gloss") or (f"row {value['row']}" if value.get("row") else "")
    place = value.get("claim") or (value.get("document") or {}).get("id")
    return Shown(f"{_words(value['voice'])}: {said}" if said else _words(value["voice"]), place)


def _words(value: Any) -> str:
    return "; ".join(part.text for part in shown(value))


def _is_path(value: Any) -> bool:
    return isinstance(value, str) and value.partition("/")[0] in _SECTIONS


def _cell(value: Any) -> str:
    if isinstance(value, Mapping):
        if "id" in value:
            return str(value["id"])
        return ", ".join(f"{name}={_cell(part)}" for name, part in value.items() if part not in _NOTHING)
    if isinstance(value, list | tuple):
        return "; ".join(map(_cell, value))
    return _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
