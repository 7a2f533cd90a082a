"""What the ontology says of classes, attributes and codes, as values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SituationClass:
    """A kind of situation: its local name, its label, and the shortcut made from it."""

    name: str
    label: str
    shortcut: str
    verb: str
    symmetric: bool


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute that a description may give."""

    name: str
    label: str
    is_integer: bool
    single_valued: bool
    compass_valued: bool
    inherits_down: bool


@dataclass(frozen=True, slots=True)
class Concept:
    """An entry of a code list. `path` is ``codes/<scheme>/<code>``, and so are `broader` and `incompatible_with`."""

    path: str
    label: str
    definition: str
    broader: frozenset[str]
    incompatible_with: frozenset[str]
    transfers_control: bool

    @property
    def scheme(self) -> str:
        """The code list that it belongs to."""
        return self.path.split("/")[1]

    @property
    def code(self) -> str:
        """The last part of its path."""
        return self.path.rsplit("/", 1)[1]
