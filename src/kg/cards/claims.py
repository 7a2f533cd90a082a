"""A claim as plain values, for files and for answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from kg.statements import Claim


def claim_record(claim: Claim, document_sha256: str | None) -> dict[str, Any]:
    """Give a claim as plain values.

    Args:
        claim: the claim.
        document_sha256: hash of its document's bytes.
    """
    bounds = claim.bounds
    return {
        "id": claim.path,
        "about": claim.about,
        "document": claim.document.removeprefix("documents/"),
        "document_sha256": document_sha256,
        "start": claim.passage.start,
        "end": claim.passage.end,
        "hash": claim.passage.sha256,
        "letters": claim.passage.letters,
        "letters_hash": claim.passage.letters_sha256,
        "says": claim.says,
        "type": claim.type,
        "agents": claim.agents,
        "targets": claim.targets,
        "parties": claim.parties,
        "places": claim.places,
        "part_of": claim.part_of,
        "role": claim.role,
        "extent": claim.extent,
        "from": _iso(bounds.from_),
        "until": _iso(bounds.until),
        "surely_from": _iso(bounds.surely_from),
        "surely_until": _iso(bounds.surely_until),
        "when": claim.when,
        "when_basis": claim.when_basis,
        "modality": claim.modality,
        "certainty": claim.certainty,
        "confidence": float(claim.confidence),
        "according_to": claim.according_to,
        "attribute": claim.attribute,
        "value": claim.value,
        "gloss": claim.gloss,
        "withdrawn_on": _iso(claim.withdrawn_on),
        "withdrawal_reason": claim.withdrawal_reason,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
