"""Writing the index: tables of things and spellings, and the ways to find them.

- ``spellings`` by ``plain``: what is spelt the same, case and accents aside.
- ``wholes``: spellings by the bones of the whole name, however its words are parted.
- ``fulltext``: a full-text index of words as written (found by their beginnings too), of their bones, and of sections.
- ``slips``: the bones of words by what is left of them if one is missing.

Words are taken apart by `kg.search.words`; the tokenizer for ASCII leaves letters of all other scripts as they are.

Things are numbered by how prominent they are, and spellings so that those of curated things come first and of these the
shortest; what is looked for can stop at the first so many.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final, NamedTuple

from kg.search.bones import bones, slips, whole
from kg.search.scripts import ABJADS
from kg.search.words import taken_apart
from kg.statements import Labels

PREFERRED, OTHER, HIDDEN = 0, 1, 2
"""What a spelling is: a name to show, another real name, a misspelling met in texts."""

_SCHEMA: Final = """
CREATE TABLE things (id INTEGER PRIMARY KEY, path TEXT NOT NULL, name TEXT NOT NULL);
CREATE TABLE spellings (
  id INTEGER PRIMARY KEY, thing INTEGER NOT NULL, section TEXT NOT NULL, scripts TEXT NOT NULL, kind INTEGER NOT NULL,
  text TEXT NOT NULL, plain TEXT NOT NULL, words TEXT NOT NULL, sounds TEXT NOT NULL, unwritten INTEGER NOT NULL
);
CREATE TABLE wholes (bones TEXT NOT NULL, spelling INTEGER NOT NULL, PRIMARY KEY (bones, spelling)) WITHOUT ROWID;
CREATE TABLE slips (slip TEXT NOT NULL, bones TEXT NOT NULL, PRIMARY KEY (slip, bones)) WITHOUT ROWID;
CREATE VIRTUAL TABLE fulltext USING fts5(
  plain, bones, section, tokenize = 'ascii', content = '', detail = column, columnsize = 0, prefix = '1 2 3'
);
"""


class _Spelling(NamedTuple):
    """A spelling of a thing, before it has a number; what its words are is kept as text, which takes least room."""

    thing: int
    kind: int
    text: str
    plain: str
    words: str
    sounds: str
    script: str
    bones: str
    wholes: tuple[str, ...]


def write_index(
    path: Path,
    names: Iterable[tuple[str, Labels]],
    *,
    curated: Collection[str] = (),
    facts: Mapping[str, int] | None = None,
) -> None:
    """Write the index.

    Args:
        path: of the file to make.
        names: paths of things and their labels, the more prominent first.
        curated: paths of things that come before all others.
        facts: how many facts are known of things, by path; those of many come first.
    """
    counts = facts or {}
    things = list(dict(names).items())
    things.sort(key=lambda thing: (thing[0] not in curated, -counts.get(thing[0], 0)))
    first = sum(thing in curated for thing, _ in things)
    spellings = [_Spelling(number, *one) for number, (_, labels) in enumerate(things) for one in _spellings(labels)]
    spellings.sort(key=lambda one: (one.thing >= first, one.words.count(" "), len(one.plain), one.thing, one.text))
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript("PRAGMA journal_mode = OFF;" + _SCHEMA)
        rows = ((number, thing, labels.shown) for number, (thing, labels) in enumerate(things))
        db.executemany("INSERT INTO things VALUES (?, ?, ?)", rows)
        _write_spellings(db, spellings, [thing.partition("/")[0] for thing, _ in things])
        _write_bones(db, spellings)
        db.executescript(
            "CREATE INDEX spellings_plain ON spellings (plain, id); INSERT INTO fulltext (fulltext) VALUES ('optimize')"
        )


def _spellings(labels: Labels) -> Iterator[tuple[Any, ...]]:
    """Give each spelling once, as the best that it is, from its kind on."""
    seen: set[str] = set()
    for kind, texts in ((PREFERRED, labels.preferred), (OTHER, labels.other), (HIDDEN, labels.hidden)):
        for _, text in texts:
            if text not in seen:
                seen.add(text)
                name = taken_apart(text)
                parts = [bones(word) for word in name.sounds]
                each = " ".join(dict.fromkeys(bone for ways in parts for bone in ways))
                yield kind, text, name.plain, name.written, " ".join(name.sounds), name.script, each, whole(parts)


def _write_spellings(db: sqlite3.Connection, spellings: Sequence[_Spelling], sections: Sequence[str]) -> None:
    scripts: list[set[str]] = [set() for _ in sections]
    for one in spellings:
        scripts[one.thing].add(one.script)
    rows = (
        (at, one.thing, sections[one.thing], " ".join(sorted(scripts[one.thing])), one.kind, *one[2:6],
         one.script in ABJADS)
        for at, one in enumerate(spellings)
    )  # fmt: skip
    db.executemany("INSERT INTO spellings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    texts = ((at, one.words, one.bones, sections[one.thing]) for at, one in enumerate(spellings))
    db.executemany("INSERT INTO fulltext (rowid, plain, bones, section) VALUES (?, ?, ?, ?)", texts)


def _write_bones(db: sqlite3.Connection, spellings: Sequence[_Spelling]) -> None:
    """Write what spellings are found by: in the order of the keys, as a table is written fastest."""
    keys = sorted((key, at) for at, one in enumerate(spellings) for key in one.wholes)
    db.executemany("INSERT INTO wholes VALUES (?, ?)", keys)
    known = {bone for one in spellings for bone in one.bones.split()}
    db.executemany("INSERT INTO slips VALUES (?, ?)", sorted((slip, bone) for bone in known for slip in slips(bone)))
