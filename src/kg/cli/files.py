"""The commands that write files: export, schemas."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from kg import terminal
from kg.cli.app import Store, app, store_of
from kg.errors import BadParameter
from kg.exports import EXPORTS, write_whole
from kg.ontology import shipped
from kg.release import open_release
from kg.sources.formats import FILES, json_schema
from kg.spelling import nearest


@app.command()
def export(
    form: Annotated[str | None, typer.Argument(metavar="FORMAT", help="Which format; see --list")] = None,
    to: Annotated[Path | None, typer.Option("--out", help="File to write; else the output", show_default=False)] = None,
    listing: Annotated[bool, typer.Option("--list", help="List the formats")] = False,
    store: Store = None,
) -> None:
    """Write the graph, or a part of it, in some format.

    Examples: `kg export claims --out claims.jsonl`; `kg export nquads | gzip > graph.nq.gz`
    """
    if listing:
        for name, export_format in EXPORTS.items():
            terminal.out().print(f"[bold]{name}[/]  {export_format.help}", soft_wrap=True)
        return
    if form is None or form not in EXPORTS:
        known = nearest(form or "", EXPORTS) or list(EXPORTS)
        raise BadParameter("FORMAT", f"unknown format {form!r}", f"one of {', '.join(known)}", form)
    with open_release(store_of(store)) as release:
        lines = EXPORTS[form].lines(release)
        if to is None:
            sys.stdout.writelines(lines)
        else:
            write_whole(to, lines)


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
