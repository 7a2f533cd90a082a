"""The list of events: a window on the table of all of them, or on what was known of them on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from pyoxigraph import NamedNode

from kg.counting.parameters import organs
from kg.counting.questions import TEXTS, Filters
from kg.counting.reading import FILE
from kg.counting.window import After, WindowQuestion, window
from kg.errors import BadParameter, UnknownThing
from kg.identifiers import iri, path_of
from kg.lookups.known import known_in
from kg.lookups.lists.facts import FIELDS, records
from kg.lookups.lists.writing import paths_of, table
from kg.lookups.lookup import Found, Lookup, Values
from kg.lookups.paging import after
from kg.namespaces import BASE, CKG, OTHER, RDF
from kg.ontology import shipped
from kg.parameters import Parameter
from kg.release import Release
from kg.spelling import nearest
from kg.store import OpenStore
from kg.times import FROM, KNOWN_ON, ON, TO, period_of

_TYPES: Final = tuple(shipped().codes("event-type"))
Said = Mapping[NamedNode, Sequence[Any]]


def events(release: Release, values: Values) -> Found:
    """Give a page of events, in the order of the first day on which they are possible."""
    filters = _filters(release, values)
    last = _last(values)
    known = known_in(release, values)
    if known.is_whole:
        question = WindowQuestion(after=last, limit=values["limit"], **filters)
        found = window(release.path / FILE, question)
        paths, following = [event.path for event in found.events], found.after
    else:
        paths, following = _looked_through(known.store, Filters(**filters), last, values["limit"])
    key = None if following is None else [following[0].isoformat(), following[1]]
    return Found(records(known.store, release.ontology, paths), key)


def _last(values: Values) -> After | None:
    """Give the last event of the page before."""
    key = after(values, (str, str))
    try:
        return None if key is None else (date.fromisoformat(str(key[0])), str(key[1]))
    except ValueError:
        raise BadParameter("cursor", "no cursor of this list", "the text that `next` of the page before has") from None


def _filters(release: Release, values: Values) -> dict[str, Any]:
    period = period_of(values)
    kind = values["type"] and f"codes/event-type/{values['type']}"
    return {
        "first": period.first,
        "last": period.last,
        "actors": values["actor"] and organs(release.store, values["actor"]),
        "place": values["place"],
        "types": kind
        and frozenset(p for p in map(_path_of_type, _TYPES) if p == kind or kind in release.ontology.broader_than(p)),
        "source": _source(release.store, values["source"]),
    }


def _path_of_type(code: str) -> str:
    return f"codes/event-type/{code}"


def _source(store: OpenStore, asked: str | None) -> str | None:
    """Give the path of a dataset.

    Raises:
        UnknownThing: if there is none of that id; it carries the nearest.
    """
    if asked in (None, TEXTS):
        return asked
    found = (quad.subject for quad in store.quads("", predicate=RDF.type, value=CKG.Dataset))
    datasets = sorted(path_of(node) for node in found if isinstance(node, NamedNode))
    path = "documents/" + str(asked).removeprefix(BASE).removeprefix("documents/")
    if path not in datasets:
        raise UnknownThing(str(asked), nearest(path, datasets) or [*datasets, TEXTS][:5])
    return path


def _looked_through(
    store: OpenStore, filters: Filters, last: Sequence[Any] | None, limit: int
) -> tuple[list[str], tuple[date, str] | None]:
    """Find a page of the events of a view, which has no table; it holds some ten thousand at most."""
    found = []
    for quad in store.quads("", predicate=RDF.type, value=CKG.Event):
        assert isinstance(quad.subject, NamedNode)
        said = _said(store, quad.subject)
        first, until = (date.fromisoformat(said[key][0].value) for key in (CKG.indexFrom, CKG.indexUntil))
        key = (first, path_of(quad.subject))
        if (last is None or key > (last[0], last[1])) and _fits(store, said, filters, first, until):
            found.append(key)
    page = sorted(found)[:limit]
    return [path for _, path in page], page[-1] if len(found) > limit else None


def _fits(store: OpenStore, said: Said, filters: Filters, first: date, until: date) -> bool:
    return (
        (filters.first is None or until >= filters.first)
        and (filters.last is None or first <= filters.last)
        and (filters.actors is None or not filters.actors.isdisjoint(paths_of(said, CKG.party)))
        and (filters.types is None or not filters.types.isdisjoint(paths_of(said, CKG.eventType)))
        and (filters.place is None or filters.place in set(_around(store, paths_of(said, CKG.place))))
        and (filters.source is None or filters.source == (next(_datasets(said), TEXTS)))
    )


def _around(store: OpenStore, places: Sequence[str]) -> Iterator[str]:
    """Give places, and all that they lie in."""
    queue = list(places)
    while queue:
        place = queue.pop()
        yield place
        queue += [path_of(quad.object) for quad in store.quads("", iri(place), CKG.within)]  # type: ignore[arg-type]


def _datasets(said: Said) -> Iterator[str]:
    return (path for path in paths_of(said, OTHER.wasDerivedFrom) if path.startswith("documents/"))


def _said(store: OpenStore, event: NamedNode) -> Said:
    said: dict[NamedNode, list[Any]] = {}
    for quad in store.quads("", event):
        said.setdefault(quad.predicate, []).append(quad.object)
    return said


EVENTS: Final = Lookup(
    path="/events",
    summary="Which events are there?",
    description="Whatever happened, from texts and from datasets' rows, in the order of the first day on which it is "
    "possible. With days, what may have happened then. With `as_known_on`, what was published by then.",
    parameters=table(
        Parameter("type", "only events of this type or a narrower one", "capture", "choice", choices=_TYPES),
        Parameter(
            "actor", "only events with this actor, or an organ of it, involved", "hts", "thing", sections=("actors",)
        ),
        Parameter("place", "only events at this place or within it", "hama", "thing", sections=("places",)),
        ON,
        FROM,
        TO,
        Parameter(
            "source", f"only the events of this dataset, by its document's id; or {TEXTS}, those from texts", TEXTS
        ),
        KNOWN_ON,
    ),
    fields=FIELDS,
    answer=events,
    example={
        "id": "events/capture-hama-2024",
        "name": "Capture: Hama, 2024-12-05",
        "class": "Event",
        "types": [{"id": "codes/event-type/capture", "name": "capture"}],
        "agents": [{"id": "actors/hts", "name": "Hayat Tahrir al-Sham"}],
        "targets": [{"id": "actors/syrian-army", "name": "Syrian Arab Army"}],
        "parties": [
            {"id": "actors/hts", "name": "Hayat Tahrir al-Sham"},
            {"id": "actors/syrian-army", "name": "Syrian Arab Army"},
        ],
        "places": [{"id": "places/hama", "name": "Hama"}],
        "part_of": [{"id": "events/offensive-2024", "name": "Offensive of late 2024"}],
        "roles": [],
        "from": "2024-12-05",
        "until": "2024-12-05",
        "surely_from": "2024-12-05",
        "surely_until": "2024-12-05",
        "deaths_low": None,
        "deaths_best": None,
        "deaths_high": None,
        "status": {"id": "codes/status/severalDocuments", "name": "several documents"},
        "sources": [{"id": "documents/fall-of-assad-analysis", "name": "How the offensive of HTS and its allies ..."}],
        "rows": [],
    },
    tag="things",
)
