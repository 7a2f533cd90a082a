"""Comparing an entity with what a condition wants of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from kg.namespaces import OTHER
from kg.reconciliation.asked import Condition, Value
from kg.reconciliation.links import linked, meant_by
from kg.reconciliation.properties import EXACT, PROPERTIES, Form, Property
from kg.reconciliation.spans import days_of, span_of, together
from kg.reconciliation.things import Thing, Things, authority, external
from kg.spelling import folded

AGREES: Final = 0.5
"""From this on a required condition is met; below it, a condition speaks against the entity."""
Judge = Callable[[Things, Thing, Property, Value, bool], float | None]
"""How far an entity agrees with a value, from 0 to 1; None where the graph does not tell."""


class NotUnderstood(ValueError):
    """A value is none that the property can have, or names nothing that is known here."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a condition says of an entity.

    Attributes:
        agreement: from 0, against it, to 1, for it; None where nothing can be said.
        understood: whether there is such a property, and at least one of the values could be read.
        decides: whether it is an id, which leaves nothing to doubt.
    """

    agreement: float | None
    understood: bool = True
    decides: bool = False

    @property
    def meets(self) -> bool:
        """Whether a condition that is required is met."""
        return self.agreement is not None and self.agreement >= AGREES


def compare(things: Things, thing: Thing, condition: Condition) -> Evidence:
    """Compare an entity with a condition.

    Args:
        things: the entities of the release.
        thing: the entity.
        condition: what it should be like.
    """
    wanted = PROPERTIES.get(condition.property if condition.kind == "property" else condition.kind)
    if wanted is None or not wanted.weight or wanted.form not in _JUDGES or not condition.values:
        return Evidence(None, understood=False)
    found: list[float | None] = []
    for value in condition.values:
        try:
            found.append(_JUDGES[wanted.form](things, thing, wanted, value, condition.qualifier == EXACT))
        except NotUnderstood:
            continue
    known = [agreement for agreement in found if agreement is not None]
    if not known:
        return Evidence(None, understood=bool(found))
    if condition.quantifier == "none":
        return Evidence(1 - max(known))
    agreement = min(known) if condition.quantifier == "all" else max(known)
    return Evidence(agreement, decides=wanted.form in {"id", "sameAs"} and agreement == 1)


def _id(things: Things, thing: Thing, wanted: Property, value: Value, exact: bool) -> float:
    return float(thing.path in {things.entity(value.id or value.text), things.entity(value.text)})


def _name(things: Things, thing: Thing, wanted: Property, value: Value, exact: bool) -> float:
    if value.id:
        return float(things.entity(value.id) == thing.path)
    section = thing.path.partition("/")[0]
    match = next((match for match in things.found(value.text, (section,), 50) if match.path == thing.path), None)
    return 0.0 if match is None else float(match.exact) if exact else match.score


def _kind(things: Things, thing: Thing, wanted: Property, value: Value, exact: bool) -> float | None:
    """Compare kinds; a narrower one than is wanted agrees, a broader one may."""
    asked = kinds_of(things, value)
    if not asked:
        raise NotUnderstood
    kinds = set(things.kinds(thing))
    if asked & ({one.id for one in things.types_of(thing)} if exact else things.all_types_of(thing)):
        return 1.0
    if not kinds:
        return None
    return AGREES if not exact and kinds & things.types.with_above(asked) else 0.0


def kinds_of(things: Things, value: Value) -> frozenset[str]:
    """Give the types that a value means: by id or IRI, as a bare code, or by the label."""
    found = set()
    for text in filter(None, (value.id, value.text)):
        if one := things.types.find(text):
            return frozenset([one.id])
        word = folded(text)
        found |= {
            one.id
            for one in things.types.all.values()
            if word in {one.id.rsplit("/", 1)[-1].casefold(), folded(one.name)}
        }
    return frozenset(found)


def _same_as(things: Things, thing: Thing, wanted: Property, value: Value, exact: bool) -> float | None:
    """Compare ids elsewhere; another id of the same authority speaks against it."""
    known = external(value.id) or external(value.text)
    if not known:
        raise NotUnderstood
    own = thing.nodes(OTHER.sameAs)
    if known in own:
        return 1.0
    return 0.0 if authority(known) in {authority(one) for one in own} else None


def _entity(things: Things, thing: Thing, wanted: Property, value: Value, exact: bool) -> float | None:
    meant = meant_by(things, wanted, value)
    if not meant:
        raise NotUnderstood
    return linked(things, thing, wanted, meant, exact)


def _date(things: Things, thing: Thing, wanted: Property, value: Value, exact: bool) -> float | None:
    asked = days_of(value.text)
    if asked is None:
        raise NotUnderstood
    own = span_of(thing, wanted.id)
    return None if own is None else together(asked, own, exact=exact)


def _text(things: Things, thing: Thing, wanted: Property, value: Value, exact: bool) -> float | None:
    own = {folded(text) for text in thing.texts(*wanted.predicates)} - {"unknown"}
    return float(folded(value.text) in own) if own else None


_JUDGES: Final[Mapping[Form, Judge]] = {
    "id": _id,
    "name": _name,
    "kind": _kind,
    "sameAs": _same_as,
    "entity": _entity,
    "date": _date,
    "text": _text,
}
