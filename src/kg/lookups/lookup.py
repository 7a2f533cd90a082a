"""What a look-up is: a question with an address, its parameters, and records as its answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from kg.parameters import Parameter
from kg.release import Release

Record = Mapping[str, Any]
"""Plain values for JSON; dates are ISO texts, what is unknown or open is None."""
Values = Mapping[str, Any]
"""The values of a look-up's parameters, as `kg.parameters.read` gives them, `AFTER` and `FORM`."""
AFTER: Final = "after"
"""Name of the value that holds the key of the last record of the page before; None for the first page."""
FORM: Final = "form"
"""Name of the value that tells the form of the answer: ``json``, ``csv``, ``html`` or ``geojson``."""
CHOSEN: Final = "fields"
"""Name of the value that holds the members of records that are asked for; none for all."""
MOST: Final = 500
"""Records on a page, at most."""

LIMIT: Final = Parameter(
    "limit", f"how many records a page has, at most {MOST}", "100", "number", "50", least=1, most=MOST
)
CURSOR: Final = Parameter("cursor", "where the page begins: what `next` of the page before says", "", longest=8_000)
PAGES: Final = (LIMIT, CURSOR)
"""The parameters of what is answered in pages."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a look-up found.

    Attributes:
        records: in the look-up's order, each with the look-up's fields.
        after: the key of the last record, if there are more; it must tell where to go on in any release: the values by
            which the records are sorted, as texts, numbers or None.
        facts: what else there is to say, for the top of the answer, such as totals and notes.
        features: the records as a GeoJSON feature collection, where they have places and it was asked for.
    """

    records: Sequence[Record]
    after: Sequence[str | int | None] | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    features: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Lookup:
    """A question with an address.

    Attributes:
        path: its address, such as ``/support`` or ``/actors/{actor}/neighbours``; what stands in braces is a parameter.
        summary: the question, in a line.
        description: what to know to read the answer; Markdown.
        parameters: what can be said of it, by name; those with pages have `PAGES`.
        fields: the members of a record, with what they are, in the order of a table's columns.
        answer: a module's own function from a release and values to what is found. It runs where it can be stopped.
        example: of a record.
        places: whether the answer can be had as GeoJSON too.
        tag: the group in the documentation.
    """

    path: str
    summary: str
    description: str
    parameters: Mapping[str, Parameter]
    fields: Mapping[str, str]
    answer: Callable[[Release, Values], Found]
    example: Record = field(default_factory=dict)
    places: bool = False
    tag: str = "questions"


def chosen(values: Values, members: Collection[str]) -> Collection[str]:
    """Tell which members of records need be made: to name all that a record speaks of takes longer than to find it.

    Args:
        values: of the question.
        members: all that there are, which a page and a map may need.
    """
    asked: Collection[str] = values.get(CHOSEN) or members
    return asked if values.get(FORM) in {"json", "csv"} else members
