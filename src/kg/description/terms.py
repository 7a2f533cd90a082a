"""Terms of the vocabularies that a description is written in, and the addresses of its parts."""

from __future__ import annotations

import re
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.identifiers import sha256
from kg.namespaces import BASE, PREFIXES, XSD

_VOCABULARIES: Final = {
    "void": "http://rdfs.org/ns/void#",
    "voidext": "http://ldf.fi/void-ext#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "formats": "http://www.w3.org/ns/formats/",
    "sh": "http://www.w3.org/ns/shacl#",
    "spdx": "http://spdx.org/rdf/terms#",
    "media": "https://www.iana.org/assignments/media-types/",
}
ALL_PREFIXES: Final = PREFIXES | _VOCABULARIES
"""Prefixes of the data and of its description, for writing it."""

VOID_ADDRESS: Final = BASE + ".well-known/void#"
ENDPOINT: Final = NamedNode(BASE + "sparql")
DATASET: Final = NamedNode(VOID_ADDRESS + "dataset")
_PLAIN: Final = re.compile(r"[A-Za-z0-9_-]+")


def term(name: str) -> NamedNode:
    """Give a term by its prefixed name.

    Example:
        >>> term("void:triples").value
        'http://rdfs.org/ns/void#triples'
    """
    prefix, _, local = name.partition(":")
    return NamedNode(ALL_PREFIXES[prefix] + local)


def part(*names: str) -> NamedNode:
    """Give the address of a part of the description.

    Example:
        >>> part("default-graph", "ckg-Event").value
        'https://w3id.org/ckg/.well-known/void#default-graph.ckg-Event'
    """
    return NamedNode(VOID_ADDRESS + ".".join(names))


def short(node: NamedNode) -> str:
    """Shorten an IRI to a name for use in addresses: by its prefix, or else to a hash.

    Example:
        >>> short(NamedNode("https://w3id.org/ckg/ns#Event"))
        'ckg-Event'
    """
    for prefix, namespace in ALL_PREFIXES.items():
        local = node.value.removeprefix(namespace)
        if local != node.value and _PLAIN.fullmatch(local):
            return f"{prefix}-{local}"
    return sha256(node.value)[:12]


def whole(number: int) -> Literal:
    """Write a whole number."""
    return Literal(str(number), datatype=XSD.integer)


def english(text: str) -> Literal:
    """Write an English text, its line ends as blanks."""
    return Literal(" ".join(text.split()), language="en")
