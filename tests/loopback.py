"""A listener on this machine that counts who calls, for what must not call out; and a store to call from."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QueryTriples, Store

_BODY = b'{"head":{"vars":[]},"results":{"bindings":[{}]}}'
_ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nConnection: close\r\n"
    b"Content-Length: %d\r\n\r\n" % len(_BODY) + _BODY
)


@dataclass
class Listener:
    """Answers every request as a SPARQL endpoint with one empty solution would."""

    address: str
    calls: int = 0


@contextmanager
def listening() -> Iterator[Listener]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        listener = Listener(f"http://127.0.0.1:{server.getsockname()[1]}/")

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection, suppress(OSError):
                    if not connection.recv(4096):
                        return  # our own call at the end
                    listener.calls += 1
                    connection.sendall(_ANSWER)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener
        with suppress(OSError), socket.create_connection(server.getsockname()):
            pass
        thread.join()


def small_store() -> Store:
    """Give a store where most patterns of the tests have a solution, so that what stands behind them is evaluated."""
    store = Store()
    objects: list[Literal | NamedNode] = [
        *(Literal(value) for value in (1, True, "", "x", "a' b")),
        *(NamedNode(iri) for iri in ("urn:o", "http://x:", "urn:a.b", "urn:service", "http://b/o")),
    ]
    for term in objects:
        store.add(Quad(NamedNode("urn:s"), NamedNode("urn:p"), term))
    return store


def run(store: Store, query: str) -> str:
    """Run a query to its end; give the engine's complaint, or nothing."""
    try:
        results = store.query(query)
        if not isinstance(results, QueryBoolean):
            for _ in results:
                pass
        assert isinstance(results, QueryBoolean | QueryTriples) or results.variables is not None
    except (SyntaxError, RuntimeError, ValueError, OSError) as error:
        return f"{type(error).__name__}: {error}"
    return ""
