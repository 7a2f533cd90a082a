"""Making a release beside the others and publishing it by one rename."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Quad, Store

from kg.errors import StoreDamaged
from kg.identifiers import sha256
from kg.store.dumping import write_dumps
from kg.store.layout import UNFINISHED, StoreDirectory, read_manifest, sync
from kg.store.reading import OpenStore


def _nothing(store: OpenStore) -> Iterable[Quad]:
    """Say nothing of what a store holds."""
    return ()


@dataclass(frozen=True, slots=True)
class Content:
    """What goes into a release.

    Attributes:
        quads: all of them, in any order, each once or more often.
        manifest: what the release was made from; its counts are added here.
        extras: writers of further files, by file name.
        describe: gives further quads that follow from what the store then holds.
    """

    quads: Iterable[Quad]
    manifest: Mapping[str, Any]
    extras: Mapping[str, Callable[[Path], None]]
    describe: Callable[[OpenStore], Iterable[Quad]] = _nothing


def publish(store: StoreDirectory, name: str, content: Callable[[], Content], keep: int) -> bool:
    """Make a release current, writing it first if it is not there.

    A reader never sees a half-written release: it is written under another name, synced to the disk, renamed, and only
    then pointed to. One that is there and damaged is written anew. Whatever happens on the way, the former release
    stays current.

    Args:
        store: where releases lie; the caller holds its build lock.
        name: of the release; the same name means the same content.
        content: called only if the release is not there, or damaged.
        keep: how many finished releases to keep.

    Returns:
        Whether anything was written.

    Raises:
        StoreDamaged: if the disk refuses.
    """
    store.clear_unfinished()
    target = store.releases / name
    written = not _is_whole(target)
    if written:
        new = store.releases / f"{UNFINISHED}{name}"
        try:
            _write(new, content())
            if target.exists():  # damaged: out of the way, and removed by the next build
                target.rename(store.releases / f"{UNFINISHED}{name}-damaged")
            new.rename(target)
        except OSError as error:
            raise StoreDamaged(new, f"the release cannot be written: {error.strerror or error}") from error
        finally:
            shutil.rmtree(new, ignore_errors=True)
    else:
        os.utime(target)  # the newest again, so that pruning spares it
    store.point_to(name)
    store.prune(keep)
    return written


def _is_whole(release: Path) -> bool:
    """Whether a release has all its files: the small ones by their content, the dumps, which may be large, by size."""
    try:
        manifest = read_manifest(release)
        files: dict[str, str] = manifest["files"]
        hashes = {name: sha256((release / name).read_bytes()) for name in files}
        sizes = [
            (release / "dumps" / name).stat().st_size == facts["bytes"] for name, facts in manifest["dumps"].items()
        ]
    except (StoreDamaged, KeyError, OSError):
        return False
    return (
        hashes == files and all(sizes) and (release / "in-use").is_file() and (release / "quads" / "CURRENT").is_file()
    )


def _write(folder: Path, content: Content) -> None:
    folder.mkdir()
    quads = Store(str(folder / "quads"))
    quads.bulk_extend(content.quads)
    quads.bulk_extend(content.describe(OpenStore(quads)))
    quads.optimize()
    quads.flush()
    count = len(quads)
    dumps = write_dumps(quads, folder / "dumps")
    del quads  # closes the database
    for name, write in content.extras.items():
        write(folder / name)
    (folder / "in-use").touch()
    files = {name: sha256((folder / name).read_bytes()) for name in content.extras}
    manifest = dict(content.manifest) | {"quads": count, "files": files, "dumps": dumps}
    text = json.dumps(manifest, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    for path in folder.rglob("*"):
        sync(path)
    sync(folder)
