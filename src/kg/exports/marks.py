"""How pictures show signs, kinds of nodes and days: the same in every format that draws."""

from __future__ import annotations

from typing import Final

from kg.exports.columns import Edge
from kg.exports.texts import flat

COLOURS: Final = {1: "#1B7837", -1: "#B2182B", 0: "#4D4D4D"}
MARKS: Final = {1: "+", -1: "−", 0: "·"}
MEANINGS: Final = {1: "support, alliance", -1: "hostility, attack", 0: "other relation"}
FILLS: Final = {"Group": "#E3EEF7", "Person": "#FBE8DC", "Place": "#EBE4F1"}
_STATUS: Final = {"singleSource": "one source", "severalDocuments": "several documents"}


def told(edge: Edge) -> str:
    """Tell of an edge what it is, what its days are and how well it is attested.

    Args:
        edge: the edge.

    Example:
        >>> told(Edge("situations/s", "actors/a", "actors/b", {"kind": "Support", "from_": "2024-12-05"}))
        'Support, 2024-12-05 to …'
    """
    first, last = edge.days
    days = f"{first or '…'} to {last or '…'}" if first or last else _sure_days(edge)
    status = standing(flat(edge.data.get("status")))
    return ", ".join(filter(None, [edge.kind, days, flat(edge.data.get("answer")), status]))


def standing(status: str) -> str:
    """Say in words how well a fact is attested.

    Example:
        >>> standing("singleSource"), standing("disputed")
        ('one source', 'disputed')
    """
    return _STATUS.get(status, status)


def _sure_days(edge: Edge) -> str:
    sure = flat(edge.data.get("surely_from")), flat(edge.data.get("surely_until"))
    if not (sure[0] and sure[1]) or sure[0] > sure[1]:
        return "days unknown"
    return f"as of {sure[0]}" if sure[0] == sure[1] else f"at least {sure[0]} to {sure[1]}"
