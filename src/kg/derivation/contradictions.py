"""Which claims cannot both be right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from kg.ontology import Ontology
from kg.statements import Claim

Pair = tuple[str, str]


def contradictions(claims: Sequence[Claim], ontology: Ontology, within: Mapping[str, str | None]) -> set[Pair]:
    """Find every pair of claims that contradict one another.

    Three rules: one voice denies what another affirms; two accepted claims give one event incompatible types; two
    accepted claims give different values of a single-valued attribute, relative to the same place, of one thing or,
    where the attribute inherits down, of a place and one that it lies in.

    Args:
        claims: those that stand (none withdrawn).
        ontology: says which types and attributes these are.
        within: the larger place of each place.

    Returns:
        Pairs of claim paths, the smaller first.
    """
    by_subject: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_subject[claim.about].append(claim)
    found: set[Pair] = set()
    for group in by_subject.values():
        found.update(_denials(group))
        found.update(_incompatible_types(group, ontology))
        found.update(_different_values(group, group, ontology, inherited=False))
    for place, group in by_subject.items():
        for larger in _around(place, within):
            found.update(_different_values(group, by_subject.get(larger, ()), ontology, inherited=True))
    return found


def _denials(group: Iterable[Claim]) -> Iterator[Pair]:
    """One denies, another affirms the same: for descriptions the same value, for anything else the whole."""
    affirmed = [claim for claim in group if claim.accepted]
    for denial in (claim for claim in group if claim.modality == "denied"):
        for claim in affirmed:
            if (claim.says, claim.attribute, claim.value) == (denial.says, denial.attribute, denial.value):
                yield _pair(denial, claim)


def _incompatible_types(group: Iterable[Claim], ontology: Ontology) -> Iterator[Pair]:
    typed = [claim for claim in group if claim.accepted and claim.type]
    for one, other in combinations(typed, 2):
        if one.type and other.type in ontology.concepts[one.type].incompatible_with:
            yield _pair(one, other)


def _different_values(
    group: Iterable[Claim], others: Iterable[Claim], ontology: Ontology, *, inherited: bool
) -> Iterator[Pair]:
    for one in group:
        attribute = ontology.attributes.get(one.attribute or "")
        if attribute is None or not attribute.single_valued or not one.accepted:
            continue
        if inherited and not attribute.inherits_down:
            continue
        for other in others:
            same = other.accepted and (other.attribute, other.places) == (one.attribute, one.places)
            differs = _opposed if attribute.compass_valued else _unequal
            if same and differs(str(one.value), str(other.value)):
                yield _pair(one, other)


def _unequal(one: str, other: str) -> bool:
    return one != other


def _opposed(one: str, other: str) -> bool:
    """Whether two points of the compass are opposite: northwest and northeast are, north and northwest are not."""
    return any(
        (a in one and b in other) or (b in one and a in other) for a, b in (("north", "south"), ("east", "west"))
    )


def _around(place: str, within: Mapping[str, str | None]) -> Iterator[str]:
    """Give the places that a place lies in, from the smallest."""
    seen = {place}
    larger = within.get(place)
    while larger is not None and larger not in seen:
        seen.add(larger)
        yield larger
        larger = within.get(larger)


def _pair(one: Claim, other: Claim) -> Pair:
    return (one.path, other.path) if one.path < other.path else (other.path, one.path)
