"""The command that builds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg import terminal
from kg.build import build as build_release
from kg.cli.app import Data, Store, app, store_of
from kg.settings import Settings
from kg.sources.tables import KINDS, read_manifest_file, table_file


@app.command()
def build(
    data: Data = None,
    imports: Annotated[
        list[str] | None,
        typer.Option(
            "--import",
            metavar="KIND=FILE",
            help=f"A table of events, support or actors; repeat it for more. Kinds: {', '.join(KINDS)}",
            show_default=False,
        ),
    ] = None,
    manifest: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="A YAML file that lists tables under `imports:`", show_default=False),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Build nothing if a row of a table is wrong")] = False,
    store: Store = None,
) -> None:
    """Compile data directories and tables to a release, and make it the current one.

    A table is CSV, plain or packed by gzip, bzip2, xz or zip, or Parquet. Rows that are wrong are left out and listed
    in `quarantine.csv` in the store. Of two editions of a dataset the later takes the place of the earlier.

    An entry of a manifest has `kind` and `file`, and if need be `version`, `published` (a day), `title`, `licence` and
    `redistributable`.

    Examples: `kg build`; `kg build --data my-data --store /srv/kg`;
    `kg build --import ucdp-ged=GEDEvent_v23_1.csv.gz --import ucdp-actor=ucdp-actor-221.csv`
    """
    settings = Settings.from_environment()
    tables = [table_file(argument) for argument in imports or []]
    tables += [table for path in manifest or [] for table in read_manifest_file(path)]
    with terminal.build_progress() as (tell, reading):
        summary = build_release(
            data or [],
            store_of(store),
            tables=tables,
            strict=strict,
            keep=settings.keep,
            share_all=bool(settings.share_all),
            progress=tell,
            reading=reading,
        )
    terminal.print_summary(summary)
