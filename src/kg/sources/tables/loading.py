"""A table's file to a table of values in DuckDB; what is wrong goes into quarantine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import ibis
from ibis import Table, Value
from ibis.backends.duckdb import Backend

from kg.ontology import Ontology
from kg.sources.tables import gdelt, ucdp_actor, ucdp_esd
from kg.sources.tables.acled import ACLED
from kg.sources.tables.codes import event_types
from kg.sources.tables.columns import WRONG, Column, problems, values
from kg.sources.tables.inputs import TableFile, wrong_file
from kg.sources.tables.layout import LINE, Layout, Read
from kg.sources.tables.mapping import Dataset, EventMapping, Rule, slug
from kg.sources.tables.quarantine import LONGEST_VALUE, Quarantine
from kg.sources.tables.reading import read_table
from kg.sources.tables.ucdp_ged import GED

EVENTS: Mapping[str, EventMapping] = {mapping.kind: mapping for mapping in (GED, ACLED, gdelt.GDELT)}
"""The tables of events by kind."""


@dataclass(frozen=True, slots=True)
class Spec:
    """What loading needs to know of a kind of table.

    Attributes:
        id: gives what each row may have once only.
        blamed: the column that is named when it is there twice.
    """

    dataset: Dataset
    columns: tuple[Column, ...]
    id: Callable[[Table], Value]
    blamed: str
    rules: tuple[Rule, ...] = ()
    separator: str = ","
    headers: Mapping[int, tuple[str, ...]] | None = None


def _events(mapping: EventMapping) -> Spec:
    record = mapping.record or mapping.row
    return Spec(
        mapping.dataset,
        mapping.columns,
        lambda table: slug(table[record]),
        record,
        mapping.rules,
        mapping.separator,
        mapping.layout,
    )


SPECS: Mapping[str, Spec] = {
    **{kind: _events(mapping) for kind, mapping in EVENTS.items()},
    ucdp_esd.KIND: Spec(ucdp_esd.DATASET, ucdp_esd.COLUMNS, ucdp_esd.row_id, "id", ucdp_esd.RULES),
    ucdp_actor.KIND: Spec(
        ucdp_actor.DATASET, ucdp_actor.COLUMNS, lambda table: slug(table.ActorId), "ActorId", ucdp_actor.RULES
    ),
}
"""Every kind of table that can be imported."""

ROW: Final = "row"
"""Name of the column with the id that a row has once only."""
FILE: Final = "file"
"""Name of the column with the file that a row is of, as the quarantine calls it."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file that is loaded.

    Attributes:
        name: what the quarantine calls it.
        table: its rows as values, with `LINE`, `ROW` and `FILE`.
    """

    file: TableFile
    name: str
    table: Table


class Loader:
    """Loads files as tables of values.

    Args:
        con: where to.
        ontology: tells which codes have a meaning.
        folder: for what is kept meanwhile.
        quarantine: takes the rows that are wrong.
    """

    def __init__(self, con: Backend, ontology: Ontology, folder: Path, quarantine: Quarantine) -> None:
        """Begin with no table."""
        self._con = con
        self._ontology = ontology
        self._folder = folder
        self._quarantine = quarantine
        self._count = 0

    def load(self, file: TableFile, name: str, told: Read) -> Loaded:
        """Load a file.

        Args:
            file: what to load.
            name: what the quarantine calls it.
            told: told how far reading is.

        Raises:
            DataError: if the file is no such table, or has no row that can be used.
        """
        self._count += 1
        stem = f"file_{self._count}"
        spec = SPECS[file.kind]
        copy = self._folder / f"{stem}.parquet"
        rows = read_table(file.path, _layout(spec), copy, self._quarantine, told, name)
        read = self._con.read_parquet(copy, table_name=f"{stem}_copy")
        every = self._con.create_table(f"{stem}_rows", values(read, spec.columns), overwrite=True)
        wrong = every.filter(every[WRONG])
        if wrong.count().to_pyarrow().as_py():
            suspects = self._con.create_table(f"{stem}_suspects", read.semi_join(wrong, LINE), overwrite=True)
            self._tell(problems(suspects, spec.columns), name)
            self._con.drop_table(f"{stem}_suspects")
        table = every.filter(~every[WRONG]).drop(WRONG)
        table = table.mutate(**{ROW: spec.id(table), FILE: ibis.literal(name)})
        table = self._con.create_view(f"{stem}_values", table, overwrite=True)
        broken = self._con.create_table(f"{stem}_broken", self._broken(table, file.kind), overwrite=True)
        if broken.count().to_pyarrow().as_py():
            self._tell(broken, name)
            table = self._con.create_table(stem, table.anti_join(broken, LINE), overwrite=True)
        if not table.count().to_pyarrow().as_py():
            self._refuse(file, name, rows)
        return Loaded(file, name, table)

    def _broken(self, table: Table, kind: str) -> Table:
        """Find rows whose cells do not go together, those of unknown codes, and those whose id another row has."""
        spec = SPECS[kind]
        rules = list(spec.rules)
        if (mapping := EVENTS.get(kind)) is not None:
            known, code = [*event_types(table, mapping, self._ontology), ""], mapping.type
            rules.append(
                Rule(code, lambda t: ~t[code].isin(known), "no event type for this code; see /codes/crosswalk")
            )
        parts = []
        for rule in rules:
            broken = table.filter(rule.broken(table))
            value = broken[rule.column].cast("string").fill_null("")
            column, reason = ibis.literal(rule.column), ibis.literal(rule.reason)
            parts.append(broken.select(line=LINE, column=column, value=value, reason=reason))
        firsts = table.group_by(ROW).agg(first=table[LINE].min(), count=table.count())
        again = table.select(ROW, LINE).join(firsts.filter(firsts["count"] > 1), ROW)
        again = again.filter(again[LINE] != again["first"])
        reason = ibis.literal("the id of line ").concat(again["first"].cast("string"), "; expected each id once")
        parts.append(again.select(line=LINE, column=ibis.literal(spec.blamed), value=again[ROW], reason=reason))
        return ibis.union(*parts) if len(parts) > 1 else parts[0]

    def _tell(self, wrong: Table, name: str) -> None:
        shown = wrong.select("line", "column", "reason", value=wrong["value"].left(LONGEST_VALUE + 1))
        for batch in shown.order_by("line", "column").to_pyarrow_batches():
            for entry in batch.to_pylist():
                self._quarantine.add(name, entry["line"], entry["column"], entry["value"], entry["reason"])

    def _refuse(self, file: TableFile, name: str, rows: int) -> None:
        if not rows and not self._quarantine.rows[name]:
            raise wrong_file(file.path, "there are no rows below the header", "a table with rows")
        of_file = next((entry for entry in self._quarantine.first if entry[0] == name), None)
        such_as = f": line {of_file[1]}, {of_file[2] or 'the row'} {of_file[3]!r}: {of_file[4]}" if of_file else ""
        raise wrong_file(file.path, f"not one row can be used{such_as}", f"rows of {SPECS[file.kind].dataset.title}")


def _layout(spec: Spec) -> Layout:
    return Layout(
        columns=tuple(column.name for column in spec.columns),
        required=frozenset(column.name for column in spec.columns if column.present),
        separator=spec.separator,
        headers=spec.headers,
    )
