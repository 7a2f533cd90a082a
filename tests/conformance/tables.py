"""Answers as values, and telling whether two are the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import rdflib
from rdflib.compare import isomorphic


class Term(NamedTuple):
    """An RDF term; in CSV, which does not tell kinds apart, only its text."""

    kind: str
    """``uri``, ``literal``, ``bnode`` or ``text``."""
    value: str
    datatype: str = ""
    lang: str = ""


Row = Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Rows:
    """A table; a row lacks the variables that are not bound in it."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


Answer = Rows | rdflib.Graph | bool


def difference(expected: Answer, actual: Answer, *, ordered: bool = False) -> str | None:
    """Tell how an answer differs from the expected one; None if it does not.

    Args:
        expected: what the suite says.
        actual: what came.
        ordered: whether the order of rows counts.
    """
    match expected, actual:
        case bool(), bool():
            same = expected == actual
        case Rows(), Rows():
            same = set(expected.columns) == set(actual.columns) and _same_rows(expected.rows, actual.rows, ordered)
        case rdflib.Graph(), rdflib.Graph():
            same = isomorphic(_plain(expected), _plain(actual))
        case _:
            same = False
    return None if same else f"expected {_shown(expected, actual)}\n     got {_shown(actual, expected)}"


def _same_rows(expected: Sequence[Row], actual: Sequence[Row], ordered: bool) -> bool:
    if len(expected) != len(actual):
        return False
    if ordered:
        return _same_sequence(expected, actual)
    if not any(term.kind == "bnode" for row in expected for term in row.values()):
        return Counter(map(_key, expected)) == Counter(map(_key, actual))
    return _bijection(sorted(expected, key=_blanks), list(actual), {})


def _same_sequence(expected: Sequence[Row], actual: Sequence[Row]) -> bool:
    names: dict[str, str] = {}
    for left, right in zip(expected, actual, strict=True):
        found = _matched(left, right, names)
        if found is None:
            return False
        names = found
    return True


def _bijection(expected: Sequence[Row], actual: Sequence[Row], names: dict[str, str]) -> bool:
    """Whether the rows can be paired so that blank nodes correspond one to one."""
    if not expected:
        return True
    for index, row in enumerate(actual):
        found = _matched(expected[0], row, names)
        if found is not None and _bijection(expected[1:], [*actual[:index], *actual[index + 1 :]], found):
            return True
    return False


def _matched(left: Row, right: Row, names: dict[str, str]) -> dict[str, str] | None:
    """Give the names of blank nodes by which two rows are the same, beyond those given; None if there are none."""
    if left.keys() != right.keys():
        return None
    found = dict(names)
    for name, term in left.items():
        other = right[name]
        if term.kind == other.kind == "bnode":
            if found.setdefault(term.value, other.value) != other.value:
                return None
        elif term != other:
            return None
    return found if len(set(found.values())) == len(found) else None


def _blanks(row: Row) -> int:
    return sum(term.kind == "bnode" for term in row.values())


def _key(row: Row) -> frozenset[tuple[str, Term]]:
    return frozenset(row.items())


def _plain(graph: rdflib.Graph) -> rdflib.Graph:
    """Give the triples alone, literals as RDF 1.1 sees them."""
    plain = rdflib.Graph()
    for triple in graph:
        plain.add(tuple(_simple(node) for node in triple))
    return plain


def _simple(node: Any) -> Any:
    if isinstance(node, rdflib.Literal) and node.datatype == rdflib.XSD.string:
        return rdflib.Literal(str(node))
    return node


def _shown(answer: Answer, other: Answer) -> str:
    """Write an answer, of a table only the rows that the other has not."""
    if not isinstance(answer, Rows):
        return str(answer) if isinstance(answer, bool) else answer.serialize(format="nt")
    others = Counter(map(_key, other.rows)) if isinstance(other, Rows) else Counter()
    surplus = Counter(map(_key, answer.rows)) - others
    rows = ["  ".join(f"?{name}={'|'.join(term)}" for name, term in sorted(row)) for row in surplus.elements()]
    return "\n    ".join([f"{len(answer.rows)} rows of {' '.join(answer.columns)}, among them", *rows])
