"""The list of situations: support, hostility, control and other relations that held over a span of time."""

from __future__ import annotations

from typing import Final

from kg.counting.parameters import organs
from kg.known import Known, known_in
from kg.lookups.lists.facts import FIELDS, records
from kg.lookups.lists.writing import table
from kg.lookups.lookup import Found, Lookup, Values
from kg.lookups.paging import paged
from kg.namespaces import CKG
from kg.ontology import shipped
from kg.parameters import Parameter
from kg.release import Release
from kg.times import FROM, HOW_SURE, KNOWN_ON, ON, TO, period_of

_CLASSES: Final = tuple(sorted(shipped().situation_classes))


def situations(release: Release, values: Values) -> Found:
    """Give a page of situations, in the order of the first day on which they are possible."""
    known, period = known_in(release, values), period_of(values)
    actors = values["actor"] and organs(release.store, values["actor"])
    around = _Around(known) if values["place"] else None
    fitting = [
        situation
        for says in ([values["class"]] if values["class"] else _CLASSES)
        for situation in known.situations(says)
        if period.meets(situation.index_from, situation.index_until)
        and (actors is None or not actors.isdisjoint((*situation.agents, *situation.targets, *situation.parties)))
        and (around is None or any(values["place"] in around.of(place) for place in situation.places))
    ]
    page, after = paged(fitting, lambda one: (one.index_from.isoformat(), one.path), (str, str), values)
    found = records(known.store, release.ontology, [situation.path for situation in page])
    asked = period.first is not None or period.last is not None
    answers = [period.answer(situation) if asked else None for situation in page]
    return Found([record | {"answer": answer} for record, answer in zip(found, answers, strict=True)], after)


class _Around:
    """What places lie in.

    Args:
        known: where it is read.
    """

    def __init__(self, known: Known) -> None:
        """Remember what was looked up."""
        self._known = known
        self._found: dict[str, frozenset[str]] = {}

    def of(self, place: str) -> frozenset[str]:
        """Give a place and all that it lies in."""
        if place not in self._found:
            self._found[place] = frozenset({place})  # whatever happens, no circle
            wider = (self.of(whole) for whole in self._known.values(place, CKG.within))
            self._found[place] = self._found[place].union(*wider)
        return self._found[place]


SITUATIONS: Final = Lookup(
    path="/situations",
    summary="Which situations are there?",
    description="Relations that held over a span of time, in the order of the first day on which they are possible. "
    f"With days, those that are possible then, each with an answer. {HOW_SURE} With `as_known_on`, from what was "
    "published by then.",
    parameters=table(
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
