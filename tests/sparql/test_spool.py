"""A spool gives the bytes that went in, holds few in memory, and leaves no file."""

from __future__ import annotations

import tempfile
import tracemalloc
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.sparql.spool import IN_MEMORY, Room, Spool

BLOCKS = st.one_of(st.integers(0, 2_000), st.sampled_from([IN_MEMORY // 3, IN_MEMORY, IN_MEMORY + 1, 2 * IN_MEMORY]))
STEPS = st.lists(st.one_of(BLOCKS.map(lambda size: ("add", size)), st.integers(1, 6).map(lambda n: ("take", n))))


def files_open() -> list[str]:
    """What the process has open in the folder of temporary files."""
    opened = []
    for handle in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # the listing's own is closed by now
            opened.append(str(handle.readlink()))
    return [path for path in opened if path.startswith(tempfile.gettempdir())]


def block_of(size: int, at: int) -> bytes:
    return bytes([at % 251]) * size


@settings(deadline=None)
@given(STEPS)
def test_what_goes_in_comes_out_in_order(steps: list[tuple[str, int]]) -> None:
    spool, came_in, came_out = Spool(), list[bytes](), list[bytes]()
    for at, (step, count) in enumerate(steps):
        if step == "add":
            block = block_of(count, at)
            spool.add(block)
            came_in.append(block)
            continue
        for _ in range(count):
            piece = spool.take()
            assert piece or sum(map(len, came_out)) == spool.size, "no bytes means that none wait"
            assert len(piece) <= IN_MEMORY
            came_out.append(piece)
    while piece := spool.take():
        came_out.append(piece)
    assert b"".join(came_out) == b"".join(came_in)
    assert sum(map(len, came_in)) == spool.size
    spool.close()


def test_an_empty_block_does_not_look_like_the_end() -> None:
    spool = Spool()
    spool.add(b"")
    spool.add(b"a")
    spool.add(b"")
    spool.add(b"b")
    assert [spool.take(), spool.take(), spool.take()] == [b"a", b"b", b""]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are counted where Linux shows them")
def test_what_is_too_much_waits_in_a_file_until_it_is_closed() -> None:
    before = files_open()
    spool = Spool()
    spool.add(bytes(IN_MEMORY))
    assert files_open() == before
    spool.add(b"x")
    assert len(files_open()) == len(before) + 1
    for _ in range(20):
        spool.add(bytes(IN_MEMORY))
    assert len(files_open()) == len(before) + 1
    spool.close()
    assert files_open() == before
    spool.add(bytes(3 * IN_MEMORY))  # from a worker that does not know yet
    spool.add(b"x")
    assert spool.take() == b""
    assert files_open() == before
    spool.close()


def test_little_is_held_in_memory() -> None:
    spool = Spool()
    block = bytes(64 * 1024)
    tracemalloc.start()
    try:
        for _ in range(400):
            spool.add(bytes(block))
        held, _ = tracemalloc.get_traced_memory()
        assert held < 2 * IN_MEMORY
        total = 0
        while piece := spool.take():
            total += len(piece)
            held, _ = tracemalloc.get_traced_memory()
            assert held < 2 * IN_MEMORY
    finally:
        tracemalloc.stop()
    assert total == 400 * len(block)
    spool.close()


def test_a_full_disk_is_an_error_for_whoever_adds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    spool = Spool()
    spool.add(bytes(IN_MEMORY))
    with pytest.raises(OSError, match="gone"):
        spool.add(b"x")
    assert len(spool.take()) == IN_MEMORY
    spool.close()


def test_spools_share_the_room_on_disk() -> None:
    room = Room(3 * IN_MEMORY)
    first, second = Spool(room), Spool(room)
    first.add(bytes(IN_MEMORY))  # in memory, which is not counted
    assert room.used == 0
    first.add(bytes(2 * IN_MEMORY))
    second.add(bytes(IN_MEMORY))
    assert room.used == 2 * IN_MEMORY
    with pytest.raises(OSError, match="too many answers"):
        second.add(bytes(IN_MEMORY + 1))
    assert len(second.take()) == IN_MEMORY
    first.close()
    first.close()
    assert room.used == 0
    second.add(bytes(2 * IN_MEMORY))
    second.close()
    assert room.used == 0
