"""Reading a question from texts: one table of parameters for addresses, the command line and calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from pyoxigraph import NamedNode

from kg.counting.questions import BY, MOST, ORDERS, TEXTS, CountQuestion
from kg.dates import day_of
from kg.errors import BadParameter, EdtfError, UnknownThing
from kg.identifiers import iri, path_of
from kg.namespaces import BASE, CKG, OTHER, RDF
from kg.ontology import Ontology
from kg.spelling import nearest
from kg.store import OpenStore

Resolve = Callable[[str, Sequence[str]], str]
"""Gives the path of what an id or a name means, among things of some sections; see `Release.resolve`."""
LONGEST: Final = 1_000
_DAY: Final = "a day as YYYY-MM-DD, such as 2016-05-31"


class CountParameter(NamedTuple):
    """A parameter of a count.

    Attributes:
        name: as in an address; a command line puts ``--`` before it.
        help: what it is.
        example: a value that can be given.
        default: what is taken if it is not given; empty where that is everything.
        kind: ``text``, ``day`` or ``number``.
    """

    name: str
    help: str
    example: str
    default: str = ""
    kind: str = "text"


PARAMETERS: Final[Mapping[str, CountParameter]] = {
    parameter.name: parameter
    for parameter in (
        CountParameter(
            "by",
            f"what to count by, with commas between: {', '.join(BY)}; the source is a part of every row",
            "month,type",
            "month",
        ),
        CountParameter("from", "only events that may have happened on this day or later", "2016-01-01", kind="day"),
        CountParameter("to", "only events that may have happened on this day or earlier", "2016-12-31", kind="day"),
        CountParameter("actor", "only events with this actor, or an organ of it, involved; an id or a name", "russia"),
        CountParameter("place", "only events at this place or within it; an id or a name", "idlib-governorate"),
        CountParameter("type", "only events of this type or a narrower one; a code of /codes/event-type", "assault"),
        CountParameter(
            "source", f"only the events of this dataset, by its document's id; or {TEXTS}, those read from texts", TEXTS
        ),
        CountParameter(
            "order", f"order of the rows: {', '.join(ORDERS)}; by a figure, the largest come first", "best", "key"
        ),
        CountParameter("limit", f"how many rows, at most {MOST}", "100", "1000", kind="number"),
        CountParameter("offset", "how many rows to leave out before them", "100", "0", kind="number"),
    )
}
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
    given = _given(values)
    actor = _thing(given, "actor", "actors", resolve)
    kind = given.get("type")
    source = given.get("source")
    first, last = _day(given, "from"), _day(given, "to")
    if first is not None and last is not None and last < first:
        raise BadParameter("to", f"before {first}, the first day", "the same day or a later one", given["to"])
    return CountQuestion(
        by=_by(given.get("by", PARAMETERS["by"].default)),
        first=first,
        last=last,
        actors=None if actor is None else organs(store, actor),
        place=_thing(given, "place", "places", resolve),
        types=None if kind is None else _types(kind, ontology),
        source=source if source in (None, TEXTS) else _dataset(source, store),
        order=_one_of("order", given.get("order", PARAMETERS["order"].default), ORDERS),
        limit=_number(given, "limit", min(int(PARAMETERS["limit"].default), most), 1, min(most, MOST)),
        offset=_number(given, "offset", 0, 0, 10**9),
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


def _given(values: Mapping[str, str]) -> dict[str, str]:
    given = {}
    for name, value in values.items():
        if name not in PARAMETERS:
            close = nearest(name[:LONGEST], PARAMETERS) or list(PARAMETERS)
            raise BadParameter(name[:LONGEST], "there is no such parameter", f"one of {', '.join(close)}", value)
        text = value.strip()
        if len(text) > LONGEST or not text.isprintable():
            raise BadParameter(name, "too long, or not printable", f"up to {LONGEST} printable characters", text[:100])
        if text:
            given[name] = text
    return given


def _by(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",")))
    for name in names:
        if name not in BY:
            close = nearest(name, BY) or list(BY)
            raise BadParameter("by", f"events are not counted by {name!r}", f"some of {', '.join(close)}", text)
    return names


def _day(given: Mapping[str, str], name: str) -> date | None:
    try:
        return day_of(given[name]) if name in given else None
    except EdtfError as error:
        raise BadParameter(name, error.wrong, _DAY, given[name]) from error


def _thing(given: Mapping[str, str], name: str, section: str, resolve: Resolve) -> str | None:
    if name not in given:
        return None
    path = resolve(given[name], (section,))
    if not path.startswith(f"{section}/"):
        raise BadParameter(name, f"{path} is none", f"something of /{section}", given[name])
    return path


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


def _one_of(name: str, value: str, known: Iterable[str]) -> str:
    if value not in known:
        raise BadParameter(name, "unknown", f"one of {', '.join(known)}", value)
    return value


def _number(given: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = given.get(name)
    if text is None:
        return default
    number = int(text) if text.isascii() and text.isdigit() else -1
    if not least <= number <= most:
        raise BadParameter(name, "out of range", f"a whole number from {least} to {most}", text)
    return number
