"""Names as they are compared: their words, without articles and small words, as written and as they sound."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from kg.search.scripts import ABJADS, abjad_sounds, latin, script
from kg.search.sounds import sounds
from kg.spelling import folded

APOSTROPHES: Final = frozenset("'’‘ʼʾʿʻʽ`´′׳״ʹʺꞌ＇ˈ")
"""Marks that join what they stand between: in transliterations, a sound that most spellings leave out."""
SMALL: Final = frozenset(
    ["of", "the", "for", "and", "in", "de", "du", "des", "la", "le", "les", "d", "l", "von", "und", "der", "die", "das",
     "et", "ve", "wa", "li", "lil", "из", "и", "в", "في", "من", "و"]
)  # fmt: skip
"""Words that say nothing of their own; a name is found with them and without them."""
DIVISIONS: Final = frozenset(
    ["governorate", "province", "gouvernorat", "gouvernement", "provinz", "provincia", "gobernacion", "governatorato",
     "muhafazah", "muhafaza", "mohafazat", "мухафаза", "провинция", "محافظه"]
)  # fmt: skip
"""What the largest parts of a country are called; a name is found with any of them."""
SETTLEMENTS: Final = frozenset(
    ["city", "town", "village", "ville", "stadt", "ciudad", "citta", "sehir", "город", "مدينه"]
)
"""What may stand beside the name of a settlement, and says nothing more."""

LONG: Final = 7
"""Letters of a word with a slip that is still taken for one of those."""
INITIALS: Final = 4
"""Letters of a word without vowels that is taken for initials, of which each counts."""
ARTICLE: Final = 4
"""Letters of the longest form of the Arabic article, *asch*."""
_DIVISIONS_BEGIN: Final = frozenset(word[0] for word in DIVISIONS)
_MARKS: Final = range(10, 36)
"""Combining classes of the vowel marks of Hebrew and Arabic (https://www.unicode.org/reports/tr44/)."""
_DIGIT: Final = re.compile(r"\d")
_ROMAN: Final = re.compile(r"[ivx]+")
_NO_LETTERS: Final = re.compile("[^a-z0-9ş]")
_VOWEL: Final = re.compile("[aeiouy]")
_ELISION: Final = re.compile(r"\b([dl])['’](?=\w{3})")
_ASCII: Final = re.compile(r"[^a-z0-9'`]+")
_DOTTED: Final = re.compile(r"\b(?:\w\.){2,}")
_ORDINAL: Final = re.compile(r"(\d+)(?:st|nd|rd|th|e|er|eme)?")
_AL: Final = re.compile(r"[aeiu]l")
_ASSIMILATED: Final = re.compile(r"[aeiu](sch|sh|ch|dh|th|[cdnrstzş])")
_SERVANT: Final = re.compile(r"abd[aeiou](?:l|([dnrstz])(?=\1))(\w{2,})")
_SERVANTS: Final = frozenset({"abd", "abdul", "abdel", "abdal"})
_ARABIC_ARTICLE: Final = re.compile(r"و?ال(?=\w\w)(?!له\b|لاه\b)")
_ARABIC_SERVANT: Final = re.compile(r"عبد(ال\w\w+)")
_ARABIC_PLAIN: Final = str.maketrans("ىیةکھہے", "ييهكههي", "ءـ")
"""Letters that are written for one another."""
_HEBREW_ARTICLES: Final = frozenset({"אל", "א"})
_NO_APOSTROPHES: Final = str.maketrans(dict.fromkeys(APOSTROPHES))


class Word(NamedTuple):
    """A word of a name.

    Attributes:
        text: as written, reduced to what counts.
        sounds: see `kg.search.sounds`.
    """

    text: str
    sounds: str


class Name(NamedTuple):
    """A name, taken apart.

    Attributes:
        plain: all of it in small letters without marks, one blank between words.
        script: that it is written in, such as ``Arabic``.
        words: those that count: no articles and no small words, unless there are no others.
    """

    plain: str
    script: str
    words: tuple[Word, ...]

    @property
    def written(self) -> str:
        """Its words that count, with blanks between."""
        return " ".join(word.text for word in self.words)

    @property
    def sounds(self) -> tuple[str, ...]:
        """What its words sound like."""
        return tuple(word.sounds for word in self.words)


@lru_cache(1 << 12)
def taken_apart(text: str) -> Name:
    """Take a name apart.

    Example:
        >>> name = taken_apart("Hay’at Tahrir ash-Shām")
        >>> name.plain, [word.text for word in name.words]
        ('hayat tahrir ash sham', ['hayat', 'tahrir', 'sham'])
    """
    text = text if text.isascii() else unicodedata.normalize("NFKC", text)
    written = script(text)
    tokens = _tokens(text)
    plain = [_plain(token, written) for token in tokens]
    pairs = [(token, word) for token, word in zip(tokens, plain, strict=True) if word]
    words = [word for word in _words(pairs, written) if word.sounds]
    return Name(" ".join(word for _, word in pairs), written, tuple(words))


def _tokens(text: str) -> list[str]:
    text = _ELISION.sub(r"\1 ", text.casefold())
    text = _DOTTED.sub(lambda found: found[0].replace(".", "") + " ", text) if "." in text else text
    if text.isascii():
        return _ASCII.sub(" ", text).split()
    kept = (
        char if char.isalnum() or char in APOSTROPHES or unicodedata.category(char)[0] == "M" else " "
        for char in text
        if unicodedata.category(char) != "Cf" and unicodedata.combining(char) not in _MARKS
    )
    return "".join(kept).split()


def _plain(token: str, written: str) -> str:
    if token.isalnum() and token.isascii():
        return token
    word = folded(token).translate(_NO_APOSTROPHES)
    return word.translate(_ARABIC_PLAIN) if written == "Arabic" else word


def _words(pairs: list[tuple[str, str]], written: str) -> list[Word]:
    if written in ABJADS:
        split = [part for pair in pairs for part in _abjad_parts(*pair)]
        full = [Word(plain, _heard_abjad(token, plain)) for token, plain in split if plain not in _HEBREW_ARTICLES]
    else:
        latins = [plain if token == plain and plain.isascii() else _latin(token) for token, plain in pairs]
        full = []
        for word, (_, plain), following in zip(latins, pairs, (*latins, "")[1:], strict=True):
            if len(word) > ARTICLE or not _is_article(word, following):
                full.extend(_latin_parts(word, plain))
        if not full:
            full = [Word(plain, _heard(word, plain)) for word, (_, plain) in zip(latins, pairs, strict=True)]
    return [word for word in full if word.text not in SMALL] or full


def _latin(token: str) -> str:
    return _NO_LETTERS.sub("", latin(token))


def _is_article(word: str, following: str) -> bool:
    """Tell whether a word is the Arabic article; its l becomes the sound that follows, if that is made alike."""
    if _AL.fullmatch(word):
        return bool(following)
    found = _ASSIMILATED.fullmatch(word)
    return found is not None and len(following) > 1 and following.startswith(found[1][0])


def _latin_parts(word: str, plain: str) -> list[Word]:
    """Part *Abdul-* from what follows, for it is written in one, with a hyphen, or apart."""
    if word in _SERVANTS:
        return [Word("abd", "abd")]
    found = _SERVANT.fullmatch(word) if word.startswith("abd") else None
    if found is None:
        return [Word(plain, _heard(word, plain))]
    return [Word("abd", "abd"), Word(found[2], sounds(found[2]))]


def _abjad_parts(token: str, plain: str) -> list[tuple[str, str]]:
    """Part the article and *Abd-* from what follows; each part as written, and in plain letters."""
    if found := _ARABIC_SERVANT.fullmatch(plain):
        return [("عبد", "عبد"), *_abjad_parts(found[1], found[1])]
    article = _ARABIC_ARTICLE.match(plain)
    if article is None:
        return [(token, plain)]
    return [(re.sub(r"^و?[اأٱ]ل", "", token), plain[article.end() :])]


def _heard(word: str, plain: str) -> str:
    """Give the sounds of a word in Latin letters; of numbers and initials every letter counts."""
    if not plain.isalpha() and _DIGIT.search(plain):
        return _number(word)
    if (len(word) <= INITIALS and not _VOWEL.search(word)) or _ROMAN.fullmatch(word):
        return "#" + word
    return sounds("governorate" if _is_division(plain) else word)


def _is_division(word: str) -> bool:
    """Tell whether a word is what a part of a country is called, or that with a slip."""
    if word in DIVISIONS:
        return True
    if len(word) < LONG or word[0] not in _DIVISIONS_BEGIN:
        return False
    return any(DamerauLevenshtein.distance(word, known, score_cutoff=1) <= 1 for known in DIVISIONS)


def _heard_abjad(token: str, plain: str) -> str:
    if _DIGIT.search(plain):
        return _number("".join(str(unicodedata.digit(char, char)) for char in plain))
    return sounds("governorate") if plain in DIVISIONS else abjad_sounds(token)


def _number(word: str) -> str:
    found = _ORDINAL.fullmatch(word)
    return "#" + ((found[1].lstrip("0") or "0") if found else word)
