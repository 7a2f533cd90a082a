"""Claims as JSON Lines: one object a claim, sorted by path."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kg.cards.claims import claim_record
from kg.exports.files import Out
from kg.exports.source import Source
from kg.release import Release


def write(source: Source, out: Out) -> None:
    """Write them.

    Args:
        source: of the release.
        out: where to.
    """
    for line in claim_lines(source.release):
        out.write(line.encode())


def claim_lines(release: Release) -> Iterator[str]:
    """Give each claim as a line of JSON.

    Dates are ISO dates or null; offsets are Unicode code points from 0, the end exclusive.

    Args:
        release: where the claims are.
    """
    hashes = {document.path: document.sha256 for document in release.statements.documents}
    for claim in release.statements.claims:
        yield json.dumps(claim_record(claim, hashes[claim.document]), ensure_ascii=False) + "\n"
