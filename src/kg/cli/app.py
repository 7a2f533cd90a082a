"""The application, and the options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from kg import __version__
from kg.settings import SETTINGS, Settings

app = typer.Typer(
    name="kg",
    help="A knowledge graph of an armed conflict that never loses who said what.\n\n"
    "Start with `kg build`, then ask: `kg query who-supported-whom --param on=2024-12-02`, "
    "or `kg serve` and a browser.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)

_DEFAULT_STORE: Final = next(setting for setting in SETTINGS if setting.name == "store")
Store = Annotated[
    Path | None,
    typer.Option(
        help=f"Directory that holds the releases [default: {_DEFAULT_STORE.default}; or {_DEFAULT_STORE.variable}]",
        show_default=False,
    ),
]
Data = Annotated[
    list[Path] | None,
    typer.Option(help="A data directory instead of the shipped one; repeat it to add further ones", show_default=False),
]


def store_of(store: Path | None) -> Path:
    """Give the store that was named, or else the one that the settings name."""
    return store or Settings.from_environment().store


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit")
    ] = False,
) -> None:
    pass
