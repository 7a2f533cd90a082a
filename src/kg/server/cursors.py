"""Cursors: where a page begins, as an opaque text for an address.

A cursor holds the values by which the records are sorted, not a number of records to leave out, so that it means the
same in a newer release. It also holds a mark of the question, as it means nothing for another one.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from kg.errors import BadParameter
from kg.identifiers import canonical_json, sha256

Key = Sequence[str | int | None]
_MARK: Final = 8
_LOOKS: Final = frozenset({"limit", "cursor", "fields", "format"})
_EXPECTED: Final = "the text that `next` of the page before has, with the same other parameters"


def written(key: Key, path: str, values: Mapping[str, str]) -> str:
    """Write a cursor.

    Args:
        key: of the last record of this page.
        path: of the address.
        values: the parameters as they came; those that say only how a page looks may change from page to page.

    Example:
        >>> read(written(["2024-12-08", "events/e1"], "/events", {}), "/events", {"limit": "10"})
        ['2024-12-08', 'events/e1']
    """
    text = json.dumps([_mark(path, values), *key], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(cursor: str, path: str, values: Mapping[str, str]) -> list[str | int | None]:
    """Read a cursor.

    Raises:
        BadParameter: if it is none, or of another question.
    """
    try:
        data = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        mark, *key = json.loads(data)
    except (binascii.Error, ValueError, TypeError, RecursionError):
        raise BadParameter("cursor", "no cursor of this server", _EXPECTED, cursor[:200]) from None
    if not all(map(_is_part, key)):
        raise BadParameter("cursor", "no cursor of this server", _EXPECTED, cursor[:200])
    if mark != _mark(path, values):
        raise BadParameter("cursor", "it belongs to another question", _EXPECTED, cursor[:200])
    return list(key)


def _is_part(value: Any) -> bool:
    """Tell whether a value can be a part of a key: JSON can hold texts that are none in UTF-8."""
    if isinstance(value, str):
        return value.encode(errors="ignore").decode() == value
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def _mark(path: str, values: Mapping[str, str]) -> str:
    asked = sorted((name, value) for name, value in values.items() if name not in _LOOKS)
    return sha256(canonical_json([path, asked]))[:_MARK]
