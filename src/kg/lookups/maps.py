"""Records on a map: as GeoJSON (https://www.rfc-editor.org/rfc/rfc7946)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.lookups.lookup import FORM, Record, Values


def features(records: Sequence[Record], values: Values) -> dict[str, Any] | None:
    """Give records with `lat` and `long` as a collection of points, if a map is asked for.

    What lies nowhere, as far as is known, has no geometry. Members that are things become two properties, id and name,
    as programs for maps want plain values.

    Example:
        >>> one = {"place": {"id": "places/a", "name": "A"}, "lat": 1.5, "long": 2.0}
        >>> features([one], {"form": "geojson"})["features"][0]["properties"]
        {'place': 'places/a', 'place_name': 'A'}
    """
    if values.get(FORM) != "geojson":
        return None
    return {"type": "FeatureCollection", "features": [_feature(record) for record in records]}


def _feature(record: Record) -> dict[str, Any]:
    lat, long = record["lat"], record["long"]
    properties: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, dict) and "id" in value:
            properties |= {name: value["id"], f"{name}_name": value["name"]}
        elif name not in {"lat", "long"}:
            properties[name] = value
    point = None if lat is None or long is None else {"type": "Point", "coordinates": [long, lat]}
    return {"type": "Feature", "geometry": point, "properties": properties}
