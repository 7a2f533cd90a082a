"""The only assembler of the server. Importing it, or calling `create_app`, starts nothing."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from fastapi_offline import FastAPIOffline

from kg import __version__
from kg.server import problems
from kg.server.current import CurrentRelease
from kg.server.pages import STATIC
from kg.server.routers import home, operation, queries, things
from kg.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    """Assemble the server.

    Args:
        settings: where the releases are, and the limits.

    Returns:
        An ASGI application. It opens the current release at the first request that needs it, and takes a newer one
        when a build has published it.

    Example:
        >>> app = create_app(Settings.from_environment({}))
        >>> "/healthz" in app.openapi()["paths"]
        True
    """
    app = FastAPIOffline(
        title="Conflict knowledge graph",
        version=__version__,
        description="Who did what, who held what, who supported whom, and who says so.",
        license_info={"name": "CC BY 4.0 (data)", "url": "https://creativecommons.org/licenses/by/4.0/"},
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.current = CurrentRelease(settings.store)
    problems.install(app)
    for module in (operation, queries, things, home):
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


def from_environment() -> FastAPI:
    """Assemble the server with the process's own settings, for servers that are given a factory's name."""
    return create_app(Settings.from_environment())
