"""Who held a place: the control that was possible, how firm it was, and who says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, NamedTuple

from kg.known import Known
from kg.lookups.belonging import company_of
from kg.lookups.voices import Row
from kg.namespaces import CKG, OTHER
from kg.statements import Claim, Situation
from kg.times import Period

HELD: Final = "held"
CONTESTED: Final = "contested"
CHANGED: Final = "changed hands that day"
CHANGED_IN: Final = "changed hands in that time"
_NOT_WHOLE: Final = frozenset({"part", "most"})


@dataclass(frozen=True, slots=True)
class Holding:
    """Control of a place by somebody.

    Attributes:
        answer: surely or possibly.
        standing: held, contested, or changed hands.
    """

    control: Situation
    place: str
    holder: str
    answer: str
    standing: str


class Voice(NamedTuple):
    """Who names a holder.

    Attributes:
        said: the claim or row.
        extent: how much of the place, as it has it; None where it does not tell.
    """

    said: Claim | Row
    extent: str | None


def controls_of(known: Known) -> Mapping[str, Sequence[Situation]]:
    """Give all control by place."""
    return known.once("places", lambda: _controls(known))


def _controls(known: Known) -> dict[str, list[Situation]]:
    found = defaultdict(list)
    for control in known.situations("Control"):
        for place in control.places:
            found[place].append(control)
    return dict(found)


def holdings(known: Known, place: str, period: Period) -> list[Holding]:
    """Give who may have held a place on some day of a period."""
    controls = controls_of(known).get(place, ())
    held = [control for control in controls if period.meets(control.index_from, control.index_until)]
    changed = _changed(controls, period)
    return [
        Holding(control, place, holder, sure, changed or _firmness(known, control, holder, held, period))
        for control in held
        if (sure := period.answer(control))
        for holder in control.agents
    ]


def _changed(controls: Sequence[Situation], period: Period) -> str:
    """Say whether a place passed from one holder to another on a day of the period."""
    for before, after in product(controls, controls):
        day = before.bounds.until
        if day is not None and day == after.bounds.from_ and period.holds(day):  # noqa: SIM102  two questions
            if any(loser != taker for loser, taker in product(before.agents, after.agents)):
                return CHANGED if period.is_day else CHANGED_IN
    return ""


def _firmness(known: Known, control: Situation, holder: str, held: Sequence[Situation], period: Period) -> str:
    partly = not _NOT_WHOLE.isdisjoint(control.extents)
    rivalled = any(_rivals(known, control, holder, other, period) for other in held)
    return CONTESTED if partly or rivalled or control.status == "disputed" else HELD


def _rivals(known: Known, control: Situation, holder: str, other: Situation, period: Period) -> bool:
    """Whether other control of the place, on the same days, makes this one contested.

    It does not where both follow from one taking of the whole place that nobody denies, one after the other, or where
    the holders are one company: a group, what it is part of and whoever leads it hold a place together.
    """
    first, last = max(control.index_from, other.index_from), min(control.index_until, other.index_until)
    if last < first or not period.meets(first, last):
        return False
    in_doubt = not _NOT_WHOLE.isdisjoint(other.extents) or other.status == "disputed"
    if not in_doubt and not set(control.derived_from).isdisjoint(other.derived_from):
        return False
    company = company_of(known)
    return any(
        rival != holder and (holder not in company or company[holder] != company.get(rival)) for rival in other.agents
    )


def voices_of(known: Known, holding: Holding, period: Period) -> list[Voice]:
    """Give who names a holder; who denies a taking speaks for the former holder.

    Returns:
        Claims and rows, each once for each extent, by document and place in it.
    """
    found = {*_claims(known, holding), *_denials(known, holding, period), *_rows(known, holding)}
    return sorted(found, key=_order)


def _claims(known: Known, holding: Holding) -> Iterator[Voice]:
    for path in _bases(known, holding.control):
        claim = known.claims.get(path)
        if claim is not None and _names(claim, holding) and not _is_another_story(claim, holding):
            yield Voice(claim, _extent(claim, holding))


def _names(claim: Claim, holding: Holding) -> bool:
    return holding.place in claim.places and holding.holder in (*claim.agents, *claim.targets)


def _is_another_story(claim: Claim, holding: Holding) -> bool:
    """Whether a claim is of a later taking by the same holder."""
    said, bounds = claim.bounds.from_, holding.control.bounds
    if holding.holder not in claim.agents or said is None or bounds.until is None or bounds.from_ is None:
        return False
    return said >= bounds.until and said > bounds.from_


def _extent(claim: Claim, holding: Holding) -> str | None:
    return claim.extent if holding.holder in claim.agents else None


def _denials(known: Known, holding: Holding, period: Period) -> Iterator[Voice]:
    for claim in known.once("denials", lambda: _denied(known)).get(holding.place, ()):
        begun = claim.bounds.from_ is None or period.last is None or claim.bounds.from_ <= period.last
        if begun and holding.holder in claim.targets and not _is_another_story(claim, holding):
            yield Voice(claim, _extent(claim, holding))


def _denied(known: Known) -> dict[str, list[Claim]]:
    """Give the claims that deny a taking, by place."""
    found = defaultdict(list)
    concepts = known.ontology.concepts
    for claim in known.claims.values():
        taking = claim.type is not None and concepts[claim.type].transfers_control
        if claim.modality == "denied" and taking and claim.withdrawn_on is None:
            for place in claim.places:
                found[place].append(claim)
    return dict(found)


def _rows(known: Known, holding: Holding) -> Iterator[Voice]:
    control = holding.control
    yield from _of_rows(control.derived_from, control.rows, control.extents)
    for event in control.derived_from:
        if event.startswith("events/") and (rows := known.values(event, CKG.row)):
            extents = [path.rsplit("/", 1)[-1] for path in known.values(event, CKG.extent)]
            yield from _of_rows(known.values(event, OTHER.wasDerivedFrom), rows, extents)


def _of_rows(bases: Sequence[str], rows: Sequence[str], extents: Sequence[str]) -> Iterator[Voice]:
    datasets = [basis for basis in bases if basis.startswith("documents/")]
    for dataset, row, extent in product(datasets, rows, extents or (None,)):
        yield Voice(Row(dataset, row), extent)


def _bases(known: Known, control: Situation) -> set[str]:
    """Follow derivation to its end."""
    found = set(control.derived_from)
    for path in control.derived_from:
        if path.startswith("events/"):
            found.update(known.values(path, OTHER.wasDerivedFrom))
    return found


def _order(one: Voice) -> tuple[str, int, str, str]:
    said, extent = one.said, one.extent or ""
    if isinstance(said, Row):
        return said.dataset, 0, said.row or "", extent
    return said.document, said.passage.start, said.path, extent
