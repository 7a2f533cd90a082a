"""Entities as the scorer and the data extension see them, each read once for a batch."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode

from kg.identifiers import iri, path_of
from kg.namespaces import BASE, CKG, DCT, NS, OTHER, RDF, SKOS
from kg.reconciliation.asked import Value
from kg.reconciliation.types import CLASSES, SECTIONS, Type, types_of
from kg.release import Release
from kg.search import Match
from kg.sources.registry import GEONAMES, UCDP_ACTOR, WIKIDATA

Term = NamedNode | Literal
ALL: Final = tuple(SECTIONS.values())
"""Where entities have their paths."""
MOST_TERMS: Final = 5_000
"""How much is read of one entity."""
_PATH: Final = re.compile(rf"(?:{'|'.join(ALL)})/[a-z0-9]+(?:--?[a-z0-9]+)*")
_HIGHEST: Final = 20
_EXTERNAL: Final = {
    WIKIDATA: r"(?:https?://(?:www\.|m\.)?wikidata\.org/(?:entity|wiki)/|wikidata:)?(Q[1-9]\d{0,11})",
    GEONAMES: r"(?:https?://(?:www|sws)\.geonames\.org/|geonames:)(\d{1,12})(?:/.*)?",
    UCDP_ACTOR: r"(?:https?://(?:www\.)?ucdp\.uu\.se/(?:#/)?actor/|ucdp:)(\d{1,9})",
}
"""Ways to write an id of somebody else's."""


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity.

    Attributes:
        path: such as ``places/hama``.
        said: what is said of it, by predicate.
    """

    path: str
    said: Mapping[NamedNode, Sequence[Term]]

    @property
    def root(self) -> str:
        """Id of its class at the top, such as ``Place``."""
        section = self.path.partition("/")[0]
        return next(root for root, one in SECTIONS.items() if one == section)

    def texts(self, *predicates: NamedNode) -> list[str]:
        """Give the texts of literals."""
        return [term.value for one in predicates for term in self.said.get(one, ()) if isinstance(term, Literal)]

    def nodes(self, *predicates: NamedNode) -> list[str]:
        """Give paths, or IRIs from elsewhere."""
        return [path_of(term) for one in predicates for term in self.said.get(one, ()) if isinstance(term, NamedNode)]

    @property
    def name(self) -> str:
        """The name to show: the English one, another, the title, or the path."""
        for predicate in (SKOS.prefLabel, DCT.title):
            labels = [term for term in self.said.get(predicate, ()) if isinstance(term, Literal)]
            if labels:
                return str(min((term.language not in {"en", None}, term.value) for term in labels)[1])
        return self.path


class Things:
    """The entities of a release.

    Args:
        release: where they are.
    """

    def __init__(self, release: Release) -> None:
        self.release = release
        self.types = types_of(release.ontology)
        self._things: dict[str, Thing | None] = {}
        self._types: dict[str, tuple[list[Type], frozenset[str]]] = {}
        self._meant: dict[tuple[Value, tuple[str, ...]], frozenset[str]] = {}
        self._found: dict[tuple[str, tuple[str, ...], int], Sequence[Match]] = {}

    def thing(self, path: str) -> Thing | None:
        """Read an entity; None if nothing is said of it."""
        if path not in self._things:
            said: dict[NamedNode, list[Term]] = {}
            quads = islice(self.release.store.quads("", iri(path)), MOST_TERMS) if _PATH.fullmatch(path) else ()
            for quad in quads:
                if isinstance(quad.object, NamedNode | Literal):
                    said.setdefault(quad.predicate, []).append(quad.object)
            self._things[path] = Thing(path, said) if said else None
        return self._things[path]

    def name(self, path: str) -> str:
        """Name an entity, or a code."""
        concept = self.release.ontology.concepts.get(path)
        if concept is not None:
            return concept.label
        thing = self.thing(path)
        return path if thing is None else thing.name

    def entity(self, text: str) -> str:
        """Give the path that an id stands for, if there is such an entity; else nothing.

        Args:
            text: a path or an IRI.
        """
        path = text.removeprefix(BASE).removeprefix(BASE.replace("https://", "http://"))
        return path if self.thing(path) is not None else ""

    def elsewhere(self, text: str) -> list[str]:
        """Give the paths of what is known by an id elsewhere.

        Args:
            text: see `external`.
        """
        known = external(text)
        if not known:
            return []
        quads = self.release.store.quads("", predicate=OTHER.sameAs, value=NamedNode(known))
        paths = {path_of(quad.subject) for quad in islice(quads, _HIGHEST) if isinstance(quad.subject, NamedNode)}
        return sorted(path for path in paths if self.thing(path) is not None)

    def found(self, text: str, sections: tuple[str, ...], most: int) -> Sequence[Match]:
        """Search by a name; see `Release.search`."""
        key = text, sections, most
        if key not in self._found:
            self._found[key] = self.release.search(text, sections, most)
        return self._found[key]

    def meant(self, value: Value, sections: tuple[str, ...] = ALL) -> frozenset[str]:
        """Give the entities that a value means: by its id, or surely by its name; more than one if they share it."""
        key = value, sections
        if key not in self._meant:
            self._meant[key] = frozenset(self._meant_by(value, sections))
        return self._meant[key]

    def _meant_by(self, value: Value, sections: tuple[str, ...]) -> Iterator[str]:
        for text in filter(None, (value.id, value.text)):
            if path := self.entity(text):
                yield path
                return
            if paths := self.elsewhere(text):
                yield from paths
                return
        matches = self.found(value.text, sections, _HIGHEST) if value.text else ()
        whole = [match for match in matches if match.exact]
        yield from (match.path for match in whole or [match for match in matches if match.confident][:1])

    def around(self, path: str) -> list[str]:
        """Give the places that a place lies in, the nearest first."""
        found: list[str] = []
        queue = [path]
        while queue and len(found) < _HIGHEST:
            thing = self.thing(queue.pop(0))
            further = [] if thing is None else [one for one in thing.nodes(CKG.within) if one not in found]
            found += further
            queue += further
        return found

    def kinds(self, thing: Thing) -> list[str]:
        """Give the paths of the codes that say of what kind it is."""
        return [path for path in thing.nodes(CKG.actorKind, CKG.placeKind, CKG.eventType) if path in self.types.all]

    def types_of(self, thing: Thing) -> list[Type]:
        """Give its types: the narrowest class, the classes above it, and its kinds."""
        return self._typed(thing)[0]

    def all_types_of(self, thing: Thing) -> frozenset[str]:
        """Give the ids of its types and of all above them."""
        return self._typed(thing)[1]

    def _typed(self, thing: Thing) -> tuple[list[Type], frozenset[str]]:
        if thing.path not in self._types:
            names = [path_of(one).removeprefix(NS.removeprefix(BASE)) for one in thing.nodes(RDF.type)]
            classes = [name for name in names if name in CLASSES] or [thing.root]
            classes.sort(key=lambda name: (not CLASSES[name], name))
            types = [self.types.all[id_] for id_ in (*dict.fromkeys(classes), *self.kinds(thing))]
            self._types[thing.path] = types, self.types.with_above(one.id for one in types)
        return self._types[thing.path]

    def description(self, thing: Thing) -> str:
        """Tell it from its namesakes in a line: its kind, and what it belongs to, where it lies, or when it was."""
        kinds = [self.types.all[kind].name for kind in self.kinds(thing)]
        parts = [" / ".join(kinds) or self.types_of(thing)[0].name]
        match thing.root:
            case "Actor":
                parts += [f"part of {self.name(whole)}" for whole in thing.nodes(OTHER.subOrganizationOf)]
            case "Place":
                parts += [self.name(place) for place in self.around(thing.path)]
            case "Event":
                parts += filter(None, [_span(thing.texts(CKG.from_), thing.texts(CKG.until))])
                parts += [self.name(place) for place in thing.nodes(CKG.place)]
            case _:
                parts += [*thing.texts(CKG.publisher), *thing.texts(DCT.date)]
        return ", ".join(part for part in parts if part != "unknown")


def _span(first: Sequence[str], last: Sequence[str]) -> str:
    if first[:1] == last[:1]:
        return "".join(first[:1])
    return " ".join([f"from {day}" for day in first[:1]] + [f"until {day}" for day in last[:1]])


def external(text: str) -> str:
    """Give the IRI that an id of somebody else's has in the graph; empty if it can be none.

    Args:
        text: an IRI, an address of Wikidata, GeoNames or UCDP, or an id with a prefix, such as ``ucdp:6815``.

    Example:
        >>> external("https://www.wikidata.org/wiki/Q214064"), external("geonames:170017"), external("Hama")
        ('http://www.wikidata.org/entity/Q214064', 'https://sws.geonames.org/170017/', '')
    """
    for base, pattern in _EXTERNAL.items():
        if known := re.fullmatch(pattern, text, re.IGNORECASE):
            return f"{base}{known[1].upper()}{'/' if base == GEONAMES else ''}"
    if not re.match(r"https?://", text):
        return ""
    try:
        return NamedNode(text).value
    except ValueError:
        return ""


def authority(address: str) -> str:
    """Give whose id an IRI is.

    Example:
        >>> authority("https://sws.geonames.org/170017/")
        'sws.geonames.org'
    """
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""
