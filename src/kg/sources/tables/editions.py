"""Which rows count where several files of one kind are given.

Files of one version are parts of one edition, and so are all files of records that are put together, such as GDELT's,
if their version is not known. Of two editions that share a row the later one takes the place of the
earlier: rows that it has no more are gone. Editions that share none stand side by side. The later one is that of the
higher version; where a version is not known, that which was given later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import ibis
from ibis import Table
from ibis.backends.duckdb import Backend

from kg.sources.tables.inputs import TableFile
from kg.sources.tables.layout import LINE
from kg.sources.tables.loading import EVENTS, FILE, ROW, SPECS, Loaded
from kg.sources.tables.mapping import Side
from kg.sources.tables.publication import dataset_document, edition_key, version_number
from kg.sources.tables.quarantine import Quarantine
from kg.statements import Document


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of a dataset, or a file whose version is not known.

    Attributes:
        table: its rows, as values.
        rows: how many they are.
        quarantined: rows that were left out.
        names: pairs of id and name by which it names actors, sorted by id, the name of most rows first; ids of lists of
            names are not among them.
        replaced: by which later edition; None if it counts.
        changes: against each earlier edition that it takes the place of.
    """

    kind: str
    files: tuple[TableFile, ...]
    table: Table
    document: Document
    rows: int
    quarantined: int
    names: tuple[tuple[str, str], ...]
    replaced: str | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What a later edition changed.

    Attributes:
        earlier: title of the edition whose place it takes.
        kept: rows that both have.
        changed: of these, rows that differ.
        new: rows that only the later one has.
        gone: rows that only the earlier one has.
        renamed: ids of actors that both name, and name differently.
    """

    earlier: str
    kept: int
    changed: int
    new: int
    gone: int
    renamed: int


def editions(con: Backend, loaded: Sequence[Loaded], quarantine: Quarantine) -> list[Edition]:
    """Put files together to editions, and tell which of them count.

    Args:
        con: where the tables are.
        loaded: the files and their tables, in the order given.
        quarantine: takes rows that two parts of an edition have.

    Returns:
        The editions, those of one kind one after another, later ones last.
    """
    found: list[Edition] = []
    for kind in SPECS:
        of_kind: list[Edition] = []
        for group in _groups([one for one in loaded if one.file.kind == kind]):
            later = _edition(con, group, quarantine)
            changes = []
            for place, earlier in enumerate(of_kind):
                if earlier.replaced is None and (change := _compared(earlier, later)).kept:
                    changes.append(change)
                    of_kind[place] = replace(earlier, replaced=later.document.path)
            of_kind.append(replace(later, changes=tuple(changes)))
        found += of_kind
    return found


def newest_first(found: Sequence[Edition]) -> list[Edition]:
    """Put editions of all kinds in order, for the names that they give: the latest published first.

    Of one kind, the later edition comes first whatever its day; of one day, the table of actors, which is the one that
    is about names.
    """
    day_of_kind: dict[str, str] = {}
    keys = []
    for place, edition in enumerate(found):
        day = max(day_of_kind.get(edition.kind, ""), edition.document.date.isoformat())
        day_of_kind[edition.kind] = day
        keys.append((day, place))
    return [found[place] for _, place in sorted(keys, reverse=True)]


def _groups(loaded: Sequence[Loaded]) -> list[list[Loaded]]:
    """Put the parts of editions together, earlier editions first.

    Known versions change places among themselves only: what is of no known version stays where it was given.
    """
    parts: dict[str, list[Loaded]] = {}
    for one in loaded:
        parts.setdefault(edition_key(one.file), []).append(one)
    groups = list(parts.values())
    ordered = iter(sorted(filter(_version, groups), key=lambda group: version_number(_version(group))))
    return [next(ordered) if _version(group) else group for group in groups]


def _version(group: Sequence[Loaded]) -> str:
    return group[0].file.version or ""


def _edition(con: Backend, group: Sequence[Loaded], quarantine: Quarantine) -> Edition:
    whole = group[0].table
    for part in group[1:]:
        twice = part.table.inner_join(whole, ROW, rname="{name}_of").select(LINE, ROW, f"{FILE}_of")
        for entry in twice.order_by(LINE).to_pyarrow().to_pylist():
            reason = f"{entry[f'{FILE}_of']}, of the same edition, has the row already"
            quarantine.add(part.name, entry[LINE], SPECS[part.file.kind].blamed, entry[ROW], reason)
        fresh = part.table.anti_join(whole, ROW)
        whole = con.create_table(f"{part.table.get_name()}_whole", whole.union(fresh), overwrite=True)
    files = tuple(part.file for part in group)
    return Edition(
        kind=files[0].kind,
        files=files,
        table=whole,
        document=dataset_document(files, whole),
        rows=whole.count().to_pyarrow().as_py(),
        quarantined=sum(quarantine.rows[part.name] for part in group),
        names=tuple(_named_ids(files[0].kind, whole)),
    )


def _compared(earlier: Edition, later: Edition) -> Change:
    both = earlier.table.inner_join(later.table, ROW, rname="{name}_later")
    said = [name for name in earlier.table.columns if name not in (ROW, LINE, FILE)]
    same = [both[name].identical_to(both[f"{name}_later"]) for name in said]
    before, after = _by_id(earlier.names), _by_id(later.names)
    return Change(
        earlier=earlier.document.title,
        kept=both.count().to_pyarrow().as_py(),
        changed=both.filter(~ibis.and_(*same)).count().to_pyarrow().as_py(),
        new=later.table.anti_join(earlier.table, ROW).count().to_pyarrow().as_py(),
        gone=earlier.table.anti_join(later.table, ROW).count().to_pyarrow().as_py(),
        renamed=sum(before[ident] != after[ident] for ident in before.keys() & after.keys()),
    )


def _by_id(names: Sequence[tuple[str, str]]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for ident, name in names:
        found[ident].add(name)
    return found


def _named_ids(kind: str, table: Table) -> list[tuple[str, str]]:
    if kind == "ucdp-actor":
        pairs = [table.select(id="ActorId", name="NameData")]
    elif kind == "ucdp-esd":
        pairs = [table.select(id="actor_id", name="actor_name")]
    else:
        pairs = [_single(table, side) for side in EVENTS[kind].sides if side.id]
    if not pairs:
        return []
    every = ibis.union(*pairs) if len(pairs) > 1 else pairs[0]
    found = every.filter(every.id.notnull() & every.name.notnull()).group_by("id", "name").agg(rows=lambda t: t.count())
    entries = found.to_pyarrow().to_pylist()
    entries.sort(key=lambda entry: (entry["id"], -entry["rows"], entry["name"]))
    return [(entry["id"], entry["name"]) for entry in entries]


def _single(table: Table, side: Side) -> Table:
    pairs = table.select(id=side.id, name=side.name)
    return pairs.filter(~pairs.name.contains(side.parted_by).fill_null(False)) if side.parted_by else pairs
