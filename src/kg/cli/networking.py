"""The commands about the network: network, paths."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from pyoxigraph import Literal

from kg import terminal
from kg.cli.app import Store, app, store_of
from kg.counting.reading import without_pandas
from kg.errors import BadParameter
from kg.flat import csv_of, shown
from kg.lookups import AFTER, FORM, Found, Lookup
from kg.lookups.network import connected, whole
from kg.parameters import read
from kg.release import open_release
from kg.sparql import Table

_FORMATS: Final = ("table", "json", "csv")
_EDGES: Final = ("source", "kind", "target", "sign", "answer", "from_", "until", "documents")
_HOPS: Final = ("way", "hop", "sentence", "apart")
_NOTHING: Final = "no evidence (which is not a no)"
_Form = Annotated[str, typer.Option("--format", help=", ".join(_FORMATS))]


def _of(lookup: Lookup, name: str) -> Any:
    """Make the option for a parameter of a look-up."""
    return typer.Option(f"--{name.replace('_', '-')}", help=lookup.parameters[name].help, show_default=False)


def _ask(lookup: Lookup, store: Path | None, form: str, texts: Mapping[str, str]) -> Found:
    if form not in _FORMATS:
        raise BadParameter("--format", f"unknown format {form[:200]!r}", ", ".join(_FORMATS), form[:200])
    without_pandas()
    with open_release(store_of(store)) as release:
        values = read(texts.items(), lookup.parameters, release.resolve)
        return lookup.answer(release, {**values, AFTER: None, FORM: form})


def _print(found: Found, lookup: Lookup, form: str, columns: tuple[str, ...]) -> None:
    if form == "json":
        typer.echo(json.dumps({**found.facts, "records": list(found.records)}, ensure_ascii=False, indent=2))
    elif form == "csv":
        sys.stdout.write(csv_of(found.records, tuple(lookup.fields)))
    else:
        rows = tuple(tuple(_cell(record[name]) for name in columns) for record in found.records)
        terminal.print_table(Table(tuple(name.strip("_") for name in columns), rows), _NOTHING)


def _cell(value: Any) -> Literal | None:
    text = "; ".join(part.text for part in shown(value))
    return Literal(text) if text else None


@app.command()
def network(
    *,
    on: Annotated[str, _of(whole.LOOKUP, "on")] = "",
    first: Annotated[str, _of(whole.LOOKUP, "from")] = "",
    last: Annotated[str, _of(whole.LOOKUP, "to")] = "",
    as_known_on: Annotated[str, _of(whole.LOOKUP, "as_known_on")] = "",
    kind: Annotated[str, _of(whole.LOOKUP, "kind")] = "",
    actor: Annotated[str, _of(whole.LOOKUP, "actor")] = "",
    documents: Annotated[str, _of(whole.LOOKUP, "documents")] = "",
    disputed: Annotated[str, _of(whole.LOOKUP, "disputed")] = "",
    roll_up: Annotated[bool, _of(whole.LOOKUP, "roll_up")] = False,
    events: Annotated[bool, _of(whole.LOOKUP, "events")] = False,
    places: Annotated[bool, _of(whole.LOOKUP, "places")] = False,
    measures: Annotated[bool, _of(whole.LOOKUP, "measures")] = False,
    balance: Annotated[bool, _of(whole.LOOKUP, "balance")] = False,
    limit: Annotated[str, _of(whole.LOOKUP, "limit")] = "",
    form: _Form = "table",
    store: Store = None,
) -> None:
    """List who is connected to whom; as JSON with nodes, measures and sides.

    Examples: `kg network --on 2024-12-02 --kind Support`;
    `kg network --from 2024-11-27 --to 2024-12-08 --events --measures --balance --format json`
    """
    flags = {"roll_up": roll_up, "events": events, "places": places, "measures": measures, "balance": balance}
    texts = {
        "on": on, "from": first, "to": last, "as_known_on": as_known_on, "kind": kind, "actor": actor,
        "documents": documents, "disputed": disputed, "limit": limit,
        **{name: "true" for name, wanted in flags.items() if wanted},
    }  # fmt: skip
    found = _ask(whole.LOOKUP, store, form, texts)
    _print(found, whole.LOOKUP, form, _EDGES)
    if found.facts.get("truncated"):
        counts = found.facts["counts"]
        terminal.err().print(f"[yellow]only some of {counts['edges']:,} edges; see --limit[/]", soft_wrap=True)


@app.command()
def paths(
    source: Annotated[str, typer.Argument(help="An actor: an id or a name")],
    target: Annotated[str, typer.Argument(help="Another actor")],
    *,
    on: Annotated[str, _of(connected.LOOKUP, "on")] = "",
    first: Annotated[str, _of(connected.LOOKUP, "from")] = "",
    last: Annotated[str, _of(connected.LOOKUP, "to")] = "",
    as_known_on: Annotated[str, _of(connected.LOOKUP, "as_known_on")] = "",
    kind: Annotated[str, _of(connected.LOOKUP, "kind")] = "",
    documents: Annotated[str, _of(connected.LOOKUP, "documents")] = "",
    disputed: Annotated[str, _of(connected.LOOKUP, "disputed")] = "",
    roll_up: Annotated[bool, _of(connected.LOOKUP, "roll_up")] = False,
    events: Annotated[bool, _of(connected.LOOKUP, "events")] = False,
    places: Annotated[bool, _of(connected.LOOKUP, "places")] = False,
    k: Annotated[str, _of(connected.LOOKUP, "k")] = "",
    form: _Form = "table",
    store: Store = None,
) -> None:
    """Show how two actors are connected: the best ways, each hop a sentence with its sources.

    *apart* lists the hops of the same way that have no day in common with a hop.

    Examples: `kg paths russia hts --on 2024-12-02`; `kg paths iran "Al Jolaini" --k 3 --events --format json`
    """
    flags = {"roll_up": roll_up, "events": events, "places": places}
    texts = {
        "source": source, "target": target, "on": on, "from": first, "to": last, "as_known_on": as_known_on,
        "kind": kind, "documents": documents, "disputed": disputed, "k": k,
        **{name: "true" for name, wanted in flags.items() if wanted},
    }  # fmt: skip
    _print(_ask(connected.LOOKUP, store, form, texts), connected.LOOKUP, form, _HOPS)
