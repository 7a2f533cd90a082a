"""A thing as JSON that its own context turns back into its triples (https://www.w3.org/TR/json-ld11/).

The members are those of ``/context.jsonld``, of which the JSON holds the part that it needs, so that a program, or
somebody who kept the file, reads it without asking anybody. Ids are paths under the base, labels are grouped by
language, an open or unknown bound is null. What the context does not name is for people and means no triple: ``name``,
``release``, ``card`` and so on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.cards.members import STRING, Member, compact
from kg.namespaces import CKG, DCT, OTHER, PREFIXES, RDF, SKOS
from kg.ontology import Ontology
from kg.statements.fields import FIELDS

Said = Mapping[NamedNode, Sequence[NamedNode | Literal]]
"""What is said of a thing: objects by property, each once."""
BOUNDS: Final = (CKG.from_, CKG.until, CKG.surelyFrom, CKG.surelyUntil)
"""Properties that facts and claims have in any case: null where open or unknown."""
_ALWAYS: Final = ("@base", "id", "type")
_MANY: Final = {field.predicate for fields in FIELDS.values() for field in fields if field.many}
_ONE: Final = {field.predicate for fields in FIELDS.values() for field in fields} - _MANY
_ALONE: Final = {OTHER.hasGeometry, OTHER.asWKT, CKG.firstDay, CKG.lastDay}
_FIRST: Final = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, CKG.gloss, DCT.title)
_RANK: Final = itemgetter(0, 1)
_encoded: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Linked:
    """Writes things as JSON-LD.

    Args:
        ontology: whose context and properties are used.

    Example:
        >>> from kg.identifiers import iri
        >>> from kg.ontology import shipped
        >>> said = {CKG.within: [iri("places/syria")], SKOS.prefLabel: [Literal("Hama", language="en")]}
        >>> found = Linked(shipped()).document("places/hama", said)
        >>> found["id"], found["name"], found["prefLabel"], found["within"]
        ('places/hama', 'Hama', {'en': 'Hama'}, 'places/syria')
    """

    def __init__(self, ontology: Ontology) -> None:
        """Read the context."""
        text = (ontology.folder / "context.jsonld").read_text(encoding="utf-8")
        self._context: Mapping[str, Any] = json.loads(text)["@context"]
        self._hidden = ontology.index_properties
        single = {name for name, attribute in ontology.attributes.items() if attribute.single_valued}
        ranked = (*_FIRST, *(field.predicate for fields in FIELDS.values() for field in fields))
        order = {predicate: rank for rank, predicate in enumerate(dict.fromkeys(ranked))}
        self._members: dict[NamedNode, Member] = {}
        self._classes: dict[str, str] = {}
        for key, entry in self._context.items():
            definition = {"@id": entry} if isinstance(entry, str) else entry
            if key in PREFIXES or key in _ALWAYS:
                continue
            node = self._expanded(definition["@id"])
            if key[0].isupper():
                self._classes[node.value] = key
                continue
            alone = node in _ONE or node in _ALONE or node.value.removeprefix(PREFIXES["ckg"]) in single
            self._members[node] = Member(
                key,
                compact(node),
                self._datatype(definition),
                "@container" in definition,
                alone,
                order.get(node, len(order)),
            )
        self._part = lru_cache(512)(self._part_of)

    def said(self, quads: Iterable[Quad]) -> dict[NamedNode, list[Any]]:
        """Group quads of one thing by property, index properties left out, each object once."""
        found: dict[NamedNode, dict[Any, None]] = {}
        for quad in quads:
            predicate = quad.predicate
            values = found.get(predicate)
            if values is None:
                values = found[predicate] = {}
            values[quad.object] = None
        return {predicate: list(values) for predicate, values in found.items() if predicate not in self._hidden}

    def document(self, path: str, said: Said, more: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Give a thing as JSON.

        Args:
            path: of the thing.
            said: what is said of it; empty, if nothing is that holds.
            more: members that mean no triple.
        """
        document = self._members_of(path, said, more or {})
        document["@context"] = json.loads(self._part(frozenset(self._used(document, more or {}))))
        return document

    def written(self, path: str, said: Said, more: Mapping[str, Any]) -> bytes:
        """Write a thing as JSON; see `document`."""
        document = self._members_of(path, said, more)
        text = _encoded(document)
        context = self._part(frozenset(self._used(document, more)))
        return f'{text[:-1]},"@context":{context}}}'.encode()

    def _members_of(self, path: str, said: Said, more: Mapping[str, Any]) -> dict[str, Any]:
        classes = [self._class(value) for value in said.get(RDF.type, ()) if isinstance(value, NamedNode)]
        found: list[tuple[int, str, Any]] = []
        for predicate, values in said.items():
            if predicate == RDF.type:
                continue
            member = self._members.get(predicate) or self._other(predicate)
            found.append((member.rank, *member.write(values)))
        if not {"Fact", "Claim"}.isdisjoint(classes):
            unknown = (self._members[predicate] for predicate in BOUNDS if predicate not in said)
            found += [(member.rank, member.key, None) for member in unknown]
        found.sort(key=_RANK)
        head = {"id": path, "type": sorted(classes), "name": name_of(said) or path, **more}
        return {**head, **{key: value for _, key, value in found}}

    def _used(self, document: Mapping[str, Any], more: Mapping[str, Any]) -> Iterable[str]:
        yield from document["type"]
        for key in document:
            if key not in more:
                yield key

    def _part_of(self, keys: frozenset[str]) -> str:
        """Write the part of the context that some members and classes need."""
        part = {key: self._context[key] for key in _ALWAYS}
        for key in sorted(keys):
            entry = self._context.get(key)
            if entry is not None and key not in PREFIXES:
                part[key] = entry
            for word in (key, *(entry.values() if isinstance(entry, dict) else [entry])):
                prefix, colon, _ = str(word).partition(":")
                if colon and prefix in PREFIXES:
                    part[prefix] = PREFIXES[prefix]
        return json.dumps(part, separators=(",", ":"))

    def _class(self, node: NamedNode) -> str:
        return self._classes.get(node.value) or compact(node)

    def _other(self, predicate: NamedNode) -> Member:
        """Make a member for a property that the context does not name."""
        name = compact(predicate)
        member = Member(name, name, STRING, by_language=False, single=False, rank=len(self._members))
        return self._members.setdefault(predicate, member)

    def _expanded(self, name: str) -> NamedNode:
        prefix, _, local = name.partition(":")
        return NamedNode(PREFIXES[prefix] + local)

    def _datatype(self, definition: Mapping[str, str]) -> NamedNode | None:
        kind = definition.get("@type")
        if kind is None:
            return STRING
        return None if kind == "@id" else self._expanded(kind)


NOTHING: Final = "Nothing holds of it: what claims say of it is withdrawn, denied or only announced."


def note_of(path: str, said: Said) -> str:
    """Give what one must know to read the rest; empty if there is nothing.

    Example:
        >>> from kg.namespaces import XSD
        >>> day = Literal("2030-01-06", datatype=XSD.date)
        >>> note_of("claims/c", {CKG.withdrawnOn: [day], CKG.withdrawalReason: [Literal("misread")]})
        'Withdrawn on 2030-01-06: misread'
    """
    if CKG.withdrawnOn in said:
        day, reason = (
            "; ".join(value.value for value in said.get(predicate, ()))
            for predicate in (CKG.withdrawnOn, CKG.withdrawalReason)
        )
        return f"Withdrawn on {day}: {reason}"
    is_fact = path.startswith(("events/", "situations/"))
    return NOTHING if not said or (is_fact and RDF.type not in said) else ""


def name_of(said: Said) -> str:
    """Give the name to show: the English label or another, else the title or the gloss; empty if there is none.

    Example:
        >>> name_of({SKOS.prefLabel: [Literal("Hama", language="en"), Literal("حماة", language="ar")]})
        'Hama'
    """
    for predicate in (SKOS.prefLabel, DCT.title, CKG.gloss):
        texts = [(v.language not in ("en", None), v.value) for v in said.get(predicate, ()) if isinstance(v, Literal)]
        if texts:
            return min(texts)[1]
    return ""
