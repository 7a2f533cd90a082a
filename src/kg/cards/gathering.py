"""What is known of one thing, gathered for people: `Release` describes, a card selects and orders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import NamedNode

from kg.cards.disputes import disputes_of
from kg.cards.facts import facts_of, name_of
from kg.cards.linked import note_of
from kg.cards.passages import passages_of
from kg.cards.properties import statements_of
from kg.cards.told import Line, Named, Statement
from kg.identifiers import iri, path_of
from kg.namespaces import CKG, NS, OTHER, RDF, SKOS
from kg.release import Release
from kg.sparql import run_table
from kg.stored_queries import stored_query

_CLAIMS: Final = """
SELECT ?thing ?side ?row ?claim ?gloss ?voice ?voiceName ?modalityName ?document ?start ?end WHERE {
  GRAPH ?graph {
    ?claim ckg:about ?thing ; ckg:gloss ?gloss ; ckg:accordingTo ?voice ; ckg:modality ?modality ;
      ckg:source ?document ; ckg:charStart ?start ; ckg:charEnd ?end .
  }
  OPTIONAL { ?voice skos:prefLabel|dct:title ?voiceName FILTER(LANG(?voiceName) IN ("en", "")) }
  OPTIONAL { ?modality skos:prefLabel ?modalityName }
} ORDER BY ?document ?start ?claim
"""
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of one thing.

    Attributes:
        path: of the thing.
        name: to show.
        classes: local names of its classes.
        names: other names, each with its language or ``misspelling``.
        statements: its properties, in the ontology's order.
        facts: events and situations that it takes part in, in the order of time; of many, what texts say of it before
            rows of datasets, and of these the latest.
        counts: how many events and situations it takes part in, all of them; local names of classes.
        claims: claims about the thing itself, for an event or situation its evidence; records.
        disputes: pairs of claims that contradict one another, about it or what it takes part in; records.
        sources: documents that the facts rest on: path and title.
        note: what one must know to read the rest, such as when and why it was withdrawn.
        basis: of a fact: the facts that it follows from.
        following: of a fact: those that follow from it.
        passages: of a claim, itself, and of a document, the claims that stand in it, with hashes; records.
    """

    path: str
    name: str
    classes: tuple[str, ...]
    names: tuple[tuple[str, str], ...] = ()
    statements: tuple[Statement, ...] = ()
    facts: tuple[Line, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    claims: Sequence[Record] = field(default_factory=list)
    disputes: Sequence[Record] = field(default_factory=list)
    sources: tuple[tuple[str, str], ...] = ()
    note: str = ""
    basis: tuple[Named, ...] = ()
    following: tuple[Named, ...] = ()
    passages: Sequence[Record] = field(default_factory=list)

    @property
    def properties(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Labels of properties and their values as texts."""
        return tuple((said.label, tuple(value.text for value in said.values)) for said in self.statements)

    @property
    def sections(self) -> dict[str, tuple[Line, ...]]:
        """The facts by what they are: events, control, other relations; empty ones left out."""
        groups = {
            "What happened": tuple(line for line in self.facts if line.kind == "Event"),
            "Who held what": tuple(line for line in self.facts if line.kind == "Control"),
            "Relations": tuple(line for line in self.facts if line.kind not in {"Event", "Control"}),
        }
        return {title: lines for title, lines in groups.items() if lines}

    @property
    def more(self) -> int:
        """How many facts are not shown."""
        return sum(count for _, count in self.counts) - len(self.facts)

    @property
    def ask(self) -> str:
        """The stored query, with its parameters, that tells of all events; empty if all are shown, or none tells."""
        section, _, slug = self.path.partition("/")
        asked = {"actors": "events-of-actor?actor", "places": "timeline?from=0001-01-01&to=9999-12-31&place"}
        return f"{asked[section]}={slug}" if self.more and section in asked else ""

    def record(self) -> dict[str, Any]:
        """Give the card as plain values, for JSON."""
        return {
            "id": self.path,
            "name": self.name,
            "classes": self.classes,
            "names": [{"as": kind, "name": name} for kind, name in self.names],
            "properties": {label: list(values) for label, values in self.properties},
            "facts": [
                {
                    "id": line.path,
                    "class": line.kind,
                    "label": line.label,
                    "from": line.from_,
                    "until": line.until,
                    "status": line.status,
                    "voices": line.voices,
                }
                for line in self.facts
            ],
            "counts": dict(self.counts),
            "more": self.more,
            "ask": f"/queries/{self.ask}" if self.ask else None,
            "claims": list(self.claims),
            "disputes": list(self.disputes),
            "sources": [{"id": path, "title": title} for path, title in self.sources],
            "note": self.note or None,
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
    objects: dict[NamedNode, list[Any]] = {}
    for triple in release.triples(path):
        if triple.object not in objects.setdefault(triple.predicate, []):
            objects[triple.predicate].append(triple.object)
    ask = _asker(release, path)
    if path.startswith(("events/", "situations/")):
        claims = release.ask(stored_query("evidence"), {"fact": path}).records()
    else:
        claims = ask(_CLAIMS)
    taken = facts_of(release, path)
    shown = objects[CKG.gloss][0].value if CKG.gloss in objects else name_of(release, path)
    return Card(
        path=path,
        name=shown,
        classes=tuple(sorted(o.value.removeprefix(NS) for o in objects.get(RDF.type, ()) if o.value.startswith(NS))),
        names=tuple(_names(objects, shown)),
        statements=statements_of(release, objects),
        facts=taken.lines,
        counts=taken.counts,
        claims=claims,
        disputes=disputes_of(release, path),
        sources=taken.sources,
        note=note_of(path, objects),
        basis=_facts(release, objects.get(OTHER.wasDerivedFrom, ())),
        following=_facts(release, _derived(release, path)),
        passages=passages_of(release, path),
    )


def _derived(release: Release, path: str) -> list[Any]:
    """Find what follows from a fact; from a dataset there would be millions."""
    if not path.startswith(("events/", "situations/")):
        return []
    return [quad.subject for quad in release.store.quads("", predicate=OTHER.wasDerivedFrom, value=iri(path))]


def _facts(release: Release, nodes: Iterable[Any]) -> tuple[Named, ...]:
    paths = sorted(path_of(node) for node in nodes)
    return tuple(Named(path, name_of(release, path)) for path in paths if path.startswith(("events/", "situations/")))


def _asker(release: Release, path: str) -> Callable[[str], list[dict[str, Any]]]:
    """Give a function that asks a query about the thing; the query projects ?thing, or it would not be bound."""
    return lambda query: run_table(release.store, query, {"thing": iri(path)}).records()


def _names(objects: Mapping[NamedNode, list[Any]], shown: str) -> list[tuple[str, str]]:
    found = []
    for predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel):
        for label in objects.get(predicate, ()):
            kind = "misspelling" if predicate == SKOS.hiddenLabel else label.language or ""
            if label.value != shown:
                found.append((kind, label.value))
    return found
