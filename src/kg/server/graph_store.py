"""Whole graphs, by the reads of the Graph Store Protocol (https://www.w3.org/TR/sparql11-http-rdf-update/#http-get)."""

from __future__ import annotations

from typing import Final

from starlette.exceptions import HTTPException

from kg.errors import BadParameter
from kg.identifiers import sha256
from kg.server.answering import ANYBODY, Answering, finish, has_already, seconds_of
from kg.server.asked import fields_of, is_iri
from kg.server.cache import Reply
from kg.server.current import CurrentRelease
from kg.server.negotiation import GRAPHS, choose
from kg.server.sending import Receive, Scope, Send
from kg.settings import Settings
from kg.sparql.jobs import Job

METHODS: Final = "GET, HEAD, OPTIONS"
_FORMS: Final = {name: media for name, media in GRAPHS.items() if name != "html"}


class GraphStore:
    """Answers ``/graph-store?default`` and ``/graph-store?graph=IRI``.

    Args:
        settings: the limits.
        current: the release.
        answering: runs the reads.
    """

    def __init__(self, settings: Settings, current: CurrentRelease, answering: Answering) -> None:
        self._settings = settings
        self._current = current
        self._answering = answering

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        await finish(scope, send, self._reply(scope, receive, send))

    async def _reply(self, scope: Scope, receive: Receive, send: Send) -> Reply | None:
        if scope["method"] == "OPTIONS":
            return Reply(204, [*ANYBODY, (b"allow", METHODS.encode())])
        if scope["method"] not in {"GET", "HEAD"}:
            raise HTTPException(405, "graphs can be read here, and not changed", {"Allow": METHODS})
        fields = fields_of(scope["query_string"])
        values = dict(fields)
        if [name for name, _ in fields if name in {"default", "graph"}] not in (["default"], ["graph"]):
            raise BadParameter("graph", "no graph, or more than one", "either default or graph=IRI", "")
        name = values.get("graph", "")
        if "graph" in values and not is_iri(name):
            raise BadParameter("graph", "no absolute IRI", "an IRI such as https://w3id.org/ckg/graphs/registry", name)
        headers: dict[bytes, bytes] = dict(scope["headers"])
        form, media = choose(values.get("format"), headers.get(b"accept", b"").decode("latin-1"), _FORMS)
        place = self._current.place()
        etag = f'W/"{place.name}-{sha256(f"{name} {form} {media}".encode())[:16]}"'.encode()
        common = [
            (b"content-type", media.encode()),
            (b"vary", b"Accept"),
            (b"cache-control", b"no-cache"),
            (b"etag", etag),
            (b"x-release", place.name.encode()),
            *ANYBODY,
        ]
        if has_already(headers, etag):
            return Reply(304, common)
        job = Job(
            "graph",
            str(place.path),
            {"name": name, "form": form},
            self._settings.max_result_mb << 20,
            f"graph {name or 'default'}",
        )
        seconds = seconds_of(values.get("timeout"), self._settings.query_seconds)
        return await self._answering.answer(scope, receive, send, job, seconds, Reply(200, common))
