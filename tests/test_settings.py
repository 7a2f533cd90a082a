from pathlib import Path

import pytest

from kg.errors import SettingError
from kg.settings import SETTINGS, Settings


def test_every_setting_is_a_field_with_a_help() -> None:
    assert {setting.name for setting in SETTINGS} == set(Settings.__dataclass_fields__)
    assert all(setting.help for setting in SETTINGS)


def test_the_environment_wins_over_the_defaults() -> None:
    settings = Settings.from_environment({"CKG_STORE": "/srv/kg", "CKG_PORT": "0", "CKG_KEEP": ""})
    assert (settings.store, settings.port, settings.keep, settings.host) == (Path("/srv/kg"), 0, 3, "127.0.0.1")


@pytest.mark.parametrize(
    "value",
    ["https://tiles.example.org/{z}/{x}.png", "/tiles/{z}/{x}/{y}", "https://a b/{z}/{x}/{y}", "javascript:{z}{x}{y}",
     "https://tiles.example.org/{z}/{x}/{y}.png; script-src *"],
)  # fmt: skip
def test_an_address_of_tiles_is_one(value: str) -> None:
    with pytest.raises(SettingError, match="CKG_TILES cannot be"):
        Settings.from_environment({"CKG_TILES": value})
    good = "https://tiles.example.org:8080/{z}/{x}/{y}.png?key=1"
    assert Settings.from_environment({"CKG_TILES": good}).tiles == good


@pytest.mark.parametrize(
    ("variable", "value"), [("CKG_KEEP", "0"), ("CKG_KEEP", "x"), ("CKG_PORT", "65536"), ("CKG_MAX_ROWS", "1.5")]
)
def test_a_value_that_cannot_be_used_is_told(variable: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"{variable} cannot be '{value}'; expected a whole number from"):
        Settings.from_environment({variable: value})
