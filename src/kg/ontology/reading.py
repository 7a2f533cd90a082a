"""Reading the ontology's Turtle files, once, and looking things up in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple, parse

from kg.crosswalk.sssom import MATCHES
from kg.errors import UnknownThing
from kg.identifiers import iri, path_of, sha256
from kg.namespaces import CKG, NS, PREFIXES, RDF, SKOS
from kg.ontology.model import Attribute, Concept, SituationClass
from kg.resources import directory
from kg.spelling import nearest

_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


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

    def by_notation(self, datatype: str) -> Mapping[str, str]:
        """Give the concept of ours that each code of another system stands for.

        A code that several concepts bear stands for the broadest of them: the one that is a top concept of its scheme.
        CAMEO lists only where its codes part ways: see `cameo_type`.

        Args:
            datatype: local name of the notations' datatype, such as ``ucdpViolenceType``, ``acledSubEvent``,
                ``acledInter`` (its numbers and its texts), ``cameoCode``, ``esdColumn`` or ``ploverType``.

        Returns:
            Paths of concepts by code.

        Raises:
            UnknownThing: if no concept has a notation of this datatype; it carries the nearest.

        Example:
            >>> shipped().by_notation("ucdpViolenceType")["3"]
            'codes/event-type/one-sided-violence'
        """
        if datatype not in self._by_notation:
            raise UnknownThing(datatype, nearest(datatype, self._by_notation))
        return self._by_notation[datatype]

    def cameo_type(self, code: str) -> str:
        """Give the event type that a CAMEO code, in the numbering of GDELT, stands for.

        A code that no event type lists stands for what its parent stands for: digits are dropped from its end.

        Args:
            code: two to four digits, with its leading zero.

        Returns:
            Path of an event type.

        Raises:
            UnknownThing: if it is no code of CAMEO's twenty classes.

        Example:
            >>> shipped().cameo_type("1833"), shipped().cameo_type("036")
            ('codes/event-type/bombing', 'codes/event-type/agree')
        """
        listed = self.by_notation("cameoCode")
        for end in range(len(code), 1, -1):
            if code[:end] in listed:
                return listed[code[:end]]
        raise UnknownThing(f"CAMEO {code}", [])

    def stands_for(self, scheme: str) -> Mapping[str, str]:
        """Give the concept of ours that is nearest to each code of another system, by the crosswalk.

        For systems whose codes our concepts do not bear as notations, such as precisions of place.

        Args:
            scheme: the system's code list, such as ``ucdp-where-precision`` or ``ucdp-organisation``.

        Returns:
            Paths of concepts by code, in every spelling of the code. Codes that nothing of ours fits are left out.

        Raises:
            UnknownThing: if there is no such code list; it carries the nearest.

        Example:
            >>> shipped().stands_for("ucdp-where-precision")["4"]
            'codes/place-kind/governorate'
        """
        codes = self.codes(scheme)
        if not codes:
            raise UnknownThing(f"codes/{scheme}", nearest(scheme, {c.scheme for c in self.concepts.values()}))
        found = {}
        for node in (iri(f"codes/{scheme}/{code}") for code in codes):
            matches = [match for name in MATCHES for match in self._objects(node, _skos(name))]
            for notation in self._objects(node, SKOS.notation) if matches else ():
                found[notation.value] = _path(matches[0])
        return found

    @cached_property
    def _by_notation(self) -> Mapping[str, Mapping[str, str]]:
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for node, notation in self._pairs(SKOS.notation):
            if isinstance(notation, Literal) and notation.datatype.value.startswith(NS):
                codes = found[_local(notation.datatype)]
                if notation.value not in codes or not self.concepts[path_of(node)].broader:
                    codes[notation.value] = path_of(node)
        return found

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


def _skos(name: str) -> NamedNode:
    return NamedNode(PREFIXES["skos"] + name)


def _path(node: NamedNode | Literal) -> str:
    return path_of(node.value)
