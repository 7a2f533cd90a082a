"""The names of what events are counted by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from weakref import WeakKeyDictionary

from pyoxigraph import Literal

from kg.identifiers import iri
from kg.namespaces import DCT, SKOS
from kg.store import OpenStore

KEPT: Final = 50_000
"""Names of one store that are kept at hand: a thousand look-ups take as long as counting a million events by type."""
_kept: WeakKeyDictionary[OpenStore, dict[str, str]] = WeakKeyDictionary()


def names_of(store: OpenStore, paths: Iterable[str]) -> dict[str, str]:
    """Name things: by the English label, else another, else the title.

    Args:
        store: quads of a release.
        paths: of the things.

    Returns:
        Names by path, of those that have one, sorted by path.
    """
    kept = _names(store)
    return {path: name for path in sorted(paths) if (name := _known(store, kept, path))}


def name_of(store: OpenStore, path: str) -> str:
    """Name one thing, if need be by its path; see `names_of`."""
    return _known(store, _names(store), path) or path


def _names(store: OpenStore) -> dict[str, str]:
    kept = _kept.get(store)
    if kept is None:
        kept = _kept[store] = {}
    if len(kept) > KEPT:
        kept.clear()
    return kept


def _known(store: OpenStore, kept: dict[str, str], path: str) -> str:
    """Give a name, nothing if there is none, and keep it at hand."""
    name = kept.get(path)
    if name is None:
        name = kept[path] = _name(store, path)
    return name


def _name(store: OpenStore, path: str) -> str:
    for predicate in (SKOS.prefLabel, DCT.title):
        objects = (quad.object for quad in store.quads("", iri(path), predicate))
        found = [(term.language != "en", term.value) for term in objects if isinstance(term, Literal)]
        if found:
            return min(found)[1]
    return ""
