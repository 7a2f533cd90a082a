"""The latest events of one thing among those taken from rows of datasets, where there are very many."""

from __future__ import annotations

from contextlib import closing
from typing import Final

from kg.counting.occurrences import Occurrences
from kg.counting.reading import FILE, opened
from kg.counting.rows import EventRow
from kg.counting.window import INDEX
from kg.release import Release

_LOOKED_THROUGH: Final = 2_000
"""How many events at and within a place are looked through for those at the place itself."""
_WHERE: Final = {
    "actors": "list_contains(parties, $thing)",
    "places": "list_contains(places, $thing)",
    "events": "dyad = $thing",
}
_LATEST: Final = """
SELECT {columns} FROM read_parquet($table) WHERE source IS NOT NULL AND {where}
ORDER BY index_from DESC, path DESC LIMIT {most}
"""


def has_index(release: Release, path: str) -> bool:
    """Whether a thing's events are found by an index."""
    return path.startswith(("actors/", "places/")) and (release.path / INDEX).is_file()


def latest_rows(release: Release, path: str, most: int) -> list[EventRow]:
    """Find the latest events that a thing takes part in, or a pair of opponents.

    Args:
        release: where to look; one without a table of events has none.
        path: of an actor, a place, or an event that others are a part of.
        most: how many to give.
    """
    where = _WHERE.get(path.partition("/")[0])
    if where is None or not (release.path / FILE).is_file():
        return []
    found = _indexed(release, path, most)
    if found is None:
        columns = ", ".join(f'"{column}"' for column in EventRow._fields)
        sql = _LATEST.format(columns=columns, where=where, most=most)
        found = [EventRow(*row) for row in opened(release.path / FILE).rows(sql, {"thing": path})]
    return found


def _indexed(release: Release, path: str, most: int) -> list[EventRow] | None:
    """Find them by the index; None if it does not tell."""
    index = release.path / INDEX
    if not has_index(release, path):
        return None
    with closing(Occurrences(index)) as known:
        events = known.latest(path, _LOOKED_THROUGH if path.startswith("places/") else 2 * most)
        every = len(events) == known.count(path)
    found = [row for row in events if row.source and path in (*row.parties, *row.places)][:most]
    return found if every or len(found) == most else None


def events_of_actor(release: Release, path: str) -> int | None:
    """Count the events that an actor takes part in, if the index tells."""
    index = release.path / INDEX
    if not path.startswith("actors/") or not has_index(release, path):
        return None
    with closing(Occurrences(index)) as known:
        return known.count(path)
