"""Bones: the consonants of a word, in few classes; the spellings of one name share them.

What a letter stands for depends on the language, so a word has the bones of each way of reading it: nearly always one
or two. They only find candidates; how alike these are is for `kg.search.sounds` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, islice, product
from typing import Final

LONGEST: Final = 12
"""Bones of a word that count, and of a whole name twice as many."""
TWO_SLIPS: Final = 6
"""From so many bones on, two may be wrong."""
MOST: Final = 8
"""Ways of reading a whole name that are followed."""

_CLASSES: Final = {
    "B": "bpBP", "T": "tdTD", "K": "kqcK", "G": "gG", "F": "fvF", "S": "sz$", "X": "SC", "J": "jJZ", "H": "xhX",
    "L": "l", "M": "m", "N": "n", "R": "r", "": "aeiouYEOAIWHwy*",
}  # fmt: skip
_BASE: Final = str.maketrans({sound: bone for bone, of in _CLASSES.items() for sound in of})
_READINGS: Final = tuple(
    (frozenset(other), _BASE | str.maketrans(other))
    for other in (
        {"C": "H", "J": "", "w": "F"},  # German; j is y there
        {"c": "J", "$": "X", "v": "", "D": "S", "T": "S"},  # Turkish and Kurdish; v is w there and in Russian
        {"g": "J", "q": "G", "c": "S", "J": "H", "H": "T"},  # Egyptian and Bedouin; Spanish; ة before an article
        {"B": "F", "P": "F", "K": "H"},  # Hebrew
    )
)
"""Sounds that are others elsewhere, and the classes there."""
_FIRST: Final = {"y": "Y", "I": "Y", "w": "W", "W": "W"}
_DOUBLED: Final = re.compile(r"([A-Z])-+\1")
"""Where two words become one, a letter that ends one and begins the other is written once."""


@lru_cache(1 << 16)
def bones(sounds: str) -> tuple[str, ...]:
    """Give the bones of a word, for each way of reading it.

    Args:
        sounds: as `kg.search.sounds` gives them.

    Example:
        >>> bones("xaled"), bones("Calid"), bones("ju")
        (('HLT',), ('XLT', 'HLT'), ('J',))
    """
    if sounds.startswith("#"):
        return ("0" + sounds[1:],)
    heard = sounds[:-1] if len(sounds) > 2 and sounds.endswith("h") else sounds  # noqa: PLR2004
    first = _FIRST.get(heard[:1], "")
    found = [first + heard.translate(_BASE)]
    found += [first + heard.translate(reading) for own, reading in _READINGS if not own.isdisjoint(heard)]
    return tuple(dict.fromkeys(bone[:LONGEST] or "A" for bone in found))


def whole(words: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Give the bones of a whole name, all in one, however its words are parted.

    Args:
        words: the bones of each, in all ways of reading it.

    Example:
        >>> whole([bones("tal"), bones("kalax")]), whole([bones("talkalax")])
        (('TLKLH',), ('TLKLH',))
    """
    if len(words) == 1:
        return tuple(words[0])
    joined = ("-".join(way).replace("A", "") for way in islice(product(*words), MOST))
    single = (_DOUBLED.sub(lambda found: found[1], text).replace("-", "") for text in joined)
    return tuple(dict.fromkeys(text[: 2 * LONGEST] or "A" for text in single))


def slips(bone: str) -> Iterator[str]:
    """Give what is left of bones when one of them is left out, or two of many; words that slip into one another meet.

    Example:
        >>> sorted(slips("TMSK"))
        ['MSK', 'TMK', 'TMS', 'TMSK', 'TSK']
    """
    if bone.startswith("0"):
        return
    yield from dict.fromkeys(
        "".join(kept)
        for missing in ((0, 1, 2) if len(bone) >= TWO_SLIPS else (0, 1))
        for kept in combinations(bone, len(bone) - missing)
        if kept
    )
