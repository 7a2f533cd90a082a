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

from kg.errors import BadParameter, KgError, NoRelease, QuerySyntax, StoreError, UnknownQuery, UnknownThing

STATUS: Final[Mapping[type[KgError], int]] = {
    BadParameter: 400,
    QuerySyntax: 400,
    UnknownQuery: 404,
    UnknownThing: 404,
    NoRelease: 503,
    StoreError: 503,
}
"""From error class to status; an error takes the status of its nearest ancestor here."""

_TITLES: Final = {
    400: "The request cannot be answered as it stands",
    404: "There is nothing here",
    405: "This method is not answered here",
    406: "No form of the answer fits what is accepted",
    422: "A parameter is not of its type",
    500: "The server has a fault",
    503: "The server has no release to answer from",
}
log = logging.getLogger("kg.server")


def problem(status: int, detail: str, **facts: Any) -> JSONResponse:
    """Make an answer that says what was wrong.

    Args:
        status: HTTP status.
        detail: what was wrong, in a sentence.
        facts: what was expected, what arrived, and so on; None is left out.
    """
    body = {"type": "about:blank", "title": _TITLES.get(status, "Error"), "status": status, "detail": detail}
    body |= {name: value for name, value in facts.items() if value}
    return JSONResponse(body, status, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Answer every error of ours, of the framework, and every fault with a problem."""
    app.add_exception_handler(KgError, _ours)
    app.add_exception_handler(HTTPException, _framework)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(Exception, _fault)


def status_of(error: KgError) -> int:
    """Give the HTTP status of an error of ours.

    Example:
        >>> status_of(UnknownThing("actors/nobody"))
        404
    """
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


async def _ours(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, KgError)
    status = status_of(error)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("%s: %s", request.url.path, error)
        if not isinstance(error, NoRelease):
            return problem(status, "the release cannot be read; the server's log says more")
    return problem(
        status,
        str(error),
        parameter=getattr(error, "name", None),
        expected=getattr(error, "expected", None),
        arrived=getattr(error, "arrived", None),
        nearest=list(getattr(error, "nearest", ())),
    )


async def _framework(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    detail = str(error.detail) if error.status_code not in (404, 405) else f"{request.method} {request.url.path}"
    answer = problem(error.status_code, detail)
    answer.headers.update(error.headers or {})
    return answer


async def _validation(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    return problem(422, first["msg"], parameter=str(first["loc"][-1]), arrived=str(first.get("input", ""))[:200])


async def _fault(request: Request, error: Exception) -> JSONResponse:
    log.error("%s", request.url.path, exc_info=error)
    return problem(500, "something unexpected happened; the server's log says what")
