"""Who belongs to whom: organs of an actor, members of a group, and those of one company."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import NamedNode

from kg.identifiers import path_of
from kg.known import Known
from kg.namespaces import CKG, OTHER
from kg.statements import Situation
from kg.times import Period, iso

_TOGETHER: Final = (OTHER.subOrganizationOf, CKG.memberOf, CKG.leads)


@dataclass(frozen=True, slots=True)
class Step:
    """One party belongs to another.

    Attributes:
        part: path of the organ or member.
        whole: of what it belongs to.
        membership: the situation that says so; None for an organ, which is one at any time.
    """

    part: str
    whole: str
    membership: Situation | None = None

    def record(self, known: Known) -> dict[str, Any]:
        """Give it as in an answer."""
        held = self.membership
        return {
            "part": known.thing(self.part),
            "relation": "organ of" if held is None else "member of",
            "whole": known.thing(self.whole),
            "situation": None if held is None else known.thing(held.path),
            "from": None if held is None else iso(held.bounds.from_),
            "until": None if held is None else iso(held.bounds.until),
        }


Chain = tuple[Step, ...]


def parts_of(known: Known, whole: str, period: Period) -> Mapping[str, Chain]:
    """Give who belongs to an actor, directly or through others.

    Args:
        known: what is known.
        whole: path of the actor.
        period: memberships count that are possible then.

    Returns:
        Paths, the actor's own among them, each with the shortest chain of steps that leads up to it.
    """
    found: dict[str, Chain] = {whole: ()}
    queue = deque([whole])
    while queue:
        path = queue.popleft()
        for step in _into(known, path, period):
            if step.part not in found:
                found[step.part] = (step, *found[path])
                queue.append(step.part)
    return found


def _into(known: Known, whole: str, period: Period) -> Iterator[Step]:
    for part in organs_of(known, whole):
        yield Step(part, whole)
    for situation in known.once("members", lambda: _members(known)).get(whole, ()):
        if period.answer(situation):
            for part in situation.agents:
                yield Step(part, whole, situation)


def _members(known: Known) -> dict[str, list[Situation]]:
    """Give memberships by the group."""
    found: dict[str, list[Situation]] = defaultdict(list)
    for situation in known.situations("Membership"):
        for whole in situation.targets:
            found[whole].append(situation)
    return dict(found)


def organs_of(known: Known, whole: str) -> list[str]:
    """Give the organs of an actor, sorted."""
    organs = known.once("organs", lambda: _pairs(known, OTHER.subOrganizationOf))
    return sorted(organs.get(whole, ()))


def company_of(known: Known) -> Mapping[str, str]:
    """Give, for each actor that has any, a mark of its company: who is an organ, member or leader of one another."""
    return known.once("company", lambda: _companies(known))


def _companies(known: Known) -> dict[str, str]:
    beside: dict[str, set[str]] = defaultdict(set)
    for predicate in _TOGETHER:
        for whole, parts in _pairs(known, predicate).items():
            for part in parts:
                beside[whole].add(part)
                beside[part].add(whole)
    mark: dict[str, str] = {}
    for first in sorted(beside):
        queue = [first] if first not in mark else []
        while queue:
            one = queue.pop()
            if one not in mark:
                mark[one] = first
                queue.extend(beside[one])
    return mark


def _pairs(known: Known, predicate: NamedNode) -> dict[str, set[str]]:
    """Give subjects by object."""
    found: dict[str, set[str]] = defaultdict(set)
    for quad in known.store.quads("", predicate=predicate):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            found[path_of(quad.object)].add(path_of(quad.subject))
    return dict(found)
