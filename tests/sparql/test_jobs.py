"""Frames come out as they went in, however the bytes between were cut."""

from __future__ import annotations

from itertools import cycle

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.sparql.jobs import DATA, ENDED, FAILED, READY, Ended, Failed, Frames, Job, frame, message

BLOCKS = st.binary(max_size=300).map(lambda data: (DATA, data))
VALUES = st.one_of(
    st.builds(Ended, st.booleans(), st.booleans()).map(lambda ended: (ENDED, ended)),
    st.builds(Failed, st.sampled_from(["time", "size"]), st.text(max_size=50)).map(lambda failed: (FAILED, failed)),
    st.just((READY, {"network": "namespace", "memory": True})),
    st.builds(Job, st.just("ask"), st.text(max_size=20), st.just({"name": "urn:x"})).map(lambda job: (b"J", job)),
)


def sent(kind: bytes, value: object) -> bytes:
    return frame(kind, value) if isinstance(value, bytes) else message(kind, value)


@settings(deadline=None)
@given(st.lists(st.one_of(BLOCKS, VALUES), max_size=12), st.lists(st.integers(1, 400), min_size=1, max_size=5))
def test_a_round_trip(frames: list[tuple[bytes, object]], sizes: list[int]) -> None:
    stream = b"".join(sent(kind, value) for kind, value in frames)
    reader, got, at = Frames(), list[tuple[bytes, object]](), 0
    for size in cycle(sizes):
        got += reader.feed(stream[at : at + size])
        at += size
        if at >= len(stream):
            break
    assert got == frames
    assert reader.feed(b"") == []


def test_a_frame_is_given_as_soon_as_it_is_whole() -> None:
    reader = Frames()
    stream = frame(DATA, b"abc") + frame(DATA, b"") + message(ENDED, Ended())
    counts = [len(reader.feed(stream[at : at + 1])) for at in range(len(stream))]
    assert [at for at, count in enumerate(counts) if count] == [7, 12, len(stream) - 1]


def test_blocks_are_bytes_and_not_unpickled() -> None:
    block = message(ENDED, Ended())
    assert Frames().feed(frame(DATA, block)) == [(DATA, block)]
