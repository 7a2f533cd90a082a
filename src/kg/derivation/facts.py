"""One fact from the accepted claims about one event or situation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from kg.dates import Bounds
from kg.ontology import Ontology
from kg.statements import Claim, Event, Situation

UNKNOWN_SUPPORT = "codes/support-type/unknown"


def fact_of(about: str, claims: Sequence[Claim], ontology: Ontology) -> Event | Situation | None:
    """Merge what accepted claims say of one event or situation.

    Slots are the union of what is said. The type is the narrowest said, or the common broader one where two are
    incompatible. For bounds see `merged`.

    Args:
        about: path of the event or situation.
        claims: all claims about it that stand.
        ontology: gives the hierarchy of types.

    Returns:
        The fact, or None where no accepted claim says that it happened or held.
    """
    said = [claim for claim in claims if claim.accepted and claim.says != "Description"]
    if not said:
        return None
    described = [claim for claim in claims if claim.accepted and claim.says == "Description"]
    slots = {
        "path": about,
        "derived_from": tuple(sorted(claim.path for claim in (*said, *described))),
        "types": _types({claim.type for claim in said if claim.type}, ontology),
        "agents": _union(said, lambda claim: claim.agents),
        "targets": _union(said, lambda claim: claim.targets),
        "parties": _union(said, lambda claim: claim.parties),
        "places": _union(said, lambda claim: claim.places),
        "part_of": _union(said, lambda claim: claim.part_of),
        "roles": _union(said, lambda claim: (claim.role,) if claim.role else ()),
        "extents": _union(said, lambda claim: (claim.extent,) if claim.extent else ()),
        "bounds": merged([claim.bounds for claim in said]),
    }
    if said[0].says == "Event":
        return Event(**slots)  # type: ignore[arg-type]
    return Situation(says=said[0].says, **slots)  # type: ignore[arg-type]


def attributes_of(
    claims: Iterable[Claim], ontology: Ontology, in_conflict: set[str]
) -> tuple[tuple[str, int | str], ...]:
    """Give the attributes that accepted descriptions state and no claim contradicts, sorted."""
    described = (c for c in claims if c.accepted and c.says == "Description" and c.path not in in_conflict)
    values = {(c.attribute, c.value) for c in described if c.attribute in ontology.attributes and c.value is not None}
    return tuple(sorted((name, value) for name, value in values if name))


def merged(said: Sequence[Bounds]) -> Bounds:
    """Merge the bounds that several claims give for one thing.

    Where the claims agree, that is where some span fits all of them, outer bounds tighten and inner bounds grow. Where
    they disagree, nothing is lost: the outer bounds become the widest said, and only what is sure by every claim
    stays sure.

    Args:
        said: at least one.

    Example:
        >>> from kg.dates import bounds_of
        >>> merged([bounds_of("[2024-11-29..2024-11-30]"), bounds_of("2024-11-30")]).from_
        datetime.date(2024, 11, 30)
        >>> apart = merged([bounds_of("2024-12-05"), bounds_of("2024-12-06")])
        >>> apart.from_.day, apart.until.day, apart.surely_on(date(2024, 12, 5))
        (5, 6, False)
    """
    dated = [bounds for bounds in said if bounds != Bounds()] or [Bounds()]  # who gives no time has no part in it
    froms, untils, begun, lasted = (
        [day for bounds in dated if (day := getattr(bounds, name))]
        for name in ("from_", "until", "surely_from", "surely_until")
    )
    from_, until = max(froms, default=None), min(untils, default=None)
    surely_from, surely_until = min(begun, default=None), max(lasted, default=None)
    agreed = _in_order(from_, until) and _in_order(from_, surely_from) and _in_order(surely_until, until)
    if not agreed:
        everybody = len(dated)
        from_ = min(froms) if len(froms) == everybody else None
        until = max(untils) if len(untils) == everybody else None
        surely_from = max(begun) if len(begun) == everybody else None
        surely_until = min(lasted) if len(lasted) == everybody else None
    # It ended by `until`, so it had begun by then; it began at `from_` at the earliest, so it had not ended before.
    surely_from = min(filter(None, (surely_from, until)), default=None) if surely_from else None
    surely_until = max(filter(None, (surely_until, from_)), default=None) if surely_until else None
    return Bounds(from_, until, surely_from, surely_until)


def _in_order(earlier: date | None, later: date | None) -> bool:
    return earlier is None or later is None or earlier <= later


def _union(claims: Iterable[Claim], slot: Callable[[Claim], Iterable[str]]) -> tuple[str, ...]:
    return tuple(sorted({value for claim in claims for value in slot(claim)}))


def _types(said: set[str], ontology: Ontology) -> tuple[str, ...]:
    if len(said) > 1:
        said = said - {UNKNOWN_SUPPORT}
    for one in sorted(said):
        rivals = said & ontology.concepts[one].incompatible_with
        for other in sorted(rivals):
            common = ontology.broader_than(one) & ontology.broader_than(other)
            said = (said - {one, other}) | common
    above = {broader for concept in said for broader in ontology.broader_than(concept)}
    return tuple(sorted(said - above))
