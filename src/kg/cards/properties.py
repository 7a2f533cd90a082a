"""The properties of a thing as people read them: labels, names of things, links."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from kg.cards.facts import name_of
from kg.cards.told import Statement, Value
from kg.identifiers import path_of
from kg.namespaces import BASE, CKG, OTHER, RDF, SKOS
from kg.release import Release

_SKIPPED: Final = {RDF.type, SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, OTHER.wasDerivedFrom, OTHER.hasGeometry}
"""Names and classes stand elsewhere on a card, and so does what a fact rests on."""


def statements_of(release: Release, objects: Mapping[NamedNode, list[Any]]) -> tuple[Statement, ...]:
    """Give labels and readable values of everything that is not a name, a class or a source.

    Args:
        release: where names and labels are.
        objects: what is said of the thing, by property.
    """
    labels = release.ontology.labels
    order = {name: place for place, name in enumerate(labels)}
    directed = {*objects.get(CKG.agent, ()), *objects.get(CKG.target, ())}
    found = []
    for predicate in sorted(objects, key=lambda p: (order.get(p.value, len(order)), p.value)):
        values = objects[predicate]
        if predicate in _SKIPPED:
            continue
        if predicate == CKG.party:
            values = [value for value in values if value not in directed]
        if values:
            key = predicate.value.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
            label = labels.get(predicate.value) or key
            found.append(Statement(key, label, tuple(_value(release, value) for value in values)))
    return tuple(found)


def _value(release: Release, value: NamedNode | Literal) -> Value:
    if not isinstance(value, NamedNode):
        return Value(value.value)
    if not value.value.startswith(BASE):
        return Value(value.value, href=value.value)
    path = path_of(value)
    if path.startswith("claims/"):
        glosses = release.store.quads(None, value, CKG.gloss)
        return Value(next((quad.object.value for quad in glosses if isinstance(quad.object, Literal)), path), path)
    return Value(name_of(release, path), path)
