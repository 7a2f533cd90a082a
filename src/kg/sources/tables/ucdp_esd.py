"""UCDP External Support Dataset 18.1 (ESD): the actor-year table, and the triad-year table by its published columns.

In the actor-year table a row has one list of supporters, and its types of support are flags and counts for the whole
list. A type is said of each supporter only where its count equals their number; elsewhere it is known of the group.
"""

from __future__ import annotations

from typing import Final

import ibis
from ibis import Table, Value

from kg.sources.tables import ucdp
from kg.sources.tables.columns import COUNT, FLAG, ID, IDS, LIST, NAME, YEAR, Column
from kg.sources.tables.layout import LINE
from kg.sources.tables.mapping import Rule

KIND: Final = "ucdp-esd"
DATASET: Final = ucdp.dataset("UCDP External Support Dataset")
TYPES: Final = tuple(f"ext_{letter}" for letter in "xpywmtfilou")
"""The columns of the types; our code list has them as notations."""
COLUMNS: Final = (
    Column("id", ID, present=False),
    Column("year", YEAR, filled=True),
    Column("actor_id", ID, filled=True),
    Column("actor_name", NAME, filled=True),
    Column("dyad_id", ID, present=False),
    Column("ext_id", IDS),
    Column("ext_name", LIST),
    Column("ext_sup", FLAG, filled=True),
    Column("ext_sup_s", FLAG, present=False),
    Column("ext_sup_ns", FLAG, present=False),
    Column("ext_alleged", FLAG, present=False),
    *(Column(name, FLAG) for name in TYPES),
    *(Column(f"{name}_count", COUNT, present=False) for name in TYPES),
)
RULES: Final = (
    Rule("ext_id", lambda t: (t.ext_sup == "1") & t.ext_id.isnull(), "nothing here; expected ids, as ext_sup is 1"),
    Rule("ext_id", lambda t: (t.ext_sup == "0") & t.ext_id.notnull(), "expected nothing, as ext_sup is 0"),
)
"""There is a list of supporters just where there is support."""
_COMMA: Final = "\x1f"


def row_id(table: Table) -> Value:
    """Give the id of a row; where the table has none, what makes it this row."""
    made = ibis.literal("").concat(
        *(table[name].cast("string").fill_null("").concat("-") for name in ("ext_id", "actor_id", "dyad_id")),
        table.year.cast("string"),
    )
    return table.id.coalesce(made.re_replace("[^A-Za-z0-9]+", "-"))


def supporters(table: Table) -> Table:
    """Take the lists of supporters apart: one row for each row and supporter.

    Names have commas of their own, with a blank behind; the comma that parts them has none.

    Returns:
        A table of row, line, year, recipient and supporter (id and name), alleged, whether states and whether others
        are among the supporters, and for each type whether it is said of each supporter, and whether it is known of the
        group alone.
    """
    given = table.filter((table.ext_sup == "1") & table.ext_id.notnull())
    ids = given.ext_id.split(",")
    names = given.ext_name.fill_null("").replace(", ", _COMMA).split(",")
    number = ids.length()
    said = {}
    for name in TYPES:
        flag, count = given[name] == "1", given[f"{name}_count"]
        every = ibis.ifelse(count.notnull(), count == number, number == 1)
        said[name] = (flag & every).fill_null(False)
        said[f"{name}_group"] = (flag & ~every).fill_null(False)
    position = ibis.range(0, number).unnest()
    each = given.select(
        row="row", year="year", recipient="actor_id", recipient_name="actor_name", alleged=given.ext_alleged == "1",
        ids=ids, names=ibis.ifelse(names.length() == number, names, ibis.null("array<string>")),
        state=given.ext_sup_s == "1", other=given.ext_sup_ns == "1", position=position, **said, **{LINE: given[LINE]},
    )  # fmt: skip
    name = each.names[each.position].replace(_COMMA, ", ").strip()
    return each.mutate(supporter=each.ids[each.position].strip(), supporter_name=name).drop("ids", "names", "position")


def supports(each: Table) -> Table:
    """Put together what rows say of one supporter, one recipient and one year, against whichever opponents.

    Returns:
        A table of supporter, recipient, year, their names, rows, whether all is alleged (null where not told), whether
        states and whether others are among the supporters, and the types as in `supporters`, those of the group without
        those that are said of each.
    """
    types = {name: each[name].any() for name in TYPES}
    groups = {f"{name}_group": each[f"{name}_group"].any() & ~each[name].any() for name in TYPES}
    return each.group_by("supporter", "recipient", "year").agg(
        supporter_name=each.supporter_name.max(),
        recipient_name=each.recipient_name.max(),
        rows=each.row.collect(),
        alleged=each.alleged.all(),
        state=each.state.any(),
        other=each.other.any(),
        **types,
        **groups,
    )
