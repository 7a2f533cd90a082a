"""An answer on its way: it arrives as fast as the engine makes it and leaves as fast as the client reads.

Little is held in memory; the rest waits in a temporary file, so that a slow reader holds neither a worker nor memory.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections import deque
from contextlib import suppress
from typing import BinaryIO, Final

IN_MEMORY: Final = 1 << 20
"""Bytes that wait in memory."""
_PIECE: Final = 256 * 1024


class Room:
    """Space on disk that many spools share.

    Args:
        most: bytes.

    Attributes:
        used: bytes that are taken.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.used = 0

    def take(self, size: int) -> None:
        """Take space.

        Raises:
            OSError: if there is not so much.
        """
        if self.used + size > self.most:
            raise OSError(errno.ENOSPC, "too many answers wait to be read")
        self.used += size


class Spool:
    """Bytes in, the same bytes out, in order.

    Args:
        room: space on disk that it shares with others; None for as much as there is.

    Attributes:
        size: how many bytes came in.

    Example:
        >>> spool = Spool()
        >>> spool.add(b"one"); spool.add(b"two")
        >>> spool.take(), spool.take(), spool.take()
        (b'one', b'two', b'')
    """

    def __init__(self, room: Room | None = None) -> None:
        self._room = room
        self.size = 0
        self._blocks: deque[bytes] = deque()
        self._held = 0
        self._file: BinaryIO | None = None
        self._written = self._read = self._taken = 0
        self._closed = False

    def add(self, block: bytes) -> None:
        """Take a block; a spool that is closed forgets it.

        Raises:
            OSError: if it would have to wait on a disk that is full.
        """
        if self._closed or not block:  # an empty one would look like the end to whoever takes
            return
        self.size += len(block)
        if self._read == self._written and self._held + len(block) <= IN_MEMORY:
            self._blocks.append(block)
            self._held += len(block)
            return
        if self._room is not None:
            self._room.take(len(block))
            self._taken += len(block)
        if self._file is None:
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  closed by `close`
        while block:
            count = os.pwrite(self._file.fileno(), block, self._written)
            self._written += count
            block = block[count:]

    def take(self) -> bytes:
        """Give the next bytes, or none if nothing waits."""
        if self._blocks:
            block = self._blocks.popleft()
            self._held -= len(block)
            return block
        if self._file is None or self._read == self._written:
            return b""
        piece = os.pread(self._file.fileno(), min(_PIECE, self._written - self._read), self._read)
        self._read += len(piece)
        return piece

    def close(self) -> None:
        """Forget everything."""
        self._closed = True
        if self._room is not None:
            self._room.used -= self._taken
        self._taken = 0
        self._blocks.clear()
        self._held = 0
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
            self._read = self._written = 0
            self._file = None
