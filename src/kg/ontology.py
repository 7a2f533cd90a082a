"""The ontology as Python values: what the code needs to know of classes, attributes and code lists.

The rules of derivation are data (``ckg:shortcut``, ``ckg:singleValued``, ``ckg:transfersControl`` and so on in
``ontology/``), read here once and handed on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple, parse

from kg.identifiers import path_of, sha256
from kg.namespaces import CKG, NS, RDF, SKOS
from kg.resources import directory

_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


@dataclass(frozen=True, slots=True)
class SituationClass:
    """A kind of situation: its local name, its label, and the shortcut made from it."""

    name: str
    label: str
    shortcut: str
    verb: str
    symmetric: bool


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute that a description may give."""

    name: str
    label: str
    is_integer: bool
    single_valued: bool
    compass_valued: bool
    inherits_down: bool


@dataclass(frozen=True, slots=True)
class Concept:
    """An entry of a code list. `path` is ``codes/<scheme>/<code>``, and so are `broader` and `incompatible_with`."""

    path: str
    label: str
    definition: str
    broader: frozenset[str]
    incompatible_with: frozenset[str]
    transfers_control: bool

    @property
    def scheme(self) -> str:
        """The code list that it belongs to."""
        return self.path.split("/")[1]

    @property
    def code(self) -> str:
        """The last part of its path."""
        return self.path.rsplit("/", 1)[1]


class Ontology:
    """What the Turtle files of a directory say.

    Args:
        folder: a directory laid out like ``ontology/``.

    Example:
        >>> shipped().situation_classes["Support"].shortcut
        'supports'
        >>> shipped().concepts["codes/event-type/capture"].transfers_control
        True
    """

    def __init__(self, folder: Path) -> None:
        """Read the files."""
        self.folder = folder
        self.files = sorted([folder / "ckg.ttl", *folder.glob("codes/*.ttl"), *folder.glob("crosswalk/*.ttl")])
        self.triples: list[Triple] = [q.triple for file in self.files for q in parse(path=file)]

    @cached_property
    def digest(self) -> str:
        """Hash of every file of the ontology, shapes and context included: part of a release's name."""
        files = sorted(path for path in self.folder.rglob("*") if path.suffix in {".ttl", ".jsonld"})
        return sha256("".join(f"{p.relative_to(self.folder).as_posix()} {sha256(p.read_bytes())}\n" for p in files))

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The English label of each class and property, by IRI, in the order of the files."""
        return {node.value: label.value for node, label in self._pairs(RDF.label)}

    @cached_property
    def index_properties(self) -> frozenset[NamedNode]:
        """The keys for filters that descriptions leave out."""
        return frozenset(node for node, _ in self._pairs(CKG.indexProperty))

    @cached_property
    def situation_classes(self) -> Mapping[str, SituationClass]:
        """The kinds of situation by local name."""
        classes = {}
        for node, shortcut in self._pairs(CKG.shortcut):
            assert isinstance(shortcut, NamedNode)
            classes[_local(node)] = SituationClass(
                name=_local(node),
                label=self._text(node, RDF.label),
                shortcut=_local(shortcut),
                verb=self._text(shortcut, RDF.label),
                symmetric=self._flag(node, CKG.symmetric),
            )
        return classes

    @cached_property
    def attributes(self) -> Mapping[str, Attribute]:
        """The attributes that a description may give, by local name."""
        return {
            _local(node): Attribute(
                name=_local(node),
                label=self._text(node, RDF.label),
                is_integer=NamedNode(_INTEGER) in self._objects(node, RDF.range),
                single_valued=flag.value == "true",
                compass_valued=self._flag(node, CKG.compassValued),
                inherits_down=self._flag(node, CKG.inheritsDown),
            )
            for node, flag in self._pairs(CKG.singleValued)
        }

    @cached_property
    def concepts(self) -> Mapping[str, Concept]:
        """Every entry of every code list, by path."""
        return {
            path_of(node): Concept(
                path=path_of(node),
                label=self._text(node, SKOS.prefLabel),
                definition=self._text(node, SKOS.definition),
                broader=frozenset(map(_path, self._objects(node, SKOS.broader))),
                incompatible_with=frozenset(map(_path, self._objects(node, CKG.incompatibleWith))),
                transfers_control=self._flag(node, CKG.transfersControl),
            )
            for node, kind in self._pairs(RDF.type)
            if kind == SKOS.Concept
        }

    def codes(self, scheme: str) -> list[str]:
        """List the codes of a scheme, sorted.

        Example:
            >>> shipped().codes("extent")
            ['full', 'most', 'part']
        """
        return sorted(concept.code for concept in self.concepts.values() if concept.scheme == scheme)

    def broader_than(self, path: str) -> frozenset[str]:
        """Give every concept above one, at any distance; not the concept itself."""
        above: set[str] = set()
        queue = list(self.concepts[path].broader)
        while queue:
            concept = queue.pop()
            if concept not in above:
                above.add(concept)
                queue.extend(self.concepts[concept].broader)
        return frozenset(above)

    @cached_property
    def _index(self) -> Mapping[tuple[NamedNode, NamedNode], list[NamedNode | Literal]]:
        index: dict[tuple[NamedNode, NamedNode], list[NamedNode | Literal]] = defaultdict(list)
        for triple in self.triples:
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
                index[triple.subject, triple.predicate].append(triple.object)
        return index

    def _pairs(self, predicate: NamedNode) -> Iterable[tuple[NamedNode, NamedNode | Literal]]:
        return [(s, value) for (s, p), values in self._index.items() if p == predicate for value in values]

    def _objects(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode | Literal]:
        return self._index.get((subject, predicate), [])

    def _text(self, subject: NamedNode, predicate: NamedNode) -> str:
        return next((o.value for o in self._objects(subject, predicate)), "")

    def _flag(self, subject: NamedNode, predicate: NamedNode) -> bool:
        return any(o.value == "true" for o in self._objects(subject, predicate))


@cache
def shipped() -> Ontology:
    """Read the ontology that ships with the package."""
    return Ontology(directory("ontology"))


def _local(node: NamedNode) -> str:
    return node.value.removeprefix(NS)


def _path(node: NamedNode | Literal) -> str:
    return path_of(node.value)
