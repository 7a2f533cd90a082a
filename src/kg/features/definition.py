"""The definition of the interface: what its parameters and answers look like, and all of it as OpenAPI 3.0.

The standard and the programs that read it want version 3.0, while the rest of the server is described in 3.1. The two
differ here in how they say that a value may be null.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from kg.features.collections import Collection
from kg.features.documents import GEOJSON, HTML, JSON, ROOT
from kg.features.questions import DEFAULT, MOST
from kg.features.reading import ITEMS
from kg.parameters import Parameter

_SCHEMAS: Final[Mapping[str, Mapping[str, Any]]] = {
    "bbox": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6},
    "limit": {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT},
    "datetime": {"type": "string"},
    "cursor": {"type": "string"},
    "f": {"type": "string", "enum": ["json", "html"]},
}
_EXAMPLES: Final[Mapping[str, Any]] = {"bbox": [36, 34, 38, 37], "limit": 100}
_FAILURES: Final = (400, 404, 406, 410, 429, 503, 504)
_LINK: Final = {
    "type": "object",
    "required": ["href", "rel"],
    "properties": {name: {"type": "string"} for name in ("href", "rel", "type", "title")},
}
LINKS: Final = {"type": "array", "items": _LINK}
_POINT: Final = {
    "type": ["object", "null"],
    "required": ["type", "coordinates"],
    "properties": {
        "type": {"type": "string", "enum": ["Point"]},
        "coordinates": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
    },
}
_BOX: Final = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4}
_MOMENTS: Final = {
    "type": "array",
    "minItems": 2,
    "maxItems": 2,
    "items": {"type": ["string", "null"], "format": "date-time"},
}
_REFERENCE: Final = re.compile(r"#/components/schemas/([^'\"]+)")


def parameters(known: Mapping[str, Parameter], example: str = "") -> list[dict[str, Any]]:
    """Describe parameters as OpenAPI does.

    Args:
        known: those behind the question mark.
        example: of a feature's id, where that is a part of the path.
    """
    described = {"description": "id of the feature", "example": example, "schema": {"type": "string"}}
    in_path = [{"name": "featureId", "in": "path", "required": True, **described}] if example else []
    return [*in_path, *(_parameter(parameter) for parameter in known.values())]


def _parameter(parameter: Parameter) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": parameter.help,
        "schema": dict(_SCHEMAS[parameter.name]),
        "style": "form",
        "explode": False,
    }
    if example := _EXAMPLES.get(parameter.name, parameter.example):
        told["example"] = example
    return told


def object_of(required: Mapping[str, Any], **optional: Any) -> dict[str, Any]:
    """Give the JSON Schema of an object with some members, and perhaps others."""
    needed = {"required": list(required)} if required else {}  # OpenAPI 3.0 wants some, or nothing said
    return {"type": "object", **needed, "properties": {**required, **optional}}


LANDING: Final = object_of({"links": LINKS}, title={"type": "string"}, description={"type": "string"})
CONFORMANCE: Final = object_of({"conformsTo": {"type": "array", "items": {"type": "string"}}}, links=LINKS)
COLLECTION: Final = object_of(
    {"id": {"type": "string"}, "links": LINKS},
    title={"type": "string"},
    description={"type": "string"},
    itemType={"type": "string"},
    crs={"type": "array", "items": {"type": "string"}},
    extent=object_of(
        {},
        spatial=object_of({"bbox": {"type": "array", "items": _BOX}}, crs={"type": "string"}),
        temporal=object_of({"interval": {"type": "array", "items": _MOMENTS}}, trs={"type": "string"}),
    ),
)
COLLECTIONS: Final = object_of({"links": LINKS, "collections": {"type": "array", "items": COLLECTION}})


def feature_of(collection: Collection) -> dict[str, Any]:
    """Give the JSON Schema of a feature of a collection."""
    fields = {field.name: {**field.schema, "description": field.help} for field in collection.fields}
    return object_of(
        {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": {"type": "string"},
            "geometry": _POINT,
            "properties": object_of(fields),
        },
        links=LINKS,
    )


def page_of(collection: Collection) -> dict[str, Any]:
    """Give the JSON Schema of a page of features of a collection."""
    return object_of(
        {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "timeStamp": {"type": "string", "format": "date-time"},
            "numberMatched": {"type": "integer", "minimum": 0},
            "numberReturned": {"type": "integer", "minimum": 0},
            "links": LINKS,
            "features": {"type": "array", "items": feature_of(collection)},
        }
    )


def responses(schema: Mapping[str, Any], media: str = JSON) -> dict[int | str, dict[str, Any]]:
    """Describe the answers of a route, all of them."""
    text = {"schema": {"type": "string"}}
    contents = {media: {"schema": schema}, HTML: text}
    if media == GEOJSON:
        contents[JSON] = {"schema": schema}
    return {
        200: {"description": "The answer", "content": contents},
        304: {"description": "The client has this answer"},
        **{status: {"description": "application/problem+json"} for status in _FAILURES},
        "default": {"description": "application/problem+json: the server has a fault"},
    }


def as_openapi_3_0(whole: Mapping[str, Any], base: str) -> dict[str, Any]:
    """Give what is about features of the description of the whole server, in OpenAPI 3.0.

    Args:
        whole: description of the server, in OpenAPI 3.1.
        base: address of the server, with a slash at its end.

    Returns:
        A description with the landing page as its root, as programs that know the standard expect it.
    """
    prefix = f"/{ROOT}"
    paths = {path: told for path, told in whole["paths"].items() if path == prefix or path.startswith(f"{prefix}/")}
    defined = whole.get("components", {}).get("schemas", {})
    return {
        "openapi": "3.0.3",
        "info": whole["info"],
        "servers": [{"url": base + ROOT}],
        "paths": {path.removeprefix(prefix) or "/": _lowered(told) for path, told in paths.items()},
        "components": {
            "parameters": {told["name"]: told for told in parameters(ITEMS)},  # where QGIS looks for the largest page
            "schemas": {name: _lowered(defined[name]) for name in sorted(_named(paths, defined))},
        },
    }


def _named(value: Any, defined: Mapping[str, Any]) -> set[str]:
    """Find the schemas that something refers to, and those that these refer to."""
    found: set[str] = set()
    queue: list[Any] = [value]
    while queue:
        new = set(_REFERENCE.findall(str(queue.pop()))) - found
        found |= new
        queue += [defined[name] for name in new]
    return found


def _lowered(value: Any) -> Any:
    """Say in 3.0 what is said in 3.1: a type of two, one of them null, is a type that is nullable."""
    if isinstance(value, Mapping):
        lowered = {name: _lowered(part) for name, part in value.items()}
        kinds = value.get("type")
        if isinstance(kinds, list):
            lowered["type"] = _other_than_null(kinds)
            lowered["nullable"] = True
        return lowered
    return [_lowered(part) for part in value] if isinstance(value, list) else value


def _other_than_null(kinds: Iterable[str]) -> str:
    return next(kind for kind in kinds if kind != "null")
