"""UCDP's table of actors: names in all columns, and who came out of whom; held against a reading with pandas."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd
import pytest

from kg.ontology import shipped as shipped_ontology
from kg.release import Release
from kg.resources import directory
from kg.sources import read_directories
from kg.spelling import folded

HEAD: Final = "https://ucdp.uu.se/actor/"
RELATIONS: Final = {
    "Splinter": ("ActorIdPrev", "Succession"),
    "SplitTemp": ("ActorIdSplitTemp", "Succession"),
    "Alliance": ("ActorIdAlliance", "Membership"),
    "JoinGroup": ("ActorIdGroup", "Membership"),
}


@pytest.fixture(scope="module")
def table(actor_table: Path) -> pd.DataFrame:
    return pd.read_csv(actor_table, dtype=str, keep_default_na=False, encoding="utf-8-sig")


@pytest.fixture(scope="module")
def paths(syria: Release) -> dict[str, str]:
    """Give the path of each actor by its id; fails if an id has two."""
    found: dict[str, str] = {}
    for actor in syria.statements.actors:
        for same in actor.same_as:
            if same.startswith(HEAD):
                assert found.setdefault(same.removeprefix(HEAD).strip("/"), actor.path) == actor.path
    return found


def test_each_actor_of_the_table_is_there_once(table: pd.DataFrame, paths: dict[str, str]) -> None:
    assert set(table.ActorId) <= paths.keys()
    assert len({paths[ident] for ident in table.ActorId}) == len(table)


def test_curated_actors_get_no_second_one(syria: Release, paths: dict[str, str]) -> None:
    registry = read_directories([directory("data")], shipped_ontology()).statements
    curated = {
        same.removeprefix(HEAD).strip("/"): actor.path
        for actor in registry.actors
        for same in actor.same_as
        if same.startswith(HEAD)
    }
    assert curated.keys() >= {"118", "6815", "6288"}
    everybody = {actor.path for actor in syria.statements.actors}
    for ident, path in curated.items():
        assert paths[ident] == path
        assert f"actors/ucdp-{ident}" not in everybody


def test_names_of_all_columns_find_the_actor(syria: Release, table: pd.DataFrame, paths: dict[str, str]) -> None:
    labels = {
        actor.path: {folded(text) for _, text in (*actor.labels.preferred, *actor.labels.other, *actor.labels.hidden)}
        for actor in syria.statements.actors
    }
    for row in table.to_dict("records"):
        names = [row[column].strip() for column in ("NameData", "NameOrig", "NameOrigFull", "NameOrigFullEng")]
        for column in ("NewName", "NewNameFullMotherTongue", "NewNameFullEng"):
            names += [part.strip() for part in row[column].split(",")]
        for name in names:
            if name and name.casefold() not in {"n/a", "na", "none", "-"}:
                assert folded(name) in labels[paths[row["ActorId"]]], (row["ActorId"], name)
        assert "n/a" not in labels[paths[row["ActorId"]]]


def test_the_name_of_the_table_is_preferred(syria: Release, table: pd.DataFrame) -> None:
    shown = {actor.path: actor.labels.shown for actor in syria.statements.actors}
    for ident, name in zip(table.ActorId, table.NameData, strict=True):
        made = shown.get(f"actors/ucdp-{ident}")
        assert made is None or made == " ".join(name.split()), ident


def test_actors_that_share_a_name_stay_apart(table: pd.DataFrame, paths: dict[str, str]) -> None:
    shared = table[table.NameData.duplicated(keep=False)]
    assert len(shared) == 44
    assert len({paths[ident] for ident in shared.ActorId}) == 44


def test_relations_are_those_of_the_table(syria: Release, table: pd.DataFrame, paths: dict[str, str]) -> None:
    rows = syria.rows(["documents/ucdp-actor-22-1"], 100_000)
    assert rows is not None
    found = {(one.says, one.agents[0], one.targets[0], one.rows[0], one.roles) for one in rows.situations}
    assert len(found) == len(rows.situations)
    expected = set()
    words = {"Splinter": "splinter", "SplitTemp": "temporary split", "Alliance": "alliance", "JoinGroup": "merger"}
    for flag, (column, says) in RELATIONS.items():
        for row in table[table[flag] == "1"].to_dict("records"):
            for other in {part.strip() for part in row[column].split(",")}:
                expected.add((says, paths[row["ActorId"]], paths[other], row["ActorId"], (words[flag],)))
    assert found == expected
    assert len(found) > 440


def test_actors_that_only_a_relation_names_have_its_name(
    syria: Release, table: pd.DataFrame, paths: dict[str, str]
) -> None:
    shown = {actor.path: actor.labels.shown for actor in syria.statements.actors}
    only = table[
        (table.Splinter == "1") & ~table.ActorIdPrev.str.contains(",") & ~table.ActorIdPrev.isin(table.ActorId)
    ]
    assert len(only)
    for row in only.to_dict("records"):
        name = shown[paths[row["ActorIdPrev"]]]
        assert name == row["NamePrev"].strip() or not paths[row["ActorIdPrev"]].startswith("actors/ucdp-")
