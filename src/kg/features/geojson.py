"""Features as GeoJSON (RFC 7946), and what a page of them says beside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from kg.features.documents import Link
from kg.features.questions import Feature, Page


def feature_object(feature: Feature, base: str) -> dict[str, Any]:
    """Write a feature.

    Args:
        feature: to write.
        base: address of the server, to which `href` is added.

    Example:
        >>> feature_object(Feature("hama", "places/hama", (36.75, 35.13), {"name": "Hama"}), "https://kg.test/")
        {'type': 'Feature', 'id': 'hama', 'geometry': {'type': 'Point', 'coordinates': [36.75, 35.13]}, \
'properties': {'name': 'Hama', 'href': 'https://kg.test/places/hama'}}
    """
    return {
        "type": "Feature",
        "id": feature.id,
        "geometry": {"type": "Point", "coordinates": list(feature.point)} if feature.point else None,
        "properties": {**feature.properties, "href": base + feature.about},
    }


def page_object(page: Page, base: str, links: Sequence[Link], now: datetime | None = None) -> dict[str, Any]:
    """Write a page of features.

    Args:
        page: to write.
        base: see `feature_object`.
        links: to itself, to its other forms and to the next page.
        now: when it was made; None for now.
    """
    return {
        "type": "FeatureCollection",
        "timeStamp": (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "numberMatched": page.matched,
        "numberReturned": len(page.features),
        "links": list(links),
        "features": [feature_object(feature, base) for feature in page.features],
    }
