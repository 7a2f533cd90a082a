"""Operation: is the server alive, and what does it answer from."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from kg.server.dependencies import Current

router = APIRouter(tags=["operation"])


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """Tell that the process answers; it looks at nothing else."""
    return {"status": "ok"}


@router.get("/release")
def release(current: Current) -> dict[str, Any]:
    """Tell which release is served, and what it was made from: inputs with hashes, counts, program, licences."""
    return {"name": current.name, **current.manifest}
