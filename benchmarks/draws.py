"""Drawing by weights, and handing out by shares."""

from __future__ import annotations

import bisect
import random
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final, Generic, TypeVar

from event_profile import Histogram

_SYLLABLES: Final = (
    "ba", "da", "fi", "ha", "ka", "la", "mi", "na", "qu", "ra", "sa", "ta", "wa", "ya", "zi", "shu", "kho", "tha", "ri",
    "mun", "lir", "bash", "dar", "é", "ão", "ül", "ñe", "oş", "go", "pe", "vul", "je",
)  # fmt: skip

T = TypeVar("T")


class Draw(Generic[T]):
    """Draws from values by their weights.

    Example:
        >>> Draw(["a", "b"], [1, 0], random.Random(1))()
        'a'
    """

    def __init__(self, values: Sequence[T], weights: Iterable[float], rng: random.Random) -> None:
        """Keep the values; `rng` is shared with whoever else draws from it."""
        self._values = values
        self._sums = list(accumulate(weights))
        self._random = rng.random

    def __call__(self) -> T:
        """Draw one."""
        return self._values[bisect.bisect_right(self._sums, self._random() * self._sums[-1])]

    @staticmethod
    def of(histogram: Histogram, rng: random.Random) -> Draw[int]:
        """Draw from values that have been counted."""
        return Draw([value for value, _ in histogram], [count for _, count in histogram], rng)


class Quota(Generic[T]):
    """Says which value is due, so that each gets its share of a weight that comes in pieces, the heavy ones first.

    Example:
        >>> quota = Quota({"a": 0.5, "b": 0.5})
        >>> quota.give("a", 3)
        >>> quota.due(1)
        'b'
    """

    def __init__(self, shares: dict[T, float]) -> None:
        """Keep the shares, which add up to one."""
        self._shares = shares
        self._given = dict.fromkeys(shares, 0.0)
        self._total = 0.0

    @staticmethod
    def of(histogram: Histogram) -> Quota[int]:
        """Give values their shares as counted."""
        total = sum(count for _, count in histogram)
        return Quota({value: count / total for value, count in histogram})

    def due(self, weight: float) -> T:
        """Say which value lacks most of its share, once a piece of this weight is given."""
        total = self._total + weight
        return max(self._shares, key=lambda value: self._shares[value] * total - self._given[value])

    def give(self, value: T, weight: float) -> None:
        """Give a piece to a value."""
        self._given[value] += weight
        self._total += weight


class Names:
    """Makes names of syllables, none of them twice.

    Args:
        rng: the same state makes the same names.
    """

    def __init__(self, rng: random.Random) -> None:
        """Begin with no name taken."""
        self._rng = rng
        self._taken: set[str] = set()

    def one(self, word: str = "") -> str:
        """Make a name, with a word behind it."""
        while True:
            parts = self._rng.choices(_SYLLABLES, k=self._rng.choice((2, 3, 3, 4)))
            name = f"{''.join(parts).capitalize()} {word}".strip()
            if name not in self._taken:
                self._taken.add(name)
                return name
