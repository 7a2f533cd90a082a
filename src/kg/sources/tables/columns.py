"""What the cells of a table mean: each column's kind, said once, as an Ibis expression from text to value.

An expression gives null for a text that cannot be such a value; `problems` finds these, and what is missing where
something must stand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import ibis
from ibis import Table, Value

from kg.sources.tables.layout import KEPT, LINE

LONGEST_NAME: Final = 1_000
"""Characters that a name may have."""
LONGEST_LIST: Final = KEPT - 10_000
"""Characters that a list of names or ids may have."""
WRONG: Final = "wrong"
"""Name of the column that tells whether one of a row's cells is wrong."""
_VALUE: Final = "value of "
"""What stands before the name of a column of values, where texts and values are in one table."""
_ID: Final = "[A-Za-z0-9][A-Za-z0-9_.-]{0,63}"
_CLOCK: Final = r"[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value.

    Attributes:
        read: from a text, without blanks around it, to a value; null if it is none.
        expected: what it should be, for a message.
    """

    read: Callable[[Value], Value]
    expected: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        name: in the header.
        kind: of its values.
        filled: whether each row must have a value.
        present: whether the table must have the column.
    """

    name: str
    kind: Kind
    filled: bool = False
    present: bool = True

    def missing(self, checked: Table) -> Value:
        """Tell for each row whether something must stand there and nothing does."""
        return checked[self.name].isnull() if self.filled else ibis.literal(False)

    def wrong(self, checked: Table) -> Value:
        """Tell for each row whether the text is no such value, or is missing and must not be."""
        bad = checked[self.name].notnull() & checked[_VALUE + self.name].isnull()
        return bad | self.missing(checked)


def values(table: Table, columns: Sequence[Column]) -> Table:
    """Give the values that texts mean, and `WRONG`; the column `LINE` stays.

    Args:
        table: of texts, nothing where no value is, as `kg.sources.tables.reading.read_table` writes it.
        columns: of it.
    """
    both = _checked(table, columns)
    wrong = ibis.or_(*(column.wrong(both) for column in columns))
    return both.select(LINE, **{column.name: both[_VALUE + column.name] for column in columns}, **{WRONG: wrong})


def problems(table: Table, columns: Sequence[Column]) -> Table:
    """List the cells that are wrong.

    Args:
        table: of texts, as for `values`.
        columns: of it.

    Returns:
        A table of line, column, value and reason.
    """
    table = _checked(table, columns)
    parts = [
        table.filter(column.wrong(table)).select(
            line=table[LINE],
            column=ibis.literal(column.name),
            value=table[column.name].fill_null(""),
            reason=ibis.ifelse(column.missing(table), "nothing here; expected ", "expected ").concat(
                column.kind.expected
            ),
        )
        for column in columns
    ]
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def _checked(table: Table, columns: Sequence[Column]) -> Table:
    """Put beside each text the value that it means."""
    return table.mutate(**{_VALUE + column.name: column.kind.read(table[column.name]) for column in columns})


def one_of(codes: Sequence[str], what: str) -> Kind:
    """Make the kind of a code out of a list; codes may be written as ``1.0``."""
    shown = ", ".join(codes) if len(codes) <= 12 else f"{', '.join(codes[:10])}, ..."  # noqa: PLR2004
    return Kind(lambda text: _where(_plain(text).isin(list(codes)), _plain(text)), f"{what}: {shown}")


def _where(fits: Value, value: Value) -> Value:
    return ibis.ifelse(fits, value, ibis.null(value.type()))


def _plain(text: Value) -> Value:
    """Write a whole number plainly that went through a spreadsheet: ``118.0``."""
    return ibis.ifelse(text.contains("."), text.re_replace(r"^(-?[0-9]+)\.0+$", r"\1"), text)


def _whole(text: Value) -> Value:
    return _where(_plain(text).re_search(r"^-?[0-9]{1,15}$"), _plain(text)).try_cast("int64")


def _decimal(text: Value) -> Value:
    fits = text.re_search(r"^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,2})?$")
    return _where(fits, text).try_cast("float64")


def _day(text: Value) -> Value:
    iso = text.re_search(f"^[12][0-9]{{3}}-[0-9]{{2}}-[0-9]{{2}}({_CLOCK})?$")
    return _where(iso, text.substr(0, 10)).try_cast("date")


def _compact_day(text: Value) -> Value:
    dashed = text.substr(0, 4).concat("-", text.substr(4, 2), "-", text.substr(6, 2))
    return _where(text.re_search("^[12][0-9]{7}$"), dashed).try_cast("date")


def _text(longest: int) -> Kind:
    def read(text: Value) -> Value:
        odd = text.re_search(r"[\x00-\x1f\x7f]|  ")  # few are: the others need no second look
        plain = _where(~text.re_search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"), text.re_replace(r"\s+", " "))
        return _where(text.length() <= longest, ibis.ifelse(odd, plain, text))

    return Kind(read, f"at most {longest:,} characters, and no control characters")


def _id(text: Value) -> Value:
    return _where(_plain(text).re_search(f"^{_ID}$"), _plain(text))


def _ids(text: Value) -> Value:
    """Read a list of ids, and write it with plain commas."""
    close = text.re_replace(r"\s*[,;]\s*", ",")
    plain = close.re_replace(r"(^|,)([0-9]+)\.0+\b", r"\1\2")
    return _where((text.length() <= LONGEST_LIST) & plain.re_search(f"^{_ID}(,{_ID})*$"), plain)


def _between(read: Callable[[Value], Value], least: float, most: float) -> Callable[[Value], Value]:
    return lambda text: _where(read(text).between(least, most), read(text))


NAME: Final = _text(LONGEST_NAME)
LIST: Final = _text(LONGEST_LIST)
ID: Final = Kind(_id, "an id of at most 64 letters, digits, dots, hyphens and underscores")
IDS: Final = Kind(_ids, "ids of letters, digits, dots, hyphens and underscores, parted by commas")
COUNT: Final = Kind(_between(_whole, 0, 1e9), "a whole number from 0 to 1,000,000,000")
STAMP: Final = Kind(_between(_whole, 0, 1e11), "seconds since 1970")
YEAR: Final = Kind(_between(_whole, 1000, 2999), "a year from 1000 to 2999")
DAY: Final = Kind(_day, "a day as YYYY-MM-DD, of the years 1000 to 2999")
COMPACT_DAY: Final = Kind(_compact_day, "a day as YYYYMMDD, of the years 1000 to 2999")
LATITUDE: Final = Kind(_between(_decimal, -90, 90), "degrees north from -90 to 90")
LONGITUDE: Final = Kind(_between(_decimal, -180, 180), "degrees east from -180 to 180")
FLAG: Final = one_of(("0", "1"), "a flag")
