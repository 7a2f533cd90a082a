"""Exports for a request: a worker writes the file, and it is sent when it is whole.

So whatever is wrong has a status of its own, a length is told, and no client can take half a file for the whole.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fastapi import Request, Response

from kg.errors import Busy, QueryFailed
from kg.exports import EXPORTS, Source
from kg.release import Release
from kg.server.inner import looked_up
from kg.server.sending import Reader, Receive, Scope, Send

_BLOCK: Final = 1 << 16
_AGAIN: Final = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """An export for a worker to write.

    Attributes:
        format: its name.
        values: of its filters.
        texts: the same as they were asked for.
        path: of the file, which is there and empty.
        most: bytes that it may have.
    """

    format: str
    values: Mapping[str, Any]
    texts: Mapping[str, str]
    path: str
    most: int


class _TooLarge(Exception):
    """The file would be larger than allowed."""


class _Bounded:
    """Writes to a file until it is too large."""

    def __init__(self, file: Any, most: int) -> None:
        self._file, self._left = file, most

    def write(self, data: bytes, /) -> None:
        self._left -= len(data)
        if self._left < 0:
            raise _TooLarge
        self._file.write(data)


def write_export(release: Release, wanted: Wanted) -> bool:
    """Write an export; this runs in a worker.

    Returns:
        Whether it is whole; it is not if it would be larger than allowed.

    Raises:
        BadParameter: if filters do not fit together, or let in more than the format can show.
        UnknownThing: if a filter names nothing.
    """
    try:
        with Path(wanted.path).open("r+b") as file:
            EXPORTS[wanted.format].write(Source(release, wanted.values, wanted.texts), _Bounded(file, wanted.most))
    except _TooLarge:
        return False
    return True


class Waiting:
    """The files that wait for their readers, which may take so many bytes of disk together."""

    def __init__(self) -> None:
        self.bytes = 0

    def need(self, most: int) -> None:
        """Make sure that there is room for another.

        Raises:
            Busy: if there is none.
        """
        if self.bytes >= most:
            raise Busy("too many exports wait for their readers", _AGAIN)


WAITING: Final = Waiting()
"""Those of this process."""


async def exported(
    request: Request, release: Release, wanted: tuple[str, Mapping[str, Any], Mapping[str, str]]
) -> Response:
    """Have a worker write an export.

    Args:
        request: is answered with it; the work ends when the client goes away.
        release: to take it from.
        wanted: name of the format, values of the filters, and the same as texts.

    Raises:
        BadParameter: if filters do not fit together, or let in more than the format can show.
        UnknownThing: if a filter names nothing.
        Busy: if too much is asked already.
        QueryFailed: if it takes too long, too much memory, or would be too large.
    """
    settings = request.app.state.settings
    WAITING.need(settings.spool_mb << 20)
    handle, name = tempfile.mkstemp(prefix="export-", dir=request.app.state.live.folder)
    try:
        question = Wanted(*wanted, path=name, most=settings.max_result_mb << 20)
        is_whole = await looked_up(request, release, write_export, question)
    except BaseException:
        os.close(handle)
        raise
    finally:
        os.unlink(name)  # noqa: PTH108  who has it open can still read it, and it is gone when they are
    if not is_whole:
        os.close(handle)
        detail = f"the file would be larger than {settings.max_result_mb} MB; narrow it, or use `kg export`"
        raise QueryFailed("size", detail)
    return _Sent(handle, settings.reader_seconds)


class _Sent(Response):
    """Sends a file piece by piece, and cuts off who reads too slowly."""

    def __init__(self, handle: int, patience: float) -> None:
        super().__init__()
        self._handle, self._patience = handle, patience
        self._size = os.fstat(handle).st_size
        self.headers["Content-Length"] = str(self._size)
        WAITING.bytes += self._size

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  ASGI
        """Send it."""
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            with os.fdopen(self._handle, "rb") as file:
                await self._body(scope, send, file)
        finally:
            WAITING.bytes -= self._size

    async def _body(self, scope: Scope, send: Send, file: Any) -> None:
        reader = Reader(scope, send, self._patience)
        while block := file.read(_BLOCK):  # from the cache of the system, as it was just written
            if not await reader.takes(block):
                return
        await send({"type": "http.response.body"})
