"""RDF: the whole graph with its named graphs, as N-Quads, TriG and JSON-LD."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import IO, cast

from pyoxigraph import Quad, RdfFormat, serialize

from kg.exports.files import Out
from kg.exports.source import Source
from kg.namespaces import PREFIXES
from kg.release import Release


def write_nquads(source: Source, out: Out) -> None:
    """Write canonical N-Quads: sorted lines, the same bytes for the same graph.

    Args:
        source: of the release.
        out: where to.
    """
    for line in source.release.nquads():
        out.write(line.encode())


def write_trig(source: Source, out: Out) -> None:
    """Write TriG, with comments at its top that tell release and licence.

    Args:
        source: of the release.
        out: where to.
    """
    release = source.release
    about = source.head_with({"quads": len(release.store)})
    out.write("".join(f"# {' '.join(line.split())}\n" for line in about.lines).encode())
    _serialize(release, out, RdfFormat.TRIG)


def write_jsonld(source: Source, out: Out) -> None:
    """Write JSON-LD in expanded form, which needs no context; it has no room to tell of itself but in graphs/void.

    Args:
        source: of the release.
        out: where to.
    """
    _serialize(source.release, out, RdfFormat.JSON_LD)


class Sink:
    """Lets the engine write to what takes bytes: it calls `flush` and `write` alone."""

    def __init__(self, out: Out) -> None:
        self._out = out

    def write(self, data: bytes) -> int:
        """Pass bytes on."""
        self._out.write(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing."""


def _serialize(release: Release, out: Out, form: RdfFormat) -> None:
    serialize(_quads(release), cast("IO[bytes]", Sink(out)), format=form, prefixes=PREFIXES)


def _quads(release: Release) -> Iterator[Quad]:
    """Give the quads graph by graph, so that each is written in one piece."""
    return chain.from_iterable(release.store.quads(graph) for graph in ("", *release.store.graphs()))
