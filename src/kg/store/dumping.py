"""Dumps: a release's quads as files for others to load."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Final, cast

from isal.igzip import IGzipFile
from pyoxigraph import RdfFormat, Store

from kg.identifiers import sha256_of
from kg.namespaces import PREFIXES

DUMPS: Final[Mapping[str, RdfFormat]] = {"dump.nq.gz": RdfFormat.N_QUADS, "dump.trig.gz": RdfFormat.TRIG}
"""The formats of dumps by file name."""

CHECKSUMS: Final = "SHA256SUMS"
"""The file that lists the dumps' checksums, in the form that ``sha256sum --check`` reads."""


def write_dumps(store: Store, folder: Path, rows: Sequence[Path] = ()) -> dict[str, dict[str, Any]]:
    """Write every dump, and the list of their checksums.

    The text goes to the file in pieces. The files hold no date and no name, so the same quads give the same bytes
    (with the same version of the packer).

    Args:
        store: what to dump.
        folder: where to; it is made.
        rows: files of further N-Quads of the default graph. As they stand they are TriG, too.

    Returns:
        Size in bytes and SHA-256 by file name.

    Raises:
        OSError: if the disk refuses.
    """
    folder.mkdir()
    facts: dict[str, dict[str, Any]] = {}
    for name, form in DUMPS.items():
        with (folder / name).open("wb") as file, _packed(file) as out:
            store.dump(out, form, prefixes=PREFIXES)
            for lines in rows:
                with lines.open("rb") as further:
                    shutil.copyfileobj(further, out, 1 << 20)
        facts[name] = {"bytes": (folder / name).stat().st_size, "sha256": sha256_of(folder / name)}
    sums = "".join(f"{fact['sha256']}  {name}\n" for name, fact in facts.items())
    (folder / CHECKSUMS).write_text(sums, encoding="utf-8")
    return facts


def _packed(file: IO[bytes]) -> IO[bytes]:
    return cast("IO[bytes]", IGzipFile("", "wb", 2, file, mtime=0))  # type: ignore[no-untyped-call]
