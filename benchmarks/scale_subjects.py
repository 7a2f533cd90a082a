"""What questions are about: drawn from the events that were imported, so that who has most events is asked of most."""

from __future__ import annotations

import csv
import json
import random
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from servers import Server
from workloads import JSON

from kg.namespaces import BASE, NS, PREFIXES

_AT_A_TIME: Final = 200
_PREFIXES: Final = f"PREFIX ckg: <{NS}> PREFIX skos: <{PREFIXES['skos']}> PREFIX prov: <{PREFIXES['prov']}> "


@dataclass(frozen=True, slots=True)
class Subject:
    """What one asking of each question is about; things are told by their paths.

    Attributes:
        turn: a number that no other subject has.
        actor: a party of the event.
        name: the actor's.
        place: where it happened; it has coordinates and lies within `area`.
        area: a governorate.
        day: its first day.
        source: the dataset.
    """

    turn: int
    event: str
    actor: str
    name: str
    place: str
    latitude: float
    longitude: float
    area: str
    day: date
    source: str


def subjects(table: Path, server: Server, count: int, seed: int) -> list[Subject]:
    """Draw events of a table, and ask what is known of them.

    Args:
        table: what was imported, with the column ``id``.
        server: ours.
        count: how many; fewer are given only if the table has no more that lie in a governorate.
        seed: the same seed draws the same rows.

    Raises:
        OSError: if the server does not answer.
    """
    with table.open(encoding="utf-8", newline="") as text:
        rows = [row["id"] for row in csv.DictReader(text)]
    rng = random.Random(f"{seed}/subjects")
    rng.shuffle(rows)
    found: dict[str, list[Subject]] = defaultdict(list)
    for start in range(0, len(rows), _AT_A_TIME):
        for subject in _known(rows[start : start + _AT_A_TIME], server):
            found[subject.event].append(subject)
        if len(found) >= count:
            break
    drawn = [rng.choice(parties) for parties in found.values()]
    rng.shuffle(drawn)
    return [replace(subject, turn=turn) for turn, subject in enumerate(drawn[:count])]


def _known(rows: list[str], server: Server) -> list[Subject]:
    query = f"""{_PREFIXES}
        SELECT ?event ?actor ?name ?place ?lat ?long ?area ?day ?source WHERE {{
          VALUES ?row {{ {" ".join(f'"{row}"' for row in rows)} }}
          ?event ckg:row ?row ; ckg:party ?actor ; ckg:place ?place ; ckg:from ?day ; prov:wasDerivedFrom ?source .
          ?actor skos:prefLabel ?name FILTER(LANG(?name) = "en")
          ?place ckg:lat ?lat ; ckg:long ?long ; ckg:within+ ?area .
          ?area ckg:placeKind <{BASE}codes/place-kind/governorate>
        }} ORDER BY ?event ?actor"""
    answer = json.loads(server.get(query, JSON))
    return [
        _subject({name: term["value"].removeprefix(BASE) for name, term in row.items()})
        for row in answer["results"]["bindings"]
    ]


def _subject(row: dict[str, str]) -> Subject:
    return Subject(
        turn=0, event=row["event"], actor=row["actor"], name=row["name"], place=row["place"], area=row["area"],
        latitude=float(row["lat"]), longitude=float(row["long"]), day=date.fromisoformat(row["day"]),
        source=row["source"],
    )  # fmt: skip
