"""What every request passes first: an id, the two endpoints that need no framework, the log and the figures."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Collection, Mapping, MutableMapping, Sequence
from itertools import count
from secrets import token_hex
from typing import Any, Final

from starlette.types import ASGIApp

from kg.server import logs
from kg.server.answering import client_of
from kg.server.metrics import TALLY
from kg.server.sending import WHOLE, Receive, Scope, Send
from kg.sparql.pool import Pool

log = logging.getLogger("kg.access")
_ID: Final = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_LONGEST: Final = 500
_DELAY: Final = 0.1
CACHED: Final = frozenset({"/sparql", "/graph-store"})
"""Those of the direct paths that answer queries, which may be remembered."""
_METHODS: Final = {"GET", "HEAD", "POST", "OPTIONS", "DELETE", "PUT"}
_LINE: Final = "%(client)s %(method)s %(path)s %(status)s %(ms)s ms %(bytes)s B %(request_id)s"


class Front:
    """Wraps the application.

    Args:
        app: answers what is not answered here.
        direct: ASGI applications by path; a path such as ``/actors/{id}`` stands for one more part of any kind, unless
            the application has a route for it.
        own: paths that the application has routes for.
        pool: whose load is told with the figures.
    """

    def __init__(self, app: ASGIApp, direct: Mapping[str, ASGIApp], own: Collection[str], pool: Pool) -> None:
        self._app = app
        self._direct = direct
        self._own = own
        self._pool = pool
        self._lines = Lines()
        self._series = token_hex(4)
        self._ids = count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            self._lines.write()
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
        route = self._route(scope["path"])
        try:
            await self._direct.get(route, self._app)(scope, receive, sending)
        finally:
            self._tell(scope, route, told, time.perf_counter() - began, request_id)

    def _route(self, path: str) -> str:
        """Give the path in `direct` that an address stands under, or the address itself."""
        if path in self._direct or path in self._own:
            return path
        section, _, rest = path[1:].removesuffix("/").partition("/")
        one = f"/{section}/{{id}}"
        return one if rest and "/" not in rest and one in self._direct else path

    def _id(self, scope: Scope) -> bytes:
        """Take the id that a proxy gave, or make one."""
        for name, value in scope["headers"]:
            if name == b"x-request-id" and _ID.fullmatch(value):
                return bytes(value)
        return f"{self._series}-{next(self._ids):x}".encode()

    def _tell(self, scope: Scope, route: str, told: Sequence[int], seconds: float, request_id: bytes) -> None:
        status, size = told
        direct = route in self._direct
        route = route if direct else getattr(scope.get("route"), "path", "other")
        method = scope["method"] if scope["method"] in _METHODS else "other"
        cache = scope.get("ckg.cache", "miss") if route in CACHED else ""
        TALLY.add(route, method, status, seconds, cache)
        TALLY.load = self._pool.running, self._pool.waiting
        if log.isEnabledFor(logging.INFO):
            asked = scope.get("raw_path", b"").decode("latin-1")  # still encoded: no line ends, no escapes
            if scope["query_string"]:
                asked += "?" + scope["query_string"].decode("latin-1")
            self._lines.add(
                {
                    "client": client_of(scope),
                    "method": scope["method"],
                    "path": asked[:_LONGEST],
                    "status": status,
                    "ms": round(seconds * 1000, 2),
                    "bytes": size,
                    "request_id": request_id.decode(),
                }
            )


class Lines:
    """Lines of the log that are not written yet: many at once take a fraction of the time, and none waits long."""

    def __init__(self) -> None:
        """Begin with none."""
        self._waiting: list[tuple[float, dict[str, Any]]] = []

    def add(self, facts: dict[str, Any]) -> None:
        """Have a line written soon, with the time that it is now."""
        if not self._waiting:
            asyncio.get_running_loop().call_later(_DELAY, self.write)
        self._waiting.append((time.time(), facts))

    def write(self) -> None:
        """Write the lines that wait."""
        waiting, self._waiting = self._waiting, []
        logs.write([_record(when, facts) for when, facts in waiting])


def _record(when: float, facts: dict[str, Any]) -> logging.LogRecord:
    record = logging.LogRecord(log.name, logging.INFO, "", 0, _LINE, (facts,), None)
    vars(record).update(facts, created=when)
    return record
