"""What changed in a network between two days, and how a measure of it went from day to day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from kg.errors import BadParameter
from kg.network import measures
from kg.network.balance import balance
from kg.network.filters import Filters
from kg.network.knowledge import Knowledge
from kg.network.projection import edges
from kg.network.signed import signed
from kg.release import Release
from kg.times import Period

if TYPE_CHECKING:
    import networkx as nx

GAINED: Final = "gained"
LOST: Final = "lost"
TURNED: Final = "other sign"
CHANGES: Final = (GAINED, LOST, TURNED)
MOST_DAYS: Final = 100
"""Days of a series, at most."""


@dataclass(frozen=True, slots=True)
class Change:
    """A tie that was gained or lost, or two actors whose ties turned.

    Attributes:
        change: one of `CHANGES`.
        source: path; of two whose ties turned, the first by path.
        target: path.
        kind: of the tie; None for two whose ties turned.
        before: sign of the edges between the two on the first day: 1, -1, 0 where they are of both; None where none has
            a sign.
        after: likewise on the second.
        answer: how surely the tie held on the day on which there is evidence of it; None for two whose ties turned.
        edges: source, target and key of the edges behind it: those of the day on which the tie held, or of both.
    """

    change: str
    source: str
    target: str
    kind: str | None
    before: int | None
    after: int | None
    answer: str | None
    edges: tuple[tuple[str, str, str], ...]


def on(release: Release, filters: Filters, day: date) -> nx.MultiDiGraph[str]:
    """Give a network of a day; its nodes have no attributes.

    Args:
        release: the release.
        filters: what it is made of; their window is not looked at.
        day: the day.
    """
    import networkx as nx  # noqa: PLC0415  a tenth of a second that only those who want networks pay

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()

    known = Knowledge(release, filters.as_known_on)
    graph.add_edges_from(edges(known, replace(filters, window=Period(day, day))))  # type: ignore[arg-type]
    return graph


def changes(earlier: nx.MultiDiGraph[str], later: nx.MultiDiGraph[str]) -> list[Change]:
    """Tell what two networks differ in.

    *Definition*: a tie is gained if there is an edge of its kind from one to the other in the later network and none in
    the earlier one; lost the other way round. So a fact that another of the same kind goes on with, as datasets have
    one for each year, changes nothing. Two actors have turned if edges between them have a sign in both networks, and
    not the same.
    *Limits*: what is not there has no evidence, which is not a no: a tie may be lost because sources fall silent.

    Returns:
        By the names of both ends and kinds; those that turned first.

    Example:
        >>> import networkx as nx
        >>> earlier = nx.MultiDiGraph([("a", "b", {"kind": "Support", "sign": 1})])
        >>> later = nx.MultiDiGraph([("a", "b", {"kind": "Hostility", "sign": -1})])
        >>> [(one.change, one.kind, one.before, one.after) for one in changes(earlier, later)]
        [('other sign', None, 1, -1), ('gained', 'Hostility', 1, -1), ('lost', 'Support', 1, -1)]
    """
    before, after = _pair_signs(earlier), _pair_signs(later)
    found = []
    for ends in sorted(before.keys() & after.keys()):
        (was, behind), (is_now, ahead) = before[ends], after[ends]
        if was != is_now:
            found.append(Change(TURNED, *ends, None, was, is_now, None, tuple(dict.fromkeys((*behind, *ahead)))))
    old_ties, new_ties = _ties(earlier), _ties(later)
    for change, ties, others in ((GAINED, new_ties, old_ties), (LOST, old_ties, new_ties)):
        for source, target, kind in sorted(ties.keys() - others.keys()):
            pair = (source, target) if source <= target else (target, source)
            old, new = (table[pair][0] if pair in table else None for table in (before, after))
            keys, answers = ties[source, target, kind]
            answer = "surely" if "surely" in answers else next(iter(answers), None)
            found.append(Change(change, source, target, kind, old, new, answer, tuple(keys)))
    return found


_Keys = list[tuple[str, str, str]]


def _pair_signs(graph: nx.MultiDiGraph[str]) -> dict[tuple[str, str], tuple[int, _Keys]]:
    pairs = signed(graph)
    return {
        (pairs.nodes[one], pairs.nodes[other]): (pair.sign, pair.edges) for (one, other), pair in pairs.pairs.items()
    }


def _ties(graph: nx.MultiDiGraph[str]) -> dict[tuple[str, str, str], tuple[_Keys, set[str]]]:
    found: dict[tuple[str, str, str], tuple[_Keys, set[str]]] = defaultdict(lambda: ([], set()))
    for source, target, key, said in graph.edges(keys=True, data=True):
        keys, answers = found[source, target, said["kind"]]
        keys.append((source, target, key))
        if said.get("answer"):
            answers.add(said["answer"])
    return dict(found)


def _signs(graph: nx.MultiDiGraph[str], sign: int) -> int:
    return sum(said.get("sign") == sign for *_, said in graph.edges(data=True))


OF_NETWORKS: Final[Mapping[str, Callable[[nx.MultiDiGraph[str]], float]]] = {
    "nodes": lambda graph: graph.number_of_nodes(),
    "edges": lambda graph: graph.number_of_edges(),
    "friendly": lambda graph: _signs(graph, 1),
    "hostile": lambda graph: _signs(graph, -1),
    "components": lambda graph: len(measures.components(graph)),
    "communities": lambda graph: len(measures.communities(graph)),
    "frustration": lambda graph: balance(graph).index,
}
"""Measures of a network as a whole."""
OF_ACTORS: Final[Mapping[str, Callable[[nx.MultiDiGraph[str]], Mapping[str, float]]]] = {
    "degree": measures.degree,
    "strength": measures.strength,
    "pagerank": measures.pagerank,
    "betweenness": lambda graph: measures.betweenness(graph, measures.SAMPLE),
}
"""Measures of an actor in it."""
METRICS: Final = (*OF_NETWORKS, *OF_ACTORS)


def series(
    release: Release, filters: Filters, metric: str, actor: str | None = None, step: int = 1
) -> list[tuple[date, float | None]]:
    """Give a measure of the network of each day of the filters' window.

    Args:
        release: the release.
        filters: what the networks are made of; their window must have both ends.
        metric: one of `METRICS`; see `kg.network.measures` and `kg.network.balance` for what they are, ``friendly`` and
            ``hostile`` are edges of sign 1 and -1.
        actor: whose, for those in `OF_ACTORS`.
        step: days from one network to the next.

    Returns:
        Days and values; None on days on which the actor is not in the network.

    Raises:
        BadParameter: if there is no such measure, an actor (`of` in addresses) is missing, or there are more than
            `MOST_DAYS` days.
    """
    if metric not in METRICS:
        raise BadParameter("metric", "no measure of networks", f"one of {', '.join(METRICS)}", metric[:200])
    if metric in OF_ACTORS and actor is None:
        raise BadParameter("of", "missing", f"an actor, whose {metric} is counted")
    found: list[tuple[date, float | None]] = []
    for day in days_of(filters.window, step):
        graph = on(release, filters, day)
        if metric in OF_NETWORKS:
            found.append((day, OF_NETWORKS[metric](graph)))
        else:
            found.append((day, OF_ACTORS[metric](graph).get(actor or "") if actor in graph else None))
    return found


def days_of(window: Period, step: int = 1) -> list[date]:
    """Give the days of a series.

    Raises:
        BadParameter: if the window has no end or beginning, or more than `MOST_DAYS` days in such steps.

    Example:
        >>> [str(day) for day in days_of(Period(date(2024, 12, 1), date(2024, 12, 8)), 3)]
        ['2024-12-01', '2024-12-04', '2024-12-07']
    """
    if window.first is None or window.last is None:
        raise BadParameter("from", "a series needs its first and its last day", "both from and to")
    count = (window.last - window.first).days // max(step, 1) + 1
    if count > MOST_DAYS:
        expected = f"at most {MOST_DAYS} days, or a longer step between them"
        raise BadParameter("to", f"a series of {count:,} days", expected, window.last.isoformat())
    return [window.first + timedelta(days=number * max(step, 1)) for number in range(count)]
