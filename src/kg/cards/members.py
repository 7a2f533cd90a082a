"""How the objects of a property are written in JSON-LD: bare where the context says what they are, else in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from kg.namespaces import BASE, PREFIXES, RDF, XSD

STRING: Final = XSD.string
_TEXTS: Final = {STRING, RDF.langString}
_BASE: Final = len(BASE)
_EXACT: Final = 15
"""Digits that a number may have to be read exactly everywhere."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of JSON, and what its context says of it.

    Attributes:
        key: of the member.
        full: another key for it, which means the property and nothing about its objects.
        datatype: of literals that are written as bare texts or numbers; None where ids are.
        by_language: whether texts are grouped by language.
        single: whether one value stands by itself, and not in a list.
        rank: place among the members; then they are in the order of keys.
    """

    key: str
    full: str
    datatype: NamedNode | None
    by_language: bool
    single: bool
    rank: int

    def write(self, values: Sequence[NamedNode | Literal]) -> tuple[str, Any]:
        """Write the objects: as the member's definition has it, or in full those that are of another kind.

        Returns:
            The key, and what stands there.
        """
        key, datatype = self.key, self.datatype
        if self.by_language:
            if all(isinstance(value, Literal) and value.datatype in _TEXTS for value in values):
                return key, _by_language(values, key == "prefLabel")  # type: ignore[arg-type]
            key = self.full
        if self.single and len(values) == 1:
            return key, _value(values[0], datatype)
        written = [_value(value, datatype) for value in values]
        return key, sorted(written, key=str) if len(written) > 1 else written


def _by_language(values: Sequence[Literal], single: bool) -> dict[str, Any]:
    """Group texts by language; those without one stand under ``@none``."""
    found: dict[str, list[str]] = {}
    for value in values:
        found.setdefault(value.language or "@none", []).append(value.value)
    return {
        language: texts[0] if single and len(texts) == 1 else sorted(texts) for language, texts in sorted(found.items())
    }


def _value(value: NamedNode | Literal, expected: NamedNode | None) -> Any:
    """Write an object.

    Args:
        value: the object.
        expected: datatype of literals that are written bare; None where ids are.
    """
    if isinstance(value, NamedNode):
        text = value.value
        path = text[_BASE:] if text.startswith(BASE) and len(text) > _BASE else text
        return path if expected is None else {"@id": path}
    text, datatype = value.value, value.datatype
    if datatype == expected or (expected == STRING and datatype == XSD.integer):
        if datatype == XSD.integer:
            return int(text) if _is_plain(text) else {"@value": text, "@type": datatype.value}
        if datatype == XSD.boolean:
            return text == "true" if text in ("true", "false") else {"@value": text, "@type": datatype.value}
        return text
    if value.language:
        return {"@value": text, "@language": value.language}
    if datatype == STRING:
        return {"@value": text}
    return {"@value": text, "@type": datatype.value}


def _is_plain(text: str) -> bool:
    """Whether a whole number is written as JSON would write it, and not too large to be read exactly everywhere."""
    return len(text) <= _EXACT and text.removeprefix("-").isdecimal() and str(int(text)) == text


def compact(node: NamedNode) -> str:
    """Shorten an IRI by a prefix that is none of a section of ours; one that has none stays as it is.

    Example:
        >>> compact(RDF.type)
        'rdf:type'
    """
    for prefix, namespace in PREFIXES.items():
        if node.value.startswith(namespace) and prefix not in _SECTIONS:
            return f"{prefix}:{node.value.removeprefix(namespace)}"
    return node.value


_SECTIONS: Final = {prefix for prefix, namespace in PREFIXES.items() if namespace == f"{BASE}{prefix}/"}
