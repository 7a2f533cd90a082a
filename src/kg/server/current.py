"""The release being served: the store's current one, taken anew when a build has published another."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from kg.errors import StoreDamaged
from kg.release import Release, open_release
from kg.store import StoreDirectory


class CurrentRelease:
    """Hands out the current release.

    A request keeps the release that it was given to its end; the files of a former one are let go when the last
    request is done with it.

    Args:
        store: directory that holds the releases.
    """

    def __init__(self, store: Path) -> None:
        """Open nothing yet."""
        self.directory = StoreDirectory(store)
        self._release: Release | None = None
        self._lock = Lock()

    def get(self) -> Release:
        """Give the current release.

        Raises:
            NoRelease: if nothing was built yet.
            StoreDamaged: if no whole release is there, and none was served before.
        """
        try:
            name = self.directory.current().name
        except StoreDamaged:
            if self._release is None:
                raise
            return self._release  # rather yesterday's answers than none
        with self._lock:
            if self._release is None or self._release.name != name:
                self._release = open_release(self.directory.path)
            return self._release
