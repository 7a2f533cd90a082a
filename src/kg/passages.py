"""Passages of a text: offsets, hashes, and finding one again in another copy.

A passage is a slice of a document's text, counted in Unicode code points of the UTF-8 text as it is, with no
normalisation. Its exact hash proves the slice in the exact file. Its *letters*, the slice in Unicode form NFC,
case-folded, with everything but letters dropped, find it in a copy with other blanks, quotes or line ends.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import PassageError
from kg.identifiers import sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Where a passage stands, and the hashes that prove it.

    Attributes:
        start: first code point, from 0.
        end: one past the last code point.
        sha256: hash of the slice's UTF-8.
        letters: how many letters the slice has once case-folded.
        letters_sha256: hash of these letters.
    """

    start: int
    end: int
    sha256: str
    letters: int
    letters_sha256: str


def letters_of(text: str) -> str:
    """Reduce a text to its case-folded letters.

    Example:
        >>> letters_of("“Allahu Akbar” (1)")
        'allahuakbar'
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return "".join(char for char in folded if char.isalpha())


def passage_at(text: str, start: int, end: int) -> Passage:
    """Describe the slice from `start` to `end`.

    Example:
        >>> passage_at("They took Hama.", 10, 14).letters
        4
    """
    words = text[start:end]
    letters = letters_of(words)
    return Passage(start=start, end=end, sha256=sha256(words), letters=len(letters), letters_sha256=sha256(letters))


def locate(text: str, words: str, occurrence: int = 0) -> Passage:
    """Find words in a text, whatever its blanks between them.

    Args:
        text: the document's text.
        words: the words as they stand there; runs of blanks and line ends count as one blank.
        occurrence: which one, from 1, when they stand there more than once; 0 says that there is only one.

    Raises:
        PassageError: if the words are not there, or are there more than once and `occurrence` does not choose.

    Example:
        >>> locate("They took  Hama.", "took Hama").start
        5
    """
    parts = words.split()
    if not parts:
        raise PassageError("no words to look for were given", words)
    spans = [m.span() for m in re.finditer(r"\s+".join(map(re.escape, parts)), text)]
    starts = [start for start, _ in spans]
    if not spans:
        raise PassageError(f"these words are not in the text: {words!r}", words)
    if occurrence == 0 and len(spans) > 1:
        places = ", ".join(map(str, starts))
        raise PassageError(f"these words stand in the text {len(spans)} times, at {places}", words, starts)
    if occurrence > len(spans):
        raise PassageError(f"these words stand in the text only {len(spans)} times", words, starts)
    return passage_at(text, *spans[max(occurrence, 1) - 1])


def find_letters(text: str, passage: Passage) -> list[tuple[int, int]]:
    """Find every place in a text whose letters are those of a passage.

    Args:
        text: any copy of the document.
        passage: the passage looked for; only its letters count.

    Returns:
        Pairs of start and end in code points of `text`, in order.

    Example:
        >>> find_letters("He said: THEY TOOK HAMA!", passage_at("They took Hama.", 0, 15))
        [(9, 23)]
    """
    letters, owners = [], []
    for position, cluster in _clusters(text):
        for char in letters_of(cluster):
            letters.append(char)
            owners.append((position, position + len(cluster)))
    count = passage.letters
    joined = "".join(letters)
    return [
        (owners[i][0], owners[i + count - 1][1])
        for i in range(len(joined) - count + 1)
        if count and sha256(joined[i : i + count]) == passage.letters_sha256
    ]


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Split a text into characters with the marks that combine with them, so that NFC cannot reach across."""
    for match in re.finditer(r".[\u0300-\u036f\u0653-\u0655\u3099\u309a]*", text, re.DOTALL):
        yield match.start(), match.group()
