"""Who is connected to whom: nodes with measures, and edges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from kg.errors import BadParameter
from kg.lookups.lookup import FORM, Found, Lookup, Record, Values
from kg.network import project
from kg.network.attacks import AMONG
from kg.network.balance import STARTS, WIDTH, balance
from kg.network.measures import EXACT, SAMPLE, measured
from kg.network.parameters import PARAMETERS, filters_from
from kg.network.triads import triads
from kg.parameters import Parameter, table
from kg.release import Release
from kg.times import HOW_SURE

if TYPE_CHECKING:
    import networkx as nx

MOST: Final = 20_000
"""Edges of an answer, at most."""
NODES: Final = 200_000
"""Nodes of a network that measures are counted of, at most."""
TRIADS: Final = 200
"""Triads of an answer, at most."""
_DYADS: Final = ("events", "deaths_low", "deaths_best", "deaths_high", "first", "last")


def answer(release: Release, values: Values) -> Found:
    """Make the network."""
    graph = project(release, filters_from(values))
    facts: dict[str, Any] = {
        "directed": True,
        "multigraph": True,
        "graph": dict(graph.graph),
        "counts": {"nodes": graph.number_of_nodes(), "edges": graph.number_of_edges()},
    }
    edges = sorted(graph.edges(keys=True, data=True), key=_rank)
    facts["truncated"] = len(edges) > values["limit"]
    records = [_edge(*edge) for edge in edges[: values["limit"]]]
    shown = {end for edge in records for end in (edge["source"], edge["target"])}
    table_ = _measures(graph) if values["measures"] else {}
    facts["nodes"] = [
        {"id": node, **said, **table_.get(node, {})} for node, said in graph.nodes(data=True) if node in shown
    ]
    if values["balance"]:
        facts["balance"] = _balance(graph)
    if values.get(FORM) == "json":
        fields = values.get("fields") or tuple(LOOKUP.fields)
        facts["edges"] = [
            {name: edge[name] for name in edge if name in ("source", "target", "key", *fields)} for edge in records
        ]
        return Found([], None, facts)
    return Found(records, None, facts if values.get(FORM) != "html" else {"counts": facts["counts"]})


def _rank(edge: tuple[str, str, str, Mapping[str, Any]]) -> tuple[Any, ...]:
    """Put the edges that are founded best, and stand for most events, first."""
    source, target, key, said = edge
    return (said["answer"] != "surely", -len(said["documents"]), -said.get("events", 1), source, target, key)


def _edge(source: str, target: str, key: str, said: Mapping[str, Any]) -> dict[str, Any]:
    ends = {"source": source, "target": target, "key": key}
    return {**ends, **said, **{name: said.get(name) for name in _DYADS}}


def _measures(graph: nx.MultiDiGraph[str]) -> Mapping[str, Record]:
    if graph.number_of_nodes() > NODES:
        raise BadParameter("measures", f"a network of {graph.number_of_nodes():,} nodes", f"at most {NODES:,}", "true")
    return measured(graph)


def _balance(graph: nx.MultiDiGraph[str]) -> dict[str, Any]:
    found = balance(graph)
    return {
        "index": found.index,
        "exact": found.exact,
        "edges": found.edges,
        "camps": [[sorted(side) for side in sides] for sides in found.camps],
        "frustrated": [_key(*edge) for edge in found.frustrated[:MOST]],
        "triads": [
            {
                "nodes": list(one.nodes),
                "signs": list(one.signs),
                "balanced": one.balanced,
                "edges": [[_key(*edge) for edge in side[:20]] for side in one.edges],
            }
            for one in triads(graph, TRIADS)
        ],
    }


def _key(source: str, target: str, key: str) -> dict[str, str]:
    return {"source": source, "target": target, "key": key}


LOOKUP: Final = Lookup(
    path="/network",
    summary="Who is connected to whom?",
    description=(
        f"The network of a day or a period, as nodes and edges. {HOW_SURE}\n\n"
        'As JSON it is what `networkx.node_link_graph(answer, edges="edges")` reads: the edges stand under `edges`, '
        "the nodes under `nodes`, and `records` is empty; as CSV or a page it is a list of edges. Edges are facts, and "
        "parallel ones stay apart. With *events*, attacks are folded into an edge for each two parties and source: "
        f"deaths of different sources are never added up, and edges whose key ends in `/{AMONG}` have no sign, as it "
        "is not known who stood against whom.\n\n"
        "With *measures* each node has `degree`, `strength`, `pagerank`, `betweenness` (estimated from "
        f"{SAMPLE} nodes where there are more than {EXACT:,}), and the numbers of its `component` and `community`, "
        "counted on the whole network. With *balance* there is the split into two sides that the fewest edges "
        f"contradict, exact up to {WIDTH + 1} nodes and for larger networks that are sparse, else the best of {STARTS} "
        f"searches; and up to {TRIADS} triads. Beyond *limit* edges, those that are founded best are given, and "
        "`truncated` is true."
    ),
    parameters=table(
        *PARAMETERS.values(),
        Parameter("measures", "whether nodes are measured", "true", "yes", "false"),
        Parameter("balance", "whether sides and triads are told", "true", "yes", "false"),
        Parameter("limit", f"how many edges are given, at most {MOST:,}", "500", "number", "2000", least=1, most=MOST),
    ),
    fields={
        "source": "path of the one it leads from",
        "target": "path of the one it leads to",
        "key": "path of the fact; of folded attacks, one made of both parties and the source",
        "fact": "IRI of the fact; null for folded attacks",
        "kind": "of relation",
        "sign": "1 for support and alliance, -1 for hostility and attacks, 0 for others",
        "directed": "false where neither acts on the other",
        "label": "in words",
        "types": "codes of the types of support or events",
        "from_": "it cannot have begun before",
        "until": "it cannot have gone on after",
        "surely_from": "it had begun by then",
        "surely_until": "it had not ended before",
        "answer": "surely or possibly",
        "status": "code of the scheme status",
        "voices": "who says so: actors, documents or datasets",
        "documents": "that it rests on",
        "modality": "how it is said",
        "events": "of folded attacks, how many",
        "deaths_low": "of folded attacks, as their source adds up",
        "deaths_best": "likewise",
        "deaths_high": "likewise",
        "first": "of folded attacks, the first day on which one of them may have happened",
        "last": "and the last such day",
    },
    answer=answer,
    example={
        "source": "actors/russia",
        "target": "actors/syrian-army",
        "key": "situations/support-russia-syrian-army",
        "kind": "Support",
        "sign": 1,
        "directed": True,
        "answer": "surely",
    },
    tag="network",
)
