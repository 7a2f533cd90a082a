"""Running the server with uvicorn."""

from __future__ import annotations

import os
import signal
import socket
import tempfile
from collections.abc import Callable
from typing import Any, Final

import uvicorn
from uvicorn.supervisors import Multiprocess

from kg.errors import SettingError
from kg.server import logs
from kg.server.app import SHARED, SUPERVISOR, create_app, served
from kg.server.protocol import PatientProtocol
from kg.settings import Settings

BACKLOG: Final = 2048
GRACE: Final = 5
"""Seconds more than a query may take, that requests have to end when the server is stopped."""


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
    logs.configure(settings.log)
    listening = _listen(host, port)
    name = f"[{host}]" if ":" in host else host
    ready(f"http://{name}:{listening.getsockname()[1]}")
    options: dict[str, Any] = {
        "http": PatientProtocol,
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "proxy_headers": bool(settings.trusted_proxies),
        "forwarded_allow_ips": settings.trusted_proxies,
        "timeout_worker_healthcheck": 60,  # a machine that is busy is no reason to drop a process and its requests
        "timeout_graceful_shutdown": settings.query_seconds + GRACE,
    }
    with tempfile.TemporaryDirectory(prefix="ckg-") as shared:
        os.environ[SHARED] = shared
        # uvicorn ends well on SIGTERM and then raises it again; by now there is nothing left that it should end.
        signal.signal(signal.SIGTERM, lambda *_: None)
        if workers == 1:
            uvicorn.Server(uvicorn.Config(served(create_app(settings)), **options)).run(sockets=[listening])
            return
        os.environ["CKG_STORE"] = str(settings.store)  # the server processes read it
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = shared
        os.environ[SUPERVISOR] = str(os.getpid())
        config = uvicorn.Config("kg.server.app:from_environment", factory=True, workers=workers, **options)
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
