"""What an export is written from: a release, or a part of it, or a network at hand."""

from __future__ import annotations

import copy
import gzip
from collections.abc import Mapping
from functools import cached_property
from typing import IO, TYPE_CHECKING, Any, Self, cast
from weakref import WeakKeyDictionary

from pyoxigraph import RdfFormat, parse

from kg import network
from kg.exports.filters import network_arguments
from kg.exports.head import Head, head_of_graph, head_of_release
from kg.redistribution import Closed
from kg.release import Release
from kg.store import in_memory

if TYPE_CHECKING:
    from kg.exports.columns import Graph

_shared: WeakKeyDictionary[Release, Release] = WeakKeyDictionary()


class Source:
    """What an export is written from.

    Args:
        release: of it, only what may be handed on is written.
        values: of the filters of the format's subject, as `kg.parameters.read` gives them; see `kg.exports.FILTERS`.
        texts: the same as they were asked for, to be told in the file.
        graph: the network, where it is at hand.
    """

    def __init__(
        self,
        release: Release | None,
        values: Mapping[str, Any] | None = None,
        texts: Mapping[str, str] | None = None,
        graph: Graph | None = None,
    ) -> None:
        self._given = release
        self.values: Mapping[str, Any] = values or {}
        self.texts: Mapping[str, str] = texts or {}
        self._graph = graph

    @classmethod
    def of_graph(cls, graph: Graph) -> Self:
        """Write a network that is at hand, as it is.

        Args:
            graph: as `kg.network.build` gives it; any other directed graph with parallel edges is written, too.
        """
        return cls(None, graph=graph)

    @cached_property
    def release(self) -> Release:
        """The release as it may be handed on."""
        assert self._given is not None
        return shared(self._given)

    @cached_property
    def graph(self) -> Graph:
        """The network.

        Raises:
            BadParameter: if filters do not fit together.
        """
        if self._graph is not None:
            return self._graph
        release = self.release
        return open_part(network.build(release, **network_arguments(self.values)), release.closed)

    @cached_property
    def head(self) -> Head:
        """What the file says of itself, of a network."""
        counts = {"nodes": self.graph.number_of_nodes(), "edges": self.graph.number_of_edges()}
        if self._given is not None:
            return head_of_release(self._given, self.texts, counts)
        return head_of_graph(self.graph.graph, self.texts, counts)

    def head_with(self, counts: Mapping[str, int]) -> Head:
        """Give what the file says of itself, of anything else.

        Args:
            counts: what is in it.
        """
        assert self._given is not None
        return head_of_release(self._given, self.texts, counts)


def shared(release: Release) -> Release:
    """Give a release as it may be handed on: with the quads of its dumps.

    What is not free cannot be taken away afterwards: who held a place follows from events, those of a closed dataset
    too. So the dumps are read, which hold what a build without it would; this takes a second for 100,000 quads, and is
    kept.
    """
    if not release.closed:
        return release
    if release not in _shared:
        view = copy.copy(release)
        for name in ("statements", "shared"):
            view.__dict__.pop(name, None)
        view._views = {}  # noqa: SLF001  of what was known on a day, of the other quads
        with gzip.open(release.path / "dumps" / "dump.nq.gz") as packed:
            view.store = in_memory(parse(cast("IO[bytes]", packed), format=RdfFormat.N_QUADS))
        _shared[release] = view
    return _shared[release]


def open_part(graph: Graph, closed: Closed) -> Graph:
    """Leave out of a network what rests on a dataset that may not be handed on, as attacks counted from its rows.

    Args:
        graph: the network; it is changed.
        closed: the datasets.
    """
    if closed:
        gone = [(a, b, key) for a, b, key, data in graph.edges(keys=True, data=True) if _rests_on(data, closed)]
        graph.remove_edges_from(gone)
        graph.remove_nodes_from([node for node, degree in list(graph.degree()) if not degree])
    return graph


def _rests_on(data: Mapping[str, Any], closed: Closed) -> bool:
    return closed.covers(data.get("documents") or ())
