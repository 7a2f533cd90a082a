"""The parameters of a stored query: their types, and the RDF terms that their values are bound as."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Final, Self
from typing import Literal as OneOf

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pyoxigraph import Literal, NamedNode

from kg.dates import day_of
from kg.errors import BadParameter, EdtfError
from kg.identifiers import ID, iri, is_slug
from kg.namespaces import BASE, XSD
from kg.ontology import shipped
from kg.spelling import nearest

KNOWN_ON: Final = "known-on"
TYPES: Final[Mapping[str, str]] = {
    "day": "a day as YYYY-MM-DD, such as 2024-12-05",
    KNOWN_ON: "a day as YYYY-MM-DD; only documents published by then are taken into account",
    "year": "a year of four digits, such as 2016",
    "number": "a number of 0 or more and below a million, such as 25 or 12.5",
    "choice": "one of the values that it lists",
    "event-type": "the code of an event type, such as capture",
    "actor": "an actor's id or name, such as hts, actors/hts or Al Jolaini",
    "place": "a place's id or name, such as hama or places/hama",
    "document": "a document's id, such as fall-of-assad-analysis",
    "fact": "the id or name of an event or situation, such as events/capture-hama-2024",
    "thing": "the id or name of anything, such as places/idlib or events/capture-homs-2024",
    "text": "a text",
}
_SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "actor": ("actors",),
    "place": ("places",),
    "document": ("documents",),
    "fact": ("events", "situations"),
    "thing": ("actors", "places", "events", "situations", "claims", "documents"),
}
MAX_TEXT: Final = 1000
_EVENT_TYPES: Final = "codes/event-type/"
_NUMBER: Final = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")
_YEAR: Final = re.compile(r"[0-9]{4}")


class Parameter(BaseModel):
    """A parameter of a stored query. Its name is the variable's, in snake case.

    Attributes:
        type: one of `TYPES`.
        choices: of a choice, the values that it may have; the first is what an absent one means.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    type: OneOf[
        "day", "known-on", "year", "number", "choice", "event-type",
        "actor", "place", "document", "fact", "thing", "text",
    ]  # fmt: skip
    help: str
    example: str
    required: bool = False
    choices: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _choices_of_a_choice(self) -> Self:
        if (self.type == "choice") != bool(self.choices):
            raise ValueError("a choice, and nothing else, has choices")
        return self

    @property
    def is_day(self) -> bool:
        """Whether its value is a day."""
        return self.type in ("day", KNOWN_ON)

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections that its value can be a thing of; empty if it is no id."""
        return _SECTIONS.get(self.type, ())

    @property
    def expected(self) -> str:
        """What its value must be, for messages."""
        return f"one of {', '.join(self.choices)}" if self.choices else TYPES[self.type]

    def term(self, value: str) -> NamedNode | Literal:
        """Turn a value into the RDF term to bind.

        Raises:
            BadParameter: if it is not of the parameter's type.

        Example:
            >>> Parameter(name="place", type="place", help="", example="hama").term("homs").value
            'https://w3id.org/ckg/places/homs'
            >>> Parameter(name="km", type="number", help="", example="25").term("12.50").value
            '12.5'
        """
        text = value.strip()
        match self.type:
            case "day" | "known-on":
                return self._day(text, value)
            case "year" | "number":
                return self._figure(text, value)
            case "choice":
                if text not in self.choices:
                    raise BadParameter(self.name, "not a choice", self.expected, value)
                return Literal(text)
            case "event-type":
                return self._event_type(text, value)
            case "text":
                if not 0 < len(text) <= MAX_TEXT or not text.isprintable():
                    wrong, expected = "empty, too long or not printable", f"1 to {MAX_TEXT} printable characters"
                    raise BadParameter(self.name, wrong, expected, value)
                return Literal(text)
            case _:
                return iri(self._path(text))

    def _day(self, text: str, value: str) -> Literal:
        try:
            return Literal(day_of(text).isoformat(), datatype=XSD.date)
        except EdtfError as error:
            raise BadParameter(self.name, error.wrong, self.expected, value) from error

    def _figure(self, text: str, value: str) -> Literal:
        if self.type == "year":
            if not _YEAR.fullmatch(text) or text == "0000":
                raise BadParameter(self.name, "not a year", self.expected, value)
            return Literal(str(int(text)), datatype=XSD.integer)
        if not _NUMBER.fullmatch(text):
            raise BadParameter(self.name, "not such a number", self.expected, value)
        return Literal(f"{Decimal(text).normalize():f}", datatype=XSD.decimal)

    def _event_type(self, text: str, value: str) -> NamedNode:
        codes = {path.removeprefix(_EVENT_TYPES) for path in shipped().concepts if path.startswith(_EVENT_TYPES)}
        code = text.removeprefix(BASE).removeprefix(_EVENT_TYPES)
        if code not in codes:
            close = nearest(code, codes)
            expected = f"one of {', '.join(close)}" if close else self.expected
            raise BadParameter(self.name, "no event type", expected, value)
        return iri(_EVENT_TYPES + code)

    def _path(self, text: str) -> str:
        path = text.removeprefix(BASE)
        if len(self.sections) == 1 and is_slug(path):
            path = f"{self.sections[0]}/{path}"
        section, _, rest = path.partition("/")
        if section not in self.sections or not ID.fullmatch(rest):
            raise BadParameter(self.name, f"not an id: {text!r}", self.expected, text)
        return path
