"""The suite's manifests as values, read straight from its archive.

See https://w3c.github.io/rdf-tests/ for the vocabulary.
"""

from __future__ import annotations

import tarfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from synthetic import SHARED

ARCHIVE: Final = SHARED / "suites" / "w3c-sparql11.tar.xz"
BASE: Final = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"
"""Where the suite's files are said to lie: the base of relative IRIs, and of the names of graphs."""

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
MF: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT: Final = "http://www.w3.org/2009/sparql/tests/test-update#"
HT: Final = "http://www.w3.org/2011/http#"
CNT: Final = "http://www.w3.org/2011/content#"

Node = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Message:
    """A request of a protocol test, and what is expected of its answer."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    statuses: frozenset[str]
    """Names of statuses and of classes of statuses, such as ``Created`` and ``StatusCode4xx``."""
    truth: bool | None
    form: str | None
    """``boolean``, ``tabular`` or ``RDF``."""
    answer_headers: tuple[tuple[str, str], ...]
    answer_body: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """A test of the suite. Files are named by their path within `Suite.files`."""

    iri: str
    name: str
    kind: str
    folder: str
    comment: str = ""
    text: str | None = None
    """The file with the query or the update."""
    data: tuple[str, ...] = ()
    graphs: tuple[tuple[str, str], ...] = ()
    """Named graphs: IRI and file."""
    result: str | None = None
    requires: frozenset[str] = frozenset()
    messages: tuple[Message, ...] = field(default=(), repr=False)

    @property
    def id(self) -> str:
        """The tail of the IRI, under which a failure is shown."""
        return f"{self.folder}/{self.iri.rpartition('#')[2]}"


class Manifest:
    """One manifest's triples, by subject and predicate."""

    def __init__(self, path: str, content: bytes) -> None:
        self.folder = path.rpartition("/")[0]
        self.base = BASE + path
        self._objects: dict[tuple[str, str], list[Node]] = defaultdict(list)
        for quad in parse(content, RdfFormat.TURTLE, base_iri=self.base):
            self._objects[str(quad.subject), quad.predicate.value].append(quad.object)

    def cases(self) -> Iterator[Case]:
        for entries in self.objects(NamedNode(self.base), MF + "entries"):
            for test in self._list(entries):
                yield self._case(test)

    def objects(self, subject: Node | None, predicate: str) -> list[Node]:
        return self._objects.get((str(subject), predicate), [])

    def one(self, subject: Node | None, *predicates: str) -> Node | None:
        return next((found for predicate in predicates for found in self.objects(subject, predicate)), None)

    def _case(self, test: Node) -> Case:
        action = self.one(test, MF + "action")
        asked = [action] if isinstance(action, NamedNode) else self._action(action, "query", "request")
        graphs = self._action(action, "graphData") + self.objects(test, UT + "graphData")
        return Case(
            iri=_text(test),
            name=_text(self.one(test, MF + "name")),
            kind=_text(self.one(test, RDF + "type")).removeprefix(MF).removeprefix(UT),
            folder=self.folder,
            comment="\n".join(map(_text, self.objects(test, RDFS + "comment"))),
            text=next(map(_file, asked), None),
            data=tuple(map(_file, self._action(action, "data"))),
            graphs=tuple(sorted(map(self._graph, graphs))),
            result=_file(result) if isinstance(result := self.one(test, MF + "result"), NamedNode) else None,
            requires=frozenset(_text(feature).removeprefix(MF) for feature in self.objects(test, MF + "requires")),
            messages=tuple(map(self._message, self._list(self.one(action, HT + "requests")))),
        )

    def _action(self, action: Node | None, *names: str) -> list[Node]:
        return [found for name in names for space in (QT, UT) for found in self.objects(action, space + name)]

    def _graph(self, graph: Node) -> tuple[str, str]:
        if isinstance(graph, NamedNode):
            return graph.value, _file(graph)
        file = self.one(graph, QT + "graph", UT + "graph")
        return _text(self.one(graph, RDFS + "label") or file), _file(file)

    def _message(self, request: Node) -> Message:
        answer = self.one(request, HT + "resp")
        body = self.one(request, HT + "body")
        expected = self.one(answer, HT + "body")
        encoding = _text(self.one(body, CNT + "characterEncoding")) or "UTF-8"
        truth = self.one(answer, MF + "expectedBoolean")
        return Message(
            method=_text(self.one(request, HT + "methodName")),
            path=_text(self.one(request, HT + "absolutePath")),
            headers=self._headers(request),
            body=_text(self.one(body, CNT + "chars")).encode(encoding) if body else None,
            statuses=frozenset(
                _text(found).rpartition("#")[2] for found in self.objects(answer, MF + "expectedStatus")
            ),
            truth=_text(truth) == "true" if truth else None,
            form=_text(self.one(answer, MF + "expectedFormat")) or None,
            answer_headers=self._headers(answer),
            answer_body=_text(self.one(expected, CNT + "chars")) if expected else None,
        )

    def _headers(self, owner: Node | None) -> tuple[tuple[str, str], ...]:
        return tuple(
            (_text(self.one(header, HT + "fieldName")), _text(self.one(header, HT + "fieldValue")))
            for header in self._list(self.one(owner, HT + "headers"))
        )

    def _list(self, head: Node | None) -> Iterator[Node]:
        while head is not None and (first := self.one(head, RDF + "first")) is not None:
            yield first
            head = self.one(head, RDF + "rest")


class Suite:
    """The suite: its files, and its tests in the order of the manifests."""

    def __init__(self, archive: Path) -> None:
        self.files: Mapping[str, bytes] = dict(_unpack(archive))

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        paths = sorted(path for path in self.files if path.rpartition("/")[2].startswith("manifest"))
        return tuple(case for path in paths for case in Manifest(path, self.files[path]).cases())

    def of(self, *kinds: str) -> list[Case]:
        """Give the tests of some kinds."""
        return [case for case in self.cases if case.kind in kinds]


@cache
def suite() -> Suite:
    """Read the suite once; it is empty where its archive is absent."""
    return Suite(ARCHIVE)


def _unpack(archive: Path) -> Iterator[tuple[str, bytes]]:
    if not archive.exists():
        return
    with tarfile.open(archive) as files:
        for member in files:
            content = files.extractfile(member)
            if content and "/sparql11/" in member.name:
                yield member.name.partition("/sparql11/")[2], content.read()


def _text(node: Node | None) -> str:
    return "" if node is None else node.value if isinstance(node, NamedNode | Literal) else str(node)


def _file(node: Node | None) -> str:
    return _text(node).removeprefix(BASE)
