"""From a release to a graph: `build`, and the edges that it is made of.

Its nodes are paths such as ``actors/hts``, with the attributes `label`, `cls`, `kind`, and `lat` and `long` of places.
Its edges have the path of their fact as key and the attributes

- `fact` (its IRI; None for folded attacks), `kind`, `label`, `types`;
- `sign`: 1 for support and alliance, -1 for hostility and attacks, 0 for others;
- `directed`: False where neither end acts on the other, and `source < target`;
- `from_`, `until`, `surely_from`, `surely_until` (ISO texts, or None), `answer` (``surely`` or ``possibly`` in the
  window asked about), `status`;
- `voices`, `documents`, `modality`: lists, shared by edges that rest on the same: do not change them;
- of folded attacks also `events`, `deaths_low`, `deaths_best`, `deaths_high`, `first`, `last`.

Its own attributes are `release`, `built`, `filters`, `licence` and `citation`. `kg.network.measures` count on arrays of
its edges, made as it is made and gone when an edge is added or removed: do not change `events`, `sign` or `directed`
within an edge, but remove it and add another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, Final

from kg.garbage import uncollected
from kg.namespaces import BASE
from kg.network.arrays import Passing
from kg.network.attacks import AGAINST, AMONG, Dyad, Sides, attacks, dyads
from kg.network.filters import ATTACK, OF_PLACES, SIGNS, Day, Filters
from kg.network.knowledge import Knowledge
from kg.network.origin import about
from kg.network.ties import Tie, ties
from kg.release import Release
from kg.times import POSSIBLY, SURELY, iso

if TYPE_CHECKING:
    import networkx as nx

Edge = tuple[str, str, str, dict[str, Any]]
"""Source, target, key and attributes."""
_TEXTS: Final = "texts"


def build(  # noqa: PLR0913  a public name with the parameters that the look-ups have
    release: Release,
    *,
    on: Day = None,
    start: Day = None,
    end: Day = None,
    as_known_on: Day = None,
    kinds: Collection[str] = (),
    actors: Collection[str] = (),
    documents: int = 1,
    disputed: bool | None = None,
    roll_up: bool = False,
    events: bool = False,
    places: bool = False,
) -> nx.MultiDiGraph[str]:
    """Give who is connected to whom as a networkx graph.

    Args:
        release: the release.
        on: a day; of a month or year in EDTF, such as ``2024-12``, some day in it.
        start: the first day of a period instead, or a month or year that begins with it.
        end: the last day of it.
        as_known_on: only from documents published by then.
        kinds: of edges, such as ``Support`` or ``Attack``; none for all ties between actors.
        actors: ids or names; only edges that touch one of them.
        documents: the fewest documents that an edge rests on.
        disputed: True for disputed edges only, False for all others.
        roll_up: whether organs stand for the party that they are an organ of; who is an organ of two does not.
        events: whether attacks are folded into an edge for each two parties and source.
        places: whether control of places and presence in them are edges, too.

    Returns:
        A graph of actors and facts, with the attributes that the top of this module lists.

    Raises:
        BadParameter: if a value is not what it should be.
        UnknownThing: if an actor is not in the release.

    Example:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> import kg.build
        >>> from kg.release import open_release
        >>> with TemporaryDirectory() as folder:
        ...     _ = kg.build.build([], Path(folder))  # the data that ships with the package
        ...     with open_release(folder) as release:
        ...         graph = build(release, on="2024-12-02", kinds=["Support"])
        >>> graph.has_edge("actors/russia", "actors/syrian-army")
        True
    """
    given = {
        "on": on, "start": start, "end": end, "as_known_on": as_known_on, "kinds": kinds, "actors": actors,
        "documents": documents, "disputed": disputed, "roll_up": roll_up, "events": events, "places": places,
    }  # fmt: skip
    return project(release, Filters.of(release, given))


def project(release: Release, filters: Filters) -> nx.MultiDiGraph[str]:
    """Give a network; see `build`.

    Raises:
        BadParameter: if too many facts are imported to look back.
    """
    import networkx as nx  # noqa: PLC0415  a tenth of a second that only those who want networks pay

    known = Knowledge(release, filters.as_known_on)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(**about(release, filters))
    passing = Passing()
    with uncollected():
        graph.add_edges_from(passing.through(edges(known, filters)))
    passing.keep(graph)
    for path, attributes in graph.nodes.items():
        attributes.update(known.node(path))
    return graph


def edges(known: Knowledge, filters: Filters) -> Iterator[Edge]:
    """Give the edges of a network: situations by their paths, then folded attacks by their parties."""
    asked = frozenset(filters.actors)
    symmetric = frozenset(name for name, cls in known.release.ontology.situation_classes.items() if cls.symmetric)
    for tie in ties(known, filters):
        basis = known.basis(tie.derived_from)
        if len(basis.documents) < filters.documents:
            continue
        directed, pairs = _pairs(tie, symmetric)
        ends = _ends(known, filters, pairs, asked, directed=directed)
        if ends:
            attributes = _attributes(tie, filters, directed=directed)
            attributes |= {"voices": basis.voices, "documents": basis.documents, "modality": basis.modality}
            for one, other in ends:
                yield one, other, tie.path, attributes  # networkx copies them
    if filters.attacks:
        yield from _of_attacks(known, filters, asked)


def _pairs(tie: Tie, symmetric: frozenset[str]) -> tuple[bool, Iterable[tuple[str, str]]]:
    """Give whom a situation ties together, and whether one of them acts on the other."""
    if tie.says in OF_PLACES:
        return True, product(tie.agents, tie.places)
    if tie.agents and tie.targets:
        return tie.says not in symmetric, product(tie.agents, tie.targets)
    return False, combinations(sorted({*tie.agents, *tie.targets, *tie.parties}), 2)


def _ends(
    known: Knowledge,
    filters: Filters,
    pairs: Iterable[tuple[str, str]],
    asked: frozenset[str],
    *,
    directed: bool,
) -> dict[tuple[str, str], None]:
    """Give the ends of edges, each once: whom they stand for, those without direction sorted, those asked for."""
    found: dict[tuple[str, str], None] = {}
    for one, other in pairs:
        source, target = (known.largest(one), known.largest(other)) if filters.roll_up else (one, other)
        if (source == target and filters.roll_up) or (asked and asked.isdisjoint((one, other, source, target))):
            continue
        found[(source, target) if directed or source <= target else (target, source)] = None
    return found


def _attributes(tie: Tie, filters: Filters, *, directed: bool) -> dict[str, Any]:
    sure = tie.status != "disputed" and filters.window.surely_has(tie.surely_from, tie.surely_until)
    return {
        "fact": BASE + tie.path,
        "kind": tie.says,
        "sign": SIGNS.get(tie.says, 0),
        "directed": directed,
        "label": tie.label,
        "types": tie.types,
        "from_": iso(tie.from_),
        "until": iso(tie.until),
        "surely_from": iso(tie.surely_from),
        "surely_until": iso(tie.surely_until),
        "answer": SURELY if sure else POSSIBLY,
        "status": tie.status,
    }


def _of_attacks(known: Knowledge, filters: Filters, asked: frozenset[str]) -> Iterator[Edge]:
    groups = list(attacks(known, filters))
    parties = {party for group in groups for pair in group.pairs for party in pair}
    ends = {party: known.largest(party) for party in parties} if filters.roll_up else {}
    wanted = asked | {ends.get(path, path) for path in asked}
    for sides, dyad in sorted(dyads(groups, ends).items(), key=lambda one: (*one[0][:2], one[0][2] or "", one[0][3])):
        one, other, _, _ = sides
        basis = known.basis(tuple(sorted(dyad.derived_from)))
        if len(basis.documents) >= filters.documents and (not asked or one in wanted or other in wanted):
            attributes = _folded(known, sides, dyad, len(basis.documents))
            attributes |= {"voices": basis.voices, "documents": basis.documents, "modality": basis.modality}
            yield one, other, _key(sides), attributes


def _key(sides: Sides) -> str:
    """Give the key of a folded edge: no two have the same, whatever their ends."""
    one, other, source, how = sides
    named = (source or _TEXTS).removeprefix("documents/")
    return f"dyads/{'--'.join(path.removeprefix('actors/') for path in (one, other))}/{named}/{how}"


def _folded(known: Knowledge, sides: Sides, dyad: Dyad, documents: int) -> dict[str, Any]:
    one, other, _, how = sides
    joined = {AGAINST: "on", AMONG: "and others, with"}.get(how, "and")
    low, best, high = dyad.deaths
    first, last = iso(dyad.first), iso(dyad.last)
    several = "severalDocuments" if documents > 1 else "singleSource"
    return {
        "fact": None,
        "kind": ATTACK,
        "sign": 0 if how == AMONG else SIGNS[ATTACK],
        "directed": how == AGAINST,
        "label": f"Attacks: {known.name(one)} {joined} {known.name(other)}",
        "types": sorted(dyad.types),
        "from_": first,
        "until": last,
        "surely_from": None,
        "surely_until": None,
        "answer": SURELY if dyad.sure else POSSIBLY,
        "status": "disputed" if dyad.disputed == dyad.events else several,
        "events": dyad.events,
        "deaths_low": low,
        "deaths_best": best,
        "deaths_high": high,
        "first": first,
        "last": last,
    }
