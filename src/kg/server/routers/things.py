"""Each thing at its own address: what is known of it, as a page or as JSON."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from kg.cards import card
from kg.server.dependencies import Accept, Current, Format
from kg.server.negotiation import choose
from kg.server.pages import SECTIONS, page
from kg.server.problems import problem

router = APIRouter(tags=["things"])
_FORMS: Final = ("json", "html")


def _register(section: str) -> None:
    def show(slug: str, release: Current, form: Format = None, accept: Accept = None) -> Response:
        chosen = choose(form, accept, _FORMS)
        known = card(release, f"{section}/{slug}")
        response: Response
        if chosen is None:
            response = problem(406, f"accepted is only {accept}", expected="application/json, text/html")
        elif chosen == "html":
            response = page("thing.html", release=release, card=known)
        else:
            response = JSONResponse(known.record())
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
