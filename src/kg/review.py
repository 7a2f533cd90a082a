"""For the second reader: each passage beside the claim that was read from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kg.errors import Location
from kg.ontology import Ontology
from kg.statements import Claim, Statements
from kg.verification import Verification, verify

CONTEXT: Final = 60
"""How many characters before and after a passage are shown with it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A claim beside its passage.

    Attributes:
        claim: the claim.
        where: its place in its file.
        before: what stands before the passage.
        words: the passage; None if no text is there in which it stands.
        after: what stands behind it.
        said: what the claim says, as pairs of slot and readable value.
    """

    claim: Claim
    where: Location
    before: str
    words: str | None
    after: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A document's claims beside their passages, in the order of the text."""

    verification: Verification
    readings: tuple[Reading, ...]


def review(
    statements: Statements, locations: Mapping[str, Location], folder: Path, ontology: Ontology
) -> list[Reviewed]:
    """Put each claim beside its passage.

    Args:
        statements: documents, claims, and the registry for their names.
        locations: where each claim stands in its file.
        folder: holds the documents' texts; see `kg.verification.verify`.
        ontology: for the labels of codes.

    Returns:
        One entry a document.

    Raises:
        DataError: if there is no such folder.
    """
    names = {thing.path: thing.labels.shown for thing in statements.named}
    found = []
    for verification in verify(statements, folder):
        text = verification.file.read_bytes().decode() if verification.file else None
        broken = {failure.claim.path for failure in verification.failures}
        claims = [claim for claim in statements.claims if claim.document == verification.document.path]
        readings = []
        for claim in sorted(claims, key=lambda c: (c.passage.start, c.passage.end, c.path)):
            start, end = claim.passage.start, claim.passage.end
            stands = text is not None and claim.path not in broken
            before, words, after = (
                (text[max(start - CONTEXT, 0) : start], text[start:end], text[end : end + CONTEXT])
                if text is not None and stands
                else ("", None, "")
            )
            said = tuple(_said(claim, names, ontology))
            readings.append(Reading(claim, locations.get(claim.path, Location("")), before, words, after, said))
        found.append(Reviewed(verification, tuple(readings)))
    return found


def review_page(reviewed: Sequence[Reviewed]) -> str:
    """Write it as one HTML page that asks nobody for anything."""
    folder = Path(__file__).parent / "templates"
    templates = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return templates.get_template("review.html").render(reviewed=reviewed)


def _said(claim: Claim, names: Mapping[str, str], ontology: Ontology) -> list[tuple[str, str]]:
    """List what a claim says, slot by slot, leaving out what it does not say."""

    def named(paths: Sequence[str]) -> str:
        return ", ".join(names.get(path, path) for path in paths)

    bounds = claim.bounds
    span = f"{bounds.from_ or ''}..{bounds.until or ''}, sure {bounds.surely_from or ''}..{bounds.surely_until or ''}"
    slots = [
        ("about", claim.about),
        ("says", claim.says),
        ("type", ontology.concepts[claim.type].label if claim.type else ""),
        ("agents", named(claim.agents)),
        ("targets", named(claim.targets)),
        ("parties", named(claim.parties)),
        ("places", named(claim.places)),
        ("extent", claim.extent or ""),
        ("role", claim.role or ""),
        ("part of", named(claim.part_of)),
        ("attribute", f"{claim.attribute} = {claim.value}" if claim.attribute else ""),
        ("when", f"{claim.when} ({claim.when_basis or 'no basis'}): {span}" if claim.when else ""),
        ("voice", "the writer" if claim.according_to == claim.document else named([claim.according_to])),
        ("modality", claim.modality),
        ("certainty", claim.certainty if claim.certainty != "certain" else ""),
        ("confidence", str(claim.confidence)),
        ("withdrawn", f"{claim.withdrawn_on}: {claim.withdrawal_reason}" if claim.withdrawn_on else ""),
    ]
    return [(slot, value) for slot, value in slots if value]
