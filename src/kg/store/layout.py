"""Where releases lie in a store directory, which is current, and which may be removed.

::

    <store>/current              the name of the release that is served; replaced by one rename
    <store>/building             locked while a build runs
    <store>/releases/<name>/     one release, never changed once it is there
        quads/                   the Oxigraph database
        names.sqlite             full-text index of names
        dumps/                   the quads as files for others, and their checksums
        manifest.json            what it was made from
        in-use                   share-locked by whoever has the release open
    <store>/releases/.new-*      a build that is not finished; removed by the next one if it never will be

Locks are the kernel's (`flock`), so they end with the process that holds them, however it ends.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from kg.errors import NoRelease, StoreBusy, StoreDamaged

UNFINISHED: Final = ".new-"


class StoreDirectory:
    """A directory that holds releases.

    Args:
        path: the directory; it need not exist yet.
    """

    def __init__(self, path: Path) -> None:
        """Keep the path; nothing is touched."""
        self.path = path
        self.releases = path / "releases"
        self.pointer = path / "current"

    def current(self) -> Path:
        """Give the directory of the current release.

        Raises:
            NoRelease: if nothing was built here yet.
            StoreDamaged: if the pointer names a release that is not there.
        """
        try:
            name = self.pointer.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            raise NoRelease(self.path, f"there is no release in {self.path} yet; run `kg build` first") from None
        except (OSError, UnicodeDecodeError) as error:
            raise StoreDamaged(self.pointer, f"{self.pointer} cannot be read: {error}") from error
        release = self.releases / name
        if not name or Path(name).name != name or not release.is_dir():
            raise StoreDamaged(self.pointer, f"{self.pointer} names {name!r}, which is not there; run `kg build`")
        return release

    def point_to(self, name: str) -> None:
        """Make a release the current one, in one step that a crash cannot split.

        Raises:
            StoreDamaged: if the disk refuses.
        """
        new = self.pointer.with_name(f".current-{os.getpid()}")
        try:
            with new.open("w", encoding="utf-8") as file:
                file.write(name + "\n")
                file.flush()
                os.fsync(file.fileno())
            new.replace(self.pointer)
            sync(self.path)
        except OSError as error:
            raise StoreDamaged(self.pointer, f"{self.pointer} cannot be written: {error.strerror}") from error

    def names(self) -> list[str]:
        """List finished releases, the newest first; whatever else lies among them is left alone."""
        if not self.releases.is_dir():
            return []
        found = [path for path in self.releases.iterdir() if path.name[0] != "." and (path / "in-use").is_file()]
        return [
            path.name for path in sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
        ]

    @contextmanager
    def building(self) -> Iterator[None]:
        """Hold the lock under which one build runs at a time.

        Raises:
            StoreBusy: if another build holds it.
            StoreDamaged: if the directory cannot be written.
        """
        try:
            self.releases.mkdir(parents=True, exist_ok=True)
            file = (self.path / "building").open("w", encoding="utf-8")
        except OSError as error:
            raise StoreDamaged(self.path, f"{self.path} cannot be written: {error.strerror}") from error
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StoreBusy(self.path, f"another build is running in {self.path}; wait for it to end") from None
            yield

    def clear_unfinished(self) -> None:
        """Remove what killed builds left. Only for the holder of the build lock."""
        for path in self.releases.glob(UNFINISHED + "*"):
            shutil.rmtree(path, ignore_errors=True)
        for path in self.path.glob(".current-*"):
            path.unlink(missing_ok=True)

    def prune(self, keep: int) -> list[str]:
        """Remove old releases: all but the newest `keep`, the current one, and those in use.

        Returns:
            The names of those removed.
        """
        current = self.current().name
        old = [name for name in self.names()[keep:] if name != current]
        return [name for name in old if _remove_if_unused(self.releases / name)]


def read_manifest(release: Path) -> dict[str, Any]:
    """Read what a release was made from.

    Raises:
        StoreDamaged: if the manifest is missing or is not JSON.
    """
    path = release / "manifest.json"
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreDamaged(path, f"{path} cannot be read: {error}; build again") from error
    return manifest


@contextmanager
def in_use(release: Path) -> Iterator[None]:
    """Mark a release as in use for as long as the context lasts; several may.

    Raises:
        StoreDamaged: if it is not a whole release, or has just been removed.
    """
    mark = release / "in-use"
    try:
        file = mark.open("rb")
    except OSError:
        raise StoreDamaged(release, f"{release} is not a whole release; build again") from None
    with file:
        fcntl.flock(file, fcntl.LOCK_SH)
        # Whoever removes a release holds the lock meanwhile: what was locked here must still be what lies there.
        if not mark.exists() or not os.path.samestat(os.fstat(file.fileno()), mark.stat()):
            raise StoreDamaged(release, f"{release} has just been removed; open the current one")
        yield


def _remove_if_unused(release: Path) -> bool:
    doomed = release.with_name(f"{UNFINISHED}{release.name}-old")
    with (release / "in-use").open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        release.rename(doomed)  # under the lock, so that nobody begins to use it now
    shutil.rmtree(doomed, ignore_errors=True)
    return True


def sync(path: Path) -> None:
    """Make sure that a file, or the names in a directory, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
