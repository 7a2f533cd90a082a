"""Claims and rows as pages show them: who says what, where, and by which hashes anybody finds the passage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kg.cards.told import Named
from kg.namespaces import BASE

SIDES: Final = {
    "for": "Who says so",
    "against": "Who says otherwise",
    "announced": "Who only announces it",
    "withdrawn": "What was withdrawn",
}
"""Headings of the sides that claims take, in their order."""


@dataclass(frozen=True, slots=True)
class Said:
    """A claim, or a row of a dataset.

    Attributes:
        gloss: what it says, in our words; for a row, its id.
        voice: who says it.
        document: where it stands.
        how: how it is said and how firmly.
        claim: path of the claim; None for a row.
        about: what it is said of, where that is to be shown.
        passage: start, end, hashes and so on, by the names of a page's attributes; empty for a row.
    """

    gloss: str
    voice: Named
    document: Named
    how: str
    claim: str | None
    about: Named | None
    passage: Mapping[str, Any]


def said(record: Mapping[str, Any]) -> Said:
    """Read a record of a stored query, or of a card."""
    document = Named(_path(record["document"]) or "", record.get("title") or _slug(record["document"]))
    voice = Named(_path(record["voice"]) or "", record.get("voiceName") or _slug(record["voice"]))
    about = record.get("about")
    how = ", ".join(filter(None, (record.get("modalityName"), record.get("certaintyName"))))
    gloss = record.get("gloss") or f"Row {record['row']} of the dataset"
    named = Named(_path(about) or "", record.get("aboutName") or _slug(about)) if about else None
    return Said(gloss, voice, document, how or "a row", _path(record.get("claim")), named, _passage(record, document))


def sides(records: Iterable[Mapping[str, Any]]) -> dict[str, list[Said]]:
    """Group by side, those for and against a fact first and in any case."""
    found: dict[str, list[Said]] = {"for": [], "against": []}
    for record in records:
        found.setdefault(record.get("side") or "for", []).append(said(record))
    return found


def _passage(record: Mapping[str, Any], document: Named) -> dict[str, Any]:
    if record.get("start") is None:
        return {}
    known = {
        "document": document.path,
        "document-sha256": record.get("sha256"),
        "document-length": record.get("charLength"),
        "start": record["start"],
        "end": record["end"],
        "sha256": record.get("passageSha256"),
        "letters": record.get("letterCount"),
        "letters-sha256": record.get("lettersSha256"),
    }
    return {name: value for name, value in known.items() if value is not None}


def _path(address: Any) -> str | None:
    return None if address is None else str(address).removeprefix(BASE)


def _slug(address: Any) -> str:
    return str(address).rsplit("/", 1)[-1]
