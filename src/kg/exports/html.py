"""A page that shows a network: one file that works without a network, from a USB stick or an archive.

Its script draws as the explorer does, and is bundled from `web/src/viewer` when the package is built.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from kg.errors import BadParameter
from kg.exports.columns import Column, Edge, columns, edges, label_of
from kg.exports.files import Out
from kg.exports.layout import coordinates, wrapped
from kg.exports.source import Source
from kg.exports.texts import flat, isolated, json_in_html, xml
from kg.namespaces import BASE

MOST_NODES: Final = 3_000
MOST_EDGES: Final = 10_000
"""More is too slow to look at in a browser."""
_HERE: Final = Path(__file__).parent
_SHORT: Final = 40
_PLACE: Final = re.compile(r"\{([a-z]+)\}")


def write(source: Source, out: Out) -> None:
    """Write a page with the network in it, its script and its style; it is told to load nothing else.

    Args:
        source: of the network.
        out: where to.

    Raises:
        BadParameter: if the network is too large to be looked at.
    """
    graph = source.graph
    size = graph.number_of_nodes(), graph.number_of_edges()
    if size[0] > MOST_NODES or size[1] > MOST_EDGES:
        wrong = f"a page of {size[0]:,} nodes and {size[1]:,} edges is too slow to look at"
        raise BadParameter("filters", wrong, f"at most {MOST_NODES:,} nodes and {MOST_EDGES:,} edges: a period, actors")
    script, style, licences = (_read(f"viewer/{name}") for name in ("viewer.js", "viewer.css", "licences.txt"))
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    parts = {
        "policy": policy,
        "title": xml(source.head.lines[0]),
        "style": style,
        "about": "".join(f"<p>{xml(line)}</p>\n" for line in source.head.lines),
        "data": json_in_html(_data(source)),
        "script": script,
        "licences": xml(licences),
    }
    out.write(_PLACE.sub(lambda found: parts[found[1]], _read("page.html")).encode())


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """Name a script or style by its hash, which lets it run (https://www.w3.org/TR/CSP3/#external-hash)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _data(source: Source) -> dict[str, Any]:
    of_nodes, of_edges = columns(source.graph)
    places = coordinates(source.graph)
    return {
        "base": BASE,
        "about": source.head.record,
        "nodes": [
            {
                "id": flat(node),
                "label": label_of(node, data),
                "short": isolated(wrapped(label_of(node, data), _SHORT, 1)[0]),
                "class": flat(data.get("cls")),
                "x": round(places[flat(node)][0] * 100, 1),
                "y": round(places[flat(node)][1] * 100, 1),
                "told": {"id": flat(node), **_told(of_nodes, data)},
            }
            for node, data in source.graph.nodes(data=True)
        ],
        "edges": [_edge(edge, of_edges) for edge in edges(source.graph)],
    }


def _edge(edge: Edge, found: Sequence[Column]) -> dict[str, Any]:
    data = edge.data
    return {
        "source": edge.source,
        "target": edge.target,
        "label": edge.label,
        "kind": edge.kind,
        "sign": edge.sign,
        "directed": edge.directed,
        "weight": edge.weight,
        "days": list(edge.days),
        "sure": [flat(data.get(end)) or None for end in ("surely_from", "surely_until")],
        "answer": flat(data.get("answer")),
        "status": flat(data.get("status")),
        "told": {"id": edge.id, **_told(found, data)},
    }


def _told(found: Sequence[Column], data: Mapping[str, Any]) -> dict[str, Any]:
    """Give what else is known, without what is not."""
    values = {column.shown.replace("_", " "): column.json(data) for column in found}
    return {name: value for name, value in values.items() if value not in (None, "", [])}
