"""Data of this program's own model at any size: claims of many voices, and rows of tables by the million.

An invented war (see `world` and `testimony`): documents with claims, what is derived from them, and imported rows of
event tables that make up the rest. The same seed and size give the same quads, byte for byte. Rows are streamed, so
that memory hardly grows with the size.

    python benchmarks/generate.py --quads 1000000 --seed 1 --out DIR                     # then: kg serve --store DIR
    python benchmarks/generate.py --quads 1000000 --seed 1 --format nquads --out FILE
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import Final

from pyoxigraph import Quad, RdfFormat, serialize
from testimony import documents_and_claims, support_rows
from world import LAST, make_world
from world_rows import TABLES, EventTable

from kg import __version__
from kg.derivation import Knowledge, all_quads, derive
from kg.derivation.naming import Namer
from kg.derivation.windows import Windows
from kg.errors import KgError
from kg.identifiers import canonical_json, sha256
from kg.ontology import Ontology, shipped
from kg.periods import period_quads
from kg.search import write_index
from kg.statements import Document, Event, Labels, Statements, periods_of, quads_of
from kg.store import Content, StoreDirectory, publish

LEAST: Final = 20_000
"""Fewer quads than this leave no room for rows beside the ontology, the registry and the claims."""

SUPPORT_TABLE: Final = "documents/support-table"


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything there is in so many quads; rows take up what is left.

    Args:
        quads: about how many quads, at least `LEAST`.
    """

    quads: int

    @property
    def actors(self) -> int:
        """How many actors: 430 in a million quads."""
        return 30 + min(2_000, self.quads // 2_500)

    @property
    def places(self) -> int:
        """How many places: 2,540 in a million quads."""
        return 40 + min(20_000, self.quads // 400)

    @property
    def claims(self) -> int:
        """How many claims; never more than a derivation manages in some seconds."""
        return min(3_000, self.quads // 100)


class Invention:
    """One data set.

    Args:
        quads: about how many quads.
        seed: the same seed and number of quads give the same data.

    Example:
        >>> data = Invention(20_000, seed=1)
        >>> next(data.rows()).row
        '0'
    """

    def __init__(self, quads: int, seed: int) -> None:
        """Invent everything but the rows."""
        self.size = Size(quads)
        self.seed = seed
        self.ontology: Ontology = shipped()
        self.world = make_world(self.size.actors, self.size.places, seed)
        documents, claims = documents_and_claims(self.world, self.size.claims, seed)
        self.core = Statements(
            actors=self.world.actors,
            places=self.world.places,
            event_names=self.world.names,
            documents=(*documents, *map(_table, (*TABLES, SUPPORT_TABLE.removeprefix("documents/")))),
            claims=claims,
            situations=support_rows(self.world, SUPPORT_TABLE, self.size.claims // 10, seed),
        )

    @cached_property
    def knowledge(self) -> Knowledge:
        """What is derived from the claims and the support; rows of events change nothing in it."""
        return derive(self.core, self.ontology)

    @cached_property
    def row_count(self) -> int:
        """How many rows of events fill up the number of quads, by the mean size of the first thousand."""
        core = len({*all_quads(self.core, self.knowledge, self.ontology)})
        sample = sum(1 for row in islice(self._endless(), 1000) for _ in quads_of(row))
        return max(1, round((self.size.quads - core) / (sample / 1000)))

    def rows(self) -> Iterator[Event]:
        """Give the rows of events as derivation places and names them, one after another."""
        return islice(self._endless(), self.row_count)

    def _endless(self) -> Iterator[Event]:
        windows = Windows(self.knowledge.events, self.core.claims, {d.path: d for d in self.core.documents})
        namer = Namer(self.core, self.ontology)
        for event in EventTable(self.world, self.seed).events():
            placed = windows.placed(event)
            yield replace(placed, label=namer.name(placed))

    def imported(self) -> Iterator[Event]:
        """Give the same rows bare, as an importer reads them."""
        return islice(EventTable(self.world, self.seed).events(), self.row_count)

    def quads(self) -> Iterator[Quad]:
        """Give all quads: both planes."""
        yield from all_quads(self.core, self.knowledge, self.ontology)
        yield from self.row_quads()

    def row_quads(self) -> Iterator[Quad]:
        """Give the quads of rows, and those of the periods that rows alone are found by."""
        found: set[str] = set()
        for row in self.rows():
            found.update(periods_of(row))
            yield from quads_of(row)
        known = {period for fact in self.knowledge.facts for period in periods_of(fact)}
        yield from period_quads(sorted(found - known))

    def names(self) -> Iterator[tuple[str, Labels]]:
        """Give the path and the names of everything, for the index of names."""
        given = {thing.path for thing in self.core.named}
        yield from ((thing.path, thing.labels) for thing in self.core.named)
        for fact in chain(self.knowledge.facts, self.rows()):
            if fact.path not in given:
                yield fact.path, Labels(preferred=(("en", fact.label),))


def _table(slug: str) -> Document:
    """Describe a table as the document that it is."""
    title = slug.replace("-", " ").capitalize()
    return Document(
        path=f"documents/{slug}", title=f"{title}, version 1", date=LAST + timedelta(days=90), publisher=title,
        origin=title, version="1", licence="https://creativecommons.org/publicdomain/zero/1.0/", redistributable=True,
    )  # fmt: skip


def write_release(data: Invention, store: Path) -> str:
    """Write the data as a release and make it current.

    Args:
        data: what to write.
        store: directory that holds the releases.

    Returns:
        The release's name, a hash of seed, size, ontology, the program's version and these very scripts.

    Raises:
        StoreBusy: if a build is running there.
        StoreDamaged: if the disk refuses.
    """
    scripts = [sha256(path.read_bytes()) for path in sorted(Path(__file__).parent.glob("*.py"))]
    program = [__version__, scripts]
    key = {"quads": data.size.quads, "seed": data.seed, "ontology": data.ontology.digest, "program": program}
    name = sha256(canonical_json(key))[:16]
    home = StoreDirectory(store)
    with home.building():
        publish(home, name, lambda: _content(data, key), keep=3)
    return name


def _content(data: Invention, key: Mapping[str, object]) -> Content:
    core, knowledge = data.core, data.knowledge
    manifest = {
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "program": f"conflict-kg {__version__}",
        "ontology": data.ontology.digest,
        "inputs": [{"name": f"invented, seed {data.seed}", "sha256": sha256(canonical_json(key))}],
        "counts": {
            "actors": len(core.actors),
            "places": len(core.places),
            "documents": len(core.documents),
            "claims": len(core.claims),
            "events": len(knowledge.events) + data.row_count,
            "situations": len(knowledge.situations),
            "disputed": sum(fact.status == "disputed" for fact in knowledge.facts),
            "contradictions": len(knowledge.contradictions),
        },
        "licences": {"invented data": "https://creativecommons.org/publicdomain/zero/1.0/"},
    }
    return Content(data.quads(), manifest, {"names.sqlite": lambda path: write_index(path, data.names())})


def write_nquads(data: Invention, file: Path) -> None:
    """Write the data as N-Quads: sorted up to the rows, which follow in their order, each line once.

    Args:
        data: what to write.
        file: where to; replaced if it is there.
    """
    core = serialize(all_quads(data.core, data.knowledge, data.ontology), format=RdfFormat.N_QUADS)
    assert core is not None
    with file.open("wb") as out:
        out.writelines(sorted(set(core.splitlines(keepends=True))))
        serialize(data.row_quads(), out, format=RdfFormat.N_QUADS)


def main(arguments: list[str] | None = None) -> int:
    """Write what the command line asks for; give the exit status."""
    parser = argparse.ArgumentParser(description="Invent data of any size.")
    parser.add_argument("--quads", type=int, default=1_000_000, help="about how many quads (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed and size give the same data")
    parser.add_argument("--format", choices=("release", "nquads"), default="release")
    parser.add_argument("--out", type=Path, required=True, help="the store's directory, or the file")
    given = parser.parse_args(arguments)
    if given.quads < LEAST:
        parser.error(f"--quads {given.quads} is too few: {LEAST} at least")
    data = Invention(given.quads, given.seed)
    try:
        if given.format == "nquads":
            write_nquads(data, given.out)
        else:
            write_release(data, given.out)
    except (KgError, OSError) as error:
        print(f"generate: {error}", file=sys.stderr)
        return 1
    print(f"{given.out}: {data.row_count} rows and {len(data.core.claims)} claims, seed {given.seed}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
