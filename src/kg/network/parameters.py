"""The filters of a network as parameters of addresses and commands: those of `kg.network.build`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kg.errors import BadParameter
from kg.network.filters import KINDS, Filters, Window, iso
from kg.parameters import Parameter, table

ON: Final = Parameter("on", "the day asked about; of a month or a year, some day in it", "2024-12-05", "time")
FROM: Final = Parameter("from", "the first day asked about, or the first of a month or year", "2024-11-27", "time")
TO: Final = Parameter("to", "the last day asked about, or the last of a month or year", "2024-12-08", "time")
REST: Final = (
    Parameter("as_known_on", "only from documents published by then", "2024-12-08", "time"),
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
        window=_window(values),
        as_known_on=known.until if known else None,
        kinds=values.get("kind") or (),
        actors=values.get("actor") or (),
        documents=values.get("documents") or 1,
        disputed=values.get("disputed"),
        roll_up=bool(values.get("roll_up")),
        events=bool(values.get("events")),
        places=bool(values.get("places")),
    )


def _window(values: Mapping[str, Any]) -> Window:
    on, start, end = (values.get(name) for name in ("on", "from", "to"))
    if on is not None:
        if start is not None or end is not None:
            raise BadParameter("on", "given together with a period", "either on, or from and to", iso(on.from_))
        return Window(on.from_, on.until)
    window = Window(start.from_ if start else None, end.until if end else None)
    if window.first and window.last and window.last < window.first:
        wrong = f"before {window.first}, the first day"
        raise BadParameter("to", wrong, "the same day or a later one", iso(window.last))
    return window
