"""Quads back to statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import NamedNode, Quad

from kg.dates import Bounds
from kg.identifiers import path_of
from kg.namespaces import BASE, CKG, NS, RDF, SKOS
from kg.passages import Passage
from kg.statements.fields import FIELDS, NUMBER_OR_TEXT, Term
from kg.statements.model import Actor, Claim, Document, Event, EventName, Labels, Place, Situation, Statements

_PARTS: Mapping[str, type] = {"bounds": Bounds, "passage": Passage, "labels": Labels}


def read(quads: Iterable[Quad], attributes: Iterable[str], situation_classes: Iterable[str]) -> Statements:
    """Rebuild statements from their quads.

    Args:
        quads: of any graphs, in any order; what belongs to no statement is passed over.
        attributes: local names of the attributes that a fact may carry.
        situation_classes: local names of the kinds of situation.

    Returns:
        The statements, each kind sorted by path.
    """
    by_subject: dict[str, dict[NamedNode, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(BASE):
            by_subject[path_of(quad.subject)][quad.predicate].append(quad.object)  # type: ignore[arg-type]
    reader = _Reader(frozenset(attributes), frozenset(situation_classes))
    found: dict[type, list[Any]] = defaultdict(list)
    for path in sorted(by_subject):
        for statement in reader.statements(path, by_subject[path]):
            found[type(statement)].append(statement)
    return Statements(
        actors=tuple(found[Actor]),
        places=tuple(found[Place]),
        event_names=tuple(found[EventName]),
        documents=tuple(found[Document]),
        claims=tuple(found[Claim]),
        events=tuple(found[Event]),
        situations=tuple(found[Situation]),
    )


class _Reader:
    """Makes statements of the properties of one subject."""

    def __init__(self, attributes: frozenset[str], situation_classes: frozenset[str]) -> None:
        self.attributes = attributes
        self.situation_classes = situation_classes

    def statements(self, path: str, properties: Mapping[NamedNode, list[Term]]) -> Iterable[Any]:
        classes = {term.value.removeprefix(NS) for term in properties.get(RDF.type, ())}
        for name, kind in (("Place", Place), ("Document", Document), ("Claim", Claim)):
            if name in classes:
                yield self._build(kind, path, properties)
        if "Actor" in classes:
            yield self._build(Actor, path, properties, person="Person" in classes)
        if "Event" in classes:
            yield self._build(Event, path, properties, **self._fact(properties))
        elif "Situation" in classes:
            says = next(iter(sorted(classes & self.situation_classes)))
            yield self._build(Situation, path, properties, says=says, **self._fact(properties))
        elif path.startswith("events/") and SKOS.prefLabel in properties:
            yield self._build(EventName, path, properties)

    def _fact(self, properties: Mapping[NamedNode, list[Term]]) -> dict[str, Any]:
        """Read what no row of the table covers: attributes, and the parties that are neither agent nor target."""
        attributes = [
            (name, NUMBER_OR_TEXT.read(term))
            for name in sorted(self.attributes)
            for term in properties.get(NamedNode(NS + name), ())
        ]
        directed = {*properties.get(CKG.agent, ()), *properties.get(CKG.target, ())}
        parties = sorted(path_of(term.value) for term in properties.get(CKG.party, ()) if term not in directed)
        return {"attributes": tuple(attributes), "parties": tuple(parties)}

    def _build(self, kind: type, path: str, properties: Mapping[NamedNode, list[Term]], **given: Any) -> Any:
        values: dict[str, Any] = {}
        for field in FIELDS[kind]:
            terms = [t for t in properties.get(field.predicate, ()) if field.form.fits(t.value)]
            read = sorted(field.form.read(term) for term in terms)
            if field.many:
                values[field.name] = values.get(field.name, ()) + tuple(read)
            elif read:
                values[field.name] = read[0]
        parts: dict[str, dict[str, Any]] = defaultdict(dict)
        for name in [name for name in values if "." in name]:
            whole, part = name.split(".")
            parts[whole][part] = values.pop(name)
        values |= {whole: _PARTS[whole](**part) for whole, part in parts.items()}
        if kind is not Claim:  # a claim's path follows from what it says
            values["path"] = path
        return kind(**(values | given))
