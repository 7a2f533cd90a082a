"""Which form of an answer to send: by ``format=``, or by ``Accept`` (https://www.rfc-editor.org/rfc/rfc9110#name-accept)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from kg.errors import BadParameter

MEDIA: Final[Mapping[str, str]] = {
    "json": "application/json",
    "html": "text/html",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "xml": "application/sparql-results+xml",
}
"""Forms by name, the preferred first: it wins where several fit equally."""


def choose(form: str | None, accept: str | None, forms: Collection[str] = MEDIA) -> str | None:
    """Choose a form.

    Args:
        form: the ``format=`` parameter; it wins over `accept`.
        accept: the Accept header; None or empty accepts anything.
        forms: those that the resource has, names of `MEDIA`.

    Returns:
        A name of `MEDIA`, or None if nothing fits what is accepted.

    Raises:
        BadParameter: if `form` is none of them.

    Example:
        >>> choose(None, "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
        'html'
        >>> choose(None, "text/csv;q=0.5, application/json;q=0.4")
        'csv'
    """
    if form:
        if form not in forms:
            raise BadParameter("format", f"unknown format {form!r}", f"one of {', '.join(forms)}", form)
        return form
    ranges = _ranges(accept or "*/*")
    scores = {name: _quality(media, ranges) for name, media in MEDIA.items() if name in forms}
    best = max(scores, key=lambda name: scores[name])  # the first of equals, in the order of MEDIA
    return best if scores[best] > 0 else None


def _ranges(accept: str) -> dict[str, float]:
    ranges = {}
    for part in accept.split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    quality = min(max(float(parameter[2:]), 0.0), 1.0)
                except ValueError:
                    quality = 0.0
        if media:
            ranges[media.lower()] = quality
    return ranges


def _quality(media: str, ranges: Mapping[str, float]) -> float:
    """Give the quality that the most specific range gives a media type."""
    for candidate in (media, media.split("/", maxsplit=1)[0] + "/*", "*/*"):
        if candidate in ranges:
            return ranges[candidate]
    return 0.0
