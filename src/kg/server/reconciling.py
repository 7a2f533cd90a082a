"""Reading the requests of reconciliation clients, and writing answers for them."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from kg import __version__
from kg.errors import BadParameter
from kg.identifiers import canonical_json, sha256
from kg.parameters import Parameter, read, table
from kg.reconciliation.asked import (
    BATCH,
    BODY,
    CANDIDATES,
    CONDITIONS,
    ENTITIES,
    LONGEST,
    MOST_CANDIDATES,
    MOST_VALUES,
    PROPERTIES,
    VALUES,
    VALUES_IN_ALL,
    clean,
    shown,
)
from kg.reconciliation.manifest import NEW_VERSION, OLD_VERSION, ROOTS
from kg.reconciliation.suggestions import MOST_SUGGESTED, SUGGESTED, Suggesting
from kg.release import Release
from kg.server.answering import has_already
from kg.server.body import read_body
from kg.server.pages import page

Finding = Callable[[], Awaitable[dict[str, Any]]]
OLD: Final = "/" + ROOTS[OLD_VERSION]
NEW: Final = "/" + ROOTS[NEW_VERSION]
JSON: Final = "application/json"
FUNCTION: Final = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*){0,5}", re.ASCII)
"""What may be called in a script: names with dots between, and nothing else."""
_NAME: Final = 100

SUGGESTING: Final = table(
    Parameter("prefix", "what was typed so far, or an id; types and properties are all given if it is empty", "Hama"),
    Parameter("type", "id of a type: only entities, or properties, of it", "Place"),
    Parameter("schema", "the same, as older clients call it", "Place"),
    Parameter("limit", "how many suggestions", "5", "number", str(SUGGESTED), least=1, most=MOST_SUGGESTED),
    Parameter("offset", "how many to skip", "10", "number", "0", most=MOST_SUGGESTED),
    Parameter("cursor", "the same, as version 0.2 calls it", "10", "number", "0", most=MOST_SUGGESTED),
)
PROPOSING: Final = table(
    Parameter("type", "id of a type; all properties are given if there is none like it", "Place"),
    Parameter("limit", "how many properties; 0 for all", "5", "number", "0", most=MOST_SUGGESTED),
)
SHOWING: Final = table(Parameter("id", "id of what to show: a path or an IRI", "places/hama", required=True))

CALLBACK: Final = {
    "name": "callback",
    "in": "query",
    "description": "name of a function: the answer is a script that calls it (JSONP, version 0.2 only)",
    "schema": {"type": "string", "pattern": r"^[A-Za-z_$][A-Za-z0-9_$]*(\.[A-Za-z_$][A-Za-z0-9_$]*)*$"},
}
OLD_BATCH: Final = '{"q0": {"query": "Hama", "type": "Place", "properties": [{"pid": "within", "v": "Syria"}]}}'
"""An example of a batch of version 0.2."""
QUERIES: Final = {
    "name": "queries",
    "in": "query",
    "description": "a batch of version 0.2: JSON, an object of queries",
    "example": OLD_BATCH,
    "schema": {"type": "string", "contentMediaType": "application/json"},
}
EXTENDING: Final = {
    "name": "extend",
    "in": "query",
    "description": "a data extension query of version 0.2: JSON, ids and properties",
    "example": '{"ids": ["places/hama"], "properties": [{"id": "lat"}]}',
    "schema": {"type": "string", "contentMediaType": "application/json"},
}
UNIQUE: Final = {
    "name": "_",
    "in": "query",
    "description": "let pass: scripts in browsers make an address unique with it",
    "schema": {"type": "string"},
}

LIMITS: Final[Mapping[str, str]] = {
    "queries in a batch": f"{BATCH}; more is 413",
    "candidates of a query": f"{CANDIDATES}, or its limit, at most {MOST_CANDIDATES}",
    "properties or conditions of a query, and types": f"{CONDITIONS}",
    "values of a property": f"{VALUES}, in a batch {VALUES_IN_ALL}",
    "characters of a name or value": f"{LONGEST:,}",
    "entities and properties of a data extension": f"{ENTITIES} and {PROPERTIES}; more is 413",
    "values of a property of an entity": f"{MOST_VALUES}",
    "suggestions": f"{SUGGESTED}, or the limit, at most {MOST_SUGGESTED}",
    "bytes of a body": f"{BODY:,}; more is 413",
}
"""What is asked of the service at once, at most."""


def at_once(answer: dict[str, Any]) -> Finding:
    """Find what is there already."""

    async def given() -> dict[str, Any]:
        return answer

    return given


async def tagged(request: Request, release: Release, finding: Finding) -> Response:
    """Answer what follows from the release and the address alone, with an ETag; for version 0.2 as a script if asked.

    Args:
        request: names the function to call, if the answer is to be a script.
        release: what is answered from.
        finding: gives the answer; not asked if the client has it.

    Raises:
        BadParameter: if the function's name is none.
    """
    callback = None if is_new(request) else request.query_params.get("callback")
    if callback is not None and (len(callback) > _NAME or not FUNCTION.fullmatch(callback)):
        raise BadParameter("callback", "no function's name", "a name such as jQuery123_456", shown(callback))
    tag = f'W/"{release.name}-{sha256(canonical_json([__version__, str(request.url)]))[:16]}"'
    response: Response
    if has_already(dict(request.scope["headers"]), tag.encode()):
        response = Response(status_code=304)
    else:
        response = _written(await finding(), callback)
    response.headers.update({"ETag": tag, "Cache-Control": "no-cache", "X-Release": release.name})
    return response


def _written(answer: dict[str, Any], callback: str | None) -> Response:
    """Write JSON, or a call of a function with it: in ASCII, with nothing that could end a script or begin a tag."""
    if callback is None:
        return JSONResponse(answer)
    text = json.dumps(answer).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Response(f"/**/{callback}({text});", media_type="text/javascript; charset=utf-8")


def is_new(request: Request) -> bool:
    """Whether a request came to the endpoint of version 1.0-draft."""
    path = request.url.path
    return path == NEW or path.startswith(f"{NEW}/")


def media_of(request: Request) -> str:
    """Give the media type of a body, in lower case; empty if it has none."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def body_of(request: Request, wanted: str) -> bytes:
    """Read a body of one media type.

    Raises:
        HTTPException: 415 if it is something else, 413 if it is too long.
    """
    media = media_of(request)
    if media != wanted:
        raise HTTPException(415, f"the body's media type is {shown(media) or 'not given'}; {wanted} is needed")
    return await read_body(request.receive, dict(request.scope["headers"]), BODY)


def values_of(request: Request, known: Mapping[str, Parameter]) -> dict[str, Any]:
    """Read the parameters that are known; clients of this protocol send others of their own, which are let pass."""
    given = [(name, value) for name, value in request.query_params.multi_items() if name in known]
    return read(given, known, lambda text, _: text)


def suggesting(request: Request) -> Suggesting:
    """Read what somebody has typed so far."""
    values = values_of(request, SUGGESTING)
    return Suggesting(
        prefix=clean("prefix", values["prefix"] or ""),
        type=values["type"] or values["schema"] or "",
        limit=values["limit"],
        offset=values["offset"] or values["cursor"],
    )


def fragment(name: str, description: str, lines: Sequence[tuple[str, Sequence[str]]] = ()) -> str:
    """Write a few lines as HTML."""
    shown_ = page("reconcile_flyout.html", name=name, description=description, lines=lines)
    return bytes(shown_.body).decode()
