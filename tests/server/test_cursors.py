from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import BadParameter
from kg.server.cursors import read, written

KEY = st.lists(st.none() | st.integers() | st.text(st.characters(codec="utf-8")), max_size=5)


@given(KEY)
def test_what_is_read_is_what_was_written(key: list[str | int | None]) -> None:
    assert read(written(key, "/events", {"on": "2024"}), "/events", {"on": "2024"}) == key


@given(KEY)
def test_it_is_fit_for_an_address(key: list[str | int | None]) -> None:
    text = written(key, "/events", {})
    assert text.isascii()
    assert text.replace("-", "").replace("_", "").isalnum()


def test_how_a_page_looks_may_change_from_page_to_page() -> None:
    cursor = written(["a"], "/events", {"on": "2024", "limit": "5", "fields": "id"})
    for looks in ({}, {"limit": "7"}, {"fields": "name"}, {"format": "csv"}, {"cursor": cursor}):
        assert read(cursor, "/events", {"on": "2024", **looks}) == ["a"]


@pytest.mark.parametrize(
    ("path", "values"),
    [("/places", {"on": "2024"}), ("/events", {}), ("/events", {"on": "2025"}), ("/events", {"to": "2024"})],
)
def test_it_means_nothing_for_another_question(path: str, values: dict[str, str]) -> None:
    with pytest.raises(BadParameter, match="it belongs to another question"):
        read(written(["a"], "/events", {"on": "2024"}), path, values)


def forged(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


MARK = json.loads(base64.urlsafe_b64decode(written([], "/events", {}) + "=="))[0]


@pytest.mark.parametrize(
    "cursor",
    [
        "x", "", "=", "!!!!", "é", "AAAA", "a" * 5_000, forged({}), forged(5), forged(None), forged([]), forged([MARK, [1]]),
        forged([MARK, 1.5]), forged([MARK, True]), forged([MARK, {"a": 1}]), forged([MARK, "\ud800"]), forged([[]]),
        base64.urlsafe_b64encode(b"[" * 5_000).decode(), base64.urlsafe_b64encode(b"\xff\xfe").decode(),
        base64.urlsafe_b64encode(f'["{MARK}", {"9" * 5_000}]'.encode()).decode(),
    ],
)  # fmt: skip
def test_what_is_none_is_refused(cursor: str) -> None:
    with pytest.raises(BadParameter) as error:
        read(cursor, "/events", {})
    assert error.value.name == "cursor"
    assert len(error.value.arrived or "") <= 200


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with pytest.raises(BadParameter):
        read(text, "/events", {})
