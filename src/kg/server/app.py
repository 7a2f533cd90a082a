"""The only assembler of the server. Importing it, or calling `create_app`, starts nothing."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from fastapi import Depends, FastAPI
from fastapi_offline import FastAPIOffline
from starlette.types import ASGIApp, Receive, Scope, Send

from kg import __version__
from kg.errors import StoreError
from kg.server import logs, openapi, problems
from kg.server.addresses import SECTIONS
from kg.server.answering import Answering
from kg.server.assets import Assets
from kg.server.current import CurrentRelease
from kg.server.endpoint import Endpoint
from kg.server.front import Front
from kg.server.graph_store import GraphStore
from kg.server.graphs import Graphs
from kg.server.inner import Inner
from kg.server.live import Live
from kg.server.manners import Manners, known_only
from kg.server.metrics import WORKERS
from kg.server.packing import packed
from kg.server.pages import STATIC
from kg.server.routers import (
    counts,
    dataset,
    explore,
    exports,
    home,
    lists,
    network,
    ogc,
    operation,
    queries,
    questions,
    reconcile,
    running,
    search,
    vocabulary,
)
from kg.server.things import Things
from kg.server.warming import warm
from kg.settings import Settings
from kg.sparql.pool import Limits, Pool

SHARED: Final = "CKG_SHARED"
"""Environment variable with the folder that the processes of one server share; `serve` sets it."""
SUPERVISOR: Final = "CKG_SUPERVISOR"
"""Environment variable with the process that started the processes of one server."""


def create_app(settings: Settings) -> FastAPI:
    """Assemble the server.

    Args:
        settings: where the releases are, and the limits.

    Returns:
        An ASGI application. It opens the current release at the first request that needs it, and takes a newer one
        when a build has published it. Its lifespan starts and ends the worker processes.

    Example:
        >>> app = create_app(Settings.from_environment({}))
        >>> "/healthz" in app.openapi()["paths"]
        True
    """
    current = CurrentRelease(settings.store)
    limits = Limits(
        workers=settings.query_workers,
        memory=settings.query_memory << 20,
        queue=settings.queue,
        waiting_bytes=settings.spool_mb << 20,
        for_each_client=settings.client_queries,
    )
    pool = Pool(limits, lambda: _path(current), lambda event: WORKERS.labels(event).inc())
    app = FastAPIOffline(
        title="Conflict knowledge graph",
        version=__version__,
        description="Who did what, who held what, who supported whom, and who says so.",
        license_info={"name": "CC BY 4.0 (data)", "url": "https://creativecommons.org/licenses/by/4.0/"},
        redoc_url=None,
        lifespan=_lifespan,
        dependencies=[Depends(known_only)],
    )
    app.state.settings = settings
    app.state.current = current
    app.state.pool = pool
    app.state.live = live = Live()
    app.state.answering = answering = Answering(pool, live, settings.reader_seconds)
    app.state.inner = inner = Inner(answering, settings.query_seconds)
    graphs = GraphStore(settings, current, answering)
    direct: dict[str, ASGIApp] = {
        "/sparql": Endpoint(settings, current, answering),
        "/graph-store": graphs,
        "/graphs/{id}": Graphs(current, graphs),
        **dict.fromkeys((f"/{section}/{{id}}" for section in SECTIONS), Things(current, inner)),
    }
    problems.install(app)
    things = (queries, counts, questions, network, lists, vocabulary, search)
    pages = (explore, home)
    routers = [module.router for module in (operation, running, *things, dataset, reconcile, ogc, exports, *pages)]
    for router in routers:
        app.include_router(router)
    routes = [route for router in routers for route in router.routes]
    own = {getattr(route, "path", "") for route in routes}
    openapi.document(app, routes)
    app.mount("/static", Assets(directory=STATIC), name="static")
    routed = Manners(app, packed(app.build_middleware_stack()))
    app.middleware_stack = Front(routed, direct, own, pool)  # before all that the framework does
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="ckg-") as own:
        app.state.live.folder = Path(os.environ.get(SHARED) or own)
        watch = asyncio.create_task(_until_alone())
        app.state.pool.start()
        app.openapi()  # every request's parameters are held against it
        app.state.warming = asyncio.create_task(warm(app.state.current, app.state.pool))
        gc.freeze()  # what is there now stays: the collector need not go through it again and again
        yield {"settings": app.state.settings}
        app.state.warming.cancel()
        watch.cancel()
        await app.state.pool.close()


async def _until_alone() -> None:
    """Stop when the process that started this one is gone: nobody could stop this one any more."""
    parent = int(os.environ.get(SUPERVISOR, "0"))
    while parent and os.getppid() == parent:  # noqa: ASYNC110  no event tells
        await asyncio.sleep(1)
    if parent:
        os.kill(os.getpid(), signal.SIGTERM)


def _path(current: CurrentRelease) -> str:
    """Tell workers which release to open beforehand; none, where there is none yet."""
    try:
        return str(current.place().path)
    except StoreError:
        return ""


def served(app: FastAPI) -> ASGIApp:
    """Give what a server process runs: requests go to what stands before the framework without passing the framework.

    Args:
        app: the application; its lifespan is the framework's to run.
    """
    first = app.middleware_stack
    assert first is not None

    async def run(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["app"] = app
            await first(scope, receive, send)
        else:
            await app(scope, receive, send)

    return run


def from_environment() -> ASGIApp:
    """Assemble the server with the process's own settings, for servers that are given a factory's name."""
    settings = Settings.from_environment()
    logs.configure(settings.log)
    return served(create_app(settings))
