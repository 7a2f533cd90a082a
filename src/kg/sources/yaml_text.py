"""YAML files read as plain text values that remember their line and column.

Every scalar stays the text that a person wrote: no date, number or ``no`` is guessed at. Anchors, aliases and tags are
refused, for a reviewed file needs none and an alias can blow a small file up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG
from typing import Any, Final, cast

import yaml

from kg.errors import DataError, Location, Problem
from kg.identifiers import sha256

MAX_BYTES: Final = 8_000_000
MAX_DEPTH: Final = 12

_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What YAML forbids, and XML cannot hold."""

Key = tuple[str | int, ...]
"""The way from the top of a file to a value: mapping keys and list indices."""


@dataclass(slots=True)
class Tree:
    """What a YAML file says, and where it says it.

    Attributes:
        file: the name to use in messages.
        sha256: hash of the very bytes that were read.
        value: mappings, lists, texts, and None where nothing is written.
        places: line and column of each value's key, or of the value itself in a list.
    """

    file: str
    sha256: str = ""
    value: Any = None
    places: dict[Key, tuple[int, int]] = field(default_factory=dict)

    def at(self, *key: str | int) -> Location:
        """Locate a value, or the nearest thing around it that has a place."""
        for length in range(len(key), -1, -1):
            if key[:length] in self.places:
                return Location(self.file, *self.places[key[:length]])
        return Location(self.file)


def read_yaml(path: Path) -> Tree:
    """Read a YAML file.

    Args:
        path: the file; its own spelling is used in messages.

    Returns:
        Its tree; an empty file gives the value None.

    Raises:
        DataError: if it cannot be read, is not UTF-8, is not YAML, names a key twice, is nested more than 12 deep, is
            larger than 8 MB, or uses anchors, aliases or tags.
    """
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):
            raise _problem(path, 0, 0, "is not a file", "a file with YAML in it")
        if status.st_size > MAX_BYTES:
            raise _problem(path, 0, 0, f"has {status.st_size:,} bytes", f"at most {MAX_BYTES:,}; split the file")
        data = path.read_bytes()
    except OSError as error:
        raise _problem(path, 0, 0, f"cannot be read: {error.strerror}", "a readable file") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        wrong = f"not UTF-8: byte 0x{data[error.start]:02x}"
        raise _problem(path, line, column, wrong, "a file saved as UTF-8") from error
    if odd := _UNPRINTABLE.search(text):
        raise _problem(path, *_place_of(text, odd.start()), f"a control character, {odd.group()!r}", "text without any")
    try:
        # The C parser is twenty times faster than the Python one; a wheel of PyYAML without it has no CBaseLoader.
        events = yaml.parse(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
        tree = _Builder(path).build(cast("Iterator[Any]", events))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        wrong = f"not YAML: {error.problem or error.context}"
        raise _problem(
            path, line, column, wrong, "YAML: two blanks a level, `key: value`, `- ` before each item"
        ) from None
    tree.sha256 = sha256(data)
    return tree


def _place_of(text: str, position: int) -> tuple[int, int]:
    before = text[:position]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _problem(path: Path, line: int, column: int, wrong: str, expected: str) -> DataError:
    return DataError([Problem(Location(str(path), line, column), wrong, expected)])


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being read."""

    key: Key
    value: dict[str, Any] | list[Any]
    pending: str | None = None


class _Builder:
    """Builds a tree from the parser's events with a stack of its own, so that no nesting can exhaust Python's."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tree = Tree(str(path))
        self.stack: list[_Open] = []
        self.documents = 0

    def build(self, events: Iterator[Any]) -> Tree:
        for event in events:
            match event:
                case yaml.DocumentStartEvent():
                    self.documents += 1
                    if self.documents > 1:
                        raise self._wrong(event, "a second document begins here", "one document a file")
                case yaml.AliasEvent():
                    raise self._wrong(event, f"an alias (*{event.anchor})", "the value written out")
                case yaml.ScalarEvent():
                    self._check(event)
                    self._scalar(event)
                case yaml.MappingStartEvent():
                    self._check(event)
                    self._open(event, {})
                case yaml.SequenceStartEvent():
                    self._check(event)
                    self._open(event, [])
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self.stack.pop()
        return self.tree

    def _check(self, event: Any) -> None:
        if event.anchor:
            raise self._wrong(event, f"an anchor (&{event.anchor})", "the value written out where it is used")
        if event.tag not in (None, "!"):
            raise self._wrong(event, f"a tag ({event.tag})", "plain values")

    def _scalar(self, event: Any) -> None:
        if odd := _UNPRINTABLE.search(event.value):  # written as an escape in double quotes
            raise self._wrong(event, f"a control character, {odd.group()!r}", "text without any")
        top = self.stack[-1] if self.stack else None
        if top and isinstance(top.value, dict) and top.pending is None:
            if event.value in top.value:
                raise self._wrong(event, f"the key {event.value!r} stands here twice", "each key once")
            top.pending = event.value
            self.tree.places[*top.key, event.value] = self._place(event)
            top.value[event.value] = None
            return
        plain = not event.style
        self._put(event, None if plain and event.value in ("", "~", "null") else event.value)

    def _open(self, event: Any, value: dict[str, Any] | list[Any]) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise self._wrong(event, f"nested more than {MAX_DEPTH} deep", "the few levels that the format has")
        top = self.stack[-1] if self.stack else None
        if top and isinstance(top.value, dict) and top.pending is None:
            raise self._wrong(event, "a key that is not a text", "a text before the colon")
        self.stack.append(_Open(self._put(event, value), value))

    def _put(self, event: Any, value: Any) -> Key:
        """Store a value where it belongs and give the way to it."""
        if not self.stack:
            self.tree.value = value
            self.tree.places[()] = self._place(event)
            return ()
        top = self.stack[-1]
        if isinstance(top.value, dict):
            assert top.pending is not None
            key: Key = (*top.key, top.pending)
            top.value[top.pending], top.pending = value, None
        else:
            key = (*top.key, len(top.value))
            top.value.append(value)
            self.tree.places[key] = self._place(event)
        return key

    @staticmethod
    def _place(event: Any) -> tuple[int, int]:
        return event.start_mark.line + 1, event.start_mark.column + 1

    def _wrong(self, event: Any, wrong: str, expected: str) -> DataError:
        return _problem(self.path, *self._place(event), wrong, expected)
