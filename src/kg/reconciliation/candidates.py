"""Finding the entities that a query may mean, before they are scored: by names, by ids, or by what happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any, Final

from pyoxigraph import NamedNode

from kg.counting.reading import FILE, opened
from kg.identifiers import iri, path_of
from kg.reconciliation.asked import MOST_CANDIDATES, Condition, Query, Value
from kg.reconciliation.links import meant_by
from kg.reconciliation.properties import EXACT, PROPERTIES
from kg.reconciliation.spans import NEAR_DAYS, days_of
from kg.reconciliation.things import Things

FEWEST: Final = 20
"""Matches of a name that are looked at, at least."""
BY_LINKS: Final = 100
"""Entities that are looked at where no name is given, at least."""
_EVENTS: Final = """
SELECT path FROM read_parquet($table) WHERE index_until >= $first AND index_from <= $last{conditions}
ORDER BY index_from, path LIMIT {most}
"""
_COLUMNS: Final = {
    "place": "string_split(within_key, ' ')",  # a key is read many times as fast as the list that it is made of
    "actor": "string_split(actor_key, ' ')",
    "kind": "string_split(type_key, ' ')",
    "agent": "agents",
    "target": "targets",
}


@dataclass(frozen=True, slots=True)
class Named:
    """How well an entity's names fit.

    Attributes:
        score: from 0 to 1; see `kg.search.Match`.
        exact: whether one of them is the whole name that was asked for, case and accents aside.
        decides: whether an id was given in the place of a name.
    """

    score: float
    exact: bool = False
    decides: bool = False


def names_of(query: Query) -> list[Condition]:
    """Give the conditions on names; where there is none, properties that are names stand in for them."""
    named = [condition for condition in query.conditions if condition.kind == "name"]
    return named or [condition for condition in query.conditions if _form(condition) == "name"]


def candidates(things: Things, query: Query, sections: tuple[str, ...]) -> dict[str, Named | None]:
    """Find what a query may mean.

    Args:
        things: the entities of the release.
        query: what is asked.
        sections: where to look, such as ``places``.

    Returns:
        Paths, the likeliest first as far as names tell, each with how well its names fit; None where none was asked
        for.
    """
    names = [condition for condition in names_of(query) if condition.values and condition.quantifier != "none"]
    found: dict[str, Named | None] = {}
    if names:
        narrowed = bool(query.types)
        most = MOST_CANDIDATES if narrowed else max(FEWEST, min(2 * query.limit, MOST_CANDIDATES))
        found |= _by_names(things, names, sections, most)
    nameless = Named(0.0) if names else None
    for path in _by_ids(things, query):
        found.setdefault(path, nameless)
    if not names and not found:
        found = dict.fromkeys(_by_links(things, query, sections))
    return {path: named for path, named in found.items() if path.partition("/")[0] in sections}


def _by_names(
    things: Things, names: Iterable[Condition], sections: tuple[str, ...], most: int
) -> dict[str, Named | None]:
    """Find by names; of several conditions the mean counts, of several values of one the best or the worst."""
    fits = [_fits(things, condition, sections, most) for condition in names]
    found: dict[str, Named | None] = {}
    for path in dict.fromkeys(path for one in fits for path in one):
        each = [one.get(path, Named(0.0)) for one in fits]
        mean = sum(named.score for named in each) / len(each)
        found[path] = Named(mean, all(one.exact for one in each), any(one.decides for one in each))
    return dict(sorted(found.items(), key=lambda pair: -pair[1].score if pair[1] else 0.0))


def _fits(things: Things, condition: Condition, sections: tuple[str, ...], most: int) -> dict[str, Named]:
    each = [_by_name(things, value, sections, most, condition.qualifier == EXACT) for value in condition.values]
    choose = min if condition.quantifier == "all" else max
    paths = dict.fromkeys(path for one in each for path in one)
    none = Named(0.0)
    return {path: choose((one.get(path, none) for one in each), key=lambda named: named.score) for path in paths}


def _by_name(things: Things, value: Value, sections: tuple[str, ...], most: int, exact: bool) -> dict[str, Named]:
    texts = [text for text in (value.id, value.text) if text]
    ids = [path for text in texts for path in (things.entity(text), *things.elsewhere(text)) if path]
    found = dict.fromkeys(ids, Named(1.0, exact=True, decides=True))
    for match in things.found(value.text, sections, most) if value.text else ():
        if (match.exact or not exact) and things.thing(match.path) is not None:
            found.setdefault(match.path, Named(match.score, match.exact))
    return found


def _by_ids(things: Things, query: Query) -> Iterator[str]:
    for condition in query.conditions:
        if condition.quantifier != "none" and (condition.kind == "id" or _form(condition) in {"id", "sameAs"}):
            for text in (text for value in condition.values for text in (value.id, value.text) if text):
                yield from filter(None, [things.entity(text), *things.elsewhere(text)])


def _by_links(things: Things, query: Query, sections: tuple[str, ...]) -> list[str]:
    """Find by what an entity has to do with; events by the table of events, where there is one."""
    table = things.release.path / FILE
    if sections == ("events",) and table.is_file():
        return _by_table(things, query)
    found: dict[str, None] = {}
    for condition, meant in _links(things, query):
        wanted = PROPERTIES[condition.property]
        for other in sorted(meant):
            for predicate in wanted.predicates:
                subject, value = (iri(other), None) if wanted.inverse else (None, iri(other))
                quads = islice(things.release.store.quads("", subject, predicate, value), _most(query))
                nodes = (quad.object if wanted.inverse else quad.subject for quad in quads)
                found |= dict.fromkeys(path_of(node) for node in nodes if isinstance(node, NamedNode))
    return [path for path in sorted(islice(found, _most(query))) if things.thing(path) is not None]


def _links(things: Things, query: Query) -> Iterator[tuple[Condition, frozenset[str]]]:
    """Give the conditions on other entities, with those that they mean."""
    for condition in query.conditions:
        if _form(condition) == "entity" and condition.quantifier != "none":
            wanted = PROPERTIES[condition.property]
            meant = frozenset(path for value in condition.values for path in meant_by(things, wanted, value))
            if meant:
                yield condition, meant


def _by_table(things: Things, query: Query) -> list[str]:
    """Find events by days, places, those involved and types, all of which must fit as far as they are given."""
    first, last = _window(query)
    wanted = [
        (_COLUMNS[one.property], sorted(meant)) for one, meant in _links(things, query) if one.property in _COLUMNS
    ]
    kinds = {one.id for text in query.types if (one := things.types.find(text)) and "/" in one.id}
    if kinds:
        wanted.append((_COLUMNS["kind"], [id_ for id_ in things.types.all if kinds & things.types.with_above([id_])]))
    if not wanted and (first, last) == (date.min, date.max):
        return []
    values: dict[str, Any] = {"first": first, "last": last}
    values |= {f"wanted{number}": paths for number, (_, paths) in enumerate(wanted)}
    parts = [f" AND list_has_any({column}, $wanted{n}::VARCHAR[])" for n, (column, _) in enumerate(wanted)]
    sql = _EVENTS.format(conditions="".join(parts), most=_most(query))
    return [path for (path,) in opened(things.release.path / FILE).rows(sql, values)]


def _most(query: Query) -> int:
    return max(BY_LINKS, 2 * query.limit)


def _window(query: Query) -> tuple[date, date]:
    """Give the days on which an event may have been, a little wider than asked, as sources differ."""
    spans = [
        days
        for condition in query.conditions
        if condition.property == "date" and condition.quantifier != "none"
        for days in [days_of(value.text) for value in condition.values]
        if days is not None
    ]
    if not spans:
        return date.min, date.max
    near = timedelta(days=NEAR_DAYS)
    first, last = min(first for first, _ in spans), max(last for _, last in spans)
    return (first - near if first - date.min > near else date.min), (
        last + near if date.max - last > near else date.max
    )


def _form(condition: Condition) -> str:
    wanted = PROPERTIES.get(condition.property) if condition.kind == "property" else None
    return wanted.form if wanted else ""
