from __future__ import annotations

import pytest

from kg.errors import BadParameter, UnknownThing
from kg.lookups import support
from kg.release import Release
from lookups.asking import found, path, records


def chains(release: Release, **texts: str) -> dict[str, list[tuple[str, str, str]]]:
    """Give the way from whom the voices name, for each supporter of a party."""
    return {
        path(one["supporter"]): [(path(step["part"]), step["relation"], path(step["whole"])) for step in one["through"]]
        for one in records(release, support, **texts)
    }


TO_OCHRE = [("actors/captain-ochre", "member of", "actors/red-front")]
TO_WITNESSES = [("actors/red-front", "member of", "actors/witnesses")]


def test_support_of_members_counts_on_the_days_of_their_membership(wider: Release) -> None:
    assert chains(wider, supported="witnesses", on="2029-11-15") == {
        "actors/blue-army": TO_OCHRE + TO_WITNESSES,
        "actors/greenland": TO_WITNESSES,
    }
    assert chains(wider, supported="witnesses", on="2029-10-31") == {"actors/greenland": TO_WITNESSES}
    assert chains(wider, supported="witnesses", on="2030-01-02") == {}
    assert chains(wider, supported="red-front", on="2030-01-02")["actors/blue-army"] == TO_OCHRE
    assert chains(wider, supported="red-front", on="2030-01-07") == {}


@pytest.mark.parametrize(
    ("when", "answer"),
    [("2029-11-01", "surely"), ("2029-12-31", "surely"), ("2029", "surely"), ("../2029-10-31", None), ("2030", None)],
)
def test_support_through_members_is_as_sure_as_all_its_parts(wider: Release, when: str, answer: str | None) -> None:
    (sure,) = [
        one["answer"] for one in records(wider, support, supporter="blue-army", supported="witnesses", on=when)
    ] or [None]
    assert sure == answer


def test_support_by_an_organ_counts_for_what_it_is_an_organ_of(wider: Release) -> None:
    (one,) = records(wider, support, supporter="blue-government")
    assert path(one["supporter"]) == "actors/blue-government"
    assert path(one["supported"]) == "actors/captain-ochre"
    (step,) = one["through"]
    assert (step["side"], path(step["part"]), step["relation"]) == ("supporter", "actors/blue-army", "organ of")
    assert (step["situation"], step["from"], step["until"]) == (None, None, None)


def test_a_membership_on_the_way_is_named_with_its_days(wider: Release) -> None:
    (one,) = records(wider, support, supporter="greenland", supported="witnesses")
    (step,) = one["through"]
    assert path(step["situation"]) == "situations/tie-table-1"
    assert (step["from"], step["until"]) == ("2029-06-01", "2029-12-31")


def test_it_can_be_switched_off(wider: Release) -> None:
    assert records(wider, support, supported="witnesses", through="false") == []
    assert records(wider, support, supporter="blue-government", through="no") == []
    assert all(one["through"] == [] for one in records(wider, support))


def test_a_kind_of_support(tables: Release) -> None:
    everything = records(tables, support)
    for kind in ("training", "funding", "weapons"):
        few = records(tables, support, kind=kind)
        code = f"codes/support-type/{kind}"
        assert few == [one for one in everything if code in map(path, one["kinds"])]
        assert few
    assert len(records(tables, support, kind="weapons")) == 1  # a kind known of a group is said of none in it


def test_who_denies_it_is_told(tables: Release) -> None:
    (one,) = records(tables, support, supported="red-front")
    assert path(one["status"]) == "codes/status/disputed"
    (denial,) = one["denials"]
    assert (path(denial["voice"]), denial["modality"], denial["start"]) == ("actors/greenland", "denied", 207)
    (voice,) = one["voices"]
    assert (path(voice["voice"]), voice["modality"]) == ("documents/report-1", "reported")
    assert [one["denials"] for one in records(tables, support, supported="red-front", as_known_on="2030-01-05")] == [[]]


def test_what_a_dataset_says_of_the_supporter(tables: Release) -> None:
    says = {
        path(one["supporter"]): (voice["supporter_kind"], voice["alleged"], voice["row"], voice["claim"])
        for one in records(tables, support, supported="blue-government", on="2030", through="false")
        for voice in one["voices"]
    }
    assert says == {
        "actors/captain-ochre": ("state-elements", None, "captain-ochre-2030", None),
        "actors/greenland": ("state", True, "greenland-2030", None),
        "actors/red-front": ("non-state", None, "red-front-2030", None),
    }


@pytest.mark.parametrize("limit", ["1", "2", "3"])
def test_pages(tables: Release, limit: str) -> None:
    assert records(tables, support, limit=limit) == records(tables, support, limit="500")


@pytest.mark.parametrize("key", [[], ["a"], ["a", "b", "c", "d", 5], [None] * 5, ["a"] * 6])
def test_a_key_that_no_page_has(tables: Release, key: list[str | int | None]) -> None:
    with pytest.raises(BadParameter) as error:
        found(tables, support, key)
    assert error.value.name == "cursor"


def test_parties_that_are_none(tables: Release) -> None:
    with pytest.raises(UnknownThing):
        found(tables, support, supporter="nobody-at-all")
    with pytest.raises((BadParameter, UnknownThing)):
        found(tables, support, supporter="places/alpha")
    with pytest.raises(BadParameter):
        found(tables, support, kind="kindness")
