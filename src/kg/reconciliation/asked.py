"""What a client asks: queries and their conditions, the same for both versions of the protocol, and their limits."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

from kg.errors import BadParameter

BATCH: Final = 50
"""Queries in a batch."""
CONDITIONS: Final = 10
"""Conditions, or properties, of a query, and types that it may name."""
VALUES: Final = 10
"""Values of a condition."""
VALUES_IN_ALL: Final = 500
"""Values of all conditions of a batch together."""
LONGEST: Final = 1_000
"""Characters of a name or value."""
CANDIDATES: Final = 10
"""Candidates that a query gets if it names no limit."""
MOST_CANDIDATES: Final = 100
ENTITIES: Final = 100
"""Entities in a data extension."""
PROPERTIES: Final = 50
"""Properties in a data extension."""
MOST_VALUES: Final = 100
"""Values that a data extension gives of one property of one entity."""
BODY: Final = 1 << 20
"""Bytes of a request's body."""

Quantifier = Literal["any", "all", "none"]
Kind = Literal["name", "id", "property"]
Strictness = Literal["any", "all", "should"]

_DIRECTIONS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Embeddings, overrides and isolates: they make a text look like another one."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value to compare with.

    Attributes:
        text: as people write it; empty if only the id is known.
        id: of an entity, where the client has reconciled the value already.
    """

    text: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """What an entity should be like.

    Attributes:
        kind: what the values are compared with: names, ids, or the values of a property.
        values: to compare with; at least one.
        property: id of the property, such as ``date``; empty for names and ids.
        required: whether an entity that is not like that is no candidate at all.
        quantifier: how many of the values must fit.
        qualifier: how to compare, such as ``ExactMatch``; empty for the property's usual way.
    """

    kind: Kind
    values: tuple[Value, ...]
    property: str = ""
    required: bool = False
    quantifier: Quantifier = "any"
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """One query of a batch.

    Attributes:
        conditions: what the entity should be like.
        types: ids of types, such as ``Place`` or ``codes/actor-kind/rebel``.
        strictness: whether it must be of any or of all of these types, or only should be of one.
        limit: how many candidates to give.
    """

    conditions: tuple[Condition, ...]
    types: tuple[str, ...] = ()
    strictness: Strictness = "any"
    limit: int = CANDIDATES


@dataclass(frozen=True, slots=True)
class Wanted:
    """A property that a data extension asks for.

    Attributes:
        id: of the property.
        limit: values to give.
        content: whether things and codes are given by ``name`` or by ``id``, where they are not entities of ours.
    """

    id: str
    limit: int = MOST_VALUES
    content: Literal["name", "id"] = "name"


@dataclass(frozen=True, slots=True)
class Extension:
    """A data extension query: ids of entities, and the properties that are wanted of each."""

    ids: tuple[str, ...]
    properties: tuple[Wanted, ...]


def clean(name: str, text: str) -> str:
    r"""Make blanks of all kinds of white space, as cells of spreadsheets have them, and refuse what is no text.

    Args:
        name: of the parameter, for the message.
        text: as it came.

    Returns:
        The text with single blanks. Marks of direction stay, as Arabic names are often copied with them.

    Raises:
        BadParameter: if it is too long, or has control characters or overrides of its direction.

    Example:
        >>> clean("query", " Al\u00a0Jolaini\n")
        'Al Jolaini'
    """
    if len(text) > LONGEST:
        raise BadParameter(name, f"{len(text):,} characters long", f"at most {LONGEST:,} characters", shown(text))
    plain = " ".join(text.split())
    for letter in plain:
        if letter in _DIRECTIONS or unicodedata.category(letter) in {"Cc", "Cs"}:
            wrong = f"it has the character U+{ord(letter):04X}"
            raise BadParameter(name, wrong, "text without control characters", shown(text))
    return plain


def shown(value: object) -> str:
    r"""Give the beginning of what came, fit to be shown.

    Example:
        >>> shown("a\x00b")
        'a�b'
    """
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in str(value)[:200])
