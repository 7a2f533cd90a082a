"""Opening a release's quads, read-only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store

from kg.errors import StoreDamaged


class OpenStore:
    """Quads that can be looked at and queried, and not changed."""

    def __init__(self, store: Store) -> None:
        """Wrap a store; others use `open_store` or `in_memory`."""
        self.engine = store

    def __len__(self) -> int:
        """Count the quads."""
        return len(self.engine)

    def quads(
        self,
        graph: str | None = None,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        value: NamedNode | Literal | None = None,
    ) -> Iterator[Quad]:
        """Go through quads.

        Args:
            graph: IRI of a named graph, empty for the default graph, None for all.
            subject: keep only this one.
            predicate: keep only this one.
            value: keep only this object.
        """
        name = None if graph is None else DefaultGraph() if graph == "" else NamedNode(graph)
        return self.engine.quads_for_pattern(subject, predicate, value, name)

    def graphs(self) -> list[str]:
        """List the IRIs of the named graphs, sorted."""
        return sorted(graph.value for graph in self.engine.named_graphs() if isinstance(graph, NamedNode))

    def canonical(self) -> Iterator[str]:
        """Give the lines of the canonical N-Quads: sorted by code point, which suffices as there are no blank nodes.

        See https://www.w3.org/TR/rdf-canon/ for the canonical form.
        """
        with TemporaryDirectory() as folder:
            dump = Path(folder) / "dump.nq"
            self.engine.dump(str(dump), RdfFormat.N_QUADS)
            yield from sorted_lines(dump)


def sorted_lines(path: Path, at_once: int = 1_000_000) -> Iterator[str]:
    """Give the lines of a file sorted by code point, holding few of them in memory.

    Args:
        path: the file, UTF-8; sorted parts of it are written beside it.
        at_once: how many lines to hold in memory.
    """
    parts: list[Path] = []
    with path.open(encoding="utf-8", newline="\n") as lines:
        while part := sorted(islice(lines, at_once)):
            parts.append(path.with_name(f"{path.name}-{len(parts)}"))
            with parts[-1].open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(part)
    with ExitStack() as opened:
        yield from merge(*(opened.enter_context(part.open(encoding="utf-8", newline="\n")) for part in parts))


def open_store(folder: Path) -> OpenStore:
    """Open the quads of a release.

    Args:
        folder: the Oxigraph database.

    Raises:
        StoreDamaged: if it is missing or broken.
    """
    if not folder.is_dir():
        raise StoreDamaged(folder, f"{folder} is missing; build again")
    try:
        return OpenStore(Store.read_only(str(folder)))
    except OSError as error:
        raise StoreDamaged(folder, f"{folder} cannot be opened: {error}; build again") from error


def in_memory(quads: Iterable[Quad]) -> OpenStore:
    """Hold quads in memory, for what is derived on the spot."""
    store = Store()
    store.bulk_extend(quads)
    return OpenStore(store)
