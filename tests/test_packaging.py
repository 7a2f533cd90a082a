"""What a user installs: the wheel built from the sdist, in an empty environment."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from kg import __version__
from kg.stored_queries import stored_queries
from synthetic import NEEDS_ROWS

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=300)
    (made,) = out.glob("*.whl")
    return made


@pytest.mark.long
@pytest.mark.timeout(600)
def test_the_wheel_works_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True, timeout=120)
    python = environment / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    locked = ["--require-hashes", "-r", str(ROOT / "requirements.lock")]
    subprocess.run([*install, *locked], check=True, timeout=500)
    subprocess.run([*install, "--no-deps", str(wheel)], check=True, timeout=120)

    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "share")}

    def kg(*arguments: str) -> str:
        command = [str(environment / "bin" / "kg"), *arguments]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=env, cwd=tmp_path, timeout=120)
        return done.stdout

    assert kg("--version") == f"kg {__version__}\n"
    assert "2 documents" in kg("build")
    assert (tmp_path / "share" / "conflict-kg" / "current").is_file()
    for query in stored_queries().values():
        parameters = [f"--param={p.name}={p.example}" for p in query.parameters if p.required]
        lines = kg("query", query.slug, *parameters).splitlines()
        assert (len(lines) > 1) == (query.slug not in NEEDS_ROWS), query.slug
    check = "import kg.server, kg.settings as s; kg.server.create_app(s.Settings.from_environment())"
    subprocess.run(
        [str(python), "-W", "error::SyntaxWarning", "-c", check], check=True, env=env, cwd=tmp_path, timeout=60
    )


def test_the_wheel_holds_what_the_program_needs_and_no_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("ontology", "queries", "data"):
        shipped = {p.relative_to(ROOT).as_posix() for p in (ROOT / folder).rglob("*") if p.is_file()}
        assert {f"kg/_assets/{name}" for name in shipped} <= names
    for page in ("map", "network", "timeline", "changes", "query", "home", "passage"):
        assert {f"kg/server/static/app/{page}.js", f"kg/server/static/app/{page}.js.br"} <= names
    assert {"kg/server/static/app/countries.json", "kg/server/static/app/licences.txt"} <= names
    assert {f"kg/exports/viewer/{name}" for name in ("viewer.js", "viewer.css", "licences.txt")} <= names
    assert not any("node_modules" in name for name in names)
    assert "kg/server/templates/home.html" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith("tests") for name in names)


def test_the_sdist_holds_the_tests_and_nothing_made(wheel: Path) -> None:
    (sdist,) = wheel.parent.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert "tests/conftest.py" in names
    assert not any("__pycache__" in name or name.startswith((".venv", ".store")) for name in names)


def test_the_changelog_knows_this_version() -> None:
    assert re.search(
        rf"^## {re.escape(__version__)} ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )


def test_the_lock_files_name_no_host_and_hash_everything() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        packages = re.findall(r"^[A-Za-z0-9._-]+==", text, re.MULTILINE)
        assert len(packages) > 20
        assert all("--hash=sha256:" in part for part in re.split(r"\n(?=[A-Za-z])", text.strip()))


def test_the_runtime_lock_is_a_part_of_the_development_lock() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[A-Za-z0-9._-]+==\S+", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")
