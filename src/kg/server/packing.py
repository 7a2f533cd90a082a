"""Packing answers by Accept-Encoding: gzip, and zstd where a client takes it.

Dumps are packed as they are, and answers to queries of one's own grow while they are sent: neither passes here.
"""

from __future__ import annotations

from typing import Final

from starlette.types import ASGIApp
from starlette_compress import CompressMiddleware, add_compress_type

from kg.server.negotiation import GRAPHS, TABLES
from kg.server.problems import MEDIA

TYPES: Final = sorted(
    {MEDIA, *(media.partition(";")[0] for forms in (GRAPHS, TABLES) for offered in forms.values() for media in offered)}
)
"""Media types of ours that are worth packing, beside those that the library knows."""
for _type in TYPES:
    add_compress_type(_type)


def packed(inner: ASGIApp) -> ASGIApp:
    """Wrap an application, so that its answers of half a kilobyte or more are packed."""
    return CompressMiddleware(inner, brotli=False)
