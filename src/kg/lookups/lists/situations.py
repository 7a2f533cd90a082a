"""The list of situations: support, hostility, control and other relations that held over a span of time."""

from __future__ import annotations

from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.dates import Bounds
from kg.identifiers import iri
from kg.lookups.known import known_in
from kg.lookups.lists import paging
from kg.lookups.lists.facts import FIELDS, records
from kg.lookups.lookup import Found, Lookup, Record, Values
from kg.lookups.times import FROM, HOW_SURE, KNOWN_ON, ON, POSSIBLY, SURELY, TO, Period, period_of
from kg.namespaces import BASE, CKG, NS, OTHER, XSD
from kg.ontology import shipped
from kg.parameters import Parameter
from kg.periods import years
from kg.release import Release

_CLASSES: Final = tuple(sorted(shipped().situation_classes))


def situations(release: Release, values: Values) -> Found:
    """Give a page of situations, in the order of the first day on which they are possible."""
    known, period = known_in(release, values), period_of(values)
    cls = values["class"] or "Situation"
    pattern = f"?thing a <{NS}{cls}> ; <{CKG.indexFrom.value}> ?day ; <{CKG.indexUntil.value}> ?end ."
    terms: dict[str, NamedNode | Literal] = {}
    if period.first or period.last:
        first, last = period.first or date.min, period.last or date.max
        terms |= {"first": _day(first), "last": _day(last)}
        keys = " ".join(f"<{BASE}{year}>" for year in years(first, last))
        pattern = f"VALUES ?key {{ {keys} }} ?thing <{CKG.inYear.value}> ?key . {pattern}"
        pattern += " FILTER(?day <= ?last && ?end >= ?first)"
    for name, slot, whole in (("actor", CKG.party, OTHER.subOrganizationOf), ("place", CKG.place, CKG.within)):
        if values[name] is not None:
            terms[name] = iri(values[name])
            pattern += f" ?thing <{slot.value}> ?its{name} . ?its{name} <{whole.value}>* ?{name} ."
    paths, after = paging.page(known.store, pattern, terms, values, by_day=True)
    found = records(known.store, release.ontology, paths)
    return Found([record | {"answer": _answer(record, period)} for record in found], after)


def _day(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=XSD.date)


def _answer(record: Record, period: Period) -> str | None:
    """Tell whether it surely held on some day of a period, or possibly; None if none is asked about."""
    if not (period.first or period.last):
        return None
    inner = (record[name] and date.fromisoformat(record[name]) for name in ("surely_from", "surely_until"))
    disputed = record["status"]["id"] == "codes/status/disputed"
    return SURELY if not disputed and period.surely_meets(Bounds(None, None, *inner)) else POSSIBLY


SITUATIONS: Final = Lookup(
    path="/situations",
    summary="Which situations are there?",
    description="Relations that held over a span of time, in the order of the first day on which they are possible. "
    f"With days, those that are possible then, each with an answer. {HOW_SURE} With `as_known_on`, from what was "
    "published by then.",
    parameters=paging.table(
        Parameter("class", "only situations of this kind", "Support", "choice", choices=_CLASSES),
        Parameter(
            "actor", "only those with this actor, or an organ of it, involved", "russia", "thing", sections=("actors",)
        ),
        Parameter("place", "only those at this place or within it", "hama", "thing", sections=("places",)),
        ON,
        FROM,
        TO,
        KNOWN_ON,
    ),
    fields={**FIELDS, "answer": "`surely` or `possibly`, on some day of the time asked about; null if none is"},
    answer=situations,
    example={
        "id": "situations/iran-supports-assad-government",
        "name": "Iran supports the Assad government",
        "class": "Support",
        "types": [{"id": "codes/support-type/military", "name": "military support"}],
        "agents": [{"id": "actors/iran", "name": "Iran"}],
        "targets": [{"id": "actors/assad-government", "name": "Assad government"}],
        "from": "2011-01-01",
        "until": None,
        "surely_from": "2011-12-31",
        "surely_until": "2024-12-08",
        "answer": "surely",
    },
    tag="things",
)
