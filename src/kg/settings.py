"""The settings: one declared table, read by the command line, the server, the documentation and the tests."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from platformdirs import user_data_path

from kg.errors import SettingError


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting: its name (the environment variable is ``CKG_`` and the name in capitals), default and help."""

    name: str
    default: str
    help: str

    @property
    def variable(self) -> str:
        """The environment variable."""
        return f"CKG_{self.name.upper()}"


SETTINGS: Final = (
    Setting("store", str(user_data_path("conflict-kg")), "directory that holds the releases"),
    Setting("keep", "3", "how many releases to keep"),
    Setting("host", "127.0.0.1", "address that `kg serve` listens on"),
    Setting("port", "8000", "port that `kg serve` listens on; 0 takes a free one"),
    Setting("max_rows", "10000", "most rows that one answer of the server holds"),
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
    host: str
    port: int
    max_rows: int

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Take the values from environment variables, and the defaults for the rest.

        Args:
            environment: the variables; None for the process's own.

        Raises:
            SettingError: if a value cannot be used.
        """
        environment = os.environ if environment is None else environment
        texts = {setting.name: environment.get(setting.variable) or setting.default for setting in SETTINGS}
        return cls(
            store=Path(texts["store"]),
            keep=_whole("keep", texts["keep"], 1, 1000),
            host=texts["host"],
            port=_whole("port", texts["port"], 0, 65535),
            max_rows=_whole("max_rows", texts["max_rows"], 1, 1_000_000),
        )


def _whole(name: str, text: str, least: int, most: int) -> int:
    variable = next(setting.variable for setting in SETTINGS if setting.name == name)
    try:
        number = int(text)
    except ValueError:
        number = least - 1
    if not least <= number <= most:
        raise SettingError(f"{variable} cannot be {text!r}; expected a whole number from {least} to {most}")
    return number
