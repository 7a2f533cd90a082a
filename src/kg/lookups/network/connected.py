"""How two actors are connected: ways from one to the other, each step a sentence with its sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from kg.errors import BadParameter
from kg.known import Known
from kg.lookups.lookup import Found, Lookup, Values
from kg.lookups.voices import EXAMPLE, VOICES, Row, said, voice
from kg.network import project
from kg.network.knowledge import Knowledge
from kg.network.parameters import REST, filters_from
from kg.network.sentences import sentence
from kg.network.ways import LONGEST, MOST, Way, ways
from kg.parameters import Parameter, table
from kg.release import Release
from kg.times import FROM, HOW_SURE, ON, TO

SAID: Final = 20
"""Voices that a step names at most."""


def answer(release: Release, values: Values) -> Found:
    """Find ways."""
    source, target = values["source"], values["target"]
    if source == target:
        raise BadParameter("target", "the same as source", "another actor", target)
    filters = filters_from(values)
    graph = project(release, filters)
    found = ways(graph, source, target, values["k"], filters.window)
    known = Knowledge(release, filters.as_known_on)
    told = [
        {"way": number, "hops": len(way.hops), "together": way.together, "first": way.first, "last": way.last}
        for number, way in enumerate(found, 1)
    ]
    records = [record for number, way in enumerate(found, 1) for record in _records(known, graph, number, way)]
    return Found(records, None, {"ways": told})


def _records(known: Knowledge, graph: Any, number: int, way: Way) -> Iterator[dict[str, Any]]:
    for position, hop in enumerate(way.hops, 1):
        source, target, key = hop.edges[0]
        edge = graph.edges[source, target, key]
        yield {
            "way": number,
            "hop": position,
            "source": known.thing(hop.source),
            "target": known.thing(hop.target),
            "sentence": sentence(known, hop.edges[0], edge),
            "kind": edge["kind"],
            "sign": edge["sign"],
            "fact": {"id": key, "name": edge["label"]} if edge["fact"] else None,
            "forward": source == hop.source,
            "from": edge["from_"],
            "until": edge["until"],
            "surely_from": edge["surely_from"],
            "surely_until": edge["surely_until"],
            "answer": edge["answer"],
            "status": known.thing(f"codes/status/{edge['status']}"),
            "modality": edge["modality"],
            "voices": _voices(known, key, edge),
            "apart": list(hop.apart),
            "also": [{"id": other[2], "name": graph.edges[other]["label"]} for other in hop.edges[1:]],
            "others": hop.others,
        }


def _voices(known: Known, key: str, edge: Any) -> list[dict[str, Any]]:
    """Give who says so, with the passages; of folded attacks, the datasets and documents alone."""
    if edge["fact"] is None:
        return [voice(known, Row(document, None)) for document in edge["documents"][:SAID]]
    (situation,) = known.read([key]).situations
    found = said(known, situation.derived_from, situation.rows)
    for basis in situation.derived_from:
        for event in known.read([basis]).events if basis.startswith("events/") else ():
            found += said(known, event.derived_from, event.rows)
    return [voice(known, one) for one in found[:SAID]]


LOOKUP: Final = Lookup(
    path="/network/paths",
    summary="How are two actors connected?",
    description=(
        "The best ways from one actor to another in a day's or a period's network: those with the fewest hops, and of "
        "these the ones that are founded best (sure, undisputed, from several documents). Every record is a hop, with "
        "a sentence that says what its fact says; a hop follows a fact in either direction (*forward* tells). "
        f"{HOW_SURE}\n\n"
        "Connections are no conspiracies: hops of a way may rest on facts of different days. *apart* lists the hops of "
        "the same way with whose facts this one has no day in common, and `ways` tells for each whether all may have "
        f"held on one day, and when. Ways of more than {LONGEST} hops are left out."
    ),
    parameters=table(
        Parameter("source", "where the ways begin; an id or a name", "russia", "thing", required=True,
                  sections=("actors",)),
        Parameter("target", "where they end; an id or a name", "hts", "thing", required=True, sections=("actors",)),
        ON, FROM, TO, *REST,
        Parameter("k", f"how many ways to give, at most {MOST}", "3", "number", "5", least=1, most=MOST),
    ),
    fields={
        "way": "number of the way, the best first",
        "hop": "number of the hop in it",
        "source": "where the hop begins",
        "target": "where it ends",
        "sentence": "the fact in words, with its days, how surely, how it is said, and by whom",
        "kind": "of relation",
        "sign": "1 for support and alliance, -1 for hostility and attacks, 0 for others",
        "fact": "the situation; null for folded attacks",
        "forward": "whether the fact leads the same way as the hop",
        "from": "it cannot have begun before",
        "until": "it cannot have gone on after",
        "surely_from": "it had begun by then",
        "surely_until": "it had not ended before",
        "answer": "surely or possibly",
        "status": "disputed, corroborated, in several documents or from a single source",
        "modality": "how it is said",
        "voices": f"{VOICES}; at most {SAID}",
        "apart": "numbers of the hops of this way that have no day in common with it",
        "also": "further facts between the two",
        "others": "how many there are",
    },
    answer=answer,
    example={
        "way": 1,
        "hop": 1,
        "source": {"id": "actors/russia", "name": "Russia"},
        "target": {"id": "actors/syrian-army", "name": "Syrian Arab Army"},
        "sentence": "Russia supports Syrian Arab Army (air strikes); until 2024-12-08 at the latest; surely; reported "
        "by The offensive, day by day.",
        "kind": "Support",
        "sign": 1,
        "fact": {"id": "situations/support-russia-syrian-army", "name": "Support: Russia, Syrian Arab Army"},
        "forward": True,
        "answer": "surely",
        "voices": [EXAMPLE],
        "apart": [],
    },
    tag="network",
)  # fmt: skip
