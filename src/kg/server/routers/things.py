"""Each thing at its own address: what is known of it, as a page or as JSON."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from kg.server.dependencies import Accept, Current, Format
from kg.server.inner import card_of
from kg.server.negotiation import CARDS, choose
from kg.server.pages import SECTIONS, page

router = APIRouter(tags=["things"])


def _register(section: str) -> None:
    async def show(
        slug: str, request: Request, release: Current, form: Format = None, accept: Accept = None
    ) -> Response:
        chosen, _ = choose(form, accept, CARDS)
        known = await card_of(request, release, f"{section}/{slug}")
        response: Response
        response = page("thing.html", release=release, card=known) if chosen == "html" else JSONResponse(known.record())
        response.headers["Vary"] = "Accept"
        return response

    noun = section.removesuffix("s")
    router.add_api_route(
        f"/{section}/{{slug}}",
        show,
        name=noun,
        summary=f"What is known of one {noun}",
        description="Its names, what happened, who held what, relations, disputes and sources; as JSON or as a page.",
        responses={404: {}, 406: {}},
    )


for _section in SECTIONS:
    _register(_section)
