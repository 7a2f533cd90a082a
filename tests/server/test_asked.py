"""Parameters of an address or a form: read as Python's own reader does, which is slower."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.exceptions import HTTPException

from kg.server.asked import fields_of

PIECES = [*"%=&+ab3DEe0\n\r\t _.;~ \x00?é", "%0A", "%C3%A9", "%3D", "%25", "%26", "%2b", "=\n", "%\n", "=3D", "%E"]


@settings(deadline=None, max_examples=500)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_fields_are_decoded_once(text: str) -> None:
    try:
        text.encode("ascii")
        expected = parse_qsl(text, keep_blank_values=True, errors="strict")
    except UnicodeError:
        with pytest.raises(HTTPException, match="not UTF-8"):
            fields_of(text.encode())
    else:
        assert fields_of(text.encode()) == expected


def test_there_are_so_many_at_most() -> None:
    assert len(fields_of(b"&".join([b"a=1"] * 1000))) == 1000
    with pytest.raises(HTTPException, match="more than 1000"):
        fields_of(b"&".join([b"a=1"] * 1001))
