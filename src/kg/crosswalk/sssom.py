"""Tables of mappings in SSSOM, the Simple Standard for Sharing Ontological Mappings: reading and writing.

The format is SSSOM/TSV (https://mapping-commons.github.io/sssom/spec-formats-tsv/): metadata as YAML in comment lines,
then a header, then a line for each mapping. Its slots as used here: ``subject_id`` is a code of another system and
``subject_category`` the code above it, ``predicate_id`` the match, ``object_id`` our concept or ``sssom:NoTermFound``,
``comment`` what is lost, or why nothing fits.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from kg.errors import DataError, Location, Problem
from kg.identifiers import path_of
from kg.namespaces import BASE, PREFIXES

SUFFIX: Final = ".sssom.tsv"
COLUMNS: Final = (
    "subject_id",
    "subject_label",
    "subject_category",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "comment",
)
MATCHES: Final = ("exactMatch", "closeMatch", "broadMatch", "relatedMatch", "narrowMatch")
"""The mapping properties of SKOS, the nearest match first."""
NO_TERM: Final = "sssom:NoTermFound"
JUSTIFICATION: Final = "semapv:ManualMappingCuration"
_FOREIGN: Final = {
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": PREFIXES["skos"],
    "sssom": "https://w3id.org/sssom/",
}
_SLOTS: Final = ("mapping_set_id", "mapping_set_title", "mapping_set_description", "license", "curie_map")


@dataclass(frozen=True, slots=True)
class Mapping:
    """A code of another system and the concept of ours that it is matched with.

    Attributes:
        subject: path of the code, such as ``codes/cameo/190``.
        label: of the code, in our words.
        category: path of the code above it, or "".
        match: one of `MATCHES`; "" if nothing of ours fits.
        object: path of our concept, or "".
        object_label: its label, or "".
        comment: what is lost; without a match, why.
    """

    subject: str
    label: str
    category: str
    match: str
    object: str
    object_label: str
    comment: str

    @property
    def scheme(self) -> str:
        """The system of the code."""
        return self.subject.split("/")[1]

    @property
    def code(self) -> str:
        """The last part of its path."""
        return self.subject.rsplit("/", 1)[1]

    @property
    def schemes(self) -> frozenset[str]:
        """The code lists of both sides."""
        return frozenset(path.split("/")[1] for path in (self.subject, self.object) if path)


@dataclass(frozen=True, slots=True)
class MappingSet:
    """The mappings of one system.

    Attributes:
        name: the table's, which is that of the system's code list; ``unmatched`` is the one of ours that nobody has.
        iri: the set's address.
        title: in English.
        description: in English: what the system is, what holds for all its rows, which errors it has as a whole.
        licence: address of the licence of the mappings.
        sources: addresses of what says which codes there are.
        mappings: in the order of the file.
    """

    name: str
    iri: str
    title: str
    description: str
    licence: str
    sources: tuple[str, ...]
    mappings: tuple[Mapping, ...]


def read_sets(folder: Path) -> tuple[MappingSet, ...]:
    """Read every table of a folder, sorted by name; see `read_set`."""
    return tuple(read_set(path) for path in sorted(folder.glob(f"*{SUFFIX}")))


def read_set(path: Path) -> MappingSet:
    """Read a table.

    Args:
        path: a file that ends with ``.sssom.tsv``.

    Returns:
        Its mappings; ids are paths under the base.

    Raises:
        DataError: with everything that is wrong.

    Example:
        >>> from kg.resources import directory
        >>> read_set(directory("ontology") / "crosswalk" / "cameo.sssom.tsv").mappings[0].object
        'codes/event-type/declaration'
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line.removeprefix("#") for line in lines if line.startswith("#")]
    metadata = _metadata(path, "\n".join(head))
    table = list(csv.reader(lines[len(head) :], delimiter="\t"))
    if not table or tuple(table[0]) != COLUMNS:
        raise DataError([Problem(Location(path.name, len(head) + 1), "not the header", " ".join(COLUMNS))])
    rows = list(enumerate(table[1:], start=len(head) + 2))
    problems = [problem for line, row in rows for problem in _problems(Location(path.name, line), row, metadata)]
    if problems:
        raise DataError(problems)
    return MappingSet(
        name=path.name.removesuffix(SUFFIX),
        iri=metadata["mapping_set_id"],
        title=metadata["mapping_set_title"],
        description=metadata["mapping_set_description"],
        licence=metadata["license"],
        sources=tuple(metadata.get("mapping_set_source", ())),
        mappings=tuple(_mapping(row, metadata["curie_map"]) for _, row in rows),
    )


def write_table(rows: Sequence[tuple[MappingSet, Mapping]]) -> str:
    """Write mappings of several sets as one table in SSSOM, each with its licence and the set that it is from.

    The table as a whole has the licence that asks most: what is CC BY may stand in a work that is CC BY-SA.

    Args:
        rows: mappings with their sets; at least one.
    """
    licences = sorted({group.licence for group, _ in rows}, key=lambda licence: ("by-sa" not in licence, licence))
    header = {
        "mapping_set_id": f"{BASE}codes/crosswalk",
        "mapping_set_title": "Crosswalk between the codes of other systems and ours",
        "license": licences[0],
        "curie_map": {"codes": PREFIXES["codes"], **scheme_prefixes(row for _, row in rows), **_FOREIGN},
    }
    text = io.StringIO()
    text.writelines(f"#{line}\n" for line in yaml.safe_dump(header, sort_keys=False, width=1000).splitlines())
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    writer.writerow((*COLUMNS, "license", "mapping_source"))
    writer.writerows((*_cells(row), group.licence, group.iri) for group, row in rows)
    return text.getvalue()


def scheme_prefixes(rows: Iterable[Mapping]) -> dict[str, str]:
    """Give the prefix of each code list that mappings speak of, which is its name, and its namespace; sorted."""
    paths = {path for row in rows for path in (row.subject, row.category, row.object) if path}
    return {scheme: f"{BASE}codes/{scheme}/" for scheme in sorted({path.split("/")[1] for path in paths})}


def curie(path: str) -> str:
    """Shorten the path of a code by the prefix of its list.

    Example:
        >>> curie("codes/cameo/190")
        'cameo:190'
    """
    return ":".join(path.split("/")[1:])


def _metadata(path: Path, text: str) -> dict[str, Any]:
    metadata = yaml.safe_load(text) or {}
    missing = [slot for slot in _SLOTS if not metadata.get(slot)]
    if missing:
        raise DataError([Problem(Location(path.name), f"no {slot} in the metadata", "a value") for slot in missing])
    return dict(metadata)


def _problems(where: Location, row: list[str], metadata: dict[str, Any]) -> Iterator[Problem]:
    """Find what is wrong with a row."""
    if len(row) != len(COLUMNS):
        yield Problem(where, f"{len(row)} cells", f"{len(COLUMNS)}")
        return
    cells = dict(zip(COLUMNS, row, strict=True))
    for column in ("subject_id", "subject_category", "predicate_id", "object_id"):
        prefix = cells[column].partition(":")[0]
        if prefix not in metadata["curie_map"] and (cells[column] or column != "subject_category"):
            yield Problem(where, f"{column} {cells[column]!r}", "a prefix of the curie_map and a name")
    if cells["predicate_id"].removeprefix("skos:") not in MATCHES:
        yield Problem(where, f"predicate_id {cells['predicate_id']!r}", f"skos: and one of {', '.join(MATCHES)}")
    if cells["mapping_justification"] != JUSTIFICATION:
        yield Problem(where, f"mapping_justification {cells['mapping_justification']!r}", JUSTIFICATION)
    if not cells["comment"].strip():
        yield Problem(where, "no comment", "what is lost, or why nothing fits")


def _mapping(row: list[str], curies: dict[str, str]) -> Mapping:
    subject, label, category, predicate, target, target_label, _, comment = row
    none = target == NO_TERM
    return Mapping(
        subject=_path(subject, curies),
        label=label,
        category=_path(category, curies) if category else "",
        match="" if none else predicate.removeprefix("skos:"),
        object="" if none else _path(target, curies),
        object_label=target_label,
        comment=comment,
    )


def _path(curie: str, curies: dict[str, str]) -> str:
    prefix, _, local = curie.partition(":")
    return path_of(curies[prefix] + local)


def _cells(row: Mapping) -> tuple[str, ...]:
    return (
        curie(row.subject),
        row.label,
        curie(row.category),
        f"skos:{row.match or MATCHES[0]}",
        curie(row.object) or NO_TERM,
        row.object_label,
        JUSTIFICATION,
        row.comment,
    )
