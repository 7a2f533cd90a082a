"""Reading a question from texts: one table of parameters for addresses, the command line and calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from pyoxigraph import NamedNode

from kg.counting.circle import KILOMETRES, NEAR, circle_of
from kg.counting.questions import BY, MOST, ORDERS, TEXTS, CountQuestion
from kg.errors import BadParameter, UnknownThing
from kg.identifiers import iri, path_of
from kg.namespaces import BASE, CKG, OTHER, RDF
from kg.ontology import Ontology
from kg.parameters import Parameter, Resolve, read, table
from kg.spelling import nearest
from kg.store import OpenStore

PARAMETERS: Final = table(
    Parameter(
        "by",
        f"what to count by, with commas between: {', '.join(BY)}; the source is a part of every row",
        "month,type",
        default="month",
    ),
    Parameter("from", "only events that may have happened on this day or later", "2016-01-01", "day"),
    Parameter("to", "only events that may have happened on this day or earlier", "2016-12-31", "day"),
    Parameter(
        "actor", "only events with this actor, or an organ of it, involved; an id or a name", "russia", "thing",
        sections=("actors",),
    ),
    Parameter(
        "place", "only events at this place or within it; an id or a name", "idlib-governorate", "thing",
        sections=("places",),
    ),
    NEAR,
    KILOMETRES,
    Parameter("type", "only events of this type or a narrower one; a code of /codes/event-type", "assault"),
    Parameter(
        "source", f"only the events of this dataset, by its document's id; or {TEXTS}, those read from texts", TEXTS
    ),
    Parameter(
        "order", f"order of the rows: {', '.join(ORDERS)}; by a figure, the largest come first", "best", "choice",
        default="key", choices=ORDERS,
    ),
    Parameter("limit", f"how many rows, at most {MOST}", "100", "number", "1000", least=1, most=MOST),
    Parameter("offset", "how many rows to leave out before them", "100", "number", "0", most=10**9),
)  # fmt: skip
"""What can be said of a count."""


def read_question(
    values: Mapping[str, str], resolve: Resolve, store: OpenStore, ontology: Ontology, most: int = MOST
) -> CountQuestion:
    """Read a question.

    Args:
        values: of `PARAMETERS`, by name; one that is empty counts as not given.
        resolve: finds actors and places.
        store: quads of the release, for organs and datasets.
        ontology: for narrower types.
        most: how many rows may be asked for.

    Raises:
        BadParameter: if a parameter is unknown or is not what it should be.
        UnknownThing: if an actor, place, type or source is not there; it carries the nearest.
    """
    limit = PARAMETERS["limit"]
    limit = replace(limit, most=min(most, MOST), default=str(min(int(limit.default), most)))
    given = read(values.items(), {**PARAMETERS, "limit": limit}, resolve)
    first, last, actor, kind, source = (given[name] for name in ("from", "to", "actor", "type", "source"))
    if first is not None and last is not None and last < first:
        raise BadParameter("to", f"before {first}, the first day", "the same day or a later one", values["to"])
    return CountQuestion(
        by=_by(given["by"]),
        first=first,
        last=last,
        actors=None if actor is None else organs(store, actor),
        place=given["place"],
        types=None if kind is None else _types(kind, ontology),
        source=source if source in (None, TEXTS) else _dataset(source, store),
        circle=circle_of(store, given),
        order=given["order"],
        limit=given["limit"],
        offset=given["offset"],
    )


def organs(store: OpenStore, actor: str) -> frozenset[str]:
    """Give an actor and its organs, and theirs."""
    found: set[str] = set()
    queue = [actor]
    while queue:
        path = queue.pop()
        if path not in found:
            found.add(path)
            queue.extend(_subjects(store, OTHER.subOrganizationOf, iri(path)))
    return frozenset(found)


def _subjects(store: OpenStore, predicate: NamedNode, value: NamedNode) -> list[str]:
    """Give the paths of what stands in a relation to something, in the default graph."""
    subjects = (quad.subject for quad in store.quads("", predicate=predicate, value=value))
    return [path_of(subject) for subject in subjects if isinstance(subject, NamedNode)]


def _by(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",")))
    for name in names:
        if name not in BY:
            close = nearest(name, BY) or list(BY)
            raise BadParameter("by", f"events are not counted by {name!r}", f"some of {', '.join(close)}", text)
    return names


def _types(asked: str, ontology: Ontology) -> frozenset[str]:
    """Give an event type, and all that are narrower."""
    codes = ontology.codes("event-type")
    code = asked.removeprefix(BASE).removeprefix("codes/event-type/")
    if code not in codes:
        raise UnknownThing(asked, [f"codes/event-type/{found}" for found in nearest(code, codes)])
    path = f"codes/event-type/{code}"
    paths = (f"codes/event-type/{other}" for other in codes)
    return frozenset(other for other in paths if other == path or path in ontology.broader_than(other))


def _dataset(asked: str, store: OpenStore) -> str:
    datasets = sorted(_subjects(store, RDF.type, CKG.Dataset))
    path = "documents/" + asked.removeprefix(BASE).removeprefix("documents/")
    if path not in datasets:
        raise UnknownThing(asked, nearest(path, datasets) or [*datasets, TEXTS][:5])
    return path
