"""The endpoints that are not the framework's own, in the terms of its documentation (https://spec.openapis.org/oas/)."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI

from kg.server.negotiation import GRAPHS, TABLES

_QUERY: Final = {"type": "string", "description": "SPARQL 1.1; prefixes of this graph need not be declared"}
_GRAPH_URIS: Final = ("default-graph-uri", "named-graph-uri")


def document(app: FastAPI) -> None:
    """Add the endpoints to an application's documentation."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        schema = plain()
        schema["paths"].setdefault("/sparql", _sparql())
        schema["paths"].setdefault("/graph-store", {"get": _graph_store()})
        return schema

    app.openapi = openapi  # type: ignore[method-assign]


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
    told = {
        "tags": ["sparql"],
        "description": "The query operation of the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/).",
        "responses": _responses(200, 304, 400, 403, 406, 410, 413, 415, 429, 503, 504),
    }
    query = {"name": "query", "in": "query", "required": False, "schema": _QUERY}
    return {
        "get": {**told, "summary": "Ask a query", "parameters": [query, *common]},
        "post": {**told, "summary": "Ask a long query", "parameters": common, "requestBody": {"content": bodies}},
    }


def _graph_store() -> dict[str, Any]:
    return {
        "tags": ["sparql"],
        "summary": "Read a whole graph",
        "description": "Reads of the Graph Store Protocol (https://www.w3.org/TR/sparql11-http-rdf-update/#http-get).",
        "parameters": [
            _parameter("default", "without a value: the default graph, which is what follows from the evidence"),
            _parameter("graph", "IRI of a named graph, such as https://w3id.org/ckg/graphs/registry"),
            _parameter("format", f"one of {', '.join(name for name in GRAPHS if name != 'html')}"),
        ],
        "responses": _responses(200, 304, 400, 404, 405, 406, 413, 429, 503, 504),
    }


def _parameter(name: str, description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": {"type": "string"}}


def _responses(*statuses: int) -> dict[str, Any]:
    return {str(status): {"description": _words(status)} for status in sorted(statuses)}


def _words(status: int) -> str:
    return "The answer" if status in {200, 304} else "application/problem+json"
