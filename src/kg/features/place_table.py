"""The columnar table of places, ``places.parquet`` in a release: in the order of their paths, found by coordinates.

Tables of events name places by the ten thousands. To look through these in the quads, for one page of a map, takes
seconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from kg.counting.writing import writing
from kg.statements import Place

FILE: Final = "places.parquet"
"""Its name in a release."""
COLUMNS: Final = (
    "path", "name", "kind", "within", "names", "languages", "lat", "long", "coordinates_from", "same_as", "events",
)  # fmt: skip
"""What it says of a place; `events` is how many happened there, not counting those at places within it."""
_SQL: Final = """
    COPY (
        SELECT places.* REPLACE (coalesce(number, 0) AS events)
        FROM read_parquet($given) AS places LEFT JOIN (
            SELECT place, count(*) AS number
            FROM (SELECT unnest(places) AS place FROM read_parquet($events)) GROUP BY place
        ) ON place = path
        ORDER BY path
    ) TO $path (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20000)
"""


def write_places(path: Path, places: Iterable[Place], events: Path) -> None:
    """Write the table of places.

    Args:
        path: of the file to make.
        places: all that there are.
        events: the table of events, from which they are counted.
    """
    import pyarrow as pa  # noqa: PLC0415  only a build, and who reads the table, pays for loading it
    import pyarrow.parquet as pq  # noqa: PLC0415

    texts, text, number = pa.list_(pa.string()), pa.string(), pa.float64()
    kinds = {"names": texts, "languages": texts, "same_as": texts, "lat": number, "long": number, "events": pa.int64()}
    schema = pa.schema([(column, kinds.get(column, text)) for column in COLUMNS])
    with writing(path) as (db, folder):
        given = folder / "given.parquet"
        pq.write_table(pa.Table.from_pylist([_row(place) for place in places], schema), given)
        db.execute(_SQL, {"given": str(given), "events": str(events), "path": str(path)})


def _row(place: Place) -> dict[str, Any]:
    others = [pair for pair in (*place.labels.preferred, *place.labels.other) if pair[1] != place.labels.shown]
    return {
        "path": place.path,
        "name": place.labels.shown,
        "kind": place.kind,
        "within": place.within,
        "names": [name for _, name in others],
        "languages": [language for language, _ in others],
        "lat": None if place.lat is None else float(place.lat),
        "long": None if place.long is None else float(place.long),
        "coordinates_from": place.coordinate_source,
        "same_as": list(place.same_as),
        "events": 0,
    }
