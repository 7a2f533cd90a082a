"""The filters of a network as parameters of addresses and commands: those of `kg.network.build`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kg.network.filters import KINDS, Filters
from kg.parameters import Parameter, table
from kg.times import FROM, KNOWN_ON, ON, TO, period_of

REST: Final = (
    KNOWN_ON,
    Parameter(
        "kind", f"only edges of these kinds: {', '.join(KINDS)}", "Support,Hostility", "choice",
        choices=KINDS, several=True,
    ),
    Parameter(
        "documents", "the fewest documents that an edge rests on", "2", "number", "1", least=1, most=1_000
    ),
    Parameter("disputed", "true for disputed edges only, false for all others", "false", "yes"),
    Parameter(
        "roll_up", "whether organs stand for the largest party that they are an organ of", "true", "yes", "false"
    ),
    Parameter("events", "whether attacks are folded into an edge for each two parties and source", "true", "yes",
              "false"),
    Parameter("places", "whether control of places and presence in them are edges, too", "true", "yes", "false"),
)  # fmt: skip
ACTORS: Final = Parameter(
    "actor", "only edges that touch one of these actors; ids or names", "hts,russia", "thing",
    sections=("actors",), several=True,
)  # fmt: skip
PARAMETERS: Final = table(ON, FROM, TO, ACTORS, *REST)
"""The filters."""


def filters_from(values: Mapping[str, Any]) -> Filters:
    """Give the filters that values of `PARAMETERS` stand for, as `kg.parameters.read` gives them.

    Raises:
        BadParameter: if both a day and a period are given, or the end lies before the start.

    Example:
        >>> from kg.parameters import read
        >>> filters_from(read([("on", "2024-12")], PARAMETERS, lambda text, sections: text)).plain()
        {'start': '2024-12-01', 'end': '2024-12-31'}
    """
    known = values.get("as_known_on")
    return Filters(
        window=period_of(values),
        as_known_on=known.until if known else None,
        kinds=values.get("kind") or (),
        actors=values.get("actor") or (),
        documents=values.get("documents") or 1,
        disputed=values.get("disputed"),
        roll_up=bool(values.get("roll_up")),
        events=bool(values.get("events")),
        places=bool(values.get("places")),
    )
