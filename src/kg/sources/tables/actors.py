"""Which actor a side means: one of the registry by its id or name, or one that is made for it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from kg.identifiers import sha256
from kg.spelling import folded
from kg.statements import Actor, Labels

LONGEST_SLUG: Final = 80
"""Characters of a name that a path may have."""
SAME_AS: Final = {"ucdp": "https://ucdp.uu.se/actor/"}
"""Where the ids of a family lead, for families whose ids have addresses."""


class Actors:
    """Finds the actor of each side, and makes those that are not known.

    An id decides where there is one: two actors may share a name. A name without an id is that of the actor of the
    same family which alone bears it, in the table that is read or else in all of them, or of the curated actor which
    alone bears it.

    Args:
        registry: curated actors.
        family: whose ids and names these are, such as ``ucdp``.

    Example:
        >>> from kg.statements import Actor, Labels
        >>> hts = Actor(path="actors/hts", kind="rebel", labels=Labels(preferred=(("en", "HTS"),)),
        ...             same_as=("https://ucdp.uu.se/actor/6815",))
        >>> known = Actors([hts], "ucdp")
        >>> known.learn("234", "IS"), known.path("6815", "HTS"), known.path(None, "IS"), known.path(None, "Hts")
        (None, 'actors/hts', 'actors/ucdp-234', 'actors/hts')
    """

    def __init__(self, registry: Sequence[Actor], family: str) -> None:
        """Take what is known."""
        self.family = family
        self._curated = {actor.path: actor for actor in registry}
        head = SAME_AS.get(family, "\0")
        self._by_id = {
            same.removeprefix(head).strip("/"): actor.path
            for actor in registry
            for same in actor.same_as
            if same.startswith(head)
        }
        self._by_name: dict[str, set[str]] = defaultdict(set)
        for actor in registry:
            for _, text in (*actor.labels.preferred, *actor.labels.other, *actor.labels.hidden):
                self._by_name[folded(text)].add(actor.path)
        self._ids_by_name: dict[str, set[str]] = defaultdict(set)
        self._ids_here: Mapping[str, set[str]] = {}
        self._names: dict[str, list[str]] = defaultdict(list)
        self._kinds: dict[str, str] = {}
        self._full: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._used: set[str] = set()

    def learn(self, ident: str, name: str) -> None:
        """Note that a table calls the actor of an id by a name; names learnt earlier are newer, and preferred."""
        self._ids_by_name[folded(name)].add(ident)
        self._call(self._of_id(ident), name)

    def read(self, names: Iterable[tuple[str, str]]) -> None:
        """Note which table is read now: a name without an id is first of all that of an actor which it has an id for.

        Args:
            names: pairs of id and name that the table has.
        """
        here: dict[str, set[str]] = defaultdict(set)
        for ident, name in names:
            here[folded(name)].add(ident)
        self._ids_here = here

    def describe(self, ident: str, kind: str | None, names: Iterable[tuple[str, str]]) -> None:
        """Note what kind an actor is of, and further names, each with its language."""
        path = self._of_id(ident)
        if kind:
            self._kinds.setdefault(path, kind)
        self._full[path] += names

    def tell_kind(self, path: str, kind: str) -> None:
        """Note what kind the actor of a path is of, unless that is known."""
        self._kinds.setdefault(path, kind)

    def path(self, ident: str | None, name: str | None) -> str:
        """Give the path of the actor that a side means."""
        if ident is not None:
            path = self._of_id(ident)
        else:
            assert name is not None  # a side has one of them
            path = self._of_name(name)
        self._used.add(path)
        if name is not None:
            self._call(path, name)
        return path

    def statements(self) -> tuple[Mapping[str, Actor], list[Actor]]:
        """Give the curated actors that got further names, by path, and those that were made, sorted."""
        changed = {}
        made = []
        for path in sorted(self._used):
            names = [("en", name) for name in self._names[path]] + self._full[path]
            if path in self._curated:
                actor = self._curated[path]
                labels = actor.labels
                known = {folded(text) for _, text in (*labels.preferred, *labels.other, *labels.hidden)}
                fresh = {(lang, name) for lang, name in names if folded(name) not in known}
                if fresh:
                    changed[path] = replace(actor, labels=replace(labels, other=tuple(sorted({*labels.other, *fresh}))))
                continue
            first = names[0] if names else ("en", f"{self.family.upper()} actor {path.rsplit('-', 1)[1]}")
            others = {name for name in names if folded(name[1]) != folded(first[1])}
            made.append(
                Actor(
                    path=path,
                    kind=self._kinds.get(path) or _kind(first[1]),
                    labels=Labels(preferred=(("en", first[1]),), other=tuple(sorted(others))),
                    same_as=self._same_as(path),
                )
            )
        return changed, made

    def _of_id(self, ident: str) -> str:
        return self._by_id.get(ident) or f"actors/{self.family}-{_slug(ident)}"

    def _of_name(self, name: str) -> str:
        ids = self._ids_here.get(folded(name)) or self._ids_by_name.get(folded(name), set())
        if len(ids) == 1:
            return self._of_id(next(iter(ids)))
        # What stands before a colon is an abbreviation, which others may share: it alone ties nobody.
        whole = (name, name.partition(": ")[2])
        curated = {path for part in whole if part for path in self._by_name.get(folded(part), ())}
        if not ids and len(curated) == 1:
            return next(iter(curated))
        head = "name-" if self.family in SAME_AS else ""
        return f"actors/{self.family}-{head}{_slug(name)}"

    def _call(self, path: str, name: str) -> None:
        if name not in self._names[path]:
            self._names[path].append(name)

    def _same_as(self, path: str) -> tuple[str, ...]:
        head = f"actors/{self.family}-"
        number = path.removeprefix(head)
        return (SAME_AS[self.family] + number,) if self.family in SAME_AS and number.isdecimal() else ()


def _kind(name: str) -> str:
    """Tell the kind of actor by its name, where a table tells it by nothing else."""
    if name.startswith("Government of "):
        return "government"
    return "civilians" if folded(name) == "civilians" else "armed-group"


def _slug(name: str) -> str:
    plain = folded(name)
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if slug and plain.isascii() and len(slug) <= LONGEST_SLUG:
        return slug
    # Letters that have no place in a slug would make two names one, and so would an end that is cut off.
    return f"{slug[:60]}-{sha256(plain)[:8]}".strip("-")
