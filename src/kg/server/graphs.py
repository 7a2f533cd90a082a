"""Each named graph at its own address: what it holds in RDF, and what it is as JSON or as a page.

A graph's address identifies it directly, as the Graph Store Protocol has it
(https://www.w3.org/TR/sparql11-http-rdf-update/#direct-graph-identification); ``/graph-store?graph=`` gives the same.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final
from urllib.parse import urlencode

from starlette.exceptions import HTTPException

from kg.cards.described import linked
from kg.errors import BadParameter, UnknownThing
from kg.identifiers import VOID_GRAPH, iri, path_of
from kg.namespaces import BASE, DCT
from kg.release import Release
from kg.server.addresses import METHODS, SUFFIXES, common_headers, with_policy
from kg.server.answering import finish, has_already
from kg.server.asked import fields_of
from kg.server.cache import Reply
from kg.server.current import CurrentRelease
from kg.server.graph_store import GraphStore
from kg.server.manners import PREFLIGHT, once
from kg.server.negotiation import GRAPHS, choose
from kg.server.pages import page
from kg.server.problems import fit
from kg.server.sending import Receive, Scope, Send
from kg.spelling import nearest

FORMS: Final = {"json": ("application/json",), **{name: (media[0],) for name, media in GRAPHS.items()}}


class Graphs:
    """Answers ``/graphs/registry`` and the addresses of the other named graphs.

    Args:
        current: the release.
        store: answers with what a graph holds.
    """

    def __init__(self, current: CurrentRelease, store: GraphStore) -> None:
        self._current = current
        self._store = store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        await finish(scope, send, self._reply(scope, receive, send))

    async def _reply(self, scope: Scope, receive: Receive, send: Send) -> Reply | None:
        if scope["method"] == "OPTIONS":
            allowed = [(b"allow", METHODS.encode()), (b"access-control-allow-methods", METHODS.encode())]
            return Reply(204, [*allowed, *PREFLIGHT])
        if scope["method"] not in {"GET", "HEAD"}:
            raise HTTPException(405, "graphs can be read here, and not changed", {"Allow": METHODS})
        headers: dict[bytes, bytes] = dict(scope["headers"])
        path, dot, suffix = scope["path"].strip("/").partition(".")
        given = once(fields_of(scope["query_string"]), ("format", "timeout"))
        wanted = SUFFIXES.get(suffix, suffix) if dot else given.get("format")
        form, media = choose(wanted, headers.get(b"accept", b"").decode("latin-1"), FORMS)
        if dot and given.get("format", wanted) != wanted:
            raise BadParameter("format", f"the address ends in .{fit(suffix)}", "one of the two", given["format"])
        release = await asyncio.to_thread(self._current.get)
        await asyncio.to_thread(_require, release, path)
        if form not in {"json", "html"}:
            query = {"graph": BASE + path, "format": form, **{k: v for k, v in given.items() if k == "timeout"}}
            await self._store({**scope, "query_string": urlencode(query).encode()}, receive, send)
            return None
        told = common_headers(release, path, media, f"{release.name}-{form}")
        if has_already(headers, dict(told)[b"etag"]):
            return Reply(304, told)
        return await asyncio.to_thread(_described, release, path, form, told)


def _require(release: Release, path: str) -> None:
    graphs = [path_of(graph) for graph in release.store.graphs()]
    if path not in graphs:
        raise UnknownThing(fit(path), nearest(fit(path), graphs) or graphs[:5])


def _described(release: Release, path: str, form: str, told: list[tuple[bytes, bytes]]) -> Reply:
    """Describe a graph by what the data set's own description says of it."""
    document = path.replace("graphs/", "documents/", 1)
    title = next((q.object for q in release.store.quads("", iri(document), DCT.title)), None)
    more: dict[str, Any] = {
        "name": getattr(title, "value", path),
        "release": release.name,
        "document": document if title is not None else None,
        "contents": {name: f"/{path}.{suffix}" for suffix, name in SUFFIXES.items() if name not in {"json", "html"}},
    }
    writer = linked(release.ontology)
    said = writer.said(release.store.quads(BASE + VOID_GRAPH, iri(path)))
    if form == "json":
        return Reply(200, told, writer.written(path, said, more), release.name)
    size = next(
        (value.value for node, values in said.items() if node.value.endswith("void#triples") for value in values), ""
    )
    shown = page(
        "graph.html", release=release, path=path, size=size, **{k: v for k, v in more.items() if k != "release"}
    )
    return Reply(200, with_policy(told, shown), bytes(shown.body), release.name)
