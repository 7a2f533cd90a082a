"""Answers in the terms of the protocol, for both of its versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Feature:
    """What a candidate's score was made from: a part of it, told on its own.

    Attributes:
        id: such as ``nameScore``, or the id of a property.
        name: to show.
        value: from 0 to 1 how far it agrees, or whether it does, or kilometres.
    """

    id: str
    name: str
    value: bool | float


@dataclass(frozen=True, slots=True)
class TypeName:
    """A type by id and name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a query may mean.

    Attributes:
        id: its path, such as ``places/hama``.
        name: to show.
        description: tells it from its namesakes.
        score: from 0 to 100.
        match: whether it is meant for sure.
        features: what the score was made from.
        type: its types, the narrowest class first, then its kinds.
    """

    id: str
    name: str
    description: str
    score: float
    match: bool
    features: tuple[Feature, ...]
    type: tuple[TypeName, ...]


Result = Sequence[Candidate]


@dataclass(frozen=True, slots=True)
class OldResult:
    """The answer to a query of version 0.2."""

    result: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class NewResult:
    """The answer to a query of version 1.0-draft."""

    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class NewResults:
    """The answer to a batch of version 1.0-draft."""

    results: tuple[NewResult, ...]


def old_results(keys: Iterable[str], results: Iterable[Result]) -> dict[str, Any]:
    """Write the answer to a batch of version 0.2: an object by the queries' keys."""
    return {key: asdict(OldResult(tuple(result))) for key, result in zip(keys, results, strict=True)}


def new_results(results: Iterable[Result]) -> dict[str, Any]:
    """Write the answer to a batch of version 1.0-draft: a list in the order of the queries."""
    return asdict(NewResults(tuple(NewResult(tuple(result)) for result in results)))
