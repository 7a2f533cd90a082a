"""The picture of a network as PNG, drawn with the font that comes with us, so that it looks alike everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import resvg_py

from kg.exports.files import Out
from kg.exports.source import Source
from kg.exports.svg import drawn

FONT: Final = Path(__file__).parent / "fonts" / "DejaVuSans.ttf"
"""Latin, Greek, Cyrillic, Arabic and more; other scripts need a font of the machine."""
_LARGEST: Final = 8_000
"""Pixels that a side may have."""


def write(source: Source, out: Out) -> None:
    """Write a picture with twice the pixels of the SVG, or as many as can be.

    Args:
        source: of the network.
        out: where to.

    Raises:
        BadParameter: if the network is too large to be read in a picture.
    """
    svg, width, height = drawn(source)
    scale = min(2.0, _LARGEST / max(width, height))
    out.write(
        resvg_py.svg_to_bytes(
            svg_string=svg, width=int(width * scale), font_files=[str(FONT)], font_family="DejaVu Sans",
            sans_serif_family="DejaVu Sans",
        )
    )  # fmt: skip
