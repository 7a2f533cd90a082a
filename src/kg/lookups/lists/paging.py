"""What the lists share: a page of things in a stable order, and how things and their names are written in records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from kg.cards.linked import Said, name_of
from kg.counting.naming import names_of
from kg.errors import BadParameter
from kg.identifiers import iri, path_of
from kg.lookups.lookup import AFTER, PAGES, Values
from kg.namespaces import SKOS, XSD
from kg.parameters import Parameter
from kg.sparql import run_table
from kg.store import OpenStore

KIND_FIELD: Final = "the kind, a code, with its label"
_EXPECTED: Final = "the text that `next` of the page before has, with the same other parameters"
Key = list[str | int | None]


def after_of(values: Values, *kinds: type) -> list[Any] | None:
    """Give the key of the last record of the page before, each part of its kind: `str`, `int` or `date`.

    Raises:
        BadParameter: if the cursor holds something else.
    """
    key = values[AFTER]
    if key is None:
        return None
    try:
        parts = [date.fromisoformat(part) if kind is date else part for part, kind in zip(key, kinds, strict=True)]
    except (TypeError, ValueError):
        parts = [None]
    if not all(isinstance(part, kind) for part, kind in zip(parts, kinds, strict=False)):
        raise BadParameter("cursor", "no cursor of this list", _EXPECTED)
    return parts


def page(
    store: OpenStore, pattern: str, terms: Mapping[str, NamedNode | Literal], values: Values, *, by_day: bool = False
) -> tuple[list[str], Key | None]:
    """Find a page of things, in the order of their paths, or of days and paths.

    Args:
        store: where they are.
        pattern: SPARQL that binds ?thing, and ?day if they have that order.
        terms: of the variables in the pattern that stand for parameters.
        values: with the page's size, and the key after which it begins.
        by_day: whether days come first.

    Returns:
        Paths, and the key of the last if there are more.
    """
    last = after_of(values, *((date, str) if by_day else (str,)))
    later, bound = "", dict(terms)
    if last is not None:
        bound["lastPath"] = Literal(iri_text(last[-1]))
        later = "FILTER(?path > ?lastPath)"
    if last is not None and by_day:
        bound["lastDay"] = Literal(last[0].isoformat(), datatype=XSD.date)
        later = "FILTER(?day > ?lastDay || (?day = ?lastDay && ?path > ?lastPath))"
    shown = " ".join(f"?{name}" for name in ("thing", "path", *(["day"] if by_day else []), *bound))
    order = "?day ?path" if by_day else "?path"
    query = f"""
        SELECT DISTINCT {shown} WHERE {{ {pattern} BIND(STR(?thing) AS ?path) {later} }}
        ORDER BY {order} LIMIT {values["limit"] + 1}
    """  # of words of ours; values are bound
    rows = run_table(store, query, bound).records()
    kept = rows[: values["limit"]]
    paths = [path_of(row["thing"]) for row in kept]
    if len(rows) == len(kept):
        return paths, None
    return paths, [kept[-1]["day"], paths[-1]] if by_day else [paths[-1]]


def iri_text(path: str) -> str:
    """Give the text of the IRI that a path stands for; of one that can be none, the path itself."""
    try:
        return iri(path).value
    except ValueError:
        return path


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
