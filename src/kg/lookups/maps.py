"""Records on a map: as GeoJSON (https://www.rfc-editor.org/rfc/rfc7946)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pyoxigraph import Literal

from kg.identifiers import iri
from kg.known import Known
from kg.lookups.lookup import FORM, Record, Values
from kg.namespaces import CKG


def spot(known: Known, place: str) -> tuple[float | None, float | None]:
    """Give degrees north and east of a place, as far as they are known."""
    found: list[float | None] = []
    for predicate in (CKG.lat, CKG.long):
        objects = (quad.object for quad in known.store.quads("", iri(place), predicate))
        found.append(next((float(term.value) for term in objects if isinstance(term, Literal)), None))
    return found[0], found[1]


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
