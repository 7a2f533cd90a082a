"""The shape of requests, after the protocol's JSON schemas (https://reconciliation-api.github.io/specs/).

They check what comes, and are the schemas of the API's documentation.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, model_validator

from kg.reconciliation.asked import (
    BATCH,
    CANDIDATES,
    CONDITIONS,
    ENTITIES,
    MOST_CANDIDATES,
    PROPERTIES,
    VALUES,
    Kind,
    Quantifier,
    Strictness,
)


def _whole(number: Any) -> Any:
    """Take 5.0 for 5, as JSON does, and nothing but a number for a number."""
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise ValueError("no number")  # noqa: TRY004  what pydantic turns into a message
    return int(number) if isinstance(number, float) and number.is_integer() else number


_Count = Annotated[int, Field(ge=1, le=MOST_CANDIDATES, description="how many candidates to give")]
Limit = Annotated[_Count, BeforeValidator(_whole, json_schema_input_type=_Count)]
Some = Field(max_length=CONDITIONS)


class _Part(BaseModel):
    """A part of a query; members that the protocol does not know are let pass."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class _Strict(BaseModel):
    """A part of a query for which the protocol's schema allows no other members."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class EntityValue(_Part):
    """A value that the client has reconciled already."""

    id: str
    name: str = ""


PropertyValue = str | bool | int | float | EntityValue
PropertyValues = PropertyValue | Annotated[list[PropertyValue], Field(max_length=VALUES)]


class OldProperty(_Part):
    """A property of a query of version 0.2."""

    pid: str = Field(description="id of the property, such as date")
    v: PropertyValues


class OldQuery(_Strict):
    """A query of version 0.2."""

    query: str | None = Field(None, description="a name, or an id")
    type: str | Annotated[list[str], Some] | None = Field(None, description="id of a type, or several")
    limit: Limit = CANDIDATES
    properties: Annotated[list[OldProperty], Some] | None = None
    type_strict: Strictness = "any"

    @model_validator(mode="after")
    def _asks_something(self) -> OldQuery:
        if self.query is None and not self.properties:
            raise ValueError("neither a query nor properties")
        return self


class NewCondition(_Part):
    """A condition of a query of version 1.0-draft."""

    matchType: Kind
    propertyId: str = Field("", description="id of the property, where matchType is property")
    propertyValue: PropertyValues
    required: bool = False
    matchQuantifier: Quantifier = "any"
    matchQualifier: str = ""

    @model_validator(mode="after")
    def _names_a_property(self) -> NewCondition:
        if self.matchType == "property" and not self.propertyId:
            raise ValueError("propertyId is missing")
        return self


class NewQuery(_Strict):
    """A query of version 1.0-draft."""

    type: str | None = Field(None, description="id of a type")
    limit: Limit = CANDIDATES
    lang: str = Field("", description="let pass: names are compared in all languages")
    dir: Literal["ltr", "rtl", "auto", ""] = ""
    conditions: Annotated[list[NewCondition], Some, Field(min_length=1)]


class NewBatch(_Part):
    """A batch of version 1.0-draft."""

    queries: list[NewQuery] = Field(max_length=BATCH)


class WantedProperty(_Part):
    """A property that a data extension asks for."""

    id: str
    settings: dict[str, Any] = Field(default_factory=dict)


class ExtensionQuery(_Part):
    """A data extension query, of both versions."""

    ids: list[str] = Field(max_length=ENTITIES)
    properties: list[WantedProperty] = Field(max_length=PROPERTIES)


def schema_of(model: Any) -> dict[str, Any]:
    """Give the JSON Schema of a request or an answer, whole, with nothing that stands elsewhere.

    Args:
        model: a class of this module, or a dataclass.

    Example:
        >>> schema_of(NewBatch)["properties"]["queries"]["maxItems"]
        50
    """
    schema = TypeAdapter(model).json_schema()
    parts = schema.pop("$defs", {})

    def whole(node: Any) -> Any:
        if isinstance(node, dict):
            name = str(node.get("$ref", "")).rpartition("/")[2]
            return whole(parts[name]) if name in parts else {key: whole(part) for key, part in node.items()}
        return [whole(part) for part in node] if isinstance(node, list) else node

    return whole(schema)  # type: ignore[no-any-return]
