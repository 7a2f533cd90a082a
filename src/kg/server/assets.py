"""Files of the pages: sent compressed as they were when the package was built, and kept by browsers."""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path
from typing import Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from kg.server.answering import FOREVER

NAMED_BY_CONTENT: Final = re.compile(r"app/chunk-[A-Z0-9]+\.js")
ICON: Final = "icon.svg"
_BROTLI: Final = re.compile(rb"(?:^|[,\s])br(?![^,]*;\s*q=0(?:\.0*)?\s*(?:,|$))(?:[;,\s]|$)")


class Assets(StaticFiles):
    """Answers ``/static``.

    A file that has a compressed twin, of the same name with ``.br`` behind it, is sent as that one to whoever accepts
    Brotli (https://www.rfc-editor.org/rfc/rfc7932). What has its content in its name is kept for a year.
    """

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Give a file."""
        twin = Path(str(self.directory)) / f"{path}.br"
        accepted = dict(scope["headers"]).get(b"accept-encoding", b"")
        packed = _BROTLI.search(accepted) is not None and twin.is_file()
        response = await super().get_response(f"{path}.br" if packed else path, scope)
        if packed and response.status_code == 200:  # noqa: PLR2004  304 has neither
            response.headers["Content-Encoding"] = "br"
            response.headers["Content-Type"] = mimetypes.guess_type(path)[0] or "application/octet-stream"
        if twin.is_file():
            response.headers["Vary"] = "Accept-Encoding"
        if path == ICON:  # a browser asks for it again with each change of an address
            response.headers["Cache-Control"] = "public, max-age=86400"
        if NAMED_BY_CONTENT.fullmatch(path):
            response.headers["Cache-Control"] = FOREVER.decode()
        return response
