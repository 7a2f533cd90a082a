"""The page of a thing: its card in words, with the ways to the explorer's views of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Response

from kg.cards import Card
from kg.release import Release
from kg.server.bundles import scripted
from kg.server.pages import page
from kg.server.voiced import SIDES, said, sides
from kg.server.wording import rows

_VIEWS: Final = {
    "actors": (("In the network", "network", "actor"), ("On the timeline", "timeline", "actor")),
    "places": (("On the map", "map", "place"), ("On the timeline", "timeline", "place")),
}


def card_page(release: Release, card: Card, forms: Mapping[str, str], pinned: str = "") -> Response:
    """Show a card; where it has passages, with the script that finds them in the reader's copy.

    Args:
        release: that it is of.
        card: what to show.
        forms: addresses of the same in other forms, by suffix.
        pinned: name of the release, if that was asked for.
    """
    plain, technical = rows(card)
    values: dict[str, Any] = {
        "release": release,
        "pinned": pinned,
        "card": card,
        "forms": forms,
        "rows": plain,
        "technical": technical,
        "views": _views(card),
        "sides": sides(card.claims) if card.claims else {},
        "headings": SIDES,
        "passages": [said(record) for record in card.passages],
    }
    return scripted("passages.html", "passage", **values) if card.passages else page("thing.html", **values)


def _views(card: Card) -> list[tuple[str, str]]:
    """Give the views of the explorer that show it, each with its address."""
    section, _, slug = card.path.partition("/")
    found = [(words, f"/explore/{view}?{urlencode({name: slug})}") for words, view, name in _VIEWS.get(section, ())]
    if section in ("events", "situations"):
        found.append(("All evidence, and the passages in your copy", f"/{card.path}/evidence?format=html"))
    return found
