"""Reading what a client sends: batches of the versions 0.2 and 1.0-draft, and data extension queries.

What the protocol's schemas let pass is brought into one form, so that one scorer serves both versions.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from kg.errors import BadParameter, QueryFailed
from kg.reconciliation.asked import (
    BATCH,
    ENTITIES,
    MOST_VALUES,
    PROPERTIES,
    VALUES_IN_ALL,
    Condition,
    Extension,
    Kind,
    Query,
    Value,
    Wanted,
    clean,
    shown,
)
from kg.reconciliation.models import (
    EntityValue,
    ExtensionQuery,
    NewBatch,
    NewQuery,
    OldQuery,
    PropertyValue,
    PropertyValues,
    WantedProperty,
)

Model = TypeVar("Model", bound=BaseModel)
OLD: Final = (
    'such as {"q0": {"query": "Hama", "type": "Place", "type_strict": "any", "limit": 5, '
    '"properties": [{"pid": "within", "v": "Syria"}]}}'
)
"""A batch of version 0.2."""
NEW: Final = (
    'such as {"queries": [{"type": "Place", "limit": 5, "conditions": [{"matchType": "name", "propertyValue": "Hama"}, '
    '{"matchType": "property", "propertyId": "within", "propertyValue": "Syria", "required": true}]}]}'
)
"""A batch of version 1.0-draft."""
EXTENSION: Final = 'such as {"ids": ["places/hama"], "properties": [{"id": "lat", "settings": {"limit": 1}}]}'
"""A data extension query."""
_KEY: Final = 200
"""Characters of a query's key."""
_LARGEST: Final = 10**15


def old_batch(text: str) -> dict[str, Query]:
    """Read a batch of version 0.2.

    Args:
        text: JSON, an object with a query for each key.

    Returns:
        The queries by their keys, in their order.

    Raises:
        BadParameter: if one of them is not as the protocol has it.
        QueryFailed: of the kind ``size``, if they are too many.

    Example:
        >>> old_batch('{"q0": {"query": "Hama", "type": "Place"}}')["q0"].types
        ('Place',)
    """
    data = _json("queries", text)
    if not isinstance(data, dict):
        raise BadParameter("queries", "no JSON object", OLD, shown(data))
    _few("queries", len(data), BATCH)
    for key in data:
        if len(key) > _KEY:
            raise BadParameter("queries", "a key is too long", f"at most {_KEY} characters", shown(key))
    found = {key: _old(_read(OldQuery, query, f"queries.{shown(key)}", OLD)) for key, query in data.items()}
    _few_values(found.values())
    return found


def new_batch(text: bytes | str) -> tuple[Query, ...]:
    """Read a batch of version 1.0-draft.

    Args:
        text: JSON, an object with a list of queries.

    Returns:
        The queries in their order.

    Raises:
        BadParameter: if one of them is not as the protocol has it.
        QueryFailed: of the kind ``size``, if they are too many.

    Example:
        >>> new_batch('{"queries": [{"conditions": [{"matchType": "name", "propertyValue": "Hama"}]}]}')[0].limit
        10
    """
    data = _json("body", text)
    if isinstance(data, dict) and isinstance(data.get("queries"), list):
        _few("queries", len(data["queries"]), BATCH)
    found = tuple(_new(query) for query in _read(NewBatch, data, "body", NEW).queries)
    _few_values(found)
    return found


def extension(name: str, text: bytes | str) -> Extension:
    """Read a data extension query.

    Args:
        name: of where it stands, for messages.
        text: JSON, an object with ids and properties.

    Raises:
        BadParameter: if it is not as the protocol has it.
        QueryFailed: of the kind ``size``, if it asks for too much.

    Example:
        >>> extension("extend", '{"ids": ["places/hama"], "properties": [{"id": "lat", "settings": {"limit": "1"}}]}')
        Extension(ids=('places/hama',), properties=(Wanted(id='lat', limit=1, content='name'),))
    """
    data = _json(name, text)
    if isinstance(data, dict):
        for part, most in (("ids", ENTITIES), ("properties", PROPERTIES)):
            if isinstance(data.get(part), list):
                _few(part, len(data[part]), most)
    query = _read(ExtensionQuery, data, name, EXTENSION)
    ids = tuple(dict.fromkeys(clean("ids", one) for one in query.ids))
    return Extension(ids, tuple(_wanted(one) for one in query.properties))


def _old(query: OldQuery) -> Query:
    conditions = [] if query.query is None else [_condition("name", query.query)]
    conditions += [_condition("property", one.v, property=clean("pid", one.pid)) for one in query.properties or ()]
    types = (query.type,) if isinstance(query.type, str) else tuple(query.type or ())
    return Query(tuple(conditions), _types(types), query.type_strict, query.limit)


def _new(query: NewQuery) -> Query:
    conditions = tuple(
        _condition(
            one.matchType,
            one.propertyValue,
            property=clean("propertyId", one.propertyId) if one.matchType == "property" else "",
            required=one.required,
            quantifier=one.matchQuantifier,
            qualifier=clean("matchQualifier", one.matchQualifier),
        )
        for one in query.conditions
    )
    return Query(conditions, _types((query.type or "",)), "any", query.limit)


def _types(types: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for one in types if (text := clean("type", one))))


def _condition(kind: Kind, given: PropertyValues, **others: Any) -> Condition:
    values = (_value(one) for one in (given if isinstance(given, list) else [given]))
    return Condition(kind, tuple(value for value in values if value.text or value.id), **others)


def _value(value: PropertyValue) -> Value:
    if isinstance(value, EntityValue):
        return Value(clean("value", value.name), clean("value", value.id))
    if isinstance(value, str):
        return Value(clean("value", value))
    if isinstance(value, bool):
        return Value(str(value).lower())
    if not math.isfinite(value) or abs(value) > _LARGEST:
        raise BadParameter("value", "no number to compare with", f"at most {_LARGEST}", shown(value))
    return Value(str(value))


def _wanted(one: WantedProperty) -> Wanted:
    """Read the settings of a property; numbers may come as texts, and settings that are not ours are let pass."""
    text = str(one.settings.get("limit", 0)).strip() or "0"
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(_LARGEST))):
        raise BadParameter("limit", "no number of values", "a whole number, 0 for no limit", shown(text))
    limit = min(int(text) or MOST_VALUES, MOST_VALUES)
    return Wanted(clean("properties", one.id), limit, "id" if one.settings.get("content") == "id" else "name")


def _json(name: str, text: bytes | str) -> Any:
    try:
        return from_json(text, allow_inf_nan=False)
    except ValueError as error:
        raise BadParameter(name, f"no JSON: {error}", "JSON as the protocol has it", shown(_decoded(text))) from None


def _decoded(text: bytes | str) -> str:
    return text if isinstance(text, str) else text[: 4 * _KEY].decode(errors="replace")


def _read(model: type[Model], data: Any, name: str, expected: str) -> Model:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = _place(data, first["loc"])
        wrong = first["msg"].removeprefix("Value error, ")
        wrong = wrong[:1].lower() + wrong[1:] + (f" (at {where})" if where else "")
        raise BadParameter(name, wrong, expected, shown(first["input"])) from None


def _place(data: Any, steps: tuple[int | str, ...]) -> str:
    """Write where something is wrong, without the steps that only tell the models' choices apart."""
    way: list[str] = []
    for step in steps:
        if isinstance(data, dict) and isinstance(step, str):
            way.append(shown(step))
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int):
            way.append(str(step))
            data = data[step]
    return ".".join(way)


def _few(what: str, arrived: int, most: int) -> None:
    if arrived > most:
        raise QueryFailed("size", f"{arrived:,} {what} at once; at most {most} are answered")


def _few_values(queries: Iterable[Query]) -> None:
    _few("values", sum(len(one.values) for query in queries for one in query.conditions), VALUES_IN_ALL)
