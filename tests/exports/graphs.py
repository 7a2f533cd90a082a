"""Networks to write, and reading them back."""

from __future__ import annotations

import io
from datetime import date
from itertools import pairwise
from typing import Any

import networkx as nx

from kg.exports import EXPORTS, Source
from kg.release import Release

NASTY = {
    "actors/control": "nul\x00 bell\x07 escape\x1b tab\t",
    "actors/markup": "<script>alert(\"1\")</script> ]]> & 'quoted' <!-- -->",
    "actors/lines": "two\nlines\r\nand\rmore",
    "actors/right": "الجبهة \u202eالحمراء\u202c (RF)",
    "actors/formula": '=HYPERLINK("http://x.test")',
    "actors/long": "long " * 2_000,
    "actors/half": "half a pair \ud800 here",
    "actors/plain": "Red Front",
}
"""Labels that some format cannot hold as they are."""


def hostile() -> nx.MultiDiGraph[str]:
    """A network of everything that a format may stumble over."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        release="r1", built="2030-01-16T00:00:00+00:00", filters={"on": "2030-01-03"}, licence="CC BY 4.0", citation="X"
    )
    for node, label in NASTY.items():
        graph.add_node(node, label=label, cls="Group", kind="rebel", id="mine", source="s", number=float("nan"))
    graph.add_node("places/alpha", label="Alpha", cls="Place", kind="city", lat=10.5, long=20.25)
    nodes = list(NASTY)
    for number, (one, other) in enumerate(pairwise(nodes)):
        graph.add_edge(
            one, other, key=f"situations/s{number}", fact=f"https://w3id.org/ckg/situations/s{number}", kind="Support",
            sign=[1, -1, 0][number % 3], directed=number % 2 == 0, label=NASTY[one], types=["a;b", "c"],
            from_="2030-01-01", until=None if number % 2 else "2030-01-05", surely_from=None, surely_until=None,
            answer="surely", status="disputed" if number == 2 else "singleSource", voices=[NASTY[other]],
            documents=["documents/d"], modality=["reported"], id="x", source="y", target="z", infinite=float("inf"),
            day=date(2030, 1, 2), mixed=[1, "a"][number % 2], nothing=None, table={"a": 1},
        )  # fmt: skip
    graph.add_edge("actors/plain", "actors/plain", key="situations/self", kind="Hostility", sign=-1)
    for number in range(3):  # parallel, of one kind, and the same fact twice
        graph.add_edge("actors/plain", "places/alpha", key=f"situations/p{number}", kind="Control", sign=0)
    graph.add_edge("actors/control", "places/alpha", key="situations/p0", kind="Control", sign=0)
    return graph


def needs(name: str, release: Release) -> dict[str, str]:
    """The filters without which a format cannot be written: some claim."""
    known = EXPORTS[name].filters.values()
    return {one.name: release.statements.claims[0].path for one in known if one.required}


def written(name: str, source: Source | nx.MultiDiGraph[str]) -> bytes:
    """Write an export into memory."""
    out = io.BytesIO()
    EXPORTS[name].write(source if isinstance(source, Source) else Source.of_graph(source), out)
    return out.getvalue()


def shown(text: str) -> str:
    """What XML can hold of a text."""
    kept = (
        c if c in "\t\n\r" or (ord(c) >= 32 and not 0xD800 <= ord(c) < 0xE000) else "\N{REPLACEMENT CHARACTER}"
        for c in text
    )
    return "".join(kept)


def ends(edges: Any) -> list[tuple[str, str]]:
    """The ends of edges, sorted."""
    return sorted((one, other) for one, other, *_ in edges)
