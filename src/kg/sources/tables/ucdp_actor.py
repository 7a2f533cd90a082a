"""UCDP Actor Dataset: names, and which actor broke away from, went into or joined which.

The columns are those of version 22.1. None of its relations has a date.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from kg.sources.tables import ucdp
from kg.sources.tables.columns import FLAG, ID, IDS, LIST, NAME, Column, one_of
from kg.sources.tables.mapping import Rule

KIND: Final = "ucdp-actor"
DATASET: Final = ucdp.dataset("UCDP Actor Dataset")


class Relation(NamedTuple):
    """A relation to other actors: the columns of the flag, of their ids and names, and what it becomes."""

    flag: str
    ids: str
    names: str
    says: str
    role: str


RELATIONS: Final = (
    Relation("Splinter", "ActorIdPrev", "NamePrev", "Succession", "splinter"),
    Relation("SplitTemp", "ActorIdSplitTemp", "NameSplitTemp", "Succession", "temporary split"),
    Relation("Alliance", "ActorIdAlliance", "NameAlliance", "Membership", "alliance"),
    Relation("JoinGroup", "ActorIdGroup", "GroupName", "Membership", "merger"),
)
"""Who broke away succeeds whom it broke away from; who went into an alliance or joined a group is a member of it."""

KINDS: Final = {"4": "government", "3": "community"}
"""Kind of actor by ``Org``: governments, and groups that are organized by a shared identity. Those of the other two
codes, organized formally or as supporters, are armed groups of which no more is known."""

NAMES: Final = ("NameOrig", "NewName")
"""Columns with further short names: the first one, and later ones parted by commas where it changed."""
FULL_NAMES: Final = (
    ("NameOrigFull", ""),
    ("NewNameFullMotherTongue", ""),
    ("NameOrigFullEng", "en"),
    ("NewNameFullEng", "en"),
)
"""Columns with full names, and their language; the mother tongue's is not told."""
UNKNOWN: Final = frozenset({"n/a", "na", "none", "-"})
"""What stands in the place of a name that there is none of."""

COLUMNS: Final = (
    Column("ActorId", ID, filled=True),
    Column("NameData", NAME, filled=True),
    Column("Org", one_of(("1", "2", "3", "4"), "a kind of organization")),
    *(Column(name, NAME) for name in NAMES),
    *(Column(name, LIST) for name, _ in FULL_NAMES),
    *(Column(relation.flag, FLAG) for relation in RELATIONS),
    *(Column(relation.ids, IDS) for relation in RELATIONS),
    *(Column(relation.names, LIST) for relation in RELATIONS),
    Column("Version", ID, present=False),
)


def _lacks_ids(relation: Relation) -> Rule:
    reason = f"nothing here; expected ids, as {relation.flag} is 1"
    return Rule(relation.ids, lambda table: (table[relation.flag] == "1") & table[relation.ids].isnull(), reason)


RULES: Final = tuple(map(_lacks_ids, RELATIONS))
"""There is somebody where there is a relation."""
