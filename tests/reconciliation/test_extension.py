"""Data extension: values worked out by hand, in the forms of both versions."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kg.reconciliation.extension import Extended, extend, new_extended, old_extended
from kg.reconciliation.properties import PROPERTIES
from kg.reconciliation.requests import extension
from kg.release import Release
from reconciliation.protocol import NEW, OLD, check, examples, schema


def extending(release: Release, *ids: str, properties: dict[str, dict[str, Any]]) -> Extended:
    asked = {"ids": ids, "properties": [{"id": id_, "settings": one} for id_, one in properties.items()]}
    return extend(release, extension("extend", json.dumps(asked)))


def values(release: Release, id_: str, *properties: str, **settings: Any) -> Any:
    extended = extending(release, id_, properties=dict.fromkeys(properties, settings))
    return old_extended(extended)["rows"][id_]


def test_a_place(release: Release) -> None:
    assert values(
        release, "places/alpha", "id", "name", "otherNames", "kind", "within", "lat", "long", "controlledBy", "sameAs"
    ) == {
        "id": [{"str": "https://w3id.org/ckg/places/alpha"}],
        "name": [{"str": "Alpha"}],
        "otherNames": [{"str": "Alphaville"}],
        "kind": [{"str": "town"}],
        "within": [{"id": "places/northland", "name": "Northland"}],
        "lat": [{"float": 10.5}],
        "long": [{"float": 20.25}],
        "controlledBy": [
            {"id": "actors/blue-army", "name": "Blue Army"},
            {"id": "actors/red-front", "name": "Red Front"},
        ],
        "sameAs": [],
    }


def test_an_actor(release: Release) -> None:
    found = values(release, "actors/red-front", "otherNames", "leaders", "supporters", "partOf", "lat")
    assert found == {
        "otherNames": [{"str": "الجبهة الحمراء"}, {"str": "RF"}],  # and no misspelling
        "leaders": [{"id": "actors/captain-ochre", "name": "Captain Ochre"}],
        "supporters": [{"id": "actors/greenland", "name": "Greenland"}],
        "partOf": [],
        "lat": [],
    }
    assert values(release, "actors/blue-army", "partOf")["partOf"] == [
        {"id": "actors/blue-government", "name": "Blue Government"}
    ]


def test_an_event_with_all_three_figures_of_the_dead(release: Release) -> None:
    found = values(
        release,
        "events/event-table-17",
        "date",
        "from",
        "place",
        "actor",
        "deathsLow",
        "deathsBest",
        "deathsHigh",
        "status",
    )
    assert found == {
        "date": [{"date": "2030-01-14T00:00:00Z"}],
        "from": [{"date": "2030-01-14T00:00:00Z"}],
        "place": [{"id": "places/beta", "name": "Beta"}],
        "actor": [
            {"id": "actors/blue-government", "name": "Blue Government"},
            {"id": "actors/red-front", "name": "Red Front"},
        ],
        "deathsLow": [{"int": 3}],
        "deathsBest": [{"int": 4}],
        "deathsHigh": [{"int": 6}],
        "status": [{"str": "from a single source"}],
    }


def test_spans_are_given_as_edtf_and_open_ends_stay_open(tables: Release) -> None:
    assert values(tables, "events/event-table-21", "date")["date"] == [{"str": "2029-12-30/2030-01-02"}]
    assert values(tables, "events/northland-war", "date")["date"] == [{"str": "2029-03-01/.."}]
    assert values(tables, "events/northland-war", "until")["until"] == []


def test_a_document(release: Release) -> None:
    assert values(release, "documents/report-1", "name", "date", "publisher", "language") == {
        "name": [{"str": "First report from the Northland war"}],
        "date": [{"date": "2030-01-05T00:00:00Z"}],
        "publisher": [],  # it is unknown
        "language": [{"str": "en"}],
    }


def test_events_are_counted_as_everywhere_else(tables: Release) -> None:
    places = extending(
        tables,
        "places/delta",
        "places/northland",
        "places/gamma",
        properties={"events": {}, "firstEvent": {}, "lastEvent": {}},
    )
    rows = old_extended(places)["rows"]
    for place in ("delta", "northland", "gamma"):
        counted = tables.counts("year", place=place)
        assert rows[f"places/{place}"]["events"] == [{"int": sum(total.events for total in counted.totals)}]
    assert rows["places/delta"]["firstEvent"] == [{"date": "2026-01-01T00:00:00Z"}]
    assert rows["places/delta"]["lastEvent"] == [{"date": "2030-12-31T00:00:00Z"}]
    actor = values(tables, "actors/greenland", "events", "lastEvent")
    assert actor["events"] == [{"int": sum(total.events for total in tables.counts("year", actor="greenland").totals)}]
    assert values(tables, "actors/captain-ochre", "events", "lastEvent") == {"events": [{"int": 0}], "lastEvent": []}


def test_settings(release: Release) -> None:
    assert values(release, "places/alpha", "controlledBy", limit="1")["controlledBy"] == [
        {"id": "actors/blue-army", "name": "Blue Army"}
    ]
    assert values(release, "places/alpha", "kind", content="id")["kind"] == [
        {"str": "https://w3id.org/ckg/codes/place-kind/town"}
    ]


def test_the_forms_of_both_versions(release: Release) -> None:
    extended = extending(
        release, "actors/red-front", "actors/nobody", properties={"otherNames": {}, "leaders": {}, "unheardOf": {}}
    )
    old, new = old_extended(extended), new_extended(extended)
    assert (
        old["meta"]
        == new["meta"]
        == [
            {"id": "otherNames", "name": "Other names"},
            {"id": "leaders", "name": "Leaders", "type": {"id": "Actor", "name": "Actor"}},
            {"id": "unheardOf", "name": "unheardOf"},
        ]
    )
    assert old["rows"]["actors/nobody"] == {"otherNames": [], "leaders": [], "unheardOf": []}
    assert new["rows"][0]["id"] == "actors/red-front"
    assert new["rows"][0]["properties"][0] == {
        "id": "otherNames",
        "values": [{"str": "الجبهة الحمراء", "lang": "ar", "dir": "rtl"}, {"str": "RF", "lang": "en"}],
    }
    assert [one["id"] for one in new["rows"]] == ["actors/red-front", "actors/nobody"]


def test_an_iri_is_as_good_as_a_path(release: Release) -> None:
    iri = "https://w3id.org/ckg/places/alpha"
    assert values(release, iri, "name") == {"name": [{"str": "Alpha"}]}


@pytest.mark.parametrize(
    "id_",
    [
        "",
        "places",
        "places/",
        "claims/x",
        "../etc/passwd",
        "places/Alpha",
        "places/alpha#geometry",
        "http://[",
        "ns#Event",
    ],
)
def test_ids_that_are_none_have_no_values(release: Release, id_: str) -> None:
    assert values(release, id_, "name", "lat") == {"name": [], "lat": []}


def test_every_value_of_every_property_is_as_the_schemas_have_it(tables: Release) -> None:
    ids = ("places/alpha", "actors/red-front", "actors/blue-army", "actors/greenland", "events/event-table-17",
           "events/event-table-21", "events/northland-war", "events/capture-alpha-2030", "documents/report-1",
           "documents/event-table-1-0", "actors/captain-ochre")  # fmt: skip
    extended = extending(tables, *ids, properties={id_: {} for id_ in PROPERTIES})
    check(OLD, "data-extension-response", old_extended(extended))
    check(NEW, "data-extension-response", new_extended(extended))
    given = {id_ for row in extended.rows for id_, found in row.properties if found}
    assert {id_ for id_, known in PROPERTIES.items() if known.form != "sameAs"} - given <= {
        "opponents",
        "allies",
        "memberOf",
        "members",
        "predecessors",
        "successors",
        "language",
    }  # fmt: skip  the invented war has none of these


def test_the_schemas_refuse_what_the_specification_says_is_wrong() -> None:
    for version in (OLD, NEW):
        for example in examples(version, "data-extension-response"):
            assert schema(version, "data-extension-response").is_valid(example.data) == example.valid, example.name
