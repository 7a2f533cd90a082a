"""Answers in RDF: which forms there are, and writing them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, TypeVar

from fastapi import Query, Response
from pyoxigraph import Triple, serialize

from kg.description import ALL_PREFIXES
from kg.sparql.asking import GRAPH_FORMATS

Answer = TypeVar("Answer", bound=Response)
Form = Annotated[
    str | None,
    Query(alias="format", description=f"{', '.join(GRAPH_FORMATS)}, or another that is offered; wins over Accept"),
]


def write_triples(triples: Iterable[Triple], form: str) -> bytes:
    """Write triples in a form, with our prefixes where it has prefixes.

    Args:
        triples: without doubles.
        form: turtle, ntriples, jsonld, rdfxml, trig or nquads.

    Example:
        >>> from kg.description import prefix_triples
        >>> b'"skos"' in write_triples(prefix_triples(), "ntriples")
        True
    """
    data = serialize(triples, format=GRAPH_FORMATS[form], prefixes=ALL_PREFIXES)
    assert data is not None
    return data


def rdf(triples: Iterable[Triple], form: str, media: str) -> Response:
    """Answer with triples.

    Args:
        triples: what to say.
        form: see `write_triples`.
        media: the media type to name it by.
    """
    return for_all(Response(write_triples(triples, form), media_type=media))


def for_all(answer: Answer) -> Answer:
    """Let pages of other sites read an answer: editors in a browser do. And tell caches that it has other forms."""
    answer.headers.update({"Vary": "Accept", "Access-Control-Allow-Origin": "*"})
    return answer
