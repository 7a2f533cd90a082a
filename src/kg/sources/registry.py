"""The registry's files as statements: actors, places and names of events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from kg.errors import Location
from kg.ontology import Ontology
from kg.sources.checking import Problems
from kg.sources.formats import ActorEntry, ActorsFile, EventsFile, Named, PlaceEntry, PlacesFile, RegistryFile, SameAs
from kg.sources.yaml_text import Tree
from kg.statements import Actor, EventName, Labels, Place

UCDP_ACTOR: Final = "https://ucdp.uu.se/actor/"
GEONAMES: Final = "https://sws.geonames.org/"
WIKIDATA: Final = "http://www.wikidata.org/entity/"


class Registry:
    """Collects the entries of several files and holds them against one another.

    Attributes:
        actors: by path, as are `places` and `events`.
        replaced: what took the place of each path that is none any more.
        locations: where each entry stands, by path.
        unread: sections of which a file could not be read; who refers to them is not blamed for it.
    """

    def __init__(self, problems: Problems, ontology: Ontology) -> None:
        """Begin empty."""
        self.problems = problems
        self.ontology = ontology
        self.actors: dict[str, Actor] = {}
        self.places: dict[str, Place] = {}
        self.events: dict[str, EventName] = {}
        self.replaced: dict[str, str] = {}
        self.locations: dict[str, Location] = {}
        self.trees: dict[str, Tree] = {}
        self.unread: set[str] = set()

    def take(self, tree: Tree, content: RegistryFile) -> None:
        """Add the entries of one file."""
        match content:
            case ActorsFile():
                for slug, actor in content.actors.items():
                    self._actor(tree, slug, actor)
            case PlacesFile():
                for slug, place in content.places.items():
                    self._place(tree, slug, place)
            case EventsFile():
                for slug, event in content.events.items():
                    path = f"events/{slug}"
                    if self._enter(path, tree, "events", slug):
                        self.events[path] = EventName(
                            path=path,
                            labels=_labels(event),
                            same_as=_same_as(event.same_as),
                            replaces=self._replaces(path, event),
                        )

    def _actor(self, tree: Tree, slug: str, actor: ActorEntry) -> None:
        path = f"actors/{slug}"
        self.problems.code(tree.at("actors", slug, "kind"), self.ontology, "actor-kind", actor.kind)
        if self._enter(path, tree, "actors", slug):
            self.actors[path] = Actor(
                path=path,
                kind=actor.kind,
                labels=_labels(actor),
                person=actor.person,
                part_of=tuple(sorted(f"actors/{whole}" for whole in actor.part_of)),
                same_as=_same_as(actor.same_as),
                replaces=self._replaces(path, actor),
            )

    def _place(self, tree: Tree, slug: str, place: PlaceEntry) -> None:
        path = f"places/{slug}"
        self.problems.code(tree.at("places", slug, "kind"), self.ontology, "place-kind", place.kind)
        given = [place.lat is not None, place.long is not None, place.coordinates_from is not None]
        if any(given) and not all(given):
            wrong = "lat, long and coordinates_from belong together"
            self.problems.add(tree.at("places", slug), wrong, "all three, or none")
        if self._enter(path, tree, "places", slug):
            self.places[path] = Place(
                path=path,
                kind=place.kind,
                labels=_labels(place),
                within=f"places/{place.within}" if place.within else None,
                lat=place.lat,
                long=place.long,
                coordinate_source=place.coordinates_from,
                same_as=_same_as(place.same_as),
                replaces=self._replaces(path, place),
            )

    def _replaces(self, path: str, entry: Named) -> tuple[str, ...]:
        """Give the paths that an entry takes the place of; each leads to one entry."""
        section, _, _ = path.partition("/")
        former = tuple(sorted(f"{section}/{slug}" for slug in entry.replaces))
        for old in former:
            if old in self.replaced:
                wrong = f"{slug_of(old)!r} was replaced by {slug_of(self.replaced[old])!r} already"
                self.problems.add(self._at(path, "replaces"), wrong, "one entry that takes its place")
            self.replaced[old] = path
        return former

    def settle(self) -> None:
        """Check what refers to what: unknown wholes, circles of parts and wholes, and what is both gone and there."""
        for old, path in self.replaced.items():
            if old in self.locations:
                wrong = f"{slug_of(old)!r} is an entry of {self.locations[old]} still"
                self.problems.add(self._at(path, "replaces"), wrong, "a slug that is no entry any more")
        wholes = {path: actor.part_of for path, actor in self.actors.items()}
        within = {path: (place.within,) if place.within else () for path, place in self.places.items()}
        for kind, key, links in (("actor", "part_of", wholes), ("place", "within", within)):
            for path, targets in links.items():
                where = self._at(path, key)
                for target in targets:
                    if target not in links and f"{kind}s" not in self.unread:
                        known = [slug_of(other) for other in links]
                        self.problems.unknown(where, kind, slug_of(target), known, f"registry/{kind}s.yaml")
                if circle := circle_from(path, links):
                    wrong = f"a circle: {' > '.join(map(slug_of, circle))}"
                    self.problems.add(where, wrong, f"a {key} that leads to ever larger {kind}s")

    def actor(self, where: Location, slug: str) -> str:
        """Give the path of an actor, and note it if there is none of that slug."""
        return self._known(where, "actor", slug, self.actors)

    def place(self, where: Location, slug: str) -> str:
        """Give the path of a place, and note it if there is none of that slug."""
        return self._known(where, "place", slug, self.places)

    def _known(self, where: Location, kind: str, slug: str, entries: Mapping[str, object]) -> str:
        path = f"{kind}s/{slug}"
        if path in self.replaced and path not in entries:
            successor = slug_of(self.replaced[path])
            self.problems.add(where, f"the {kind} {slug!r} was replaced by {successor!r}", successor)
        elif path not in entries and f"{kind}s" not in self.unread:
            self.problems.unknown(where, kind, slug, list(map(slug_of, entries)), f"registry/{kind}s.yaml")
        return path

    def _enter(self, path: str, tree: Tree, section: str, slug: str) -> bool:
        where = tree.at(section, slug)
        if earlier := self.locations.get(path):
            self.problems.add(where, f"{slug!r} is an entry of {earlier} already", "one entry a slug")
            return False
        self.locations[path] = where
        self.trees[path] = tree
        return True

    def _at(self, path: str, key: str) -> Location:
        section, slug = path.split("/")
        return self.trees[path].at(section, slug, key)


def slug_of(path: str) -> str:
    """Give the last part of a path.

    Example:
        >>> slug_of("places/hama")
        'hama'
    """
    return path.rsplit("/", 1)[1]


def _labels(entry: Named) -> Labels:
    return Labels(
        preferred=tuple(sorted(entry.label.items())),
        other=tuple(sorted((language, text) for language, texts in entry.aliases.items() for text in texts)),
        hidden=tuple(sorted(("", text) for text in entry.hidden)),
    )


def _same_as(ids: SameAs) -> tuple[str, ...]:
    found = [f"{UCDP_ACTOR}{number}" for number in ids.ucdp]
    if ids.geonames is not None:
        found.append(f"{GEONAMES}{ids.geonames}/")
    if ids.wikidata is not None:
        found.append(WIKIDATA + ids.wikidata)
    return tuple(sorted(found))


def circle_from(start: str, links: Mapping[str, Iterable[str]]) -> list[str]:
    """Find a way from a thing back to itself, if there is one; the one that begins with the smallest path tells it."""
    queue = [[start]]
    seen: set[str] = set()
    while queue:
        way = queue.pop(0)
        for target in links.get(way[-1], ()):
            if target == start:
                return [*way, start] if start == min(way) else []
            if target not in seen:
                seen.add(target)
                queue.append([*way, target])
    return []
