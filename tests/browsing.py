"""Pages in a real browser, Debian's Chromium: what they ask for, and what goes wrong in them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE = Path(__file__).parents[1] / "web" / "node_modules" / "axe-core" / "axe.min.js"


def chromium() -> str:
    """Find the browser; without one the test is skipped, and fails in CI."""
    found = shutil.which("chromium")
    if found is None:
        if os.environ.get("CKG_CI") == "1":
            pytest.fail("chromium is not here")
        pytest.skip("chromium is not here")
    return found


@contextmanager
def browsing(address: str, flags: tuple[str, ...] = (), others: tuple[str, ...] = (), **context: Any) -> Iterator[Page]:
    """Open a page; in the end it must have asked its own origin alone, for things to read, and have told no error.

    Args:
        address: of the server.
        flags: for the browser, beside the usual.
        others: origins that may be asked, too.
        context: for the page, such as `viewport` and `color_scheme`.
    """
    asked: list[tuple[str, str]] = []
    faults: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, *flags])
        page = browser.new_page(base_url=address, **context)
        page.on("request", lambda request: asked.append((request.method, request.url)))
        # A page about a bad value has status 400 or 404, which Chromium reports as an error of its own.
        page.on(
            "console",
            lambda message: (
                faults.append(message.text) if message.type == "error" and "status of 4" not in message.text else None
            ),
        )
        page.on("pageerror", lambda error: faults.append(str(error)))
        yield page
        browser.close()
    assert asked
    own = (address, *others, "data:", "blob:")
    assert [one for one in asked if one[0] != "GET" or not one[1].startswith(own)] == []
    assert faults == []


def faults_of_access(page: Page) -> list[str]:
    """Find what keeps people with a screen reader or a keyboard out, by axe; serious and critical findings alone."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]
