"""Fixtures.

The strategy: pure functions are tested with values written in the test. What needs a release uses `release`, the
invented war of `tests/data/synthetic` with two imported facts, small enough to work out by hand; it is built once a
run and never changed; `client` asks it in this process, `served` is a server process of its own. `shipped` is a release of the data that ships with the package, for questions about that data.
A test that builds does so in its own temporary directory.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from fastapi.testclient import TestClient

from kg.build import build
from kg.release import Release, open_release
from kg.server import create_app
from kg.settings import Settings
from serving import ADMINISTRATOR, Served, serving
from synthetic import DATA, IMPORTED, SHARED, TABLES

rdflib.NORMALIZE_LITERALS = False  # rdflib would rewrite lexical forms, and two engines' answers could not be compared


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store")
    build([DATA], path, imported=IMPORTED)
    return path


@pytest.fixture(scope="session")
def release(store: Path) -> Iterator[Release]:
    with open_release(store) as opened:
        yield opened


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    path = tmp_path_factory.mktemp("tables")
    build([DATA], path, imported=TABLES)
    with open_release(path) as opened:
        yield opened


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    path = tmp_path_factory.mktemp("shipped")
    build([], path)
    with open_release(path) as opened:
        yield opened


@pytest.fixture(scope="session")
def client(store: Path) -> Iterator[TestClient]:
    settings = Settings.from_environment({"CKG_STORE": str(store)})
    with TestClient(create_app(settings), raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture(scope="session")
def served(store: Path) -> Iterator[Served]:
    with serving("--store", str(store), CKG_ADMIN_TOKEN=ADMINISTRATOR, CKG_LOG="json") as server:
        yield server


@pytest.fixture
def seeds() -> Path:
    return needed(SHARED / "seeds", "the articles' texts, which are not ours to ship")


def needed(path: Path, what: str) -> Path:
    """Give a path if it is there; skip the test if it is not, or fail it where CI says that all must be there."""
    if path.exists():
        return path
    message = f"{what}: {path.name} is not here"
    if os.environ.get("CKG_CI") == "1":
        pytest.fail(message)
    pytest.skip(message)
