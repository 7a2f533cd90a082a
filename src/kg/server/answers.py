"""How answers are documented: their forms, the shape of their JSON, and what can be wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

TEXT = {"type": "string"}
NAMED = {"type": "object", "additionalProperties": {"type": "string"}}


def answers(
    offers: Mapping[str, Sequence[str]],
    *statuses: int,
    schema: Mapping[str, Any] | None = None,
    example: Any = None,
) -> dict[int | str, dict[str, Any]]:
    """Document the answers of a route (https://spec.openapis.org/oas/v3.1.0#responses-object).

    Args:
        offers: forms with their media types, as for `kg.server.negotiation.choose`.
        statuses: others than 200 that it answers with.
        schema: of its JSON.
        example: of its JSON.

    Example:
        >>> sorted(answers({"json": ("application/json",), "csv": ("text/csv; charset=utf-8",)}, 404))
        [200, 404]
    """
    content: dict[str, Any] = {}
    for name, media in offers.items():
        told: dict[str, Any] = {}
        if name == "json":
            told |= {"schema": dict(schema)} if schema is not None else {}
            told |= {"example": example} if example is not None else {}
        for medium in media[:1]:
            content[medium.partition(";")[0]] = told
    return {200: {"description": "The answer", "content": content}, **{status: {} for status in statuses}}


def listed(item: Mapping[str, Any]) -> dict[str, Any]:
    """Give the schema of a list."""
    return {"type": "array", "items": dict(item)}


def members(*required: str, **properties: Mapping[str, Any]) -> dict[str, Any]:
    """Give the schema of an object: the members that it always has, and what they are."""
    known = {name: dict(properties.get(name, {})) for name in (*required, *properties)}
    return {"type": "object", "required": list(required), "properties": known}
