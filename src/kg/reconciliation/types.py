"""Types of entities: classes of the ontology, and the kinds of actors, places and events below them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.namespaces import BASE, NS, RDF
from kg.ontology import Ontology

CLASSES: Final[Mapping[str, str]] = {
    "Actor": "",
    "Group": "Actor",
    "Person": "Actor",
    "Place": "",
    "Event": "",
    "Document": "",
    "Dataset": "Document",
}
"""The classes that are types, each with the one above it."""
SECTIONS: Final[Mapping[str, str]] = {"Actor": "actors", "Place": "places", "Event": "events", "Document": "documents"}
"""The classes at the top, and where their members have their paths."""
SCHEMES: Final[Mapping[str, str]] = {"actor-kind": "Actor", "place-kind": "Place", "event-type": "Event"}
"""The code lists whose codes are types, each with the class of what they are said of."""


@dataclass(frozen=True, slots=True)
class Type:
    """A type.

    Attributes:
        id: the class's local name, such as ``Place``, or the code's path, such as ``codes/place-kind/town``.
        name: to show.
        description: a sentence.
        broader: ids of the types right above it.
        root: id of the class at the top.
    """

    id: str
    name: str
    description: str
    broader: tuple[str, ...]
    root: str

    @property
    def section(self) -> str:
        """Where its members have their paths, such as ``places``."""
        return SECTIONS[self.root]


class Types:
    """The types that there are.

    Args:
        ontology: names and orders them.

    Example:
        >>> from kg.ontology import shipped
        >>> types = Types(shipped())
        >>> types.find("ns#Person").id, [above.id for above in types.above("codes/place-kind/town")]
        ('Person', ['codes/place-kind/settlement', 'Place'])
    """

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology

    @cached_property
    def all(self) -> Mapping[str, Type]:
        """The types by id: classes, then codes."""
        comments = {
            triple.subject: triple.object.value
            for triple in self._ontology.triples
            if triple.predicate == RDF.comment and isinstance(triple.object, Literal)
        }
        found = {}
        for name, above in CLASSES.items():
            label, comment = self._ontology.labels[NS + name], comments[NamedNode(NS + name)]
            found[name] = Type(name, _title(label), comment, tuple(filter(None, [above])), above or name)
        for concept in self._ontology.concepts.values():
            if concept.scheme in SCHEMES:
                root = SCHEMES[concept.scheme]
                above_it = tuple(sorted(concept.broader)) or (root,)
                found[concept.path] = Type(concept.path, _title(concept.label), concept.definition, above_it, root)
        return found

    @cached_property
    def _spelt(self) -> Mapping[str, str]:
        spelt = {id_.casefold(): id_ for id_ in self.all}
        spelt |= {f"ns#{name}".casefold(): name for name in CLASSES}
        return spelt

    def find(self, text: str) -> Type | None:
        """Give the type of an id or IRI; None if there is none."""
        id_ = self._spelt.get(text.removeprefix(BASE).casefold())
        return None if id_ is None else self.all[id_]

    def above(self, *ids: str) -> list[Type]:
        """Give the types above some, at any distance, the nearest first; not these themselves."""
        found: dict[str, Type] = {}
        queue = [above for id_ in ids for above in self.all[id_].broader]
        while queue:
            id_ = queue.pop(0)
            if id_ not in found:
                found[id_] = self.all[id_]
                queue.extend(found[id_].broader)
        return [one for id_, one in found.items() if id_ not in ids]

    def with_above(self, ids: Iterable[str]) -> frozenset[str]:
        """Give types and all above them."""
        own = [id_ for id_ in ids if id_ in self.all]
        return frozenset(own) | {above.id for above in self.above(*own)}


@lru_cache(2)
def types_of(ontology: Ontology) -> Types:
    """Give the types of an ontology, which are read once."""
    return Types(ontology)


def _title(label: str) -> str:
    return label[:1].upper() + label[1:]
