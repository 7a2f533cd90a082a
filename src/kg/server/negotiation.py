"""The formats of answers: names, media types, and which of them a client wants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from starlette.exceptions import HTTPException

from kg.errors import BadParameter

TABLES: Final[Mapping[str, Sequence[str]]] = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv; charset=utf-8",),
    "tsv": ("text/tab-separated-values; charset=utf-8",),
    "html": ("text/html; charset=utf-8",),
}
"""For SELECT and ASK, the preferred first; each with its own media type and those that clients also call it by."""
GRAPHS: Final[Mapping[str, Sequence[str]]] = {
    "turtle": ("text/turtle; charset=utf-8",),
    "ntriples": ("application/n-triples",),
    "jsonld": ("application/ld+json", "application/json"),
    "rdfxml": ("application/rdf+xml", "application/xml"),
    "trig": ("application/trig",),
    "nquads": ("application/n-quads",),
    "html": ("text/html; charset=utf-8",),
}
"""For CONSTRUCT and DESCRIBE, and for graphs."""

ROWS: Final[Mapping[str, Sequence[str]]] = {
    "json": ("application/json",),
    "html": TABLES["html"],
    "csv": TABLES["csv"],
    "tsv": TABLES["tsv"],
    "xml": ("application/sparql-results+xml",),
}
"""For stored queries, whose JSON is a list of plain rows."""
THINGS: Final[Mapping[str, Sequence[str]]] = {
    "json": ("application/json",),
    "jsonld": ("application/ld+json",),
    **{name: media for name, media in GRAPHS.items() if name not in {"jsonld", "html"}},
    "html": GRAPHS["html"],
}
"""For things: JSON, which is JSON-LD, triples in every form, and a page."""

_ALSO: Final[Mapping[str, Sequence[str]]] = {
    "turtle": ("ttl", "n3"),
    "ntriples": ("nt", "n-triples"),
    "jsonld": ("json-ld", "json"),
    "rdfxml": ("rdf+xml", "rdf", "xml"),
    "nquads": ("nq", "n-quads"),
}
"""What clients also call formats of graphs."""


def choose(asked: str | None, accept: str | None, offers: Mapping[str, Sequence[str]]) -> tuple[str, str]:
    """Choose the format of an answer.

    Args:
        asked: the ``format=`` parameter, names or media types with commas between, of which the first that is known
            counts; it wins over `accept`.
        accept: the Accept header (https://www.rfc-editor.org/rfc/rfc9110#name-accept); None or empty accepts anything.
        offers: names with their media types, such as `TABLES`.

    Returns:
        The format's name, and the media type to send.

    Raises:
        BadParameter: if `asked` is none of them.
        HTTPException: 406, if nothing fits what is accepted.

    Example:
        >>> choose(None, "application/json;q=0.5, text/*", TABLES)
        ('csv', 'text/csv; charset=utf-8')
        >>> choose("json", "text/csv", TABLES)
        ('json', 'application/sparql-results+json')
    """
    return _chosen(asked, accept, tuple((name, tuple(media)) for name, media in offers.items()))


@lru_cache(maxsize=256)  # clients send the same few again and again
def _chosen(asked: str | None, accept: str | None, offered: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, str]:
    offers = dict(offered)
    if asked:
        for wanted in asked.lower().split(","):
            for name, media in offers.items():
                if wanted in {name, *_ALSO.get(name, ()), *(medium.split(";")[0] for medium in media)}:
                    return name, media[0]
        raise BadParameter("format", f"unknown format {asked[:100]!r}", f"one of {', '.join(offers)}", asked)
    ranges = _ranges(accept or "*/*")
    own = [(name, media[0]) for name, media in offers.items()]
    others = [(name, medium) for name, media in offers.items() for medium in media[1:]]
    chosen = max(own + others, key=lambda offer: _quality(offer[1].split(";")[0], ranges))  # the first of equals
    if _quality(chosen[1].split(";")[0], ranges) <= 0:
        names = ", ".join(media[0].split(";")[0] for media in offers.values())
        raise HTTPException(406, f"accepted is only {(accept or '')[:200]}; this answer is offered as {names}")
    return chosen


def _ranges(accept: str) -> dict[str, float]:
    ranges = {}
    for part in accept.lower().split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    quality = min(max(float(parameter[2:]), 0.0), 1.0)
                except ValueError:
                    quality = 0.0
        if media:
            ranges[media] = quality
    return ranges


def _quality(media: str, ranges: Mapping[str, float]) -> float:
    """Give the quality that the most specific range gives a media type."""
    for candidate in (media, media.split("/", maxsplit=1)[0] + "/*", "*/*"):
        if candidate in ranges:
            return ranges[candidate]
    return 0.0
