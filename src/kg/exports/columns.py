"""What the nodes and edges of a network say of themselves: the columns of every network format, with their types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from kg.exports.texts import Plain, flat, plain

if TYPE_CHECKING:
    import networkx as nx

    Graph = nx.MultiDiGraph[str]

Kind = Literal["text", "whole", "number", "yes"]
Data = Mapping[str, Any]
_LARGEST: Final = 2**63


@dataclass(frozen=True, slots=True)
class Column:
    """An attribute of nodes or edges.

    Attributes:
        name: in the graph.
        shown: in the file; another name where programs take this one for something else.
        kind: of its values.
    """

    name: str
    shown: str
    kind: Kind

    def value(self, data: Data) -> str | int | float | bool | None:
        """Give the value of a node or edge as this column has it; None where it has none that fits."""
        found = data.get(self.name)
        if found is None:
            return None
        if self.kind == "text":
            return flat(found) or None
        value = plain(found)
        fits = {"yes": bool, "whole": int, "number": int | float}[self.kind]
        if not isinstance(value, fits) or (isinstance(value, bool) and self.kind != "yes"):
            return None
        return float(value) if self.kind == "number" else value

    def json(self, data: Data) -> Plain:
        """Give the value for a format that has lists."""
        if self.kind != "text":
            return self.value(data)
        found = plain(data.get(self.name))
        return found if isinstance(found, list) else flat(found) or None


NODES: Final[Mapping[str, Kind]] = {"cls": "text", "kind": "text", "lat": "number", "long": "number"}
"""What nodes have beside their label."""
EDGES: Final[Mapping[str, Kind]] = {
    "fact": "text",
    "kind": "text",
    "sign": "whole",
    "directed": "yes",
    "types": "text",
    "from_": "text",
    "until": "text",
    "surely_from": "text",
    "surely_until": "text",
    "answer": "text",
    "status": "text",
    "modality": "text",
    "voices": "text",
    "documents": "text",
    "events": "whole",
    "deaths_low": "whole",
    "deaths_best": "whole",
    "deaths_high": "whole",
    "first": "text",
    "last": "text",
}
"""What edges have beside their label."""
_SHOWN: Final = {"cls": "class", "from_": "from"}
_TAKEN: Final = frozenset(
    {"id", "source", "target", "label", "key", "name", "type", "weight", "start", "end", "parent"}
)


def columns(graph: Graph) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """Give the columns of nodes and of edges: those that we know and that occur, then any others, sorted by name.

    Args:
        graph: to look through once.
    """
    return (
        _columns((data for _, data in graph.nodes(data=True)), NODES),
        _columns((data for *_, data in graph.edges(data=True)), EDGES),
    )


def _columns(records: Iterable[Data], known: Mapping[str, Kind]) -> tuple[Column, ...]:
    there: set[str] = set()
    others: dict[str, set[Kind]] = {}
    expected = {*known, "label"}
    for data in records:
        there |= data.keys()
        for name in data.keys() - expected:
            if (kind := _kind(data[name])) is not None:
                others.setdefault(name, set()).add(kind)
    found = [Column(name, _SHOWN.get(name, name), kind) for name, kind in known.items() if name in there]
    used = {column.shown for column in found} | _TAKEN
    for name in sorted(others, key=str):
        shown = flat(name) or "_"
        while shown.casefold() in used:
            shown += "_"
        used.add(shown.casefold())
        found.append(Column(name, shown, _joined(others[name])))
    return tuple(found)


def _kind(value: object) -> Kind | None:
    found = plain(value)
    if found is None:
        return None
    if isinstance(found, bool):
        return "yes"
    return "whole" if isinstance(found, int) else "number" if isinstance(found, float) else "text"


def _joined(kinds: set[Kind]) -> Kind:
    if len(kinds) == 1:
        return next(iter(kinds))
    return "number" if kinds == {"whole", "number"} else "text"


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge, as formats need it.

    Attributes:
        id: its own, unlike every other.
        source: the node that it begins at.
        target: the node that it ends at.
        data: its attributes.
        number: counts the edges of one kind between the same two nodes, from 1.
    """

    id: str
    source: str
    target: str
    data: Data
    number: int = 1

    @property
    def label(self) -> str:
        """What to show of it."""
        return flat(self.data.get("label")) or self.kind

    @property
    def kind(self) -> str:
        """Its kind of relation."""
        return flat(self.data.get("kind")) or "relation"

    @property
    def directed(self) -> bool:
        """Whether its ends differ."""
        return self.data.get("directed") is not False

    @property
    def sign(self) -> int:
        """1 for support, -1 for hostility, 0 for anything else."""
        value = self.data.get("sign")
        return value if isinstance(value, int) and value in (-1, 1) else 0

    @property
    def weight(self) -> int:
        """How much it stands for: how many events, of those that were put together."""
        value = plain(self.data.get("events"))
        return value if isinstance(value, int) and value > 0 else 1

    @property
    def days(self) -> tuple[str | None, str | None]:
        """The first and the last day on which it can have held, as ISO texts; None where that is open or unknown."""
        ends = (self.data.get("from_") or self.data.get("first"), self.data.get("until") or self.data.get("last"))
        first, last = (flat(end) or None for end in ends)
        return first, last


def edges(graph: Graph) -> Iterator[Edge]:
    """Give the edges; ids are the graph's keys, made different where they are not."""
    seen: set[str] = set()
    pair: tuple[object, object] = (None, None)
    numbers: dict[object, int] = {}
    both_ways: dict[object, int] = {}
    for source, target, key, data in graph.edges(keys=True, data=True):
        if (source, target) != pair:  # edges of a pair come together
            pair, numbers = (source, target), {}
        id_ = flat(key)
        if not id_ or id_ in seen or id_ in graph:
            id_ = next(new for n in range(2, 1 << 62) if (new := f"{id_}#{n}") not in seen and new not in graph)
        seen.add(id_)
        kind: object = data.get("kind")
        counted = numbers
        if data.get("directed") is False:  # the same two nodes come again, the other way round
            counted, kind = both_ways, (kind, frozenset((source, target)))
        counted[kind] = counted.get(kind, 0) + 1
        yield Edge(id_, flat(source), flat(target), data, counted[kind])


def direction(graph: Graph) -> str:
    """Say whether a network is written as ``directed`` or ``undirected``.

    networkx reads no file that mixes both. So a network with any direction is written as directed, and the attribute
    `directed` tells of each edge.
    """
    kinds = {data.get("directed") is not False for *_, data in graph.edges(data=True)}
    return "undirected" if kinds == {False} else "directed"


def label_of(node: object, data: Data) -> str:
    """Give what to show of a node."""
    return flat(data.get("label")) or flat(node)
