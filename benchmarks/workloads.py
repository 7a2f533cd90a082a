"""What the servers are asked: queries over generated data, each with room for a number that makes it unique."""

from __future__ import annotations

import calendar
import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from generate import Invention
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.namespaces import BASE, NS, PREFIXES

JSON: Final = "application/sparql-results+json"
TURTLE: Final = "text/turtle"
SERIAL: Final = "LIMIT 1"
"""How each query ends; seven more digits make a limit that is never reached and was never asked before."""

LARGE_MB: Final = 20
_PREFIXES: Final = f"PREFIX ckg: <{NS}> PREFIX skos: <{PREFIXES['skos']}> PREFIX xsd: <{PREFIXES['xsd']}> "
_NUMBERS: Final = frozenset(PREFIXES["xsd"] + name for name in ("integer", "decimal", "int", "long"))


@dataclass(frozen=True, slots=True)
class Workload:
    """Queries of one kind.

    Attributes:
        accept: the media type asked for.
        queries: texts that end in `SERIAL`, in an order drawn by lot.
        distinct: whether each is sent once only, as a query of its own; else the same few again and again.
    """

    name: str
    accept: str
    queries: Sequence[str]
    distinct: bool = True


def workloads(data: Invention) -> list[Workload]:
    """Make the queries for generated data."""
    rng = random.Random(f"{data.seed}/queries")
    rows = list(data.imported())
    events = [row.path for row in rows]
    months = sorted(
        {(party, row.bounds.from_.replace(day=1)) for row in rows if row.bounds.from_ for party in row.parties}
    )
    entities = [thing.path for thing in data.core.entities]
    for drawn in (events, months, entities):
        rng.shuffle(drawn)
    small = [_small(path) for path in events]
    whole = [f"SELECT ?p ?o WHERE {{ <{BASE}{path}> ?p ?o }} {SERIAL}" for path in entities]
    return [
        Workload("small SELECT", JSON, small),
        Workload("entity look-up", JSON, whole),
        Workload("aggregate", JSON, [_aggregate(actor, month) for actor, month in months]),
        Workload("CONSTRUCT", TURTLE, [_construct(path) for path in events]),
        Workload("cached repeat", JSON, small[:100], distinct=False),
    ]


def _small(event: str) -> str:
    return (
        f"{_PREFIXES}SELECT ?name ?from ?until ?place ?placeName ?best WHERE {{ <{BASE}{event}> skos:prefLabel ?name ; "
        "ckg:from ?from ; ckg:until ?until ; ckg:place ?place ; ckg:deathsBest ?best . "
        f'?place skos:prefLabel ?placeName FILTER(LANG(?placeName) = "en") }} {SERIAL}'
    )


def _aggregate(actor: str, month: date) -> str:
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    return (
        f"{_PREFIXES}SELECT ?type (COUNT(?event) AS ?events) (SUM(?best) AS ?deaths) WHERE {{ "
        f"?event ckg:party <{BASE}{actor}> ; ckg:from ?from ; ckg:eventType ?type ; ckg:deathsBest ?best "
        f'FILTER(?from >= "{month}"^^xsd:date && ?from <= "{last}"^^xsd:date) }} GROUP BY ?type {SERIAL}'
    )


def _construct(event: str) -> str:
    return (
        f"{_PREFIXES}CONSTRUCT {{ <{BASE}{event}> ckg:party ?actor ; ckg:from ?from . ?actor skos:prefLabel ?name ; "
        f"ckg:actorKind ?kind }} WHERE {{ <{BASE}{event}> ckg:party ?actor ; ckg:from ?from . "
        f"?actor skos:prefLabel ?name ; ckg:actorKind ?kind }} {SERIAL}"
    )


def large(limit: int, only: Sequence[str] = ()) -> str:
    """Write the query whose answer is large: a row for each imported event.

    Args:
        limit: how many rows.
        only: IRIs of events; empty for any.
    """
    values = f"VALUES ?event {{ {' '.join(f'<{event}>' for event in only)} }} " if only else ""
    return (
        f"{_PREFIXES}SELECT ?event ?name ?type ?place ?from ?until ?surelyFrom ?surelyUntil ?status ?row "
        f"?low ?best ?high WHERE {{ {values}?event ckg:row ?row ; skos:prefLabel ?name ; ckg:eventType ?type ; "
        "ckg:place ?place ; ckg:from ?from ; ckg:until ?until ; "
        "ckg:surelyFrom ?surelyFrom ; ckg:surelyUntil ?surelyUntil ; "
        "ckg:status ?status ; ckg:deathsLow ?low ; ckg:deathsBest ?best ; ckg:deathsHigh ?high "
        f"}} LIMIT {limit}"
    )


def canonical(accept: str, body: bytes) -> Counter[Any]:
    """Read an answer into what it says, whatever its order and its spelling of numbers.

    Args:
        accept: its media type.
        body: the answer.

    Returns:
        Rows or triples, with how often each is there.

    Raises:
        ValueError: if it is not of that type.
    """
    if accept == TURTLE:
        try:
            return Counter(
                (_term(quad.subject), _term(quad.predicate), _term(quad.object))
                for quad in parse(body, format=RdfFormat.TURTLE)
            )
        except SyntaxError as error:
            raise ValueError(str(error)) from error
    answer: Mapping[str, Any] = json.loads(body)
    return Counter(
        tuple(sorted((name, _json_term(term)) for name, term in row.items())) for row in answer["results"]["bindings"]
    )


def _term(term: object) -> tuple[str, ...]:
    if isinstance(term, Literal):
        return _literal(term.value, term.language or "", term.datatype.value)
    assert isinstance(term, NamedNode)
    return (term.value,)


def _json_term(term: Mapping[str, str]) -> tuple[str, ...]:
    if term["type"] == "uri":
        return (term["value"],)
    return _literal(term["value"], term.get("xml:lang", ""), term.get("datatype", ""))


def _literal(text: str, language: str, datatype: str) -> tuple[str, ...]:
    if datatype in _NUMBERS:
        return ("number", str(Decimal(text).normalize()))
    if language or datatype == PREFIXES["xsd"] + "string":
        datatype = ""
    return ("text", text, language.lower(), datatype)
