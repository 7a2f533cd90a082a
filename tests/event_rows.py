"""Rows of the table of events made in a line, and the plain way of counting them, to hold the fast one against."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg.counting.circle import Circle
from kg.counting.questions import TEXTS, CountRow, Filters
from kg.counting.table import SCHEMA

Row = dict[str, Any]
DAY = date(2016, 5, 31)
SOURCES = ("documents/one-table-1", "documents/other-table-2", None)


def row(number: int, **columns: Any) -> Row:
    """Make the row of an event on one day, without places, actors and figures unless the columns say so."""
    made: Row = {field.name: [] if pa.types.is_list(field.type) else None for field in SCHEMA}
    made |= {"path": f"events/e-{number:05}", "source": SOURCES[0], "records": 1, "status": "singleSource"}
    made |= {"label": f"Event {number}", "redistributable": True, "first": DAY, "last": DAY}
    made |= columns
    return made | {
        "index_from": columns.get("index_from", made["first"] or date.min),
        "index_until": columns.get("index_until", made["last"] or date.max),
    }


def some_rows(count: int, seed: int) -> list[Row]:
    """Make rows with none, one or several of everything, and days that are unknown now and then."""
    random, nowhere = Random(seed), Random(f"{seed}/where")

    def few(stem: str, of: int) -> list[str]:
        return sorted(f"{stem}{n}" for n in random.sample(range(of), random.choice([0, 1, 1, 1, 2, 3])))

    rows = []
    for number in range(count):
        first = random.choice([None, *[date(2014, 12, 1) + timedelta(days=random.randrange(120)) for _ in range(9)]])
        last = None if first is None or random.random() < 0.1 else first + timedelta(days=random.choice([0, 0, 6, 40]))
        places = few("places/p", 7)
        governorates = sorted({f"places/g{int(place[-1]) % 3}" for place in places})
        low = random.choice([None, random.randrange(9)])
        lat, long = nowhere.uniform(-90, 90), nowhere.choice([-179.5, 0.0, 20.0, 179.9]) + nowhere.uniform(-1, 1)
        rows.append(
            row(
                number,
                source=random.choice(SOURCES),
                types=few("codes/event-type/t", 4),
                parties=few("actors/a", 6),
                places=places,
                governorates=governorates,
                countries=["places/c"] if places else [],
                within=sorted({*places, *governorates, *(["places/c"] if places else [])}),
                dyad=random.choice([None, "events/dyad-1", "events/dyad-2"]),
                first=first,
                last=last,
                low=low,
                best=random.choice([None, 5]),
                high=None if low is None else low + 3,
                records=random.choice([1, 1, 12]),
                reports=random.choice([None, 7]),
                **({"lat": lat, "long": (long + 180) % 360 - 180} if nowhere.random() < 0.9 else {}),
            )
        )
    return rows


def write_rows(path: Path, rows: Iterable[Row]) -> Path:
    """Write rows as an importer would."""
    pq.write_table(pa.Table.from_pylist(list(rows), SCHEMA), path)
    return path


def matches(event: Row, filters: Filters) -> bool:
    """Tell whether an event passes filters, by their definition."""
    return (
        (filters.first is None or event["index_until"] >= filters.first)
        and (filters.last is None or event["index_from"] <= filters.last)
        and (filters.actors is None or bool(filters.actors.intersection(event["parties"])))
        and (filters.types is None or bool(filters.types.intersection(event["types"])))
        and (filters.place is None or filters.place in event["within"])
        and (filters.source is None or event["source"] == (None if filters.source == TEXTS else filters.source))
        and (filters.circle is None or (event["lat"] is not None and _apart(event, filters.circle) <= 1))
    )


def lies_within(event: Row, filters: Filters) -> bool:
    """Tell whether nobody disputes an event, and its days lie within those of filters as a whole."""
    first, last = event["first"], event["last"]
    return (
        event["status"] != "disputed"
        and (filters.first is None or (first is not None and first >= filters.first))
        and (filters.last is None or (last is not None and last <= filters.last))
    )


def _apart(event: Row, circle: Circle) -> float:
    """Give how far an event is from the middle of a circle, in parts of its radius: by the angle of two vectors."""
    one, other = (
        (math.cos(lat) * math.cos(long), math.cos(lat) * math.sin(long), math.sin(lat))
        for lat, long in (
            map(math.radians, (event["lat"], event["long"])), map(math.radians, (circle.lat, circle.long))
        )
    )  # fmt: skip
    across = math.dist(one, other) / 2
    return 2 * math.asin(min(1.0, across)) * 6371.0088 / circle.kilometres


def counted(events: Iterable[Row], by: tuple[str, ...], filters: Filters) -> set[CountRow]:
    """Count events one by one."""
    groups: Mapping[tuple[Any, ...], list[Row]] = defaultdict(list)
    for event in events:
        if matches(event, filters):
            for keys in _combinations(event, [name for name in by if name != "source"]):
                groups[event["source"], keys].append(event)
    return {
        CountRow(
            source,
            keys,
            len(group),
            sum(event["records"] for event in group),
            _sum(group, "reports"),
            *(None if source is None else _sum(group, deaths) for deaths in ("low", "best", "high")),
        )
        for (source, keys), group in groups.items()
    }


def _sum(group: Iterable[Row], name: str) -> int | None:
    given = [event[name] for event in group if event[name] is not None]
    return sum(given) if given else None


def _combinations(event: Row, by: list[str]) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = [()]
    for name in by:
        found = [(*before, value) for before in found for value in _values(event, name)]
    return found


def _values(event: Row, name: str) -> list[Any]:
    first = event["first"]
    match name:
        case "year":
            return [first and first.year]
        case "month":
            return [first and f"{first:%Y-%m}"]
        case "day":
            return [first and first.isoformat()]
        case "dyad":
            return [event["dyad"]]
        case _:
            columns = {"type": "types", "actor": "parties", "place": "places"}
            columns |= {"governorate": "governorates", "country": "countries"}
            return event[columns[name]] or [None]
