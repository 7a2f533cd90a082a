"""Running one query.

Results stay on the thread that ran the query (pyoxigraph lets no other one read or drop them), so everything here is
read to its end before it is handed on, and an error leaves without the frames that hold them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Triple,
    Variable,
)

from kg.errors import QuerySyntax
from kg.namespaces import BASE, PREFIXES
from kg.sparql.gate import admit
from kg.sparql.graphs import dataset
from kg.sparql.results import Cell, Table, nquads_of
from kg.store import OpenStore


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gives: a table, a truth value, or triples as N-Triples text, according to its form."""

    table: Table | None = None
    truth: bool | None = None
    triples: str | None = None


def run(
    store: OpenStore,
    query: str,
    bindings: Mapping[str, NamedNode | Literal] | None = None,
    most: int | None = None,
) -> Answer:
    """Run a query.

    Args:
        store: what to ask.
        query: SPARQL 1.1; our prefixes need not be declared.
        bindings: terms to put in the place of variables, by name. A SELECT must project each of them.
        most: how many rows or triples to take; None for all.

    Returns:
        The answer.

    Raises:
        QuerySyntax: if the engine cannot read or run the query.
    """
    substitutions: dict[Variable, NamedNode | BlankNode | Literal | Triple]
    substitutions = {Variable(name): term for name, term in (bindings or {}).items()}
    try:
        return _answer(store.engine.query(query, prefixes=PREFIXES, substitutions=substitutions), most)
    except (SyntaxError, RuntimeError, ValueError, OSError) as error:
        raise QuerySyntax(str(error)) from error.with_traceback(None)


def run_text(store: OpenStore, query: str, most: int | None = None) -> Answer:
    """Run a query of somebody's own; see `run`.

    Raises:
        QueryRefused: if it would change something, or ask another endpoint.
        QuerySyntax: if the engine cannot read or run it.
    """
    admitted = admit(query)
    engine, default, named = dataset(store.engine, admitted.default_graphs, admitted.named_graphs)
    try:
        return _answer(
            engine.query(admitted.text, base_iri=BASE, prefixes=PREFIXES, default_graph=default, named_graphs=named),
            most,
        )
    except (SyntaxError, RuntimeError, ValueError, OSError) as error:
        raise QuerySyntax(str(error)) from error.with_traceback(None)


def run_table(
    store: OpenStore, query: str, bindings: Mapping[str, NamedNode | Literal], most: int | None = None
) -> Table:
    """Run a SELECT query; see `run`.

    Raises:
        QuerySyntax: if it is no SELECT either.
    """
    table = run(store, query, bindings, most).table
    if table is None:
        raise QuerySyntax("a SELECT query is needed here")
    return table


def _answer(results: QueryBoolean | QuerySolutions | QueryTriples, most: int | None) -> Answer:
    if isinstance(results, QueryBoolean):
        return Answer(truth=bool(results))
    if isinstance(results, QueryTriples):
        return Answer(triples=nquads_of(results, most))
    return Answer(table=_table(results, most))


def _table(results: QuerySolutions, most: int | None) -> Table:
    columns = tuple(variable.value for variable in results.variables)
    rows: list[tuple[Cell, ...]] = []
    for solution in results:
        if most is not None and len(rows) == most:
            return Table(columns, tuple(rows), truncated=True)
        rows.append(tuple(solution[name] for name in columns))
    return Table(columns, tuple(rows))
