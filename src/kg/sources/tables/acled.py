"""ACLED exports: the 31 columns of the data export tool and of the interface for programs.

Columns and codes are those of the codebook. Both spellings of the actor types are read, numbers in older exports and
texts in newer ones, and both of the day: ``2024-11-30`` and ``30 November 2024``.

The order of the two sides has no meaning, so they are parties. Only where territory is won by fighting, at a place that
is known, do their types tell who took it: the government's side, or the other one, if just one of them is a state's.

What is lost: the texts (notes, sources, tags), which are not ours to hand on; the scale of the sources; the disorder
and event type, which follow from the sub-event type; the third-level division; who is named beside whom; whether
civilians were the target; in violence against civilians, that the second side is the target; who took the place where
territory changed hands without a fight, or somewhere near the place named. Of the dead there is one number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import ibis
from ibis import Table, Value

from kg.sources.tables.columns import COUNT, DAY, ID, LATITUDE, LIST, LONGITUDE, NAME, STAMP, Column, Kind, one_of
from kg.sources.tables.mapping import (
    AGENT,
    CROWD,
    GOVERNORATE,
    PARTY,
    SETTLEMENT,
    SURROUNDINGS,
    TARGET,
    ActorKinds,
    Dataset,
    EventMapping,
    Side,
    When,
    Where,
)

TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    "1": ("state forces",),
    "2": ("rebel group", "rebel groups"),
    "3": ("political militia", "political militias"),
    "4": ("identity militia", "identity militias"),
    "5": ("rioters",),
    "6": ("protesters",),
    "7": ("civilians",),
    "8": ("external/other forces", "external forces", "other forces"),
}
"""Types of actors, ``inter1`` and ``inter2``: their numbers, and the texts that stand for them, in small letters."""
NOBODY: Final = "0"
"""The number in older exports where there is no second side."""
STATE: Final = "1"
UNARMED: Final = ("5", "6", "7")
"""Those beside these say who they were: women, students, a union."""
REGAINED: Final = "Government regains territory"
OVERTAKEN: Final = "Non-state actor overtakes territory"
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_SHORT: Final = "".join(month[:3] for month in _MONTHS)
_SPELT: Final = f"^[0-9]{{1,2}}[ -]({'|'.join(_MONTHS)}|{'|'.join(month[:3] for month in _MONTHS)})[ -][0-9]{{4}}$"
_NUMBERS: Final = {NOBODY: NOBODY} | {name: code for code, names in TYPES.items() for name in (code, *names)}


def _written_day(text: Value) -> Value:
    """Read ``30 November 2024``, also with hyphens or with the first three letters of the month."""
    plain = text.lower()
    # A case for each month would repeat all this two dozen times, and DuckDB would plan for a minute.
    month = ibis.literal(_SHORT).find(plain.re_extract("[a-z]{3}", 0)) // 3 + 1
    day = plain.re_extract("^[0-9]{1,2}", 0).lpad(2, "0")
    iso = plain.right(4).concat("-", month.cast("int64").cast("string").lpad(2, "0"), "-", day)
    return DAY.read(ibis.ifelse(plain.re_search(_SPELT), iso, ibis.null("string")))


def _type(text: Value) -> Value:
    """Read the type of an actor as its number, whether it is written as that or in words."""
    numbers = ibis.literal(_NUMBERS, type="map<string, string>")
    return numbers.get(text.lower().re_replace(r"\.0+$", ""), ibis.null("string"))


WRITTEN_DAY: Final = Kind(
    lambda text: DAY.read(text).coalesce(_written_day(text)), "a day as YYYY-MM-DD or as 30 November 2024"
)
ACTOR_TYPE: Final = Kind(_type, "a type of actor: 0 to 8, State forces, Rebel group, ...")


def _roles(table: Table) -> Mapping[str, Value]:
    sub, one, other = table.sub_event_type, table.inter1, table.inter2
    state = [side == STATE for side in (one, other)]
    told = table.actor2.notnull() & one.notnull() & other.notnull() & ~other.isin([NOBODY]) & (state[0] != state[1])
    # Elsewhere the place named only stands for the land around it, which nobody is known to hold.
    taken = (told & (table.geo_precision == "1") & sub.isin([REGAINED, OVERTAKEN])).fill_null(False)
    first_took = (ibis.ifelse(sub == REGAINED, state[0], state[1])).fill_null(False)
    return {
        "actor1": ibis.ifelse(taken, ibis.ifelse(first_took, AGENT, TARGET), PARTY),
        "actor2": ibis.ifelse(taken, ibis.ifelse(first_took, TARGET, AGENT), PARTY),
    }


def _kinds(table: Table) -> Mapping[str, Value]:
    beside = {
        f"assoc_actor_{side}": ibis.ifelse(table[f"inter{side}"].isin(UNARMED), CROWD, ibis.null("string"))
        for side in "12"
    }
    return {"actor1": table.inter1, "actor2": table.inter2, **beside}


ACLED: Final = EventMapping(
    kind="acled",
    dataset=Dataset(
        title="ACLED events",
        family="acled",
        publisher="Armed Conflict Location and Event Data",
        address="https://acleddata.com/",
        licence=None,
        redistributable=False,
    ),
    columns=(
        Column("event_id_cnty", ID, filled=True),
        Column("event_date", WRITTEN_DAY, filled=True),
        Column("time_precision", one_of(("1", "2", "3"), "a precision of the day"), filled=True),
        Column("sub_event_type", NAME, filled=True),
        Column("actor1", NAME, filled=True),
        Column("assoc_actor_1", LIST),
        Column("inter1", ACTOR_TYPE),
        Column("actor2", NAME),
        Column("assoc_actor_2", LIST),
        Column("inter2", ACTOR_TYPE),
        Column("country", NAME, filled=True),
        Column("iso", ID, filled=True),
        Column("admin1", NAME),
        Column("admin2", NAME),
        Column("location", NAME),
        Column("latitude", LATITUDE, filled=True),
        Column("longitude", LONGITUDE, filled=True),
        Column("geo_precision", one_of(("1", "2", "3"), "a precision of the place"), filled=True),
        Column("fatalities", COUNT, filled=True),
        Column("timestamp", STAMP, present=False),
    ),
    row="event_id_cnty",
    type="sub_event_type",
    notation="acledSubEvent",
    sides=(
        Side("actor1"),
        Side("assoc_actor_1", parted_by=";"),
        Side("actor2"),
        Side("assoc_actor_2", parted_by=";"),
    ),
    roles=_roles,
    actor_kinds=ActorKinds("acledInter", _kinds),
    when=When("event_date", "event_date", "time_precision", {"2": 6, "3": "month"}),
    where=Where(
        name="location",
        precision="geo_precision",
        levels={"1": SETTLEMENT, "2": SURROUNDINGS, "3": GOVERNORATE},
        district="admin2",
        governorate="admin1",
        country="country",
        country_id="iso",
        lat="latitude",
        long="longitude",
        quarters=True,
    ),
    best="fatalities",
    published="timestamp",
)
"""Time precision 2 is some day of the week around the one given, 3 some day of its month. Place precision 3 is a
first-level division: the place named only stands for it. A quarter of a city is written ``City - Quarter``."""
