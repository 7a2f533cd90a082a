"""Making a release beside the others and publishing it by one rename."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pyoxigraph import Quad, RdfFormat, Store

from kg.errors import StoreDamaged
from kg.identifiers import sha256_of
from kg.redistribution import Closed
from kg.stages import Stages
from kg.store.dumping import write_dumps
from kg.store.layout import UNFINISHED, StoreDirectory, read_manifest, sync
from kg.store.reading import OpenStore


def _nothing(store: OpenStore) -> Iterable[Quad]:
    """Say nothing of what a store holds."""
    return ()


@dataclass(frozen=True, slots=True)
class Shared:
    """What the dumps hold where not all of a release may be handed on.

    Attributes:
        quads: in any order, each once or more often.
        describe: gives further quads that follow from those.
    """

    quads: Iterable[Quad]
    describe: Callable[[OpenStore], Iterable[Quad]] = _nothing


@dataclass(frozen=True, slots=True)
class Content:
    """What goes into a release.

    Attributes:
        quads: all of them, in any order, each once or more often.
        manifest: what the release was made from; its counts are added here.
        extras: writers of further files, by file name.
        describe: gives further quads that follow from what the store then holds.
        rows: a file of further N-Quads of the default graph, none of which is among the others.
        closed_rows: the same, of what stays out of dumps.
        closed: the datasets that stay out of dumps.
        shared: what dumps hold then in the place of `quads`.
        stages: times what is done.
    """

    quads: Iterable[Quad]
    manifest: Mapping[str, Any]
    extras: Mapping[str, Callable[[Path], None]]
    describe: Callable[[OpenStore], Iterable[Quad]] = _nothing
    rows: Path | None = None
    closed_rows: Path | None = None
    closed: Closed = field(default_factory=Closed)
    shared: Shared | None = None
    stages: Stages = field(default_factory=Stages)


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
        hashes = {name: sha256_of(release / name) for name in files}
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
    stages = content.stages
    with stages("load", "loading the quads"):
        quads.bulk_extend(content.quads)
    with stages("description", "describing the release"):
        quads.bulk_extend(content.describe(OpenStore(quads)))
    with stages("dumps", "writing the dumps"):  # before the rows, which are text already
        dumps = _dumps(quads, folder, content)
    with stages("load", "loading the rows of tables"):
        for file in _given(content.rows, content.closed_rows):
            # Written by this program: its IRIs need no second look.
            quads.bulk_load(path=file, format=RdfFormat.N_QUADS, lenient=True)
    with stages("optimize", "putting the quads in order"):
        quads.optimize()
        quads.flush()
        count = len(quads)
    del quads  # closes the database
    with stages("extras", "writing names and columns"):
        for name, write in content.extras.items():
            write(folder / name)
    (folder / "in-use").touch()
    files = {name: sha256_of(folder / name) for name in content.extras}
    manifest = dict(content.manifest) | {"quads": count, "files": files, "dumps": dumps}
    manifest |= {"closed": content.closed.record(), "stages": stages.seconds, "stages_cpu": stages.cpu}
    text = json.dumps(manifest, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    for path in folder.rglob("*"):
        sync(path)
    sync(folder)


def _given(*files: Path | None) -> list[Path]:
    return [file for file in files if file is not None]


def _dumps(quads: Store, folder: Path, content: Content) -> dict[str, dict[str, Any]]:
    """Write the dumps: of all, or of what may be handed on."""
    shared = content.shared
    if shared is None:
        return write_dumps(quads, folder / "dumps", _given(content.rows, content.closed_rows))
    with TemporaryDirectory(dir=folder, prefix=".shared-") as place:
        store = Store(place)
        store.bulk_extend(shared.quads)
        store.bulk_extend(shared.describe(OpenStore(store)))
        facts = write_dumps(store, folder / "dumps", _given(content.rows))
        del store  # closes the database before it is removed
    return facts
