"""The server's log on standard error: lines for people, or a JSON object a line."""

from __future__ import annotations

import logging
import logging.config
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, Final, TextIO

_TEXT: Final = {"format": "%(asctime)s %(levelname)s %(message)s", "datefmt": "%H:%M:%S"}
_JSON: Final = {
    "()": "pythonjsonlogger.json.JsonFormatter",
    "fmt": "%(levelname)s %(name)s %(message)s",
    "rename_fields": {"levelname": "level", "name": "logger"},
    "timestamp": True,
}
_OURS: Final = "kg"


class Together(logging.StreamHandler[TextIO]):
    """Writes records to standard error; many at once in one go."""

    def write(self, records: Iterable[logging.LogRecord]) -> None:
        """Write records, one after another."""
        text = "".join(self.format(record) + self.terminator for record in records)
        with suppress(OSError):  # nobody reads them any more, or there is no room for them: requests go on
            self.stream.write(text)
            self.flush()


def write(records: Sequence[logging.LogRecord]) -> None:
    """Write records to the log of this process."""
    for handler in logging.getLogger(_OURS).handlers:
        if isinstance(handler, Together):
            handler.write(records)


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
            "handlers": {"stderr": {"()": Together, "formatter": "chosen"}},
            "loggers": {
                _OURS: {"handlers": ["stderr"], "level": "INFO", "propagate": False},
                "uvicorn": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            },
        }
    )
