"""Whatever a user can set, call or ask is in the README; whatever the README shows, works."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from kg.cli import app
from kg.exports import EXPORTS
from kg.settings import SETTINGS
from kg.stored_queries import stored_queries

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SOURCES = sorted((ROOT / "src" / "kg").rglob("*.py"))


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_settings(setting: object) -> None:
    assert f"`{setting.variable}`" in README  # type: ignore[attr-defined]
    assert setting.help in README  # type: ignore[attr-defined]


def test_commands() -> None:
    for command in app.registered_commands:
        assert command.callback
        assert f"`kg {command.name or command.callback.__name__}" in README


def test_stored_queries_and_exports() -> None:
    for query in stored_queries().values():
        assert f"`{query.slug}`" in README
    for name in EXPORTS:
        assert f"`{name}`" in README


def test_rooms() -> None:
    for path in (ROOT / "src" / "kg").iterdir():
        if path.name not in {"__init__.py", "__pycache__", "py.typed"}:
            assert f"`{path.stem}" in README, path.name


def test_links_within_the_repository_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", README):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_stay_small_enough_to_be_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, node.name


def test_nothing_here_speaks_of_a_machine_or_of_the_workplace() -> None:
    words = re.compile("|".join([r"/wor" + "k/", r"/ro" + "ot/", r"\.\./sha" + "red"]))
    skipped = {
        ".git",
        ".venv",
        ".store",
        "__pycache__",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".hypothesis",
        ".bench",
        "node_modules",
    }
    for path in ROOT.rglob("*"):
        if path.is_file() and not skipped.intersection(path.relative_to(ROOT).parts):
            text = path.read_bytes().decode(errors="ignore")
            assert not words.search(text), path
