"""Suggestions, proposals, previews and manifests."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from kg.errors import UnknownThing
from kg.reconciliation.manifest import manifest
from kg.reconciliation.properties import PROPERTIES
from kg.reconciliation.suggestions import (
    Suggesting,
    preview,
    propose_properties,
    suggest_entities,
    suggest_properties,
    suggest_types,
)
from kg.reconciliation.types import types_of
from kg.release import Release
from reconciliation.protocol import NEW, OLD, VERSIONS, check, examples, schema


def entities(release: Release, prefix: str, type_: str = "", limit: int = 10, offset: int = 0) -> list[str]:
    return [found.id for found in suggest_entities(release, Suggesting(prefix, type_, limit, offset))]


def test_entities_by_the_beginning_of_a_name_or_by_id(release: Release) -> None:
    assert entities(release, "gre")[0] == "actors/greenland"
    assert entities(release, "Red Fr")[0] == "actors/red-front"
    assert entities(release, "الجبهة")[0] == "actors/red-front"
    for id_ in ("places/alpha", "https://w3id.org/ckg/places/alpha", "documents/report-1"):
        assert entities(release, id_)[0] == id_.removeprefix("https://w3id.org/ckg/")
    assert entities(release, "") == []
    assert entities(release, "zzzz") == []


def test_entities_of_a_type_and_page_by_page(release: Release) -> None:
    assert entities(release, "Alpha", "Place") == ["places/alpha"]
    assert entities(release, "Alpha", "codes/place-kind/country") == []
    assert entities(release, "Alpha", "Unheard Of") == []
    every = entities(release, "Alpha", limit=100)
    assert len(every) > 2
    assert [
        one for offset in range(len(every) + 1) for one in entities(release, "Alpha", limit=1, offset=offset)
    ] == every


def test_an_entity_suggested_says_what_it_is(release: Release) -> None:
    (found,) = suggest_entities(release, Suggesting("Alpha", "Place"))
    assert asdict(found) == {
        "id": "places/alpha",
        "name": "Alpha",
        "description": "Town, Northland",
        "notable": ({"id": "Place", "name": "Place"}, {"id": "codes/place-kind/town", "name": "Town"}),
    }


def test_types_and_properties(release: Release) -> None:
    ontology = release.ontology
    assert [one["id"] for one in suggest_types(ontology, Suggesting("pers"))][:1] == ["Person"]
    assert suggest_types(ontology, Suggesting("codes/actor-kind/rebel"))[0]["broader"] == [
        {"id": "codes/actor-kind/armed-group", "name": "Armed group"}
    ]
    assert [one["id"] for one in suggest_types(ontology, Suggesting("", limit=1000))] == list(types_of(ontology).all)
    assert [one["id"] for one in suggest_types(ontology, Suggesting("", limit=2, offset=1))] == ["Group", "Person"]
    assert [one["id"] for one in suggest_properties(ontology, Suggesting("", limit=1000))] == list(PROPERTIES)
    assert suggest_properties(ontology, Suggesting("latt"))[0]["id"] == "lat"  # the nearest
    of_events = {one["id"] for one in suggest_properties(ontology, Suggesting("", "codes/event-type/capture", 1000))}
    assert "date" in of_events
    assert "leaders" not in of_events


def test_proposals_are_what_a_type_has(release: Release) -> None:
    ontology = release.ontology
    for type_ in ("Actor", "codes/place-kind/town", "Event", "Dataset"):
        one = types_of(ontology).find(type_)
        assert one is not None
        found = [proposed["id"] for proposed in propose_properties(ontology, type_, 0)]
        assert found == [id_ for id_, known in PROPERTIES.items() if one.root in known.types and known.given]
    assert len(propose_properties(ontology, "Actor", 3)) == 3
    assert len(propose_properties(ontology, "Unheard Of", 0)) == len([one for one in PROPERTIES.values() if one.given])


def test_previews(release: Release) -> None:
    shown = preview(release, "events/event-table-17")
    assert dict(shown.lines)["Date"] == ("2030-01-14",)
    assert dict(shown.lines)["Place"] == ("Beta",)
    assert [dict(shown.lines)[f"Deaths, {figure}"] for figure in ("low", "best", "high")] == [("3",), ("4",), ("6",)]
    assert preview(release, "documents/report-1").name == "First report from the Northland war"
    for id_ in ("places/alfa", "claims/x", "", "<script>", "x" * 10_000):
        with pytest.raises(UnknownThing) as raised:
            preview(release, id_)
        assert len(raised.value.asked) <= 200
    with pytest.raises(UnknownThing, match="places/alpha"):
        preview(release, "places/alfa")


@pytest.mark.parametrize("version", VERSIONS)
def test_manifests_are_as_the_schemas_have_them(release: Release, version: str) -> None:
    found = manifest(version, "http://localhost:8000/", release.ontology)
    check(version, "manifest", found)
    assert found["versions"] == ["0.2", "1.0-draft"]
    assert {one["id"] for one in found["defaultTypes"]} >= {"Actor", "Group", "Person", "Place", "Event", "Document"}
    other = NEW if version == OLD else OLD
    assert not schema(other, "manifest").is_valid(found)  # which is why there are two
    for example in examples(version, "manifest"):
        if example.data.get("authentication") is None:  # its schema stands elsewhere
            assert schema(version, "manifest").is_valid(example.data) == example.valid, example.name


@pytest.mark.parametrize("version", VERSIONS)
def test_suggestions_are_as_the_schemas_have_them(release: Release, version: str) -> None:
    asked = Suggesting("", limit=1000)
    check(version, "suggest-types-response", {"result": suggest_types(release.ontology, asked)})
    check(version, "suggest-properties-response", {"result": suggest_properties(release.ontology, asked)})
    proposed = {"properties": propose_properties(release.ontology, "Place", 5), "type": "Place", "limit": 5}
    check(version, "data-extension-property-proposal", proposed)
