"""Pages with a script: which files of the bundle each needs, and what such a page is allowed.

The bundle is made of `web/` when the package is built (`web/bundle.py`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

from fastapi import Response

from kg.errors import StoreError
from kg.server.pages import STATIC, page

APP: Final = STATIC / "app"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:{tiles}; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors {frames}"
)
"""Scripts and styles of the server's own files alone, and no request to anybody else, but for tiles where set."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a page loads: addresses of its script, of the chunks that this one imports, and of their styles."""

    script: str
    chunks: tuple[str, ...]
    styles: tuple[str, ...]


@cache
def bundle(name: str) -> Bundle:
    """Give what the page of a name loads.

    Raises:
        StoreError: if the package was put together without its scripts.
    """
    file = APP / "manifest.json"
    if not file.is_file():
        raise StoreError(file, f"the pages' scripts are missing: {file}; python web/bundle.py makes them")
    made = json.loads(file.read_text(encoding="utf-8"))
    files, mark = made["pages"][name], made["mark"]
    chunks = tuple(f"/static/app/{one}" for one in files["scripts"] if one != f"{name}.js")  # named by what they hold
    return Bundle(
        f"/static/app/{name}.js?{mark}", chunks, tuple(f"/static/app/{one}?{mark}" for one in files["styles"])
    )


def scripted(template: str, name: str, *, framed: bool = False, tiles: str = "", **values: Any) -> Response:
    """Render a page that runs the script of a name.

    Args:
        template: of the page.
        name: of the script.
        framed: whether pages of other sites may show it in a frame.
        tiles: address of the tiles that its map may fetch; empty for none.
        values: for the template.
    """
    response = page(template, bundle=bundle(name), **values)
    origin = " {0.scheme}://{0.netloc}".format(urlsplit(tiles)) if tiles else ""
    response.headers["Content-Security-Policy"] = POLICY.format(frames="*" if framed else "'none'", tiles=origin)
    return response
