"""One search: candidates from the index, compared with what was asked, and the best spelling of each thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz import fuzz

from kg.search.candidates import Candidate, Candidates
from kg.search.comparing import CONFIDENT, PART, SHORTEST, Likeness, Spelt, begins, doubtful, likeness
from kg.search.scripts import ABJADS, script
from kg.search.words import Name
from kg.search.writing import HIDDEN
from kg.spelling import CLOSE, LIKE

SURE: Final = 0.97
"""The score of a name of the same words, articles, small words and punctuation aside; from there on it is on record."""
LISTED: Final = 0.4
"""What scores less is no match."""
_MISSPELT: Final = 0.02
_BEGINNING: Final = 3
_FEW: Final = 5

SAME, ALIKE, BEGUN, UNLIKE = "same", "alike", "begun", "unlike"


@dataclass(frozen=True, slots=True)
class Found:
    """A spelling that may be meant.

    Attributes:
        score: from 0 to 1.
        candidate: the spelling and its thing.
        asked: the name, or what of it was looked for.
        way: how it was found: ``same``, ``alike`` (see `how`), ``begun`` or ``unlike``.
        how: how alike they are.
        aside: what was left out of the name; empty for nothing.
    """

    score: float
    candidate: Candidate
    asked: Name
    way: str
    how: Likeness | None = None
    aside: str = ""


class Finding:
    """Looks for a name, or for several ways to take it.

    Args:
        candidates: the index.
    """

    def __init__(self, candidates: Candidates) -> None:
        """Nothing is found yet."""
        self._candidates = candidates
        self._found: dict[int, Found] = {}

    @property
    def confident(self) -> bool:
        """Whether something was found that may be taken without asking."""
        return any(found.score >= CONFIDENT for found in self._found.values())

    def best(self, most: int, least: float = LISTED) -> list[tuple[Found, str, str]]:
        """Give the best of each thing with the thing's path and name, the likeliest first.

        Args:
            most: how many to give; of equals the more prominent.
            least: score that they must have.
        """
        listed = [found for found in self._found.values() if found.score >= least]
        listed.sort(key=lambda found: (-round(found.score, 3), found.candidate.thing))
        things = self._candidates.things([found.candidate.thing for found in listed[:most]])
        return [(found, *things[found.candidate.thing]) for found in listed[:most]]

    def look(self, asked: Name, *, typing: bool, factor: float = 1.0, aside: str = "") -> None:
        """Look for a name.

        Args:
            asked: the name.
            typing: whether more letters may follow.
            factor: by which scores are lessened.
            aside: what was left out of it.
        """
        if not asked.plain:
            return
        seen: set[int] = set()
        for candidate in self._candidates.same(asked):
            seen.add(candidate.spelling)
            score = (1.0 - _MISSPELT * (candidate.kind == HIDDEN)) * factor
            self._take(Found(score, candidate, asked, SAME, None, aside))
        if not asked.words:
            return  # in a script whose sounds nobody here knows
        spelt = Spelt(asked.sounds, asked.script in ABJADS)

        def compare(candidates: Iterable[Candidate]) -> None:
            for candidate in candidates:
                if candidate.spelling not in seen:
                    seen.add(candidate.spelling)
                    self._compare(asked, spelt, candidate, factor, aside)

        compare(self._candidates.whole(asked))
        compare(self._candidates.parts(asked))
        if not self.confident:
            compare(self._candidates.slipped(asked))
        if typing:
            self._go_on(asked)
        elif not self._found and len(asked.words[-1].text) >= _BEGINNING:
            self._begun(asked, typing=False)

    def unlike(self, asked: Name) -> None:
        """Look for what is spelt like a name, but is no match."""
        if not asked.words:
            return
        near = self._candidates.slipped(asked) or self._candidates.any_word(asked)
        ratios = [(fuzz.ratio(asked.plain, candidate.plain), candidate) for candidate in near]
        least = max([LIKE, *(ratio - CLOSE for ratio, _ in ratios)])
        for ratio, candidate in ratios:
            if ratio >= least:
                self._take(Found(LISTED * ratio / 101, candidate, asked, UNLIKE))

    def _compare(self, asked: Name, spelt: Spelt, candidate: Candidate, factor: float, aside: str) -> None:
        how = None if _better_spelt(asked, candidate) else likeness(spelt, candidate.spelt)
        if how is None:
            return
        score = how.score
        if how.whole and candidate.words == asked.written:
            score = SURE
        elif candidate.kind == HIDDEN and not how.equal:
            score = doubtful(score)  # a misspelling of a misspelling
        self._take(Found(score * factor, candidate, asked, ALIKE, how, aside))

    def _go_on(self, asked: Name) -> None:
        """Look for what goes on from what was typed; if there is any, what is only like it comes after that."""
        alike, self._found = self._found, {}
        goes_on = self._begun(asked, typing=True)
        for found in alike.values():
            self._take(_unfinished(found) if goes_on else found)

    def _begun(self, asked: Name, *, typing: bool) -> bool:
        """Look for what begins so, by its letters or else by its sounds; tells whether there is any by its letters."""
        found = self._candidates.begun(asked)
        for candidate in found:
            begins_so = f" {candidate.words}".startswith(f" {asked.written}")
            covered = min(len(asked.written) / max(len(candidate.words), 1), 1.0)
            self._take(Found(min(0.5 + 0.05 * begins_so + 0.24 * covered, PART), candidate, asked, BEGUN))
        if typing and len(found) < _FEW:
            spelt = Spelt(asked.sounds, asked.script in ABJADS)
            for candidate in self._candidates.begun(asked, heard=True):
                score = begins(spelt, candidate.spelt)
                if score:
                    self._take(Found(score, candidate, asked, BEGUN))
        return bool(found)

    def _take(self, found: Found) -> None:
        thing = found.candidate.thing
        former = self._found.get(thing)
        if former is None or found.score > former.score or (found.score == former.score and _tells_more(found, former)):
            self._found[thing] = found


def _tells_more(found: Found, former: Found) -> bool:
    """Whether a spelling is in the script of what was asked, and another one is not."""
    asked = found.asked.script
    return script(former.candidate.text) != asked == script(found.candidate.text)


def _unfinished(found: Found) -> Found:
    """Put a name that is only like what was typed after those that go on from there."""
    if found.way != ALIKE or found.score >= SURE:
        return found
    return replace(found, score=min(found.score, LISTED + found.score / 10))


def _better_spelt(asked: Name, candidate: Candidate) -> bool:
    """Whether the thing has a spelling that tells more: without vowels on one side, a short name may be many others."""
    unwritten, scripts = asked.script in ABJADS, candidate.scripts.split()
    if unwritten == bool(candidate.unwritten):
        return False
    if unwritten:
        return asked.script in scripts and sum(map(len, asked.sounds)) < SHORTEST
    return not ABJADS.issuperset(scripts)
