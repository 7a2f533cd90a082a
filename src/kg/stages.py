"""How long each stage of a build takes, for its summary and its manifest."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final


def _quiet(_: str) -> None:
    """Tell nobody."""


class Stages:
    """Times stages, and tells which one has begun.

    Args:
        told: told the name of each stage as it begins, in words for people.

    Attributes:
        seconds: that each stage took, by its short name, in the order in which they began.
        cpu: processor seconds of this process in each stage, all its threads together.

    Example:
        >>> stages = Stages()
        >>> with stages("load", "loading the quads"):
        ...     pass
        >>> list(stages.seconds)
        ['load']
    """

    def __init__(self, told: Callable[[str], None] = _quiet) -> None:
        """Begin with no stage."""
        self.told: Final = told
        self.seconds: dict[str, float] = {}
        self.cpu: dict[str, float] = {}

    @contextmanager
    def __call__(self, name: str, words: str) -> Iterator[None]:
        """Time a stage; what runs under the same name twice is added up."""
        self.told(words)
        began, used = time.monotonic(), _processor()
        try:
            yield
        finally:
            self.seconds[name] = round(self.seconds.get(name, 0) + time.monotonic() - began, 3)
            self.cpu[name] = round(self.cpu.get(name, 0) + _processor() - used, 3)


def _processor() -> float:
    times = os.times()
    return times.user + times.system
