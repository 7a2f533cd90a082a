from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from kg.ontology import shipped
from kg.resources import directory
from kg.sources.formats import FILES, Kind, json_schema
from synthetic import DATA

SHIPPED = directory("data")
FOLDERS = [SHIPPED, DATA]


def schema(kind: Kind) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SHIPPED / "schemas" / f"{kind}.schema.json").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("kind", FILES)
def test_the_shipped_schema_is_the_formats(kind: Kind) -> None:
    assert schema(kind) == json_schema(kind, shipped()), "run `make schemas`"
    jsonschema.Draft202012Validator.check_schema(schema(kind))


def _as_an_editor_reads(path: Path) -> Any:
    """Read as editors do: YAML's own numbers, and dates as text."""
    return json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str))


@pytest.mark.parametrize("folder", FOLDERS, ids=["shipped", "synthetic"])
def test_an_editor_finds_no_fault_with_our_files(folder: Path) -> None:
    for kind in ("actors", "places", "events"):
        jsonschema.validate(_as_an_editor_reads(folder / "registry" / f"{kind}.yaml"), schema(kind))
    for path in (folder / "documents").glob("*.yaml"):
        jsonschema.validate(_as_an_editor_reads(path), schema("document"))


@pytest.mark.parametrize("folder", FOLDERS, ids=["shipped", "synthetic"])
def test_our_files_name_their_schema(folder: Path) -> None:
    for path in folder.glob("*/*.yaml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        target = first.removeprefix("# yaml-language-server: $schema=")
        assert (path.parent / target).resolve().parent == SHIPPED / "schemas", path


def test_an_editor_finds_a_misspelt_key_and_code() -> None:
    content = _as_an_editor_reads(DATA / "documents" / "report-1.yaml")
    content["claims"][0]["agent"] = "x"
    with pytest.raises(jsonschema.ValidationError, match="agent"):
        jsonschema.validate(content, schema("document"))
    content = _as_an_editor_reads(DATA / "documents" / "report-1.yaml")
    content["claims"][0]["type"] = "captur"
    with pytest.raises(jsonschema.ValidationError, match="captur"):
        jsonschema.validate(content, schema("document"))
