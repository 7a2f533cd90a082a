"""What of a release may be handed on: what rests on a dataset that is not free stays out of files for others.

Dumps and exports hold what a build without those tables would hold: not their events, nor the actors, places and names
that only they have, nor control that follows from them. Queries are answered from all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Closed:
    """The datasets whose rows may not be handed on.

    Attributes:
        documents: their paths, sorted.

    Example:
        >>> closed = Closed.made_of([("documents/acled-1", False), ("documents/ucdp-ged-23-1", True)])
        >>> closed.covers(["documents/acled-1"]), closed.covers(["documents/ucdp-ged-23-1"]), bool(Closed())
        (True, False, False)
    """

    documents: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything that may not be handed on."""
        return bool(self.documents)

    def covers(self, derived_from: Iterable[str]) -> bool:
        """Tell whether something may not be handed on, by the paths of the documents that it is derived from."""
        return not frozenset(self.documents).isdisjoint(derived_from)

    def record(self) -> Sequence[str]:
        """Write it for a manifest."""
        return list(self.documents)

    @classmethod
    def of(cls, manifest: Mapping[str, Any]) -> Self:
        """Read it from a manifest."""
        return cls(tuple(manifest.get("closed", ())))

    @classmethod
    def made_of(cls, datasets: Iterable[tuple[str, bool | None]]) -> Self:
        """Take those that are said not to be free, of pairs of a document's path and whether it may be handed on."""
        return cls(tuple(sorted(path for path, free in datasets if free is False)))
