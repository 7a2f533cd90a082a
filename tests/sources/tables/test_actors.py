"""Which actor an id or a name means."""

from __future__ import annotations

from kg.sources.tables.actors import Actors
from kg.statements import Actor, Labels

HEAD = "https://ucdp.uu.se/actor/"
HTS = Actor(
    path="actors/hts",
    kind="rebel",
    labels=Labels(preferred=(("en", "HTS"),), other=(("en", "Hay’at Tahrir al-Sham"),), hidden=(("", "Nusra"),)),
    same_as=(f"{HEAD}6815", "https://www.wikidata.org/entity/Q0"),
)
STATE = Actor(
    path="actors/blue", kind="government", labels=Labels(preferred=(("en", "Blue"),)), same_as=(f"{HEAD}118/",)
)


def test_an_id_decides_whatever_the_name() -> None:
    known = Actors([HTS, STATE], "ucdp")
    assert known.path("6815", "Somebody") == "actors/hts"
    assert known.path("118", "HTS") == "actors/blue"
    assert known.path("900", "HTS") == "actors/ucdp-900"


def test_a_curated_actor_keeps_its_names_and_gets_those_of_tables() -> None:
    known = Actors([HTS, STATE], "ucdp")
    for name in ("HTS", "hay’at tahrir al-sham", "nusra", "Jabhat Fateh al-Sham"):
        known.path("6815", name)
    changed, made = known.statements()
    assert made == []
    assert changed.keys() == {"actors/hts"}
    assert changed["actors/hts"].labels.preferred == (("en", "HTS"),)
    assert changed["actors/hts"].labels.other == (("en", "Hay’at Tahrir al-Sham"), ("en", "Jabhat Fateh al-Sham"))


def test_two_actors_that_share_a_name_stay_apart() -> None:
    known = Actors([], "ucdp")
    for ident in ("161", "314"):
        known.learn(ident, "PLA")
    assert [known.path(ident, "PLA") for ident in ("161", "314")] == ["actors/ucdp-161", "actors/ucdp-314"]
    assert known.path(None, "PLA") == "actors/ucdp-name-pla"  # one of the two, and nothing tells which
    assert {actor.labels.shown for actor in known.statements()[1]} == {"PLA"}


def test_a_name_alone_is_first_of_all_what_the_table_itself_calls_so() -> None:
    known = Actors([], "ucdp")
    for ident in ("1", "2"):
        known.learn(ident, "SRF")
    known.read([("2", "SRF"), ("3", "Other")])
    assert known.path(None, "srf") == "actors/ucdp-2"
    known.read([])
    assert known.path(None, "SRF") == "actors/ucdp-name-srf"


def test_a_name_alone_may_be_that_of_a_curated_actor() -> None:
    other = Actor(
        path="actors/other", kind="rebel", labels=Labels(preferred=(("en", "Other"),), hidden=(("", "Nusra"),))
    )
    known = Actors([HTS, STATE, other], "ucdp")
    assert known.path(None, "hts") == "actors/hts"
    assert known.path(None, "Nusra") == "actors/ucdp-name-nusra"  # two bear it
    known.learn("77", "Blue")
    assert known.path(None, "Blue") == "actors/ucdp-77"  # the family's own actor of that name comes first


def test_newer_names_are_preferred_and_older_ones_kept() -> None:
    known = Actors([], "ucdp")
    known.learn("5", "New name")
    known.learn("5", "Old name")
    known.describe("5", "community", [("en", "The whole name"), ("", "الاسم")])
    known.path("5", "Old name")
    _, (made,) = known.statements()
    assert made.labels.preferred == (("en", "New name"),)
    assert made.labels.other == (("", "الاسم"), ("en", "Old name"), ("en", "The whole name"))
    assert (made.kind, made.same_as) == ("community", (f"{HEAD}5",))


def test_who_is_learnt_of_and_not_used_is_not_made() -> None:
    known = Actors([HTS], "ucdp")
    known.learn("5", "Nobody")
    known.learn("6815", "Somebody")
    assert known.statements() == ({}, [])


def test_an_actor_without_a_name_says_which_it_is() -> None:
    known = Actors([], "ucdp")
    known.path("2658", None)
    assert known.statements()[1][0].labels.shown == "UCDP actor 2658"


def test_kinds_follow_from_names_where_nothing_tells() -> None:
    known = Actors([], "ucdp")
    for ident, name in (("1", "Government of Redland"), ("2", "Civilians"), ("3", "Reds")):
        known.path(ident, name)
    assert [actor.kind for actor in known.statements()[1]] == ["government", "civilians", "armed-group"]


def test_paths_of_names_are_their_own_for_each_name() -> None:
    known = Actors([], "acled")
    names = ["A-B", "النصرة", "النصر", "x" * 200, "x" * 199 + "y", "??", "!!", "Ǆ"]
    paths = [known.path(None, name) for name in names]
    assert len(set(paths)) == len(names)
    assert all(path.removeprefix("actors/acled-").replace("-", "").isalnum() and path.isascii() for path in paths)
    assert known.path(None, "a b") == paths[0]  # a spelling of it
