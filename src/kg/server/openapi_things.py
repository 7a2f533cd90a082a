"""How the addresses of things are documented."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kg.server.addresses import CARD, SUFFIXES
from kg.server.dependencies import RELEASE
from kg.server.graphs import FORMS as GRAPH_FORMS
from kg.server.negotiation import THINGS

EXAMPLES: Final[Mapping[str, str]] = {
    "actors": "hts",
    "places": "hama",
    "events": "capture-hama-2024",
    "situations": "control--hts--aleppo--after--capture-aleppo-2024",
    "claims": "98ce3a7ac7f8d02d0b73",
    "documents": "fall-of-assad-analysis",
    "periods": "2024-12",
    "graphs": "registry",
}
"""An id of each kind, of the data that ships with the program."""
_ID: Final = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[a-z0-9]+(--?[a-z0-9]+)*$"}
_TEXT: Final = {"type": "string"}
_MEMBERS: Final[Mapping[str, Any]] = {
    "id": {"type": "string", "description": "path of the thing, which is its address here, and its IRI's under @base"},
    "type": {"type": "array", "items": _TEXT, "description": "its classes"},
    "name": {"type": "string", "description": "the name to show; no triple, as is true of the five that follow"},
    "release": {"type": "string", "description": "the release that it is from"},
    "links": {"type": "object", "additionalProperties": _TEXT, "description": "where there is more to read"},
    "note": {"type": "string", "description": "what one must know to read the rest, such as when it was withdrawn"},
    "graph": {"type": ["string", "null"], "description": "of a claim: the named graph that its triples stand in"},
    CARD: {"type": "object", "description": "with `include=card`: what is known of it beyond its own triples"},
    "@context": {"type": "object", "description": "what the members mean: the part of /context.jsonld that is needed"},
}
_EXAMPLE: Final[Mapping[str, Any]] = {
    "id": "actors/syrian-army",
    "type": ["Actor", "Group"],
    "name": "Syrian Arab Army",
    "release": "5f0c1d2e3a4b5c6d",
    "links": {"card": "/actors/syrian-army?include=card", "neighbours": "/actors/syrian-army/neighbours"},
    "prefLabel": {"en": "Syrian Arab Army"},
    "actorKind": "codes/actor-kind/armed-force",
    "subOrganizationOf": ["actors/assad-government"],
    "@context": {"@base": "https://w3id.org/ckg/", "id": "@id", "type": "@type", "...": "..."},
}
_DESCRIPTION: Final = """\
What is said of one {noun}: its own triples, index properties left out. The same in every form, by `Accept`, by
`format=` or by the end of the address: {suffixes}.

JSON is JSON-LD: its `@context` turns it back into those triples, without asking anybody. Ids are paths, labels are
grouped by language, bounds of time that are open or unknown are null, numbers with a fraction are texts, so that no
digit is lost. Members that the context does not name mean no
triple. With `include=card` there is a `card` among them: names, facts with their voices, claims, disputes and sources,
gathered for people, which the page shows too.

An id that was merged into another, or renamed, moves with 308 to where it is now.{graphs}"""
_GRAPHS: Final = """

A claim's own triples stand in its document's graph: TriG and N-Quads name it, and so does `graph` in JSON. A claim that
was withdrawn stays, and says when and why it was withdrawn."""


def thing_operation(section: str) -> dict[str, Any]:
    """Document the address of a kind of thing."""
    noun = section.removesuffix("s")
    article = "an" if noun[0] in "aeiou" else "a"
    suffixes = ", ".join(f"`.{suffix}`" for suffix in SUFFIXES)
    example = dict(_EXAMPLE) if section == "actors" else None
    thing = {
        "type": "object",
        "required": ["id", "type", "name", "release", "links", "@context"],
        "properties": dict(_MEMBERS),
    }
    written = {"schema": thing, **({"example": example} if example else {})}
    others: dict[str, Any] = {
        media[0].partition(";")[0]: {} for form, media in THINGS.items() if form not in {"json", "jsonld"}
    }
    return {
        "tags": ["things"],
        "summary": f"What is said of {article} {noun}",
        "operationId": f"one_{noun}",
        "description": _DESCRIPTION.format(noun=noun, suffixes=suffixes, graphs=_GRAPHS if section == "claims" else ""),
        "parameters": [_id(section), _format(THINGS), _INCLUDE, dict(RELEASE)],
        "responses": {
            "200": {
                "description": f"The {noun}",
                "content": {"application/json": written, "application/ld+json": written, **others},
                "headers": _HEADERS,
            },
            "304": {"description": "The client has this answer"},
            "308": {"description": "It has another id now", "headers": {"Location": {"schema": _TEXT}}},
            **{str(status): {} for status in (400, 404, 406, 410, 429, 503, 504)},
        },
    }


def graph_operation() -> dict[str, Any]:
    """Document the address of a named graph."""
    described = {
        "type": "object",
        "required": ["id", "type", "name", "release", "document", "contents", "@context"],
        "properties": {
            **{name: _MEMBERS[name] for name in ("id", "type", "name", "release", "@context")},
            "document": {"type": ["string", "null"], "description": "the document whose claims it holds"},
            "contents": {"type": "object", "additionalProperties": _TEXT, "description": "what it holds, by form"},
        },
    }
    others: dict[str, Any] = {media[0].partition(";")[0]: {} for form, media in GRAPH_FORMS.items() if form != "json"}
    return {
        "tags": ["things"],
        "summary": "What a named graph is, and what it holds",
        "operationId": "one_graph",
        "description": "In RDF, what it holds, as `/graph-store?graph=` gives it; as JSON or as a page, what it is.",
        "parameters": [
            _id("graphs"),
            _format(GRAPH_FORMS),
            {"name": "timeout", "in": "query", "description": "seconds; less than the server's limit", "schema": _TEXT},
        ],
        "responses": {
            "200": {"description": "The graph", "content": {"application/json": {"schema": described}, **others}},
            "304": {"description": "The client has this answer"},
            **{str(status): {} for status in (400, 404, 406, 413, 429, 503, 504)},
        },
    }


_INCLUDE: Final = {
    "name": "include",
    "in": "query",
    "required": False,
    "description": "what else JSON has: the card, gathered for people",
    "example": CARD,
    "schema": {"type": "string", "enum": [CARD]},
}
_HEADERS: Final = {
    "ETag": {"description": "of the release and the form", "schema": _TEXT},
    "Link": {"description": "the IRI (canonical), and the addresses of the other forms (alternate)", "schema": _TEXT},
    "X-Release": {"description": "the release that it is from", "schema": _TEXT},
}


def _id(section: str) -> dict[str, Any]:
    return {
        "name": "id",
        "in": "path",
        "required": True,
        "description": "its id, the last part of its path",
        "example": EXAMPLES[section],
        "schema": _ID,
    }


def _format(forms: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": "format",
        "in": "query",
        "required": False,
        "description": f"{', '.join(forms)}, or the media type of one; wins over Accept",
        "example": "turtle",
        "schema": _TEXT,
    }
