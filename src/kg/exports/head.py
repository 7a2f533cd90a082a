"""What a file says of itself: release, filters, counts, licence and how to cite it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from kg.exports.texts import flat, plain
from kg.namespaces import BASE
from kg.release import Release

TITLE: Final = "Conflict knowledge graph"
NOTE: Final = (
    "A day that is open or unknown has no value. What is not here has no evidence, which is not a no. Each relation "
    "keeps the address of its fact, from which its passages and rows are found."
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says of itself.

    Attributes:
        release: name of the release that it was made from.
        built: when that was built, as an ISO text.
        filters: what was asked for, as texts by name; nothing for all.
        licence: under which it may be handed on.
        citation: how to cite it.
        counts: what is in it.
    """

    release: str
    built: str
    filters: Mapping[str, str]
    licence: str
    citation: str
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def record(self) -> dict[str, Any]:
        """Give it as plain values."""
        return {
            "title": TITLE,
            "release": self.release,
            "built": self.built,
            "filters": dict(self.filters),
            "counts": dict(self.counts),
            "licence": self.licence,
            "citation": self.citation,
            "base": BASE,
            "note": NOTE,
        }

    @property
    def lines(self) -> list[str]:
        """Give it as lines to read."""
        asked = ", ".join(f"{name}={value}" for name, value in self.filters.items()) or "none: everything"
        counted = ", ".join(f"{count} {name}" for name, count in self.counts.items())
        return [
            f"{TITLE}, release {self.release}, built {self.built}",
            f"Filters: {asked}",
            *([f"Holds: {counted}"] if counted else []),
            f"Licence: {self.licence}",
            f"Cite as: {self.citation}",
            NOTE,
        ]


def head_of_graph(facts: Mapping[str, Any], filters: Mapping[str, str], counts: Mapping[str, int]) -> Head:
    """Take it from the attributes of a network.

    Args:
        facts: ``graph.graph`` of a network.
        filters: what was asked for; what the network itself says of it, where this is empty.
        counts: what is in the file.
    """
    own = facts.get("filters")
    asked = filters or ({flat(key): flat(value) for key, value in own.items()} if isinstance(own, Mapping) else {})
    texts = {name: flat(plain(facts.get(name))) for name in ("release", "built", "licence", "citation")}
    return Head(**texts, filters=asked, counts=counts)


def head_of_release(release: Release, filters: Mapping[str, str], counts: Mapping[str, int]) -> Head:
    """Take it from a release."""
    manifest = release.manifest
    datasets = [d for d in release.shared.documents if d.is_dataset and d.path not in release.closed.documents]
    licences = [f"{what}: {licence}" for what, licence in sorted(manifest["licences"].items())]
    licences += [f"{d.title}: {d.licence or 'see its publisher'}" for d in datasets]
    built = str(manifest["built"])
    cited = f"{TITLE}, release {release.name}, built {built[:10]}, {BASE}"
    if datasets:
        cited += "; with " + "; ".join(f"{d.publisher}: {d.title}" if d.publisher else d.title for d in datasets)
    return Head(release.name, built, filters, "; ".join(licences), cited, counts)
