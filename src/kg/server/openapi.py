"""The documentation of the interface (https://spec.openapis.org/oas/v3.1.0), made whole.

The framework documents its own routes. Here the addresses that are not its own are added, and every answer that tells
what was wrong gets the one shape that they all have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from kg.server.addresses import SECTIONS
from kg.server.dependencies import RELEASE, takes_release
from kg.server.negotiation import GRAPHS, TABLES
from kg.server.openapi_things import graph_operation, thing_operation
from kg.server.problems import MEDIA, SCHEMA, TITLES

TAGS: Final = {
    "things": "Actors, places, events, situations, claims, documents, periods and graphs: lists, and each at its own "
    "address, which is its IRI's path.",
    "questions": "The questions that are asked most.",
    "counts": "Events and deaths, counted.",
    "queries": "Stored queries, each with its parameters.",
    "sparql": "Queries of one's own, and whole graphs.",
    "vocabulary": "The ontology, its code lists and its prefixes.",
    "dataset": "The data set as a whole: its description and its dumps.",
    "operation": "Is the server alive and ready, and what does it answer from?",
}
_QUERY: Final = {"type": "string", "description": "SPARQL 1.1; prefixes of this graph need not be declared"}
_GRAPH_URIS: Final = ("default-graph-uri", "named-graph-uri")
_REFERENCE: Final = {"schema": {"$ref": "#/components/schemas/Problem"}}
_UNUSED: Final = ("HTTPValidationError", "ValidationError")
_METHODS: Final = ("get", "post", "put", "patch", "delete")
_WRONG: Final = 400
_SCHEME: Final = "administrator"


def document(app: FastAPI, routes: Iterable[BaseRoute]) -> None:
    """Make an application's documentation whole.

    Args:
        app: the application.
        routes: those of its routers.
    """
    named = [route for route in routes if isinstance(route, APIRoute) and takes_release(route)]
    plain = app.openapi
    made: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        if not made:
            made.update(plain())
            _tell_release(named, made)
            _complete(made)
        return made

    app.openapi = openapi  # type: ignore[method-assign]


def _complete(schema: dict[str, Any]) -> None:
    paths = schema["paths"]
    paths["/sparql"] = _sparql()
    paths["/graph-store"] = {"get": _graph_store()}
    for section in SECTIONS:
        paths[f"/{section}/{{id}}"] = {"get": thing_operation(section)}
    paths["/graphs/{id}"] = {"get": graph_operation()}
    paths["/metrics"]["get"]["responses"]["200"]["content"] = {"text/plain": {}}
    schema["paths"] = dict(sorted(paths.items()))
    used = dict.fromkeys(tag for operation in _operations(schema) for tag in operation.get("tags", ()))
    known = [name for name in (*TAGS, *used) if name in used]
    schema["tags"] = [{"name": n, "description": TAGS[n]} if n in TAGS else {"name": n} for n in dict.fromkeys(known)]
    components = schema.setdefault("components", {})
    shapes = components.setdefault("schemas", {})
    for name in _UNUSED:
        shapes.pop(name, None)
    shapes["Problem"] = dict(SCHEMA)
    components["securitySchemes"] = {
        _SCHEME: {"type": "http", "scheme": "bearer", "description": "what CKG_ADMIN_TOKEN is set to"}
    }
    for path, operations in paths.items():
        if path.startswith("/sparql/running"):
            for operation in operations.values():
                _for_administrators(operation)
    for operation in _operations(schema):
        _tell_errors(operation)
        _tell_examples(operation)


def _tell_examples(operation: dict[str, Any]) -> None:
    """Give parameters the examples of their schemas: there the framework lets routes write them."""
    for parameter in operation.get("parameters", ()):
        if "example" in parameter["schema"]:
            parameter["example"] = parameter["schema"].pop("example")


def _tell_release(routes: Iterable[APIRoute], schema: dict[str, Any]) -> None:
    """Document the parameter that names a release, once for all routes that read it."""
    for path in dict.fromkeys(route.path for route in routes):  # HEAD has a route of its own
        operation = schema["paths"].get(path, {}).get("get")
        if operation is not None:
            operation["parameters"] = [*operation.get("parameters", ()), dict(RELEASE)]
            operation["responses"].setdefault("410", {})


def _for_administrators(operation: dict[str, Any]) -> None:
    """Tell that a token is needed, and not that it is a parameter like others."""
    operation["parameters"] = [one for one in operation.get("parameters", ()) if one["in"] != "header"]
    operation["security"] = [{_SCHEME: []}]
    operation["responses"] |= {"401": {}, "403": {}}


def _operations(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in schema["paths"].values():
        yield from (path[method] for method in _METHODS if method in path)


def _tell_errors(operation: dict[str, Any]) -> None:
    """Describe the answers that tell what was wrong: all alike, where a route does not say otherwise."""
    responses = operation["responses"]
    if any(one["name"] == "callback" for one in operation.get("parameters", ())):  # JSON as a script
        responses["200"]["content"].setdefault("text/javascript", {})
    responses.pop("422", None)  # the framework's own; here it is 400
    for status in ("400",) if "operation" in operation["tags"] else ("400", "503"):
        responses.setdefault(status, {})
    for status, response in responses.items():
        if status.isdigit() and int(status) >= _WRONG and "content" not in response:
            responses[status] = {"description": TITLES.get(int(status), "Error"), "content": {MEDIA: _REFERENCE}}
    if "content" not in responses.get("default", {}):
        responses["default"] = {"description": "What else can be wrong", "content": {MEDIA: _REFERENCE}}
    operation["responses"] = dict(sorted(responses.items()))


def _sparql() -> dict[str, Any]:
    common = [
        *(_parameter(name, "IRI of a graph; may be repeated, and wins over FROM") for name in _GRAPH_URIS),
        _parameter("format", f"one of {', '.join(dict.fromkeys([*TABLES, *GRAPHS]))}; wins over Accept"),
        _parameter("timeout", "seconds; less than the server's limit"),
        _parameter("release", "name of a release to answer from, for good"),
    ]
    form = {"type": "object", "properties": {"query": _QUERY}, "required": ["query"]}
    bodies = {
        "application/x-www-form-urlencoded": {"schema": form},
        "application/sparql-query": {"schema": _QUERY},
    }
    told: dict[str, Any] = {
        "tags": ["sparql"],
        "description": "The query operation of the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/). "
        "Without a query, the service is described, to a browser as a page with a form.",
        "responses": _responses(_media(TABLES) | _media(GRAPHS), 304, 400, 403, 406, 410, 413, 415, 429, 503, 504),
    }
    query = {
        "name": "query",
        "in": "query",
        "required": False,
        "description": _QUERY["description"],
        "schema": _QUERY,
        "example": "SELECT ?supporter WHERE { ?supporter ckg:supports ?supported }",
    }
    return {
        "get": {**told, "summary": "Ask a query", "operationId": "sparql", "parameters": [query, *common]},
        "post": {
            **told,
            "summary": "Ask a long query",
            "operationId": "sparql_long",
            "parameters": common,
            "requestBody": {"content": bodies},
            "responses": dict(told["responses"]),
        },
    }


def _graph_store() -> dict[str, Any]:
    forms = {name: media for name, media in GRAPHS.items() if name != "html"}
    return {
        "tags": ["sparql"],
        "summary": "Read a whole graph",
        "operationId": "graph_store",
        "description": "Reads of the Graph Store Protocol (https://www.w3.org/TR/sparql11-http-rdf-update/#http-get).",
        "parameters": [
            _parameter("default", "without a value: the default graph, which is what follows from the evidence"),
            _parameter("graph", "IRI of a named graph, such as https://w3id.org/ckg/graphs/registry"),
            _parameter("format", f"one of {', '.join(forms)}"),
            _parameter("timeout", "seconds; less than the server's limit"),
        ],
        "responses": _responses(_media(forms), 304, 400, 404, 405, 406, 413, 429, 503, 504),
    }


def _parameter(name: str, description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": {"type": "string"}}


def _media(forms: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    return {medium.partition(";")[0]: {} for media in forms.values() for medium in media}


def _responses(content: dict[str, Any], *statuses: int) -> dict[str, Any]:
    told: dict[str, Any] = {"200": {"description": "The answer", "content": content}}
    for status in statuses:
        told[str(status)] = {"description": "The client has this answer"} if status < _WRONG else {}
    return told
