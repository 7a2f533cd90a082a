"""Places as features, from the table of places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from kg.counting.naming import names_of
from kg.counting.reading import opened
from kg.errors import UnknownThing
from kg.features.place_table import COLUMNS, FILE
from kg.features.questions import Box, Extent, Feature, Page, Point, Question
from kg.release import Release

_SELECT: Final = f"SELECT {', '.join(COLUMNS)} FROM read_parquet($table)"  # noqa: S608  of words of ours
_EXTENT: Final = "SELECT min(long), min(lat), max(long), max(lat) FROM read_parquet($table)"
_SOME: Final = "SELECT path, long, lat FROM read_parquet($table) WHERE list_contains($paths::VARCHAR[], path)"


def page(release: Release, question: Question) -> Page:
    """Give a page of places, in the order of their paths; they are of all times.

    Raises:
        StoreDamaged: if the release has no table of places.
    """
    table = opened(release.path / FILE)
    condition, values = question.box.condition() if question.box else ("true", {})
    [(matched,)] = table.rows(f"SELECT count(*) FROM read_parquet($table) WHERE {condition}", dict(values))  # noqa: S608
    given: dict[str, Any] = {**values, "limit": question.limit + 1}
    if question.after is not None:
        condition, given["after"] = f"{condition} AND path > $after", question.after[0]
    found = table.rows(f"{_SELECT} WHERE {condition} ORDER BY path LIMIT $limit", given)
    shown = found[: question.limit]
    return Page(_features(release, shown), (shown[-1][0],) if len(found) > len(shown) else None, matched)


def feature(release: Release, id_: str) -> Feature:
    """Give one place.

    Raises:
        UnknownThing: if there is none with this id; it carries the nearest.
        StoreDamaged: if the release has no table of places.
    """
    path = f"places/{id_}"
    release.require(path)
    for found in _features(release, opened(release.path / FILE).rows(f"{_SELECT} WHERE path = $path", {"path": path})):
        return found
    raise UnknownThing(path)


def extent(release: Release) -> Extent:
    """Tell where places are; they are of all times."""
    [(west, south, east, north)] = opened(release.path / FILE).rows(_EXTENT, {})
    return Extent(None if west is None else Box(west, south, east, north))


def points_of(release: Release, paths: Iterable[str]) -> dict[str, Point]:
    """Give the points of places, by path; of those that have one."""
    found = opened(release.path / FILE).rows(_SOME, {"paths": sorted(set(paths))})
    return {path: (east, north) for path, east, north in found if east is not None and north is not None}


def _features(release: Release, rows: Iterable[tuple[Any, ...]]) -> tuple[Feature, ...]:
    records = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    names = names_of(release.store, {record["within"] for record in records if record["within"]})
    return tuple(_feature(record, names) for record in records)


def _feature(row: Mapping[str, Any], names: Mapping[str, str]) -> Feature:
    properties = {
        "name": row["name"],
        "kind": row["kind"],
        "within": row["within"],
        "within_name": names.get(row["within"], row["within"]) if row["within"] else None,
        **{name: row[name] for name in ("names", "languages", "events", "coordinates_from", "same_as")},
    }
    point = None if row["lat"] is None or row["long"] is None else (row["long"], row["lat"])
    return Feature(row["path"].removeprefix("places/"), row["path"], point, properties)
