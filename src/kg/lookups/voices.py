"""Who says so: a claim, which is one voice in one passage, or a row of a dataset, whose voice the dataset is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final, NamedTuple

from kg.known import Known
from kg.statements import Claim

VOICES: Final = (
    "who says so: the voice, the document and the passage in it (Unicode code points from 0, the end exclusive) or the "
    "row of a dataset, how it is said (reported, claimed, denied or intended), and a gloss in our words"
)
"""What the voices of a record are, for the table of its members."""
EXAMPLE: Final = {
    "voice": {"id": "documents/fall-of-assad-chronology", "name": "The offensive, day by day"},
    "document": {"id": "documents/fall-of-assad-chronology", "name": "The offensive, day by day"},
    "claim": "claims/0123456789abcdef0123",
    "start": 120,
    "end": 214,
    "row": None,
    "modality": "reported",
    "gloss": "What the passage says, in our words.",
}
"""A voice as in an answer."""


class Row(NamedTuple):
    """A row of a dataset that says something; without a row, the dataset by many of them."""

    dataset: str
    row: str | None


Said = Claim | Row


def said(known: Known, derived_from: Iterable[str], rows: Collection[str]) -> list[Said]:
    """Give what says that a fact happened or held; what only describes it is left out.

    Args:
        known: the claims.
        derived_from: what the fact is derived from.
        rows: ids of the rows that it was taken from.

    Returns:
        Claims and rows, by document and place in it.
    """
    found: list[Said] = []
    for basis in derived_from:
        if basis.startswith("documents/"):
            found += [Row(basis, row) for row in rows]
        elif (claim := known.claims.get(basis)) is not None and claim.says != "Description":
            found.append(claim)
    return sorted(found, key=_order)


def voice(known: Known, one: Said) -> dict[str, Any]:
    """Give a voice as in an answer."""
    if isinstance(one, Row):
        dataset = known.thing(one.dataset)
        nothing = dict.fromkeys(EXAMPLE)
        return nothing | {"voice": dataset, "document": dataset, "row": one.row}
    return {
        "voice": known.thing(one.according_to),
        "document": known.thing(one.document),
        "claim": one.path,
        "start": one.passage.start,
        "end": one.passage.end,
        "row": None,
        "modality": one.modality,
        "gloss": one.gloss,
    }


def _order(one: Said) -> tuple[str, int, str]:
    return (one.dataset, 0, one.row or "") if isinstance(one, Row) else (one.document, one.passage.start, one.path)
