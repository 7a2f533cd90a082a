"""Candidates: the spellings in an index that a name may be, found by its words, its bones and its beginnings.

Each way stops at so many spellings, of curated things and short ones first, whatever the size of the index.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from kg.search.bones import bones, slips, whole
from kg.search.comparing import Spelt
from kg.search.words import Name

MOST: Final = 200
"""Spellings that one way gives."""
LIKELY: Final = 24
"""Of spellings with the same bones, so many are compared: those whose sounds have most in common."""
PARTS: Final = 40
"""Of spellings that have all the words, so many are compared."""
SLIPS: Final = 48
"""Words that one word may be a slip of."""
WORDS: Final = 12
"""Words of a name that are looked for."""
_COLUMNS: Final = "id, thing, scripts, kind, text, plain, words, sounds, unwritten"


Row = tuple[int, str]
"""Number and sounds of a spelling."""


class Candidate(NamedTuple):
    """A spelling.

    Attributes:
        spelling: its number.
        thing: number of the thing that bears it; the more prominent first.
        scripts: that the thing has spellings in.
        kind: see `kg.search.writing`.
        text: as it is written.
        plain: the same in small letters without marks.
        words: those of its words that count.
        sounds: of these.
        unwritten: whether its script leaves short vowels out.
    """

    spelling: int
    thing: int
    scripts: str
    kind: int
    text: str
    plain: str
    words: str
    sounds: str
    unwritten: int

    @property
    def spelt(self) -> Spelt:
        """How it sounds."""
        return Spelt(tuple(self.sounds.split()), bool(self.unwritten))


@dataclass(frozen=True, slots=True)
class Candidates:
    """Looks in an index.

    Attributes:
        db: the index.
        sections: things in these only; none for all.
    """

    db: sqlite3.Connection
    sections: Collection[str] = ()

    def same(self, name: Name) -> list[Candidate]:
        """Find what is spelt the same, case and accents aside."""
        return self._full(self._among("spellings", "plain = ?", [name.plain], MOST), PARTS)

    def whole(self, name: Name) -> list[Candidate]:
        """Find what has the same bones in all, those first that sound most like it."""
        keys = whole([bones(word) for word in name.sounds])
        found = self._among("wholes CROSS JOIN spellings ON id = spelling", f"bones IN ({_marks(keys)})", keys, MOST)
        return self._full(found, LIKELY, "".join(name.sounds))

    def parts(self, name: Name) -> list[Candidate]:
        """Find what has words with the same bones as all of the name's."""
        return self._full(self._words([bones(word) for word in name.sounds], PARTS), PARTS)

    def slipped(self, name: Name) -> list[Candidate]:
        """Find what has, for each word, one that it may be a slip of; those first that sound most like the name."""
        found = self._words([self._slips(word) for word in name.sounds], MOST)
        return self._full(found, LIKELY, "".join(name.sounds))

    def any_word(self, name: Name) -> list[Candidate]:
        """Find what has a word with the same bones as one of the name's."""
        return self._full(self._words([[bone for word in name.sounds for bone in bones(word)]], PARTS), PARTS)

    def begun(self, name: Name, *, heard: bool = False) -> list[Candidate]:
        """Find what has all words of a name and one that begins with its last.

        Args:
            name: as far as it was typed.
            heard: whether to look for words by their bones rather than as they are written.
        """
        *full, last = name.words[:WORDS]
        if heard:
            terms = [_any(bones(word.sounds)) for word in full]
            ends = [bone for bone in bones(last.sounds) if len(bone) > 1 or len(last.text) > 1]
            terms += [f"({' OR '.join(_quoted(bone) + '*' for bone in ends)})"] if ends else []
            return self._full(self._matching(f"bones : ({' AND '.join(terms)})", PARTS), PARTS) if ends else []
        terms = [_quoted(word.text) for word in full] + [_quoted(last.text) + "*"]
        return self._full(self._matching(f"plain : ({' AND '.join(terms)})", PARTS), PARTS)

    def _slips(self, word: str) -> list[str]:
        """Give bones of known words that differ from a word's by little, the nearest first."""
        ways = bones(word)
        keys = list(dict.fromkeys(slip for way in ways for slip in slips(way)))
        sql = f"SELECT DISTINCT bones FROM slips WHERE slip IN ({_marks(keys)}) LIMIT {10 * MOST}"  # noqa: S608
        known = [bone for (bone,) in self.db.execute(sql, keys)]
        near = process.extract(ways[0], known, scorer=Levenshtein.distance, limit=SLIPS)
        return list(dict.fromkeys((*ways, *(bone for bone, _, _ in near))))

    def _words(self, choices: Iterable[Sequence[str]], most: int) -> list[Row]:
        terms = [_any(choice) for choice in choices][:WORDS]
        return self._matching(f"bones : ({' AND '.join(terms)})", most) if terms else []

    def _matching(self, query: str, most: int) -> list[Row]:
        """Find what the full-text index has for a query (https://www.sqlite.org/fts5.html#full_text_query_syntax)."""
        if self.sections:
            query = f"section : {_any(sorted(self.sections))} AND {query}"
        return self._first("fulltext CROSS JOIN spellings ON id = fulltext.rowid", "fulltext MATCH ?", [query], most)

    def _among(self, tables: str, chosen: str, values: Sequence[str], most: int) -> list[Row]:
        """Give the first spellings of those that are chosen, and are of the sections."""
        within = f" AND section IN ({_marks(self.sections)})" if self.sections else ""
        return self._first(tables, chosen + within, [*values, *sorted(self.sections)], most)

    def _first(self, tables: str, chosen: str, values: Sequence[str], most: int) -> list[Row]:
        order = "fulltext.rowid" if tables.startswith("fulltext") else "id"
        sql = f"SELECT id, sounds FROM {tables} WHERE {chosen} ORDER BY {order} LIMIT {most}"  # noqa: S608
        return self.db.execute(sql, values).fetchall()

    def _full(self, rows: list[Row], most: int, sounds: str = "") -> list[Candidate]:
        """Read spellings, of many those whose sounds have most in common with a name's."""
        if len(rows) > most:
            known = [heard.replace(" ", "") for _, heard in rows]
            rows = [rows[at] for _, _, at in process.extract(sounds, known, scorer=fuzz.ratio, limit=most)]
        ids = [number for number, _ in rows]
        sql = f"SELECT {_COLUMNS} FROM spellings WHERE id IN ({_marks(ids)})"  # noqa: S608
        return [Candidate(*row) for row in self.db.execute(sql, ids)]

    def things(self, numbers: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Give the paths and the names of things."""
        sql = f"SELECT id, path, name FROM things WHERE id IN ({_marks(numbers)})"  # noqa: S608
        return {number: (path, name) for number, path, name in self.db.execute(sql, numbers)}


def _marks(values: Collection[str | int]) -> str:
    return ", ".join("?" * len(values))


def _any(texts: Iterable[str]) -> str:
    return f"({' OR '.join(map(_quoted, texts))})"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
