"""What derivation finds, and how it stands in the default graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.identifiers import iri
from kg.namespaces import CKG, NS, SKOS
from kg.ontology import Ontology
from kg.periods import period_quads
from kg.statements import OF_PLACES, Event, Situation, periods_of, quads_of


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The knowledge plane.

    Attributes:
        events: facts, sorted by path, as are `situations`.
        contradictions: pairs of claim paths, the smaller first, sorted.
        names: labels of things that claims speak of and that are no facts (only denied, or only announced).
    """

    events: tuple[Event, ...]
    situations: tuple[Situation, ...]
    contradictions: tuple[tuple[str, str], ...]
    names: Mapping[str, str]

    @property
    def facts(self) -> tuple[Event | Situation, ...]:
        """Events, then situations."""
        return (*self.events, *self.situations)

    def quads(self, ontology: Ontology) -> Iterator[Quad]:
        """Write it as quads of the default graph: facts, shortcuts, contradictions and names."""
        for fact in self.facts:
            yield from quads_of(fact)
        yield from period_quads(sorted({period for fact in self.facts for period in periods_of(fact)}))
        for subject, predicate, obj in sorted(self.shortcuts(ontology)):
            yield Quad(iri(subject), NamedNode(NS + predicate), iri(obj), DefaultGraph())
        for one, other in self.contradictions:
            yield Quad(iri(one), CKG.contradicts, iri(other), DefaultGraph())
            yield Quad(iri(other), CKG.contradicts, iri(one), DefaultGraph())
        for path, name in sorted(self.names.items()):
            yield Quad(iri(path), SKOS.prefLabel, Literal(name, language="en"), DefaultGraph())

    def shortcuts(self, ontology: Ontology) -> set[tuple[str, str, str]]:
        """Shorten each situation to one triple a pair: subject's path, the property's local name, object's path."""
        found: set[tuple[str, str, str]] = set()
        for situation in self.situations:
            kind = ontology.situation_classes[situation.says]
            objects = situation.places if situation.says in OF_PLACES else situation.targets
            for subject, obj in product(situation.agents, objects):
                found.add((subject, kind.shortcut, obj))
                if kind.symmetric:
                    found.add((obj, kind.shortcut, subject))
        return found
