"""The settings: one declared table, read by the command line, the server, the documentation and the tests."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from platformdirs import user_data_path

from kg.errors import SettingError

LOGS: Final = ("text", "json")
_TILES: Final = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?/[^\s\"'<>;,]*")


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting.

    Attributes:
        name: the environment variable is ``CKG_`` and the name in capitals.
        default: as text.
        help: what it is, with the unit.
        least: for a whole number, the smallest that can be used; None for a text.
        most: and the largest.
    """

    name: str
    default: str
    help: str
    least: int | None = None
    most: int = 1_000_000

    @property
    def variable(self) -> str:
        """The environment variable."""
        return f"CKG_{self.name.upper()}"

    def read(self, text: str) -> str | int:
        """Read a value.

        Raises:
            SettingError: if it cannot be used.
        """
        if self.least is None:
            return text
        try:
            number = int(text)
        except ValueError:
            number = self.least - 1
        if not self.least <= number <= self.most:
            expected = f"a whole number from {self.least} to {self.most}"
            raise SettingError(f"{self.variable} cannot be {text!r}; expected {expected}")
        return number


SETTINGS: Final = (
    Setting("store", str(user_data_path("conflict-kg")), "directory that holds the releases"),
    Setting("keep", "3", "how many releases to keep", 1, 1000),
    Setting("share_all", "0", "1 to put rows that may not be handed on into dumps and exports, too", 0, 1),
    Setting("host", "127.0.0.1", "address that `kg serve` listens on"),
    Setting("port", "8000", "port that `kg serve` listens on; 0 takes a free one", 0, 65535),
    Setting("max_rows", "10000", "most rows that one answer to a stored query holds", 1),
    Setting("query_seconds", "10", "seconds that a SPARQL query may take, waiting for its turn included", 1, 3600),
    Setting("query_memory", "2048", "megabytes that a SPARQL query may take", 64),
    Setting("query_workers", "2", "SPARQL queries that each server process runs at once", 1, 256),
    Setting("queue", "128", "SPARQL queries that may wait for their turn in each server process", 0, 100_000),
    Setting("client_queries", "32", "SPARQL queries of one client that may run or wait at once", 1, 100_000),
    Setting("max_query_kb", "256", "kilobytes that a SPARQL query may be long", 1, 512),
    Setting("max_result_rows", "1000000", "most rows or triples in the answer to a SPARQL query", 1, 1_000_000_000),
    Setting("max_result_mb", "256", "megabytes that the answer to a SPARQL query may be large", 1, 65_536),
    Setting("spool_mb", "1024", "megabytes of answers that wait on disk for readers, in each server process", 1),
    Setting("cache_mb", "64", "megabytes of SPARQL answers that each server process remembers", 0, 65_536),
    Setting("header_seconds", "10", "seconds in which a request's headers must arrive", 1, 3600),
    Setting("body_seconds", "20", "seconds in which a request's body must arrive", 1, 3600),
    Setting("reader_seconds", "30", "seconds in which a client must read a megabyte of an answer", 1, 3600),
    Setting("admin_token", "", "token with which an administrator sees and stops running queries; none, nobody can"),
    Setting("trusted_proxies", "", "addresses, with commas between, whose `X-Forwarded-For` is believed; `*` for all"),
    Setting("tiles", "", "address of tiles for the map, with {z}, {x} and {y} in it; none, outlines alone are drawn"),
    Setting("tiles_credit", "", "whose the tiles are, shown on the map"),
    Setting("log", "text", "the form of the server's log on standard error: `text` or `json`"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Values of all settings.

    Example:
        >>> Settings.from_environment({"CKG_KEEP": "5"}).keep
        5
    """

    store: Path
    keep: int
    share_all: int
    host: str
    port: int
    max_rows: int
    query_seconds: int
    query_memory: int
    query_workers: int
    queue: int
    client_queries: int
    max_query_kb: int
    max_result_rows: int
    max_result_mb: int
    spool_mb: int
    cache_mb: int
    header_seconds: int
    body_seconds: int
    reader_seconds: int
    admin_token: str
    trusted_proxies: str
    tiles: str
    tiles_credit: str
    log: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Take the values from environment variables, and the defaults for the rest.

        Args:
            environment: the variables; None for the process's own.

        Raises:
            SettingError: if a value cannot be used.
        """
        environment = os.environ if environment is None else environment
        values: dict[str, Any] = {
            setting.name: setting.read(environment.get(setting.variable) or setting.default) for setting in SETTINGS
        }
        if values["log"] not in LOGS:
            raise SettingError(f"CKG_LOG cannot be {values['log']!r}; expected {' or '.join(LOGS)}")
        tiles = values["tiles"]
        if tiles and not (_TILES.fullmatch(tiles) and all(part in tiles for part in ("{z}", "{x}", "{y}"))):
            expected = "an address such as https://tiles.example.org/{z}/{x}/{y}.png"
            raise SettingError(f"CKG_TILES cannot be {tiles!r}; expected {expected}")
        return cls(**values | {"store": Path(values["store"])})
