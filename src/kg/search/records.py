"""Matches as plain values, with what kind of thing each is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from kg.identifiers import iri, path_of
from kg.namespaces import CKG, NS, RDF
from kg.ontology import Ontology
from kg.search.index import Match
from kg.sparql import Table
from kg.store import OpenStore

FIELDS: Final[Mapping[str, str]] = {
    "id": "path of the thing, which is its address here",
    "name": "the name to show",
    "class": "`Person`, `Group`, `Place`, `Event`, or the kind of situation",
    "kind": "the code of its kind, such as a rebel group or a city, and its name; null where it has none",
    "matched": "the spelling on record that matched",
    "score": "how surely it is meant, from 0 to 1",
    "confident": "whether it may be taken without asking: from a score of 0.8 on",
    "reasons": "why it is thought to be meant, the weightiest first",
    "href": "its address on this server",
}
SECTIONS: Final[Mapping[str, NamedNode]] = {
    "actors": CKG.actorKind,
    "places": CKG.placeKind,
    "events": CKG.eventType,
    "situations": CKG.supportType,
}
"""Where things with names have their paths, and what tells their kinds."""
_WIDE: Final = frozenset({"Actor", "Fact", "Situation"})


def records(matches: Iterable[Match], store: OpenStore, ontology: Ontology) -> list[dict[str, Any]]:
    """Give matches as records with the members in `FIELDS`.

    Args:
        matches: what was found.
        store: tells what kind of thing each is.
        ontology: names the kinds.
    """
    return [_record(match, store, ontology) for match in matches]


def as_table(found: Iterable[Mapping[str, Any]]) -> Table:
    """Give records as a table, with the kind's code and the reasons as texts."""
    rows = []
    for record in found:
        kind = record["kind"] and record["kind"]["id"].rpartition("/")[2]
        texts = {**record, "kind": kind, "confident": str(record["confident"]).lower()}
        texts |= {"reasons": "; ".join(record["reasons"])}
        rows.append(tuple(None if texts[name] is None else Literal(texts[name]) for name in FIELDS))
    return Table(tuple(FIELDS), tuple(rows))


def _record(match: Match, store: OpenStore, ontology: Ontology) -> dict[str, Any]:
    thing, section = iri(match.path), match.path.partition("/")[0]
    classes = sorted(_nodes(store, thing, RDF.type))
    named = [one.removeprefix(NS) for one in classes if one.startswith(NS)]
    kinds = sorted(path_of(one) for one in _nodes(store, thing, SECTIONS[section])) if section in SECTIONS else []
    concept = ontology.concepts.get(kinds[0]) if kinds else None
    return {
        "id": match.path,
        "name": match.name,
        "class": next((one for one in named if one not in _WIDE), section.removesuffix("s").capitalize()),
        "kind": None if concept is None else {"id": concept.path, "name": concept.label},
        "matched": match.matched,
        "score": match.score,
        "confident": match.confident,
        "reasons": list(match.reasons),
        "href": f"/{match.path}",
    }


def _nodes(store: OpenStore, thing: NamedNode, predicate: NamedNode) -> set[str]:
    return {quad.object.value for quad in store.quads("", thing, predicate) if isinstance(quad.object, NamedNode)}
