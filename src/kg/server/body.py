"""Reading a request's body, within a bound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from starlette.exceptions import HTTPException

from kg.server.sending import Receive

LET_GO: Final = 8 << 20
"""Bytes too many that are read and let go: most clients look for an answer only when they have sent everything."""


async def read_body(receive: Receive, headers: Mapping[bytes, bytes], most: int) -> bytes:
    """Read a body; the HTTP protocol sees to it that it arrives in time.

    Args:
        receive: of the request.
        headers: of the request, names in lower case.
        most: bytes that it may have.

    Raises:
        HTTPException: 413 if it is longer, 415 if it is compressed, 400 if the client goes away meanwhile.
    """
    if headers.get(b"content-encoding", b"identity").lower() != b"identity":
        raise HTTPException(415, "a compressed body is not read here")
    said = headers.get(b"content-length", b"")
    if said.isdigit() and int(said) > most + LET_GO:
        raise _too_long(most)
    body = bytearray()
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise HTTPException(400, "the body did not arrive")
        piece = message.get("body", b"")
        size += len(piece)
        if size <= most:
            body += piece
        elif size > most + LET_GO:
            raise _too_long(most)
        if not message.get("more_body", False):
            if size > most:
                raise _too_long(most)
            return bytes(body)


def _too_long(most: int) -> HTTPException:
    # The rest of the body is not waited for, so no other request can come on this connection.
    return HTTPException(413, f"the body is longer than {most} bytes", {"Connection": "close"})
