"""Asking look-ups as the server does, and their answers taken apart into rows like those of stored queries."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from types import ModuleType
from typing import Any

from kg.lookups import AFTER, FORM, Found
from kg.namespaces import BASE
from kg.parameters import read
from kg.release import Release

Rows = set[tuple[Any, ...]]
SAID = ("voice", "document", "start", "end", "row", "gloss")
"""What a voice has in look-ups and stored queries alike."""


def found(release: Release, module: ModuleType, after: Any = None, form: str = "json", **texts: str) -> Found:
    """Ask for a page; a parameter ``from`` is given as ``from_``."""
    given = [(name.removesuffix("_"), text) for name, text in texts.items()]
    values = read(given, module.LOOKUP.parameters, release.resolve) | {AFTER: after, FORM: form}
    answer: Found = module.LOOKUP.answer(release, values)
    return answer


def records(release: Release, module: ModuleType, **texts: str) -> list[dict[str, Any]]:
    """Ask for all pages, one after another."""
    pages: list[dict[str, Any]] = []
    after: Any = None
    while True:
        page = found(release, module, after, **texts)
        pages += map(dict, page.records)
        after = None if page.after is None else list(page.after)
        if after is None:
            return pages


def stored(release: Release, slug: str, columns: str, **texts: str) -> Rows:
    """Ask a stored query, for rows of some columns."""
    given = {name.removesuffix("_"): text for name, text in texts.items()}
    rows = release.ask_stored(slug, **given).records()
    return {tuple(_short(row[column]) for column in columns.split()) for row in rows}


def _short(value: Any) -> Any:
    return value.removeprefix(BASE) if isinstance(value, str) else value


def path(thing: Any) -> Any:
    """Give the id of a thing in a record."""
    return None if thing is None else thing["id"]


def paths(things: list[Any]) -> list[Any]:
    """Give the ids of things, or None for none of them."""
    return [path(thing) for thing in things] or [None]


def said(voice: dict[str, Any]) -> tuple[Any, ...]:
    """Give what `SAID` names."""
    return tuple(path(voice[name]) if name in ("voice", "document") else voice[name] for name in SAID)


def extents(codes: list[str]) -> list[str | None]:
    return [f"codes/extent/{code}" for code in codes] or [None]


def support_rows(records: list[dict[str, Any]]) -> Rows:
    return {
        (
            path(record["supporter"]), path(record["supported"]), kind, record["answer"], voice["answer"],
            path(record["status"]), *said(voice), path(record["situation"]),
        )
        for record in records
        for voice in record["voices"]
        for kind in paths(voice["kinds"])
    }  # fmt: skip


SUPPORT = "supporter supported form answer byThisVoice status voice document start end row gloss situation"


def control_rows(records: list[dict[str, Any]]) -> Rows:
    return set(_control_rows(records))


def _control_rows(records: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    for record in records:
        if record["answer"] == "no evidence":
            yield (path(record["place"]), None, "no evidence", *[None] * 12)
        for voice in record["voices"]:
            held = (record["from"], record["until"], path(record["status"]))
            extent = voice["extent"] and f"codes/extent/{voice['extent']}"
            head = (path(record["place"]), path(record["holder"]), record["answer"], record["standing"], extent)
            yield (*head, *held, *said(voice), path(record["situation"]))


CONTROL = "place holder answer standing extent from until status voice document start end row gloss control"


def change_rows(records: list[dict[str, Any]]) -> Rows:
    return {
        (
            place, taker, loser, extent, record["from"], record["until"], path(record["status"]), *said(voice),
            path(record["fact"]),
        )
        for record in records
        for voice in record["voices"]
        for place, taker, loser, extent in product(
            paths(voice["places"]), paths(voice["takers"]), paths(voice["losers"]), extents(voice["extents"])
        )
    }  # fmt: skip


CHANGES = "place taker loser extent first last status voice document start end row gloss event"


def dispute_rows(records: list[dict[str, Any]]) -> Rows:
    return {
        (
            path(record["about"]),
            *(
                part
                for side in (record["one"], record["other"])
                for part in (path(side["about"]), side["says"], *(one for one in said(side) if one), side["claim"])
            ),
        )
        for record in records
    }


DISPUTES = (
    "about about says voice document start end gloss claim "
    "otherAbout otherSays otherVoice otherDocument otherStart otherEnd otherGloss otherClaim"
)


def event_rows(records: list[dict[str, Any]]) -> Rows:
    return {
        (record["from"], record["until"], path(record["event"]), kind, path(record["status"]), *said(voice))
        for record in records
        for voice in record["voices"]
        for kind in paths(voice["types"])
    }


TIMELINE = "first last event type status voice document start end row gloss"


def death_rows(records: list[dict[str, Any]]) -> Rows:
    return {
        (
            record["from"], record["until"], path(record["event"]), voice["low"], voice["best"], voice["high"],
            *said(voice),
        )
        for record in records
        for voice in record["figures"]
    }  # fmt: skip


CASUALTIES = "first last event low best high voice document start end row gloss"
