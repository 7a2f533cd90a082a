"""Spellings that were taken out of the index, and names that are in none: measured on the gazetteer, in six scripts."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from kg.search import NameIndex, write_index
from kg.search.words import taken_apart
from kg.statements import Labels

pytestmark = pytest.mark.long


def plain_of(labels: Labels) -> set[str]:
    return {taken_apart(text).plain for _, text in (*labels.preferred, *labels.other, *labels.hidden)}


def is_consonants(text: str) -> bool:
    """Whether a text is an Arabic name written in Latin consonants alone, as ``hsn`` for Hasan: nobody types that."""
    return text.isascii() and text.islower()


@pytest.mark.parametrize("seed", range(4))
def test_a_spelling_that_was_taken_out_is_found_first(
    registry: Mapping[str, Labels], towns: Mapping[str, Labels], tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)
    kept, asked = {}, []
    for path, labels in {**towns, **registry}.items():
        several = [one for one in labels.other if not is_consonants(one[1])]
        kept[path] = labels
        if path.startswith("places/") and len(several) > 2:
            out = rng.choice(several)
            kept[path] = replace(labels, other=tuple(one for one in labels.other if one != out))
            if taken_apart(out[1]).plain not in plain_of(kept[path]):
                asked.append((out[1], path))
    write_index(tmp_path / "names.sqlite", kept.items(), curated=registry.keys())
    index = NameIndex(tmp_path / "names.sqlite")
    first = [next(iter(index.find(name)), None) for name, _ in asked]
    right = [match is not None and match.path == path for match, (_, path) in zip(first, asked, strict=True)]
    wrong = [match for match, good in zip(first, right, strict=True) if match and match.confident and not good]
    assert len(asked) > 80
    # What is left are other names of a place, such as Tortosa for Tartus, which no likeness leads to.
    assert sum(right) / len(right) >= 0.85
    assert len(wrong) / len(asked) <= 0.04  # places that share a name


@pytest.mark.parametrize("seed", range(4))
def test_a_town_that_is_not_there_is_no_other(
    registry: Mapping[str, Labels], towns: Mapping[str, Labels], tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)
    out = set(rng.sample(sorted(towns), 60))
    kept = {path: labels for path, labels in {**towns, **registry}.items() if path not in out}
    write_index(tmp_path / "names.sqlite", kept.items(), curated=registry.keys())
    index = NameIndex(tmp_path / "names.sqlite")
    known = {plain for labels in kept.values() for plain in plain_of(labels)}
    names = [text for path in out for _, text in (*towns[path].preferred, *towns[path].other)]
    asked = [name for name in names if taken_apart(name).plain not in known]
    confident = [name for name in asked if any(match.confident for match in index.find(name))]
    assert len(asked) > 150
    assert len(confident) / len(asked) <= 0.02


@pytest.mark.parametrize("seed", range(2))
def test_a_slip_in_a_long_word_is_found_first(registry: Mapping[str, Labels], index: NameIndex, seed: int) -> None:
    rng = random.Random(seed)
    right, asked = 0, 0
    for path, labels in registry.items():
        for _, text in (*labels.preferred, *labels.other):
            words = text.split()
            place = max(range(len(words)), key=lambda number: len(words[number]))
            if len(words[place]) >= 8 and words[place].isalpha() and text.isascii():
                words[place] = _slip(words[place], rng)
                found = index.find(" ".join(words))
                asked += 1
                right += bool(found) and found[0].path == path
    assert asked > 60
    assert right / asked >= 0.95


def _slip(word: str, rng: random.Random) -> str:
    """Leave a letter out, put one in, take another one, or let two change places; not the first."""
    at, letter = rng.randrange(1, len(word)), rng.choice("abdefghiklmnoprstuz")
    return rng.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
        ]
    )
