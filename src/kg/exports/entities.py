"""Actors and places as JSON Lines: one object an entity, sorted by path."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kg.exports.files import Out
from kg.exports.source import Source
from kg.release import Release
from kg.statements import Actor, Place


def write(source: Source, out: Out) -> None:
    """Write them.

    Args:
        source: of the release.
        out: where to.
    """
    for line in entity_lines(source.release):
        out.write(line.encode())


def entity_lines(release: Release) -> Iterator[str]:
    """Give each actor and place as a line of JSON; without what only datasets name that may not be handed on.

    Args:
        release: where they are.
    """
    for entity in release.shared.entities:
        yield json.dumps(entity_record(entity), ensure_ascii=False) + "\n"


def entity_record(entity: Actor | Place) -> dict[str, Any]:
    """Give an actor or place as plain values; `labels` are all real names, by language."""
    labels: dict[str, list[str]] = {}
    for language, text in (*entity.labels.preferred, *entity.labels.other):
        labels.setdefault(language, []).append(text)
    record: dict[str, Any] = {
        "id": entity.path,
        "class": "Place" if isinstance(entity, Place) else "Person" if entity.person else "Group",
        "kind": entity.kind,
        "label": entity.labels.shown,
        "labels": labels,
        "hidden_labels": [text for _, text in entity.labels.hidden],
        "same_as": entity.same_as,
    }
    if isinstance(entity, Actor):
        return record | {"part_of": entity.part_of}
    return record | {
        "within": entity.within,
        "lat": float(entity.lat) if entity.lat is not None else None,
        "lon": float(entity.long) if entity.long is not None else None,
    }
