"""The words of cards: properties, classes and languages as a reader calls them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from kg.cards import Card, Statement, Value
from kg.presentation import span

_LABELS: Final = {
    "agent": "by", "target": "against", "party": "parties", "place": "where", "partOf": "part of", "eventType": "what",
    "supportType": "kind of support", "sameAs": "elsewhere", "accordingTo": "who says so", "source": "document",
    "modality": "how it is said", "certainty": "how firmly", "about": "said of", "says": "says that there was",
    "contradicts": "contradicts", "whenBasis": "how the time is known", "documentCount": "documents that say so",
    "charLength": "length in characters", "actorKind": "what it is", "placeKind": "what it is",
    "license": "licence", "row": "row of the dataset", "withdrawnOn": "withdrawn on",
}  # fmt: skip
_OF_CLASS: Final = {
    ("Control", "agent"): "held by", ("Presence", "agent"): "who is present", ("Support", "agent"): "supporter",
    ("Support", "target"): "supported", ("Leadership", "agent"): "who leads", ("Leadership", "target"): "whom or what",
    ("Membership", "agent"): "member", ("Membership", "target"): "of", ("Succession", "agent"): "successor",
    ("Succession", "target"): "predecessor", ("Designation", "agent"): "who designates",
    ("Designation", "target"): "whom", ("Hostility", "target"): "opposed to",
}  # fmt: skip
_LANGUAGES: Final = {
    "ar": "Arabic", "ar-latn": "Arabic in Latin letters", "en": "English", "tr": "Turkish", "ru": "Russian",
    "fr": "French", "de": "German", "es": "Spanish", "it": "Italian", "fa": "Persian", "he": "Hebrew", "ku": "Kurdish",
    "hy": "Armenian", "el": "Greek", "pt": "Portuguese", "uk": "Ukrainian", "zh": "Chinese", "ja": "Japanese",
    "pl": "Polish",
    "misspelling": "misspelling on record",
}  # fmt: skip
_TIMES: Final = {"from": 0, "until": 1, "surelyFrom": 2, "surelyUntil": 3}
_DEATHS: Final = {"deathsLow": "at least", "deathsBest": "best estimate", "deathsHigh": "at most"}
_TECHNICAL: Final = {
    "passageSha256", "letterCount", "lettersSha256", "sha256", "charStart", "charEnd", "confidence", "when",
    "coordinateSource", "indexFrom", "indexUntil",
}  # fmt: skip
_HIDDEN: Final = {"gloss", "title"}
_SITES: Final = {"wikidata.org": "Wikidata", "geonames.org": "GeoNames", "ucdp.uu.se": "UCDP"}


def rows(card: Card) -> tuple[list[Statement], list[Statement]]:
    """Give a card's properties in plain words: those for everybody, and those for machines."""
    plain: list[Statement] = []
    technical: list[Statement] = []
    unknown: list[str] = []
    kind = next((name for name in card.classes if any(name == cls for cls, _ in _OF_CLASS)), "")
    times: list[str | None] = [None, None, None, None]
    deaths = []
    for one in card.statements:
        label = _OF_CLASS.get((kind, one.key)) or _LABELS.get(one.key, one.label)
        if one.key in _TIMES:
            times[_TIMES[one.key]] = one.values[0].text
        elif one.key in _DEATHS:
            deaths.append(f"{one.values[0].text} ({_DEATHS[one.key]})")
        elif all(value.text == "unknown" for value in one.values):
            unknown.append(label)
        elif one.key in _TECHNICAL:
            technical.append(one)
        elif one.key not in _HIDDEN:
            plain.append(Statement(one.key, label, tuple(_linked(one.key, value) for value in one.values)))
    if any(times):
        plain.insert(0, Statement("when", "when", (Value(span(*times)),)))
    if deaths:
        plain.append(Statement("deaths", "deaths", (Value(", ".join(deaths)),)))
    if unknown:
        plain.append(Statement("unknown", "not known", (Value(", ".join(unknown)),)))
    return plain, technical


def kinds(classes: Iterable[str]) -> str:
    """Say what a thing is, the most exact first.

    Example:
        >>> kinds(("Control", "Fact", "Situation"))
        'control, situation'
    """
    return ", ".join(name.lower() for name in classes if name != "Fact")


def language(code: str) -> str:
    """Name a language."""
    return _LANGUAGES.get(code.lower(), code)


def _linked(key: str, value: Value) -> Value:
    if value.href is None or not re.match(r"https?://", value.href):
        return Value(value.text, value.path) if value.href is not None else value
    if key != "sameAs":
        return value
    site = next((name for host, name in _SITES.items() if host in value.href), "")
    return Value(f"{site} {value.href.rstrip('/').rsplit('/', 1)[-1]}" if site else value.text, href=value.href)


_BEHIND: Final = frozenset({"standing", "extent", "from", "until", "status", "by this voice", "voice", "modality"})
"""Headings of what is told of a fact: when, how, and by whom."""


def reading_order(headings: Sequence[str]) -> list[int]:
    """Put columns in the order in which people read: what was said stands behind the fact, not at the far end.

    Returns:
        The columns' numbers.

    Example:
        >>> reading_order(["place", "holder", "answer", "from", "source", "gloss"])
        [0, 1, 2, 5, 3, 4]
        >>> reading_order(["place", "holder"])
        [0, 1]
    """
    told = [number for number, heading in enumerate(headings) if heading.endswith("gloss")]
    behind = next((number for number, heading in enumerate(headings) if heading in _BEHIND), len(headings))
    before = [number for number in range(behind) if number not in told]
    return [*before, *told, *(number for number in range(behind, len(headings)) if number not in told)]
