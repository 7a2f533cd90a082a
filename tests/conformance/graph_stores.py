"""Running the tests of the graph store protocol against a store that can only be read.

Its writes are refused. What they would have done is done beside the server, so that its reads can be tested all the
same: a release is published that is as the write would have left the store.
"""

from __future__ import annotations

import email
from collections.abc import Iterator, Mapping
from functools import partial
from textwrap import dedent
from typing import Final
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse

from conformance.harness import Reply, Server
from conformance.manifest import Case, Message
from conformance.protocols import checked

READS: Final = {"GET", "HEAD"}
NEW: Final = "http://www.example/gsp/new"
"""Where a graph is put for which the store chooses the name."""
Graphs = Mapping[str, tuple[Triple, ...]]
"""Triples by graph; the default graph has the empty name."""


def graph_store(server: Server, case: Case) -> str | None:
    """Send the requests of a test; one that writes cannot succeed."""
    if not case.messages:
        return "it is told in words, not as requests"
    for message, reply in exchanges(server, case):
        wrong = checked(reply, message)
        if wrong:
            return f"{message.method} {message.path}: {wrong}"
    return None


def exchanges(server: Server, case: Case) -> Iterator[tuple[Message, Reply]]:
    """Send the requests of a test, each read to a store that is as the writes before it would have left it."""
    graphs: Graphs = {}
    for message in case.messages:
        if message.method not in READS:
            graphs = _written(graphs, message)
        server.release(_key(graphs), partial(_quads, graphs), current=True)
        yield message, server.request(message.method, _target(message), dict(message.headers), message.body)


def _target(message: Message) -> str:
    return message.path.replace("/gsp", "/graph-store", 1).replace("$LOCATION$", NEW)


def _written(graphs: Graphs, message: Message) -> Graphs:
    """Give the graphs after a write."""
    parameters = parse_qs(urlsplit(message.path).query, keep_blank_values=True)
    name = "" if "default" in parameters else parameters.get("graph", [NEW])[0]
    others = {other: triples for other, triples in graphs.items() if other != name}
    if message.method == "DELETE":
        return others
    former = graphs.get(name, ()) if message.method == "POST" else ()
    return {**others, name: (*former, *(triple for part in _parts(message) for triple in _triples(part)))}


def _parts(message: Message) -> Iterator[str]:
    """Give the Turtle documents in a request, which may be several."""
    body = dedent((message.body or b"").decode())
    content_type = dict(message.headers)["content-type"]
    if not content_type.startswith("multipart/"):
        yield body
        return
    for part in email.message_from_string(f"Content-Type: {content_type}\n\n{body}").walk():
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            yield content.decode()


def _triples(turtle: str) -> Iterator[Triple]:
    return (quad.triple for quad in parse(turtle, RdfFormat.TURTLE, rename_blank_nodes=True))


def _quads(graphs: Graphs) -> Iterator[Quad]:
    for name, triples in graphs.items():
        graph = NamedNode(name) if name else DefaultGraph()
        yield from (Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)


def _key(graphs: Graphs) -> str:
    return repr(sorted((name, sorted(map(str, triples))) for name, triples in graphs.items()))
