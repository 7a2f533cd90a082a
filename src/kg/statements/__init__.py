"""What is said and what follows from it, as frozen values, and their quads in both directions.

`model` has the classes, `fields` says once which field is which property, `quads` writes, `reading` reads back.
"""

from kg.statements.model import (
    OF_PLACES,
    Actor,
    Claim,
    Document,
    Event,
    EventName,
    Fact,
    Labels,
    Place,
    RowCounts,
    Situation,
    Statements,
)
from kg.statements.quads import periods_of, quads_of
from kg.statements.reading import read

__all__ = [
    "OF_PLACES",
    "Actor",
    "Claim",
    "Document",
    "Event",
    "EventName",
    "Fact",
    "Labels",
    "Place",
    "RowCounts",
    "Situation",
    "Statements",
    "periods_of",
    "quads_of",
    "read",
]
