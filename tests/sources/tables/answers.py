"""Answers as texts, for tests that hold them against other readings of a table."""

from __future__ import annotations

from pyoxigraph import Triple

from kg.namespaces import BASE
from kg.release import Release


def asked(release: Release, sparql: str) -> list[dict[str, str]]:
    """Give the rows of a query's answer, each value as text; a thing is its path."""
    table = release.query(sparql).table
    assert table is not None
    return [
        {
            name: value.value.removeprefix(BASE)
            for name, value in zip(table.columns, row, strict=True)
            if value is not None and not isinstance(value, Triple)
        }
        for row in table.rows
    ]
