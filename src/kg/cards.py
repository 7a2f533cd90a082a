"""What is known of one thing, gathered for people: `Release` describes, a card selects and orders."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from kg.identifiers import iri, path_of
from kg.namespaces import BASE, CKG, NS, OTHER, RDF, SKOS
from kg.release import Release
from kg.sparql import run_table
from kg.stored_queries import stored_query

_FACTS: Final = """
SELECT DISTINCT ?thing ?fact ?label ?class ?from ?until ?statusName ?order WHERE {
  ?fact ?slot ?thing ; a ckg:Fact ; skos:prefLabel ?label ; ckg:status ?status ; ckg:indexFrom ?order .
  FILTER(?slot IN (ckg:party, ckg:place, ckg:partOf))
  ?status skos:prefLabel ?statusName .
  ?fact a ?class . FILTER(?class NOT IN (ckg:Fact, ckg:Situation))
  OPTIONAL { ?fact ckg:from ?from }
  OPTIONAL { ?fact ckg:until ?until }
} ORDER BY ?order ?until ?label ?fact
"""
_VOICES: Final = """
SELECT DISTINCT ?thing ?fact ?voice ?voiceName ?document ?title ?date WHERE {
  {
    ?fact ?slot ?thing ; a ckg:Fact ; prov:wasDerivedFrom+ ?basis .
    GRAPH ?graph { ?basis ckg:accordingTo ?voice ; ckg:source ?document ; ckg:says ?says }
    # Who describes something, or says who took a place, does not say who held it before.
    FILTER(?says != ckg:Description)
    FILTER(NOT EXISTS { ?fact a ckg:Control } || EXISTS {
      ?fact ckg:agent ?holder . GRAPH ?graph { ?basis ckg:agent|ckg:target ?holder }
    })
  } UNION {
    ?fact ?slot ?thing ; a ckg:Fact ; prov:wasDerivedFrom+ ?document .
    ?document a ckg:Dataset .
    BIND(?document AS ?voice)
  }
  FILTER(?slot IN (ckg:party, ckg:place, ckg:partOf))
  ?document dct:title ?title ; dct:date ?date .
  OPTIONAL { ?voice skos:prefLabel|dct:title ?voiceName FILTER(LANG(?voiceName) IN ("en", "")) }
} ORDER BY ?fact ?date ?document ?voiceName
"""
_DISPUTES: Final = """
SELECT DISTINCT ?thing ?aboutName ?gloss ?voiceName ?document ?otherGloss ?otherVoiceName ?otherDocument WHERE {
  ?claim ckg:contradicts ?other .
  FILTER(STR(?claim) < STR(?other))
  GRAPH ?graph { ?claim ckg:about ?about ; ckg:gloss ?gloss ; ckg:accordingTo ?voice ; ckg:source ?document }
  GRAPH ?otherGraph {
    ?other ckg:about ?otherAbout ; ckg:gloss ?otherGloss ; ckg:accordingTo ?otherVoice ; ckg:source ?otherDocument
  }
  FILTER(?thing IN (?about, ?otherAbout) || EXISTS { ?about ckg:party|ckg:place ?thing })
  OPTIONAL { ?about skos:prefLabel ?aboutName FILTER(LANG(?aboutName) = "en") }
  OPTIONAL { ?voice skos:prefLabel ?voiceName FILTER(LANG(?voiceName) = "en") }
  OPTIONAL { ?otherVoice skos:prefLabel ?otherVoiceName FILTER(LANG(?otherVoiceName) = "en") }
} ORDER BY ?aboutName ?gloss ?otherGloss
"""
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
class Line:
    """A fact on a card.

    Attributes:
        path: of the fact.
        label: its name.
        kind: local name of its class.
        from_: outer bounds as ISO dates; None where unknown.
        status: label of its status.
        voices: who says so, each with the document's slug.
    """

    path: str
    label: str
    kind: str
    from_: str | None
    until: str | None
    status: str
    voices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of one thing.

    Attributes:
        path: of the thing.
        name: to show.
        classes: local names of its classes.
        names: other names, each with its language or ``misspelling``.
        properties: label of the property and readable values, in the ontology's order.
        facts: events and situations that it takes part in, in the order of time.
        claims: claims about the thing itself, for an event or situation its evidence; records.
        disputes: pairs of claims that contradict one another, about it or what it takes part in; records.
        sources: documents that the facts rest on: path and title.
    """

    path: str
    name: str
    classes: tuple[str, ...]
    names: tuple[tuple[str, str], ...] = ()
    properties: tuple[tuple[str, tuple[str, ...]], ...] = ()
    facts: tuple[Line, ...] = ()
    claims: Sequence[Record] = field(default_factory=list)
    disputes: Sequence[Record] = field(default_factory=list)
    sources: tuple[tuple[str, str], ...] = ()

    @property
    def sections(self) -> dict[str, tuple[Line, ...]]:
        """The facts by what they are: events, control, other relations; empty ones left out."""
        groups = {
            "What happened": tuple(line for line in self.facts if line.kind == "Event"),
            "Who held what": tuple(line for line in self.facts if line.kind == "Control"),
            "Relations": tuple(line for line in self.facts if line.kind not in {"Event", "Control"}),
        }
        return {title: lines for title, lines in groups.items() if lines}

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
            "claims": list(self.claims),
            "disputes": list(self.disputes),
            "sources": [{"id": path, "title": title} for path, title in self.sources],
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
    voices = ask(_VOICES)
    shown = objects[CKG.gloss][0].value if CKG.gloss in objects else _name(release, path)
    return Card(
        path=path,
        name=shown,
        classes=tuple(sorted(o.value.removeprefix(NS) for o in objects.get(RDF.type, ()) if o.value.startswith(NS))),
        names=tuple(_names(objects, shown)),
        properties=tuple(_properties(release, objects)),
        facts=tuple(_lines(ask(_FACTS), voices)),
        claims=claims,
        disputes=ask(_DISPUTES),
        sources=tuple(sorted({(path_of(record["document"]), record["title"]) for record in voices})),
    )


def _asker(release: Release, path: str) -> Callable[[str], list[dict[str, Any]]]:
    """Give a function that asks a query about the thing; the query projects ?thing, or it would not be bound."""
    return lambda query: run_table(release.store, query, {"thing": iri(path)}).records()


def _lines(facts: Sequence[Record], voices: Sequence[Record]) -> list[Line]:
    said: dict[str, list[str]] = {}
    for record in voices:
        slug = path_of(record["document"]).removeprefix("documents/")
        writer = record["voice"] == record["document"]
        said.setdefault(record["fact"], []).append(slug if writer else f"{record['voiceName']} ({slug})")
    return [
        Line(
            path=path_of(record["fact"]),
            label=record["label"],
            kind=record["class"].removeprefix(NS),
            from_=record["from"],
            until=record["until"],
            status=record["statusName"],
            voices=tuple(dict.fromkeys(said.get(record["fact"], ()))),
        )
        for record in facts
    ]


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
