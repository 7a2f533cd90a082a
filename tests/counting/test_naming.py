"""Names of what is counted by."""

from __future__ import annotations

from pyoxigraph import DefaultGraph, Literal, Quad

from kg.counting import naming
from kg.counting.naming import names_of
from kg.identifiers import iri
from kg.namespaces import DCT, SKOS
from kg.release import Release
from kg.store import in_memory


def test_the_english_label_then_another_then_the_title() -> None:
    said = [
        ("actors/a", SKOS.prefLabel, Literal("Ein Name", language="de")),
        ("actors/a", SKOS.prefLabel, Literal("The name", language="en")),
        ("actors/b", SKOS.prefLabel, Literal("Zwei", language="de")),
        ("documents/d", DCT.title, Literal("A title")),
        ("documents/d", SKOS.altLabel, Literal("Another")),
    ]
    store = in_memory(Quad(iri(path), predicate, term, DefaultGraph()) for path, predicate, term in said)
    asked = ["documents/d", "actors/b", "actors/a", "actors/nobody"]
    expected = {"actors/a": "The name", "actors/b": "Zwei", "documents/d": "A title"}
    assert names_of(store, asked) == expected
    assert names_of(store, asked) == expected
    assert list(names_of(store, asked)) == sorted(expected)


def test_names_of_one_store_are_not_those_of_another(release: Release) -> None:
    other = in_memory([Quad(iri("actors/red-front"), SKOS.prefLabel, Literal("Somebody", language="en"))])
    assert names_of(other, ["actors/red-front"]) == {"actors/red-front": "Somebody"}
    assert names_of(release.store, ["actors/red-front"]) == {"actors/red-front": "Red Front"}


def test_a_store_that_is_gone_takes_its_names_along() -> None:
    store = in_memory([])
    names_of(store, ["actors/a"])
    assert store in naming._kept
    before = len(naming._kept)
    del store
    assert len(naming._kept) == before - 1
