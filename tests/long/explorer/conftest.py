"""The explorer in a real browser, on the data that ship with the program: one server and its store for all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from browsing import browsing
from serving import Served, serving


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving("--store", str(tmp_path_factory.mktemp("explorer"))) as server:
        yield server


@pytest.fixture
def page(served: Served) -> Iterator[Page]:
    with browsing(served.address, viewport={"width": 1280, "height": 900}) as opened:
        yield opened
