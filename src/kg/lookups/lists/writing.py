"""What the lists share: how things and their names are written in records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pyoxigraph import NamedNode

from kg.cards.linked import Said, name_of
from kg.counting.naming import names_of
from kg.identifiers import path_of
from kg.lookups.lookup import PAGES
from kg.namespaces import SKOS
from kg.parameters import Parameter
from kg.store import OpenStore

KIND_FIELD: Final = "the kind, a code, with its label"


def thing(path: str | None, names: Mapping[str, str]) -> dict[str, str] | None:
    """Write a thing in a record: by its path, and its name.

    Example:
        >>> thing("places/hama", {"places/hama": "Hama"})
        {'id': 'places/hama', 'name': 'Hama'}
    """
    return None if path is None else {"id": path, "name": names.get(path, path)}


def things(paths: Iterable[str], names: Mapping[str, str]) -> list[dict[str, str]]:
    """Write things in a record."""
    return [{"id": path, "name": names.get(path, path)} for path in paths]


def paths_of(said: Said, predicate: NamedNode) -> list[str]:
    """Give the paths of what stands in a relation to a thing, sorted."""
    return sorted(path_of(value) for value in said.get(predicate, ()) if isinstance(value, NamedNode))


def text_of(said: Said, predicate: NamedNode) -> str | None:
    """Give the text of a property that has one value; None if it has none."""
    return next((value.value for value in said.get(predicate, ())), None)


def number_of(said: Said, predicate: NamedNode) -> float | None:
    """Give a number with a fraction."""
    text = text_of(said, predicate)
    return None if text is None else float(text)


def other_names(said: Said) -> list[str]:
    """Give the names that are not shown first, in all languages, sorted; misspellings are left out."""
    texts = {value.value for predicate in (SKOS.prefLabel, SKOS.altLabel) for value in said.get(predicate, ())}
    return sorted(texts - {name_of(said)})


def named(store: OpenStore, records: Sequence[Said], predicates: Iterable[NamedNode]) -> dict[str, str]:
    """Name all that stands in some relations to things."""
    slots = tuple(predicates)
    return names_of(store, {path for said in records for slot in slots for path in paths_of(said, slot)})


def table(*parameters: Parameter) -> Mapping[str, Parameter]:
    """Give parameters by their names, those of pages at the end."""
    return {parameter.name: parameter for parameter in (*parameters, *PAGES)}
