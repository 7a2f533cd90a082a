"""Holding every offset and hash against the documents' texts, which are not ours to ship and lie with the user."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kg.errors import DataError, Location, Problem
from kg.identifiers import sha256
from kg.passages import find_letters, passage_at
from kg.statements import Claim, Document, Statements

MAX_BYTES: Final = 50_000_000
"""Larger files are no articles, and are passed over."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A claim whose passage does not stand where it should.

    Attributes:
        claim: the claim.
        elsewhere: where a passage with the same letters stands instead, as pairs of start and end.
    """

    claim: Claim
    elsewhere: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of one document.

    Attributes:
        document: the document.
        file: the text that was taken for it; None if there is none.
        exact: whether that text has the document's hash and length.
        held: how many claims hold.
        failures: the claims that do not.
    """

    document: Document
    file: Path | None = None
    exact: bool = False
    held: int = 0
    failures: tuple[Failure, ...] = field(default_factory=tuple)

    @property
    def holds(self) -> bool:
        """Whether the very text is there and every claim holds."""
        return self.exact and not self.failures


def verify(statements: Statements, folder: Path) -> list[Verification]:
    """Verify every document that is a text.

    A text is known by its hash. For a document without an exact text, the other file in which most of its passages
    stand in their places is taken for a changed copy; failing that, the one named ``<slug>.txt``.

    Args:
        statements: documents and claims.
        folder: holds the texts as files, in any names, UTF-8.

    Returns:
        One verification a document, in their order.

    Raises:
        DataError: if there is no such folder.
    """
    if not folder.is_dir():
        raise DataError([Problem(Location(str(folder)), "no such directory", "a directory with the documents' texts")])
    texts = _texts(folder)
    by_hash = {digest: path for path, (digest, _) in texts.items()}
    wanted = {document.sha256 for document in statements.documents}
    strangers = {path: text for path, (digest, text) in texts.items() if digest not in wanted}
    found = []
    for document in statements.documents:
        if document.is_dataset:
            continue
        claims = [claim for claim in statements.claims if claim.document == document.path]
        path = by_hash.get(document.sha256 or "") or _copy(document, claims, strangers)
        found.append(_verified(document, claims, path, texts[path][1]) if path else Verification(document))
    return found


def _texts(folder: Path) -> dict[Path, tuple[str, str]]:
    """Read every text below a folder: its hash and itself."""
    texts = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size <= MAX_BYTES):
        data = path.read_bytes()
        try:
            texts[path] = (sha256(data), data.decode())
        except UnicodeDecodeError:
            continue  # not a text; a document that it stood for is reported as missing
    return texts


def _copy(document: Document, claims: Sequence[Claim], strangers: Mapping[Path, str]) -> Path | None:
    scores = {path: sum(_stands(text, claim) for claim in claims) for path, text in strangers.items()}
    best = max(scores, key=lambda path: scores[path], default=None)
    if best is not None and scores[best]:
        return best
    slug = document.path.removeprefix("documents/")
    return next((path for path in strangers if path.name == f"{slug}.txt"), None)


def _verified(document: Document, claims: Iterable[Claim], path: Path, text: str) -> Verification:
    exact = sha256(text) == document.sha256 and len(text) == document.length
    claims = list(claims)
    failures = tuple(
        Failure(claim, tuple(find_letters(text, claim.passage))) for claim in claims if not _stands(text, claim)
    )
    return Verification(document, path, exact, len(claims) - len(failures), failures)


def _stands(text: str, claim: Claim) -> bool:
    passage = claim.passage
    return passage_at(text, passage.start, passage.end) == passage
