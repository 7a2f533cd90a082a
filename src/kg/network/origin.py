"""What a network was made from, for whoever passes it on."""

from __future__ import annotations

from typing import Any

from kg.network.filters import Filters
from kg.release import Release


def about(release: Release, filters: Filters) -> dict[str, Any]:
    """Give what a network is of, as plain values: release, time of the build, filters, licence, citation."""
    manifest = release.manifest
    licences = manifest.get("licences", {})
    built, program = str(manifest.get("built", "")), manifest.get("program", "conflict-kg")
    return {
        "release": release.name,
        "built": built,
        "filters": filters.plain(),
        "licence": "; ".join(f"{what}: {address}" for what, address in sorted(licences.items())),
        "citation": f"Conflict knowledge graph, release {release.name}, built {built[:10]} by {program}",
    }
