"""The texts of an invented event table: sources, headlines and descriptions, of invented words."""

from __future__ import annotations

import random
from datetime import date
from functools import cache
from typing import Final

from draws import Draw
from event_profile import Profile

_WORDS: Final = 20_000
Cell = str | int


class Sources:
    """Draws sources: offices, dates after the event, and words in place of headlines.

    Args:
        profile: how many of everything.
        rng: the same state draws the same sources.
    """

    def __init__(self, profile: Profile, rng: random.Random) -> None:
        """Make words, and offices of them."""
        self.rng = rng
        self.profile = profile
        self.number = Draw.of(profile.sources, rng)
        self.words, self.starts = _words(rng)
        ranks = [count for count, offices in profile.offices for _ in range(offices)]
        self.office = Draw([self._cut(rng.randint(3, 24)).strip() for _ in ranks], ranks, rng)

    def one(self, end: date) -> tuple[Cell, ...]:
        """Draw the number of sources, and the columns about them."""
        number = self.number()
        original = "" if self.rng.random() < self.profile.no_original else self.text("source_original")
        if number < 1:
            return number, self.text("source_article"), "", "", "", original
        offices = [self.office() for _ in range(number)]
        days = [_text_of(end.toordinal() + int(self.rng.choice(self.profile.lag))) for _ in range(number)]
        headlines = [self.text("source_headline") for _ in range(number)]
        article = ";".join(
            f'"{office},{day},{line}"' for office, day, line in zip(offices, days, headlines, strict=True)
        )
        return number, article, ";".join(offices), ";".join(days), ";".join(headlines), original

    def text(self, column: str) -> str:
        """Write words as long as a text in some column."""
        text = self._cut(int(self.rng.choice(self.profile.lengths[column])))
        if self.rng.random() < self.profile.line_ends and " " in text:
            return text.replace(" ", "\n", 1)
        return text

    def _cut(self, length: int) -> str:
        start = self.starts[int(self.rng.random() * len(self.starts))]
        return self.words[start : start + length]


@cache
def _text_of(ordinal: int) -> str:
    return str(date.fromordinal(ordinal))


def _words(rng: random.Random) -> tuple[str, list[int]]:
    """Make a long text of invented words, and say where texts may be cut out of it."""
    letters = "aaabcdeeefghiiklmnooprstuuvwyéüş"
    words = ["".join(rng.choices(letters, k=rng.choice((2, 3, 4, 5, 5, 6, 7, 8, 9)))) for _ in range(_WORDS)]
    ends = rng.choices((" ", ", ", ": ", "’s ", " - "), (80, 12, 3, 3, 2), k=_WORDS)
    text = "".join(word + end for word, end in zip(words, ends, strict=True))
    starts = [0]
    for word, end in zip(words, ends, strict=True):
        starts.append(starts[-1] + len(word) + len(end))
    return text + text[:10_000], starts[:-1]
