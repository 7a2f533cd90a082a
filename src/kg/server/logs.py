"""The server's log on standard error: lines for people, or a JSON object a line."""

from __future__ import annotations

import logging
import logging.config
from typing import Any, Final

_TEXT: Final = {"format": "%(asctime)s %(levelname)s %(message)s", "datefmt": "%H:%M:%S"}
_JSON: Final = {
    "()": "pythonjsonlogger.json.JsonFormatter",
    "fmt": "%(levelname)s %(name)s %(message)s",
    "rename_fields": {"levelname": "level", "name": "logger"},
    "timestamp": True,
}


def configure(form: str) -> None:
    """Set up the log of this process.

    Args:
        form: ``text`` or ``json``.
    """
    # https://docs.python.org/3/howto/logging.html#optimization: nobody looks at these, and they take a while
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    formatter: dict[str, Any] = _JSON if form == "json" else _TEXT
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"chosen": formatter},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "chosen"}},
            "loggers": {
                "kg": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
                "uvicorn": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            },
        }
    )
