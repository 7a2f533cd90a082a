"""The list of export formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kg.exports.claims import claim_lines
from kg.exports.entities import entity_lines
from kg.release import Release


@dataclass(frozen=True, slots=True)
class Export:
    """A format: what it is for, and the function that gives its lines."""

    help: str
    lines: Callable[[Release], Iterator[str]]


EXPORTS: Final[Mapping[str, Export]] = {
    "claims": Export("every claim as a line of JSON, with passage, voice and time", claim_lines),
    "entities": Export("every actor and place as a line of JSON, with all names", entity_lines),
    "nquads": Export("the whole graph as canonical N-Quads", Release.nquads),
}
