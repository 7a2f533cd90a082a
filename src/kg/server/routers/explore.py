"""The explorer: pages that show a day as a map, a network, a timeline, and what changed.

A page is a frame. Its script asks the same addresses as everybody else, and the page's own address says all that it
shows. Without scripts, each view leads to the look-up that tells the same as a table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from kg.errors import ReleaseGone, UnknownThing
from kg.server.bundles import scripted
from kg.server.dependencies import Configured, current, released
from kg.server.pages import page

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class View:
    """A view of the explorer.

    Attributes:
        slug: its name in addresses; its script has the same.
        title: what its link says.
        question: what it answers.
        table: the address that answers in a table.
    """

    slug: str
    title: str
    question: str
    table: str


VIEWS: Final = {
    view.slug: view
    for view in (
        View("map", "Map", "Who held what, and what happened where?", "/control?format=html"),
        View("network", "Network", "Who stood with whom, and who against?", "/network?format=html"),
        View("timeline", "Timeline", "What happened when?", "/timeline?format=html"),
        View("changes", "Changes", "What changed between two days?", "/changes?format=html"),
    )
}


@router.get("/explore")
def explore() -> Response:
    """Lead to the first view."""
    return RedirectResponse("/explore/map", 307)


@router.get("/explore/{slug}")
async def view(request: Request, slug: str, settings: Configured, *, embed: bool = False) -> Response:
    """Show a view; embedded, without what surrounds it, and in any site's frame."""
    if slug not in VIEWS:
        raise UnknownThing(f"explore/{slug}", [f"explore/{known}" for known in VIEWS])
    try:
        release = await released(request)
    except ReleaseGone as gone:
        others = str(request.query_params)  # from which the release was taken out
        return page("gone.html", 410, release=current(request).get(), wrong=str(gone), view=VIEWS[slug], others=others)
    return scripted(
        "explore.html",
        slug,
        framed=embed,
        tiles=settings.tiles,
        settings=settings,
        release=release,
        view=VIEWS[slug],
        views=VIEWS.values(),
        embed=embed,
    )
