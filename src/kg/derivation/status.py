"""The status of a fact: whether it is disputed, and on how many documents it rests."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from kg.statements import Claim, Document, Event, Situation


def documents_of(fact: Event | Situation, claims: Iterable[Claim]) -> list[str]:
    """List the documents whose accepted claims or rows say that it happened or held, sorted."""
    basis = set(fact.derived_from)
    claimed = {c.document for c in claims if c.path in basis and c.says != "Description"}
    return sorted(claimed | {path for path in basis if path.startswith("documents/")})


def status_of(claims: Iterable[Claim], in_conflict: Collection[str], documents: Sequence[Document]) -> str:
    """Give the status of the fact that claims, or an imported row, make.

    A quarrel about one of its attributes, such as a number of days, does not make the fact itself disputed.

    Args:
        claims: all claims about it that stand.
        in_conflict: paths of the claims that contradict another.
        documents: those that affirm it.

    Returns:
        ``disputed`` if a voice denies it or it is in conflict, or else what `affirmed_status` says.
    """
    about_itself = (claim for claim in claims if claim.says != "Description")
    if any(claim.modality == "denied" or claim.path in in_conflict for claim in about_itself):
        return "disputed"
    return affirmed_status(documents)


def affirmed_status(documents: Sequence[Document]) -> str:
    """Give the status by the documents that affirm a fact, whoever may deny it.

    Returns:
        ``corroborated`` for documents of two known origins, ``severalDocuments`` or ``singleSource``.
    """
    if len(documents) <= 1:
        return "singleSource"
    origins = {document.origin for document in documents} - {"unknown"}
    return "corroborated" if len(origins) > 1 else "severalDocuments"
