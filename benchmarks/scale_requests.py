"""Requests to ours and to Virtuoso, and readers that make the same of answers that say the same."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from urllib.parse import parse_qsl

from scale_subjects import Subject

from kg.namespaces import BASE, NS, PREFIXES

Rows = Counter[tuple[str, ...]]
Read = Callable[[bytes], Rows]

_PREFIXES: Final = f"PREFIX ckg: <{NS}> " + "".join(
    f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("prov", "skos", "xsd")
)
_EARLIEST: Final = date(1800, 1, 1)
"""Before all events; a bound that lets everything through begins here."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request.

    Attributes:
        path: of the route.
        given: parameters.
        read: reads the answer, or a page of it.
        paged: whether further pages are asked for, as `next` of each page says.
    """

    path: str
    given: Mapping[str, str]
    read: Read
    paged: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A question as ours is asked it, and as Virtuoso is, if it is."""

    ours: Asked
    theirs: Asked | None = None


def table(*columns: str) -> Read:
    """Make a reader of some columns of SPARQL results in JSON."""

    def read(body: bytes) -> Rows:
        bindings: Sequence[Mapping[str, Mapping[str, str]]] = json.loads(body)["results"]["bindings"]
        return Counter(tuple(plain(row.get(name, {}).get("value")) for name in columns) for row in bindings)

    return read


def plain(value: Any) -> str:
    """Spell a value in one way: numbers without their type and spare digits, things by their paths.

    Example:
        >>> plain("12.0"), plain(12), plain("https://w3id.org/ckg/actors/hts"), plain(None)
        ('12', '12', 'actors/hts', '')
    """
    text = "" if value is None else str(value)
    try:
        return f"{Decimal(text).normalize():f}"
    except InvalidOperation:
        return text.removeprefix(BASE)


def both(query: str, *columns: str) -> Pair:
    """Ask both the same SPARQL."""
    asked = sparql(query, *columns)
    return Pair(asked, asked)


def sparql(query: str, *columns: str) -> Asked:
    """Ask by SPARQL."""
    return Asked("/sparql", {"query": _PREFIXES + query}, table(*columns))


def page(address: str) -> Asked:
    """Ask for a page of records, by the address as a whole; only their number is read."""

    def read(body: bytes) -> Rows:
        return Counter({("record",): len(json.loads(body)["records"])})

    path, _, query = address.partition("?")
    return Asked(path, dict(parse_qsl(query)), read)


def card(body: bytes) -> Rows:
    """Read the page of one thing in JSON, as its address."""
    return Counter([(plain(json.loads(body)["id"]),)])


def slug_of(path: str) -> str:
    """Give the slug by which routes and parameters name a thing.

    Example:
        >>> slug_of("actors/hts")
        'hts'
    """
    return path.rpartition("/")[2]


def events(given: Mapping[str, str], limit: int, *, paged: bool = False) -> Asked:
    """Ask for the list of events, things by their slugs: event, name, first and last day of those from tables."""

    def read(body: bytes) -> Rows:
        records = [record for record in json.loads(body)["records"] if record["rows"]]
        return Counter(tuple(plain(record[name]) for name in ("id", "name", "from", "until")) for record in records)

    asked = {name: slug_of(value) for name, value in given.items()}
    return Asked("/events", asked | {"limit": str(limit), "fields": "id,name,from,until,rows"}, read, paged)


def neighbours(actor: str, kinds: str, limit: int) -> Asked:
    """Ask whom an actor is tied to: itself and the others, once each, however many sources say so."""

    def read(body: bytes) -> Rows:
        return Counter({(actor,), *((record["neighbour"]["id"],) for record in json.loads(body)["records"])})

    given = {"kind": kinds, "limit": str(limit), "fields": "relation,neighbour"}
    return Asked(f"/{actor}/neighbours", given, read, paged=True)


def timeline(given: Mapping[str, str], limit: int) -> Asked:
    """Ask for the timeline: each event of a table with its type, status, row and voice."""

    def read(body: bytes) -> Rows:
        return Counter(
            tuple(
                plain(value)
                for value in (
                    record["event"]["id"], record["event"]["name"], record["from"], record["until"],
                    kind["id"], kind["name"], record["status"]["id"], voice["row"], voice["voice"]["id"],
                )
            )
            for record in json.loads(body)["records"]
            for kind in record["types"]
            for voice in record["voices"]
            if voice["row"]
        )  # fmt: skip

    fields = "event,from,until,types,status,voices"
    return Asked("/timeline", {**given, "limit": str(limit), "fields": fields}, read, paged=True)


def counts(one: Subject, by: Sequence[str], figures: Sequence[str], **given: str | int) -> Asked:
    """Ask the route of counts, with a bound that lets every event through and was never asked before."""
    bound = {"from": str(_EARLIEST + timedelta(one.turn)), "by": ",".join(by), "source": one.source}
    return Asked("/events/counts", bound | {name: str(value) for name, value in given.items()}, counted(*by, *figures))


def counted(*columns: str) -> Read:
    """Make a reader of some columns of an answer of `/events/counts`."""

    def read(body: bytes) -> Rows:
        return Counter(tuple(plain(row[name]) for name in columns) for row in json.loads(body)["rows"])

    return read
