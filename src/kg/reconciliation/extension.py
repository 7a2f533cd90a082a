"""Data extension: the values of properties, for entities that a client has reconciled."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from kg.counting.reading import FILE, opened
from kg.identifiers import iri, path_of
from kg.namespaces import BASE
from kg.reconciliation.answers import TypeName
from kg.reconciliation.asked import Extension, Wanted
from kg.reconciliation.properties import PROPERTIES, Property
from kg.reconciliation.spans import span_of
from kg.reconciliation.things import Thing, Things
from kg.release import Release

MOST_READ: Final = 1_000
"""Relations that are read to give the first of them."""
_COUNTS: Final = """
SELECT thing, sum(number)::BIGINT, min(first), max(last) FROM (
    SELECT unnest(list_intersect(string_split(key, ' '), $things::VARCHAR[])) AS thing, number, first, last FROM (
        SELECT {key} AS key, count(*) AS number, min(first) AS first, max(last) AS last
        FROM read_parquet($table) GROUP BY {key}
    )
) GROUP BY thing
"""
"""The keys hold what an event has as one text: there are few of them, and they are taken apart once each."""
_KEYS: Final = {"Actor": "actor_key", "Place": "within_key"}
Value = Mapping[str, Any]
"""A value as the protocol has it: ``str``, ``int``, ``float``, ``date``, or ``id`` and ``name``."""


@dataclass(frozen=True, slots=True)
class Meta:
    """A property of the answer.

    Attributes:
        id: of the property.
        name: to show; the id where there is no such property.
        type: of its values, where these are entities of one type.
    """

    id: str
    name: str
    type: TypeName | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """The values of one entity: for each property, in the order that was asked for, its id and its values."""

    id: str
    properties: tuple[tuple[str, tuple[Value, ...]], ...]


@dataclass(frozen=True, slots=True)
class Extended:
    """The answer to a data extension query, the same for both versions."""

    meta: tuple[Meta, ...]
    rows: tuple[Row, ...]


def extend(release: Release, asked: Extension) -> Extended:
    """Fetch properties of entities; an id that is not known, and a property that there is not, have no values.

    Args:
        release: where to look.
        asked: ids and properties.
    """
    things = Things(release)
    read = {id_: things.thing(things.entity(id_)) for id_ in asked.ids}
    wanted = {one.id: one for one in asked.properties}
    counted = any(PROPERTIES[id_].form == "counted" for id_ in wanted if id_ in PROPERTIES)
    giving = Giving(things, [thing for thing in read.values() if thing] if counted else [])
    rows = tuple(
        Row(id_, tuple((one.id, giving.values(thing, one) if thing else ()) for one in wanted.values()))
        for id_, thing in read.items()
    )
    return Extended(tuple(_meta(things, id_) for id_ in wanted), rows)


def _meta(things: Things, id_: str) -> Meta:
    known = PROPERTIES.get(id_)
    if known is None:
        return Meta(id_, id_)
    type_ = things.types.all.get(known.value_type)
    return Meta(id_, known.name, TypeName(type_.id, type_.name) if type_ else None)


class Giving:
    """Gives values of properties.

    Args:
        things: the entities of the release.
        counted: those whose events are counted, all at once.
    """

    def __init__(self, things: Things, counted: Iterable[Thing] = ()) -> None:
        self.things = things
        self._counts: dict[str, tuple[int, date | None, date | None]] = {}
        for root, key in _KEYS.items():
            self._counts |= self._counted(key, [thing.path for thing in counted if thing.root == root])

    def values(self, thing: Thing, wanted: Wanted) -> tuple[Value, ...]:
        """Give the values of a property, as many as are wanted, in a stable order."""
        known = PROPERTIES.get(wanted.id)
        if known is None or thing.root not in known.types:
            return ()
        return tuple(islice(self._all(thing, known, wanted.content), wanted.limit))

    def _all(self, thing: Thing, known: Property, content: str) -> Iterable[Value]:
        match known.form:
            case "id":
                return [{"str": BASE + thing.path}]
            case "name":
                return self._names(thing, known)
            case "kind" | "code":
                return self._codes(thing, known, content)
            case "sameAs":
                return ({"str": address} for address in sorted(thing.nodes(*known.predicates)))
            case "entity":
                return self._entities(thing, known)
            case "date":
                return self._dates(thing, known)
            case "counted":
                return self._of_events(thing, known)
            case _:
                return self._literals(thing, known)

    def _names(self, thing: Thing, known: Property) -> Iterable[Value]:
        terms = [term for one in known.predicates for term in thing.said.get(one, ()) if isinstance(term, Literal)]
        for term in sorted(terms, key=lambda term: (term.language or "", term.value)):
            if (term.value == thing.name) == (known.id == "name"):
                yield _text(term.value, term.language)
                if known.id == "name":
                    return

    def _codes(self, thing: Thing, known: Property, content: str) -> Iterable[Value]:
        concepts = self.things.release.ontology.concepts
        for path in sorted(thing.nodes(*known.predicates)):
            yield {"str": f"{BASE}{path}" if content == "id" or path not in concepts else concepts[path].label}

    def _entities(self, thing: Thing, known: Property) -> Iterable[Value]:
        paths = self._subjects(thing, known) if known.inverse else thing.nodes(*known.predicates)
        for path in sorted(set(paths)):
            if (other := self.things.thing(path)) is not None:
                yield {"id": path, "name": other.name}

    def _subjects(self, thing: Thing, known: Property) -> Iterable[str]:
        for predicate in known.predicates:
            quads = self.things.release.store.quads("", predicate=predicate, value=iri(thing.path))
            for quad in islice(quads, MOST_READ):
                if isinstance(quad.subject, NamedNode):
                    yield path_of(quad.subject)

    def _dates(self, thing: Thing, known: Property) -> Iterable[Value]:
        """Give a day as a date; a span of several days, which the protocol has no form for, as EDTF."""
        span = span_of(thing, known.id)
        if span is not None:
            first, last = span
            sides = [".." if day in {date.min, date.max} else day.isoformat() for day in span]
            yield _day(first) if first == last else {"str": "/".join(sides)}

    def _literals(self, thing: Thing, known: Property) -> Iterable[Value]:
        for text in sorted(set(thing.texts(*known.predicates)) - {"unknown"}):
            match known.form:
                case "number":
                    yield {"int": int(text)}
                case "coordinate":
                    yield {"float": float(text)}
                case _:
                    yield _text(text, None)

    def _of_events(self, thing: Thing, known: Property) -> Iterable[Value]:
        if thing.path in self._counts:
            count, first, last = self._counts[thing.path]
            day = first if known.id == "firstEvent" else last
            if known.id == "events":
                yield {"int": count}
            elif day is not None:
                yield _day(day)

    def _counted(self, key: str, paths: Sequence[str]) -> dict[str, tuple[int, date | None, date | None]]:
        """Count events in the table of events; a release without one tells nothing."""
        table = self.things.release.path / FILE
        if not paths or not table.is_file():
            return {}
        rows = opened(table).rows(_COUNTS.format(key=key), {"things": sorted(paths)})
        none: dict[str, tuple[int, date | None, date | None]] = dict.fromkeys(paths, (0, None, None))
        return none | {path: (count, first, last) for path, count, first, last in rows}


def _day(day: date) -> Value:
    """Write a day as the protocol wants it, with a time."""
    return {"date": f"{day.isoformat()}T00:00:00Z"}


def _text(text: str, language: str | None) -> Value:
    """Write a text with its language and direction, which version 1.0 has and 0.2 has not."""
    strong = next((one for letter in text if (one := unicodedata.bidirectional(letter)) in {"L", "R", "AL"}), "L")
    value = {"str": text}
    if language:
        value["lang"] = language
    return value if strong == "L" else {**value, "dir": "rtl"}


def old_extended(extended: Extended) -> dict[str, Any]:
    """Write the answer of version 0.2, whose values have no language."""
    rows = {
        row.id: {id_: [_without(value, {"lang", "dir"}) for value in values] for id_, values in row.properties}
        for row in extended.rows
    }
    return {"meta": [_meta_record(meta) for meta in extended.meta], "rows": rows}


def new_extended(extended: Extended) -> dict[str, Any]:
    """Write the answer of version 1.0-draft."""
    rows = [
        {"id": row.id, "properties": [{"id": id_, "values": list(values)} for id_, values in row.properties]}
        for row in extended.rows
    ]
    return {"meta": [_meta_record(meta) for meta in extended.meta], "rows": rows}


def _meta_record(meta: Meta) -> dict[str, Any]:
    record: dict[str, Any] = {"id": meta.id, "name": meta.name}
    return record if meta.type is None else {**record, "type": {"id": meta.type.id, "name": meta.type.name}}


def _without(value: Value, names: set[str]) -> Value:
    return {name: part for name, part in value.items() if name not in names}
