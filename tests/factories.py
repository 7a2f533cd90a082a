"""Claims and documents made in a line, for tests that need many."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from kg.passages import Passage
from kg.release import Release
from kg.statements import Claim, Document, Statements

_PLACES = count(1)


def claim(**slots: Any) -> Claim:
    """Make a claim with a passage of its own in `documents/d1`: a capture, unless the slots say otherwise."""
    start = next(_PLACES)
    passage = Passage(start=start, end=start + 1, sha256="0" * 64, letters=1, letters_sha256="0" * 64)
    values: dict[str, Any] = {
        "document": "documents/d1",
        "passage": passage,
        "about": "events/e",
        "says": "Event",
        "type": "codes/event-type/capture",
        "according_to": "documents/d1",
        "modality": "reported",
        "gloss": "Something",
    }
    return Claim(**(values | slots))


def document(number: int, origin: str = "unknown") -> Document:
    """Make the document `documents/d<number>`, published on that day of January 2030."""
    return Document(path=f"documents/d{number}", title="A report", date=date(2030, 1, number), origin=origin)


def said(release: Release) -> Statements:
    """Give all that a small release was made from: registry, claims, and the facts that were imported."""
    datasets = [document.path for document in release.statements.documents if document.is_dataset]
    rows = release.rows(datasets, 1000)
    assert rows is not None
    return release.statements + rows
