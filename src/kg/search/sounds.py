"""Sounds: what a name's letters may stand for, and how far two words are apart as they sound.

A sound is one character. A letter that stands for different sounds in different languages has a character of its own,
which is near to each of them: ``ch`` is *sh* in French, *kh* in German and *ch* in English; ``j`` is *y* in German;
``c`` is *j* in Turkish. So two spellings of one name are some tenths of a letter apart, and a slip of the keyboard is a
whole letter.

Small letters are what they look like. ``S`` is sh, ``C`` the letters ch, ``Z`` zh, ``T`` th, ``D`` dh, ``G`` gh, ``J``
the letter j, ``X`` the letter x, ``Y`` y as a vowel, ``E`` ay, ``O`` aw, ``$`` s or sh. Of Arabic and Hebrew, ``A`` is
a long a, ``I`` and ``W`` are the letters for y or i and for w or u, ``H`` is the ending ة, ``*`` an alif that begins a
word; ``B``, ``F``, ``K`` and ``P`` are b or v, f or v, k or kh, p or f. A word of which every letter counts, such as a
number or initials, is ``#`` and its letters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

FAR: Final = 99.0
"""How far apart words are that cannot be one."""
LONGEST: Final = 40
"""Sounds of a word, or of words joined to one, that are compared by what they sound like."""
SHORT: Final = 3
"""Letters of a word that is left as it is."""
VOWELS: Final = frozenset("aeiouYEOAIWH*")

_UNITS: Final = {
    "tsch": "C", "dsch": "j", "tch": "C", "sch": "S", "dzh": "j", "dj": "j", "zh": "Z", "kh": "x", "gh": "G", "sh": "S",
    "th": "T", "dh": "D", "ph": "f", "ch": "C", "ck": "k", "j": "J", "x": "X", "ş": "$",
}  # fmt: skip
_GROUPS: Final = {
    "O": r"aou|aw[uo]+|ao|(?:au|[ao]w)(?![aeiouy])",
    "w": r"(?:ou|uw|oo)(?=[aeiy])",
    "u": r"ou|oo",
    "i": r"ee|iy+(?=[aeou])",
    "E": r"[ae][yi](?![aeiouy])",
    "Y": r"(?<=[^aeiouy])y(?![aeiou])",
    "k": r"qu(?=[ei])",
}
"""Letters that are one sound where these stand around them."""
_HEARD: Final = re.compile("|".join([*_UNITS, *(f"(?P<{sound}>{letters})" for sound, letters in _GROUPS.items())]))
_DOUBLED: Final = re.compile(r"(.)\1+")
_ENDINGS: Final = ("ah", "eh")
"""The ending ة is written -a, -ah, -e or -eh."""

_NEAR: Final[Mapping[float, str]] = {
    0.03: "fF kK xK pP fP bB vB s$ wW uW yI iI yY jJ ZJ hH aA *a *A *e *i *o *u *E *O *I *W",
    0.05: "kc qc S$ iY EI OW oW oO *y *w",
    0.08: "tH",
    0.1: "Fv kq xX CS tT dD jZ vw vW ou wu wO iy IY aH eH AH eI eE eA",
    0.15: "xh hX Cx DZ zD yE EY iE ae ei eY uO jc sc EA",
    0.2: "gG cC zs aE yJ Jc",
    0.25: "TS",
    0.3: "gq kX kC XS CK sT aO uY wY AO OE ye vf hC Jh Jx",
    0.35: "bp xk sS zS iJ hK",
    0.4: "jg Jg yj jC CJ vb pf vu wv ao oA Zz SZ",
    0.45: "td dz tD yZ",
    0.5: "ai iu iA oY aY uA iW aI aW AI AW IW Gx Gk wy uI",
    0.6: "gk au oe ue io uE eO iO Gr hG",
    0.8: "lr",
}
"""How far sounds are apart that may be one; all others are a whole letter apart."""
_COSTS: Final = {pair: cost for cost, pairs in _NEAR.items() for one in pairs.split() for pair in (one, one[::-1])}
_GAPS: Final[Mapping[float, str]] = {0.05: "H", 0.15: "*", 0.3: "Yy", 0.32: "ei", 0.35: "aou", 0.4: "EAIw", 0.45: "OW"}
"""How far words are apart if one of them lacks a sound; all others count for a whole letter."""
_GAP: Final = {sound: cost for cost, of in _GAPS.items() for sound in of}
_UNWRITTEN: Final = dict.fromkeys("aeiouY", 0.06) | dict.fromkeys("EO", 0.15)
"""The same, if the other word is written without short vowels."""
_GLIDE, _FIRST_VOWEL, _ENDING_H, _SILENT_H, _H, _SLAVIC_J = 0.12, 0.5, 0.1, 0.4, 0.7, 0.5
_SWAPPED: Final = 0.7
"""Two sounds that changed places."""
_LIKELY: Final = 0.25
_FIRST: Final = 1.5
"""So many times as far apart are words that begin unlike one another: people slip later in a word."""


@lru_cache(1 << 16)
def sounds(word: str) -> str:
    """Give the sounds of a word in Latin letters.

    Args:
        word: small letters, as `kg.search.scripts.latin` writes them.

    Example:
        >>> sounds("dschaulani"), sounds("shaykhun"), sounds("qusayr"), sounds("hayyan")
        ('jOlani', 'SExun', 'qusEr', 'hayan')
    """
    if len(word) > SHORT and word.endswith(_ENDINGS):
        word = word[:-1]
    heard = _HEARD.sub(lambda found: found.lastgroup or _UNITS[found[0]], word)
    return _DOUBLED.sub(lambda found: found[1], heard)


@lru_cache(1 << 15)
def distance(one: str, other: str, unwritten: int = 0, most: float = FAR) -> float:
    """Give how far two words are apart, in letters.

    Args:
        one: the sounds of a word.
        other: those of another.
        unwritten: 1 if the one is written without short vowels and the other with them, 2 if it is the other way.
        most: from which on how far they are apart does not matter; it is `FAR` then.

    Example:
        >>> distance(sounds("khaled"), sounds("chalid")) < 0.4 < 0.7 < distance(sounds("homs"), sounds("hamas"))
        True
        >>> distance("#25", "#52") == FAR
        True
    """
    if one == other:
        return 0.0
    if "#" in one or "#" in other:
        return FAR
    down, along = _gaps(one, unwritten == 2), _gaps(other, unwritten == 1)  # noqa: PLR2004
    before: list[float] = []
    above = [0.0]
    for gap in along:
        above.append(above[-1] + gap)
    near = True
    for i, gap in enumerate(down):
        before, above = above, _row(one, other, i, (before, above), (gap, along))
        near, former = min(above) <= most, near
        if not near and not former:
            return FAR
    return above[-1]


def _row(
    one: str, other: str, i: int, rows: tuple[list[float], list[float]], gaps: tuple[float, tuple[float, ...]]
) -> list[float]:
    """Give a row of the table of distances between beginnings (see Damerau and Levenshtein), from the two above it."""
    (before, above), (down, along), sound = rows, gaps, one[i]
    row = [above[0] + down]
    for j, heard in enumerate(other):
        cost = 0.0 if sound == heard else _COSTS.get(sound + heard, 1.0)
        if cost > _LIKELY and i == j == 0:
            cost *= _FIRST
        best = above[j] + cost
        # Comparing is faster than min(), and this is done a hundred thousand times a second.
        if above[j + 1] + down < best:  # noqa: PLR1730
            best = above[j + 1] + down
        if row[j] + along[j] < best:  # noqa: PLR1730
            best = row[j] + along[j]
        if i and j and sound == other[j - 1] and heard == one[i - 1]:
            best = min(best, before[j - 1] + _SWAPPED)
        row.append(best)
    return row


@lru_cache(1 << 15)
def _gaps(word: str, unwritten: bool) -> tuple[float, ...]:
    """Give what it costs to leave out each sound of a word."""
    return tuple(_gap(word, at, unwritten) for at in range(len(word)))


def _gap(word: str, at: int, unwritten: bool) -> float:
    sound, former, following = word[at], word[at - 1] if at else "", word[at + 1 : at + 2]
    if unwritten and sound in _UNWRITTEN:
        return _UNWRITTEN[sound]
    if sound == "h" and former:
        if following:
            return _H if following in VOWELS else _SILENT_H
        return _ENDING_H if former in VOWELS else _SILENT_H
    if sound in "yJ" and former and former in "iEI":
        return _GLIDE  # Maria, Mariya, Marija
    if sound == "J" and former == "e" and following not in VOWELS:
        return _SLAVIC_J  # Sergei, Sergej
    cost = _GAP.get(sound, 1.0)
    if at or sound == "*":
        return cost
    return max(cost * _FIRST, _FIRST_VOWEL if sound in VOWELS else 1.0)
