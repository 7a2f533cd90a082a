"""The release being served: the store's current one, taken anew when a build has published another."""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Lock

from kg.errors import StoreError
from kg.release import Release, open_release
from kg.store import StoreDirectory

log = logging.getLogger("kg.server")


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

        If the store is damaged, or emptied, the release that was served before is served on: rather yesterday's answers
        than none.

        Raises:
            StoreError: if there is no whole release, and none was served before.
        """
        with self._lock:
            try:
                name = self.directory.current().name
                if self._release is None or self._release.name != name:
                    self._release = open_release(self.directory.path)
            except StoreError as error:
                if self._release is None:
                    raise
                log.warning("still serving release %s: %s", self._release.name, error)
            return self._release
