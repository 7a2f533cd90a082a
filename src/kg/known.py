"""What look-ups and networks read of a release again and again: claims, situations, names; kept for each store."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from typing import Any, Final, TypeVar
from weakref import WeakKeyDictionary

from pyoxigraph import Literal, NamedNode

from kg.counting.naming import name_of
from kg.counting.situations import FILE, read_situations
from kg.identifiers import graph_of, iri, path_of
from kg.namespaces import BASE, CKG, DCT, NS, RDF
from kg.release import Release
from kg.statements import Claim, Situation, Statements, read
from kg.store import OpenStore

T = TypeVar("T")
TIES: Final = ("Support", "Hostility", "Alliance", "Leadership", "Membership", "Succession", "Designation")
"""Kinds of situation between actors."""
LATELY: Final = 4
"""How many answers are kept that have pages."""
_kept: WeakKeyDictionary[OpenStore, dict[tuple[str, str], Any]] = WeakKeyDictionary()


class Known:
    """What was known by some day, or is known today.

    Args:
        release: the release.
        day: the last day whose documents count; None for all.

    Raises:
        BadParameter: if too many facts are imported to look back.
    """

    def __init__(self, release: Release, day: date | None = None) -> None:
        """Look back, if there is anything to look back from."""
        self.release = release
        self.ontology = release.ontology
        self.store = release.store
        if day is not None and day < max(_published(release.store), default=date.min):
            self.store = release.known_on(day)
        self._memory = _kept.setdefault(self.store, {})

    @property
    def is_whole(self) -> bool:
        """Whether it is all that the release holds, so that its tables can be asked."""
        return self.store is self.release.store

    def once(self, name: str, make: Callable[[], T]) -> T:
        """Give what was made under a name before, or make it now; names are those of the module that makes it."""
        key = make.__module__, name
        if key not in self._memory:
            self._memory[key] = make()
        made: T = self._memory[key]
        return made

    def lately(self, key: Hashable, make: Callable[[], T]) -> T:
        """Give what was made for a key of late, or make it now: whoever asks for a page asks for the next one, too."""
        kept: OrderedDict[Hashable, T] = self.once("lately", OrderedDict)
        name = make.__module__, key
        made = kept[name] = kept.pop(name) if name in kept else make()
        while len(kept) > LATELY:
            kept.popitem(last=False)
        return made

    def situations(self, says: str) -> list[Situation]:
        """Give all situations of a kind, by the local name of their class, sorted by path."""
        return self.once(says, lambda: self._situations(says))

    def _situations(self, says: str) -> list[Situation]:
        table = self.release.path / FILE
        if self.is_whole and table.is_file():
            return read_situations(table, says)
        return list(self.read(self.subjects(RDF.type, NamedNode(NS + says))).situations)

    def ties_of(self, actor: str) -> list[Situation]:
        """Give the situations between an actor and others."""
        return self.once("ties", self._ties).get(actor, [])

    def _ties(self) -> dict[str, list[Situation]]:
        found = defaultdict(list)
        for says in TIES:
            for situation in self.situations(says):
                for actor in {*situation.agents, *situation.targets}:
                    found[actor].append(situation)
        return dict(found)

    @property
    def claims(self) -> Mapping[str, Claim]:
        """All claims by path, in the order of their paths, withdrawn ones too."""
        return self.once("claims", self._claims)

    def _claims(self) -> Mapping[str, Claim]:
        graphs = (graph_of(document) for document in self.subjects(RDF.type, CKG.Document))
        quads = [quad for graph in graphs for quad in self.store.quads(BASE + graph)]
        claims = read(quads, self.ontology.attributes, self.ontology.situation_classes).claims
        return {claim.path: claim for claim in claims}

    def claims_about(self, path: str) -> list[Claim]:
        """Give the claims about a thing."""
        return self.once("about", self._about).get(path, [])

    def _about(self) -> dict[str, list[Claim]]:
        found = defaultdict(list)
        for claim in self.claims.values():
            found[claim.about].append(claim)
        return dict(found)

    def read(self, paths: Iterable[str]) -> Statements:
        """Read events and situations as the default graph has them."""
        quads = [quad for path in paths for quad in self.store.quads("", iri(path))]
        return read(quads, self.ontology.attributes, self.ontology.situation_classes)

    def subjects(self, predicate: NamedNode, value: NamedNode) -> list[str]:
        """Give the paths of what stands in a relation to something, sorted."""
        subjects = (quad.subject for quad in self.store.quads("", predicate=predicate, value=value))
        return sorted(path_of(subject) for subject in subjects if isinstance(subject, NamedNode))

    def values(self, path: str, predicate: NamedNode) -> list[str]:
        """Give the values of a property as paths or texts, sorted."""
        objects = (quad.object for quad in self.store.quads("", iri(path), predicate))
        return sorted(path_of(term.value) for term in objects if isinstance(term, NamedNode | Literal))

    def name(self, path: str) -> str:
        """Name a thing, if need be by its path."""
        return name_of(self.store, path)

    def thing(self, path: str | None) -> dict[str, str] | None:
        """Give a thing as in an answer."""
        return None if path is None else {"id": path, "name": self.name(path)}

    def things(self, paths: Iterable[str]) -> list[dict[str, str]]:
        """Give things as in an answer, in their order."""
        return [{"id": path, "name": self.name(path)} for path in paths]


def known_in(release: Release, values: Mapping[str, Any]) -> Known:
    """Give what was known on the day that a question names, if it names one."""
    bounds = values.get("as_known_on")
    return Known(release, bounds.until if bounds else None)


def _published(store: OpenStore) -> list[date]:
    """Give the days on which the documents were published."""
    documents = [quad.subject for quad in store.quads("", predicate=RDF.type, value=CKG.Document)]
    dates = (quad.object for document in documents for quad in store.quads("", document, DCT.date))  # type: ignore[arg-type]
    return [date.fromisoformat(term.value) for term in dates if isinstance(term, Literal)]
