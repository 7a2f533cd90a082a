"""The commands that ask: query, counts, show."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Any

import typer

from kg import terminal
from kg.cards import card
from kg.cli.app import Store, app, store_of
from kg.counting.parameters import PARAMETERS
from kg.counting.reading import without_pandas
from kg.counting.showing import as_table, with_separators
from kg.errors import BadParameter
from kg.release import Release, open_release
from kg.sparql import FORMATS, Table, write_table
from kg.stored_queries import stored_queries, stored_query


@app.command()
def query(
    slug: Annotated[str | None, typer.Argument(help="Which stored query; see --list")] = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", metavar="NAME=VALUE", help="A parameter; repeat it for more")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="table, json, csv, tsv or xml")] = "table",
    sparql: Annotated[str | None, typer.Option(metavar="FILE", help="A SPARQL query of your own; - reads it")] = None,
    listing: Annotated[bool, typer.Option("--list", help="List the stored queries and their parameters")] = False,
    store: Store = None,
) -> None:
    """Ask a stored query, or one of your own.

    Examples: `kg query who-supported-whom -p on=2024-12-02`; `kg query --list`;
    `echo 'SELECT * { ?a ckg:supports ?b }' | kg query --sparql - --format csv`
    """
    if form not in {"table", *FORMATS}:
        raise BadParameter("--format", f"unknown format {form!r}", f"table, {', '.join(FORMATS)}", form)
    if listing:
        terminal.print_queries(stored_queries().values())
        return
    if (slug is None) == (sparql is None):
        raise BadParameter("SLUG", "one query is needed", "either a stored query's name or --sparql FILE; see --list")
    if sparql is not None and param:
        raise BadParameter("--param", "a query of your own has no parameters", "the values written in the query")
    with open_release(store_of(store)) as release:
        if sparql is not None:
            _own_query(release, sparql, form)
        else:
            stored = stored_query(slug or "")
            values = _pairs(param or [])
            _print_answer(release.ask(stored, values), form, "no evidence (which is not a no)", values)


def _pairs(params: list[str]) -> dict[str, str]:
    values = {}
    for param in params:
        name, equals, value = param.partition("=")
        if not equals:
            raise BadParameter(param, "no value", "NAME=VALUE, such as on=2024-12-02", param)
        if name in values:
            raise BadParameter(name, "given twice", "one value", param)
        values[name] = value
    return values


def _own_query(release: Release, source: str, form: str) -> None:
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadParameter(
            "--sparql", f"{source} cannot be read: {error}", "a file with a SPARQL query", source
        ) from error
    answer = release.query(text)
    if answer.table is not None:
        _print_answer(answer.table, form, "no rows")
    elif form not in ("table", "json"):
        raise BadParameter("--format", "this query gives no table", "SELECT, or the format left out", form)
    elif answer.truth is not None:
        typer.echo(json.dumps(answer.truth))
    else:
        typer.echo(answer.triples, nl=False)


def _print_answer(table: Table, form: str, empty: str, given: Collection[str] = ()) -> None:
    if form == "table":
        terminal.print_table(table, empty, given)
    else:
        sys.stdout.write(write_table(table, form))


def _of_counts(name: str) -> Any:
    """Make the option for a parameter of a count, from their one table."""
    return typer.Option(f"--{name}", help=PARAMETERS[name].help, show_default=bool(PARAMETERS[name].default))


@app.command()
def counts(
    *,
    by: Annotated[str, _of_counts("by")] = PARAMETERS["by"].default,
    first: Annotated[str, _of_counts("from")] = "",
    last: Annotated[str, _of_counts("to")] = "",
    actor: Annotated[str, _of_counts("actor")] = "",
    place: Annotated[str, _of_counts("place")] = "",
    near: Annotated[str, _of_counts("near")] = "",
    kilometres: Annotated[str, _of_counts("kilometres")] = "",
    kind: Annotated[str, _of_counts("type")] = "",
    source: Annotated[str, _of_counts("source")] = "",
    order: Annotated[str, _of_counts("order")] = PARAMETERS["order"].default,
    limit: Annotated[str, _of_counts("limit")] = PARAMETERS["limit"].default,
    offset: Annotated[str, _of_counts("offset")] = PARAMETERS["offset"].default,
    form: Annotated[str, typer.Option("--format", help="table, json, csv, tsv or xml")] = "table",
    store: Store = None,
) -> None:
    """Count events and deaths by month, type, actor, place and so on, for each source on its own.

    Examples: `kg counts --by month,type --from 2016-01-01`; `kg counts --by actor --order best --format csv`;
    `kg counts --near hama --kilometres 25`
    """
    if form not in {"table", *FORMATS}:
        raise BadParameter("--format", f"unknown format {form!r}", f"table, {', '.join(FORMATS)}", form)
    without_pandas()
    values = {"from": first, "to": last, "actor": actor, "place": place, "near": near, "kilometres": kilometres}
    values |= {"type": kind, "source": source}
    with open_release(store_of(store)) as release:
        answer = release.counts(by, **values, order=order, limit=limit, offset=offset)
    table = as_table(answer)
    people = form == "table" and terminal.out().is_terminal
    _print_answer(with_separators(table) if people else table, form, "no evidence (which is not a no)")
    terminal.err().print(f"[dim]{answer.note}[/]", soft_wrap=True)


@app.command()
def show(
    thing: Annotated[str, typer.Argument(help="An id such as actors/hts, or a name in any spelling")],
    form: Annotated[str, typer.Option("--format", help="text, json or ttl")] = "text",
    store: Store = None,
) -> None:
    """Show what is known of an actor, a place, an event, a situation, a claim or a document.

    Examples: `kg show "Al Jolaini"`; `kg show places/hama --format ttl`
    """
    if form not in {"text", "json", "ttl"}:
        raise BadParameter("--format", f"unknown format {form!r}", "text, json or ttl", form)
    with open_release(store_of(store)) as release:
        path = release.resolve(thing)
        if form == "ttl":
            typer.echo(release.turtle(path), nl=False)
        elif form == "json":
            typer.echo(json.dumps(card(release, path).record(), ensure_ascii=False, indent=2))
        else:
            terminal.print_card(card(release, path))
