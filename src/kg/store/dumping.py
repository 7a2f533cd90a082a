"""Dumps: a release's quads as files for others to load."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Final, cast

from pyoxigraph import RdfFormat, Store

from kg.namespaces import PREFIXES

DUMPS: Final[Mapping[str, RdfFormat]] = {"dump.nq.gz": RdfFormat.N_QUADS, "dump.trig.gz": RdfFormat.TRIG}
"""The formats of dumps by file name."""

CHECKSUMS: Final = "SHA256SUMS"
"""The file that lists the dumps' checksums, in the form that ``sha256sum --check`` reads."""


def write_dumps(store: Store, folder: Path) -> dict[str, dict[str, Any]]:
    """Write every dump, and the list of their checksums.

    The text goes to the file in pieces. The files hold no date and no name, so the same quads give the same bytes
    (with the same zlib).

    Args:
        store: what to dump.
        folder: where to; it is made.

    Returns:
        Size in bytes and SHA-256 by file name.

    Raises:
        OSError: if the disk refuses.
    """
    folder.mkdir()
    facts: dict[str, dict[str, Any]] = {}
    for name, form in DUMPS.items():
        with (folder / name).open("wb") as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
            # Everything is dumped. What may not be passed on is to be left out here.
            store.dump(cast("IO[bytes]", packed), form, prefixes=PREFIXES)
        with (folder / name).open("rb") as written:
            digest = hashlib.file_digest(written, "sha256").hexdigest()
        facts[name] = {"bytes": (folder / name).stat().st_size, "sha256": digest}
    sums = "".join(f"{fact['sha256']}  {name}\n" for name, fact in facts.items())
    (folder / CHECKSUMS).write_text(sums, encoding="utf-8")
    return facts
