from pathlib import Path

import pytest

from kg.search import NameIndex, write_index
from kg.statements import Labels


@pytest.fixture
def index(tmp_path: Path) -> NameIndex:
    path = tmp_path / "names.sqlite"
    write_index(
        path,
        [
            ("actors/turkiye", Labels(preferred=(("en", "Türkiye"), ("ar", "تركيا")), other=(("en", "Turkey"),))),
            ("places/hama", Labels(preferred=(("en", "Hama"),), hidden=(("", "Hamain"),))),
            ("places/hama-governorate", Labels(preferred=(("en", "Hama Governorate"),))),
            ("actors/al-jolani", Labels(preferred=(("en", "Abu Mohammad al-Jolani"),), hidden=(("", "Al Jolaini"),))),
        ],
    )
    return NameIndex(path)


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("turkiye", ["actors/turkiye"]),
        ("TURKEY", ["actors/turkiye"]),
        ("تركيا", ["actors/turkiye"]),
        ("hama", ["places/hama", "places/hama-governorate"]),
        ("governorate hama", ["places/hama-governorate"]),
        ("al  jolaini", ["actors/al-jolani"]),
        ("al-jolani", ["actors/al-jolani"]),
        ("Hamas", []),
        ("", []),
        ("-", []),
        ('hama" OR "turkey', []),
        ("NEAR(hama)", []),
        ("hama*", ["places/hama", "places/hama-governorate"]),
    ],
)
def test_names_are_found_by_their_words(index: NameIndex, name: str, paths: list[str]) -> None:
    assert [match.path for match in index.find(name)] == paths


def test_a_match_says_which_spelling_and_whether_it_is_the_whole(index: NameIndex) -> None:
    (match,) = index.find("Al Jolaini")
    assert (match.name, match.matched, match.exact) == ("Abu Mohammad al-Jolani", "Al Jolaini", True)
    assert [found.exact for found in index.find("hama")] == [True, False]


def test_the_nearest_of_what_is_not_found(index: NameIndex) -> None:
    assert index.nearest("Turkye") == ["actors/turkiye"]
    assert index.nearest("qqq") == []
