"""Where ``ontology/``, ``queries/`` and the shipped ``data/`` lie: in a checkout, and in an installed wheel.

No other module knows. A wheel carries them under ``kg/_assets``; a checkout has them at its top, two levels above
this file.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from kg.errors import AssetsMissing


def directory(name: str) -> Path:
    """Find one of the directories that ship with the package.

    Args:
        name: ``ontology``, ``queries`` or ``data``.

    Returns:
        The directory; it exists.

    Raises:
        AssetsMissing: if it is in neither place; the message names both.

    Example:
        >>> (directory("ontology") / "ckg.ttl").is_file()
        True
    """
    installed = Path(str(files("kg"))) / "_assets" / name
    checkout = Path(__file__).resolve().parents[2] / name
    for place in (installed, checkout):
        if place.is_dir():
            return place
    raise AssetsMissing(f"{name}/ is missing: looked for {installed} and {checkout}; reinstall conflict-kg")


def source_files() -> list[Path]:
    """List the package's own Python files, sorted: what a release's name takes as the program.

    Example:
        >>> Path(__file__).name in [path.name for path in source_files()]
        True
    """
    return sorted(Path(__file__).parent.rglob("*.py"))
