"""The facts that a thing takes part in: a few of them where there are very many, and who says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from kg.cards.latest import events_of_actor, has_index, latest_rows
from kg.cards.told import Line, Named, Voice
from kg.counting.rows import EventRow
from kg.identifiers import iri, path_of
from kg.namespaces import BASE, CKG, DCT, NS, OTHER, RDF, SKOS
from kg.release import Release
from kg.sparql import run_table

MOST: Final = 100
"""How many facts from rows of datasets a card shows."""
REACH: Final = 500
"""How many facts are read to find the latest among them; of more, what is shown is looked for in other ways."""
_SLOTS: Final = (CKG.party, CKG.place, CKG.partOf, CKG.dyad)
_COUNT: Final = "SELECT ?thing (COUNT(*) AS ?count) WHERE {{ ?fact <{slot}> ?thing }} GROUP BY ?thing"
_ABOUT: Final = (CKG.agent, CKG.target, CKG.party, CKG.place, CKG.partOf)
_TOLD: Final = "SELECT DISTINCT ?thing ?fact WHERE {{ GRAPH ?graph {{ ?claim <{slot}> ?thing ; ckg:about ?fact }} }}"
_SITUATIONS: Final = "SELECT ?thing ?fact WHERE {{ ?fact a ckg:{cls} . ?fact ckg:party|ckg:place|ckg:partOf ?thing }}"
Properties = Mapping[NamedNode, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts to show.

    Attributes:
        lines: in the order of time.
        counts: how many there are of each class, shown or not; the most first.
        sources: documents that those shown rest on: path and title.
    """

    lines: tuple[Line, ...]
    counts: tuple[tuple[str, int], ...]
    sources: tuple[tuple[str, str], ...]


def facts_of(release: Release, path: str) -> Facts:
    """Gather what a thing takes part in: all that texts say, and of the rows of datasets the latest `MOST`."""
    found = _Found(release, path)
    chosen = found.few() if found.is_small else found.many()
    told = [fact for fact in chosen if found.is_told(fact)]
    rows = sorted(chosen.difference(told), key=found.order)
    shown = sorted([*told, *rows[-MOST:]], key=found.order)
    described = [found.line(fact) for fact in shown]
    sources = {source for _, sources in described for source in sources}
    return Facts(tuple(line for line, _ in described), found.counts(), tuple(sorted(sources)))


class _Found:
    """The facts of one thing, and what was read of them."""

    def __init__(self, release: Release, path: str) -> None:
        self.release = release
        self.path = path
        self.thing = iri(path)
        self.first = {path_of(quad.subject) for slot in _SLOTS for quad in islice(self._with(slot), REACH + 1)}
        self.is_small = len(self.first) <= (MOST if has_index(release, path) else REACH)
        self.read: dict[str, Properties] = {}
        self.rows: dict[str, EventRow] = {}
        self.names: dict[str, str] = {}

    def few(self) -> set[str]:
        """Give all, where they are not many."""
        return self.first

    def many(self) -> set[str]:
        """Give what texts say, situations, and the latest events of the table; without a table, some events."""
        told = self._told()
        self.rows = {row.path: row for row in latest_rows(self.release, self.path, MOST) if row.path not in told}
        return {*told, *self._situations, *(self.rows or self.first)}

    def counts(self) -> tuple[tuple[str, int], ...]:
        """Count all by their classes; situations are read, and what else there is are events."""
        situations = self.first if self.is_small else self._situations
        kinds = Counter(self._kind(fact) for fact in situations)
        if not self.is_small:
            number = events_of_actor(self.release, self.path)
            if number is None:
                total = sum(self._count(slot) for slot in _SLOTS)
                number = total - sum(count for kind, count in kinds.items() if kind != "Event")
            kinds["Event"] = number
        return tuple(sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0])))

    @cached_property
    def _situations(self) -> set[str]:
        """Find the situations: by those who act in them, unless these act in very many events too."""
        if self.path.startswith("actors/"):
            acts = [
                quad.subject for slot in (CKG.agent, CKG.target) for quad in islice(self._with(slot), 10 * REACH + 1)
            ]
            if len(acts) <= 10 * REACH:
                return {path for act in acts if (path := path_of(act)).startswith("situations/")}
        classes = ("Control", "Presence") if self.path.startswith("places/") else ("Situation",)
        return {fact for cls in classes for fact in self._asked(_SITUATIONS.format(cls=cls))}

    def _told(self) -> set[str]:
        """Find what claims tell, and the control that follows from it."""
        told = {fact for slot in _ABOUT for fact in self._asked(_TOLD.format(slot=slot.value))}
        following = (self.release.store.quads("", predicate=OTHER.wasDerivedFrom, value=iri(fact)) for fact in told)
        control = {path_of(quad.subject) for quads in following for quad in quads}  # type: ignore[arg-type]
        return told | {fact for fact in control if any(self.thing in self._of(fact).get(slot, ()) for slot in _SLOTS)}

    def is_told(self, fact: str) -> bool:
        """Whether a text says it: it rests on claims or on other facts, and not on rows alone."""
        return fact not in self.rows and any(
            not basis.value.startswith(f"{BASE}documents/") for basis in self._of(fact).get(OTHER.wasDerivedFrom, ())
        )

    def order(self, fact: str) -> tuple[str, ...]:
        """Give the key of time."""
        if (row := self.rows.get(fact)) is not None:
            return row.index_from.isoformat(), row.last.isoformat() if row.last else "", row.label, fact
        read = self._of(fact)
        return _value(read, CKG.indexFrom), _value(read, CKG.until), _value(read, SKOS.prefLabel), fact

    def line(self, fact: str) -> tuple[Line, set[tuple[str, str]]]:
        """Describe a fact, and give the documents that it rests on."""
        if (row := self.rows.get(fact)) is not None:
            return self._line_of(row)
        read = self._of(fact)
        said: dict[tuple[Named, Named], list[str]] = {}
        for _, document, voice, claim in sorted(self._said(fact)):
            said.setdefault((document, voice), []).extend([claim] if claim else [])
        line = Line(
            path=fact,
            label=_value(read, SKOS.prefLabel),
            kind=self._kind(fact),
            from_=_value(read, CKG.from_) or None,
            until=_value(read, CKG.until) or None,
            status=name_of(self.release, path_of(read[CKG.status][0])),
            said=tuple(Voice(document, voice, tuple(claims)) for (document, voice), claims in said.items()),
            surely_from=_value(read, CKG.surelyFrom) or None,
            surely_until=_value(read, CKG.surelyUntil) or None,
            agents=self._named(read, CKG.agent),
            places=self._named(read, CKG.place),
            deaths=(_number(read, CKG.deathsLow), _number(read, CKG.deathsBest), _number(read, CKG.deathsHigh)),
        )
        return line, {(document.path, document.name) for document, _ in said}

    def _line_of(self, row: EventRow) -> tuple[Line, set[tuple[str, str]]]:
        """Describe an event as the table has it, which needs no look at its quads."""
        assert row.source is not None
        first, last = (day.isoformat() if day else None for day in (row.first, row.last))
        status = self._name(f"codes/status/{row.status}")
        document = Named(row.source, self._document(row.source)[1])
        deaths = (row.low, row.best, row.high)
        line = Line(row.path, row.label, "Event", first, last, status, (Voice(document, document),), deaths=deaths)
        return line, {(document.path, document.name)}

    def _named(self, read: Properties, slot: NamedNode) -> tuple[Named, ...]:
        return tuple(Named(path, self._name(path)) for path in sorted(path_of(node) for node in read.get(slot, ())))

    def _name(self, path: str) -> str:
        if path not in self.names:
            self.names[path] = name_of(self.release, path)
        return self.names[path]

    def _said(self, fact: str) -> Iterator[tuple[str, Named, Named, str]]:
        """Give who says it: the document's date, the document, the voice and the claim, empty for a row."""
        holders = set(self._of(fact).get(CKG.agent, ())) if self._kind(fact) == "Control" else None
        for basis in self._bases(fact):
            if basis.startswith("documents/"):
                date, title = self._document(basis)
                yield date, Named(basis, title), Named(basis, title), ""
            elif basis.startswith("claims/"):
                claim = self._of(basis)
                involved = {*claim.get(CKG.agent, ()), *claim.get(CKG.target, ())}
                # Who describes something, or says who took a place, does not say who held it before.
                if CKG.Description in claim[CKG.says] or (holders is not None and not holders & involved):
                    continue
                path = path_of(claim[CKG.source][0])
                date, title = self._document(path)
                document, voice = Named(path, title), path_of(claim[CKG.accordingTo][0])
                yield date, document, document if voice == path else Named(voice, self._name(voice)), basis

    def _bases(self, fact: str) -> set[str]:
        """Follow derivation to its end."""
        found: set[str] = set()
        queue = [fact]
        while queue:
            for basis in self._of(queue.pop()).get(OTHER.wasDerivedFrom, ()):
                if (path := path_of(basis)) not in found:
                    found.add(path)
                    queue.append(path)
        return found

    def _document(self, path: str) -> tuple[str, str]:
        read = self._of(path)
        return _value(read, DCT.date), _value(read, DCT.title)

    def _kind(self, fact: str) -> str:
        classes = {cls.value.removeprefix(NS) for cls in self._of(fact).get(RDF.type, ())}
        return str(min(classes - {"Fact", "Situation"}))

    def _of(self, path: str) -> Properties:
        """Read what is said of something; of a claim in its document's graph."""
        if path not in self.read:
            found: dict[NamedNode, list[Any]] = {}
            for quad in self.release.store.quads(None if path.startswith("claims/") else "", iri(path)):
                found.setdefault(quad.predicate, []).append(quad.object)
            self.read[path] = found
        return self.read[path]

    def _with(self, slot: NamedNode) -> Iterable[Any]:
        return self.release.store.quads("", predicate=slot, value=self.thing)

    def _asked(self, query: str) -> set[str]:
        rows = run_table(self.release.store, query, {"thing": self.thing}).rows
        facts = {path_of(row[1]) for row in rows if isinstance(row[1], NamedNode)}
        return {fact for fact in facts if CKG.Fact in self._of(fact).get(RDF.type, ())}

    def _count(self, slot: NamedNode) -> int:
        rows = run_table(self.release.store, _COUNT.format(slot=slot.value), {"thing": self.thing}).records()
        return int(rows[0]["count"]) if rows else 0


def _number(read: Properties, predicate: NamedNode) -> int | None:
    return int(value) if (value := _value(read, predicate)) else None


def _value(read: Properties, predicate: NamedNode) -> str:
    """Give the text of a property: the English one, or the first; empty if there is none."""
    values = [term for term in read.get(predicate, ()) if isinstance(term, Literal)]
    english = [term for term in values if term.language in (None, "en")]
    return str((english or values)[0].value) if values else ""


def name_of(release: Release, path: str) -> str:
    """Give the English label of a thing, or a document's title, or its path."""
    titles = {RDF.label: 1, SKOS.prefLabel: 0}
    found = [
        (titles.get(quad.predicate, 2), quad.object.value)
        for quad in release.store.quads("", iri(path))
        if isinstance(quad.object, Literal)
        and (quad.predicate in titles or quad.predicate.value.endswith("/title"))
        and quad.object.language in (None, "en")
    ]
    return min(found)[1] if found else path.removeprefix(NS.removeprefix(BASE))
