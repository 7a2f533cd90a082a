"""The explorer in a real browser, on the data that ship with the program: one server and its store for all tests."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browsing import browsing
from kg.build import build
from serving import Served, serving

DATA = Path(__file__).parents[3] / "data"
HOSTILE = "<img src=x onerror=alert(1)>&amp;Hama"


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving("--store", str(tmp_path_factory.mktemp("explorer"))) as server:
        yield server


@pytest.fixture
def page(served: Served) -> Iterator[Page]:
    with browsing(served.address, viewport={"width": 1280, "height": 900}) as opened:
        yield opened


@pytest.fixture(scope="module")
def patience() -> Iterator[None]:
    """Wait longer than usual: a layout takes a while where many tests run at once."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, str]]:
    """A server of the same data in which Hama and HTS have a name that is markup, and the name."""
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copytree(DATA, folder / "data")
    for file, name in (("places.yaml", "Hama"), ("actors.yaml", "Hayat Tahrir al-Sham")):
        registry = folder / "data" / "registry" / file
        text = registry.read_text(encoding="utf-8")
        changed = text.replace(f"label: {{en: {name},", f"label: {{en: {json.dumps(HOSTILE)},", 1)
        assert changed != text
        registry.write_text(changed, encoding="utf-8")
    build([folder / "data"], folder / "store")
    with serving("--store", str(folder / "store")) as server:
        yield server, HOSTILE
