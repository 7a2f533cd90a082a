"""The first page: the questions as forms, each with a real answer."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from kg.server.dependencies import Configured, Current
from kg.server.pages import page
from kg.server.routers.queries import example
from kg.stored_queries import stored_queries

router = APIRouter(include_in_schema=False)


@router.get("/")
async def home(request: Request, release: Current, settings: Configured) -> Response:
    """Show the questions."""
    asked = [await example(request, release, query, settings.max_rows) for query in stored_queries().values()]
    return page("home.html", release=release, questions=asked)
