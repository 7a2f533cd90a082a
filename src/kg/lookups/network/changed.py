"""What changed in the network between two days, and how a measure went from day to day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from kg.errors import BadParameter
from kg.known import Known, known_in
from kg.lookups.lookup import PAGES, Found, Lookup, Values
from kg.lookups.paging import Key, paged
from kg.network.change import CHANGES, METRICS, MOST_DAYS, OF_ACTORS, Change, changes, on, series
from kg.network.parameters import ACTORS, REST, filters_from
from kg.parameters import Parameter, table
from kg.release import Release
from kg.times import Period, iso

SHOWN: Final = 20
"""Edges behind a change that are named at most."""
_KINDS: Final = (int, str, str, str)
_ORDER: Final = {change: number for number, change in enumerate(CHANGES)}


def answer(release: Release, values: Values) -> Found:
    """Compare two days."""
    first, last = values["from"], values["to"]
    if last < first:
        raise BadParameter("to", f"before {first}, the first day", "the same day or a later one", iso(last))
    filters = filters_from({**values, "from": None, "to": None})
    known = known_in(release, values)
    earlier, later = on(release, filters, first), on(release, filters, last)
    found = changes(earlier, later)
    page, after = paged(found, _key, _KINDS, values)
    facts: dict[str, Any] = {"counts": {change: sum(one.change == change for one in found) for change in CHANGES}}
    if values["metric"] is not None:
        facts["metric"], facts["of"] = values["metric"], known.thing(values["of"])
        asked = replace(filters, window=Period(first, last))
        facts["series"] = [
            {"day": iso(day), "value": value}
            for day, value in series(release, asked, values["metric"], values["of"], values["step"])
        ]
    return Found([_record(known, one, (earlier, later)) for one in page], after, facts)


def _key(one: Change) -> Key:
    return (_ORDER[one.change], one.source, one.target, one.kind or "")


def _record(known: Known, one: Change, graphs: tuple[Any, Any]) -> dict[str, Any]:
    return {
        "change": one.change,
        "source": known.thing(one.source),
        "target": known.thing(one.target),
        "kind": one.kind,
        "sign_before": one.before,
        "sign_after": one.after,
        "answer": one.answer,
        "facts": [_fact(edge, graphs) for edge in one.edges[:SHOWN]],
    }


def _fact(edge: tuple[str, str, str], graphs: tuple[Any, Any]) -> dict[str, Any]:
    said = next(graph.edges[edge] for graph in graphs if graph.has_edge(*edge))
    return {"id": edge[2], "name": said["label"], "from": said["from_"], "until": said["until"]}


LOOKUP: Final = Lookup(
    path="/network/change",
    summary="What changed in the network between two days?",
    description=(
        "Ties that are there on the second day and not on the first (*gained*), or the other way round (*lost*), and "
        "pairs whose ties turned from friendly to hostile or back (*other sign*). A tie is a kind of relation from one "
        "to the other: a fact that another of the same kind goes on with, as datasets have one for each year, changes "
        "nothing. What is lost has no evidence on the second day, which is not a no.\n\n"
        "With a *metric*, `series` gives it for each day from the first to the last (or every *step* days), at most "
        f"{MOST_DAYS}: {', '.join(METRICS)}; {', '.join(OF_ACTORS)} are those of an actor, *of*. A value is null on "
        "days on which the actor has no ties."
    ),
    parameters=table(
        Parameter("from", "the first day", "2024-11-27", "day", required=True),
        Parameter("to", "the second day", "2024-12-08", "day", required=True),
        ACTORS, *REST,
        Parameter("metric", "a measure to give as a series", "frustration", "choice", choices=METRICS),
        Parameter("of", "whose measure; an id or a name", "hts", "thing", sections=("actors",)),
        Parameter("step", "days from one value of the series to the next", "7", "number", "1", least=1, most=10_000),
        *PAGES,
    ),
    fields={
        "change": ", ".join(CHANGES),
        "source": "one of the two",
        "target": "the other",
        "kind": "of relation; null for a pair that turned",
        "sign_before": "of the edges between the two on the first day: 1, -1, 0 for both; null for none",
        "sign_after": "likewise on the second day",
        "answer": "how surely it held on the day on which there is evidence of it",
        "facts": f"behind it, with their outer days; at most {SHOWN}",
    },
    answer=answer,
    example={
        "change": "lost",
        "source": {"id": "actors/russia", "name": "Russia"},
        "target": {"id": "actors/syrian-army", "name": "Syrian Arab Army"},
        "kind": "Support",
        "sign_before": 1,
        "answer": "surely",
        "facts": [
            {"id": "situations/support-russia-syrian-army", "name": "Support: Russia, Syrian Arab Army", "from": None,
             "until": "2024-12-07"}
        ],
    },
    tag="network",
)  # fmt: skip
