"""What every request passes first: an id, the two endpoints that need no framework, the log and the figures."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import MutableMapping
from itertools import count
from secrets import token_hex
from typing import Any, Final

from starlette.types import ASGIApp

from kg.server.answering import client_of
from kg.server.metrics import TALLY
from kg.server.sending import WHOLE, Receive, Scope, Send
from kg.sparql.pool import Pool

log = logging.getLogger("kg.access")
_ID: Final = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_LONGEST: Final = 500
_METHODS: Final = {"GET", "HEAD", "POST", "OPTIONS", "DELETE", "PUT"}
_LINE: Final = "%(client)s %(method)s %(path)s %(status)s %(ms)s ms %(bytes)s B %(request_id)s"


class Front:
    """Wraps the application.

    Args:
        app: answers what is not answered here.
        direct: ASGI applications by path.
        pool: whose load is told with the figures.
    """

    def __init__(self, app: ASGIApp, direct: dict[str, ASGIApp], pool: Pool) -> None:
        self._app = app
        self._direct = direct
        self._pool = pool
        self._series = token_hex(4)
        self._ids = count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        request_id = self._id(scope)
        told = [0, 0]

        async def sending(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                told[0] = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", request_id)]
            else:
                told[1] += len(message.get("body", b""))
            await send(message)

        offered = scope.get("extensions", {}).get(WHOLE)
        if offered is not None:
            whole = offered["send"]

            def send_whole(status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> bool:
                done: bool = whole(status, [*headers, (b"x-request-id", request_id)], body)
                if done:
                    told[:] = status, len(body)
                return done

            scope["extensions"] = {**scope["extensions"], WHOLE: {"send": send_whole}}
        try:
            await self._direct.get(scope["path"], self._app)(scope, receive, sending)
        finally:
            self._tell(scope, told[0], told[1], time.perf_counter() - began, request_id)

    def _id(self, scope: Scope) -> bytes:
        """Take the id that a proxy gave, or make one."""
        for name, value in scope["headers"]:
            if name == b"x-request-id" and _ID.fullmatch(value):
                return bytes(value)
        return f"{self._series}-{next(self._ids):x}".encode()

    def _tell(self, scope: Scope, status: int, size: int, seconds: float, request_id: bytes) -> None:
        path: str = scope["path"]
        route = path if path in self._direct else getattr(scope.get("route"), "path", "other")
        method = scope["method"] if scope["method"] in _METHODS else "other"
        cache = scope.get("ckg.cache", "miss") if path in self._direct else ""
        TALLY.add(route, method, status, seconds, cache)
        TALLY.load = self._pool.running, self._pool.waiting
        if log.isEnabledFor(logging.INFO):
            asked = scope.get("raw_path", b"").decode("latin-1")  # still encoded: no line ends, no escapes
            if scope["query_string"]:
                asked += "?" + scope["query_string"].decode("latin-1")
            facts = {
                "client": client_of(scope),
                "method": scope["method"],
                "path": asked[:_LONGEST],
                "status": status,
                "ms": round(seconds * 1000, 2),
                "bytes": size,
                "request_id": request_id.decode(),
            }
            log.info(_LINE, facts, extra=facts)
