"""The status of a fact: whether it is disputed, and on how many documents it rests."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from kg.statements import Claim, Document, Event, Situation


def documents_of(fact: Event | Situation, claims: Iterable[Claim]) -> list[str]:
    """List the documents whose accepted claims say that it happened or held, sorted."""
    basis = set(fact.derived_from)
    return sorted({c.document for c in claims if c.path in basis and c.says != "Description"})


def status_of(claims: Iterable[Claim], in_conflict: Collection[str], documents: Sequence[Document]) -> str:
    """Give the status of the fact that claims about one thing make.

    A quarrel about one of its attributes, such as a number of days, does not make the fact itself disputed.

    Args:
        claims: all claims about it that stand.
        in_conflict: paths of the claims that contradict another.
        documents: those that affirm it.

    Returns:
        ``disputed``, ``corroborated``, ``severalDocuments`` or ``singleSource``: the first that applies.
    """
    if any(claim.path in in_conflict and claim.says != "Description" for claim in claims):
        return "disputed"
    if len(documents) <= 1:
        return "singleSource"
    origins = {document.origin for document in documents} - {"unknown"}
    return "corroborated" if len(origins) > 1 else "severalDocuments"
