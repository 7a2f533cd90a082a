"""Building a release of an event table as a user does, measured: time by stage, memory, disk."""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from processes import ProcessTree

_EVERY: Final = 0.05
"""Seconds between two looks at memory."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a process and all under it used.

    Attributes:
        seconds: by the clock.
        cpu: processor seconds.
        peak: resident memory in MB, of all its processes together, at the peak.
    """

    seconds: float
    cpu: float
    peak: float


@dataclass(frozen=True, slots=True)
class Built:
    """A release that was built.

    Attributes:
        release: its directory.
        stages: seconds by stage, as the release's manifest tells them.
        stages_cpu: processor seconds by stage.
        disk: MB by part of the release.
    """

    rows: int
    quads: int
    release: Path
    used: Measured
    stages: Mapping[str, float]
    stages_cpu: Mapping[str, float]
    disk: Mapping[str, float]


def measured(command: Sequence[str], folder: Path | None = None) -> Measured:
    """Run a command to its end.

    Args:
        command: program and arguments.
        folder: where it runs; none for here.

    Raises:
        OSError: if it fails; says what it printed.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        tree = ProcessTree(process.pid)
        peak = 0.0
        while True:
            try:
                printed, _ = process.communicate(timeout=_EVERY)
            except subprocess.TimeoutExpired:
                peak = max(peak, tree.memory(peak=False))
            else:
                break
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        raise OSError(f"{' '.join(command)} fails:\n{printed}")
    return Measured(seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, peak)


def build(table: Path, rows: int, store: Path) -> Built:
    """Build a release of a table from nothing.

    Args:
        table: of GED's layout.
        rows: how many it has.
        store: the store's directory; what is in it is removed.

    Raises:
        OSError: if the build fails.
        KeyError: if the manifest does not tell the stages.
    """
    shutil.rmtree(store, ignore_errors=True)
    kg = str(Path(sys.executable).parent / "kg")
    used = measured([kg, "build", "--import", f"ucdp-ged={table}", "--store", str(store)])
    release = store / "releases" / (store / "current").read_text().strip()
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    disk = {part.name: _megabytes(part) for part in sorted(release.iterdir())}
    return Built(rows, manifest["quads"], release, used, manifest["stages"], manifest["stages_cpu"], disk)


def _megabytes(path: Path) -> float:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files) / 1_000_000


def report(builds: Sequence[Built]) -> list[str]:
    """Give the lines of a table: a column for each size, and by how much each figure grows with the rows.

    Growth compares the last two sizes: 1 means in proportion to the rows.
    """
    stages = list(dict.fromkeys(stage for built in builds for stage in built.stages))
    parts = list(dict.fromkeys(part for built in builds for part in built.disk if built.disk[part] >= 0.05))
    figures: list[tuple[str, list[float]]] = [
        ("seconds", [built.used.seconds for built in builds]),
        *((f"  {stage}", [built.stages.get(stage, 0) for built in builds]) for stage in stages),
        ("CPU seconds", [built.used.cpu for built in builds]),
        *((f"  {stage}", [built.stages_cpu.get(stage, 0) for built in builds]) for stage in stages),
        ("peak MB", [built.used.peak for built in builds]),
        ("quads", [built.quads for built in builds]),
        ("disk MB", [sum(built.disk.values()) for built in builds]),
        *((f"  {part}", [built.disk.get(part, 0) for built in builds]) for part in parts),
    ]
    lines = [f"{'build':20}" + "".join(f"{f'{built.rows:,} rows':>16}" for built in builds) + f"{'growth':>9}"]
    for name, values in figures:
        lines.append(f"{name:20}{''.join(f'{value:16,.1f}' for value in values)}{_growth(values, builds)}")
    return lines


def _growth(values: Sequence[float], builds: Sequence[Built]) -> str:
    if len(builds) < 2:
        return ""
    (before, after), (fewer, more) = values[-2:], (built.rows for built in builds[-2:])
    return f"{(after / before) / (more / fewer):9.2f}" if before else ""
