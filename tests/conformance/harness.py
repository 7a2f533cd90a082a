"""A real server over a store in which each dataset of the suite is a release, and asking it."""

from __future__ import annotations

import hashlib
import http.client
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from conformance.manifest import BASE, Case, Suite
from kg.build import build
from kg.search import write_index
from kg.store import Content, StoreDirectory, publish
from serving import serving
from synthetic import DATA, IMPORTED

KEEP: Final = 10_000
SEEN: Final = 30
"""Seconds after which a server must have seen a new release: far more than it takes."""
SYNTAXES: Final = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML}
MEDIA_TYPES: Final = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
RELATIVE: Final = re.compile(r"""<(?![A-Za-z][A-Za-z0-9+.-]*:)[^<>"{}|^`\\\s]*>""")
BASE_CLAUSE: Final = re.compile(r"^\s*BASE\s*<", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    """By name in lower case."""
    body: bytes

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def form(self) -> str:
        """The name of the answer's format, empty if it is none of those of `MEDIA_TYPES`."""
        return next((name for name, media_type in MEDIA_TYPES.items() if media_type == self.media_type), "")

    def __str__(self) -> str:
        return f"{self.status} {self.media_type} {self.body[:500].decode(errors='replace')}"


class Server:
    """A running server.

    Args:
        address: such as ``http://127.0.0.1:8000``.
        store: its directory, where a release was built.
        suite: whose datasets it serves.
    """

    def __init__(self, address: str, store: StoreDirectory, suite: Suite) -> None:
        self.address = address
        self.suite = suite
        self._store = store
        self._built = store.current().name
        self._released: dict[str, str] = {}

    def request(
        self, method: str, target: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Reply:
        """Send a request as it is, on a connection of its own."""
        with closing(http.client.HTTPConnection(self.address.removeprefix("http://"), timeout=60)) as connection:
            connection.request(method, target, body, dict(headers or {}))
            response = connection.getresponse()
            received = {name.lower(): value for name, value in response.getheaders()}
            return Reply(response.status, received, response.read())

    def query(self, text: str, way: str, accept: Mapping[str, str], release: str) -> Reply:
        """Ask a query.

        Args:
            text: of the query.
            way: ``get``, ``form`` or ``direct``.
            accept: ``{"format": ...}`` or ``{"accept": ...}``.
            release: to ask.
        """
        parameters = {"release": release} | ({"format": accept["format"]} if "format" in accept else {})
        headers = {"accept": accept["accept"]} if "accept" in accept else {}
        match way:
            case "get":
                return self.request("GET", "/sparql?" + urlencode({"query": text} | parameters), headers)
            case "form":
                headers["content-type"] = "application/x-www-form-urlencoded"
                body = urlencode({"query": text} | parameters).encode()
                return self.request("POST", "/sparql", headers, body)
            case _:
                headers["content-type"] = "application/sparql-query"
                return self.request("POST", "/sparql?" + urlencode(parameters), headers, text.encode())

    def update(self, text: str, way: str) -> Reply:
        """Ask for a change, by ``form`` or ``direct``."""
        if way == "form":
            headers = {"content-type": "application/x-www-form-urlencoded"}
            return self.request("POST", "/sparql", headers, b"update=" + quote(text).encode())
        return self.request("POST", "/sparql", {"content-type": "application/sparql-update"}, text.encode())

    def release(self, key: str, quads: Callable[[], Iterable[Quad]], *, current: bool = False) -> str:
        """Publish quads as a release beside the others, unless that was done before.

        Args:
            key: what the quads are known by.
            quads: gives them.
            current: whether it becomes the current one; the former stays so otherwise.

        Returns:
            Its name, a hash as those of real releases are.
        """
        former = self._store.current().name
        if key not in self._released:
            self._released[key] = _publish(self._store, key, quads)
        self._store.point_to(former)
        if current:
            self._show(self._released[key])
        return self._released[key]

    def show_built(self) -> None:
        """Make the release current that was built as real ones are, and so describes itself."""
        self._show(self._built)

    def _show(self, name: str) -> None:
        """Make a release current, and wait until the server has seen it."""
        self._store.point_to(name)
        end = time.monotonic() + SEEN
        while self.request("GET", "/sparql?query=ASK%7B%7D").headers.get("x-release") != name:
            assert time.monotonic() < end, f"after {SEEN} seconds the server has not seen its new release"
            time.sleep(0.02)

    def dataset(self, case: Case) -> str:
        """Give the release that holds the dataset of a test."""
        return self.release(repr((case.data, case.graphs)), lambda: quads_of(self.suite, case))


def quads_of(suite: Suite, case: Case) -> Iterator[Quad]:
    """Give the quads of a test's dataset; its named graphs have the IRIs of their files."""
    files: list[tuple[NamedNode | DefaultGraph, str]] = [(DefaultGraph(), file) for file in case.data]
    files += [(NamedNode(graph), file) for graph, file in case.graphs]
    for graph, file in files:
        syntax = SYNTAXES[file.rpartition(".")[2]]
        for quad in parse(suite.files[file], syntax, base_iri=BASE + file, rename_blank_nodes=True):
            yield Quad(quad.subject, quad.predicate, quad.object, graph)


def grounded(query: str, base: str) -> str:
    """Give a query the base that its relative IRIs need; one that needs none, or has one, stays as it is."""
    if not RELATIVE.search(query) or BASE_CLAUSE.search(query):
        return query
    return f"BASE <{base}> {query}"


@contextmanager
def running(folder: Path, suite: Suite) -> Iterator[Server]:
    """Build a release, run a server over it, and stop it in the end."""
    build([DATA], folder, imported=IMPORTED, keep=KEEP)
    with serving("--store", str(folder)) as served:
        yield Server(served.address, StoreDirectory(folder), suite)
        assert "Traceback" not in served.logged()


def _publish(store: StoreDirectory, key: str, quads: Callable[[], Iterable[Quad]]) -> str:
    name = hashlib.sha256(key.encode()).hexdigest()[:16]
    manifest = {
        "built": "2030-01-01T00:00:00+00:00",
        "program": "conformance tests",
        "ontology": "",
        "inputs": [],
        "counts": {},
        "licences": {},
    }
    extras = {"names.sqlite": lambda path: write_index(path, [])}
    with store.building():
        publish(store, name, lambda: Content(quads(), manifest, extras), KEEP)
    return name
