"""Errors as ``application/problem+json`` (https://www.rfc-editor.org/rfc/rfc9457): one shape for every route."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from kg.errors import (
    BadParameter,
    Busy,
    KgError,
    NoRelease,
    QueryFailed,
    QueryRefused,
    QuerySyntax,
    QueryTooLong,
    ReleaseGone,
    StoreError,
    TooManyQueries,
    UnknownQuery,
    UnknownThing,
)

STATUS: Final[Mapping[type[KgError], int]] = {
    BadParameter: 400,
    QuerySyntax: 400,
    QueryRefused: 400,
    QueryTooLong: 413,
    TooManyQueries: 429,
    Busy: 503,
    ReleaseGone: 410,
    UnknownQuery: 404,
    UnknownThing: 404,
    NoRelease: 503,
    StoreError: 503,
}
"""From error class to status; an error takes the status of its nearest ancestor here."""

FAILURES: Final[Mapping[str, int]] = {
    "syntax": 400,
    "missing": 404,
    "gone": 410,
    "size": 413,
    "fault": 500,
    "cancelled": 503,
    "memory": 503,
    "time": 504,
}
"""From the way in which a query failed to status."""

TITLES: Final = {
    400: "The request cannot be answered as it stands",
    401: "This is for administrators",
    403: "This is not allowed here",
    404: "There is nothing here",
    405: "This method is not answered here",
    406: "No form of the answer fits what is accepted",
    408: "The request took too long to arrive",
    410: "This is not kept any more",
    413: "This is larger than allowed",
    414: "The address is longer than allowed",
    415: "The body is of a kind that is not read here",
    429: "Too many requests of yours at once",
    431: "The headers are longer than allowed",
    500: "The server has a fault",
    501: "This is not done here",
    503: "The server cannot answer this now",
    505: "This version of HTTP is not spoken here",
    504: "The query took too long",
}
"""What an answer of a status says in the first place."""
MEDIA: Final = "application/problem+json"
ECHO: Final = 200
"""Characters that an answer repeats of what came."""
SCHEMA: Final[Mapping[str, Any]] = {
    "type": "object",
    "description": "What was wrong, what was expected and what arrived (https://www.rfc-editor.org/rfc/rfc9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string", "description": "the same for all answers of a status"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "what was wrong, in a sentence"},
        "parameter": {"type": "string", "description": "the parameter that it was wrong with"},
        "expected": {"type": "string", "description": "what would have been accepted"},
        "arrived": {"type": "string", "description": f"the first {ECHO} characters of what came"},
        "nearest": {"type": "array", "items": {"type": "string"}, "description": "ids or names that are most like it"},
        "kind": {"type": "string", "description": "of a query that began and did not end well: time, memory, ..."},
        "release": {"type": "string", "description": "the release that it is about"},
    },
    "example": {
        "type": "about:blank",
        "title": TITLES[400],
        "status": 400,
        "detail": "parameter 'on': not a day; expected a day as YYYY-MM-DD, such as 2024-12-05",
        "parameter": "on",
        "expected": "a day as YYYY-MM-DD, such as 2024-12-05",
        "arrived": "yesterday",
    },
}
"""The JSON Schema of a problem."""
log = logging.getLogger("kg.server")


def fit(text: str, most: int = ECHO) -> str:
    r"""Give the beginning of a text that came, with marks in the place of what is not printable.

    Example:
        >>> fit("a\u202eb"), len(fit("x" * 10_000))
        ('a�b', 200)
    """
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[:most])


def problem(status: int, detail: str, **facts: Any) -> JSONResponse:
    """Make an answer that says what was wrong.

    Args:
        status: HTTP status.
        detail: what was wrong, in a sentence.
        facts: what was expected, what arrived, and so on; None is left out.
    """
    body = {"type": "about:blank", "title": TITLES.get(status, "Error"), "status": status, "detail": detail}
    body |= {name: value for name, value in facts.items() if value}
    return JSONResponse(body, status, {"X-Content-Type-Options": "nosniff"}, MEDIA)


def install(app: FastAPI) -> None:
    """Answer every error of ours, of the framework, and every fault with a problem."""
    app.add_exception_handler(KgError, _known)
    app.add_exception_handler(HTTPException, _known)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(Exception, _fault)


def status_of(error: KgError) -> int:
    """Give the HTTP status of an error of ours.

    Example:
        >>> status_of(UnknownThing("actors/nobody"))
        404
    """
    if isinstance(error, QueryFailed):
        return FAILURES[error.kind]
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def words(error: KgError) -> str:
    """Say what was wrong in a sentence, without more of what came than is fit to be shown.

    Example:
        >>> len(words(UnknownThing("x" * 10_000)))
        225
    """
    if isinstance(error, UnknownThing):
        return str(UnknownThing(fit(error.asked), error.nearest))
    if isinstance(error, UnknownQuery):
        return str(UnknownQuery(fit(error.slug), error.nearest))
    arrived = getattr(error, "arrived", None) or ""
    return str(error).replace(arrived, fit(arrived)) if len(arrived) > ECHO else str(error)


def told(error: KgError | HTTPException, where: str) -> JSONResponse:
    """Make the answer to an error.

    Args:
        error: of ours or of the framework.
        where: method and path of the request.
    """
    if isinstance(error, HTTPException):
        plain = error.detail == HTTPStatus(error.status_code).phrase
        answer = problem(error.status_code, where if plain else str(error.detail))
        answer.headers.update(error.headers or {})
        return answer
    status = status_of(error)
    if isinstance(error, StoreError):
        log.error("%s: %s", where, error)
        if not isinstance(error, NoRelease):
            return problem(status, "the release cannot be read; the server's log says more")
    answer = problem(
        status,
        words(error),
        parameter=getattr(error, "name", None),
        expected=getattr(error, "expected", None),
        arrived=fit(getattr(error, "arrived", None) or ""),
        nearest=list(getattr(error, "nearest", ())),
        kind=getattr(error, "kind", None),
    )
    if isinstance(error, Busy):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


async def _known(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, KgError | HTTPException)
    return told(error, f"{request.method} {fit(request.url.path)}")


async def _validation(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    return problem(400, first["msg"], parameter=str(first["loc"][-1]), arrived=fit(str(first.get("input", ""))))


async def _fault(request: Request, error: Exception) -> JSONResponse:
    log.error("%s", request.url.path, exc_info=error)
    return problem(500, "something unexpected happened; the server's log says what")
