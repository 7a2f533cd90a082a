"""Small invented exports in ACLED's 31 columns, for tests."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

COLUMNS: Final = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting",
    "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
    "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
HTS: Final = "HTS: Hayat Tahrir al-Sham"
ARMY: Final = "Military Forces of Syria (2000-2024)"
ROW: Final = {
    "event_id_cnty": "SYR1",
    "event_date": "2024-11-30",
    "year": "2024",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": HTS,
    "inter1": "Rebel group",
    "actor2": ARMY,
    "inter2": "State forces",
    "interaction": "State forces-Rebel group",
    "iso": "760",
    "region": "Middle East",
    "country": "Syria",
    "admin1": "Aleppo",
    "admin2": "Jebel Saman",
    "admin3": "Jebel Saman",
    "location": "Aleppo",
    "latitude": "36.2021",
    "longitude": "37.1343",
    "geo_precision": "1",
    "source": "Quillfeather Gazette",
    "source_scale": "National",
    "notes": 'An invented note about a marmalade convoy, "with" commas,\nand a second line.',
    "fatalities": "12",
    "tags": "crowd size=no report",
    "timestamp": "1735689600",  # 1 January 2025
}
"""An armed clash in Aleppo that never was."""


def write_acled(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """Write an export; each row is `ROW` but for what is given."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        for row in rows:
            writer.writerow({**ROW, **row})
    return path
