import pytest

from kg.identifiers import canonical_json, claim_path, graph_of, is_slug, path_of

KEY = {
    "document": "documents/report-1",
    "start": 92,
    "end": 171,
    "according_to": "actors/witnesses",
    "about": "events/capture-alpha-2030",
    "says": "Event",
    "attribute": None,
}


def test_a_claims_address_is_the_hash_of_its_key() -> None:
    # Worked out with sha256sum from the canonical JSON of the key, so that nobody changes addresses by accident.
    assert claim_path(**KEY) == "claims/cc9eaea12ca480f596be"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("document", "documents/report-2"),
        ("start", 93),
        ("end", 172),
        ("according_to", "documents/report-1"),
        ("about", "events/x"),
        ("says", "Control"),
        ("attribute", "persons"),
    ],
)
def test_each_part_of_the_key_counts(name: str, other: object) -> None:
    assert claim_path(**(KEY | {name: other})) != claim_path(**KEY)  # type: ignore[arg-type]


def test_canonical_json_is_one_text_for_one_value() -> None:
    assert (
        canonical_json({"b": [1, None], "a": "ä"})
        == canonical_json({"a": "ä", "b": [1, None]})
        == '{"a":"ä","b":[1,null]}'
    )


def test_slugs() -> None:
    assert all(map(is_slug, ["hts", "al-jolani", "offensive-2024"]))
    assert not any(map(is_slug, ["", "HTS", "a--b", "-a", "a-", "a b", "a/b", "ä", "a\n"]))


def test_paths_of_strangers_stay_whole() -> None:
    assert path_of("https://w3id.org/ckg/places/hama") == "places/hama"
    assert path_of("https://example.org/hama") == "https://example.org/hama"
    assert graph_of("documents/report-1") == "graphs/report-1"
