"""Counting a graph in one pass: its classes, their properties, and what these lead to.

A store on disk gives a graph's quads subject by subject (one in memory does not), so a pass holds one subject at a
time, and a table as large as the number of combinations of classes, properties and kinds of object that occur: a few
thousand, however many the quads.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Final, TypeVar

from pyoxigraph import Literal, NamedNode, Quad

from kg.identifiers import iri
from kg.namespaces import RDF, XSD
from kg.statements import RowCounts
from kg.store import OpenStore

Classes = tuple[NamedNode, ...]
"""The classes that a thing has, sorted."""
Kind = NamedNode | Classes
"""What an object is: a datatype, or the classes of a thing."""

Count = TypeVar("Count")

DATATYPES: Final = frozenset(kind.value for kind in (XSD.date, XSD.integer, XSD.string, RDF.langString))
"""What a use that was counted elsewhere leads to, if not to a thing."""

REMEMBERED: Final = 2**17
"""Of how many objects the classes are remembered while counting."""


@dataclass(slots=True)
class PropertyCount:
    """How often a property occurs: triples, subjects that have it, and triples by class or datatype of the object."""

    triples: int = 0
    subjects: int = 0
    classes: Counter[NamedNode] = field(default_factory=Counter)
    datatypes: Counter[NamedNode] = field(default_factory=Counter)


@dataclass(slots=True)
class ClassCount:
    """How many things have a class, one of them, the triples about them, and these by property."""

    entities: int = 0
    triples: int = 0
    example: str = ""
    properties: Mapping[NamedNode, PropertyCount] = field(default_factory=lambda: defaultdict(PropertyCount))


class Counts:
    """What was counted, of one graph or of several together.

    Args:
        classes_of: gives the classes of an object; `classes_in` makes one.
    """

    def __init__(self, classes_of: Callable[[NamedNode], Classes]) -> None:
        """Begin with nothing."""
        self.triples = 0
        self._classes_of = classes_of
        self._tallies: dict[Classes, _Tally] = defaultdict(_Tally)

    def add(self, quads: Iterable[Quad]) -> int:
        """Count the quads of a graph that was not counted yet.

        Args:
            quads: those of one subject one after another, as the store gives them.

        Returns:
            How many they were.
        """
        before = self.triples
        for subject, group in groupby(quads, key=attrgetter("subject")):
            pairs = [(quad.predicate, quad.object) for quad in group]
            tally = self._tallies[_sorted(thing for predicate, thing in pairs if predicate == RDF.type)]
            tally.things += 1
            tally.example = min(tally.example or subject.value, subject.value)
            self.triples += len(pairs)
            last = None
            for predicate, thing in pairs:  # those of one predicate come together, too
                if predicate != last:
                    tally.holders[predicate] += 1
                    last = predicate
                tally.uses[predicate, self._kind(thing)] += 1
        return self.triples - before

    def include(self, rows: RowCounts) -> None:
        """Add what is known of things that were counted elsewhere; they are of the same classes, and none was counted.

        Args:
            rows: their number, and how often each property leads where.
        """
        tally = self._tallies[_sorted(map(iri, rows.classes))]
        tally.things += rows.things
        tally.example = min(filter(None, (tally.example, rows.example)))
        for predicate, number in rows.holders.items():
            tally.holders[NamedNode(predicate)] += number
        for predicate, target, number in rows.uses:
            kind: Kind = NamedNode(target) if target in DATATYPES else self._classes_of(NamedNode(target))
            tally.uses[NamedNode(predicate), kind] += number
            self.triples += number

    def _kind(self, thing: object) -> Kind:
        if isinstance(thing, Literal):
            return thing.datatype
        assert isinstance(thing, NamedNode)  # a release has no blank nodes
        return self._classes_of(thing)

    @property
    def subjects(self) -> int:
        """How many subjects there are."""
        return sum(tally.things for tally in self._tallies.values())

    def classes(self) -> Mapping[NamedNode, ClassCount]:
        """Give what was counted of each class, sorted; a thing of several classes counts for each."""
        found: dict[NamedNode, ClassCount] = defaultdict(ClassCount)
        for classes, tally in self._tallies.items():
            for kind in classes:
                count = found[kind]
                count.entities += tally.things
                count.triples += tally.uses.total()
                count.example = min(count.example or tally.example, tally.example)
                tally.add_to(count.properties)
        return _by_address(found)

    def properties(self) -> Mapping[NamedNode, PropertyCount]:
        """Give what was counted of each property, whatever its subjects are, sorted."""
        found: dict[NamedNode, PropertyCount] = defaultdict(PropertyCount)
        for tally in self._tallies.values():
            tally.add_to(found)
        return _by_address(found)


@dataclass(slots=True)
class _Tally:
    """Counts of the things that have the same classes."""

    things: int = 0
    example: str = ""
    holders: Counter[NamedNode] = field(default_factory=Counter)
    uses: Counter[tuple[NamedNode, Kind]] = field(default_factory=Counter)

    def add_to(self, properties: Mapping[NamedNode, PropertyCount]) -> None:
        """Add to counts of properties."""
        for predicate, number in self.holders.items():
            properties[predicate].subjects += number
        for (predicate, kind), number in self.uses.items():
            use = properties[predicate]
            use.triples += number
            if isinstance(kind, NamedNode):
                use.datatypes[kind] += number
            else:
                use.classes.update(dict.fromkeys(kind, number))


def classes_in(store: OpenStore) -> Callable[[NamedNode], Classes]:
    """Make a function that gives the classes which a thing has in the default graph; it remembers the latest asked."""

    @lru_cache(REMEMBERED)
    def classes_of(thing: NamedNode) -> Classes:
        return _sorted(quad.object for quad in store.quads("", thing, RDF.type))

    return classes_of


def _sorted(things: Iterable[object]) -> Classes:
    return tuple(sorted({thing for thing in things if isinstance(thing, NamedNode)}, key=attrgetter("value")))


def _by_address(found: Mapping[NamedNode, Count]) -> dict[NamedNode, Count]:
    return dict(sorted(found.items(), key=lambda item: item[0].value))
