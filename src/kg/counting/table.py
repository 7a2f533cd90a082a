"""The columnar table of events, ``events.parquet`` in a release: its columns, and writing it.

A row is an event, read from texts or from a dataset; rows are in the order of `index_from` and `path`. Beside the
columns of `SCHEMA` the file has a few more, `KEYS`, that serve counting only: each holds the source and the values of
one column as one text with blanks between. Parquet keeps such texts as numbers into a dictionary, so that DuckDB groups
a million of them in some ten milliseconds, where taking lists apart takes ten times as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from kg.counting.writing import writing
from kg.errors import DataError, Location, Problem
from kg.statements import Event, Place

MEMORY: Final = "1500MB"
"""What DuckDB may take while it sorts; the rest waits on disk."""
ROW_GROUP: Final = 100_000
_BATCH: Final = 20_000
_TEXTS: Final = pa.list_(pa.string())

SCHEMA: Final = pa.schema(
    [
        ("path", pa.string()),  # events/...
        ("source", pa.string()),  # the dataset's document; null for an event that was read from texts
        ("basis", _TEXTS),  # what it was derived from: claims, or the dataset's document, or both
        ("rows", _TEXTS),  # ids of the dataset's rows
        ("types", _TEXTS),  # codes/event-type/...
        ("parties", _TEXTS),  # all actors involved, sorted
        ("agents", _TEXTS),  # those of them that acted, where the source states it
        ("targets", _TEXTS),  # those of them that were acted on, where the source states it
        ("places", _TEXTS),  # where it happened, sorted
        ("within", _TEXTS),  # the places and everything that they lie in
        ("governorates", _TEXTS),  # those of `within` that are governorates
        ("countries", _TEXTS),  # those of `within` that are countries
        ("part_of", _TEXTS),  # larger events, such as the conflict
        ("dyad", pa.string()),  # the pair of opponents that the dataset counts it to
        ("first", pa.date32()),  # first day on which it can have happened; null where unknown
        ("last", pa.date32()),  # last such day
        ("surely_from", pa.date32()),  # it had begun by this day; null where unknown
        ("surely_until", pa.date32()),  # it had not ended before this day; null where unknown
        ("index_from", pa.date32()),  # as `first`, and as `last`, with the ends of time where unknown
        ("index_until", pa.date32()),
        ("low", pa.int64()),  # deaths
        ("best", pa.int64()),
        ("high", pa.int64()),
        ("records", pa.int64()),  # records of the source that the event stands for
        ("reports", pa.int64()),  # reports that the source counted; null where it counts none
        ("status", pa.string()),  # code of the scheme `status`
        ("label", pa.string()),  # to show
        ("lat", pa.float64()),  # degrees north, of the first of `places` that has coordinates
        ("long", pa.float64()),  # degrees east
        ("redistributable", pa.bool_()),  # whether the row may be handed on
    ]
)
"""The columns that an importer gives and that others may rely on."""

_ALONE: Final = {
    "year_key": "left(first::VARCHAR, 4)",
    "month_key": "left(first::VARCHAR, 7)",
    "day_key": "first::VARCHAR",
    "dyad_key": "dyad",
}
_LISTS: Final = {
    "type_key": "types",
    "actor_key": "parties",
    "place_key": "places",
    "within_key": '"within"',
    "governorate_key": "governorates",
    "country_key": "countries",
}
KEYS: Final = {
    name: f"coalesce(source, '') || ' ' || coalesce({value}, '')"
    for name, value in (_ALONE | {name: f"array_to_string({column}, ' ')" for name, column in _LISTS.items()}).items()
}
"""The columns for counting, as SQL over the others."""

_KINDS: Final = {
    pa.string(): "VARCHAR",
    _TEXTS: "VARCHAR[]",
    pa.date32(): "DATE",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
}


def write_event_table(
    path: Path,
    events: Iterable[Event],
    places: Mapping[str, Place],
    imported: Sequence[Path] = (),
    redistributable: Mapping[str, bool] | None = None,
) -> None:
    """Write the table of events.

    Equal input gives equal bytes. Memory is bounded (see `MEMORY`), whatever the number of events.

    Args:
        path: of the file to make; what is sorted on disk lies beside it meanwhile.
        events: as they were derived, with their index keys. One that was imported too is taken from here.
        places: those that the events name and all that these lie in, by path.
        imported: Parquet files with the columns of `SCHEMA`, of further events.
        redistributable: for each dataset, by the path of its document, whether its rows may be handed on. An event
            derived from one of these is that dataset's; all others were read from texts.

    Raises:
        DataError: if an imported file has other columns.
    """
    with writing(path, MEMORY) as (db, folder):
        given = folder / "given.parquet"
        _write_given(given, events, places, redistributable or {})
        for file in imported:
            _check(db, file)
        files = {f"file{n}": str(file) for n, file in enumerate(imported)}
        db.execute(_sql(files), {"given": str(given), "path": str(path), **files})


def _sql(files: Iterable[str]) -> str:
    """Give the statement that writes the table, with the names of the parameters that hold the imported files."""
    columns = ", ".join(f'"{name}"' for name in SCHEMA.names)
    keys = ", ".join(f"{value} AS {name}" for name, value in KEYS.items())
    new = "NOT EXISTS (FROM read_parquet($given) AS taken WHERE taken.path = further.path)"
    parts = ["read_parquet($given)", *(f"read_parquet(${file}) AS further WHERE {new}" for file in files)]
    rows = " UNION ALL ".join(f"SELECT {columns} FROM {part}" for part in parts)  # noqa: S608  of words of ours
    return f"""
        COPY (SELECT *, {keys} FROM ({rows} ORDER BY index_from, path, source NULLS FIRST)) TO $path (
            FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP},
            DICTIONARY_SIZE_LIMIT {ROW_GROUP // 2}, STRING_DICTIONARY_PAGE_SIZE_LIMIT 8000000
        )
    """  # noqa: S608  dictionaries that are large enough for places too


def _check(db: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Make sure that an imported file has the columns that it should have."""
    try:
        found = db.execute("DESCRIBE FROM read_parquet($file)", {"file": str(file)}).fetchall()
    except duckdb.Error as error:
        raise DataError([Problem(Location(str(file)), f"cannot be read: {error}", "a Parquet file")]) from error
    has = {name: kind for name, kind, *_ in found}
    needs = {field.name: _KINDS[field.type] for field in SCHEMA}
    wrong = [f"{name} is {has.get(name, 'missing')}" for name, kind in needs.items() if has.get(name) != kind]
    wrong += [f"{name} is unknown" for name in has.keys() - needs.keys()]
    if wrong:
        expected = ", ".join(f"{name} {kind}" for name, kind in needs.items())
        raise DataError([Problem(Location(str(file)), f"other columns: {'; '.join(sorted(wrong))}", expected)])


def _write_given(
    path: Path, events: Iterable[Event], places: Mapping[str, Place], redistributable: Mapping[str, bool]
) -> None:
    rows: Iterator[dict[str, Any]] = (_row(event, places, redistributable) for event in events)
    with pq.ParquetWriter(path, SCHEMA) as writer:
        while batch := list(islice(rows, _BATCH)):
            writer.write_batch(pa.RecordBatch.from_pylist(batch, SCHEMA))


def _row(event: Event, places: Mapping[str, Place], redistributable: Mapping[str, bool]) -> dict[str, Any]:
    source = next((basis for basis in sorted(event.derived_from) if basis in redistributable), None)
    where = sorted(set(event.places))
    within = sorted({around.path for place in where for around in _around(place, places)})
    located = next((places[place] for place in where if place in places and places[place].lat is not None), None)
    attributes = dict(event.attributes)
    return {
        "path": event.path,
        "source": source,
        "basis": sorted(event.derived_from),
        "rows": sorted(event.rows),
        "types": sorted(set(event.types)),
        "parties": sorted({*event.parties, *event.agents, *event.targets}),
        "agents": sorted(set(event.agents)),
        "targets": sorted(set(event.targets)),
        "places": where,
        "within": sorted({*where, *within}),
        "governorates": [path for path in within if places[path].kind == "governorate"],
        "countries": [path for path in within if places[path].kind == "country"],
        "part_of": sorted(event.part_of),
        "dyad": event.dyad,
        "first": event.bounds.from_,
        "last": event.bounds.until,
        "surely_from": event.bounds.surely_from,
        "surely_until": event.bounds.surely_until,
        "index_from": event.index_from,
        "index_until": event.index_until,
        "low": attributes.get("deathsLow"),
        "best": attributes.get("deathsBest"),
        "high": attributes.get("deathsHigh"),
        "records": attributes.get("recordCount", 1),
        "reports": attributes.get("reportCount"),
        "status": event.status,
        "label": event.label,
        "lat": None if located is None else float(located.lat or 0),
        "long": None if located is None else float(located.long or 0),
        "redistributable": source is None or redistributable[source],
    }


def _around(path: str, places: Mapping[str, Place]) -> Iterator[Place]:
    """Give a place and everything that it lies in, as far as it is known."""
    place = places.get(path)
    while place is not None:
        yield place
        place = places.get(place.within or "")
