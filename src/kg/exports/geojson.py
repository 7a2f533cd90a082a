"""GeoJSON (RFC 7946): events and control as points with time, longitude before latitude."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from kg.exports import layers
from kg.exports.files import Out
from kg.exports.node_link import listed
from kg.exports.source import Source
from kg.exports.texts import json_text, plain


def write(source: Source, out: Out) -> None:
    """Write the layers that were asked for as one collection, each feature with its `layer`.

    Args:
        source: a release, with filters for maps.
        out: where to.
    """
    for text in _texts(source):
        out.write(text.encode())


def _texts(source: Source) -> Iterator[str]:
    about = source.head_with({}).record
    yield f'{{"type": "FeatureCollection", "name": "conflict_kg", "about": {json_text(about)},\n"features": ['
    asked = layers.layers(source)
    yield from listed(
        chain(
            (_feature("events", mark) for mark in (layers.events(source) if "events" in asked else ())),
            (_feature("control", mark) for mark in (layers.holdings(source) if "control" in asked else ())),
        )
    )
    yield "]}\n"


def _feature(layer: str, mark: layers.Mark) -> dict[str, Any]:
    own = {"layer": layer, "name": plain(mark.name), "first": mark.first, "last": mark.last}
    return {
        "type": "Feature",
        "id": mark.path,
        "geometry": {"type": "Point", "coordinates": list(mark.point)} if mark.point else None,
        "properties": own | {name: plain(value) for name, value in mark.properties.items()} | {"iri": layers.iri(mark)},
    }
