"""Looking names up: what a name may mean, how surely, and why."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

from kg.errors import StoreDamaged
from kg.search.candidates import Candidates
from kg.search.comparing import CONFIDENT
from kg.search.finding import SAME, SURE, Finding, Found
from kg.search.telling import reasons
from kg.search.words import SETTLEMENTS, Name, taken_apart

LONGEST: Final = 200
"""Characters of a name that are looked at."""
NEAREST: Final = 3
"""Of what only looks alike, so many are named."""
_BRACKETS: Final = re.compile(r"(.*\w.*)\s\([^()\d]*\)\s*")
_GERMAN: Final = re.compile(r"([aeo])w(?![aeiouy])")
_ARTICLE: Final = re.compile(r"\b(?:[ae]l(?=[^aeiou\s]\w{3})|[aeiu]([dnrstz])(?=\1\w{2}))")
_OPEN: Final = 4
"""Connections that are kept for the next."""


@dataclass(frozen=True, slots=True)
class Match:
    """A thing that a name may mean.

    Attributes:
        path: of the thing.
        name: to show.
        matched: the spelling that matched.
        exact: whether the whole spelling is the name, case, accents and punctuation aside.
        score: how surely it is meant, from 0 to 1; see `confident`.
        reasons: why it is thought to be meant, the weightiest first.
    """

    path: str
    name: str
    matched: str
    exact: bool
    score: float
    reasons: tuple[str, ...]

    @property
    def confident(self) -> bool:
        """Whether it may be taken without asking; what only looks alike, or is a part of a name, never is."""
        return self.score >= CONFIDENT

    @property
    def on_record(self) -> bool:
        """Whether the name is a recorded spelling, articles, small words and punctuation aside."""
        return self.score >= SURE


class NameIndex:
    """Looks names up in a release's index; threads can share it.

    Args:
        path: the file that `write_index` made.
    """

    def __init__(self, path: Path) -> None:
        """Open nothing yet."""
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._lock = Lock()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            while self._idle:
                self._idle.pop().close()

    def find(self, name: str, *, sections: Collection[str] = (), most: int = 20, typing: bool = False) -> list[Match]:
        """Find what a name may mean, the likeliest first; of equals the more prominent.

        Args:
            name: in any spelling and script; `LONGEST` characters of it count.
            sections: only things in these, such as ``actors``.
            most: how many matches to give.
            typing: whether more letters may follow.

        Raises:
            StoreDamaged: if the index cannot be read.
        """
        with self._reading() as db:
            finding = Finding(Candidates(db, sections))
            for asked, factor, aside in _ways(name[:LONGEST]):
                finding.look(asked, typing=typing, factor=factor, aside=aside)
                if finding.confident:
                    break
            return [_match(*found) for found in finding.best(most)]

    def unlike(self, name: str, *, sections: Collection[str] = (), most: int = NEAREST) -> list[Match]:
        """Find what is spelt like a name and is no match.

        Args:
            name: that `find` finds nothing for.
            sections: only things in these, such as ``actors``.
            most: how many to give.

        Raises:
            StoreDamaged: if the index cannot be read.
        """
        with self._reading() as db:
            finding = Finding(Candidates(db, sections))
            finding.unlike(taken_apart(name[:LONGEST]))
            return [_match(*found) for found in finding.best(most, 0)]

    def nearest(self, name: str, *, sections: Collection[str] = (), most: int = NEAREST) -> list[str]:
        """Give the paths of what is spelt most like a name that is not on record."""
        found = self.find(name, sections=sections, most=most) or self.unlike(name, sections=sections, most=most)
        return [match.path for match in found]

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection; nobody else has it meanwhile."""
        with self._lock:
            db = self._idle.pop() if self._idle else None
        kept = False
        try:
            if db is None:
                # A release never changes, so that nothing need be locked.
                address = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
                db = sqlite3.connect(address, uri=True, check_same_thread=False)
            yield db
            with self._lock:
                kept = len(self._idle) < _OPEN
                if kept:
                    self._idle.append(db)
        except sqlite3.Error as error:
            raise StoreDamaged(self.path, f"{self.path} cannot be read: {error}; build again") from error
        finally:
            if db is not None and not kept:
                db.close()


def _ways(name: str) -> Iterator[tuple[Name, float, str]]:
    """Give ways to take a name: all of it, without what stands in brackets, without a word such as *city*."""
    asked = taken_apart(name)
    yield asked, 1.0, ""
    if _GERMAN.search(asked.plain):
        yield taken_apart(_GERMAN.sub(r"\1v", asked.plain)), 0.98, "w read as v"
    if _ARTICLE.search(asked.plain):
        yield taken_apart(_ARTICLE.sub("", asked.plain)), 0.79, "article aside"
    if found := _BRACKETS.fullmatch(name):
        yield taken_apart(found[1]), 0.94, "brackets aside"
    kept = tuple(word for word in asked.words if word.text not in SETTLEMENTS)
    if 0 < len(kept) < len(asked.words):
        left = next(word.text for word in asked.words if word.text in SETTLEMENTS)
        plain = " ".join(word.text for word in kept)
        yield Name(plain, asked.script, kept), 0.95, f"the word {left} aside"


def _match(found: Found, path: str, name: str) -> Match:
    exact = found.way == SAME and not found.aside
    return Match(path, name, found.candidate.text, exact, round(found.score, 3), reasons(found))
