"""The command that searches names."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from kg import terminal
from kg.cli.app import Store, app, store_of
from kg.parameters import Parameter, read, table
from kg.release import open_release
from kg.search import LONGEST
from kg.search.records import SECTIONS, as_table, records
from kg.sparql import write_table

_FORMATS = ("table", "json", "csv")
_PARAMETERS = table(
    Parameter("NAME", "the name", "Al Jolaini", required=True, longest=LONGEST),
    Parameter("--kind", "kinds", "actors,places", "choice", choices=tuple(SECTIONS), several=True),
    Parameter("--format", "form", "json", "choice", choices=_FORMATS),
)


@app.command()
def search(
    name: Annotated[str, typer.Argument(help="A name, in any spelling and script")],
    kind: Annotated[
        str, typer.Option(metavar="KINDS", help=f"Only these kinds, commas between: {', '.join(SECTIONS)}")
    ] = "",
    limit: Annotated[int, typer.Option(min=1, max=500, help="How many matches to give, at most")] = 20,
    typing: Annotated[bool, typer.Option("--typing", help="More letters may follow")] = False,
    form: Annotated[str, typer.Option("--format", help=", ".join(_FORMATS))] = "table",
    store: Store = None,
) -> None:
    """Search for who or what a name may mean: other scripts, transliterations and slips are found, too.

    A score from 0.8 on is a sure match; what scores less is a part of a name, or only much alike.

    Examples: `kg search "Al Jolaini"`; `kg search حلب --kind places`; `kg search Jol --typing --format csv`
    """
    given = [("NAME", name), ("--kind", kind), ("--format", form)]
    values = read(given, _PARAMETERS, lambda text, _: text)
    sections = values["--kind"]
    with open_release(store_of(store)) as release:
        matches = release.search(values["NAME"], sections, limit, typing)
        near = [] if matches else release.names.unlike(values["NAME"], sections=sections)
        found, nearest = (records(some, release.store, release.ontology) for some in (matches, near))
    if form == "json":
        typer.echo(json.dumps({"records": found, "nearest": nearest}, ensure_ascii=False, indent=2))
    elif form == "csv":
        sys.stdout.write(write_table(as_table(found), "csv"))
    else:
        terminal.print_table(as_table(found), "nothing here has such a name", ("href", "confident"))
        if nearest:
            names = ", ".join(f"{one['name']} ({one['id']})" for one in nearest)
            terminal.err().print(f"only spelt alike: {names}", soft_wrap=True, markup=False)
