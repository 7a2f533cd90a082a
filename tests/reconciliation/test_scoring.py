"""Scores, features and matches, worked out by hand on the invented war."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kg.reconciliation.answers import Candidate
from kg.reconciliation.asked import MOST_CANDIDATES
from kg.reconciliation.properties import PROPERTIES
from kg.reconciliation.requests import new_batch, old_batch
from kg.reconciliation.scoring import reconcile
from kg.reconciliation.types import types_of
from kg.release import Release


def asking(release: Release, **query: Any) -> tuple[Candidate, ...]:
    """Ask as a client of version 0.2; `properties` is a mapping of ids to values."""
    if "properties" in query:
        query["properties"] = [{"pid": id_, "v": value} for id_, value in query["properties"].items()]
    (found,) = reconcile(release, tuple(old_batch(json.dumps({"q": query})).values()))
    return found


def matching(release: Release, *conditions: dict[str, Any], **query: Any) -> list[str]:
    """Ask as a client of version 1.0; the ids of the candidates."""
    (found,) = reconcile(release, new_batch(json.dumps({"queries": [{"conditions": conditions, **query}]})))
    return [candidate.id for candidate in found]


def the(property_: str, value: Any, **others: Any) -> dict[str, Any]:
    return {"matchType": "property", "propertyId": property_, "propertyValue": value, "required": True, **others}


def features(candidate: Candidate) -> dict[str, bool | float]:
    return {feature.id: feature.value for feature in candidate.features}


def test_a_candidate_says_what_it_is_and_why(release: Release) -> None:
    best = asking(release, query="Alpha", type="Place", properties={"within": "Northland", "kind": "town"})[0]
    assert (best.id, best.name, best.description) == ("places/alpha", "Alpha", "Town, Northland")
    assert (best.score, best.match) == (100.0, True)
    assert [kind.id for kind in best.type] == ["Place", "codes/place-kind/town"]
    assert features(best) == {"nameScore": 1.0, "nameExact": True, "typeFits": True, "within": 1.0, "kind": 1.0}
    assert all(feature.name for feature in best.features)


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("Red Front", "actors/red-front"),
        ("  rf ", "actors/red-front"),
        ("الجبهة الحمراء", "actors/red-front"),
        ("Redd Front", "actors/red-front"),
        ("Alphaville", "places/alpha"),
        ("actors/red-front", "actors/red-front"),
        ("https://w3id.org/ckg/places/alpha", "places/alpha"),
        ("documents/report-1", "documents/report-1"),
    ],
)
def test_names_and_ids_that_are_known_match(release: Release, query: str, meant: str) -> None:
    best, *others = asking(release, query=query)
    assert (best.id, best.match) == (meant, True)
    assert not any(other.match for other in others)


def test_names_that_only_look_alike_do_not_match_whatever_else_agrees(namesakes: Release) -> None:
    assert asking(namesakes, query="Tara", type="Place")[0].match
    near = {"within": "Northland", "lat": 11.0, "long": 20.0, "kind": "town"}
    for query in ("Taras", "Tarq", "Tana"):
        alike = asking(namesakes, query=query, type="Place", properties=near)
        assert not any(place.match for place in [*alike, *asking(namesakes, query=query, type="Place")])


def test_namesakes_match_only_when_something_tells_them_apart(namesakes: Release) -> None:
    both = asking(namesakes, query="Fordwick")
    assert {place.id for place in both} == {"places/ford-north", "places/ford-south"}
    assert [(place.score, place.match) for place in both] == [(100.0, False), (100.0, False)]
    for evidence, meant in (
        ({"within": "Southland"}, "places/ford-south"),
        ({"within": {"id": "places/northland"}}, "places/ford-north"),
        ({"lat": "11.98", "long": "20.01"}, "places/ford-north"),
        ({"lat": -12, "long": 20}, "places/ford-south"),
    ):
        best, other = asking(namesakes, query="Fordwick", properties=evidence)
        assert (best.id, best.match, other.match) == (meant, True, False)
        assert best.score > other.score
    by_kind = asking(namesakes, query="Homeguard", properties={"kind": "rebel"})
    assert (by_kind[0].id, by_kind[0].match) == ("actors/homeguard-south", True)


def test_what_speaks_against_a_name_is_no_match(release: Release) -> None:
    for evidence in ({"lat": -10.5, "long": 20.25}, {"kind": "country"}, {"sameAs": "geonames:5"}, {"date": "2024"}):
        best = asking(release, query="Alpha", type="Place", properties=evidence)[0]
        told = features(best)
        if "sameAs" in evidence or "date" in evidence:  # of these the graph tells nothing here
            assert best.match
            assert not evidence.keys() & told.keys()
        else:
            assert not best.match
            assert best.score < 80


def test_an_id_elsewhere_decides(namesakes: Release) -> None:
    for value in ("ucdp:78", "https://ucdp.uu.se/actor/78", "http://ucdp.uu.se/actor/78"):
        best, *others = asking(namesakes, query="Homeguard", properties={"sameAs": value})
        assert (best.id, best.score, best.match) == ("actors/homeguard-south", 100.0, True)
        assert [features(other)["sameAs"] for other in others] == [0.0]
        assert asking(namesakes, query="something else", properties={"sameAs": value})[0].match
        assert asking(namesakes, query=value)[0].match
        assert [one.id for one in asking(namesakes, properties={"sameAs": value})] == ["actors/homeguard-south"]
    assert asking(namesakes, properties={"sameAs": "ucdp:79"}) == ()
    assert features(asking(namesakes, query="Homeguard", properties={"sameAs": "78"})[0])["sameAs"] is False


def test_an_id_that_two_have_decides_nothing(namesakes: Release) -> None:
    shared = "geonames:1010"  # of both Fordwicks
    assert [place.match for place in asking(namesakes, properties={"sameAs": shared})] == [False, False]


def test_types_are_conditions(release: Release) -> None:
    assert asking(release, query="Red Front", type="Place") == ()
    assert asking(release, query="Red Front", type="Unheard Of") == ()
    for type_ in (
        "Actor",
        "Group",
        "codes/actor-kind/rebel",
        "codes/actor-kind/armed-group",
        "https://w3id.org/ckg/ns#Group",
    ):
        best = asking(release, query="Red Front", type=type_)[0]
        assert (best.id, best.match) == ("actors/red-front", True)
    assert asking(release, query="Red Front", type=["Person", "codes/actor-kind/state"]) == ()
    assert asking(release, query="Red Front", type=["Group", "Place"])[0].id == "actors/red-front"
    assert asking(release, query="Red Front", type=["Group", "Place"], type_strict="all") == ()
    assert asking(release, query="Red Front", type=["Group", "codes/actor-kind/rebel"], type_strict="all")[0].match
    assert asking(release, query="Red Front", type=["Group", "Unheard Of"], type_strict="all") == ()


def test_what_should_be_of_a_type_may_be_of_another_and_is_then_no_match(release: Release) -> None:
    best = asking(release, query="Red Front", type="Place", type_strict="should")[0]
    assert (best.id, best.score, best.match) == ("actors/red-front", 50.0, False)
    assert features(best)["typeFits"] is False
    fitting = asking(release, query="Alpha", type="Place", type_strict="should")
    assert fitting[0].match
    assert all(features(candidate)["typeFits"] for candidate in fitting)


def test_events_are_told_apart_by_day_place_and_who_was_there(release: Release) -> None:
    told = {"date": "2030-01-03", "place": "Alpha", "actor": "Red Front", "target": "Blue Army", "kind": "capture"}
    best, *others = asking(release, type="Event", properties=told)
    assert best.id == "events/capture-alpha-2030"
    assert features(best) == {"typeFits": True, "date": 1.0, "place": 1.0, "actor": 1.0, "target": 1.0, "kind": 1.0}
    assert best.score == 100.0
    assert all(other.score < 90 for other in others)
    assert not best.match  # without a name or an id nothing is sure
    row = asking(release, type="Event", properties={"date": "2030-01-14", "place": "Beta"})[0]
    assert row.id == "events/event-table-17"


@pytest.mark.parametrize(
    ("date", "agreement"),
    [
        ("2030-01-03", 1.0), ("2030-01-03T00:00:00Z", 1.0), ("2030-01", 1.0), ("2030", 1.0), ("2029-12/2030-01-03", 1.0),
        ("2030-01-05", 0.5), ("2030-01-01", 0.5), ("2030-01-06", 0.0), ("2031", 0.0),
        ("some day", False), ("", None), ("../..", False),
    ],
)  # fmt: skip
def test_days_are_compared_as_spans(release: Release, date: str, agreement: float | None) -> None:
    found = asking(release, query="Capture: Alpha, 2030-01-03", properties={"date": date})
    best = next(one for one in found if one.id == "events/capture-alpha-2030")
    assert features(best).get("date") == (False if agreement is None else agreement)


def test_documents_are_found_by_their_date(release: Release) -> None:
    found = asking(release, query="documents/report-1", properties={"date": "2030-01-05", "publisher": "Somebody"})[0]
    assert features(found)["date"] == 1.0
    assert "publisher" not in features(found)  # it is unknown


def test_parts_and_wholes_count_unless_the_very_thing_is_wanted(release: Release) -> None:
    def event(**condition: Any) -> bool | float | None:
        query = {"conditions": [{"matchType": "id", "propertyValue": "events/capture-alpha-2030"}, condition]}
        (found,) = reconcile(release, new_batch(json.dumps({"queries": [query]})))
        return features(found[0]).get(condition["propertyId"])

    for property_, whole, usual in (("place", "Northland", 1.0), ("target", "Blue Government", 0.8)):
        condition = {"matchType": "property", "propertyId": property_, "propertyValue": whole}
        assert event(**condition) == usual
        assert event(**condition, matchQualifier="ExactMatch") == 0.0
    month = {"matchType": "property", "propertyId": "date", "propertyValue": "2030-01"}
    assert (event(**month), event(**month, matchQualifier="ExactMatch")) == (1.0, 0.0)


def test_relations_find_and_support_and_are_never_held_against(release: Release) -> None:
    assert {one.id for one in asking(release, type="Actor", properties={"supports": "Red Front"})} == {
        "actors/greenland"
    }
    assert {one.id for one in asking(release, properties={"leaders": "Captain Ochre"})} == {"actors/red-front"}
    supported = asking(release, query="Red Front", properties={"supporters": "Greenland", "leads": "Greenland"})[0]
    assert features(supported)["supporters"] == 1.0
    assert "leads" not in features(supported)
    assert supported.match
    organ = asking(release, query="Blue Army", properties={"partOf": "Blue Government"})[0]
    assert features(organ)["partOf"] == 1.0


def test_where_an_actor_took_part_in_something_supports_it(release: Release) -> None:
    assert features(asking(release, query="Red Front", properties={"place": "Alpha"})[0])["place"] == 1.0
    assert "place" not in features(asking(release, query="Captain Ochre", properties={"place": "Beta"})[0])


def test_a_point_agrees_by_its_distance(release: Release) -> None:
    def at(lat: Any, long: Any) -> dict[str, bool | float]:
        return features(asking(release, query="Alpha", type="Place", properties={"lat": lat, "long": long})[0])

    there, near, far = at(10.5, 20.25), at("10.5", "20.45"), at(10.5, 21)
    assert (there["coordinates"], there["distanceKm"]) == (1.0, 0.0)
    assert near["distanceKm"] == pytest.approx(21.9, abs=0.1)
    assert 0 < near["coordinates"] < 1
    assert far["coordinates"] == 0
    for wrong in ((91, 0), (0, 181), ("north", "east"), ("1e1", 0), ([1, 2], 3)):
        told = at(*wrong)
        assert (told["lat"], told["long"]) == (False, False)
        assert "coordinates" not in told
    one = features(asking(release, query="Alpha", properties={"lat": 10.5})[0])
    assert one["lat"] is False


def test_what_is_not_understood_is_told_and_not_held_against(release: Release) -> None:
    evidence = {"population": 5, "place": "Atlantis", "events": 3}
    best = asking(release, query="Red Front", properties=evidence)[0]
    assert (best.score, best.match) == (100.0, True)
    assert {id_: value for id_, value in features(best).items() if id_ in evidence} == dict.fromkeys(evidence, False)


def test_several_values_and_quantifiers(release: Release) -> None:
    def alpha(quantifier: str, *values: str) -> list[str]:
        return matching(
            release,
            {"matchType": "name", "propertyValue": "Alpha"},
            the("kind", values, matchQuantifier=quantifier),
            type="Place",
        )

    assert alpha("any", "city", "town") == ["places/alpha"]
    assert alpha("all", "settlement", "town") == ["places/alpha"]
    assert alpha("all", "city", "town") == []
    assert alpha("none", "city", "country") == ["places/alpha"]
    assert alpha("none", "town") == []


def test_required_conditions_filter(release: Release) -> None:
    name = {"matchType": "name", "propertyValue": "Alpha"}
    assert matching(release, name, the("within", "Northland"), type="Place") == ["places/alpha"]
    assert matching(release, name, the("within", "Greenland"), type="Place") == []
    assert matching(release, name, the("unheardOf", "x"), type="Place") == []
    assert matching(release, name, the("lat", 10.5), the("long", 20.25), type="Place") == ["places/alpha"]
    assert matching(release, name, the("lat", -10.5), the("long", 20.25), type="Place") == []
    assert matching(release, {**name, "propertyValue": "Alfa Romeo", "required": True}, type="Place") == []
    towns = matching(release, the("within", "Northland"), type="codes/place-kind/town")
    assert towns == ["places/alpha", "places/beta", "places/gamma"]


def test_ids_as_conditions(release: Release) -> None:
    assert matching(release, {"matchType": "id", "propertyValue": ["places/alpha", "actors/greenland"]}) == [
        "places/alpha", "actors/greenland",
    ]  # fmt: skip
    assert matching(release, {"matchType": "id", "propertyValue": "places/nowhere-at-all"}) == []


def test_limits_and_order(release: Release) -> None:
    assert len(asking(release, query="Alpha", limit=1)) == 1
    scores = [one.score for one in asking(release, query="Alpha", limit=MOST_CANDIDATES)]
    assert len(scores) > 1
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 100 for score in scores)


def test_nothing_asked_is_nothing_found(release: Release) -> None:
    assert asking(release, query="") == ()
    assert asking(release, query="", type="Place", properties={"kind": "town"}) == ()
    assert asking(release, query="\u200f") == ()


def test_queries_of_a_batch_do_not_touch_one_another(release: Release) -> None:
    batch = old_batch(
        json.dumps({f"q{n}": {"query": name} for n, name in enumerate(["Alpha", "", "Greenland", "Alpha"])})
    )
    alone = [reconcile(release, (query,))[0] for query in batch.values()]
    assert list(reconcile(release, tuple(batch.values()))) == alone
    assert alone[0] == alone[3]


def test_every_property_that_weighs_is_compared(release: Release) -> None:
    """A property that is in the table and forgotten in the scorer would be told as not compared."""
    values = {"date": "2030", "from": "2030", "until": "2030", "sameAs": "ucdp:1", "kind": "town", "publisher": "x"}
    for id_, known in PROPERTIES.items():
        if known.form == "coordinate":
            continue
        value = values.get(id_, "Alpha" if known.value_type == "Place" else "Red Front")
        told = features(asking(release, query="Alpha", type="Place", properties={id_: value})[0])
        assert (told.get(id_, 1.0) is not False) == bool(known.weight), id_


def test_types_come_from_the_ontology(release: Release) -> None:
    types = types_of(release.ontology)
    assert {"Actor", "Group", "Person", "Place", "Event", "Document"} <= types.all.keys()
    for scheme in ("actor-kind", "place-kind", "event-type"):
        for code in release.ontology.codes(scheme):
            one = types.all[f"codes/{scheme}/{code}"]
            assert types.above(one.id)[-1].id == one.root
    assert types.find("codes/status/disputed") is None
