"""Attacks folded into an edge for each two parties and source: a million events in a pass over their table.

An *attack* is an event of the type assault or a narrower one, or one in which a place is taken or cut off. Where the
source states who acted against whom, the edge leads from one to the other. Where it only states who was involved, two
parties are opponents, without direction; of more than two it is not known who stood against whom, and their edges have
no sign.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, product
from typing import Any, Final

from kg.counting.questions import Filters as EventFilters
from kg.counting.reading import FILE, certain, conditions, opened
from kg.namespaces import CKG, RDF
from kg.network.filters import Filters
from kg.network.knowledge import Knowledge
from kg.ontology import Ontology
from kg.statements import Event

AGAINST: Final = "against"
"""One side acted, the other was acted on."""
OPPONENTS: Final = "opponents"
"""Two parties, of which it is not said who acted."""
AMONG: Final = "among"
"""Two of several parties, of which it is not said who stood against whom."""
_ALSO: Final = ("capture", "cut-route", "disrupted-attack", "mob-violence")
_DEATHS: Final = ("deathsLow", "deathsBest", "deathsHigh")


@dataclass(slots=True)
class Group:
    """Events with the same source, parties and types.

    Attributes:
        source: path of the dataset; None for events that were read from texts.
        how: `AGAINST`, `OPPONENTS` or `AMONG`.
        pairs: of parties; sorted ones, unless it is `AGAINST`.
        types: paths.
        events: how many.
        sure: how many of them nobody disputes and lie within the window as a whole.
        disputed: how many somebody disputes.
        deaths: low, best and high, as the source adds up; None where it gives none, and for texts.
        derived_from: what events read from texts rest on.
    """

    source: str | None
    how: str
    pairs: Sequence[tuple[str, str]]
    types: Sequence[str]
    events: int
    sure: int
    disputed: int
    first: date | None
    last: date | None
    deaths: tuple[int | None, int | None, int | None] = (None, None, None)
    derived_from: tuple[str, ...] = field(default=())


def attack_types(ontology: Ontology) -> frozenset[str]:
    """Give the event types that are attacks, by their paths."""
    scheme = "codes/event-type/"
    tops = {scheme + code for code in ("assault", *_ALSO)}
    return frozenset(
        path
        for path in ontology.concepts
        if path.startswith(scheme) and (path in tops or not tops.isdisjoint(ontology.broader_than(path)))
    )


def attacks(known: Knowledge, filters: Filters) -> Iterator[Group]:
    """Give the attacks that a network is made of: in its window, disputed or not.

    Raises:
        StoreDamaged: if the release has no table of events.
    """
    wanted = attack_types(known.release.ontology)
    found: Iterable[Group]
    if known.is_whole:
        found = [*_folded(known, filters), *_one_by_one(known, filters, _told(known))]
    else:
        found = _one_by_one(known, filters, known.once("events", lambda: known.subjects(RDF.type, CKG.Event)))
    for group in found:
        if not wanted.isdisjoint(group.types) and group.pairs:
            yield group


def _folded(known: Knowledge, filters: Filters) -> Iterator[Group]:
    """Fold the rows of datasets."""
    window = filters.window
    condition, values = conditions(EventFilters(first=window.first, last=window.last))
    sure = certain(window.first, window.last)
    if filters.disputed is not None:
        condition += f" AND status {'=' if filters.disputed else '<>'} 'disputed'"
    sided = "len(agents) > 0 AND len(targets) > 0"
    sql = f"""
        SELECT actor_key, type_key, CASE WHEN {sided} THEN array_to_string(agents, ' ') END,
            CASE WHEN {sided} THEN array_to_string(targets, ' ') END, len(agents) + len(targets) > 0,
            count(*), count(*) FILTER ({sure}), count(*) FILTER (status = 'disputed'),
            min("first"), max("last"), sum(low), sum(best), sum(high)
        FROM read_parquet($table) WHERE source IS NOT NULL AND {condition} GROUP BY ALL ORDER BY ALL
    """  # noqa: S608  of words of ours; values are bound
    for actors, types, agents, targets, one_sided, *figures in opened(known.release.path / FILE).rows(sql, values):
        source, *parties = actors.split(" ")
        how, pairs = _pairs((agents or "").split(), (targets or "").split(), parties, one_sided)
        events, undoubted, disputed, first, last, *deaths = figures
        low, best, high = (None if figure is None else int(figure) for figure in deaths)
        yield Group(
            source, how, pairs, types.split(" ")[1:], events, undoubted, disputed, first, last, (low, best, high),
            (source,),
        )  # fmt: skip


def _pairs(
    agents: Sequence[str], targets: Sequence[str], parties: Iterable[str], one_sided: bool
) -> tuple[str, list[tuple[str, str]]]:
    """Give who stood against whom, as far as it is known."""
    if agents and targets:
        return AGAINST, sorted(set(product(agents, targets)))
    several = sorted({party for party in parties if party})
    opponents = len(several) == 2 and not one_sided  # noqa: PLR2004  two sides
    return OPPONENTS if opponents else AMONG, list(combinations(several, 2))


def _told(known: Knowledge) -> list[str]:
    """Give the paths of the events that claims affirm."""
    return known.once(
        "told", lambda: sorted({one.about for one in known.claims.values() if one.says == "Event" and one.accepted})
    )


def _one_by_one(known: Knowledge, filters: Filters, paths: Sequence[str]) -> Iterator[Group]:
    """Give events read from the quads, of the table's datasets only where the table is not asked."""
    for event in known.once("read events", lambda: known.read(paths).events):
        source = next((basis for basis in sorted(event.derived_from) if basis.startswith("documents/")), None)
        if (source and known.is_whole) or not _fits(event, filters):
            continue
        parties = {*event.parties, *event.agents, *event.targets}
        how, pairs = _pairs(event.agents, event.targets, parties, bool(event.agents or event.targets))
        figures: dict[str, Any] = dict(event.attributes) if source else {}
        low, best, high = (figures.get(name) for name in _DEATHS)
        disputed, first, last = event.status == "disputed", event.bounds.from_, event.bounds.until
        sure = not disputed and filters.window.encloses(first, last)
        yield Group(
            source, how, pairs, event.types, 1, int(sure), int(disputed), first, last, (low, best, high),
            (source,) if source else event.derived_from,
        )  # fmt: skip


def _fits(event: Event, filters: Filters) -> bool:
    disputed = filters.disputed is None or (event.status == "disputed") == filters.disputed
    return disputed and filters.window.meets(event.index_from, event.index_until)


@dataclass(slots=True)
class Dyad:
    """Attacks by one on another, or of two on one another, by one source; added up group by group."""

    source: str | None
    how: str
    events: int = 0
    sure: int = 0
    disputed: int = 0
    first: date | None = None
    last: date | None = None
    deaths: list[int | None] = field(default_factory=lambda: [None, None, None])
    types: set[str] = field(default_factory=set)
    derived_from: set[str] = field(default_factory=set)

    def add(self, group: Group) -> None:
        """Add a group."""
        self.events += group.events
        self.sure += group.sure
        self.disputed += group.disputed
        self.first = min((day for day in (self.first, group.first) if day), default=None)
        self.last = max((day for day in (self.last, group.last) if day), default=None)
        self.types.update(group.types)
        self.derived_from.update(group.derived_from)
        for number, deaths in enumerate(group.deaths):
            if deaths is not None:
                self.deaths[number] = (self.deaths[number] or 0) + deaths


Sides = tuple[str, str, str | None, str]
"""Two parties, the source, and how they stand to one another."""


def dyads(groups: Iterable[Group], ends: dict[str, str]) -> dict[Sides, Dyad]:
    """Fold groups into dyads.

    Args:
        groups: of attacks.
        ends: whom parties stand for; those that are not in it for themselves. Attacks within one party are left out if
            it stands for others.

    Returns:
        Dyads by their sides.
    """
    found: dict[Sides, Dyad] = defaultdict(lambda: Dyad(None, ""))
    for group in groups:
        rolled = {_rolled(pair, group.how, ends) for pair in group.pairs}
        for one, other in rolled:
            if one == other and ends:
                continue
            key = (one, other, group.source, group.how)
            if key not in found:
                found[key] = Dyad(group.source, group.how)
            found[key].add(group)
    return dict(found)


def _rolled(pair: tuple[str, str], how: str, ends: dict[str, str]) -> tuple[str, str]:
    one, other = (ends.get(party, party) for party in pair)
    return (one, other) if how == AGAINST or one <= other else (other, one)
