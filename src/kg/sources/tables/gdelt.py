"""GDELT event exports, 1.0 and 2.0: counted by pair of actors, type and month, for each deed is told many times.

A record is one mention of a deed by one report, or several; the number of records is not a number of events, and the
number of reports is another thing again: both are kept, and neither is called events. CAMEO tells who does what to
whom, so the first actor is the agent and the second the target.

The files of a build are parts of one whole, as GDELT comes in a file for each day or quarter of an hour. A record that
two of them have counts once.

What is lost: records in which either actor is missing, for they are no pair; the day within the month; all places, of
the actors and of the deed; the addresses of the reports; the number of mentions and of sources, the tone and the
Goldstein scale; whether the deed was told first in its report; the finer codes of CAMEO where several are one type of
ours; of an actor's names and attributes, all but the names by which most records call it and the first of its roles.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import ibis
from ibis import Table, Value

from kg.sources.tables.columns import COMPACT_DAY, COUNT, ID, NAME, Column, Kind
from kg.sources.tables.mapping import AGENT, CROWD, TARGET, ActorKinds, Dataset, EventMapping, Rule, Side, When
from kg.sources.tables.reading import LINE

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


def _geo(levels: int) -> tuple[str, ...]:
    parts = ("Type", "FullName", "CountryCode", *("ADM1Code", "ADM2Code")[:levels], "Lat", "Long", "FeatureID")
    return tuple(f"{who}Geo_{part}" for who in ("Actor1", "Actor2", "Action") for part in parts)


_FIRST: Final = (*_HEAD, *_geo(1), "DATEADDED", "SOURCEURL")
_SECOND: Final = (*_HEAD, *_geo(2), "DATEADDED", "SOURCEURL")
LAYOUT: Final = {len(_FIRST) - 1: _FIRST[:-1], len(_FIRST): _FIRST, len(_SECOND): _SECOND}
"""The columns by their number: 1.0 without and with the address of the source, 2.0."""

ROLES: Final = {
    "government": ("GOV",),
    "ministry": ("JUD", "LEG"),
    "armed-force": ("MIL", "COP", "SPY"),
    "rebel": ("REB", "SEP", "INS"),
    "armed-group": ("UAF",),
    "external": ("PKO",),
    "civilians": ("CVL", "REF"),
    "movement": ("OPP",),
    "igo": ("IGO", "UNO"),
    "monitor": ("NGO", "NGM", "HRI", "AMN", "IRC"),
    "media": ("MED",),
    "organization": ("BUS", "MNC", "EDU", "LAB", "HLH", "DEV", "ENV", "AGR"),
}
"""Our kinds of actors by CAMEO's codes of roles. Whoever has no other role, and no part but a country, is a state;
others are people."""


def _actor_kind(table: Table, side: str) -> Value:
    role = table[f"{side}Type1Code"]
    kinds = {code: f"codes/actor-kind/{kind}" for kind, codes in ROLES.items() for code in codes}
    state = (table[f"{side}Code"] == table[f"{side}CountryCode"]).fill_null(False)
    return role.cases(*kinds.items(), else_=ibis.ifelse(state, "codes/actor-kind/state", CROWD))


def _by_month(table: Table, types: Mapping[str, str]) -> Table:
    """Put the records of a pair, a type and a month together; records without one of the two are left out."""
    both = table.filter(table.Actor1Code.notnull() & table.Actor2Code.notnull())
    both = both.mutate(
        month=both.SQLDATE.truncate("M").cast("date"),
        kind=both.EventCode.cases(*types.items(), else_=ibis.null("string")),
        **{f"{side}Kind": _actor_kind(both, side) for side in ("Actor1", "Actor2")},
    )
    found = both.group_by("Actor1Code", "Actor2Code", "kind", "month").agg(
        records=both.count(),
        reports=both.NumArticles.sum(),
        **{name: both[name].min() for name in ("Actor1Name", "Actor2Name", "Actor1Kind", "Actor2Kind", LINE)},
    )
    pair = found.Actor1Code.concat("-", found.Actor2Code)
    last = (found.month + ibis.interval(months=1) - ibis.interval(days=1)).cast("date")
    row = pair.concat("-", found.kind.re_replace("^.*/", ""), "-", found.month.strftime("%Y%m"))
    return found.mutate(EventCode=found.kind, row=row, last=last)


def _code(text: Value) -> Value:
    return ibis.ifelse(text.re_search("^[0-9]{2,4}$"), text, ibis.null("string"))


def _root(text: Value) -> Value:
    return ibis.ifelse(text.re_search("^(0[1-9]|1[0-9]|20)$"), text, ibis.null("string"))


GDELT: Final = EventMapping(
    kind="gdelt",
    dataset=Dataset(
        title="GDELT events by pair of actors, type and month",
        family="gdelt",
        publisher="The GDELT Project",
        address="https://www.gdeltproject.org/",
        licence=None,
        redistributable=True,
    ),
    columns=(
        Column("GLOBALEVENTID", ID, filled=True),
        Column("SQLDATE", COMPACT_DAY, filled=True),
        *(
            Column(f"{side}{name}", kind)
            for side in ("Actor1", "Actor2")
            for name, kind in (("Code", ID), ("Name", NAME), ("CountryCode", NAME), ("Type1Code", NAME))
        ),
        Column("EventCode", Kind(_code, "a CAMEO code of two to four digits"), filled=True),
        Column("EventRootCode", Kind(_root, "one of CAMEO's twenty classes, 01 to 20"), filled=True),
        Column("NumArticles", COUNT, filled=True),
        Column("DATEADDED", Kind(lambda text: COMPACT_DAY.read(text.substr(0, 8)), COMPACT_DAY.expected), filled=True),
    ),
    rules=(
        Rule(
            "EventCode",
            lambda t: ~t.EventCode.startswith(t.EventRootCode),
            "expected a code of the class in EventRootCode, with its leading zeros",
        ),
    ),
    layout=LAYOUT,
    separator="\t",
    record="GLOBALEVENTID",
    prepared=_by_month,
    row="row",
    type="EventCode",
    notation="cameoCode",
    sides=(Side("Actor1Name", "Actor1Code", AGENT), Side("Actor2Name", "Actor2Code", TARGET)),
    actor_kinds=ActorKinds(None, lambda table: {f"{side}Name": table[f"{side}Kind"] for side in ("Actor1", "Actor2")}),
    when=When("month", "last"),
    records="records",
    reports="reports",
    published="DATEADDED",
)
"""The rows are those of `prepared`, which takes the place of a table's own rows."""
