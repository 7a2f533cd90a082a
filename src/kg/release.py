"""The public `Release`: one object to query, search and describe what a build made."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from kg.dates import day_of
from kg.derivation import all_quads, derive
from kg.errors import BadParameter, StoreDamaged, UnknownThing
from kg.identifiers import ID, REGISTRY_GRAPH, graph_of, iri, path_of
from kg.namespaces import BASE, CKG, DCT, OTHER, PREFIXES, RDF
from kg.ontology import Ontology, shipped
from kg.redistribution import Closed
from kg.search import Match, NameIndex
from kg.settings import Settings
from kg.sparql import Answer, Table, run_table, run_text
from kg.statements import Statements, read
from kg.store import OpenStore, StoreDirectory, in_memory, open_store, sorted_lines
from kg.store.layout import in_use, read_manifest
from kg.stored_queries import KNOWN_ON, StoredQuery, stored_query

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.counting.questions import CountAnswer

SHARED_REGISTRY: Final = "registry.nq"
"""The file with the registry as it may be handed on, where that is not the whole."""
VIEWS: Final = 8
"""How many views of what was known on a day are kept in memory."""
MOST_ROWS: Final = 25_000
"""How many imported facts may be derived anew for what was known on a day; a few seconds."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A stored query, ready to run.

    Attributes:
        text: SPARQL.
        terms: to put in the place of its parameters.
        known_on: the day to look back from; None for today's knowledge.
    """

    text: str
    terms: Mapping[str, NamedNode | Literal]
    known_on: date | None = None


class Release:
    """A release, opened read-only; several processes and threads may have it open.

    Args:
        path: the release's directory; `open_release` finds the current one.

    Raises:
        StoreDamaged: if it is not whole.

    Example:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> from kg.build import build
        >>> with TemporaryDirectory() as folder:
        ...     _ = build([], Path(folder))  # the data that ships with the package
        ...     with open_release(folder) as release:
        ...         release.search("Al Jolaini")[0].path
        'actors/al-jolani'
    """

    def __init__(self, path: Path) -> None:
        """Open it, and keep it from being removed until `close`."""
        self.path = path
        self._resources = ExitStack()
        self._resources.enter_context(in_use(path))
        self.manifest: Mapping[str, Any] = read_manifest(path)
        self.store = open_store(path / "quads")
        self.names = NameIndex(path / "names.sqlite")
        self._resources.callback(self.names.close)
        self.ontology: Ontology = shipped()
        self._views: dict[date, OpenStore] = {}
        self._lock = Lock()

    @property
    def name(self) -> str:
        """The release's name, a hash of what it was made from."""
        return self.path.name

    def close(self) -> None:
        """Let go of the files."""
        self._resources.close()

    def __enter__(self) -> Self:
        """Give the release itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def query(self, sparql: str, most: int | None = None) -> Answer:
        """Run a SPARQL query of any form; our prefixes need not be declared.

        Args:
            sparql: the query.
            most: how many rows or triples to take; None for all.

        Raises:
            QueryRefused: if it would change something, or ask another endpoint.
            QuerySyntax: if the engine cannot read it.
        """
        return run_text(self.store, sparql, most)

    def ask_stored(self, slug: str, /, **values: str) -> Table:
        """Ask a stored query.

        Args:
            slug: which one.
            values: its parameters, as texts.

        Returns:
            The rows.

        Raises:
            UnknownQuery: if there is no such query.
            BadParameter: if a parameter is missing, unknown or of the wrong type.
            UnknownThing: if an id names nothing in this release.
        """
        return self.ask(stored_query(slug), values)

    def ask(self, query: StoredQuery, values: Mapping[str, str], most: int | None = None) -> Table:
        """Ask a stored query that is at hand; see `ask_stored`.

        Args:
            query: the query.
            values: its parameters, as texts.
            most: how many rows to take; None for all.
        """
        return self.run(self.prepare(query, values), most)

    def prepare(self, query: StoredQuery, values: Mapping[str, str]) -> Prepared:
        """Check and resolve the parameters of a stored query; see `ask_stored` for what may be wrong with them."""
        given = dict(values)
        for parameter in query.parameters:
            if parameter.sections and given.get(parameter.name, "").strip():
                given[parameter.name] = self.resolve(given[parameter.name], parameter.sections)
        terms = query.bind(given)
        day = None
        for parameter in query.parameters:
            if parameter.type == KNOWN_ON and parameter.name in terms:
                day = day_of(terms.pop(parameter.name).value)
        return Prepared(query.text, terms, day)

    def run(self, prepared: Prepared, most: int | None = None) -> Table:
        """Run a stored query whose parameters are resolved; of `most` rows."""
        store = self.store if prepared.known_on is None else self.known_on(prepared.known_on)
        return run_table(store, prepared.text, prepared.terms, most)

    def counts(self, by: str = "month", /, **values: str) -> CountAnswer:
        """Count events and deaths.

        Args:
            by: what to count by, with commas between: year, month, day, type, actor, dyad, place, governorate, country,
                source.
            values: from, to, actor, place, near, kilometres, type, source, order, limit, offset, as texts; see
                `kg.counting.parameters.PARAMETERS`.

        Returns:
            Rows for each source, which is never added to another; totals; and what to know to read them.

        Raises:
            BadParameter: if a parameter is unknown or is not what it should be.
            UnknownThing: if an actor, place, type or source is not in this release.
            StoreDamaged: if the release has no table of events, as those of older versions.
        """
        from kg.counting.counts import answer  # noqa: PLC0415  what is needed only here loads only here
        from kg.counting.parameters import read_question  # noqa: PLC0415

        question = read_question({"by": by, **values}, self.resolve, self.store, self.ontology)
        return answer(self.path, self.store, question)

    def search(self, name: str, sections: Collection[str] = (), most: int = 20, typing: bool = False) -> list[Match]:
        """Find what a name may mean, the likeliest first.

        Args:
            name: in any spelling and script.
            sections: only things in these, such as ``actors``.
            most: how many matches to give.
            typing: whether more letters may follow, as while one types.
        """
        return self.names.find(name, sections=sections, most=most, typing=typing)

    def resolve(self, asked: str, sections: Sequence[str] = ()) -> str:
        """Turn an id or a name into the path of one thing.

        Args:
            asked: a path, an IRI, a slug, or a name in a spelling that is on record, articles and punctuation aside; of
                several things with a name, the first by `search` is taken. A name that only looks alike is not.
            sections: only things in these, such as ``actors``; a slug is looked for in them.

        Returns:
            The path of something that is in the release.

        Raises:
            UnknownThing: if there is none; it carries the nearest paths.
        """
        text = asked.strip().removeprefix(BASE)
        if "/" in text and self._is_there(text):
            return self._successor(text)
        for section in sections if ID.fullmatch(text) else ():
            if self._is_there(f"{section}/{text}"):
                return self._successor(f"{section}/{text}")
        for match in self.search(text, sections, most=1):
            if match.on_record:
                return match.path
        raise UnknownThing(asked, self.names.nearest(text.rsplit("/", 1)[-1].replace("-", " "), sections=sections))

    def _successor(self, path: str) -> str:
        """Give what took the place of a thing, or its own path."""
        found = next(self.store.quads("", iri(path), DCT.isReplacedBy), None)
        return path_of(found.object) if found and isinstance(found.object, NamedNode) else path

    def require(self, path: str) -> None:
        """Make sure that something in the release has a path.

        Raises:
            UnknownThing: if nothing has; it carries the nearest paths.
        """
        if not self._is_there(path):
            raise UnknownThing(path, self.names.nearest(path.rsplit("/", 1)[-1].replace("-", " ")))

    def _is_there(self, path: str) -> bool:
        """Whether anything is said of it, or claims are about it (all withdrawn, perhaps)."""
        if not re.fullmatch(r"[a-zA-Z0-9#_/-]+", path):
            return False
        said = next(self.store.quads(subject=iri(path)), None)
        return (said or next(self.store.quads(predicate=CKG.about, value=iri(path)), None)) is not None

    def triples(self, path: str) -> Iterator[Triple]:
        """Give what is said of a thing, each triple once, index properties left out."""
        hidden = self.ontology.index_properties
        triples = {quad.triple for quad in self.store.quads(subject=iri(path)) if quad.predicate not in hidden}
        return iter(sorted(triples, key=str))

    def turtle(self, path: str) -> str:
        """Write what is said of a thing as Turtle.

        Raises:
            UnknownThing: if nothing has this path.
        """
        self.require(path)
        data = serialize(self.triples(path), format=RdfFormat.TURTLE, prefixes=PREFIXES)
        assert data is not None
        return data.decode()

    def dataset(self) -> Dataset:
        """Copy everything into an rdflib dataset, whose default graph is the knowledge plane."""
        from rdflib import Dataset  # noqa: PLC0415  a tenth of a second that only those who want rdflib pay

        dataset = Dataset()
        dataset.parse(data="".join(self.nquads()), format="nquads")
        return dataset

    def nquads(self) -> Iterator[str]:
        """Give the lines of the canonical N-Quads; what may not be handed on is left out, as in the dumps."""
        return self._dumped() if self.closed else self.store.canonical()

    def _dumped(self) -> Iterator[str]:
        with TemporaryDirectory() as folder:
            plain = Path(folder) / "dump.nq"
            with gzip.open(self.path / "dumps" / "dump.nq.gz", "rb") as packed, plain.open("wb") as file:
                shutil.copyfileobj(packed, file, 1 << 20)
            yield from sorted_lines(plain)

    @cached_property
    def closed(self) -> Closed:
        """What of the release may not be handed on."""
        return Closed.of(self.manifest)

    @cached_property
    def statements(self) -> Statements:
        """The registry and the claims as statements, each kind sorted by path; for imported facts see `rows`."""
        quads = list(self.store.quads(BASE + REGISTRY_GRAPH))
        documents = [quad.subject for quad in quads if (quad.predicate, quad.object) == (RDF.type, CKG.Document)]
        for document in documents:
            quads.extend(self.store.quads(BASE + graph_of(path_of(document.value))))  # type: ignore[union-attr]
        return read(quads, self.ontology.attributes, self.ontology.situation_classes)

    @cached_property
    def shared(self) -> Statements:
        """The registry as it may be handed on, and the claims."""
        if not self.closed:
            return self.statements
        quads = parse(path=self.path / SHARED_REGISTRY, format=RdfFormat.N_QUADS)
        registry = read(quads, self.ontology.attributes, self.ontology.situation_classes)
        return replace(registry, claims=self.statements.claims)

    def rows(self, datasets: Collection[str], most: int) -> Statements | None:
        """Give the facts that were taken from the rows of datasets, as these have them.

        Args:
            datasets: paths of their documents.
            most: how many facts to read.

        Returns:
            Events and situations; None if there are more.
        """
        found = (
            quad.subject
            for dataset in sorted(datasets)
            for quad in self.store.quads("", predicate=OTHER.wasDerivedFrom, value=iri(dataset))
        )
        subjects = list(islice(found, most + 1))
        if len(subjects) > most:
            return None
        quads = [quad for subject in subjects for quad in self.store.quads("", subject)]  # type: ignore[arg-type]
        return read(quads, self.ontology.attributes, self.ontology.situation_classes).as_imported()

    def known_on(self, day: date) -> OpenStore:
        """Give the quads as a build from the documents of that day or earlier would make them.

        Bounds, status and control are derived anew, for a fact of today may rest on what was published later.

        Raises:
            BadParameter: if too many facts are imported to be looked through again.
        """
        documents = self.statements.documents
        known = self.statements.known_on(day)
        if len(known.documents) == len(documents):
            return self.store
        latest = max((document.date for document in known.documents), default=date.min)
        with self._lock:
            if latest in self._views:
                return self._views[latest]
        rows = self.rows([document.path for document in known.documents if document.is_dataset], MOST_ROWS)
        if rows is None:
            last = max(document.date for document in documents)
            wrong = f"more than {MOST_ROWS:,} imported facts were known on {day}, too many to derive anew"
            raise BadParameter("as_known_on", wrong, f"a day from {last} on, when all documents were known", str(day))
        known += rows
        # Derived without the lock, so that others are not kept waiting; two may derive the same, and one is kept.
        view = in_memory(all_quads(known, derive(known, self.ontology), self.ontology))
        with self._lock:
            while len(self._views) >= VIEWS:
                self._views.pop(next(iter(self._views)))
            return self._views.setdefault(latest, view)


def run_prepared(release: Release, asked: tuple[Prepared, int | None]) -> Table:
    """Run a stored query whose parameters are resolved, and which may take so many rows."""
    return release.run(*asked)


def open_release(store: Path | str | None = None) -> Release:
    """Open the current release of a store.

    Args:
        store: the store's directory; None for the one that the settings name.

    Raises:
        NoRelease: if nothing was built there yet.
        StoreDamaged: if what is there is not whole.
    """
    directory = StoreDirectory(Path(store or Settings.from_environment().store))
    try:
        return Release(directory.current())
    except StoreDamaged:
        return Release(directory.current())  # a build may have replaced and removed it between the two steps
