"""The parameters of stored queries, in OpenAPI's terms and as inputs of forms: both follow from their types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kg.ontology import shipped
from kg.stored_queries import MAX_TEXT, Parameter

_DAY: Final = {"type": "string", "format": "date"}
SCHEMAS: Final[Mapping[str, Mapping[str, Any]]] = {
    "day": _DAY,
    "known-on": _DAY,
    "year": {"type": "integer", "minimum": 1, "maximum": 9999},
    "number": {"type": "number", "minimum": 0, "exclusiveMaximum": 1_000_000},
    "choice": {"type": "string"},
    "event-type": {"type": "string", "enum": shipped().codes("event-type")},
    "text": {"type": "string", "minLength": 1, "maxLength": MAX_TEXT},
}
"""JSON Schemas of types of parameters; all others are ids or names, which are texts too."""
INPUTS: Final[Mapping[str, Mapping[str, str]]] = {
    "day": {"type": "date"},
    "known-on": {"type": "date"},
    "year": {"type": "number", "min": "1", "max": "9999", "step": "1"},
    "number": {"type": "number", "min": "0", "max": "999999", "step": "any"},
}
"""Attributes of inputs (https://html.spec.whatwg.org/multipage/input.html); all others take texts."""
_TEXT: Final = {"type": "text", "maxlength": str(MAX_TEXT)}


def documented(parameter: Parameter) -> dict[str, Any]:
    """Describe a parameter as OpenAPI does (https://spec.openapis.org/oas/v3.1.0#parameter-object).

    Example:
        >>> year = Parameter(name="from", type="year", help="The first year.", example="2011")
        >>> documented(year)["example"], documented(year)["schema"]["maximum"]
        (2011, 9999)
    """
    schema = dict(SCHEMAS.get(parameter.type, SCHEMAS["text"]))
    if parameter.choices:
        schema |= {"enum": list(parameter.choices), "default": parameter.choices[0]}
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": f"{parameter.help} Expected: {parameter.expected}.",
        "example": _plain(parameter),
        "schema": schema,
    }


def attributes(parameter: Parameter) -> Mapping[str, str]:
    """Give the attributes of a parameter's input.

    Example:
        >>> attributes(Parameter(name="km", type="number", help="", example="25"))["step"]
        'any'
    """
    return INPUTS.get(parameter.type, _TEXT)


def _plain(parameter: Parameter) -> str | int | float:
    """Give its example as JSON has it."""
    if parameter.type == "year":
        return int(parameter.example)
    return float(parameter.example) if parameter.type == "number" else parameter.example
