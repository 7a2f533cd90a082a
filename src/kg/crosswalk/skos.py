"""A table of mappings as SKOS: each code a concept of its system's scheme, matched with ours.

What is lost becomes a note of the concept; where a code has several matches, the note names the one that it is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

from kg.crosswalk.sssom import SUFFIX, Mapping, MappingSet, curie, read_sets, scheme_prefixes
from kg.namespaces import PREFIXES

_BY_LABEL: Final = frozenset({"acled-event", "acled-sub-event"})
"""Systems that write their codes as words, which are the labels; the address has them in another spelling."""
_BY_BOTH: Final = frozenset({"acled-inter"})
"""Systems that write numbers in older files and words in newer ones."""
_BORNE: Final = {"plover": "ploverType"}
"""Systems whose top codes our concepts bear as notations, said beside the table for the sake of its licence.

All others are said in ``codes/``.
"""


def write_skos(folder: Path) -> list[Path]:
    """Write the SKOS of every table of a folder beside it.

    Args:
        folder: holds the tables.

    Returns:
        The files, in the order of the tables.

    Raises:
        DataError: if a table is wrong; nothing is written then.
    """
    texts = {folder / f"{group.name}.ttl": turtle(group) for group in read_sets(folder)}
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    return list(texts)


def turtle(group: MappingSet) -> str:
    """Write a set of mappings as SKOS in Turtle, without blank nodes.

    Example:
        >>> from kg.crosswalk import read_set
        >>> from kg.resources import directory
        >>> text = turtle(read_set(directory("ontology") / "crosswalk" / "cameo.sssom.tsv"))
        >>> "event-type:airstrike" in text
        True
    """
    return "\n".join([*_opening(group), *_scheme(group), *_concepts(group), *_borne(group)])


def _opening(group: MappingSet) -> Iterator[str]:
    yield f"# Written from {group.name}{SUFFIX} by `python -m kg.crosswalk`: change that file, not this one."
    yield f"# Licence: {group.licence}"
    yield ""
    prefixes = {name: PREFIXES[name] for name in ("ckg", "codes", "dct", "skos")} | scheme_prefixes(group.mappings)
    for prefix in sorted(prefixes):
        yield f"@prefix {prefix}: <{prefixes[prefix]}> ."
    yield ""


def _scheme(group: MappingSet) -> Iterator[str]:
    """Say what the scheme is; a set of codes of ours has none of its own."""
    if group.mappings[0].scheme != group.name:
        return
    tops = [curie(row.subject) for row, _ in _grouped(group) if not row.category]
    yield f"codes:{group.name}"
    yield from _said(
        "a skos:ConceptScheme",
        f"dct:title {_english(group.title)}",
        f"dct:description {_english(group.description)}",
        f"dct:license <{group.licence}>",
        *(f"dct:source <{source}>" for source in group.sources),
        *([f"skos:hasTopConcept {' , '.join(tops)}"] if tops else []),
    )


def _concepts(group: MappingSet) -> Iterator[str]:
    for first, rows in _grouped(group):
        notes = [f"skos:note {_english(_note(row, several=len(rows) > 1))}" for row in rows]
        matches = [f"skos:{row.match} {curie(row.object)}" for row in rows if row.match]
        yield curie(first.subject)
        if first.scheme == group.name:
            above = (
                f"skos:broader {curie(first.category)}" if first.category else f"skos:topConceptOf codes:{group.name}"
            )
            yield from _said(
                "a skos:Concept",
                f"skos:inScheme codes:{group.name}",
                above,
                f"skos:prefLabel {_english(first.label)}",
                *(f"skos:notation {_quoted(text)}" for text in _notations(first)),
                *matches,
                *notes,
            )
        else:
            yield from _said(*matches, *notes)


def _borne(group: MappingSet) -> Iterator[str]:
    """Give our concepts the codes of the system as notations."""
    if group.name in _BORNE:
        for row in group.mappings:
            if row.match and not row.category:
                yield curie(row.object)
                yield from _said(f"skos:notation {_quoted(row.code)}^^ckg:{_BORNE[group.name]}")


def _grouped(group: MappingSet) -> Iterator[tuple[Mapping, list[Mapping]]]:
    """Give each code's first row, and all of them."""
    for _, rows in groupby(group.mappings, key=lambda row: row.subject):
        found = list(rows)
        yield found[0], found


def _notations(row: Mapping) -> tuple[str, ...]:
    if row.scheme in _BY_LABEL:
        return (row.label,)
    if row.scheme in _BY_BOTH and row.match:
        return (row.code, row.label)
    return (row.code,)


def _note(row: Mapping, *, several: bool) -> str:
    if not row.match:
        return f"No match: {row.comment}"
    return f"As {row.object_label}, lost: {row.comment}" if several else f"Lost: {row.comment}"


def _said(*statements: str) -> Iterator[str]:
    yield from (f"    {statement} ;" for statement in statements[:-1])
    yield f"    {statements[-1]} ."
    yield ""


def _english(text: str) -> str:
    return f"{_quoted(text)}@en"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
