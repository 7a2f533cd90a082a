"""Names: an index of every spelling, made with the release and asked here (SQLite, full text).

A name is found in any case, with or without accents, articles, hyphens and apostrophes, in any script and by the
transliterations of several languages, with its words in another order, and with a slip or two where it is long. Each
match has a score and its reasons; what only looks alike scores less than `CONFIDENT`.

- `words`, `scripts`: a name taken apart, its words as they sound.
- `sounds`: how far two words are apart.
- `bones`: keys by which spellings of one name are found.
- `comparing`: how alike two names are.
- `writing`, `candidates`: the index, written and asked.
- `finding`, `telling`: a search, and the reasons for what it found.
"""

from kg.search.comparing import CONFIDENT
from kg.search.index import LONGEST, Match, NameIndex
from kg.search.writing import write_index

__all__ = ["CONFIDENT", "LONGEST", "Match", "NameIndex", "write_index"]
