"""Suggestions while one types: entities, types and properties; and what is shown of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kg.errors import UnknownThing
from kg.ontology import Ontology
from kg.reconciliation.answers import TypeName
from kg.reconciliation.asked import Wanted
from kg.reconciliation.extension import Giving
from kg.reconciliation.properties import EXACT, PROPERTIES, Property, properties_of
from kg.reconciliation.things import ALL, Thing, Things
from kg.reconciliation.types import Type, types_of
from kg.release import Release
from kg.spelling import folded, nearest

SUGGESTED: Final = 10
"""Suggestions that are given if no limit is named."""
MOST_SUGGESTED: Final = 100
"""Suggestions that are given at once, and that may be skipped."""
_SHOWN: Final = {
    "Actor": ("otherNames", "partOf", "leaders", "supporters", "supports"),
    "Place": ("otherNames", "within", "lat", "long", "controlledBy"),
    "Event": ("date", "place", "actor", "deathsLow", "deathsBest", "deathsHigh", "status"),
    "Document": ("publisher", "date", "language"),
}
"""What a preview shows, by the class at the top."""
_FEW: Final = 4


@dataclass(frozen=True, slots=True)
class Suggesting:
    """What somebody has typed so far.

    Attributes:
        prefix: the beginning of a name, or an id.
        type: id of a type that is wanted; empty for any.
        limit: how many suggestions to give.
        offset: how many to skip.
    """

    prefix: str
    type: str = ""
    limit: int = SUGGESTED
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Suggested:
    """An entity that may be meant.

    Attributes:
        id: its path.
        name: to show.
        description: tells it from its namesakes.
        notable: its types.
    """

    id: str
    name: str
    description: str
    notable: tuple[TypeName, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A few lines about an entity.

    Attributes:
        id: its path.
        name: to show.
        description: its kind, and what it belongs to, where it lies, or when it was.
        types: names of its types.
        lines: names of properties and a few of their values as texts.
    """

    id: str
    name: str
    description: str
    types: tuple[str, ...]
    lines: tuple[tuple[str, tuple[str, ...]], ...]


def suggest_entities(release: Release, asked: Suggesting) -> tuple[Suggested, ...]:
    """Suggest entities; for an empty prefix none, as there are too many.

    Args:
        release: where to look.
        asked: what was typed, a name or an id.
    """
    things = Things(release)
    wanted = things.types.find(asked.type) if asked.type else None
    if not asked.prefix or (asked.type and wanted is None):
        return ()
    sections = ALL if wanted is None else (wanted.section,)
    known = filter(None, [things.entity(asked.prefix), *things.elsewhere(asked.prefix)])
    most = MOST_SUGGESTED if wanted is not None else asked.offset + asked.limit
    typed = (match.path for match in release.search(asked.prefix, sections, most, typing=True))
    found = [thing for path in dict.fromkeys([*known, *typed]) if (thing := things.thing(path)) is not None]
    fitting = [thing for thing in found if wanted is None or wanted.id in things.all_types_of(thing)]
    return tuple(_suggested(things, thing) for thing in fitting[asked.offset : asked.offset + asked.limit])


def _suggested(things: Things, thing: Thing) -> Suggested:
    notable = tuple(TypeName(one.id, one.name) for one in things.types_of(thing))
    return Suggested(thing.path, thing.name, things.description(thing), notable)


def suggest_types(ontology: Ontology, asked: Suggesting) -> list[dict[str, Any]]:
    """Suggest types by the beginning of a word of their names, or by id; for an empty prefix all.

    Example:
        >>> from kg.ontology import shipped
        >>> [found["id"] for found in suggest_types(shipped(), Suggesting("gov", limit=2))]
        ['codes/actor-kind/government', 'codes/place-kind/governorate']
    """
    types = types_of(ontology)
    names = {one.id: f"{one.name} {one.id.rpartition('/')[2]}" for one in types.all.values()}
    return [type_record(types.all[id_], types.all) for id_ in _page(_fitting(asked.prefix, names), asked)]


def type_record(one: Type, all_: Any) -> dict[str, Any]:
    """Write a type as the protocol has it, with those right above it."""
    record: dict[str, Any] = {"id": one.id, "name": one.name, "description": one.description}
    broader = [{"id": id_, "name": all_[id_].name} for id_ in one.broader]
    return {**record, "broader": broader} if broader else record


def suggest_properties(ontology: Ontology, asked: Suggesting) -> list[dict[str, Any]]:
    """Suggest properties, of the class at the top of a type if one is named; for an empty prefix all.

    Example:
        >>> from kg.ontology import shipped
        >>> suggest_properties(shipped(), Suggesting("with"))[0]["matchQualifiers"]
        [{'id': 'ExactMatch', 'name': 'Exact: right within that place'}]
    """
    one = types_of(ontology).find(asked.type) if asked.type else None
    names = {known.id: f"{known.name} {known.id}" for known in properties_of(one.root if one else "")}
    return [property_record(PROPERTIES[id_]) for id_ in _page(_fitting(asked.prefix, names), asked)]


def property_record(known: Property) -> dict[str, Any]:
    """Write a property as the protocol has it, with the qualifiers that a condition on it may have."""
    record: dict[str, Any] = {"id": known.id, "name": known.name, "description": known.description}
    if known.exact:
        record["matchQualifiers"] = [{"id": EXACT, "name": f"Exact: {known.exact}"}]
    return record


def propose_properties(ontology: Ontology, type_: str, limit: int) -> list[dict[str, Any]]:
    """Propose properties to fetch for entities of a type; of an unknown type all.

    Args:
        ontology: has the types.
        type_: id of the type.
        limit: how many; 0 for all.
    """
    one = types_of(ontology).find(type_)
    found = properties_of(one.root if one else "", given=True)
    return [{"id": p.id, "name": p.name, "description": p.description} for p in found[: limit or None]]


def preview(release: Release, id_: str) -> Preview:
    """Gather a few lines about an entity.

    Args:
        release: where to look.
        id_: path or IRI.

    Raises:
        UnknownThing: if there is no such entity; it carries the nearest paths.
    """
    things = Things(release)
    thing = things.thing(things.entity(id_))
    if thing is None:
        raise UnknownThing(id_[:200], release.names.nearest(id_[:200].rpartition("/")[2].replace("-", " ")))
    giving = Giving(things)
    lines = []
    for wanted in _SHOWN[thing.root]:
        values = giving.values(thing, Wanted(wanted, _FEW))
        if values:
            texts = tuple(
                str(value.get("name", next(iter(value.values())))).removesuffix("T00:00:00Z") for value in values
            )
            lines.append((PROPERTIES[wanted].name, texts))
    types = tuple(one.name for one in things.types_of(thing))
    return Preview(thing.path, thing.name, things.description(thing), types, tuple(lines))


def _fitting(prefix: str, names: dict[str, str]) -> list[str]:
    """Give the ids whose name has a word that begins like this, names that do so themselves first; else the nearest."""
    text = folded(prefix)
    if not text:
        return list(names)
    whole = {id_: folded(name) for id_, name in names.items()}
    exact = [id_ for id_ in names if id_.casefold() == prefix.casefold()]
    begin = [id_ for id_, name in whole.items() if name.startswith(text)]
    within = [id_ for id_, name in whole.items() if f" {text}" in name.replace("-", " ")]
    found = list(dict.fromkeys([*exact, *begin, *within]))
    return found or [id_ for close in nearest(text, whole.values()) for id_, name in whole.items() if name == close]


def _page(ids: Iterable[str], asked: Suggesting) -> Sequence[str]:
    return list(ids)[asked.offset : asked.offset + asked.limit]
