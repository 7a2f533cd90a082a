"""Spellings: folding them to what counts, and the nearest known one for a message."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from rapidfuzz import process

LIKE: Final = 65
"""Below this score (of 100) nothing is offered."""
CLOSE: Final = 12
"""What scores so much less than the best is not offered beside it."""


@lru_cache(1 << 16)  # a table of a million rows has few names, and each many times
def folded(text: str) -> str:
    """Reduce a spelling to what counts: no case, no accents, single blanks.

    Example:
        >>> folded("  Türkiye ")
        'turkiye'
    """
    plain = text.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(plain.split())


def nearest(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Give the known words that are spelt most like one, the likeliest first; none if none is like it.

    Example:
        >>> nearest("captur", ["capture", "ceasefire", "war"])
        ['capture']
    """
    found = process.extract(word, list(known), limit=most, score_cutoff=LIKE)
    return [match for match, score, _ in found if score >= found[0][1] - CLOSE]
