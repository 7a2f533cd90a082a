"""What networks read of a release again and again: what facts rest on, nodes, and who is an organ of whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.identifiers import iri, path_of
from kg.known import Known
from kg.namespaces import CKG, OTHER, RDF

_CLASSES: Final = {CKG.Person: "Person", CKG.Group: "Group", CKG.Place: "Place"}


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


class Knowledge(Known):
    """What was known by some day, with what networks ask of it besides."""

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

    def node(self, path: str) -> dict[str, Any]:
        """Give the attributes of a node: its label, class and kind, and where a place lies, if that is known."""
        said = {quad.predicate: quad.object for quad in self.store.quads("", iri(path))}
        classes = {quad.object for quad in self.store.quads("", iri(path), RDF.type)}
        kind = said.get(CKG.actorKind) or said.get(CKG.placeKind)
        found: dict[str, Any] = {
            "label": self.name(path),
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
