"""A thing's own triples, read and written in each form; what is known of it beyond them is on its card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from pyoxigraph import NamedNode, Quad, serialize

from kg.cards.linked import Linked, Said, note_of
from kg.errors import BadParameter, UnknownThing
from kg.identifiers import iri, path_of
from kg.namespaces import CKG, DCT, PREFIXES, RDF
from kg.ontology import Ontology
from kg.periods import ALWAYS
from kg.release import Release
from kg.sparql.asking import GRAPH_FORMATS
from kg.spelling import nearest

WITH_GRAPHS: Final = frozenset({"nquads", "trig"})
"""Forms that tell in which graph each triple stands."""
MOST: Final = 1_000
"""Quads of a thing that a server may read itself: a hundredth of a second; a worker reads what has more."""
LARGEST: Final = 100_000
"""Quads that are said of a thing at most."""


@dataclass(frozen=True, slots=True)
class Described:
    """What is said of a thing.

    Attributes:
        path: of the thing.
        quads: as they are stored; see `read`.
        said: the same by property, index properties left out.
    """

    path: str
    quads: list[Quad]
    said: Said

    @property
    def successor(self) -> str | None:
        """The path of what took its place; None if it stands."""
        nodes = self.said.get(DCT.isReplacedBy, ())
        return next((path_of(node) for node in nodes if isinstance(node, NamedNode)), None)


@dataclass(frozen=True, slots=True)
class Question:
    """A thing in a form.

    Attributes:
        path: of the thing.
        form: ``json``, or one of `kg.sparql.asking.GRAPH_FORMATS`.
        more: further members of the JSON, that mean no triple.
    """

    path: str
    form: str
    more: Mapping[str, Any] = field(default_factory=dict)


def read(release: Release, path: str, most: int) -> Described | None:
    """Read what is said of a thing.

    The default graph holds all of it but a claim's own triples, which stand in the graph of the claim's document; what
    the registry's graph says of entities and documents stands in the default graph, too.

    Args:
        release: where to look.
        path: of the thing.
        most: how many quads to read.

    Returns:
        What is said, perhaps nothing; None if it is more.
    """
    graph = None if path.startswith("claims/") else ""
    quads = list(islice(release.store.quads(graph, iri(path)), most + 1))
    return Described(path, quads, linked(release.ontology).said(quads)) if len(quads) <= most else None


def written(release: Release, thing: Described, form: str, more: Mapping[str, Any] | None = None) -> bytes:
    """Write a thing.

    Args:
        release: where it was read.
        thing: what to write.
        form: ``json``, ``jsonld``, which is the same, or another of `kg.sparql.asking.GRAPH_FORMATS`; those that tell
            graphs name all that say something of it.
        more: further members of JSON, that mean no triple.
    """
    if form in ("json", "jsonld"):
        return linked(release.ontology).written(thing.path, thing.said, {**_more(release, thing), **(more or {})})
    hidden = release.ontology.index_properties
    quads: Any = thing.quads
    if form in WITH_GRAPHS:
        quads = islice(release.store.quads(None, iri(thing.path)), 2 * LARGEST)
        found = sorted((quad for quad in quads if quad.predicate not in hidden), key=str)
    else:
        found = sorted({quad.triple for quad in quads if quad.predicate not in hidden}, key=str)
    data = serialize(found, format=GRAPH_FORMATS[form], prefixes=PREFIXES)
    assert data is not None
    return data


def large(release: Release, question: Question) -> bytes:
    """Read and write a thing of which much is said.

    Raises:
        BadParameter: if it is more than can be written.
    """
    thing = read(release, question.path, LARGEST)
    if thing is None:
        wrong = f"more than {LARGEST:,} triples are said of it"
        raise BadParameter("id", wrong, "something smaller, or a part of it by /sparql", question.path)
    return written(release, thing, question.form, question.more)


def missing(release: Release, path: str) -> None:
    """Tell that there is no such thing.

    Raises:
        UnknownThing: always; it carries what is spelt most like it: ids of its section first, then names in it.
    """
    section, _, slug = path.partition("/")
    alike: list[str] = []
    if section in _LISTED:
        subjects = (quad.subject for quad in release.store.quads("", predicate=RDF.type, value=_LISTED[section]))
        slugs = [path_of(node).removeprefix(f"{section}/") for node in subjects if isinstance(node, NamedNode)]
        alike = [f"{section}/{close}" for close in nearest(slug, slugs)]
    alike += release.names.nearest(slug.replace("-", " "), sections=(section,))
    raise UnknownThing(path, tuple(dict.fromkeys(alike))[:_NEAREST])


_LISTED: Final = {"actors": CKG.Actor, "places": CKG.Place, "documents": CKG.Document, "periods": CKG.Period}
"""Sections whose ids are looked through; of events and situations there may be millions."""
_NEAREST: Final = 5


def _more(release: Release, thing: Described) -> dict[str, Any]:
    """Give the members of JSON that mean no triple.

    These are the release's name; where there is more to read; for a claim, the graph that its triples stand in; and a
    note where one must know it to read the rest.
    """
    path = thing.path
    links = {"card": f"/{path}?include=card"}
    if path.startswith(("events/", "situations/")):
        links["evidence"] = f"/{path}/evidence"
    elif path.startswith("actors/"):
        links["neighbours"] = f"/{path}/neighbours"
    elif path.startswith("periods/") and path != ALWAYS:
        period = path.removeprefix("periods/")
        links |= {"events": f"/events?on={period}", "situations": f"/situations?on={period}"}
    more: dict[str, Any] = {"release": release.name, "links": links}
    note = note_of(path, thing.said)
    if note:
        more["note"] = note
    if path.startswith("claims/"):
        graphs = (quad.graph_name for quad in thing.quads)
        more["graph"] = next((path_of(graph.value) for graph in graphs if isinstance(graph, NamedNode)), None)
    return more


@lru_cache(2)
def linked(ontology: Ontology) -> Linked:
    """Give what writes things by an ontology as JSON."""
    return Linked(ontology)
