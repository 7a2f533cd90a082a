"""Running a job for a request, and sending what comes of it: the part that all endpoints of their own share."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Awaitable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from starlette.exceptions import HTTPException

from kg.errors import BadParameter, KgError
from kg.server.cache import LARGEST, Reply
from kg.server.live import Live
from kg.server.problems import told
from kg.server.sending import TRUNCATED, Receive, Scope, Send, send_reply, settle, stream, whole
from kg.sparql.jobs import Failed, Job
from kg.sparql.pool import Pool
from kg.sparql.runs import Run

ANYBODY: Final = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Link, X-Release, X-Truncated, X-Request-ID, Retry-After"),
]
"""Pages of any site may ask; no cookie and no password is ever looked at."""
FOREVER: Final = b"public, max-age=31536000, immutable"
"""How long what never changes may be kept (https://www.rfc-editor.org/rfc/rfc8246)."""
_SECONDS: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{0,9})?")


class Answering:
    """Runs jobs for requests.

    Args:
        pool: where they run.
        live: what runs now, for the administrator.
        patience: seconds in which a client must read a megabyte.
    """

    def __init__(self, pool: Pool, live: Live, patience: float) -> None:
        self._patience = patience
        self._pool = pool
        self._live = live

    async def answer(  # noqa: PLR0913  a request is three things in ASGI
        self, scope: Scope, receive: Receive, send: Send, job: Job, seconds: float, ours: Reply, *, hold: bool = False
    ) -> Reply | None:
        """Run a job.

        Args:
            scope: of the request, as ASGI has it.
            receive: of the request, whose body has been read.
            send: of the request.
            job: what is to be done.
            seconds: how long it may take.
            ours: the reply without its body.
            hold: whether to wait for the end in any case.

        Returns:
            The whole reply; None if it was longer, and has been sent.

        Raises:
            Busy: if too much is asked already.
            QueryFailed: if it fails before anything was sent.
        """
        with self.running(scope, receive, job, seconds) as run:
            await settle(scope, run)
            if run.failed is None and not hold and (not run.over or run.spool.size > LARGEST):
                await stream(scope, send, ours.headers, run, self._patience)
                return None
            data, ended = await whole(run)
        headers = [*ours.headers, TRUNCATED] if ended.truncated else ours.headers
        return ours._replace(headers=headers, body=data)

    @contextmanager
    def running(self, scope: Scope, receive: Receive, job: Job, seconds: float) -> Iterator[Run]:
        """Have a job done for as long as the context lasts, and its client or an administrator wants it.

        Args:
            scope: of the request, as ASGI has it.
            receive: of the request, whose body has been read.
            job: what is to be done.
            seconds: how long it may take.

        Raises:
            Busy: if too much is asked already.
        """
        run = self._pool.submit(job, client_of(scope), seconds)
        self._live.watch(run, receive, self._pool)
        try:
            yield run
        finally:
            self._live.leave(run)
            if not run.over:
                self._pool.stop(run, Failed("cancelled", "nobody waits for the answer"))
            run.spool.close()


async def finish(scope: Scope, send: Send, replying: Awaitable[Reply | None]) -> None:
    """Send the reply that something comes to, or the problem."""
    try:
        reply = await replying
    except (KgError, HTTPException) as error:
        problem = told(error, f"{scope['method']} {scope['path']}")
        kept = [pair for pair in problem.raw_headers if pair[0] != b"content-length"]
        reply = Reply(problem.status_code, [*kept, *ANYBODY], bytes(problem.body))
    if reply is not None:
        await send_reply(scope, send, reply)


def client_of(scope: Scope) -> str:
    """Tell whose share a request counts against: an address, or for IPv6 the network of a household or firm."""
    address: str = scope["client"][0] if scope.get("client") else ""
    if ":" in address:
        try:
            return str(ipaddress.ip_network((address.partition("%")[0], 64), strict=False))
        except ValueError:
            return address
    return address


def has_already(headers: Mapping[bytes, bytes], etag: bytes) -> bool:
    """Whether the client has an answer already (https://www.rfc-editor.org/rfc/rfc9110#name-if-none-match)."""
    known = headers.get(b"if-none-match")
    return bool(known and etag) and (known == b"*" or etag in [tag.strip() for tag in (known or b"").split(b",")])


def seconds_of(text: str | None, most: int) -> float:
    """Read a time limit; more than the server's is the server's."""
    if text is None:
        return most
    seconds = float(text) if _SECONDS.fullmatch(text) else 0.0
    if not seconds > 0:
        raise BadParameter("timeout", "no time", f"seconds, more than 0, at most {most}", text[:200])
    return min(seconds, most)
