"""Answers that are remembered, within a bound: the last used stay."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final, NamedTuple

LARGEST: Final = 1 << 20
"""Bytes of the largest answer that is remembered."""
_OVERHEAD: Final = 2048
"""Bytes of headers, and of what holds a reply."""

Key = tuple[bytes | str, ...]
"""All of a request that its answer follows from."""


class Reply(NamedTuple):
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
    pinned: bool = False


class Cache:
    """Replies by what was asked.

    Args:
        most: bytes of all replies and keys together, with an allowance for headers and what holds them.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._replies: OrderedDict[Key, Reply] = OrderedDict()

    def get(self, key: Key) -> Reply | None:
        """Give the reply to a request, if it is remembered."""
        reply = self._replies.get(key)
        if reply is not None:
            self._replies.move_to_end(key)
        return reply

    def put(self, key: Key, reply: Reply) -> None:
        """Remember a reply, and forget the least used where there is no room."""
        if len(reply.body) > LARGEST:
            return
        self.drop(key)
        self._replies[key] = reply
        self._size += _size(key, reply)
        while self._size > self._most:
            self.drop(next(iter(self._replies)))

    def drop(self, key: Key) -> None:
        """Forget a reply."""
        old = self._replies.pop(key, None)
        if old is not None:
            self._size -= _size(key, old)


def _size(key: Key, reply: Reply) -> int:
    return sum(map(len, key)) + len(reply.body) + _OVERHEAD
