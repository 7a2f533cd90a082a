"""Each thing at its own address, in every form: an ASGI application of its own, for it is what is asked most.

The address of a thing is its IRI's path under the base, with the name of a form behind it if need be: ``/actors/hts``,
``/actors/hts.ttl``. What is said of one thing is little and is read here. Its card, and a thing of which very much is
said, is for a worker.
"""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import MutableMapping
from typing import Any, Final

from starlette.exceptions import HTTPException

from kg.cards import Card, card
from kg.cards.described import MOST, Described, Question, large, missing, read, written
from kg.identifiers import ID, iri
from kg.namespaces import CKG
from kg.release import Release
from kg.server.addresses import CARD, LONGEST, METHODS, SUFFIXES, VARY, Address, moved, read_address, with_policy
from kg.server.answering import finish, has_already
from kg.server.cache import Cache, Reply
from kg.server.card_pages import card_page
from kg.server.current import CurrentRelease
from kg.server.inner import Inner
from kg.server.manners import PREFLIGHT
from kg.server.packing import packed
from kg.server.problems import fit
from kg.server.sending import WHOLE, Receive, Scope, Send

CACHE: Final = 16 << 20
"""Bytes of answers that each server process remembers: those that are asked most."""


class Things:
    """Answers ``/actors/hts`` and the addresses of all other things.

    Args:
        current: the release.
        inner: has workers do what is much.
    """

    def __init__(self, current: CurrentRelease, inner: Inner) -> None:
        self._current = current
        self._inner = inner
        self._cache = Cache(CACHE)
        self._known: weakref.ref[Release] | None = None
        self._packed = packed(self._answer)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        accepted = next((value for name, value in scope["headers"] if name == b"accept-encoding"), b"")
        if b"gzip" in accepted or b"zstd" in accepted:
            others = {name: offer for name, offer in scope.get("extensions", {}).items() if name != WHOLE}
            await self._packed({**scope, "extensions": others}, receive, _once_varied(send))
        else:
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        await finish(scope, send, self._reply(scope, receive))

    async def _reply(self, scope: Scope, receive: Receive) -> Reply:
        if scope["method"] == "OPTIONS":
            allowed = [(b"allow", METHODS.encode()), (b"access-control-allow-methods", METHODS.encode())]
            return Reply(204, [*allowed, *PREFLIGHT])
        if scope["method"] not in {"GET", "HEAD"}:
            raise HTTPException(405, f"{scope['method']} is not answered here", {"Allow": METHODS})
        headers: dict[bytes, bytes] = dict(scope["headers"])
        asked = read_address(scope, headers.get(b"accept", b"").decode("latin-1"))
        release = await self._release(asked.release)
        shown = f"{asked.form} {asked.carded} {asked.release is None}"
        key = (release.name, asked.path, asked.suffix, shown)
        reply = self._cache.get(key)
        if reply is None or scope["path"].endswith("/"):
            reply = await self._fresh(scope, receive, release, asked)
            if reply.status == 200:  # noqa: PLR2004
                self._cache.put(key, reply)
        return Reply(304, reply.headers) if has_already(headers, reply.etag) else reply

    async def _fresh(self, scope: Scope, receive: Receive, release: Release, asked: Address) -> Reply:
        thing = read(release, asked.path, MOST) if _may_be(asked.path) else Described(asked.path, [], {})
        if thing is not None and not thing.quads and not _is_spoken_of(release, asked.path):
            await self._inner.call((scope, receive), release, missing, fit(asked.path))
        successor = None if thing is None else thing.successor
        if successor is not None or scope["path"].endswith("/"):
            return moved(scope, asked, successor or asked.path)
        if asked.form == "html":
            return await self._page(scope, receive, release, asked)
        more: dict[str, Any] = {}
        if asked.carded:
            more[CARD] = (await self._card(scope, receive, release, asked.path)).record()
        if thing is None:
            question = Question(asked.path, asked.form, more)
            body: bytes = await self._inner.call((scope, receive), release, large, question)
        else:
            body = written(release, thing, asked.form, more)
        return asked.reply(release, body)

    async def _release(self, name: str | None) -> Release:
        """Give a release, or the current one: opened in a thread, held no longer than whoever opened it holds it."""
        if name is not None:
            return await asyncio.to_thread(self._current.opened, name)
        release = self._known() if self._known else None
        if release is None or release.name != self._current.place().name:
            release = await asyncio.to_thread(self._current.get)
            self._known = weakref.ref(release)
        return release

    async def _page(self, scope: Scope, receive: Receive, release: Release, asked: Address) -> Reply:
        known = await self._card(scope, receive, release, asked.path)
        forms = {suffix: f"/{asked.path}.{suffix}" for suffix in SUFFIXES if suffix != "html"}
        shown = await asyncio.to_thread(card_page, release, known, forms, asked.release or "")
        reply = asked.reply(release, bytes(shown.body))
        return reply._replace(headers=with_policy(reply.headers, shown))

    async def _card(self, scope: Scope, receive: Receive, release: Release, path: str) -> Card:
        return await self._inner.call((scope, receive), release, card, path)


def _may_be(path: str) -> bool:
    return len(path) <= LONGEST and ID.fullmatch(path.partition("/")[2]) is not None


def _is_spoken_of(release: Release, path: str) -> bool:
    """Whether claims are about it, though nothing holds of it: all are withdrawn, or deny or announce it."""
    about = release.store.quads(predicate=CKG.about, value=iri(path)) if _may_be(path) else iter(())
    return next(about, None) is not None


def _once_varied(send: Send) -> Send:
    """Have an answer name each header that it varies by once; what packs it adds its own without looking."""

    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = [pair for pair in message["headers"] if pair[0] != b"vary"]
            message = {**message, "headers": [*headers, (b"vary", VARY)]}
        await send(message)

    return sending
