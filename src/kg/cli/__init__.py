"""The command line: parse, call one function, print. `app` has what commands share, a module each kind of command."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from kg import terminal
from kg.cli.app import app

# Each adds its commands, in the order in which help lists them.
# isort: off
from kg.cli import building  # noqa: F401
from kg.cli import documents  # noqa: F401
from kg.cli import asking  # noqa: F401
from kg.cli import searching  # noqa: F401
from kg.cli import networking  # noqa: F401
from kg.cli import files  # noqa: F401
from kg.cli import serving  # noqa: F401

# isort: on
from kg.errors import KgError, NoRelease, UnknownThing

__all__ = ["app", "main"]


def main() -> NoReturn:
    """Run the command line; an error of ours is one message and status 2, never a traceback."""
    try:
        app(standalone_mode=True)
    except KgError as error:
        terminal.print_error(error)
        if isinstance(error, UnknownThing | NoRelease):
            terminal.err().print("[dim]see `kg --help`[/]")
        sys.exit(2)
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    sys.exit(0)
