"""What a worker does with a query: dataset, engine, limits, and the answer in its format as bytes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import IO, Final, NamedTuple, cast

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from kg.errors import QuerySyntax
from kg.namespaces import BASE, PREFIXES
from kg.sparql.graphs import dataset
from kg.sparql.jobs import Ended
from kg.sparql.rowlimit import Enough, Out, limited
from kg.store import OpenStore

TABLE_FORMATS: Final = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPH_FORMATS: Final = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}

_LONGEST: Final = 300
_BEGINNINGS: Final = [(f"{name}:", name, namespace) for name, namespace in PREFIXES.items()]


class Question(NamedTuple):
    """A query, and how to answer it.

    Attributes:
        text: SPARQL 1.1 without its dataset clause.
        format: name of the answer's format, in `TABLE_FORMATS` or `GRAPH_FORMATS` as the query's form wants.
        default_graphs: IRIs of graphs that make the default graph; None for the store's own.
        named_graphs: IRIs of the graphs that GRAPH may name; None for all.
        most: how many rows or triples.
    """

    text: str
    format: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    most: int = 1 << 62


def answer(store: OpenStore, question: Question, out: Out) -> Ended:
    """Answer a query.

    Args:
        store: what to ask.
        question: the query.
        out: takes the answer in blocks.

    Raises:
        QuerySyntax: if the engine cannot read or run it.
    """
    try:
        engine, default, named = dataset(store.engine, question.default_graphs, question.named_graphs)
        results = engine.query(
            question.text, base_iri=BASE, prefixes=_named(question.text), default_graph=default, named_graphs=named
        )
    except (SyntaxError, RuntimeError, ValueError) as error:
        raise QuerySyntax(_told(error)) from error
    if isinstance(results, QueryBoolean):
        results.serialize(_file(out), TABLE_FORMATS[question.format])
        return Ended()
    try:
        if isinstance(results, QuerySolutions):
            return _table(results, question, out)
        return _graph(results, question, out)
    except ConnectionError as error:  # the server has gone
        raise error.with_traceback(None) from None
    except (RuntimeError, OSError) as error:  # met while the rows are worked out
        raise QuerySyntax(_told(error)) from error.with_traceback(None)
    finally:
        del results  # pyoxigraph lets no other thread drop them, and a traceback holds its frames wherever it goes


def _named(text: str) -> dict[str, str]:
    """Give the prefixes that may stand in a query: the engine takes a while for each that it is told of."""
    return {name: namespace for begin, name, namespace in _BEGINNINGS if begin in text}


def graph(store: OpenStore, name: str, form: str, out: Out) -> Ended:
    """Write a whole graph.

    Args:
        store: where it is.
        name: its IRI; empty for the default graph.
        form: name of a format in `GRAPH_FORMATS`.
        out: takes it in blocks.

    Raises:
        LookupError: if there is no such graph.
        QuerySyntax: if the name is no IRI.
    """
    try:
        where = NamedNode(name) if name else DefaultGraph()
    except ValueError as error:
        raise QuerySyntax(f"{name!r} is no IRI: {error}") from error
    if isinstance(where, NamedNode) and not store.engine.contains_named_graph(where):
        raise LookupError(f"there is no graph {name}")
    store.engine.dump(_file(out), GRAPH_FORMATS[form], from_graph=where, prefixes=PREFIXES)
    return Ended()


def _table(results: QuerySolutions, question: Question, out: Out) -> Ended:
    rows = limited(question.format, out, question.most, [variable.value for variable in results.variables])
    try:
        results.serialize(_file(rows), TABLE_FORMATS[question.format])
        rows.finish()
    except Enough:
        return Ended(truncated=True, told=rows.told)
    return Ended()


def _graph(results: QueryTriples, question: Question, out: Out) -> Ended:
    triples = iter(results)
    prefixes = PREFIXES if question.format in {"turtle", "trig", "rdfxml", "jsonld"} else None
    some: Iterable[Triple] = islice(triples, question.most)
    serialize(some, _file(out), GRAPH_FORMATS[question.format], prefixes=prefixes)
    return Ended(truncated=next(triples, None) is not None)


def _told(error: Exception) -> str:
    """Give the engine's message without the end of its list of all that it would have taken."""
    text = str(error)
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(", ", 1)[0] + ", ..."


def _file(out: Out) -> IO[bytes]:
    """Pass something off as a file: the engine only ever writes and flushes."""
    return cast("IO[bytes]", out)
