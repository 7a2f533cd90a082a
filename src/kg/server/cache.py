"""Answers that are remembered, within a bound: the last used stay."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

LARGEST: Final = 1 << 20
"""Bytes of the largest answer that is remembered."""
_OVERHEAD: Final = 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer.

    Attributes:
        status: HTTP status.
        headers: names in lower case.
        body: of the answer.
        release: name of the release that it is from.
        etag: of it; empty if it may differ each time.
        pinned: whether the request named the release.
    """

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes = b""
    release: str = ""
    etag: bytes = b""
    pinned: bool = field(default=False)


class Cache:
    """Replies by a short key of what was asked.

    Args:
        most: bytes of all replies together, with an allowance for what holds them.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._replies: OrderedDict[bytes, Reply] = OrderedDict()

    def get(self, key: bytes) -> Reply | None:
        """Give the reply to a request, if it is remembered."""
        reply = self._replies.get(key)
        if reply is not None:
            self._replies.move_to_end(key)
        return reply

    def put(self, key: bytes, reply: Reply) -> None:
        """Remember a reply, and forget the least used where there is no room."""
        if len(reply.body) > LARGEST:
            return
        self.drop(key)
        self._replies[key] = reply
        self._size += _size(reply)
        while self._size > self._most:
            self.drop(next(iter(self._replies)))

    def drop(self, key: bytes) -> None:
        """Forget a reply."""
        old = self._replies.pop(key, None)
        if old is not None:
            self._size -= _size(old)


def _size(reply: Reply) -> int:
    return len(reply.body) + sum(len(name) + len(value) for name, value in reply.headers) + _OVERHEAD
