"""What every address of ours does alike: HEAD and OPTIONS wherever there is GET, and pages of other sites may ask.

Also the one rule for parameters: what is not known is named back with the nearest that is, and nothing is given twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, MutableMapping
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.routing import APIRoute
from starlette.types import ASGIApp

from kg.errors import BadParameter
from kg.server.answering import ANYBODY, FOREVER
from kg.server.dependencies import NAMED
from kg.server.problems import fit
from kg.server.sending import Receive, Scope, Send
from kg.spelling import nearest

PREFLIGHT: Final = [
    *ANYBODY,
    (b"access-control-allow-headers", b"Accept, Content-Type, If-None-Match, X-Request-ID"),
    (b"access-control-max-age", b"86400"),
]
"""Headers for who asks beforehand what may be asked (https://fetch.spec.whatwg.org/#cors-preflight-fetch)."""
_GUARD: Final = (b"x-content-type-options", b"nosniff")
_READ: Final = "GET"
_NOT_ALLOWED: Final = 405
_WELL: Final = 200
Message = MutableMapping[str, Any]


class Manners:
    """Wraps the framework's routes.

    Args:
        app: the application whose documentation tells the methods of its routes.
        inner: what answers, and need know nothing but GET.
    """

    def __init__(self, app: FastAPI, inner: ASGIApp) -> None:
        self._app = app
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        told = False
        scope[NAMED] = {}

        async def sending(message: Message) -> None:
            nonlocal told
            if message["type"] == "http.response.start":
                message, told = self._finished(scope, message)
            elif told:
                message = {**message, "body": b""}
            await send(message)

        if scope["type"] != "http":
            await self._inner(scope, receive, send)
        elif scope["method"] == "HEAD":
            await self._head(scope, receive, sending)
        else:
            await self._inner(scope, receive, sending)

    async def _head(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer HEAD as the route does, or if it does not, as it answers GET, without the body."""
        refused = False

        async def first(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and message["status"] == _NOT_ALLOWED:
                refused = _READ in _allowed(message)
            if not refused:
                await send(message)

        async def bare(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        own = dict(scope)
        await self._inner(own, receive, first)
        if refused:
            own = {**scope, "method": _READ}
            await self._inner(own, receive, bare)
        scope["route"] = own.get("route")  # for the log and the figures

    def _finished(self, scope: Scope, message: Message) -> tuple[Message, bool]:
        """Complete the headers of an answer.

        Returns:
            The answer's beginning, and whether it tells what is allowed, instead of refusing OPTIONS.
        """
        headers = list(message.get("headers", ()))
        status, told = message["status"], False
        if status == _NOT_ALLOWED:
            methods = ", ".join(self._methods(scope, _allowed(message))).encode()
            headers = [(b"allow", methods), *(pair for pair in headers if pair[0] != b"allow")]
            if scope["method"] == "OPTIONS":
                status, told = 204, True
                headers = [(b"allow", methods), (b"access-control-allow-methods", methods), *PREFLIGHT]
        there = {name for name, _ in headers}
        if status == _WELL and scope[NAMED] and b"etag" in there and not _is_page(headers):
            headers = [pair for pair in headers if pair[0] != b"cache-control"]
            headers.append((b"cache-control", FOREVER))
        headers += [pair for pair in (*ANYBODY, _GUARD) if pair[0] not in there]
        return {**message, "status": status, "headers": headers}, told

    def _methods(self, scope: Scope, allowed: Collection[str]) -> list[str]:
        """Tell all methods of an address; the framework tells those of one route, and an address may have several."""
        path = getattr(scope.get("route"), "path", "")
        documented = self._app.openapi()["paths"].get(path, {})
        methods = {*allowed, "OPTIONS", *(name.upper() for name in documented if name in _HTTP)}
        return sorted(methods | ({"HEAD"} if _READ in methods else set()))


_HTTP: Final = {"get", "head", "post", "put", "patch", "delete", "options"}


def _is_page(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether an answer is a page: it names scripts and styles, which follow from no release."""
    return any(name == b"content-type" and value.startswith(b"text/html") for name, value in headers)


def _allowed(message: Message) -> set[str]:
    allow = next((value for name, value in message["headers"] if name == b"allow"), b"")
    return {method.strip() for method in allow.decode("latin-1").split(",") if method.strip()}


async def known_only(request: Request) -> None:
    """Refuse parameters that a route does not document, and those that are given twice; a dependency of every route.

    Routes that document their parameters themselves read them themselves, too, and show them again in a form.

    Raises:
        BadParameter: if there is such a parameter.
    """
    route = request.scope.get("route")
    if not request.scope["query_string"] or not isinstance(route, APIRoute):
        return
    if "parameters" in (route.openapi_extra or {}):
        return
    operation = request.app.openapi()["paths"].get(route.path, {}).get(request.method.lower())
    if operation is not None:
        known = [one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"]
        once(request.query_params.multi_items(), known)


def once(given: Iterable[tuple[str, str]], known: Collection[str] | None = None) -> dict[str, str]:
    """Take parameters, each known and given once.

    Args:
        given: names and values, as they came.
        known: the names that there are; None where whoever reads the values knows.

    Raises:
        BadParameter: if one is unknown, with the nearest, or given twice.

    Example:
        >>> once([("format", "ttl")], ["format"])
        {'format': 'ttl'}
        >>> once([("formt", "ttl")], ["format", "include"])
        Traceback (most recent call last):
        kg.errors.BadParameter: parameter 'formt': there is no such parameter here; expected format
    """
    values: dict[str, str] = {}
    for name, value in given:
        shown = fit(name)
        if known is not None and name not in known:
            close = nearest(shown, known)[:1] or known
            expected = f"one of {', '.join(close)}" if len(close) > 1 else next(iter(close), "no parameter at all")
            raise BadParameter(shown, "there is no such parameter here", expected, fit(value))
        if shown in values:
            raise BadParameter(shown, "given twice", "one value", fit(value))
        values[shown] = value
    return values


def given(request: Request) -> dict[str, str]:
    """Take the parameters of a question from a request, each given once; that of the form is no part of it."""
    values = once(request.query_params.multi_items())
    values.pop("format", None)
    return values
