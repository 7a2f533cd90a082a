"""What part of a release is written: the parameters of exports, one table for each subject."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from kg.network import KINDS
from kg.parameters import Parameter, table
from kg.times import FROM, KNOWN_ON, ON, TIMES, TO, Period, period_of

Subject = Literal["network", "map", "events", "claim", "release"]
LAYERS: Final = ("events", "control")
_ACTOR: Final = Parameter(
    "actor", "only what touches one of these actors, with commas between; ids or names", "hts", "thing",
    sections=("actors",), several=True,
)  # fmt: skip
_PLACE: Final = Parameter(
    "place", "only what happened at this place or within it; an id or a name", "hama", "thing", sections=("places",)
)
_ONE_ACTOR: Final = Parameter(
    "actor", "only events with this actor, or an organ of it, involved; an id or a name", "hts", "thing",
    sections=("actors",),
)  # fmt: skip
_TYPE: Final = Parameter("type", "only events of this type or a narrower one; a code of /codes/event-type", "capture")
_SOURCE: Final = Parameter(
    "source", "only the events of this dataset, by its document's id; or texts, those read from texts", "texts"
)
_EVENTS: Final = (ON, FROM, TO, _ONE_ACTOR, _PLACE, _TYPE, _SOURCE)
FILTERS: Final[Mapping[Subject, Mapping[str, Parameter]]] = {
    "network": table(
        *TIMES,
        Parameter(
            "kind", f"only these kinds of relation, with commas between: {', '.join(KINDS)}", "Support,Hostility",
            "choice", choices=KINDS, several=True,
        ),
        _ACTOR,
        Parameter("documents", "the fewest documents that a relation rests on", "2", "number", "1", least=1),
        Parameter("disputed", "true for what somebody disputes alone, false for all else alone", "false", "yes"),
        Parameter("roll_up", "whether organs stand for the party that they belong to", "true", "yes", "false"),
        Parameter("events", "whether attacks are counted into a relation for each two parties", "true", "yes", "false"),
        Parameter("places", "whether who held or was at a place is a relation, too", "true", "yes", "false"),
    ),
    "map": table(
        *_EVENTS,
        Parameter(
            "layer", "events, control, or with a comma between both", "control", "choice", "events,control",
            choices=LAYERS, several=True,
        ),
    ),
    "events": table(*_EVENTS),
    "claim": table(
        Parameter(
            "claim", "the claim to write, by its id, as /claims and the export claims give it; it must be given",
            "claims/cc2b1b2a021061f72e19", "thing", required=True, sections=("claims",),
        )
    ),
    "release": {},
}  # fmt: skip
"""The parameters of each subject, by name."""
_KNOWN: Final = KNOWN_ON.name


def network_arguments(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the arguments of `kg.network.build` for the values of a network's filters.

    Raises:
        BadParameter: if a day and a period are given, or the end lies before the start.
    """
    period, known = period_of(values), values.get(_KNOWN)
    return {
        "start": period.first,
        "end": period.last,
        "as_known_on": known.until if known else None,
        "kinds": values.get("kind") or (),
        "actors": values.get("actor") or (),
        "documents": values.get("documents") or 1,
        "disputed": values.get("disputed"),
        "roll_up": bool(values.get("roll_up")),
        "events": bool(values.get("events")),
        "places": bool(values.get("places")),
    }


def event_texts(values: Mapping[str, Any]) -> tuple[Period, dict[str, str]]:
    """Give the days that events are asked for, and the other filters as `kg.counting.parameters` reads them.

    Raises:
        BadParameter: if a day and a period are given, or the end lies before the start.
    """
    texts = {name: str(values[name]) for name in ("actor", "place", "type", "source") if values.get(name)}
    return period_of(values), texts
