"""The network at size: making it beside its query and networkx alone, and measures beside networkx's own.

    python benchmarks/networks.py --edges 1000000 --nodes 20000 --folder .bench/network

The release is that of the shipped data, with a table of situations that holds invented support besides.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import networkx as nx
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python  # type: ignore[attr-defined]

import kg.build
from kg.counting.reading import opened
from kg.counting.situations import FILE
from kg.network import Filters, measures, project
from kg.network.knowledge import Knowledge
from kg.network.projection import edges
from kg.network.ties import _query
from kg.release import Release, open_release


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edges", type=int, default=100_000)
    parser.add_argument("--nodes", type=int, default=10_000)
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--sample", type=int, default=10, help="nodes that betweenness is counted from")
    parser.add_argument("--folder", type=Path, default=Path(".bench/network"))
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    if not (asked.folder / "current").exists():
        kg.build.build([], asked.folder)
    with open_release(asked.folder) as release:
        _invent(release.path / FILE, asked.edges, asked.nodes)
    with open_release(asked.folder) as release:
        graph = _projection(release, asked.passes)
    _measures(graph, asked.sample)


def _invent(path: Path, count: int, nodes: int) -> None:
    """Write a table of situations: few actors have most of the ties, as in real ones."""
    with duckdb.connect() as db:
        columns = [name for name, *_ in db.execute(f"DESCRIBE FROM read_parquet('{path}')").fetchall()]
        given = {
            "path": "'situations/invented-' || i",
            "says": "['Support', 'Hostility', 'Alliance'][1 + i % 3]",
            "label": "'Invented tie ' || i",
            "status": "'singleSource'",
            "derived_from": "['documents/fall-of-assad-analysis']",
            "agents": f"['actors/invented-' || (floor(pow(random(), 2) * {nodes}))::INT]",
            "targets": f"['actors/invented-' || (floor(random() * {nodes}))::INT]",
            "types": "['codes/support-type/weapons']",
            **dict.fromkeys(("from_", "surely_from", "index_from"), "DATE '2016-01-01' + (i % 3000)::INT"),
            **dict.fromkeys(("until", "surely_until", "index_until"), "DATE '2016-02-01' + (i % 3000)::INT"),
            "document_count": "1",
        }
        lists = {"parties", "places", "part_of", "roles", "extents", "rows", "group_types", "oddities"}
        told = [f"{given.get(name, '[]::VARCHAR[]' if name in lists else 'NULL')} AS {name}" for name in columns]
        db.execute("SELECT setseed(0.5)")
        new = path.with_suffix(".new")
        db.execute(f"COPY (SELECT {', '.join(told)} FROM range({count}) AS t(i)) TO '{new}' (FORMAT parquet)")
        new.replace(path)


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    gc.collect()
    begin = time.perf_counter()
    made = work()
    return time.perf_counter() - begin, made


def _plain(ready: list[Any]) -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_edges_from(ready)
    return graph


def _projection(release: Release, passes: int) -> nx.MultiDiGraph[str]:
    filters = Filters()
    sql, values = _query(filters)
    taken: dict[str, list[float]] = {"query": [], "networkx": [], "ours": []}
    ready = list(edges(Knowledge(release), filters))
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for _ in range(passes):
        seconds, rows = _timed(lambda: opened(release.path / FILE).rows(sql, values))
        del rows
        taken["query"].append(seconds)
        taken["networkx"].append(_timed(lambda: _plain(ready))[0])
        seconds, made = _timed(lambda: project(release, filters))
        taken["ours"].append(seconds)
    found = {name: statistics.median(times) for name, times in taken.items()}
    print(f"{made.number_of_nodes():,} nodes, {made.number_of_edges():,} edges")
    print(
        f"projection {found['ours']:.2f} s; query {found['query']:.2f} s + add_edges_from {found['networkx']:.2f} s: "
        f"{found['ours'] / (found['query'] + found['networkx']):.2f} times"
    )
    return made


def _measures(graph: nx.MultiDiGraph[str], sample: int) -> None:
    chosen = [list(graph)[number] for number in measures.sources(len(graph), sample, 1)]
    arcs: nx.DiGraph[str] = nx.DiGraph(graph)
    arcs.add_edges_from((other, one) for one, other, said in graph.edges(data=True) if not said["directed"])
    plain: nx.Graph[str] = nx.Graph((one, other) for one, other, said in graph.edges(data=True) if said["sign"] >= 0)
    works: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
        "PageRank": (lambda: measures.pagerank(graph), lambda: _pagerank_python(arcs)),
        "betweenness": (
            lambda: measures.betweenness(graph, sample),
            lambda: nx.betweenness_centrality_subset(arcs, chosen, list(graph)),
        ),
        "communities": (
            lambda: measures.communities(graph),
            lambda: nx.community.louvain_communities(plain, seed=1),
        ),
    }
    for name, (ours, theirs) in works.items():
        quick, slow = _timed(ours)[0], _timed(theirs)[0]
        print(f"{name}: {quick:.2f} s, networkx {slow:.2f} s: {slow / quick:.1f} times as fast")


if __name__ == "__main__":
    main()
