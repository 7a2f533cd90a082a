"""What is known of one thing, gathered for people: `Release` describes, a card selects and orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from kg.identifiers import iri, path_of
from kg.namespaces import BASE, CKG, NS, OTHER, RDF, SKOS
from kg.release import Release
from kg.sparql import run_table
from kg.stored_queries import stored_query

_FACTS: Final = """
SELECT DISTINCT ?fact ?label ?class ?from ?until ?statusName ?documents WHERE {
  ?fact ?slot ?thing ; a ckg:Fact ; skos:prefLabel ?label ; ckg:status ?status ; ckg:documentCount ?documents .
  FILTER(?slot IN (ckg:party, ckg:place, ckg:partOf))
  ?status skos:prefLabel ?statusName .
  ?fact a ?class . FILTER(?class NOT IN (ckg:Fact, ckg:Situation))
  OPTIONAL { ?fact ckg:from ?from }
  OPTIONAL { ?fact ckg:until ?until }
} ORDER BY ?from ?until ?label ?fact
"""
_CLAIMS: Final = """
SELECT ?claim ?gloss ?voiceName ?modalityName ?document ?start ?end WHERE {
  GRAPH ?graph {
    ?claim ckg:about ?thing ; ckg:gloss ?gloss ; ckg:accordingTo ?voice ; ckg:modality ?modality ;
      ckg:source ?document ; ckg:charStart ?start ; ckg:charEnd ?end .
  }
  OPTIONAL { ?voice skos:prefLabel|dct:title ?voiceName FILTER(LANG(?voiceName) IN ("en", "")) }
  OPTIONAL { ?modality skos:prefLabel ?modalityName }
} ORDER BY ?document ?start ?claim
"""


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of one thing.

    Attributes:
        path: of the thing.
        name: to show.
        classes: local names of its classes.
        names: other names, each with its language or ``misspelling``.
        properties: label of the property and readable values, in the ontology's order.
        facts: events and situations that it takes part in, by day; records of `_FACTS`.
        claims: claims about the thing itself, for an event or situation its evidence; records.
    """

    path: str
    name: str
    classes: tuple[str, ...]
    names: tuple[tuple[str, str], ...] = ()
    properties: tuple[tuple[str, tuple[str, ...]], ...] = ()
    facts: Sequence[Mapping[str, Any]] = field(default_factory=list)
    claims: Sequence[Mapping[str, Any]] = field(default_factory=list)

    def record(self) -> dict[str, Any]:
        """Give the card as plain values, for JSON."""
        return {
            "id": self.path,
            "name": self.name,
            "classes": self.classes,
            "names": [{"as": kind, "name": name} for kind, name in self.names],
            "properties": {label: list(values) for label, values in self.properties},
            "facts": list(self.facts),
            "claims": list(self.claims),
        }


def card(release: Release, path: str) -> Card:
    """Gather what a release knows of a thing.

    Args:
        release: where to look.
        path: of the thing, as `Release.resolve` gives it.

    Raises:
        UnknownThing: if nothing has this path.
    """
    release.require(path)
    triples = list(release.triples(path))
    objects: dict[NamedNode, list[Any]] = {}
    for triple in triples:
        if triple.object not in objects.setdefault(triple.predicate, []):
            objects[triple.predicate].append(triple.object)
    thing = {"thing": iri(path)}
    is_fact = path.startswith(("events/", "situations/"))
    if is_fact:
        claims = release.ask(stored_query("evidence"), {"fact": path}).records()
    else:
        claims = run_table(release.store, _projecting(_CLAIMS), thing).records()
    shown = objects[CKG.gloss][0].value if CKG.gloss in objects else _name(release, path)
    return Card(
        path=path,
        name=shown,
        classes=tuple(sorted(o.value.removeprefix(NS) for o in objects.get(RDF.type, ()) if o.value.startswith(NS))),
        names=tuple(_names(objects, shown)),
        properties=tuple(_properties(release, objects)),
        facts=run_table(release.store, _projecting(_FACTS), thing).records(),
        claims=claims,
    )


def _projecting(query: str) -> str:
    """Project ?thing too, without which the engine would not bind it."""
    return query.replace("SELECT ", "SELECT ?thing ", 1).replace("?thing DISTINCT", "DISTINCT ?thing", 1)


def _names(objects: Mapping[NamedNode, list[Any]], shown: str) -> list[tuple[str, str]]:
    found = []
    for predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel):
        for label in objects.get(predicate, ()):
            kind = "misspelling" if predicate == SKOS.hiddenLabel else label.language or ""
            if label.value != shown:
                found.append((kind, label.value))
    return found


def _properties(release: Release, objects: Mapping[NamedNode, list[Any]]) -> list[tuple[str, tuple[str, ...]]]:
    """Make labels and readable values of everything that is not a name, a class or a source."""
    skipped = {RDF.type, SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, OTHER.wasDerivedFrom, OTHER.hasGeometry}
    labels = release.ontology.labels
    order = {name: place for place, name in enumerate(labels)}
    directed = {*objects.get(CKG.agent, ()), *objects.get(CKG.target, ())}
    rows = []
    for predicate in sorted(objects, key=lambda p: (order.get(p.value, len(order)), p.value)):
        values = objects[predicate]
        if predicate in skipped:
            continue
        if predicate == CKG.party:
            values = [value for value in values if value not in directed]
        if values:
            label = labels.get(predicate.value) or predicate.value.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
            rows.append((label, tuple(_readable(release, value) for value in values)))
    return rows


def _readable(release: Release, value: NamedNode | Literal) -> str:
    if isinstance(value, NamedNode) and value.value.startswith(BASE):
        return _name(release, path_of(value))
    return value.value


def _name(release: Release, path: str) -> str:
    """Give the English label of a thing, or a document's title, or its path."""
    titles = {RDF.label: 1, SKOS.prefLabel: 0}
    found = [
        (titles.get(quad.predicate, 2), quad.object.value)
        for quad in release.store.quads("", iri(path))
        if isinstance(quad.object, Literal)
        and (quad.predicate in titles or quad.predicate.value.endswith("/title"))
        and quad.object.language in (None, "en")
    ]
    return min(found)[1] if found else path.removeprefix(NS.removeprefix(BASE))
