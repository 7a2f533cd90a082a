"""UCDP Georeferenced Event Dataset (GED), the layouts of 41 and 49 columns and those between.

Codes and columns are those of the dataset's codebook, version 19.1. Its days are already the first and the last on
which an event can have happened. Its sides have no direction; a side may be a list of names.
"""

from __future__ import annotations

from typing import Final

from kg.sources.tables import ucdp
from kg.sources.tables.columns import COUNT, DAY, ID, LATITUDE, LONGITUDE, NAME, Column, one_of
from kg.sources.tables.mapping import (
    COUNTRY,
    DISTRICT,
    GOVERNORATE,
    REGION,
    SETTLEMENT,
    SURROUNDINGS,
    WATERS,
    EventMapping,
    Rule,
    Side,
    When,
    Where,
)

LEVELS: Final = {
    "1": SETTLEMENT,
    "2": SURROUNDINGS,
    "3": DISTRICT,
    "4": GOVERNORATE,
    "5": REGION,
    "6": COUNTRY,
    "7": WATERS,
}
"""Level of the place by ``where_prec``: exact; within about 25 km; second-level, first-level division; an area or a
line without borders; country; international waters or airspace."""

GED: Final = EventMapping(
    kind="ucdp-ged",
    dataset=ucdp.dataset("UCDP Georeferenced Event Dataset"),
    columns=(
        Column("id", ID, filled=True),
        Column("type_of_violence", one_of(("1", "2", "3"), "a type of violence"), filled=True),
        Column("conflict_new_id", ID),
        Column("conflict_name", NAME),
        Column("dyad_new_id", ID),
        Column("dyad_name", NAME),
        Column("side_a_new_id", ID, filled=True),
        Column("side_a", NAME, filled=True),
        Column("side_b_new_id", ID, filled=True),
        Column("side_b", NAME, filled=True),
        Column("where_prec", one_of(tuple(LEVELS), "a precision of the place"), filled=True),
        Column("where_coordinates", NAME),
        Column("adm_1", NAME),
        Column("adm_2", NAME),
        Column("latitude", LATITUDE, filled=True),
        Column("longitude", LONGITUDE, filled=True),
        Column("country", NAME, filled=True),
        Column("country_id", ID, filled=True),
        Column("date_prec", one_of(("1", "2", "3", "4", "5"), "a precision of the days"), filled=True),
        Column("date_start", DAY, filled=True),
        Column("date_end", DAY, filled=True),
        Column("low", COUNT, filled=True),
        Column("best", COUNT, filled=True),
        Column("high", COUNT, filled=True),
    ),
    row="id",
    type="type_of_violence",
    notation="ucdpViolenceType",
    sides=(Side("side_a", "side_a_new_id", parted_by=","), Side("side_b", "side_b_new_id", parted_by=",")),
    when=When("date_start", "date_end"),
    where=Where(
        name="where_coordinates",
        precision="where_prec",
        levels=LEVELS,
        district="adm_2",
        governorate="adm_1",
        country="country",
        country_id="country_id",
        lat="latitude",
        long="longitude",
    ),
    dyad=("dyad_new_id", "dyad_name"),
    conflict=("conflict_new_id", "conflict_name"),
    low="low",
    best="best",
    high="high",
    rules=(Rule("date_end", lambda t: t.date_end < t.date_start, "expected a day that is not before date_start"),),
)
