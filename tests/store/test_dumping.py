from __future__ import annotations

import gzip
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse

from kg.identifiers import sha256
from kg.store import CHECKSUMS, DUMPS, Content, OpenStore, StoreDirectory, publish
from kg.store.dumping import write_dumps

QUADS = [
    Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("ö\n", language="en"), DefaultGraph()),
    Quad(NamedNode("urn:s"), NamedNode("urn:p"), NamedNode("urn:o"), NamedNode("urn:g")),
]


def test_each_dump_holds_every_quad_and_its_checksum_is_told(tmp_path: Path) -> None:
    store = Store()
    store.extend(QUADS)
    facts = write_dumps(store, tmp_path / "dumps")
    assert set(facts) == set(DUMPS)
    lines = (tmp_path / "dumps" / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    for name, form in DUMPS.items():
        data = (tmp_path / "dumps" / name).read_bytes()
        assert facts[name] == {"bytes": len(data), "sha256": sha256(data)}
        assert f"{sha256(data)}  {name}" in lines
        assert set(parse(gzip.decompress(data), format=form)) == set(QUADS)


def test_a_dump_depends_on_nothing_but_the_quads() -> None:
    found = set()
    for order in (QUADS, QUADS[::-1]):
        with TemporaryDirectory() as place:
            store = Store(f"{place}/quads")  # on disk the order is the store's; in memory it is that of coming
            store.bulk_extend(order)
            folder = Path(place) / "dumps"
            write_dumps(store, folder)
            del store
            found.add(tuple((folder / name).read_bytes() for name in (*DUMPS, CHECKSUMS)))
    assert len(found) == 1
    header = next(iter(found))[0][:8]
    assert header == b"\x1f\x8b\x08\0\0\0\0\0"  # no name and no date


def test_a_release_has_dumps_of_what_it_holds_with_what_is_said_of_it(tmp_path: Path) -> None:
    def count(store: OpenStore) -> list[Quad]:
        return [Quad(NamedNode("urn:d"), NamedNode("urn:n"), Literal(str(len(store))), DefaultGraph())]

    home = StoreDirectory(tmp_path)
    with home.building():
        publish(home, "one", lambda: Content(QUADS, {}, {}, count), 3)
    data = gzip.decompress((home.current() / "dumps" / "dump.nq.gz").read_bytes())
    assert Quad(NamedNode("urn:d"), NamedNode("urn:n"), Literal("2"), DefaultGraph()) in set(
        parse(data, format=RdfFormat.N_QUADS)
    )
    assert json.loads((home.current() / "manifest.json").read_text(encoding="utf-8"))["quads"] == 3


@pytest.mark.parametrize("damage", ["short", "gone"])
def test_a_release_with_a_damaged_dump_is_written_anew(tmp_path: Path, damage: str) -> None:
    home = StoreDirectory(tmp_path)

    def put() -> bool:
        with home.building():
            return publish(home, "one", lambda: Content(QUADS, {}, {}), 3)

    assert put()
    dump = home.current() / "dumps" / "dump.trig.gz"
    whole = dump.read_bytes()
    if damage == "short":
        dump.write_bytes(whole[:-1])
    else:
        dump.unlink()
    assert put()
    assert dump.read_bytes() == whole
    assert not put()
