"""The SPARQL endpoint, as an ASGI application of its own: what it does is done for each query, so it is kept short."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from starlette.exceptions import HTTPException

from kg.description import described, service_description
from kg.errors import BadParameter
from kg.identifiers import sha256
from kg.release import Release
from kg.server.answering import ANYBODY, FOREVER, Answering, finish, has_already, seconds_of
from kg.server.asked import Asked, asked
from kg.server.body import read_body
from kg.server.cache import Cache, Key, Reply
from kg.server.current import CurrentRelease, Place
from kg.server.negotiation import GRAPHS, TABLES, choose
from kg.server.rdf import write_triples
from kg.server.sending import Receive, Scope, Send, send_reply
from kg.server.sparql_page import as_page, form_page
from kg.settings import Settings
from kg.sparql.asking import Question
from kg.sparql.gate import Admitted, admit
from kg.sparql.jobs import Job

METHODS: Final = "GET, HEAD, POST, OPTIONS"
_HOST: Final = re.compile(r"[A-Za-z0-9.:\[\]_-]{1,255}")
_LONG: Final = 8192
PAGE_ROWS: Final = 1000
"""Rows that the page for a browser shows."""
_PREFLIGHT: Final = [
    *ANYBODY,
    (b"allow", METHODS.encode()),
    (b"access-control-allow-methods", METHODS.encode()),
    (b"access-control-allow-headers", b"Accept, Content-Type, If-None-Match, X-Request-ID"),
    (b"access-control-max-age", b"86400"),
]


class Planned(NamedTuple):
    """A query that may run, and everything that its answer needs to know."""

    request: Asked
    admitted: Admitted
    place: Place
    form: str
    media: str
    seconds: float

    def question(self, most: int) -> Question:
        """Give the question to a worker."""
        parameters = self.request.default_graphs or self.request.named_graphs  # they win over FROM
        page = "json" if self.admitted.form in {"select", "ask"} else "turtle"
        return Question(
            self.admitted.text,
            page if self.form == "html" else self.form,
            self.request.default_graphs if parameters else self.admitted.default_graphs,
            self.request.named_graphs if parameters else self.admitted.named_graphs,
            min(most, PAGE_ROWS) if self.form == "html" else most,
        )


class Endpoint:
    """Answers ``/sparql``.

    Args:
        settings: the limits.
        current: the release.
        answering: runs the queries.
    """

    def __init__(self, settings: Settings, current: CurrentRelease, answering: Answering) -> None:
        self._settings = settings
        self._current = current
        self._answering = answering
        self._long = asyncio.Semaphore(1)
        self._cache = Cache(settings.cache_mb << 20)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        headers: dict[bytes, bytes] = dict(scope["headers"])
        key = _key(scope, headers)
        reply = self._remembered(scope, headers, key) if scope["method"] in {"GET", "HEAD"} else None
        if reply is not None:
            await send_reply(scope, send, reply)
        else:
            await finish(scope, send, self._reply((scope, receive, send), headers, key))

    def _remembered(self, scope: Scope, headers: Mapping[bytes, bytes], key: Key) -> Reply | None:
        """Give the answer that was given before, or word that the client has it already."""
        reply = self._cache.get(key)
        if reply is None or not (reply.pinned or reply.release == self._current.place().name):
            return None
        scope["ckg.cache"] = "hit"
        return Reply(304, reply.headers) if has_already(headers, reply.etag) else reply

    async def _reply(self, asgi: tuple[Scope, Receive, Send], headers: Mapping[bytes, bytes], key: Key) -> Reply | None:
        """Answer what is not remembered; None if the answer is sent already."""
        scope, receive, send = asgi
        method = scope["method"]
        if method == "OPTIONS":
            return Reply(204, _PREFLIGHT)
        if method not in {"GET", "HEAD", "POST"}:
            raise HTTPException(405, f"{method} is not answered here", {"Allow": METHODS})
        body = await read_body(receive, headers, self._settings.max_query_kb << 12) if method == "POST" else b""
        if method == "POST":
            key = (*key, body)
            if reply := self._remembered(scope, headers, key):
                return reply
        request = asked(method, scope["query_string"], headers.get(b"content-type", b"").decode("latin-1"), body)
        accept = headers.get(b"accept", b"").decode("latin-1")
        if request.query is None:
            return await self._described(scope, headers, request, accept)
        began = time.monotonic()
        plan = await self._plan(request, request.query, accept)
        question = plan.question(self._settings.max_result_rows)
        etag = _etag(plan, question)
        told = _headers(plan, etag)
        if has_already(headers, etag):
            return Reply(304, told)
        job = Job(
            "ask",
            str(plan.place.path),
            {"question": tuple(question)},
            self._settings.max_result_mb << 20,
            request.query,
        )
        ours = Reply(200, told, b"", plan.place.name, etag, request.release is not None)
        reply = await self._answering.answer(
            scope, receive, send, job, began + plan.seconds - time.monotonic(), ours, hold=plan.form == "html"
        )
        if reply is not None and plan.form == "html":
            release = await asyncio.to_thread(self._opened, request)
            reply = as_page(release, request, plan.admitted.form, reply)
        if reply is not None and etag:
            self._cache.put(key, reply)
        return reply

    def _opened(self, request: Asked) -> Release:
        return self._current.opened(request.release) if request.release else self._current.get()

    async def _described(self, scope: Scope, headers: Mapping[bytes, bytes], request: Asked, accept: str) -> Reply:
        """Describe the service, to programs in RDF and to people as a page with a form."""
        name, media = choose(request.format, accept, GRAPHS)
        release = await asyncio.to_thread(self._opened, request)
        if name == "html":
            return form_page(release, request)
        host = headers.get(b"host", b"").decode("latin-1")
        if not _HOST.fullmatch(host):
            raise BadParameter("Host", "not an address", "the name that this server is reached by", host[:200])
        base = f"{scope['scheme']}://{host}/"
        key = ("described", release.name, base, media)
        reply = self._cache.get(key)
        if reply is None:
            data = await asyncio.to_thread(_description, release, base, name)
            told = [(b"content-type", media.encode()), (b"vary", b"Accept, Host"), (b"cache-control", b"no-cache")]
            reply = Reply(200, [*told, (b"x-release", release.name.encode()), *ANYBODY], data, release.name)
            self._cache.put(key, reply)
        return reply

    async def _plan(self, request: Asked, query: str, accept: str) -> Planned:
        most = self._settings.max_query_kb << 10
        if len(query) < _LONG:
            admitted = admit(query, most)
        else:  # it takes a while, in which others must be served; one at a time
            async with self._long:
                admitted = await asyncio.to_thread(admit, query, most)
        form, media = _form(request.format, accept, admitted.form in {"select", "ask"})
        place = self._current.named(request.release) if request.release else self._current.place()
        return Planned(request, admitted, place, form, media, seconds_of(request.timeout, self._settings.query_seconds))


def _description(release: Release, base: str, form: str) -> bytes:
    return write_triples(service_description(f"{base}sparql", described(release, base)), form)


@lru_cache(maxsize=256)
def _form(asked: str | None, accept: str, table: bool) -> tuple[str, str]:
    return choose(asked, accept, TABLES if table else GRAPHS)


def _key(scope: Scope, headers: Mapping[bytes, bytes]) -> Key:
    """Take all of a request that its answer follows from, but for a body."""
    read = "GET" if scope["method"] == "HEAD" else scope["method"]
    return read, scope["query_string"], headers.get(b"accept", b""), headers.get(b"content-type", b"")


def _etag(plan: Planned, question: Question) -> bytes:
    """Make a tag from all that an answer follows from; none for one that differs each time.

    It is a weak one: two workers may give the rows of one answer in another order.
    """
    if plan.admitted.volatile or plan.form == "html":  # a page names scripts, which follow from no release
        return b""
    graphs = question.default_graphs, question.named_graphs
    inputs = f"{plan.place.name} {plan.media} {question.format} {graphs} {question.most} {question.text}"
    return f'W/"{plan.place.name}-{sha256(inputs)[:16]}"'.encode()


def _headers(plan: Planned, etag: bytes) -> list[tuple[bytes, bytes]]:
    if not etag:
        return [*_common(plan.media, plan.place.name), (b"cache-control", b"no-store")]
    kept = FOREVER if plan.request.release else b"no-cache"
    return [*_common(plan.media, plan.place.name), (b"cache-control", kept), (b"etag", etag)]


@lru_cache(maxsize=64)
def _common(media: str, release: str) -> tuple[tuple[bytes, bytes], ...]:
    return (b"content-type", media.encode()), (b"vary", b"Accept"), (b"x-release", release.encode()), *ANYBODY
