"""What routes ask for, under names that read as a contract.

The framework calls what is `async` at once, and everything else in a thread, which takes longer than most of it.
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import Depends, Header, Path, Query, Request
from fastapi.routing import APIRoute

from kg.errors import BadParameter
from kg.release import Release
from kg.server.current import CurrentRelease
from kg.server.live import Live
from kg.settings import Settings

RELEASE: Final[dict[str, Any]] = {
    "name": "release",
    "in": "query",
    "required": False,
    "description": "name of a release to answer from, as in `/release`: the same answer for as long as it is kept, "
    "and 410 after that; without it the current release answers",
    "schema": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
}
"""The parameter that `released` reads, as OpenAPI documents it (https://spec.openapis.org/oas/v3.1.0)."""
NAMED: Final = "ckg.release"
"""In a request's scope: what is told of the release that its address names; empty where it names none."""


def part(description: str, example: str, **more: Any) -> Any:
    """Document a part of a path.

    Args:
        description: what it is.
        example: one that is there.
        more: members of its JSON Schema.
    """
    return Path(description=description, json_schema_extra={**more, "example": example})


def current(request: Request) -> CurrentRelease:
    """Give what knows the releases."""
    known: CurrentRelease = request.app.state.current
    return known


def takes_release(route: APIRoute) -> bool:
    """Whether a route answers from a release that its address names."""
    return any(one.call is released for one in route.dependant.dependencies)


async def released(request: Request) -> Release:
    """Give the release that a request's address names, or the current one.

    The parameter is taken out of the request: a route's own reading of its parameters knows nothing of it.

    Raises:
        BadParameter: if it cannot be the name of one.
        ReleaseGone: if it is not kept any more, or never was.
    """
    releases = current(request)
    given = request.query_params.getlist("release")
    if not given:
        return await _current(releases)
    if len(given) > 1:
        raise BadParameter("release", "given twice", "one value", given[0][:200])
    others = [pair for pair in request.query_params.multi_items() if pair[0] != "release"]
    request.scope["query_string"] = urlencode(others).encode()
    vars(request).pop("_query_params", None)  # the framework remembers what it has read
    if not given[0].strip():  # a form's empty field
        return await _current(releases)
    release = await asyncio.to_thread(releases.opened, given[0].strip())
    request.scope.setdefault(NAMED, {})["release"] = release.name
    return release


async def _latest(request: Request) -> Release:
    return await _current(current(request))


async def _current(releases: CurrentRelease) -> Release:
    release = releases.at_hand()
    return await asyncio.to_thread(releases.get) if release is None else release


def named(request: Request) -> dict[str, str]:
    """Give the parameter by which a request's address names its release; none where it names none."""
    return dict(request.scope.get(NAMED, {}))


async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


async def _live(request: Request) -> Live:
    live: Live = request.app.state.live
    return live


Queries = Annotated[Live, Depends(_live)]
Current = Annotated[Release, Depends(released)]
"""The current release, or the one that the address names."""
Latest = Annotated[Release, Depends(_latest)]
"""The current release, for protocols whose own addresses would lead from a named release to it in any case."""
Configured = Annotated[Settings, Depends(_settings)]
Accept = Annotated[str | None, Header(include_in_schema=False)]
Format = Annotated[str | None, Query(alias="format", description="json, html, csv, tsv or xml; wins over Accept")]
