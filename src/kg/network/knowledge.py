"""What networks read of a release again and again: claims, names, and who is an organ of whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from pyoxigraph import Literal, NamedNode

from kg.counting.naming import names_of
from kg.identifiers import graph_of, iri, path_of
from kg.namespaces import BASE, CKG, DCT, OTHER, RDF
from kg.release import Release
from kg.statements import Claim, Statements, read
from kg.store import OpenStore

T = TypeVar("T")
_CLASSES: Final = {CKG.Person: "Person", CKG.Group: "Group", CKG.Place: "Place"}
_kept: WeakKeyDictionary[OpenStore, dict[str, Any]] = WeakKeyDictionary()


class Basis(NamedTuple):
    """What facts rest on.

    Attributes:
        voices: paths of who says so: actors, documents of writers who say it themselves, datasets.
        documents: paths of the documents and datasets.
        modality: how it is said, such as ``reported``; empty for rows of datasets.
    """

    voices: list[str]
    documents: list[str]
    modality: list[str]


class Knowledge:
    """What was known by some day, or is known today.

    Args:
        release: the release.
        day: the last day whose documents count; None for all.

    Raises:
        BadParameter: if too many facts are imported to look back.
    """

    def __init__(self, release: Release, day: date | None = None) -> None:
        """Look back, if there is anything to look back from."""
        self.release = release
        self.store = release.store
        if day is not None and day < max(_published(release.store), default=date.min):
            self.store = release.known_on(day)
        self._memory = _kept.setdefault(self.store, {})

    @property
    def is_whole(self) -> bool:
        """Whether it is all that the release holds, so that its tables can be asked."""
        return self.store is self.release.store

    def once(self, name: str, make: Callable[[], T]) -> T:
        """Give what was made under a name before, or make it now."""
        if name not in self._memory:
            self._memory[name] = make()
        made: T = self._memory[name]
        return made

    @property
    def claims(self) -> Mapping[str, Claim]:
        """All claims by path, withdrawn ones too."""
        return self.once("claims", self._claims)

    def _claims(self) -> dict[str, Claim]:
        graphs = (graph_of(document) for document in self.subjects(RDF.type, CKG.Document))
        quads = [quad for graph in graphs for quad in self.store.quads(BASE + graph)]
        ontology = self.release.ontology
        return {claim.path: claim for claim in read(quads, ontology.attributes, ontology.situation_classes).claims}

    def basis(self, derived_from: Sequence[str]) -> Basis:
        """Give what a fact rests on; the lists are the same objects for facts that rest on the same."""
        kept = self.once("basis", dict[Sequence[str], Basis])
        found = kept.get(derived_from)
        if found is None:
            found = kept[derived_from] = self._basis(derived_from)
        return found

    def _basis(self, derived_from: Iterable[str]) -> Basis:
        events = [path for path in derived_from if path.startswith("events/")]  # control follows from them
        derived_from = {*derived_from, *(one for event in self.read(events).events for one in event.derived_from)}
        claims = [self.claims[path] for path in derived_from if path in self.claims]
        said = [claim for claim in claims if claim.says != "Description"]
        datasets = {path for path in derived_from if path.startswith("documents/")}
        return Basis(
            sorted({claim.according_to for claim in said} | datasets),
            sorted({claim.document for claim in said} | datasets),
            sorted({claim.modality for claim in said}),
        )

    def read(self, paths: Iterable[str]) -> Statements:
        """Read events and situations as the default graph has them."""
        quads = [quad for path in paths for quad in self.store.quads("", iri(path))]
        ontology = self.release.ontology
        return read(quads, ontology.attributes, ontology.situation_classes)

    def subjects(self, predicate: NamedNode, value: NamedNode) -> list[str]:
        """Give the paths of what stands in a relation to something, sorted."""
        subjects = (quad.subject for quad in self.store.quads("", predicate=predicate, value=value))
        return sorted(path_of(subject) for subject in subjects if isinstance(subject, NamedNode))

    def label(self, path: str) -> str:
        """Name a thing, if need be by its path."""
        return names_of(self.store, (path,)).get(path, path)

    def node(self, path: str) -> dict[str, Any]:
        """Give the attributes of a node: its label, class and kind, and where a place lies, if that is known."""
        said = {quad.predicate: quad.object for quad in self.store.quads("", iri(path))}
        classes = {quad.object for quad in self.store.quads("", iri(path), RDF.type)}
        kind = said.get(CKG.actorKind) or said.get(CKG.placeKind)
        found: dict[str, Any] = {
            "label": self.label(path),
            "cls": next((name for cls, name in _CLASSES.items() if cls in classes), _class_by(path)),
            "kind": path_of(kind).rpartition("/")[2] if isinstance(kind, NamedNode) else None,
        }
        lat, long = said.get(CKG.lat), said.get(CKG.long)
        if isinstance(lat, Literal) and isinstance(long, Literal):
            found |= {"lat": float(lat.value), "long": float(long.value)}
        return found

    def largest(self, path: str) -> str:
        """Give the largest party that an actor is an organ of, or itself.

        One that is an organ of two parties stays what it is, as does one that would be an organ of itself: which of
        them is meant is not known.
        """
        wholes = self.once("wholes", self._wholes)
        seen = [path]
        while len(over := wholes.get(seen[-1], set())) == 1:
            whole = next(iter(over))
            if whole in seen:
                return path
            seen.append(whole)
        return seen[-1]

    def _wholes(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for quad in self.store.quads("", predicate=OTHER.subOrganizationOf):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                found[path_of(quad.subject)].add(path_of(quad.object))
        return dict(found)


def _class_by(path: str) -> str:
    return "Place" if path.startswith("places/") else "Group"


def _published(store: OpenStore) -> list[date]:
    """Give the days on which the documents were published."""
    documents = [quad.subject for quad in store.quads("", predicate=RDF.type, value=CKG.Document)]
    dates = (quad.object for document in documents for quad in store.quads("", document, DCT.date))  # type: ignore[arg-type]
    return [date.fromisoformat(term.value) for term in dates if isinstance(term, Literal)]
