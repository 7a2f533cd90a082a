"""Names: an SQLite full-text index of every spelling, made with the release and asked here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StoreDamaged
from kg.spelling import folded, nearest
from kg.statements import Labels


@dataclass(frozen=True, slots=True)
class Match:
    """A thing that a name may mean.

    Attributes:
        path: of the thing.
        name: to show.
        matched: the spelling that matched.
        exact: whether the whole spelling is the name, case and accents aside.
    """

    path: str
    name: str
    matched: str
    exact: bool


def write_index(path: Path, names: Iterable[tuple[str, Labels]]) -> None:
    """Write the index.

    Args:
        path: of the file to make.
        names: paths of things and their labels.
    """
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE VIRTUAL TABLE names USING fts5(folded, spelling UNINDEXED, path UNINDEXED, name UNINDEXED)")
        rows = [
            (folded(text), text, thing, labels.shown)
            for thing, labels in names
            for _, text in (*labels.preferred, *labels.other, *labels.hidden)
        ]
        db.executemany("INSERT INTO names VALUES (?, ?, ?, ?)", sorted(set(rows)))


class NameIndex:
    """Looks names up in a release's index.

    Args:
        path: the file that `write_index` made.
    """

    def __init__(self, path: Path) -> None:
        """Keep the path; each look-up opens its own connection, so that threads can share the index."""
        self.path = path

    def find(self, name: str, most: int = 20) -> list[Match]:
        """Find what a name may mean: spellings that contain all its words, whole spellings first.

        Args:
            name: in any case, with or without accents.
            most: how many matches to give.

        Raises:
            StoreDamaged: if the index cannot be read.
        """
        words = folded("".join(char for char in name if char.isprintable() or char.isspace())).split()
        if not words:
            return []
        phrase = " ".join('"' + word.replace('"', '""') + '"' for word in words)
        rows = self._rows(
            "SELECT path, name, spelling, folded = ? AS exact FROM names WHERE names MATCH ? "
            "ORDER BY exact DESC, length(folded), path, spelling LIMIT 500",
            (" ".join(words), phrase),
        )
        best: dict[str, Match] = {}
        for path, shown, spelling, exact in rows:
            best.setdefault(path, Match(path, shown, spelling, bool(exact)))
        return list(best.values())[:most]

    def nearest(self, name: str) -> list[str]:
        """Give the paths whose spellings are most like a name that matches nothing."""
        spellings: dict[str, str] = dict(self._rows("SELECT folded, path FROM names", ()))  # type: ignore[arg-type]
        return list(dict.fromkeys(spellings[found] for found in nearest(folded(name), spellings)))

    def _rows(self, sql: str, values: tuple[str, ...]) -> list[tuple[str, ...]]:
        try:
            with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as db:
                return db.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise StoreDamaged(self.path, f"{self.path} cannot be read: {error}; build again") from error
