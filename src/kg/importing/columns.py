"""Imported events as rows of the columnar table that a release has beside its quads."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import ibis
import pyarrow as pa
from ibis import Table
from ibis.backends.duckdb import Backend

from kg.statements import Statements


def write_columns(con: Backend, events: Table, statements: Statements, closed: frozenset[str], path: Path) -> None:
    """Write events as rows of the columnar table that a release has beside its quads.

    Args:
        con: where the table lies.
        events: as `named_events` gives them.
        statements: the registry, with what tables add to it.
        closed: paths of datasets whose rows may not be handed on.
        path: of the Parquet file.
    """
    places = con.create_table(
        "containers", pa.Table.from_pylist(_containers(statements), schema=_CONTAINERS), overwrite=True
    )
    joined = events.left_join(places, events.place == places.path).drop("path_right")
    nothing = ibis.literal([], type="array<string>")
    con.to_parquet(
        joined.select(
            path=joined.path,
            source=joined.document,
            basis=ibis.array([joined.document]),
            rows=ibis.array([joined.row]),
            types=ibis.array([joined.type]),
            parties=joined.involved.sort(),
            agents=joined.agents,
            targets=joined.targets,
            places=ibis.ifelse(joined.place.notnull(), ibis.array([joined.place]), nothing),
            within=joined.within.coalesce(nothing),
            governorates=joined.governorates.coalesce(nothing),
            countries=joined.countries.coalesce(nothing),
            part_of=ibis.ifelse(joined.conflict.notnull(), ibis.array([joined.conflict]), nothing),
            dyad=joined.dyad,
            first=joined["first"],
            last=joined["last"],
            surely_from=joined["last"],  # of one event nobody knows more than the days between which it happened
            surely_until=joined["first"],
            index_from=joined["first"],
            index_until=joined["last"],
            low=joined.low,
            best=joined.best,
            high=joined.high,
            records=joined.records.coalesce(1),
            reports=joined.reports,
            status=ibis.literal("singleSource"),
            label=joined.label,
            lat=joined.lat,
            long=joined.long,
            redistributable=~joined.document.isin([*sorted(closed), ""]),
        ),
        path,
    )


_CONTAINERS: Final = pa.schema(
    [
        ("path", pa.string()),
        *((name, pa.list_(pa.string())) for name in ("within", "governorates", "countries")),
        ("lat", pa.float64()),
        ("long", pa.float64()),
    ]
)


def _containers(statements: Statements) -> list[dict[str, object]]:
    places = {place.path: place for place in statements.places}
    found: list[dict[str, object]] = []
    for place in statements.places:
        around = [place]
        while (larger := around[-1].within) is not None:
            around.append(places[larger])
        found.append(
            {
                "path": place.path,
                "within": [one.path for one in around],
                "governorates": [one.path for one in around if one.kind == "governorate"],
                "countries": [one.path for one in around if one.kind == "country"],
                "lat": None if place.lat is None else float(place.lat),
                "long": None if place.long is None else float(place.long),
            }
        )
    return found
