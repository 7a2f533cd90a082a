"""Small invented exports of GDELT, 1.0 and 2.0: no header, tabulators, one record a line."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

_ACTOR: Final = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
    "Type2Code", "Type3Code",
)  # fmt: skip
_HEAD: Final = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{name}" for name in _ACTOR), *(f"Actor2{name}" for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "AvgTone",
)  # fmt: skip
_PLACES: Final = {
    1: ("Type", "FullName", "CountryCode", "ADM1Code", "Lat", "Long", "FeatureID"),
    2: ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID"),
}


def columns(number: int) -> tuple[str, ...]:
    """Name the columns of a layout by how many they are: 57 and 58 are 1.0, 61 is 2.0."""
    geo = tuple(
        f"{who}Geo_{part}" for who in ("Actor1", "Actor2", "Action") for part in _PLACES[2 if number == 61 else 1]
    )
    return (*_HEAD, *geo, "DATEADDED", "SOURCEURL")[:number]


ROW: Final = {
    "GLOBALEVENTID": "1000",
    "SQLDATE": "20241130",
    "MonthYear": "202411",
    "Year": "2024",
    "FractionDate": "2024.9041",
    "Actor1Code": "SYRREB",
    "Actor1Name": "SYRIAN",
    "Actor1CountryCode": "SYR",
    "Actor1Type1Code": "REB",
    "Actor2Code": "SYRGOV",
    "Actor2Name": "DAMASCUS",
    "Actor2CountryCode": "SYR",
    "Actor2Type1Code": "GOV",
    "IsRootEvent": "1",
    "EventCode": "190",
    "EventBaseCode": "190",
    "EventRootCode": "19",
    "QuadClass": "4",
    "GoldsteinScale": "-10.0",
    "NumMentions": "8",
    "NumSources": "2",
    "NumArticles": "5",
    "AvgTone": "-4.2",
    "ActionGeo_FullName": 'A "quoted" place, Syria',
    "DATEADDED": "20241201",
    "SOURCEURL": "https://example.org/marmalade",
}


def write_gdelt(path: Path, rows: Iterable[Mapping[str, str]], number: int = 58) -> Path:
    """Write an export; each row is `ROW` but for what is given. A name that ends in .zip gives a packed one."""
    text = "".join("\t".join({**ROW, **row}.get(name, "") for name in columns(number)) + "\n" for row in rows)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(path.stem, text)
    else:
        path.write_text(text, encoding="utf-8")
    return path
