"""What a server process and its worker processes say to one another: jobs one way, frames of an answer the other.

A frame is one byte for its kind, four for the length of what follows, and that. Both ends are ours and run the same
Python, so values are marshalled where they are plain, which takes a fraction of the time, and pickled where they are
not: the server trusts its workers as it trusts itself.
"""

from __future__ import annotations

import marshal
import pickle
import struct
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

JOB: Final = b"J"
"""Something to do; with a `Job`."""
READY: Final = b"R"
"""A worker can take jobs; with how it is confined, as a `dict`."""
DATA: Final = b"D"
"""Bytes of the answer."""
ENDED: Final = b"E"
"""The answer is whole; with an `Ended`."""
FAILED: Final = b"F"
"""There is no answer, or no more of it; with a `Failed`."""
_HEAD: Final = struct.Struct(">cI")
_PLAIN, _PICKLED = b"m", b"p"


class Job(NamedTuple):
    """Work for a worker.

    Attributes:
        task: which of the worker's tasks.
        release: directory of the release to do it on.
        arguments: of the task, by name.
        most_bytes: how large the answer may be.
        shown: what an administrator sees of it; workers are not told.
    """

    task: str
    release: str
    arguments: Mapping[str, Any]
    most_bytes: int = 1 << 62
    shown: str = ""


class Ended(NamedTuple):
    """The end of an answer.

    Attributes:
        truncated: whether rows or triples were left out because there were more than asked for.
        told: whether the answer itself says so, to whoever reads its format.
        last: whether the worker should do nothing more.
    """

    truncated: bool = False
    told: bool = False
    last: bool = False


class Failed(NamedTuple):
    """Why there is no answer.

    Attributes:
        kind: ``syntax``, ``size``, ``memory``, ``time``, ``cancelled``, ``gone``, ``missing`` or ``fault``.
        detail: what was wrong, in a sentence.
    """

    kind: str
    detail: str


def frame(kind: bytes, payload: bytes) -> bytes:
    """Wrap bytes as a frame."""
    return _HEAD.pack(kind, len(payload)) + payload


_MADE: Final[Mapping[bytes, Callable[..., object]]] = {JOB: Job, ENDED: Ended, FAILED: Failed}


def message(kind: bytes, value: Any) -> bytes:
    """Wrap a value as a frame."""
    try:
        return frame(kind, _PLAIN + marshal.dumps(tuple(value) if isinstance(value, tuple) else value))
    except ValueError:  # something in it is no plain value
        return frame(kind, _PICKLED + pickle.dumps(value))


def _value(kind: bytes, payload: bytes) -> object:
    if payload[:1] == _PICKLED:
        return pickle.loads(payload[1:])  # noqa: S301  our own worker's
    value = marshal.loads(payload[1:])  # noqa: S302  as above
    made = _MADE.get(kind)
    return made(*value) if made else value


class Frames:
    """Takes frames out of a stream of bytes.

    Example:
        >>> frames = Frames()
        >>> sent = frame(DATA, b"abc") + message(ENDED, Ended())
        >>> frames.feed(sent[:7]), frames.feed(sent[7:])
        ([], [(b'D', b'abc'), (b'E', Ended(truncated=False, told=False, last=False))])
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._held = bytearray()

    def feed(self, data: bytes) -> list[tuple[bytes, Any]]:
        """Give the frames that are whole now, each once: kind, and bytes or the value."""
        self._held += data
        frames = []
        start = 0
        while len(self._held) - start >= _HEAD.size:
            kind, length = _HEAD.unpack_from(self._held, start)
            end = start + _HEAD.size + length
            if len(self._held) < end:
                break
            payload = bytes(self._held[start + _HEAD.size : end])
            frames.append((kind, payload if kind == DATA else _value(kind, payload)))
            start = end
        del self._held[:start]
        return frames
