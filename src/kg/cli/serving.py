"""The command that serves."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from kg import terminal
from kg.cli.app import Store, app, store_of
from kg.cli.building import build
from kg.errors import NoRelease
from kg.release import open_release
from kg.settings import Settings


@app.command()
def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on [default: 127.0.0.1]", show_default=False)
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on [default: 8000]", show_default=False)
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many processes answer")] = 1,
    store: Store = None,
) -> None:
    """Serve the current release to a browser and to programs; build it first if there is none.

    Example: `kg serve --port 8080`, then open http://127.0.0.1:8080
    """
    from kg.server.running import serve as run_server  # noqa: PLC0415  the other commands need no web framework

    where = store_of(store)
    try:
        open_release(where).close()
    except NoRelease:
        build(store=where)
    settings = Settings.from_environment({**os.environ, "CKG_STORE": str(where)})
    run_server(
        settings,
        host or settings.host,
        settings.port if port is None else port,
        workers,
        lambda address: terminal.err().print(f"serving at [bold]{address}[/], Ctrl-C ends it", soft_wrap=True),
    )
