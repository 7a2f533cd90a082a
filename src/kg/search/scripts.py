"""Scripts: which one a text is in, and its letters as sounds or as Latin letters.

anyascii reads most scripts, one letter after the other. Arabic and Hebrew leave short vowels out and write long ones
and consonants with the same letters, which anyascii drops or takes for consonants (``بشار`` is *bshr* to it, ``חלב`` is
*hlv*), and Greek has pairs of letters for b, d and j. So these three are read by tables of our own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from anyascii import anyascii

ABJADS: Final = frozenset({"Arabic", "Hebrew"})
"""Scripts that leave short vowels out."""

_NAMES: Final[Mapping[str, str]] = {"CJK": "Chinese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese"}


def _table(letters: str, sounds: str) -> dict[str, str]:
    return dict(zip(letters, sounds.replace("_", " "), strict=True))


_ARABIC: Final = _table("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءئؤأإآٱ", "AbtTjhxdDrzsSsdtz_GFqklmnhWIAH___AAAA") | _table(
    "کگڭچپژڤڕڵھیەۆێےںڈٹڑہ", "kggCpZvrlhIeOEIndtrh"
)
"""Letters and their sounds as `kg.search.sounds` has them; ``_`` is silent. Persian's and Kurdish's own come second."""

_HEBREW: Final = _table("אבגדהוזחטיכלמנסעפצקרשתךםןףץ", "ABgdhWzxtIKlmns_Psqr$tKmnPs")
_HEBREW_FOREIGN: Final = _table("גזצתדחרטע", "jZCTDxGzG")
"""Letters with a geresh, which stand for sounds of other languages."""

_GREEK: Final = {
    "ντ": "d", "μπ": "b", "γκ": "g", "τζ": "dj", "τσ": "ch", "ου": "ou", "ει": "i", "οι": "i", "αι": "e", "χ": "kh",
    "θ": "th", "ψ": "ps", "ξ": "ks", "η": "i", "υ": "i", "ω": "o", "σ": "ş", "ς": "ş",
}  # fmt: skip
_LATIN: Final = {
    "ç": "ch", "ğ": "gh", "š": "sh", "č": "ch", "ž": "zh", "ǧ": "dj", "ǰ": "dj", "ĝ": "dj", "ġ": "gh", "ḡ": "gh",
    "ḫ": "kh", "ẖ": "kh", "ṯ": "th", "ḏ": "dh", "ŝ": "sh", "ə": "e", "ñ": "ny",
}  # fmt: skip
"""Letters whose marks change the sound; ``ş`` stays, since it is *sh* in Turkish and an emphatic s in gazetteers."""


@lru_cache(1 << 12)
def _script_of(letter: str) -> str:
    word = unicodedata.name(letter, "LATIN").split()[0].split("-")[0]
    return _NAMES.get(word, word.capitalize())


def script(text: str) -> str:
    """Tell which script a text is in: that of its first letter which is not Latin, if it has one.

    Example:
        >>> script("حلب"), script("Ḩalab"), script("Халеб 25")
        ('Arabic', 'Latin', 'Cyrillic')
    """
    if text.isascii():
        return "Latin"
    found = (_script_of(char) for char in text if char.isalpha() and unicodedata.category(char) != "Lm")
    return next((name for name in found if name != "Latin"), "Latin")


def abjad_sounds(word: str) -> str:
    """Give the sounds that an Arabic or a Hebrew word writes, see `kg.search.sounds`.

    Args:
        word: without vowel marks.

    Example:
        >>> abjad_sounds("جولاني"), abjad_sounds("ג'ולאני")
        ('jWlAnI', 'jWlAnI')
    """
    table = _HEBREW if script(word) == "Hebrew" else _ARABIC
    sounds = []
    for char, following in zip(word, word[1:] + " ", strict=True):
        foreign = _HEBREW_FOREIGN.get(char) if table is _HEBREW and following in "'׳’" else None
        sounds.append(foreign or table.get(char, ""))
    written = "".join(sounds).replace(" ", "")
    if len(written) > 1 and written.endswith("h"):
        written = written[:-1] + "H"  # the ending ة is often written so, and Hebrew's ה stands for a vowel there
    return "*" + written[1:] if written.startswith("A") else written


def latin(word: str) -> str:
    """Write a word in small Latin letters, and ``ş`` where it may be *s* or *sh*.

    Example:
        >>> latin("Джулани"), latin("Ιντλίμπ"), latin("Çolanî"), latin("Ḩimş")
        ('dzhulani', 'idlib', 'cholani', 'himş')
    """
    word = word.casefold()
    if word.isascii():
        return word
    if script(word) == "Greek":
        word = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
        word = re.sub("|".join(_GREEK), lambda found: _GREEK[found[0]], word)
    else:
        word = "".join(_LATIN.get(char, char) for char in unicodedata.normalize("NFC", word))
    return "ş".join(anyascii(piece).lower() for piece in word.split("ş"))
