"""uvicorn's HTTP protocol, with an end to patience: slow senders, slow readers, and heads that never end."""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import suppress
from http import HTTPStatus
from typing import Any, Final

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from kg.server.answering import client_of
from kg.server.body import LET_GO
from kg.server.problems import problem
from kg.server.sending import ABORT, WHOLE
from kg.settings import Settings
from kg.sparql.runs import PRECISION

HEAD: Final = 64 * 1024
"""Bytes that the address and the headers of a request may have together."""
PIPELINED: Final = 8
"""Requests that a client may send without waiting for answers."""
LINGER: Final = 2.0
"""Seconds for which a client that was refused may go on sending."""
CONNECTIONS: Final = 1000
"""Connections that a server process holds at once; a quarter of them for one client."""
_HEADERS, _BODY, _NEXT = "headers", "body", "next request"
"""What a connection may wait for."""


class PatientProtocol(HttpToolsProtocol):
    """One connection.

    A request's head and body must arrive, and a client must read, within the settings' times; who does not is told
    with 408 if nothing was answered yet, and cut off.
    """

    def __init__(self, config: Any, server_state: Any, app_state: dict[str, Any], _loop: Any = None) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._settings: Settings = app_state["settings"]
        self._awaited, self._patience = _HEADERS, 0.0
        self._due: float | None = None
        self._rings = 0.0
        self._sender: asyncio.TimerHandle | None = None
        self._reader: asyncio.TimerHandle | None = None
        self._head = 0
        self._in_head = True
        self._size = 0
        self._refused = False
        self._cycles: list[RequestResponseCycle] = []
        self._most = 2 * HEAD + (self._settings.max_query_kb << 12) + LET_GO

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a head."""
        super().connection_made(transport)
        clients = [client_of({"client": getattr(other, "client", None)}) for other in self.connections]
        same = clients.count(client_of({"client": self.client}))
        if len(self.connections) > CONNECTIONS or same > CONNECTIONS // 4:
            self._refuse(503, "too many connections; try again later")
            return
        self._wait(self._settings.header_seconds, _HEADERS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._stop_waiting()
        for timer in (self._sender, self._reader):
            if timer is not None:
                timer.cancel()
        for cycle in self._unfinished():
            cycle.disconnected = True
            cycle.message_event.set()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes, and refuse a request that does not end."""
        if self._refused or self.transport.is_closing():
            self._let_go(data)
            return
        self._size += len(data)
        if self._awaited is _NEXT:
            self._stop_waiting()
        try:
            self._parse(data)
        except httptools.HttpParserError:
            self._refuse_head() if self._head > HEAD * 3 // 4 else self._refuse(400, "this is not HTTP")
        if self._refused or self.transport.is_closing():
            return
        if self._in_head and self._size > HEAD:
            self._refuse_head()
            return
        if self._size > self._most:  # trailers behind a body count too
            self._refuse(413, f"the request is longer than {self._most} bytes")
            return
        between = self.cycle is None or self.cycle.response_complete
        if self._due is None and between:
            self._wait(self._settings.header_seconds, _HEADERS)  # bytes that begin no request

    def eof_received(self) -> None:
        """Close, if there is nothing more to say."""
        if self._refused:
            self.transport.close()

    def _let_go(self, data: bytes) -> None:
        """Drop what still arrives after a refusal: who is cut off while sending would not look for an answer."""
        self._size += len(data)
        if self._size > self._most:
            self.transport.abort()

    def _parse(self, data: bytes) -> None:
        """Parse, and go on in HTTP/1.1 where a client offers another protocol: the parser would lose the body."""
        while True:
            try:
                self.parser.feed_data(data)
            except httptools.HttpParserUpgrade as upgrade:
                offered = {b"connection", b"upgrade", b"http2-settings"}
                kept = [b"%s: %s\r\n" % pair for pair in self.headers if pair[0] not in offered]
                head = b"%s %s HTTP/1.1\r\n%s\r\n" % (self.parser.get_method(), self.url, b"".join(kept))
                data = head + data[upgrade.args[0] :]
                self.parser = httptools.HttpRequestParser(self)
            else:
                return

    def on_message_begin(self) -> None:
        """Begin a request, unless too many wait for an answer already."""
        if len(self._unfinished()) > PIPELINED:
            self.abort()
        if self._refused or self.transport.is_closing():
            raise ConnectionAbortedError  # so that the parser stops
        super().on_message_begin()
        self.scope["extensions"] = {ABORT: {"abort": self.abort}, WHOLE: {"send": self.send_whole}}
        self._in_head = True
        self._size = self._head = 0
        if self._due is None:
            self._wait(self._settings.header_seconds, _HEADERS)

    def on_url(self, url: bytes) -> None:
        """Count an address."""
        super().on_url(url)
        self._head += len(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count a header, and keep it; nobody asks for trailers, so they are let go."""
        if self._in_head:
            self._head += len(name) + len(value) + 4
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Refuse what cannot be answered, or wait for the body from now on."""
        if self.parser.get_method() == b"CONNECT":
            self._refuse(405, "this is no proxy")
            raise ConnectionAbortedError
        if self.parser.should_upgrade():
            return  # the parser stops here, see `_parse`
        self._stop_waiting()
        if self._head > HEAD:
            self._refuse_head()
        elif wrong := self._wrong_head():
            self._refuse(*wrong)
        if self._refused or self.transport.is_closing():
            raise ConnectionAbortedError
        super().on_headers_complete()
        self._in_head = False
        self._cycles = [*self._unfinished(), self.cycle]
        self._wait(self._settings.body_seconds, _BODY)

    def _wrong_head(self) -> tuple[int, str] | None:
        """Say what is wrong with a head (https://www.rfc-editor.org/rfc/rfc9112), with the status for it."""
        version = self.parser.get_http_version()
        if version not in {"1.0", "1.1"}:
            return 505, f"HTTP/{version} is not spoken here"
        names = [name for name, _ in self.headers]
        if names.count(b"host") > 1 or (version == "1.1" and b"host" not in names):
            return 400, "one Host header is needed"
        coded = [value.strip().lower() for name, value in self.headers if name == b"transfer-encoding"]
        if coded not in ([], [b"chunked"]):
            return 501, "of transfer codings only chunked is read here"
        return None

    def on_message_complete(self) -> None:
        """Have the whole request."""
        if self.parser.should_upgrade():
            return
        self._stop_waiting()
        self._in_head, self._size = True, 0
        super().on_message_complete()
        if self.cycle.response_complete:
            self._wait(self.timeout_keep_alive, _NEXT)

    def on_response_complete(self) -> None:
        """Begin the next request, or wait for one; see to it that the end of the answer is read."""
        self.server_state.total_requests += 1
        if not self.transport.is_closing():
            self.flow.resume_reading()
            if self.pipeline:
                self._start_asgi_task(*self.pipeline.pop())
            elif self._due is None:
                self._wait(self.timeout_keep_alive, _NEXT)
        if self.transport.get_write_buffer_size():
            self._expect_reading()

    def pause_writing(self) -> None:
        """Begin to wait for the reader."""
        super().pause_writing()
        self._expect_reading()

    def resume_writing(self) -> None:
        """Have a reader that reads."""
        if self._reader is not None:
            self._reader.cancel()
            self._reader = None
        super().resume_writing()

    def abort(self) -> None:
        """Cut the connection with a reset, so that what was sent cannot be taken for whole."""
        for cycle in self._unfinished():
            cycle.disconnected = True
            cycle.message_event.set()
        raw = self.transport.get_extra_info("socket")
        with suppress(OSError, ValueError):  # it is gone already
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()

    def send_whole(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> bool:
        """Send a whole answer to the one request that waits, in one piece; False if that cannot be done now."""
        cycle = self.cycle
        if cycle.response_started or len(self._unfinished()) != 1 or self.flow.write_paused or cycle.disconnected:
            return False
        lines = [STATUS_LINE[status]]
        lines += [b"%s: %s\r\n" % pair for pair in [*self.server_state.default_headers, *headers]]
        if (b"connection", b"close") in headers:
            cycle.keep_alive = False
        elif not cycle.keep_alive:
            lines.append(b"connection: close\r\n")
        cycle.response_started = cycle.response_complete = True
        self.transport.write(b"".join([*lines, b"\r\n", body]))
        cycle.message_event.set()
        if not cycle.keep_alive:
            self.transport.close()
        cycle.on_response()
        return True

    def _unfinished(self) -> list[RequestResponseCycle]:
        """Give the requests that are not answered yet: more than one, if a client sends them without waiting."""
        return [cycle for cycle in self._cycles if not cycle.response_complete]

    def _wait(self, seconds: float, what: str) -> None:
        """Wait for the client; what is met in time, as most is, costs no timer of its own."""
        self._awaited, self._patience = what, seconds
        self._due = self.loop.time() + seconds
        if self._sender is None or self._due < self._rings:
            self._ring_at(self._due)

    def _stop_waiting(self) -> None:
        self._due = None

    def _ring_at(self, when: float) -> None:
        if self._sender is not None:
            self._sender.cancel()
        self._rings = when
        self._sender = self.loop.call_at(when, self._ring)

    def _ring(self) -> None:
        """See whether what is waited for is late, or wait on."""
        self._sender = None
        if self._due is None:
            return
        if self._due > self.loop.time() + PRECISION:
            self._ring_at(self._due)
            return
        self._due = None
        answered = not self._in_head and not self._unfinished()  # the rest of a body whose request is answered already
        if answered or self._awaited is _NEXT:
            self.transport.close()
        else:
            self._refuse(408, f"the request's {self._awaited} did not arrive within {self._patience:g} s")

    def _expect_reading(self) -> None:
        if self._reader is None:
            self._reader = self.loop.call_later(self._settings.reader_seconds, self._not_reading)

    def _not_reading(self) -> None:
        self._reader = None
        if self.transport.get_write_buffer_size():
            self.abort()

    def _refuse(self, status: int, detail: str) -> None:
        """Answer without the application, if nothing was answered yet, and close."""
        if self._refused or self.transport.is_closing():
            return
        unfinished = self._unfinished()
        if len(unfinished) > 1 or any(cycle.response_started for cycle in unfinished):
            self.abort()  # it would be taken for the answer to another request
            return
        for cycle in unfinished:
            cycle.disconnected = True
            cycle.message_event.set()
        body = bytes(problem(status, detail).body)
        head = b"content-type: application/problem+json\r\nconnection: close\r\n"
        head += b"retry-after: 5\r\n" if status == HTTPStatus.SERVICE_UNAVAILABLE else b""
        length = b"content-length: %d\r\n\r\n" % len(body)
        self._refused = True
        self._stop_waiting()
        if self._sender is not None:
            self._sender.cancel()
        self.transport.write(STATUS_LINE[status] + head + length + body)
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._sender = self.loop.call_later(LINGER, self.transport.close)
        self._expect_reading()

    def _refuse_head(self) -> None:
        long_address = self.scope is not None and len(self.url) > HEAD // 2
        self._refuse(414 if long_address else 431, f"the head of the request is longer than {HEAD} bytes")
