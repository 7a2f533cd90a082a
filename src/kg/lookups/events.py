"""Pages of events in the order of time: from the table of a release, or from what was known on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from kg.counting.circle import circle_of, coordinates
from kg.counting.parameters import organs
from kg.counting.questions import TEXTS, Filters
from kg.counting.reading import FILE
from kg.counting.window import After, EventRow, Page, WindowQuestion, window
from kg.errors import BadParameter
from kg.known import Known
from kg.lookups.lookup import Values
from kg.lookups.paging import after
from kg.namespaces import CKG, RDF
from kg.statements import Event
from kg.times import Period

Spot = tuple[float | None, float | None]
"""Degrees north and east, as far as they are known."""
_DEATHS: Final = ("deathsLow", "deathsBest", "deathsHigh")


class Seen(NamedTuple):
    """An event of a day's knowledge, with its places and all that they lie in, and with its coordinates."""

    row: EventRow
    within: frozenset[str]
    spot: Spot


def page_of(known: Known, question: WindowQuestion, text: str | None = None) -> Page:
    """Give a page of events.

    Args:
        known: what is known.
        question: which events.
        text: only those that this document tells of; it is no dataset.

    Raises:
        StoreDamaged: if the release has no table of events.
    """
    if text is not None:
        among = _ordered(known, told(known, text))
    elif question.source == TEXTS:  # few among the rows of a large table, which would all be looked through
        among = known.once("told", lambda: _ordered(known, told(known)))
    elif known.is_whole:
        return window(known.release.path / FILE, question)
    else:
        among = seen(known)
    last = question.after
    found = [
        one.row for one in among if fits(one, question) and (last is None or (one.row.index_from, one.row.path) > last)
    ]
    page = tuple(found[: question.limit])
    return Page(page, (page[-1].index_from, page[-1].path) if len(found) > len(page) else None)


def seen(known: Known) -> list[Seen]:
    """Give all events of a day's knowledge, which are some ten thousand at most, in the order of the table."""
    return known.once("events", lambda: _ordered(known, known.subjects(RDF.type, CKG.Event)))


def told(known: Known, text: str | None = None) -> set[str]:
    """Give the paths of the events that claims affirm: those of a document, or all."""
    return {
        claim.about
        for claim in known.claims.values()
        if claim.says == "Event" and claim.accepted and text in (None, claim.document)
    }


def fits(one: Seen, filters: Filters) -> bool:
    """Tell whether an event is asked for."""
    row = one.row
    return (
        (filters.first is None or row.index_until >= filters.first)
        and (filters.last is None or row.index_from <= filters.last)
        and (filters.actors is None or not filters.actors.isdisjoint(row.parties))
        and (filters.types is None or not filters.types.isdisjoint(row.types))
        and (filters.place is None or filters.place in one.within)
        and (filters.source is None or (row.source or TEXTS) == filters.source)
        and (filters.circle is None or filters.circle.has(*one.spot))
    )


def _ordered(known: Known, paths: Iterable[str]) -> list[Seen]:
    return sorted(_seen(known, paths), key=lambda one: (one.row.index_from, one.row.path))


def _seen(known: Known, paths: Iterable[str]) -> Iterator[Seen]:
    around: dict[str, tuple[frozenset[str], Spot]] = {}
    for event in known.read(paths).events:
        for place in event.places:
            if place not in around:
                around[place] = frozenset(around_of(known, place)), coordinates(known.store, place)
        places = [around[place] for place in sorted(event.places)]
        spot = next((spot for _, spot in places if spot[0] is not None), (None, None))
        yield Seen(_row(event), frozenset().union(*(within for within, _ in places)), spot)


def around_of(known: Known, place: str) -> Iterator[str]:
    """Give a place and all that it lies in."""
    queue = [place]
    while queue:
        yield queue[-1]
        queue.extend(known.values(queue.pop(), CKG.within))


def _row(event: Event) -> EventRow:
    attributes: Mapping[str, Any] = dict(event.attributes)
    low, best, high = (attributes.get(name) for name in _DEATHS)
    return EventRow(
        path=event.path,
        label=event.label,
        source=next((basis for basis in sorted(event.derived_from) if basis.startswith("documents/")), None),
        basis=sorted(event.derived_from),
        rows=sorted(event.rows),
        types=sorted(event.types),
        parties=sorted({*event.parties, *event.agents, *event.targets}),
        agents=sorted(event.agents),
        targets=sorted(event.targets),
        places=sorted(event.places),
        part_of=sorted(event.part_of),
        first=event.bounds.from_,
        last=event.bounds.until,
        surely_from=event.bounds.surely_from,
        surely_until=event.bounds.surely_until,
        index_from=event.index_from,
        index_until=event.index_until,
        low=low,
        best=best,
        high=high,
        records=attributes.get("recordCount", 1),
        reports=attributes.get("reportCount"),
        status=event.status,
        lat=None,  # looked up with the place, where it is shown
        long=None,
    )


def filters_of(known: Known, period: Period, values: Values) -> tuple[dict[str, Any], str | None]:
    """Turn the parameters place, near, actor, type and source, as far as a look-up has them, into filters.

    Returns:
        The filters, and the document if the source is a text.

    Raises:
        BadParameter: if the source is something else, or nobody knows where the place to be near to lies.
        UnknownThing: if there is no such source.
    """
    actor, kind, source = (values.get(name) for name in ("actor", "type", "source"))
    text = None
    if source is not None and source != TEXTS:
        source = known.release.resolve(source, ("documents",))
        if not source.startswith("documents/"):
            raise BadParameter("source", f"{source} is none", f"a document's id, or {TEXTS}", source)
        if source not in known.subjects(RDF.type, CKG.Dataset):
            source, text = None, source
    return {
        "first": period.first,
        "last": period.last,
        "actors": None if actor is None else organs(known.store, actor),
        "place": values.get("place"),
        "types": None if kind is None else narrower(known, f"codes/event-type/{kind}"),
        "source": source,
        "circle": circle_of(known.store, values),
    }, text


def narrower(known: Known, kind: str) -> frozenset[str]:
    """Give an event type and all that are narrower, by their paths."""
    concepts = known.ontology.concepts
    return frozenset(path for path in concepts if path == kind or kind in known.ontology.broader_than(path))


def key_of(page: Page) -> tuple[str, str] | None:
    """Give the key of the last event of a page, if there are more."""
    return None if page.after is None else (page.after[0].isoformat(), page.after[1])


def after_of(values: Values, kinds: tuple[type, ...] = (str, str)) -> After | None:
    """Give where a page of events begins: keys begin with a day and a path.

    Args:
        values: of the look-up.
        kinds: what the parts of its keys are.

    Raises:
        BadParameter: if the cursor tells something else.
    """
    key = after(values, kinds)
    try:
        return None if key is None else (date.fromisoformat(str(key[0])), str(key[1]))
    except ValueError:
        raise BadParameter("cursor", "no cursor of this server", "the text that `next` has") from None
