"""Turning rows into quads, beside morph-kgc, an RML engine: quads for each second of processor time.

Both read the same table. morph-kgc follows `ged_mapping.rml.ttl`, which states about what our importer does, and writes
N-Quads to a file; of ours count the stages of the build that read the table, find out who and where its rows mean, and
write quads and columns.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scale_build import Built, measured
from servers import installed

from kg.namespaces import BASE

MAPPING: Final = Path(__file__).with_name("ged_mapping.rml.ttl")
STAGES: Final = ("mapping", "quads")
"""The stages of a build that do what morph-kgc does."""

_ROW: Final = f"<{BASE}events/ucdp-ged-".encode()
_CONFIGURATION: Final = """
[CONFIGURATION]
output_file={folder}/morph.nq
output_format=N-QUADS
number_of_processes=1
logging_level=WARNING
[table]
mappings={folder}/mapping.rml.ttl
"""


@dataclass(frozen=True, slots=True)
class Conversion:
    """How fast a table was converted."""

    name: str
    rows: int
    quads: int
    cpu: float

    @property
    def rate(self) -> float:
        """Quads for each second of processor time."""
        return self.quads / self.cpu


def by_morph(table: Path, rows: int, folder: Path) -> Conversion:
    """Convert a table by morph-kgc.

    Args:
        table: of GED's layout.
        rows: how many it has.
        folder: for its files.

    Raises:
        Missing: if it is not installed.
        OSError: if it fails.
    """
    python = installed("morph-kgc", "python")
    folder.mkdir(parents=True, exist_ok=True)
    mapping = MAPPING.read_text(encoding="utf-8").replace('"FILE"', f'"{table.absolute()}"')
    (folder / "mapping.rml.ttl").write_text(mapping, encoding="utf-8")
    (folder / "config.ini").write_text(_CONFIGURATION.format(folder=folder.absolute()))
    used = measured([python, "-m", "morph_kgc", str(folder.absolute() / "config.ini")])
    with (folder / "morph.nq").open("rb") as quads:
        return Conversion("morph-kgc", rows, sum(1 for _ in quads), used.cpu)


def of_build(built: Built) -> Conversion:
    """Tell what a build did of it: the quads that are about rows, as the release's dump has them."""
    with gzip.open(built.release / "dumps" / "dump.nq.gz") as lines:
        quads = sum(line.startswith(_ROW) for line in lines)
    return Conversion("kg build", built.rows, quads, sum(built.stages_cpu[stage] for stage in STAGES))


def report(conversions: Sequence[Conversion]) -> list[str]:
    """Give the lines of a table; ratios are those of the first to each."""
    lines = [f"{'conversion':20}{'rows':>12}{'quads':>14}{'CPU s':>9}{'quads/CPU s':>14}{'first is':>10}"]
    for one in conversions:
        ratio = conversions[0].rate / one.rate
        lines.append(f"{one.name:20}{one.rows:12,}{one.quads:14,}{one.cpu:9.2f}{one.rate:14,.0f}{ratio:9.2f}x")
    return lines
