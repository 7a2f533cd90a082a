"""Minting: paths and IRIs, content hashes, the ids of claims.

Inside the program a thing is named by its *path* under the base IRI, such as ``actors/hts``; RDF gets the IRI.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any, Final

from pyoxigraph import NamedNode

from kg.namespaces import BASE

SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""Lower-case letters, digits and single hyphens."""

ID: Final = re.compile(r"[a-z0-9]+(?:--?[a-z0-9]+)*")
"""The last part of a path: a slug, or several joined by two hyphens."""

REGISTRY_GRAPH: Final = "graphs/registry"
VOID_GRAPH: Final = "graphs/void"
RESERVED: Final = frozenset({"registry", "void"})
"""Graphs that are no document's, so that no document can have such a slug."""


def iri(path: str) -> NamedNode:
    """Turn a path under the base into its IRI.

    Example:
        >>> iri("actors/hts").value
        'https://w3id.org/ckg/actors/hts'
    """
    return NamedNode(BASE + path)


def path_of(node: NamedNode | str) -> str:
    """Turn an IRI under the base into its path; an IRI from elsewhere stays as it is.

    Example:
        >>> path_of("https://w3id.org/ckg/actors/hts"), path_of("https://example.org/x")
        ('actors/hts', 'https://example.org/x')
    """
    text = node if isinstance(node, str) else node.value
    return text.removeprefix(BASE)


def is_slug(text: str) -> bool:
    """Tell whether a text can be a slug.

    Example:
        >>> is_slug("al-jolani"), is_slug("Al Jolani")
        (True, False)
    """
    return SLUG.fullmatch(text) is not None


def graph_of(document: str) -> str:
    """Give the path of the named graph that holds a document's claims.

    Example:
        >>> graph_of("documents/report-1")
        'graphs/report-1'
    """
    return "graphs/" + document.removeprefix("documents/")


def sha256(data: bytes | str) -> str:
    """Hash bytes, or a text's UTF-8, to 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def sha256_of(path: Path) -> str:
    """Hash a file, which may be large; see `sha256`.

    Raises:
        OSError: if it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def canonical_json(value: Any) -> str:
    """Write JSON in one way only: sorted keys, no blanks, no escapes that are not needed (as RFC 8785 has it).

    Example:
        >>> canonical_json({"b": 1, "a": "é"})
        '{"a":"é","b":1}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def claim_path(  # noqa: PLR0913  each is a part of the key
    *, document: str, start: int, end: int, according_to: str, about: str, says: str, attribute: str | None
) -> str:
    """Mint a claim's path from what makes it this claim and no other.

    Dates, types and glosses are left out, so that correcting one keeps the claim's address.

    Args:
        document: path of the document, ``documents/...``.
        start: first code point of the passage, from 0.
        end: one past its last code point.
        according_to: path of the voice, an actor or the document.
        about: path of what the claim is about.
        says: local name of the class asserted.
        attribute: local name of the attribute described, if any.

    Returns:
        ``claims/`` and twenty hexadecimal digits (80 bits: a clash is unlikely below a hundred million claims).
    """
    key = {
        "document": document,
        "start": start,
        "end": end,
        "voice": according_to,
        "about": about,
        "says": says,
        "attribute": attribute,
    }
    return "claims/" + sha256(canonical_json(key))[:20]
