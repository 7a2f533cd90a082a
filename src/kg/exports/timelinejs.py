"""TimelineJS JSON (https://timeline.knightlab.com/docs/json-format.html): events with voices and sources.

TimelineJS takes texts for HTML, so that all are escaped. Dates are as precise as they are known; what the parts of a
date cannot say stands in the date that is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from kg.dates import Bounds
from kg.errors import BadParameter
from kg.exports.event_rows import Events, Record
from kg.exports.files import Out
from kg.exports.layers import coarse
from kg.exports.marks import standing
from kg.exports.node_link import listed
from kg.exports.source import Source
from kg.exports.texts import isolated, json_text, xml
from kg.known import Known
from kg.namespaces import BASE
from kg.statements import Claim
from kg.times import iso

MOST: Final = 1_000
"""More is too slow to look at in a browser."""
_HOW: Final = {"intended": "announced"}
Dates = dict[str, Any]


def write(source: Source, out: Out) -> None:
    """Write the events that were asked for, in the order of time; those without any known day are counted only.

    Args:
        source: a release, with filters for events.
        out: where to.

    Raises:
        BadParameter: if there are too many.
    """
    for text in _texts(source):
        out.write(text.encode())


def _texts(source: Source) -> Iterator[str]:
    found = Events(source)
    if found.count > MOST:
        wrong = f"a timeline of {found.count:,} events is too slow to look at"
        raise BadParameter("filters", wrong, f"at most {MOST:,} events: a period, an actor, a place, a type")
    known = Known(source.release)
    slides = [slide for record in found if (slide := _slide(known, record))]
    about = source.head_with({"events": len(slides), "events without a known day": found.count - len(slides)})
    told = {"headline": xml(about.lines[0]), "text": "".join(f"<p>{xml(line)}</p>" for line in about.lines[1:])}
    title = {"text": told, "autolink": False}
    yield f'{{"about": {json_text(about.record)},\n"title": {json_text(title)},\n"events": ['
    yield from listed(slides)
    yield '],\n"scale": "human"}\n'


def _slide(known: Known, record: Record) -> dict[str, Any] | None:
    path: str = record["path"]
    dates = dates_of(known.read([path]).events[0].bounds)
    if dates is None:
        return None
    parts: list[tuple[str, Iterable[str]]] = [
        ("Who", map(isolated, record["party_names"])),
        ("Where", map(isolated, record["place_names"])),
        ("Deaths", _deaths(record)),
        ("Standing", [standing(record["status"] or "")]),
    ]
    shown = ((name, ", ".join(filter(None, told))) for name, told in parts)
    rows = "".join(f"<p>{name}: {xml(text)}</p>" for name, text in shown if text)
    link = f'<p><a href="{BASE}{path}">{BASE}{path}</a></p>'
    return {
        **dates,
        "text": {"headline": xml(record["label"] or path), "text": rows + _sources(known, record) + link},
        "group": xml(next(iter(record["type_names"]), "event")),
        "unique_id": path.replace("/", "-"),
        "autolink": False,
    }


def _deaths(record: Record) -> list[str]:
    low, best, high = (record[name] for name in ("low", "best", "high"))
    between = f"{low} to {high}" if low is not None and high is not None and low != high else ""
    return [str(best), between] if best is not None else [between]


def _sources(known: Known, record: Record) -> str:
    """Write who says what of it and where, those who deny it too: each claim with its voice, or the dataset."""
    claims = [claim for claim in known.claims_about(record["path"]) if claim.withdrawn_on is None]
    said = [_said(known, claim) for claim in claims] or [_document(known, path) for path in record["sources"]]
    return f"<ul>{''.join(f'<li>{xml(text)}</li>' for text in said)}</ul>" if said else ""


def _said(known: Known, claim: Claim) -> str:
    document, how = _document(known, claim.document), _HOW.get(claim.modality, claim.modality)
    if claim.according_to == claim.document:
        return f"{document} ({how}): {claim.gloss}"
    return f"{isolated(known.name(claim.according_to))} ({how}): {claim.gloss} \N{EM DASH} {document}"


def _document(known: Known, path: str) -> str:
    document = known.once("documents", lambda: {one.path: one for one in known.release.shared.documents})[path]
    return ", ".join(text for text in (document.title, document.publisher, str(document.date)) if text != "unknown")


def dates_of(bounds: Bounds) -> Dates | None:
    """Give the dates of a slide; None if no day is known.

    Args:
        bounds: of the event.

    Example:
        >>> from kg.dates import bounds_of
        >>> dates_of(bounds_of("1982"))
        {'start_date': {'year': 1982}}
        >>> dates_of(bounds_of("../2024-12-08"))["display_date"]
        'ended by 2024-12-08, beginning not known'
    """
    first, begun, lasted, last = map(iso, (bounds.from_, bounds.surely_from, bounds.surely_until, bounds.until))
    if begun and lasted and begun <= lasted:
        return _lasting(coarse(first, begun), coarse(lasted, last))
    start, end = coarse(first, last)
    if start is None and end is None:
        return None
    dates: Dates = {"start_date": _parts(start or end or "")}
    if start is None:
        dates["display_date"] = f"ended by {end}, beginning not known"
    elif end is None:
        dates["display_date"] = f"{start} or later"
    elif start != end:
        dates |= {"end_date": _parts(end), "display_date": f"between {start} and {end}"}
    return dates


def _lasting(begins: tuple[str | None, str | None], ends: tuple[str | None, str | None]) -> Dates:
    """Give the dates of what has a beginning and an end, each known to some precision, or between two days."""
    dates: Dates = {"start_date": _parts(begins[0] or begins[1] or "")}
    if begins != ends or begins[0] != begins[1]:
        dates["end_date"] = _parts(ends[1] or ends[0] or "")
    if begins[0] != begins[1] or ends[0] != ends[1]:
        dates["display_date"] = _said_of(begins, ends)
    return dates


def _said_of(begins: tuple[str | None, str | None], ends: tuple[str | None, str | None]) -> str:
    """Say what the parts of two dates cannot: that a beginning or an end is open, or lies between two days."""
    if begins == (None, ends[0]) and ends[1] is None:
        return f"on {ends[0]}, beginning and end not known"
    if begins[0] == begins[1]:
        begun = f"from {begins[0]}"
    else:
        begun = f"begun by {begins[1]}" if begins[0] is None else f"begun between {begins[0]} and {begins[1]}"
    if ends[0] == ends[1]:
        return f"{begun}, until {ends[0]}"
    return (
        f"{begun}, until {ends[0]} or later" if ends[1] is None else f"{begun}, ended between {ends[0]} and {ends[1]}"
    )


def _parts(text: str) -> Mapping[str, int]:
    """Split a date into as many parts as it has."""
    return dict(zip(("year", "month", "day"), map(int, text.split("-")), strict=False))
