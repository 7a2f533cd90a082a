"""How alike two names are: a score, and the words that differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from rapidfuzz import fuzz

from kg.search.sounds import FAR, LONGEST, distance

CONFIDENT: Final = 0.8
"""From this score on a match may be taken without asking; what only looks alike stays below."""
PART: Final = 0.78
"""More a part of a name cannot score."""
SHORT: Final = 3
"""Sounds of a word that may be nearly any other with one of them changed; without its vowels it is none too sure."""
LONG: Final = 8
"""Sounds of a name which one word with a slip does not make another."""
SLIP: Final = 1.05
"""How far apart a slip makes two words; one of more than `SHORTEST` sounds is a suggestion."""
ONE_SLIP: Final = 1.5
"""How far apart a slip at the beginning makes two words."""
SHORTEST: Final = 5
"""Shorter names have to be spelt right to be found at all."""
UNWRITTEN: Final = 0.1
"""Names in a script without short vowels may be so much further apart."""
COMMON: Final = 45
"""Names in one piece of which less (of 100) is the same are not looked at closely."""
PARTED: Final = 0.36
"""How far apart names may be, that are parted otherwise, to be surely the same."""
NEARLY: Final = 75
"""The same for names of as many words, whose words are no pairs."""
WORDS: Final = 12
"""Words of a name that are compared one by one."""

_OF_NAME: Final = (0.0, 0.0, 0.0, 0.0, 0.3, 0.3, 0.31, 0.65, 1.05, 1.05, 1.3, 1.3, 1.3, 1.6, 1.6, 1.6, 1.6)
"""How many letters of a name of so many may differ; of longer ones two."""
_OF_WORD: Final = (0.1, 0.1, 0.12, 0.2, 0.35, 0.45, 0.55, 0.85, 1.1, 1.3)
"""How many letters of a word of so many may differ; of longer ones two."""
_MOST: Final = 2.1


@dataclass(frozen=True, slots=True)
class Spelt:
    """A name as it sounds.

    Attributes:
        sounds: of each word.
        unwritten: whether its script leaves short vowels out.
        size: how many sounds it has.
    """

    sounds: tuple[str, ...]
    unwritten: bool = False
    size: int = field(init=False)

    def __post_init__(self) -> None:
        """Count the sounds once."""
        object.__setattr__(self, "size", sum(map(len, self.sounds)))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are.

    Attributes:
        score: from 0 to 1.
        pairs: places of the words that were taken for one another, the asked name's first; none if the names were
            compared in one piece.
        turned: whether the words stand in another order.
        whole: whether all words have their like.
        equal: whether all sounds are the same.
    """

    score: float
    pairs: tuple[tuple[int, int], ...] = ()
    turned: bool = False
    whole: bool = True
    equal: bool = False


def likeness(asked: Spelt, known: Spelt) -> Likeness | None:
    """Compare two names.

    Args:
        asked: what was asked for.
        known: a recorded spelling.

    Returns:
        How alike they are; None if they are not.

    Example:
        >>> likeness(Spelt(("xaled",)), Spelt(("Calid",))).score > CONFIDENT
        True
        >>> likeness(Spelt(("hamas",)), Spelt(("hama",))) is None
        True
    """
    way, counts = _way(asked, known), (len(asked.sounds), len(known.sounds))
    by_words = _by_words(asked, known, way) if counts[0] <= counts[1] <= WORDS else None
    if counts[0] == counts[1] <= WORDS:
        return by_words or _parted_otherwise(asked, known, way)
    found = (by_words, _joined(asked, known, way))
    return max((one for one in found if one), key=lambda one: one.score, default=None)


def _way(asked: Spelt, known: Spelt) -> int:
    if asked.unwritten == known.unwritten:
        return 0
    return 1 if asked.unwritten else 2


def _joined(asked: Spelt, known: Spelt, way: int) -> Likeness | None:
    """Compare two names in one piece, for their words may be parted differently; little else may differ then."""
    if min(map(len, (*asked.sounds, *known.sounds)), default=0) < 2:  # noqa: PLR2004  a letter of its own counts
        return None
    one, other = "".join(asked.sounds), "".join(known.sounds)
    less, more = sorted((len(one), len(other)))
    if more > LONGEST or (more > 1.5 * less + 2 and not way) or more > 2 * less + 2:
        return None
    if not way and fuzz.ratio(one, other) < COMMON:
        return None
    apart = distance(one, other, way, _limit(asked, known, way))
    score = _scored(apart, asked, known, way)
    score = doubtful(score) if score and apart > PARTED else score
    return Likeness(score, equal=apart == 0) if score else None


def _parted_otherwise(asked: Spelt, known: Spelt, way: int) -> Likeness | None:
    """Compare names of as many words in one piece: a blank may stand in the wrong place; too much else may, too."""
    if fuzz.ratio("".join(asked.sounds), "".join(known.sounds)) < NEARLY:
        return None
    found = _joined(asked, known, way)
    return replace(found, score=PART) if found and found.score >= CONFIDENT else None


def _by_words(asked: Spelt, known: Spelt, way: int) -> Likeness | None:
    """Compare two names word by word, in any order; known words that are left over make the asked ones a part."""
    pairs, total, sure, left = [], 0.0, True, list(range(len(known.sounds)))
    one_slip = ONE_SLIP if asked.size >= LONG else 0.0
    for at, word in enumerate(asked.sounds):
        least = max(SLIP if len(word) > SHORTEST else 0, one_slip if len(word) >= SHORT else 0)
        most = max(2 * _allowed(_OF_WORD, len(word)), least)
        apart, best = min(
            ((distance(word, known.sounds[place], way, most), place) for place in left),
            key=lambda one: (one[0], one[1] != at),
            default=(FAR, 0),
        )
        if apart > most:
            return None
        sure = sure and apart <= _allowed(_OF_WORD, min(len(word), len(known.sounds[best])))
        total += apart
        pairs.append((at, best))
        left.remove(best)
    turned = [place for _, place in pairs] != sorted(place for _, place in pairs)
    if left:
        matched = sum(len(known.sounds[place]) for _, place in pairs)
        score = _scored(total, asked, Spelt(tuple(known.sounds[place] for _, place in pairs), known.unwritten), way)
        part = (4 * matched // known.size + 1) / 5  # in steps, so that of likely ones the prominent comes first
        return Likeness(score * (0.58 + 0.23 * part), tuple(pairs), turned, whole=False)
    score = _scored(total, asked, known, way)
    if score and not sure:
        score = doubtful(score)
    return Likeness(score - 0.03 * turned, tuple(pairs), turned, equal=total == 0) if score else None


def begins(asked: Spelt, known: Spelt) -> float:
    """Score how surely a name goes on from what was typed of it, its words but the last standing in it.

    Example:
        >>> begins(Spelt(("jOl",)), Spelt(("Jolani",))) > 0.5
        True
    """
    last, way = asked.sounds[-1], _way(asked, known)
    ends = {word[: len(last) + more] for word in known.sounds for more in (-1, 0, 1)}
    apart = min((distance(last, end, way) for end in ends if end), default=FAR)
    allowed = _allowed(_OF_WORD, len(last)) + 0.1
    if apart > allowed:
        return 0.0
    return 0.5 + 0.24 * min(asked.size / max(known.size, 1), 1.0) - 0.08 * apart / allowed


def doubtful(score: float) -> float:
    """Make a score one of a match that is not sure, and keep the order of scores."""
    return min(PART, 0.3 + score / 2)


def _scored(apart: float, asked: Spelt, known: Spelt, way: int) -> float:
    """Turn a distance into a score, by how long the names are."""
    sizes = asked.size, known.size
    allowed = _tolerance(asked, known, way)
    if apart <= allowed:
        bare = way and min(sizes) <= SHORT and len(asked.sounds) == 1
        return min(0.96 - 0.14 * apart / (allowed or 1), PART if bare else 1.0)
    limit = _limit(asked, known, way)
    if apart <= limit and min(sizes) > SHORT and max(sizes) >= SHORTEST:
        return 0.64 - 0.2 * (apart - allowed) / (limit - allowed)
    return 0.0


def _tolerance(asked: Spelt, known: Spelt, way: int) -> float:
    """Give how many letters of two names may differ."""
    sizes = asked.size, known.size
    size = max(sizes) if way or min(sizes) >= SHORTEST else min(sizes)
    return _allowed(_OF_NAME, size) + (UNWRITTEN if way else 0)


def _limit(asked: Spelt, known: Spelt, way: int) -> float:
    """Give how many letters of two names may differ for one to be a suggestion for the other."""
    slip = SLIP if min(asked.size, known.size) >= SHORTEST < max(asked.size, known.size) else 0
    return max(2 * _tolerance(asked, known, way), slip)


def _allowed(table: Sequence[float], size: int) -> float:
    return table[size] if size < len(table) else _MOST
