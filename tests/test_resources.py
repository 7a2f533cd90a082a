from pathlib import Path

import pytest

from kg import resources
from kg.errors import AssetsMissing


def test_the_checkouts_directories_are_found() -> None:
    root = Path(__file__).parents[1]
    for name in ("ontology", "queries", "data"):
        assert resources.directory(name) == root / name


def test_what_is_missing_names_both_places() -> None:
    with pytest.raises(AssetsMissing, match=r"nothing/ is missing: looked for .*_assets.* and .*; reinstall"):
        resources.directory("nothing")
