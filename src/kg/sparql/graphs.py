"""The dataset of a query (https://www.w3.org/TR/sparql11-query/#rdfDataset)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store

Graph = NamedNode | BlankNode | DefaultGraph


def dataset(
    store: Store, default_graphs: Sequence[str] | None, named_graphs: Sequence[str] | None
) -> tuple[Store, list[Graph] | None, list[NamedNode | BlankNode] | None]:
    """Give the store to ask, and which of its graphs; several default graphs are merged first.

    The engine takes a triple that stands in two of them for two triples, so that counts would be wrong; the standard
    wants their merge (https://www.w3.org/TR/sparql11-query/#unnamedGraph).

    Args:
        store: what there is.
        default_graphs: IRIs of graphs that make the default graph; None, with the next, for the store's own.
        named_graphs: IRIs of the graphs that GRAPH may name; None, with the former, for all.

    Returns:
        The store, and what the engine takes for ``default_graph`` and ``named_graphs``.
    """
    if default_graphs is None and named_graphs is None:
        return store, None, None
    default: list[Graph] = [NamedNode(name) for name in dict.fromkeys(default_graphs or ())]
    named: list[NamedNode | BlankNode] = [NamedNode(name) for name in dict.fromkeys(named_graphs or ())]
    if len(default) <= 1:
        return store, default, named
    merged = Store()
    merged.extend(_quads(store, default, named))
    return merged, None, named


def _quads(store: Store, default: Iterable[Graph], named: Iterable[Graph]) -> Iterable[Quad]:
    for name in default:
        for quad in store.quads_for_pattern(None, None, None, name):
            yield Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
    for name in named:
        yield from store.quads_for_pattern(None, None, None, name)
