"""Sending an answer while it grows: whole with its length if it is there soon, else piece by piece."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from kg.errors import QueryFailed
from kg.server.cache import Reply
from kg.sparql.jobs import Ended
from kg.sparql.runs import Run

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

HOLD: Final = 0.05
"""Seconds for which the first piece of an answer waits for the end: whatever is wrong by then has a status of its own,
and a short answer has a length and is remembered."""
WHOLE: Final = "ckg.whole"
"""The name under which it offers to send a whole answer in one piece, which takes a third of the time."""
_MEGABYTE: Final = 1 << 20
_WITHOUT_LENGTH: Final = {204, 304}  # https://www.rfc-editor.org/rfc/rfc9110#section-8.6
TRUNCATED: Final = (b"x-truncated", b"true")
ABORT: Final = "ckg.abort"
"""The name under which the HTTP protocol offers to cut the connection."""


async def send_reply(scope: Scope, send: Send, reply: Reply) -> None:
    """Send a whole answer; to HEAD its headers."""
    headers = reply.headers
    if reply.status not in _WITHOUT_LENGTH:
        headers = [*headers, (b"content-length", b"%d" % len(reply.body))]
    body = b"" if scope["method"] == "HEAD" else reply.body
    offered = scope.get("extensions", {}).get(WHOLE)
    if offered is not None and offered["send"](reply.status, headers, body):
        return
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def settle(scope: Scope, run: Run) -> None:
    """Wait for an answer's end, or until there is enough to begin with.

    HTTP/1.0 knows no chunks, so that only a length tells a whole answer from one that was cut: there we wait.
    """
    await run.settle(HOLD if scope["http_version"] == "1.1" else None)


async def whole(run: Run) -> tuple[bytes, Ended]:
    """Wait for the end of an answer, and take all of it.

    Raises:
        QueryFailed: if it ended badly.
    """
    await run.settle()
    if run.failed is not None:
        raise QueryFailed(run.failed.kind, run.failed.detail)
    assert run.ended is not None
    pieces = []
    while piece := run.spool.take():
        pieces.append(piece)
    return b"".join(pieces), run.ended


class Reader:
    """A client that is sent an answer piece by piece.

    Args:
        scope: of the request.
        send: sends to it.
        patience: seconds in which it must read a megabyte while there is more; else it is cut off.
    """

    def __init__(self, scope: Scope, send: Send, patience: float) -> None:
        self._scope, self._send, self._patience = scope, send, patience
        self._sent, self._waited = 0, 0.0

    async def takes(self, block: bytes) -> bool:
        """Send a piece; tell whether there is still anybody to send more to."""
        began = time.monotonic()
        await self._send({"type": "http.response.body", "body": block, "more_body": True})
        self._waited += time.monotonic() - began
        self._sent += len(block)
        if self._sent >= _MEGABYTE:
            self._sent, self._waited = 0, 0.0
        elif self._waited > self._patience:
            cut(self._scope)
            return False
        return True


async def stream(scope: Scope, send: Send, headers: list[tuple[bytes, bytes]], run: Run, patience: float) -> None:
    """Send an answer piece by piece: with its length if it is over, else in chunks as it grows.

    Whoever reads less than a megabyte in `patience` seconds, while there is more, is cut off. So is an answer that ends
    badly, or would have to say that it was truncated and cannot any more: without a last chunk, no client can take what
    it has for the whole.
    """
    if run.ended is not None:
        headers = [*headers, (b"content-length", b"%d" % run.spool.size)]
        headers += [TRUNCATED] if run.ended.truncated else []
    told = run.ended is not None
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    if scope["method"] == "HEAD":
        await send({"type": "http.response.body"})
        return
    reader = Reader(scope, send, patience)
    async for block in run.blocks():
        if not await reader.takes(block):
            return
    if run.ended is not None and (told or run.ended.told or not run.ended.truncated):
        await send({"type": "http.response.body"})
    else:
        cut(scope)


def cut(scope: Scope) -> None:
    """Cut the connection.

    Raises:
        ConnectionAbortedError: where the protocol does not offer it, which ends the connection as well.
    """
    offered = scope.get("extensions", {}).get(ABORT)
    if offered is None:
        raise ConnectionAbortedError
    offered["abort"]()
