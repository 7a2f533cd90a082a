from __future__ import annotations

from dataclasses import replace
from datetime import date

from kg.known import TIES, Known
from kg.release import Release
from lookups.conftest import situations_of


def test_the_table_of_situations_tells_what_the_quads_tell(wider: Release) -> None:
    everything = situations_of(wider, wider.store)
    for says in (*TIES, "Control", "Presence"):
        assert Known(wider).situations(says) == [one for one in everything if one.says == says]


def test_what_was_known_on_a_day_is_read_from_its_quads(tables: Release) -> None:
    known = Known(tables, date(2030, 1, 19))
    everything = situations_of(tables, known.store)
    for says in (*TIES, "Control"):
        found = [replace(one, attributes=()) for one in known.situations(says)]
        assert found == [one for one in everything if one.says == says]


def test_claims_are_those_of_the_release(tables: Release) -> None:
    assert tuple(Known(tables).claims.values()) == tables.statements.claims
    for path in ("events/recapture-alpha-2030", "places/alpha", "events/nothing"):
        assert Known(tables).claims_about(path) == [one for one in tables.statements.claims if one.about == path]


def test_a_day_on_which_all_was_known_is_today(tables: Release) -> None:
    assert Known(tables, date(2030, 1, 20)).is_whole
    assert not Known(tables, date(2030, 1, 19)).is_whole
    assert Known(tables).store is Known(tables, date.max).store is tables.store


def test_names(tables: Release) -> None:
    known = Known(tables)
    assert known.thing("actors/red-front") == {"id": "actors/red-front", "name": "Red Front"}
    assert known.thing("codes/status/disputed") == {"id": "codes/status/disputed", "name": "disputed"}
    assert known.thing("documents/report-1") == {
        "id": "documents/report-1",
        "name": "First report from the Northland war",
    }
    assert known.thing("actors/nobody") == {"id": "actors/nobody", "name": "actors/nobody"}
    assert known.thing(None) is None
