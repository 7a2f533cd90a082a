from __future__ import annotations

from typing import Any

import pytest

from kg.lookups import neighbours
from kg.lookups.neighbours import MOST, RELATIONS
from kg.release import Release
from lookups.asking import found, path, records


def ties(release: Release, **texts: str) -> set[tuple[Any, ...]]:
    return {
        (one["relation"], path(one["neighbour"]), one["answer"], one["from"], one["until"], one["count"])
        for one in records(release, neighbours, **texts)
        if one["relation"] != "same-events"
    }


RED, GREEN, ARMY = "actors/red-front", "actors/greenland", "actors/blue-army"
WITNESSES, OCHRE, WHOLE = "actors/witnesses", "actors/captain-ochre", "actors/blue-government"


def test_the_ties_of_an_actor(wider: Release) -> None:
    assert ties(wider, id="red-front") == {
        ("supported-by", GREEN, "possibly", None, None, 1),
        ("hostile-to", ARMY, "surely", None, None, 1),
        ("allied-with", GREEN, "surely", "2027-01-01", "2029-12-31", 3),
        ("member-of", WITNESSES, "surely", "2029-06-01", "2029-12-31", 1),
        ("has-member", OCHRE, "surely", "2029-02-01", "2030-01-05", 1),
        ("led-by", OCHRE, "surely", None, None, 1),
    }
    assert ties(wider, id="blue-army") == {
        ("supports", OCHRE, "surely", "2029-11-01", "2030-01-10", 1),
        ("hostile-to", RED, "surely", None, None, 1),
        ("organ-of", WHOLE, "surely", None, None, 0),
        ("designated-by", GREEN, "surely", None, None, 1),
    }
    assert ("has-organ", ARMY, "surely", None, None, 0) in ties(wider, id="blue-government")


def test_every_tie_stands_at_both_its_ends(wider: Release) -> None:
    turned = {
        "supports": "supported-by", "member-of": "has-member", "organ-of": "has-organ", "leads": "led-by",
        "succeeds": "succeeded-by", "designates": "designated-by", "hostile-to": "hostile-to",
        "allied-with": "allied-with", "same-events": "same-events",
    }  # fmt: skip
    turned |= {other: one for one, other in turned.items()}
    assert turned.keys() == RELATIONS.keys() - {"once-removed"}
    for actor in (RED, GREEN, ARMY, OCHRE, WITNESSES, WHOLE):
        for one in records(wider, neighbours, id=actor):
            mirrored = [
                {name: value for name, value in other.items() if name not in {"relation", "neighbour"}}
                for other in records(wider, neighbours, id=path(one["neighbour"]), kind=turned[one["relation"]])
                if path(other["neighbour"]) == actor and other["source"] == one["source"]
            ]
            assert [{name: one[name] for name in one.keys() - {"relation", "neighbour"}}] == mirrored


def test_days_narrow_ties_down(wider: Release) -> None:
    (allied,) = [one for one in ties(wider, id="red-front", on="2028") if one[0] == "allied-with"]
    assert allied == ("allied-with", GREEN, "surely", "2028-01-01", "2028-12-31", 1)
    assert {one[:3] for one in ties(wider, id="red-front", on="2028-05-05")} == {("allied-with", GREEN, "possibly")}


def test_the_same_events_are_folded_by_source(tables: Release) -> None:
    folded = {
        (path(one["neighbour"]), path(one["source"])): tuple(
            one[name] for name in ("count", "from", "until", "deaths_low", "deaths_best", "deaths_high")
        )
        for one in records(tables, neighbours, id="red-front", kind="same-events")
    }
    rows = "documents/event-table-1-0"
    assert folded == {
        (ARMY, None): (3, "2030-01-03", "2030-01-09", None, None, None),
        (ARMY, rows): (2, "2029-12-30", "2030-01-02", 6, 7, 9),
        (WHOLE, None): (1, "2029-03-01", None, None, None, None),
        (WHOLE, rows): (1, "2030-01-14", "2030-01-14", 3, 4, 6),
        (GREEN, rows): (3, "2026-01-01", "2030-12-31", 0, 10, 21),
    }


def test_the_most_events_come_first(tables: Release) -> None:
    counts = [one["count"] for one in records(tables, neighbours, id="red-front", kind="same-events")]
    assert counts == sorted(counts, reverse=True)


def test_events_of_a_period_are_sure_if_one_lies_in_it(tables: Release) -> None:
    def answers(**texts: str) -> dict[Any, str]:
        of = records(tables, neighbours, id="red-front", kind="same-events", **texts)
        return {path(one["neighbour"]): one["answer"] for one in of if one["source"]}

    assert answers(on="2030-01-01") == {ARMY: "possibly", GREEN: "possibly"}
    assert answers(from_="2029-12-30", to="2030-01-01") == {ARMY: "surely", GREEN: "possibly"}


def test_events_read_from_texts_are_named_with_their_voices(tables: Release) -> None:
    (one,) = [
        one
        for one in records(tables, neighbours, id="blue-army", kind="same-events")
        if (path(one["neighbour"]), one["source"]) == (RED, None)
    ]
    assert [fact["id"] for fact in one["facts"]] == [
        "events/capture-alpha-2030", "events/capture-east-beta-2030", "events/recapture-alpha-2030",
    ]  # fmt: skip
    assert {path(voice["voice"]) for voice in one["voices"]} == {"actors/witnesses", "documents/report-2", WHOLE}
    assert one["facts"][2]["status"]["id"] == "codes/status/disputed"


def test_kinds(tables: Release) -> None:
    whole = records(tables, neighbours, id="red-front")
    for kinds in ("supported-by", "hostile-to,same-events", "leads"):
        wanted = kinds.split(",")
        assert records(tables, neighbours, id="red-front", kind=kinds) == [
            one for one in whole if one["relation"] in wanted
        ]
    counts = found(tables, neighbours, id="red-front").facts["counts"]
    assert counts == {name: n for name in RELATIONS if (n := sum(one["relation"] == name for one in whole))}


def removed(release: Release, actor: str, **texts: str) -> dict[tuple[str, Any], list[str]]:
    return {
        (path(one["neighbour"]), path(one["source"])): [path(between) for between in one["between"]]
        for one in records(release, neighbours, id=actor, kind="once-removed", **texts)
    }


@pytest.mark.parametrize("texts", [{}, {"as_known_on": "2030-01-19"}, {"on": "2030-01"}])
def test_who_is_once_removed(tables: Release, texts: dict[str, str]) -> None:
    for actor in (RED, GREEN, ARMY, OCHRE, WITNESSES, WHOLE):
        own = {path(one["neighbour"]) for one in records(tables, neighbours, id=actor, kind="same-events", **texts)}
        wanted: dict[tuple[str, Any], set[str]] = {}
        for between in own:
            for one in records(tables, neighbours, id=between, kind="same-events", **texts):
                if path(one["neighbour"]) not in own | {actor}:
                    wanted.setdefault((path(one["neighbour"]), path(one["source"])), set()).add(between)
        assert removed(tables, actor, **texts) == {key: sorted(between) for key, between in wanted.items()}


def test_those_once_removed_come_with_who_stands_between_and_their_voices(tables: Release) -> None:
    rows = "documents/event-table-1-0"
    assert removed(tables, ARMY) == {(WHOLE, None): [RED], (WHOLE, rows): [RED], (GREEN, rows): [RED]}
    by_source = {path(one["source"]): one for one in records(tables, neighbours, id=ARMY, kind="once-removed")}
    assert [path(voice["voice"]) for voice in by_source[rows]["voices"]] == [rows]
    assert [fact["id"] for fact in by_source[None]["facts"]] == ["events/northland-war"]
    assert by_source[None]["voices"][0]["claim"] is not None


@pytest.mark.parametrize("limit", ["1", "2", "5"])
def test_pages(wider: Release, limit: str) -> None:
    assert records(wider, neighbours, id="red-front", limit=limit) == records(wider, neighbours, id="red-front")


def test_a_record_stays_small(wider: Release) -> None:
    for one in records(wider, neighbours, id="red-front"):
        assert len(one["facts"]) <= MOST
        assert len(one["voices"]) <= MOST
