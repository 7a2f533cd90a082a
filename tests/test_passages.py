import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import PassageError
from kg.passages import find_letters, letters_of, locate, passage_at

TEXT = "Türkiye backs them.\n\nThe rebels took Hama; the army left Hama.\n"


def test_offsets_count_code_points_and_the_hash_is_of_the_slice() -> None:
    passage = locate(TEXT, "The rebels took Hama")
    assert (passage.start, passage.end) == (21, 41)
    assert passage.sha256 == hashlib.sha256(b"The rebels took Hama").hexdigest()
    assert passage.letters == 17
    assert passage.letters_sha256 == hashlib.sha256(b"therebelstookhama").hexdigest()


def test_blanks_between_words_do_not_matter() -> None:
    assert locate("a  long\n\n day", "a long day").end == 13


def test_words_that_are_not_there_are_refused() -> None:
    with pytest.raises(PassageError, match="not in the text"):
        locate(TEXT, "The rebels took Homs")
    with pytest.raises(PassageError, match="no words"):
        locate(TEXT, "  ")


def test_words_that_stand_there_twice_need_a_choice() -> None:
    with pytest.raises(PassageError, match="2 times, at 37, 57") as caught:
        locate(TEXT, "Hama")
    assert caught.value.starts == (37, 57)
    assert locate(TEXT, "Hama", 2).start == 57
    with pytest.raises(PassageError, match="only 2 times"):
        locate(TEXT, "Hama", 3)


def test_letters_are_case_folded_and_nothing_else_is_left() -> None:
    assert letters_of("Straße 12 — İl") == letters_of("STRASSE—İL")
    assert letters_of("1982, “!”") == ""
    assert letters_of("Tu\u0308rkiye") == letters_of("Türkiye") == "türkiye"


def test_a_passage_is_found_in_another_copy_of_the_text() -> None:
    passage = locate(TEXT, "Türkiye backs them. The rebels took Hama")
    other = "HEADLINE\n  «Tu\u0308rkiye  backs\nthem». the rebels took Hama, the army left."
    (span,) = find_letters(other, passage)
    assert other[slice(*span)] == "Tu\u0308rkiye  backs\nthem». the rebels took Hama"
    assert find_letters("another story", passage) == []


def test_a_passage_without_letters_is_found_nowhere() -> None:
    assert find_letters("1982 1982", passage_at("1982", 0, 4)) == []


@given(text=st.text("aBç ,1\n", max_size=40), ends=st.tuples(st.integers(0, 40), st.integers(0, 40)))
def test_every_slice_is_found_from_its_first_letter_to_its_last(text: str, ends: tuple[int, int]) -> None:
    start, end = min(ends), min(max(ends), len(text))
    letters = [position for position in range(start, end) if text[position].isalpha()]
    found = find_letters(text, passage_at(text, start, end))
    assert found == sorted(found)
    assert ((letters[0], letters[-1] + 1) in found) if letters else (found == [])
