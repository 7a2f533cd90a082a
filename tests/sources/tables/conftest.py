"""Releases of the real tables, beside the shipped data, each built once a run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import needed
from kg.build import build
from kg.release import Release, open_release
from kg.sources.tables import table_file
from synthetic import SHARED

UCDP = SHARED / "data" / "ucdp"


def real(name: str) -> Path:
    """Give a real table, or skip the test."""
    return needed(UCDP / name, "a real table, which is not ours to ship")


@pytest.fixture(scope="session")
def ged_syria() -> Path:
    return real("ged_syria_652_1601_1911.csv")


@pytest.fixture(scope="session")
def ged_sample() -> Path:
    return real("ged231_sample1000.csv")


@pytest.fixture(scope="session")
def esd_table() -> Path:
    return real("ucdp-esd-ay-181.csv")


@pytest.fixture(scope="session")
def actor_table() -> Path:
    return real("ucdp-actor-221.csv")


def released(folder: Path, *imports: str) -> Iterator[Release]:
    """Build the shipped data with tables, and open the release."""
    build([], folder, tables=[table_file(argument) for argument in imports])
    with open_release(folder) as release:
        yield release


@pytest.fixture(scope="session")
def syria(
    ged_syria: Path, esd_table: Path, actor_table: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Release]:
    files = (f"ucdp-ged={ged_syria}", f"ucdp-esd={esd_table}", f"ucdp-actor={actor_table}")
    yield from released(tmp_path_factory.mktemp("syria"), *files)


@pytest.fixture(scope="session")
def world(ged_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    yield from released(tmp_path_factory.mktemp("world"), f"ucdp-ged={ged_sample}")
