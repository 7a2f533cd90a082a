"""What a search gives: in which order, of what, with which reasons, and within which bounds."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import StoreDamaged
from kg.search import CONFIDENT, NameIndex, write_index
from kg.search.candidates import LIKELY, PARTS
from kg.search.comparing import Likeness, Spelt, likeness
from kg.statements import Labels


def labels(*names: str, other: tuple[str, ...] = (), hidden: tuple[str, ...] = ()) -> Labels:
    return Labels(
        preferred=tuple(("en" if name.isascii() else "und", name) for name in names),
        other=tuple(("en", name) for name in other),
        hidden=tuple(("", name) for name in hidden),
    )


NAMES = {
    "actors/turkiye": labels("Türkiye", "تركيا", other=("Turkey",)),
    "places/hama": labels("Hama", hidden=("Hamain",)),
    "places/hama-governorate": labels("Hama Governorate"),
    "actors/al-jolani": labels("Abu Mohammad al-Jolani", hidden=("Al Jolaini",)),
    "actors/brigade-25": labels("25th Brigade"),
    "actors/brigade-52": labels("52nd Brigade"),
    "actors/group-a": labels("Group A"),
    "actors/war-ii": labels("Veterans of War II"),
    "actors/northern-front": labels("Northern Front"),
}


def made(path: Path, names: dict[str, Labels], **more: object) -> NameIndex:
    write_index(path / "names.sqlite", names.items(), **more)  # type: ignore[arg-type]
    return NameIndex(path / "names.sqlite")


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> NameIndex:
    return made(tmp_path_factory.mktemp("few"), NAMES)


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("turkiye", ["actors/turkiye"]),
        ("TURKEY", ["actors/turkiye"]),
        ("تركيا", ["actors/turkiye"]),
        ("hama", ["places/hama", "places/hama-governorate"]),
        ("governorate hama", ["places/hama-governorate"]),
        ("province of Hama", ["places/hama-governorate"]),
        ("Hama town", ["places/hama", "places/hama-governorate"]),
        ("al  jolaini", ["actors/al-jolani"]),
        ("al-jolani", ["actors/al-jolani"]),
        ("Brigade 25", ["actors/brigade-25"]),
        ("brigade ٥٢", ["actors/brigade-52"]),
        ("brigade", ["actors/brigade-25", "actors/brigade-52"]),
        ("Brigade 2", []),
        ("Brigade 255", []),
        ("group a", ["actors/group-a"]),
        ("group b", []),
        ("Veterans of War III", []),
        ("Southern Front", []),
        ("Hamas", []),
        ("", []),
        ("-", []),
        ("al", []),
        ('hama" OR "turkey', []),
        ("NEAR(hama)", []),
        ("hama*", ["places/hama", "places/hama-governorate"]),
        ("plain : hama", []),
    ],
)
def test_names_are_found_by_their_words(few: NameIndex, name: str, paths: list[str]) -> None:
    assert [match.path for match in few.find(name)] == paths


@pytest.mark.parametrize(
    ("name", "matched", "exact", "reasons"),
    [
        ("Al Jolaini", "Al Jolaini", True, ("misspelling on record",)),
        ("HAMA", "Hama", True, ("whole name",)),
        ("turkey", "Turkey", True, ("alias",)),
        ("Jolaini", "Al Jolaini", False, ("misspelling on record", "article or small words aside")),
        ("Хама", "Hama", False, ("whole name", "transliterated from Cyrillic")),
        ("حما", "Hama", False, ("whole name", "transliterated from Arabic")),
        ("al-Jolani Abu Mohammad", "Abu Mohammad al-Jolani", False, ("whole name", "words in another order")),
        (
            "Abu Mohamed Dscholani",
            "Abu Mohammad al-Jolani",
            False,
            ("whole name", "two letters differ: mohamed for mohammad", "spelt otherwise: dscholani for jolani"),
        ),
        ("Turkye", "Türkiye", False, ("whole name", "one letter differs: turkye for turkiye")),
        ("Mohammad", "Abu Mohammad al-Jolani", False, ("part of the name",)),
        ("Hama (Syria)", "Hama", False, ("whole name", "brackets aside")),
        ("Hama city", "Hama", False, ("whole name", "the word city aside")),
        ("Veter", "Veterans of War II", False, ("prefix",)),
    ],
)
def test_a_match_tells_its_reasons(
    few: NameIndex, name: str, matched: str, exact: bool, reasons: tuple[str, ...]
) -> None:
    first = few.find(name)[0]
    assert (first.matched, first.exact, first.reasons) == (matched, exact, reasons)


def test_what_is_nearer_to_a_record_scores_more(few: NameIndex) -> None:
    names = ["Türkiye", "Al Jolaini", "Jolaini", "Abu Mohamed al-Jolani", "Abu Mohamed Dscholani", "Mohammad"]
    scores = [few.find(name)[0].score for name in names]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 1.0
    assert scores[-2] >= CONFIDENT > scores[-1]
    assert [few.find(name)[0].on_record for name in names] == [True, True, True, False, False, False]


def test_only_things_of_some_sections(few: NameIndex) -> None:
    assert few.find("hama", sections=["actors"]) == []
    assert len(few.find("hama", sections=("actors", "places"))) == 2
    assert [match.path for match in few.find("hama", sections={"places"}, most=1)] == ["places/hama"]
    assert few.unlike("Hamas", sections=("actors",)) == []


def test_a_name_while_it_is_typed(index: NameIndex) -> None:
    for letters in ("jo", "jol", "jola", "al jol", "abu mohammad al-jo", "jol", "dschol", "جول"):
        assert index.find(letters, typing=True)[0].path == "actors/al-jolani", letters
    assert {match.path for match in index.find("h", typing=True)} >= {"places/hama", "places/homs", "actors/hts"}
    assert all(match.reasons[0].startswith("prefix") for match in index.find("dam", typing=True))
    assert index.find("حل", typing=True)[0].path == "places/aleppo"
    assert index.find("Tart", typing=True)[0].path == "places/tartus"
    whole = index.find("hama", typing=True)
    assert (whole[0].path, whole[0].score) == ("places/hama", 1.0)


def test_what_goes_on_from_there_comes_before_what_is_alike(tmp_path: Path) -> None:
    index = made(tmp_path, {"places/a": labels("Barmashan"), "places/b": labels("Barmasharqilan")})
    assert [match.path for match in index.find("Barmashar")] == ["places/a"]
    assert [match.path for match in index.find("Barmashar", typing=True)] == ["places/b", "places/a"]
    typed = index.find("Barmaschan", typing=True)  # nothing goes on from there
    assert typed == index.find("Barmaschan")
    assert typed[0].confident


def test_of_things_that_share_a_spelling_the_prominent_first(tmp_path: Path) -> None:
    names = {f"places/town-{number}": labels("Alpha Town") for number in range(5)}
    names["actors/alpha"] = labels("Group of Alpha", other=("Alpha Town",))
    index = made(tmp_path, names, curated={"actors/alpha"}, facts={"places/town-3": 9, "places/town-1": 2})
    found = [match.path for match in index.find("alpha town")]
    assert found[:3] == ["actors/alpha", "places/town-3", "places/town-1"]
    assert {match.score for match in index.find("alpha town")} == {1.0}


def test_of_spellings_that_are_as_near_the_one_in_the_same_script_is_told(tmp_path: Path) -> None:
    index = made(tmp_path, {"places/a": labels("Латакия", "Latakia")})
    assert [index.find(name)[0].matched for name in ("Latakya", "Лятакия")] == ["Latakia", "Латакия"]


def test_the_same_names_make_the_same_index(tmp_path: Path) -> None:
    dumps = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made(tmp_path / name, NAMES)
        with closing(sqlite3.connect(tmp_path / name / "names.sqlite")) as db:
            tables = ["things", "spellings", "wholes", "slips", "fulltext_idx", "fulltext_data"]
            dumps.append([db.execute(f"SELECT * FROM {table}").fetchall() for table in tables])
    assert dumps[0] == dumps[1]


def test_an_index_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "names?.sqlite"
    with pytest.raises(StoreDamaged, match="build again"):
        NameIndex(path).find("x")
    path.write_bytes(b"no database")
    with pytest.raises(StoreDamaged, match="build again"):
        NameIndex(path).unlike("x")
    assert made(tmp_path, {}).find("x") == []


def test_threads_share_an_index(few: NameIndex) -> None:
    answers: list[str] = []

    def ask() -> None:
        answers.extend(few.find(name)[0].path for name in ("hama", "Turkye", "Abu Mohamed Dscholani") * 5)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(set(answers)) == ["actors/al-jolani", "actors/turkiye", "places/hama"]
    assert len(answers) == 120
    few.close()
    assert few.find("hama")


def test_so_many_are_compared_however_many_there_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vowels = "aeiou"
    alike = [f"m{a}d{b}r{c}n{d}" for a in vowels for b in vowels for c in vowels for d in vowels]
    names = {f"places/{name}-{number}": labels(f"{name} {number}") for name in alike for number in range(5)}
    names |= {f"places/{name}": labels(name) for name in alike}
    index = made(tmp_path, names)
    compared: list[Spelt] = []

    def counting(asked: Spelt, known: Spelt) -> Likeness | None:
        compared.append(known)
        return likeness(asked, known)

    monkeypatch.setattr("kg.search.finding.likeness", counting)
    for name in ("madaranu", "mudurunu", "medern", "madarana town", "madaranu mederene", "m" * 200, "ma de " * 33):
        compared.clear()
        index.find(name)
        index.find(name, typing=True)
        assert len(compared) <= 2 * 2 * (2 * LIKELY + 2 * PARTS), name


@settings(deadline=None)
@given(st.text(max_size=250), st.booleans())
def test_any_text_is_answered(index: NameIndex, name: str, typing: bool) -> None:
    found = index.find(name, typing=typing)
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)
    assert all(0 < match.score <= 1 and match.reasons for match in found)
    assert len({match.path for match in found}) == len(found) <= 20
    assert len(index.unlike(name)) <= 3


@settings(deadline=None)
@given(st.text(alphabet="حلبdamسu'’-()\"*:.٢5 жşאβ\u200f\u0301\u064e", max_size=30))
def test_any_mixture_of_scripts_is_answered(index: NameIndex, name: str) -> None:
    for match in index.find(name):
        assert 0 < match.score <= 1


def test_any_recorded_spelling_finds_its_thing(everything: NameIndex, towns: dict[str, Labels]) -> None:
    for path, names in list(towns.items())[::9]:
        for _, text in (*names.preferred, *names.other):
            found = {match.path: match for match in everything.find(text) if match.score == 1.0}
            assert path in found, text
            assert found[path].exact
