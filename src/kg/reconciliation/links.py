"""Comparing what an entity has to do with: where it lies or happened, who was involved, whom it supports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Final

from pyoxigraph import NamedNode

from kg.identifiers import iri
from kg.namespaces import CKG, OTHER
from kg.reconciliation.asked import Value
from kg.reconciliation.properties import Property
from kg.reconciliation.things import Thing, Things

POSSIBLY: Final = 0.5
"""How far the part of what is wanted agrees, or the whole."""
ORGAN: Final = 0.8
"""How far the organ of who is wanted agrees."""
_FOLLOWED: Final = 2_000
"""Facts that are looked through to find one that an actor and a place share."""
_SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {"Actor": ("actors",), "Place": ("places",)}
_ANYTHING: Final = ("actors", "events")


def meant_by(things: Things, wanted: Property, value: Value) -> frozenset[str]:
    """Give the entities that a value of a property means; see `Things.meant`."""
    return things.meant(value, _SECTIONS.get(wanted.value_type, _ANYTHING))


def linked(things: Things, thing: Thing, wanted: Property, meant: frozenset[str], exact: bool) -> float | None:
    """Compare what an entity has to do with.

    Args:
        things: the entities of the release.
        thing: the entity.
        wanted: the property.
        meant: paths of which one is wanted.
        exact: whether parts and wholes do not count.

    Returns:
        From 0 to 1; None where the graph does not tell. That nothing is known of a relation is not held against it.
    """
    match wanted.id:
        case "within" if thing.root == "Event":
            return _happened(things, thing.nodes(CKG.place), meant, exact)
        case "within":
            return _within(things, thing, meant, exact)
        case "place" if thing.root == "Actor":
            return 1.0 if any(_took_part(things, thing.path, place) for place in meant) else None
        case "place":
            return _happened(things, thing.nodes(CKG.place), meant, exact)
        case "actor" | "agent" | "target":
            return _involved(things, thing.nodes(*wanted.predicates), meant, exact)
        case "partOf":
            wholes = _wholes(things, thing.path)
            return 1.0 if meant & set(wholes) else 0.0 if wholes else None
        case _:
            return 1.0 if any(_is_said(things, thing.path, other, wanted) for other in meant) else None


def _within(things: Things, thing: Thing, meant: frozenset[str], exact: bool) -> float | None:
    """Look at the places around it; only another one of the same kind speaks against it, as not all are known."""
    around = things.around(thing.path)
    if meant & set(around[:1] if exact else around):
        return 1.0
    kinds = {kind for place in meant if (read := things.thing(place)) for kind in things.kinds(read)}
    others = {kind for place in around if (read := things.thing(place)) for kind in things.kinds(read)}
    return 0.0 if kinds & others else None


def _happened(things: Things, places: Sequence[str], meant: frozenset[str], exact: bool) -> float | None:
    if not places:
        return None
    if meant & set(places):
        return 1.0
    if exact:
        return 0.0
    if any(meant & set(things.around(place)) for place in places):
        return 1.0
    return POSSIBLY if any(set(places) & set(things.around(place)) for place in meant) else 0.0


def _involved(things: Things, parties: Sequence[str], meant: frozenset[str], exact: bool) -> float | None:
    """Look at those involved; the organ of somebody stands for them, and they for it perhaps."""
    if not parties:
        return None
    if meant & set(parties):
        return 1.0
    if exact:
        return 0.0
    if any(meant & set(_wholes(things, party)) for party in parties):
        return ORGAN
    return POSSIBLY if any(set(parties) & set(_wholes(things, one)) for one in meant) else 0.0


def _wholes(things: Things, path: str) -> list[str]:
    """Give what something is part of, at any distance."""
    found: list[str] = []
    queue = [path]
    while queue and len(found) < 20:  # noqa: PLR2004  far more than anything has
        thing = things.thing(queue.pop(0))
        nodes = [] if thing is None else thing.nodes(OTHER.subOrganizationOf, CKG.partOf)
        further = [one for one in nodes if one not in found]
        found += further
        queue += further
    return found


def _took_part(things: Things, actor: str, place: str) -> bool:
    """Look for a fact with both: from both sides in turn, as either may have very many."""
    quads = things.release.store.quads
    of_actor = islice(quads("", predicate=CKG.party, value=iri(actor)), _FOLLOWED)
    of_place = islice(quads("", predicate=CKG.place, value=iri(place)), _FOLLOWED)
    for first, second in zip(of_actor, of_place, strict=False):  # the end of the shorter is the end
        for fact, predicate, other in ((first.subject, CKG.place, place), (second.subject, CKG.party, actor)):
            assert isinstance(fact, NamedNode)
            if next(quads("", fact, predicate, iri(other)), None):
                return True
    return False


def _is_said(things: Things, path: str, other: str, wanted: Property) -> bool:
    subject, value = (other, path) if wanted.inverse else (path, other)
    return any(next(things.release.store.quads("", iri(subject), one, iri(value)), None) for one in wanted.predicates)
