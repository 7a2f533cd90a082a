"""Events and situations as records of lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from pyoxigraph import NamedNode

from kg.cards.described import linked
from kg.cards.linked import Said, name_of
from kg.counting.naming import names_of
from kg.identifiers import iri, path_of
from kg.lookups.lists.writing import named, paths_of, text_of, thing, things
from kg.namespaces import CKG, OTHER, RDF
from kg.ontology import Ontology
from kg.store import OpenStore

_SLOTS: Final = {
    "agents": CKG.agent,
    "targets": CKG.target,
    "parties": CKG.party,
    "places": CKG.place,
    "part_of": CKG.partOf,
}
_BOUNDS: Final = {
    "from": CKG.from_,
    "until": CKG.until,
    "surely_from": CKG.surelyFrom,
    "surely_until": CKG.surelyUntil,
}
_DEATHS: Final = {"deaths_low": CKG.deathsLow, "deaths_best": CKG.deathsBest, "deaths_high": CKG.deathsHigh}

FIELDS: Final = {
    "id": "path of it, which is its address here",
    "name": "a name to show",
    "class": "`Event`, or the kind of situation",
    "types": "what kind of event, or of support",
    "agents": "who acted",
    "targets": "who was acted on",
    "parties": "all actors involved, those two among them",
    "places": "where",
    "part_of": "larger events that it is a part of",
    "roles": "offices held, or what somebody is designated as",
    "from": "first day on which it is possible; null where unknown",
    "until": "last day on which it is possible; null where open or unknown",
    "surely_from": "it had begun by this day; null where unknown",
    "surely_until": "it had not ended before this day; null where unknown",
    "deaths_low": "deaths, the source's low figure",
    "deaths_best": "deaths, the source's best figure",
    "deaths_high": "deaths, the source's high figure",
    "status": "how well it is founded, a code of /codes/status",
    "sources": "documents and datasets that it rests on; see its `/evidence`",
    "rows": "ids of the dataset's rows",
}
"""The members of a record."""


def records(store: OpenStore, ontology: Ontology, paths: Sequence[str]) -> list[dict[str, Any]]:
    """Write facts as records, in the order given."""
    writer = linked(ontology)
    said = [writer.said(store.quads("", iri(path))) for path in paths]
    sources = [sources_of(store, paths_of(one, OTHER.wasDerivedFrom)) for one in said]
    slots = (*_SLOTS.values(), CKG.eventType, CKG.supportType, CKG.status)
    names = named(store, said, slots) | names_of(store, {path for found in sources for path in found})
    return [
        {
            "id": path,
            "name": name_of(one) or path,
            "class": min((c for c in paths_of(one, RDF.type) if c not in _GENERAL), default="ns#Fact")[3:],
            "types": things([*paths_of(one, CKG.eventType), *paths_of(one, CKG.supportType)], names),
            **{name: things(paths_of(one, slot), names) for name, slot in _SLOTS.items()},
            "roles": sorted(value.value for value in one.get(CKG.role, ())),
            **{name: text_of(one, predicate) for name, predicate in _BOUNDS.items()},
            **{name: _whole(one, predicate) for name, predicate in _DEATHS.items()},
            "status": thing(next(iter(paths_of(one, CKG.status)), None), names),
            "sources": things(from_, names),
            "rows": sorted(value.value for value in one.get(CKG.row, ())),
        }
        for path, one, from_ in zip(paths, said, sources, strict=True)
    ]


_GENERAL: Final = {"ns#Fact", "ns#Situation"}


def _whole(said: Said, predicate: NamedNode) -> int | None:
    text = text_of(said, predicate)
    return None if text is None else int(text)


def sources_of(store: OpenStore, basis: Iterable[str]) -> list[str]:
    """Give the documents that a fact rests on, through claims and the events that it follows from.

    Args:
        store: quads of a release.
        basis: what the fact was derived from.
    """
    found: set[str] = set()
    seen = set(basis)
    queue = list(seen)
    while queue:
        basis = queue.pop()
        if basis.startswith("documents/"):
            found.add(basis)
            continue
        predicate = CKG.source if basis.startswith("claims/") else OTHER.wasDerivedFrom
        further = {path_of(quad.object) for quad in store.quads(None, iri(basis), predicate)}  # type: ignore[arg-type]
        queue += further - seen
        seen |= further
    return sorted(found)
