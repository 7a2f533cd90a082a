"""How the reconciliation routes are documented: bodies, answers, examples, limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kg.parameters import Parameter
from kg.reconciliation.answers import NewResults, OldResult
from kg.reconciliation.asked import BATCH
from kg.reconciliation.models import ExtensionQuery, NewBatch, schema_of
from kg.server.reconciling import (
    CALLBACK,
    EXTENDING,
    LIMITS,
    OLD_BATCH,
    PROPOSING,
    QUERIES,
    SHOWING,
    SUGGESTING,
    UNIQUE,
)

_CANDIDATE: Final = {
    "id": "places/hama",
    "name": "Hama",
    "description": "City, Hama Governorate, Syria",
    "score": 100.0,
    "match": True,
    "features": [
        {"id": "nameScore", "name": "How well the name fits", "value": 1.0},
        {"id": "nameExact", "name": "Whether it is the whole name", "value": True},
        {"id": "within", "name": "Within", "value": 1.0},
    ],
    "type": [{"id": "Place", "name": "Place"}, {"id": "codes/place-kind/city", "name": "City"}],
}
NEW_BATCH: Final = {
    "queries": [
        {
            "type": "Place",
            "limit": 3,
            "conditions": [
                {"matchType": "name", "propertyValue": "Hama"},
                {"matchType": "property", "propertyId": "within", "propertyValue": "Syria", "required": True},
            ],
        }
    ]
}
"""An example of a batch of version 1.0-draft."""
_EXTENSION: Final = {
    "ids": ["places/hama"],
    "properties": [{"id": "lat"}, {"id": "otherNames", "settings": {"limit": 1}}],
}
_META: Final = [{"id": "lat", "name": "Latitude"}, {"id": "otherNames", "name": "Other names"}]
_VALUES: Final = {"lat": [{"float": 35.13179}], "otherNames": [{"str": "Hamah"}]}
_PROBLEMS: Final = {
    304: "The client has this answer",
    400: "It is not as the protocol has it: what is wrong, what was expected, what arrived",
    404: "There is no such entity, property or type; with the nearest",
    413: "It asks for too much at once, or is too long",
    415: "The body is of another kind",
    429: "Too many requests of this client at once",
    503: "The server has too much to do, or no release; with Retry-After",
    504: "It took too long",
}


def _said(
    summary: str, description: str, example: Any, *problems: int, schema: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Describe a route in the framework's terms."""
    told = {status: {"description": _PROBLEMS[status]} for status in (400, *problems, 429, 503, 504)}
    content = {"application/json": {"schema": schema or {"type": "object"}, "example": example}}
    return {"summary": summary, "description": description, "responses": {200: {"content": content}, **told}}


def _asking(known: Mapping[str, Parameter], *others: Mapping[str, Any]) -> dict[str, Any]:
    return {"openapi_extra": {"parameters": [*(one.documented() for one in known.values()), *others]}}


_ENDPOINT: Final = (
    "Without parameters the manifest of the Reconciliation Service API (https://reconciliation-api.github.io/specs/).\n"
    "The manifests of 0.2 and 1.0-draft contradict one another: `/reconcile` has that of 0.2, which OpenRefine reads, "
    "`/reconcile/1.0-draft` that of the draft. Both name both versions, as under either endpoint a batch is read by "
    "what it is: a form with `queries` is of 0.2, JSON of 1.0-draft."
)
_MANIFEST: Final = {
    "versions": ["0.2", "1.0-draft"],
    "name": "Conflict knowledge graph",
    "identifierSpace": "https://w3id.org/ckg/",
    "schemaSpace": "https://w3id.org/ckg/ns#",
    "view": {"url": "http://127.0.0.1:8000/{{id}}"},
    "batchSize": BATCH,
}
_FORM: Final = {
    "type": "object",
    "properties": {"queries": {"type": "string"}, "extend": {"type": "string"}},
    "additionalProperties": False,
}
_RESULTS: Final = schema_of(NewResults)
_NEW_BODY: Final = {"schema": schema_of(NewBatch), "example": NEW_BATCH}
_SUGGESTED: Final = {
    "id": "places/hama",
    "name": "Hama",
    "description": "City, Hama Governorate, Syria",
    "notable": [{"id": "Place", "name": "Place"}, {"id": "codes/place-kind/city", "name": "City"}],
}
_LIST: Final = {
    "type": "object",
    "required": ["result"],
    "properties": {
        "result": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "name"],
                "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
            },
        }
    },
}


def _body(*contents: tuple[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {"openapi_extra": {"requestBody": {"required": True, "content": dict(contents)}}}


OLD_ENDPOINT: Final = {
    **_said("What the service can do, or a batch in an address", _ENDPOINT, _MANIFEST, 304, 413),
    **_asking({}, QUERIES, EXTENDING, CALLBACK, UNIQUE),
}
NEW_ENDPOINT: Final = {
    **_said("What the service can do, for clients of version 1.0-draft", _ENDPOINT, {**_MANIFEST, "lang": "en"}, 304),
    **_asking({}),
}
POSTED: Final = {
    **_said(
        "Which entities the cells of a spreadsheet mean",
        "A batch of version 0.2 in the field `queries`, or a data extension query in `extend`; or JSON, a batch of "
        "version 1.0-draft, as at `/reconcile/match`.\n\nAt most: "
        + "; ".join(f"{what}: {most}" for what, most in LIMITS.items()),
        {"q0": {"result": [_CANDIDATE]}},
        413,
        415,
        schema={"type": "object", "additionalProperties": {"anyOf": [schema_of(OldResult), {}]}},
    ),
    **_body(
        ("application/x-www-form-urlencoded", {"schema": _FORM, "example": {"queries": OLD_BATCH}}),
        ("application/json", _NEW_BODY),
    ),
}
MATCH: Final = {
    **_said(
        "Which entities are meant, asked in the terms of version 1.0-draft",
        "At most one candidate of a query is a `match`: one with an id that was given, or whose name fits surely, that "
        "nothing speaks against, and that is clearly ahead of the others. A query without a name has candidates, and "
        "no match.",
        {"results": [{"candidates": [_CANDIDATE]}]},
        413,
        415,
        schema=_RESULTS,
    ),
    **_body(("application/json", _NEW_BODY)),
}
EXTEND: Final = {
    **_said(
        "Properties of entities that are reconciled",
        "Ids that are not known, and properties that there are not, have no values.",
        {
            "meta": _META,
            "rows": [{"id": "places/hama", "properties": [{"id": id_, "values": v} for id_, v in _VALUES.items()]}],
        },
        413,
        415,
    ),
    **_body(("application/json", {"schema": schema_of(ExtensionQuery), "example": _EXTENSION})),
}
PROPOSE: Final = {
    **_said(
        "Properties that can be fetched for entities of a type",
        "In the order in which they are most often wanted.",
        {"type": "Place", "properties": [{"id": "lat", "name": "Latitude", "description": "Degrees north, WGS 84."}]},
        304,
    ),
    **_asking(PROPOSING, CALLBACK),
}
_SUGGESTS: Final = _asking(SUGGESTING, CALLBACK)
SUGGEST_ENTITY: Final = {
    **_said(
        "Entities whose names begin like this",
        "Names in any language and spelling; an id gives its entity first; an empty prefix gives none.",
        {"result": [_SUGGESTED]},
        304,
        schema=_LIST,
    ),
    **_SUGGESTS,
}
SUGGEST_PROPERTY: Final = {
    **_said(
        "Properties whose names begin like this",
        "With the qualifiers that a condition on them may have; an empty prefix gives all.",
        {"result": [{"id": "within", "name": "Within", "description": "A larger place that it lies in."}]},
        304,
        schema=_LIST,
    ),
    **_SUGGESTS,
}
SUGGEST_TYPE: Final = {
    **_said(
        "Types whose names begin like this",
        "Classes, and kinds of actors, places and events; an empty prefix gives all.",
        {"result": [{"id": "Person", "name": "Person", "broader": [{"id": "Actor", "name": "Actor"}]}]},
        304,
        schema=_LIST,
    ),
    **_SUGGESTS,
}
PREVIEW: Final = {
    "summary": "A few lines about an entity, to be framed by other pages",
    "description": "HTML without scripts; its Content-Security-Policy lets every page frame it.",
    "responses": {
        200: {"content": {"text/html": {"schema": {"type": "string"}}}},
        **{status: {"description": _PROBLEMS[status]} for status in (400, 404, 429, 503, 504)},
    },
    **_asking(SHOWING),
}
FLYOUT: Final = {
    **_said(
        "The same as HTML in JSON, for version 0.2",
        "What a client shows beside a suggestion.",
        {"id": "places/hama", "html": "<p><b>Hama</b></p>"},
        304,
        404,
    ),
    **_asking(SHOWING, CALLBACK),
}
