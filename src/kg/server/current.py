"""The release being served: the store's current one, taken anew when a build has published another."""

from __future__ import annotations

import logging
import re
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

from kg.errors import BadParameter, ReleaseGone, StoreDamaged, StoreError
from kg.release import Release, open_release
from kg.store import StoreDirectory

log = logging.getLogger("kg.server")
LOOK: Final = 0.25
"""Seconds for which the store is not looked at again."""
KEPT: Final = 2
"""How many other releases stay open that were asked for by their names."""
IDLE: Final = 300.0
"""Seconds after which one of them is let go, if nobody has asked for it: what is open cannot be removed."""
_NAME: Final = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Place:
    """A release's name and directory."""

    name: str
    path: Path


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
        self._place: Place | None = None
        self._looked = 0.0
        self._others: dict[str, tuple[Release, float]] = {}
        self._lock = Lock()
        self._others_lock = Lock()  # of its own: opening takes long, and the current one is not waited for

    def get(self) -> Release:
        """Give the current release.

        If the store is damaged, or emptied, the release that was served before is served on: rather yesterday's answers
        than none.

        Raises:
            StoreError: if there is no whole release, and none was served before.
        """
        self._let_go()
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

    def at_hand(self) -> Release | None:
        """Give the current release if it is open already, which takes no time; see `get` for the others.

        Raises:
            StoreError: as `get`.
        """
        self._let_go()
        release = self._release
        return release if release is not None and release.name == self.place().name else None

    def opened(self, name: str) -> Release:
        """Give a release by its name, the current one or another that is kept.

        Raises:
            BadParameter: if this cannot be the name of one.
            ReleaseGone: if it is not kept any more, or never was.
        """
        place = self.named(name)
        if self.place().name == name:
            return self.get()
        with self._others_lock:
            try:
                release = self._others.pop(name)[0] if name in self._others else Release(place.path)
            except StoreDamaged:
                self.named(name)  # a build may just have removed it
                raise
            self._others[name] = release, time.monotonic()  # the latest last, so that the oldest is the first to go
            while len(self._others) > KEPT:
                del self._others[next(iter(self._others))]
            return release

    def _let_go(self) -> None:
        """Let those go that nobody has asked for of late, unless one is being opened just now."""
        if self._others and self._others_lock.acquire(blocking=False):
            try:
                old = [name for name, (_, asked) in self._others.items() if time.monotonic() - asked > IDLE]
                for name in old:
                    del self._others[name]
            finally:
                self._others_lock.release()

    def place(self) -> Place:
        """Tell where the current release is, without opening it; a new one is seen after `LOOK` seconds.

        Raises:
            StoreError: as `get`.
        """
        now = time.monotonic()
        if self._place is None or now - self._looked > LOOK:
            try:
                path = self.directory.current()
                self._place = Place(path.name, path)
            except StoreError:
                if self._place is None:
                    raise
            self._looked = now
        return self._place

    def named(self, name: str) -> Place:
        """Tell where a release is.

        Raises:
            BadParameter: if this cannot be the name of one.
            ReleaseGone: if it is not kept any more, or never was.
        """
        if not _NAME.fullmatch(name):
            raise BadParameter("release", "no name of a release", "16 hexadecimal digits, as in /release", name[:200])
        path = self.directory.releases / name
        if not (path / "in-use").is_file():
            raise ReleaseGone(f"release {name} is not here; releases are kept for a while only")
        return Place(name, path)
