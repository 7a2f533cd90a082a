"""The commands that write files: export, schemas."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from kg import terminal
from kg.cli.app import Store, app, store_of
from kg.errors import BadParameter
from kg.exports import EXPORTS, Export, Out, Source, write_file, write_whole
from kg.exports.filters import FILTERS
from kg.ontology import shipped
from kg.parameters import read
from kg.release import open_release
from kg.sources.formats import FILES, json_schema
from kg.spelling import nearest


def _filter(name: str) -> Any:
    """Make the option for a filter, from the tables of the exports."""
    subjects = [subject for subject, known in FILTERS.items() if name in known]
    told = " ".join(dict.fromkeys(FILTERS[subject][name].help for subject in subjects))
    option = f"--{name.replace('_', '-')}"
    return typer.Option(option, help=f"{told} [{', '.join(subjects)}]", show_default=False, rich_help_panel="Filters")


@app.command()
def export(  # noqa: PLR0917  the command line gives them by name
    form: Annotated[str | None, typer.Argument(metavar="FORMAT", help="Which format; see --list")] = None,
    to: Annotated[Path | None, typer.Option("--out", help="File to write; else the output", show_default=False)] = None,
    listing: Annotated[bool, typer.Option("--list", help="List the formats")] = False,
    on: Annotated[str, _filter("on")] = "",
    first: Annotated[str, _filter("from")] = "",
    last: Annotated[str, _filter("to")] = "",
    as_known_on: Annotated[str, _filter("as_known_on")] = "",
    actor: Annotated[str, _filter("actor")] = "",
    kind: Annotated[str, _filter("kind")] = "",
    documents: Annotated[str, _filter("documents")] = "",
    disputed: Annotated[str, _filter("disputed")] = "",
    roll_up: Annotated[bool, _filter("roll_up")] = False,
    events: Annotated[bool, _filter("events")] = False,
    places: Annotated[bool, _filter("places")] = False,
    place: Annotated[str, _filter("place")] = "",
    type_: Annotated[str, _filter("type")] = "",
    source: Annotated[str, _filter("source")] = "",
    layer: Annotated[str, _filter("layer")] = "",
    claim: Annotated[str, _filter("claim")] = "",
    store: Store = None,
) -> None:
    """Write the graph, or a part of it, in some format.

    Examples: `kg export claims --out claims.jsonl`; `kg export gexf --on 2024-12-05 --out network.gexf`;
    `kg export nquads | gzip > graph.nq.gz`
    """
    if listing:
        _list()
        return
    if form is None or form not in EXPORTS:
        known = nearest(form or "", EXPORTS) or list(EXPORTS)
        raise BadParameter("FORMAT", f"unknown format {form!r}", f"one of {', '.join(known)}", form)
    given = {
        "on": on, "from": first, "to": last, "as_known_on": as_known_on, "actor": actor, "kind": kind,
        "documents": documents, "disputed": disputed, "roll_up": "true" * roll_up, "events": "true" * events,
        "places": "true" * places, "place": place, "type": type_, "source": source, "layer": layer,
        "claim": claim,
    }  # fmt: skip
    _write(EXPORTS[form], {name: text for name, text in given.items() if text}, to, store)


def _list() -> None:
    out = terminal.out()
    for name, one in EXPORTS.items():
        out.print(f"[bold]{name}[/]  {one.help}", soft_wrap=True)
        out.print(f"    opens: {one.opens}\n    keeps: {one.keeps}\n    loses: {one.loses}", soft_wrap=True)
        if one.filters:
            options = ", ".join(f"--{known.replace('_', '-')}" for known in one.filters)
            out.print(f"    filters: {options}", soft_wrap=True)


def _write(form: Export, texts: dict[str, str], to: Path | None, store: Path | None) -> None:
    with open_release(store_of(store)) as release:
        source = Source(release, read(texts.items(), form.filters, release.resolve), texts)

        def write(out: Out) -> None:
            form.write(source, out)

        if to is not None:
            write_file(to, write)
        elif sys.stdout.isatty() and form.extension in {"parquet", "png", "zip"}:
            raise BadParameter("--out", f"{form.name} is no text", "a file to write it to, or a pipe")
        else:
            write(sys.stdout.buffer)
            sys.stdout.buffer.flush()


@app.command()
def schemas(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write them")],
) -> None:
    """Write the JSON Schemas of the data files, for completion and checks in an editor.

    A data file names its schema in its first line: `# yaml-language-server: $schema=../schemas/document.schema.json`

    Example: `kg schemas my-data/schemas`
    """
    for kind in FILES:
        text = json.dumps(json_schema(kind, shipped()), indent=2, ensure_ascii=False) + "\n"
        write_whole(folder / f"{kind}.schema.json", [text])
