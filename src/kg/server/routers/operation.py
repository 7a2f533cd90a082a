"""Operation: is the server alive and ready, what does it answer from, and its figures."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from kg.errors import StoreError
from kg.server.dependencies import Current
from kg.server.metrics import exposition
from kg.server.problems import problem

router = APIRouter(tags=["operation"])


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """Tell that the process answers; it looks at nothing else."""
    return {"status": "ok"}


@router.get("/readyz", responses={503: {}})
def readyz(request: Request) -> Any:
    """Tell whether queries are answered: there is a release and a worker; how workers are confined, and if all is warm.

    What is not yet warm answers as well, but the first readers wait for what later ones find read.
    """
    state = request.app.state
    try:
        name = state.current.place().name
    except StoreError as error:
        return problem(503, str(error))
    if not state.pool.ready:
        return problem(503, "no worker is ready yet", release=name)
    return {"status": "ready", "release": name, "workers": state.pool.confinement, "warm": state.warming.done()}


@router.get("/metrics")
def metrics() -> Response:
    """Give the figures for Prometheus."""
    return Response(exposition(), headers={"Content-Type": CONTENT_TYPE_LATEST})


@router.get("/release")
def release(current: Current) -> dict[str, Any]:
    """Tell which release is served, and what it was made from: inputs with hashes, counts, program, licences."""
    return {"name": current.name, **current.manifest}
