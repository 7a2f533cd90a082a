"""Running the server with uvicorn."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from typing import Final

import uvicorn
from uvicorn.supervisors import Multiprocess

from kg.errors import SettingError
from kg.server.app import create_app
from kg.settings import Settings

BACKLOG: Final = 2048


def serve(settings: Settings, host: str, port: int, workers: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted.

    Args:
        settings: given to the application.
        host: address to listen on.
        port: port to listen on; 0 takes a free one.
        workers: how many processes answer.
        ready: told the address, once it is listened on.

    Raises:
        SettingError: if the address cannot be listened on.
    """
    listening = _listen(host, port)
    name = f"[{host}]" if ":" in host else host
    ready(f"http://{name}:{listening.getsockname()[1]}")
    if workers == 1:
        uvicorn.Server(uvicorn.Config(create_app(settings))).run(sockets=[listening])
        return
    os.environ["CKG_STORE"] = str(settings.store)  # the worker processes read it
    config = uvicorn.Config("kg.server.app:from_environment", factory=True, workers=workers)
    Multiprocess(config, sockets=[listening]).run()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(BACKLOG)  # so that whoever is told the address can connect at once
    except (OSError, UnicodeError) as error:
        listening.close()
        reason = getattr(error, "strerror", None) or error
        raise SettingError(f"cannot listen on {host}, port {port}: {reason}; try another with --port") from error
    listening.set_inheritable(True)
    return listening
