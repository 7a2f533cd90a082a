"""The names that ship with the package, as an index without the rest of a release."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kg.ontology import shipped
from kg.resources import directory
from kg.search import NameIndex, write_index
from kg.sources import read_directories
from kg.sources.tables.places import gazetteer
from kg.statements import Labels

Names = Mapping[str, Labels]


@pytest.fixture(scope="session")
def registry() -> Names:
    """Names of the curated actors, places and events."""
    statements = read_directories([directory("data")], shipped()).statements
    return {thing.path: thing.labels for thing in statements.named}


@pytest.fixture(scope="session")
def towns() -> Names:
    """Names of the gazetteer's places, without those of the registry."""
    places = read_directories([directory("data")], shipped()).statements.places
    known = {same for place in places for same in place.same_as}
    files = directory("data") / "gazetteer"
    found = [place for file in sorted(files.iterdir()) for place in gazetteer(file, {"Syria": "places/syria"})]
    return {place.path: place.labels for place in found if known.isdisjoint(place.same_as)}


@pytest.fixture(scope="session")
def index(registry: Names, tmp_path_factory: pytest.TempPathFactory) -> NameIndex:
    """The registry's names."""
    path = tmp_path_factory.mktemp("names") / "names.sqlite"
    write_index(path, registry.items(), curated=registry.keys())
    return NameIndex(path)


@pytest.fixture(scope="session")
def everything(registry: Names, towns: Names, tmp_path_factory: pytest.TempPathFactory) -> NameIndex:
    """The registry's names and the gazetteer's."""
    path = tmp_path_factory.mktemp("names") / "names.sqlite"
    write_index(path, [*towns.items(), *registry.items()], curated=registry.keys())
    return NameIndex(path)
