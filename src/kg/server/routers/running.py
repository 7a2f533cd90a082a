"""For the administrator: which queries run, and stopping one."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header
from starlette.exceptions import HTTPException

from kg.server.dependencies import Configured, Queries, part

QueryId = Annotated[str, part("its id, as GET /sparql/running tells it", "4711-1")]


def _administrator(settings: Configured, authorization: Annotated[str, Header()] = "") -> None:
    """Let only somebody with the token pass."""
    if not settings.admin_token:
        raise HTTPException(403, "no administrator's token is set on this server (CKG_ADMIN_TOKEN)")
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not secrets.compare_digest(token.strip().encode(), settings.admin_token.encode()):
        raise HTTPException(401, "the administrator's token is needed", {"WWW-Authenticate": "Bearer"})


router = APIRouter(prefix="/sparql/running", tags=["operation"], dependencies=[Depends(_administrator)])


@router.get("")
def listing(live: Queries) -> list[dict[str, Any]]:
    """List the queries that take a while, in all processes of this server: id, client, since when, text."""
    return live.list()


@router.delete("/{query}", status_code=202)
def stop(query: QueryId, live: Queries) -> dict[str, str]:
    """Stop a query; whoever asked it gets 503."""
    if not live.stop(query):
        raise HTTPException(404, f"no query {query} is running")
    return {"stopped": query}
