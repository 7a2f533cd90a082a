"""The ontology and its code lists for readers: each term with its label, its definition and what else is said of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Triple

from kg.description.terms import ALL_PREFIXES, term
from kg.errors import UnknownThing
from kg.identifiers import iri, path_of
from kg.namespaces import BASE, NS, RDF, SKOS
from kg.ontology import Ontology
from kg.spelling import nearest

_LABELS: Final = (SKOS.prefLabel, RDF.label, term("dct:title"))
_DEFINITIONS: Final = (SKOS.definition, RDF.comment, term("dct:description"))
_INVERSES: Final = {
    SKOS.broader: "narrower",
    term("skos:exactMatch"): "exactMatch",
    term("skos:closeMatch"): "closeMatch",
    term("skos:broadMatch"): "narrowMatch",
    term("skos:narrowMatch"): "broadMatch",
    term("skos:relatedMatch"): "relatedMatch",
}
"""What holds the other way round, by SKOS, of what is said of one concept and another."""
_KINDS: Final = (("classes", "Class"), ("properties", "Property"), ("datatypes", "Datatype"))


@dataclass(frozen=True, slots=True)
class Value:
    """Something said of a term: its text, and its address here or elsewhere, or none."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """A term, a code list or a code.

    Attributes:
        path: under the base, such as ``ns#Event`` or ``codes/extent/full``.
        label: in English.
        definition: in English.
        facts: whatever else is said of it, by what it says, sorted.
    """

    path: str
    label: str
    definition: str
    facts: Mapping[str, tuple[Value, ...]]

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


class Vocabulary:
    """The ontology, looked at term by term.

    Args:
        ontology: what to show.

    Example:
        >>> from kg.ontology import shipped
        >>> Vocabulary(shipped()).concept("extent", "full").label
        'the whole place'
    """

    def __init__(self, ontology: Ontology) -> None:
        """Sort what is said by what it is said of."""
        self.triples = tuple(ontology.triples)
        said: dict[NamedNode, list[Triple]] = defaultdict(list)
        self._inverse: dict[NamedNode, list[tuple[str, NamedNode]]] = defaultdict(list)
        for triple in self.triples:
            assert isinstance(triple.subject, NamedNode)  # the ontology has no blank nodes
            said[triple.subject].append(triple)
            if triple.predicate in _INVERSES and isinstance(triple.object, NamedNode):
                self._inverse[triple.object].append((_INVERSES[triple.predicate], triple.subject))
        self._said = dict(said)
        kind = (RDF.type, term("skos:ConceptScheme"))
        lists = [node for node, triples in said.items() if any((t.predicate, t.object) == kind for t in triples)]
        self._schemes = sorted(lists, key=lambda node: node.value)
        self._codes: dict[str, list[NamedNode]] = defaultdict(list)
        for node in said:
            section, _, rest = path_of(node).partition("/")
            scheme, _, code = rest.partition("/")
            if section == "codes" and code:
                self._codes[scheme].append(node)

    def terms(self) -> dict[str, list[Described]]:
        """Give the terms of the ontology under *classes*, *properties* and *datatypes*, in the order of its file."""
        found: dict[str, list[Described]] = {heading: [] for heading, _ in _KINDS}
        for node, triples in self._said.items():
            if node.value.startswith(NS):
                kinds = [path_of(t.object.value) for t in triples if t.predicate == RDF.type]  # type: ignore[union-attr]
                heading = next(heading for heading, kind in _KINDS if any(name.endswith(kind) for name in kinds))
                found[heading].append(self._described(node))
        return found

    def schemes(self) -> list[Described]:
        """Give the code lists, sorted by path."""
        return [self._described(node) for node in self._schemes]

    def scheme(self, name: str) -> tuple[Described, list[Described]]:
        """Give a code list and its codes, in the order of its file.

        Raises:
            UnknownThing: if there is none; it carries the nearest.
        """
        return self._scheme(name), [self._described(node) for node in self._codes[name]]

    def size(self, name: str) -> int:
        """Count the codes of a code list."""
        return len(self._codes.get(name, ()))

    def concept(self, scheme: str, code: str) -> Described:
        """Give a code.

        Raises:
            UnknownThing: if there is none; it carries the nearest.
        """
        self._scheme(scheme)
        return self._find(f"codes/{scheme}/{code}", self._codes[scheme])

    def about(self, *paths: str) -> Iterator[Triple]:
        """Give what is said of things, in the order of the files."""
        for path in paths:
            yield from self._said[iri(path)]

    def record(self, path: str) -> dict[str, Any]:
        """Give what is said of a thing as a JSON object; ids are paths under the base."""
        described = self._described(iri(path))
        labels = {t.object.language or "": t.object.value for t in self._labels(iri(path))}
        facts = {name: [value.text for value in values] for name, values in described.facts.items()}
        return {
            "id": path,
            "label": described.label,
            "labels": labels,
            "definition": described.definition,
            "notations": [
                {"notation": t.object.value, "system": _system(t.object) or path.split("/")[1]}
                for t in self._said[iri(path)]
                if t.predicate == SKOS.notation and isinstance(t.object, Literal)
            ],
            **{name: texts for name, texts in facts.items() if name != "notation"},
        }

    def _labels(self, node: NamedNode) -> Iterator[Any]:
        return (t for t in self._said[node] if t.predicate in _LABELS and isinstance(t.object, Literal))

    def _scheme(self, name: str) -> Described:
        return self._find(f"codes/{name}", self._schemes)

    def _find(self, path: str, among: list[NamedNode]) -> Described:
        if iri(path) not in among:
            section, _, name = path.rpartition("/")  # what all have in common would make all alike
            known = [path_of(node)[len(section) + 1 :] for node in among]
            raise UnknownThing(path, [f"{section}/{close}" for close in nearest(name, known)])
        return self._described(iri(path))

    def _described(self, node: NamedNode) -> Described:
        facts: dict[str, list[Value]] = defaultdict(list)
        for triple in self._said[node]:
            if triple.predicate not in (*_LABELS, *_DEFINITIONS, RDF.type):
                facts[_local(triple.predicate)].append(_value(triple.object))
        for name, other in self._inverse.get(node, ()):
            facts[name].append(_value(other))
        return Described(
            path_of(node),
            self._text(node, _LABELS),
            self._text(node, _DEFINITIONS),
            {name: tuple(sorted(values, key=lambda value: value.text)) for name, values in sorted(facts.items())},
        )

    def _text(self, node: NamedNode, predicates: tuple[NamedNode, ...]) -> str:
        return next((t.object.value for t in self._said[node] if t.predicate in predicates), "")  # type: ignore[union-attr]


def _local(node: NamedNode) -> str:
    return node.value.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _system(notation: Literal) -> str:
    """Give the system that a code of ours is a notation of; nothing for what has no datatype of ours."""
    datatype = notation.datatype.value
    return datatype.removeprefix(NS) if datatype.startswith(NS) else ""


def _value(thing: object) -> Value:
    """Show an object: a path of our own or a prefixed name with its address, or a text."""
    if isinstance(thing, Literal):
        system = _system(thing)
        return Value(f"{thing.value} ({system})" if system else thing.value)
    assert isinstance(thing, NamedNode)
    if thing.value.startswith(BASE):
        path = path_of(thing)
        return Value(path, f"/{path}" if path.startswith(("ns", "codes/")) else "")
    prefixes = sorted(ALL_PREFIXES.items(), key=lambda item: -len(item[1]))
    for prefix, namespace in prefixes:
        if thing.value.startswith(namespace):
            return Value(f"{prefix}:{thing.value.removeprefix(namespace)}", thing.value)
    return Value(thing.value, thing.value)
