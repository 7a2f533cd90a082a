"""Reasons: why a spelling was found, in words."""

from __future__ import annotations

from typing import Final

from rapidfuzz.distance import DamerauLevenshtein

from kg.search.comparing import Likeness
from kg.search.finding import ALIKE, BEGUN, SAME, Found
from kg.search.words import Name, taken_apart
from kg.search.writing import HIDDEN, OTHER, PREFERRED

_WHOLE: Final = {PREFERRED: "whole name", OTHER: "alias", HIDDEN: "misspelling on record"}
_PART: Final = {PREFERRED: "part of the name", OTHER: "part of an alias", HIDDEN: "part of a misspelling on record"}
_BEGUN: Final = {PREFERRED: "prefix", OTHER: "prefix of an alias", HIDDEN: "prefix of a misspelling on record"}


def reasons(found: Found) -> tuple[str, ...]:
    """Tell why a spelling is thought to be meant.

    Args:
        found: the spelling, and how it was found.
    """
    kind = found.candidate.kind
    aside = (found.aside,) if found.aside else ()
    if found.way == SAME:
        return (_WHOLE[kind], *aside)
    if found.way == BEGUN:
        return (_BEGUN[kind], *aside)
    if found.way == ALIKE and found.how is not None:
        return (*_compared(found.asked, taken_apart(found.candidate.text), kind, found.how), *aside)
    return ("looks alike",)


def _compared(asked: Name, known: Name, kind: int, how: Likeness) -> list[str]:
    told = [(_WHOLE if how.whole else _PART)[kind]]
    if asked.script != known.script:
        told.append(f"transliterated from {asked.script if asked.script != 'Latin' else known.script}")
    if how.turned:
        told.append("words in another order")
    if asked.script == known.script:
        told.extend(_differences(asked, known, how))
    return list(dict.fromkeys(told))


def _differences(asked: Name, known: Name, how: Likeness) -> list[str]:
    if not how.pairs:
        one, other = ("".join(word.text for word in name.words) for name in (asked, known))
        return [_differing(one, other)] if one != other else ["words parted otherwise"]
    pairs = [(asked.words[one].text, known.words[other].text) for one, other in how.pairs]
    apart = [_differing(one, other) for one, other in pairs if one != other]
    aside = not apart and not how.turned and how.whole
    return ["article or small words aside"] if aside else apart


def _differing(one: str, other: str) -> str:
    letters = DamerauLevenshtein.distance(one, other)
    how = {1: "one letter differs", 2: "two letters differ"}.get(letters, "spelt otherwise")
    return f"{how}: {one} for {other}"
