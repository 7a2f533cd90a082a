"""The protocol's JSON schemas and examples, read straight from their archive."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from typing import Any, Final

from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT7

from conftest import needed
from synthetic import SHARED

ARCHIVE: Final = SHARED / "suites" / "reconciliation-api.tar.xz"
OLD: Final = "0.2"
NEW: Final = "1.0-draft"
VERSIONS: Final = (OLD, NEW)


@dataclass(frozen=True, slots=True)
class Example:
    """An example of the specification.

    Attributes:
        name: its file's name.
        valid: whether the specification says that it is.
        data: the JSON.
    """

    name: str
    valid: bool
    data: Any


@cache
def files() -> Mapping[str, bytes]:
    """Give the files by version and path, such as ``0.2/schemas/manifest.json``."""
    with tarfile.open(needed(ARCHIVE, "the schemas of the reconciliation protocol")) as archive:
        return {
            member.name.partition("/")[2]: taken.read()
            for member in archive.getmembers()
            if (taken := archive.extractfile(member))
        }


@cache
def schema(version: str, name: str) -> Draft7Validator:
    """Give a schema of a version, such as ``manifest``."""
    read = {path: json.loads(data) for path, data in files().items() if path.startswith(f"{version}/schemas/")}
    known = Registry().with_resources((one["$id"], DRAFT7.create_resource(one)) for one in read.values())
    return Draft7Validator(read[f"{version}/schemas/{name}.json"], registry=known, format_checker=FormatChecker())


def examples(version: str, name: str) -> list[Example]:
    """Give the examples for a schema."""
    head = f"{version}/examples/{name}/"
    return [
        Example(PurePosixPath(path).name, "/valid/" in path, json.loads(data))
        for path, data in sorted(files().items())
        if path.startswith(head) and path.endswith(".json")
    ]


def check(version: str, name: str, answer: Any) -> None:
    """Make sure that an answer is as a version's schema has it, and the schema one that could refuse it."""
    errors = [f"{list(error.path)}: {error.message}" for error in schema(version, name).iter_errors(answer)]
    assert not errors, errors
