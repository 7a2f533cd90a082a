"""Small tables in the layouts that are imported, for tests."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from kg.sources.tables.ucdp_ged import GED

ROW: Final = {
    "id": "1",
    "type_of_violence": "1",
    "conflict_new_id": "299",
    "conflict_name": "Redland: Government",
    "dyad_new_id": "11",
    "dyad_name": "Government of Redland - Blues",
    "side_a_new_id": "118",
    "side_a": "Government of Redland",
    "side_b_new_id": "900",
    "side_b": "Blues",
    "where_prec": "1",
    "where_coordinates": "Hilltop village",
    "adm_1": "North province",
    "adm_2": "Hills district",
    "latitude": "10.5",
    "longitude": "20.25",
    "country": "Redland",
    "country_id": "999",
    "date_prec": "1",
    "date_start": "2016-05-01",
    "date_end": "2016-05-01",
    "low": "1",
    "best": "2",
    "high": "3",
}
"""A row of UCDP GED that says nothing of the real world, but for the id 118."""


def write_ged(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """Write a table in the columns of UCDP GED that are read; each row is `ROW` but for what is given."""
    names = [column.name for column in GED.columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        for row in rows:
            writer.writerow({**ROW, **row})
    return path
