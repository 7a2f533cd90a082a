"""Reconciliation for OpenRefine and its like: the Reconciliation Service API, versions 0.2 and 1.0-draft.

Both versions share the scorer and most addresses. A client tells which one it speaks by what it sends: a form with
``queries`` is a batch of 0.2, JSON is one of 1.0-draft. Only the manifests contradict one another; so each version has
an endpoint whose manifest is its own, and everything is found under either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from kg.errors import BadParameter, UnknownThing
from kg.reconciliation.answers import new_results, old_results
from kg.reconciliation.asked import shown
from kg.reconciliation.extension import extend, new_extended, old_extended
from kg.reconciliation.manifest import HELP, NEW_VERSION, OLD_VERSION, ROOTS, manifest
from kg.reconciliation.properties import PROPERTIES
from kg.reconciliation.requests import OLD as EXAMPLE
from kg.reconciliation.requests import extension, new_batch, old_batch
from kg.reconciliation.scoring import reconcile
from kg.reconciliation.suggestions import (
    preview,
    property_record,
    propose_properties,
    suggest_entities,
    suggest_properties,
    suggest_types,
    type_record,
)
from kg.reconciliation.types import types_of
from kg.release import Release
from kg.server import reconcile_docs as told
from kg.server.asked import FORM, fields_of
from kg.server.dependencies import Latest
from kg.server.inner import looked_up
from kg.server.manners import once
from kg.server.pages import page
from kg.server.reconciling import (
    JSON,
    LIMITS,
    NEW,
    OLD,
    OLD_BATCH,
    PROPOSING,
    SHOWING,
    at_once,
    body_of,
    fragment,
    is_new,
    media_of,
    suggesting,
    tagged,
    values_of,
)
from kg.spelling import nearest

router = APIRouter(tags=["reconciliation"])
FRAMED: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors *"
)
"""A preview is there to be framed by others' pages, runs no script and asks nobody else for anything."""


@router.get(OLD, **told.OLD_ENDPOINT)
@router.get(NEW, **told.NEW_ENDPOINT)
async def endpoint(request: Request, release: Latest) -> Response:
    """Give the manifest, or answer what a version 0.2 client asks in the address."""
    version = NEW_VERSION if is_new(request) else OLD_VERSION
    given = once(request.query_params.multi_items(), () if is_new(request) else ("queries", "extend", "callback", "_"))
    if given.keys() & {"queries", "extend"}:
        return await tagged(request, release, partial(_old_answer, request, release, given))
    return await tagged(request, release, at_once(manifest(version, str(request.base_url), release.ontology)))


@router.post(OLD, **told.POSTED)
async def posted(request: Request, release: Latest) -> Response:
    """Answer a form of version 0.2, or a JSON batch of version 1.0-draft."""
    if media_of(request) == JSON:
        return await match(request, release)
    body = await body_of(request, FORM)
    given = once([*request.query_params.multi_items(), *fields_of(body)], ("queries", "extend"))
    return _answered(release, await _old_answer(request, release, given))


async def match(request: Request, release: Latest) -> Response:
    """Answer a batch of version 1.0-draft."""
    queries = new_batch(await body_of(request, JSON))
    return _answered(release, new_results(await looked_up(request, release, reconcile, queries)))


async def extended(request: Request, release: Latest) -> Response:
    """Answer a data extension query of version 1.0-draft."""
    asked = extension("body", await body_of(request, JSON))
    return _answered(release, new_extended(await looked_up(request, release, extend, asked)))


async def proposed(request: Request, release: Latest) -> Response:
    """Propose properties to fetch for a type."""
    values = values_of(request, PROPOSING)
    type_, limit = values["type"] or "", values["limit"] or 0
    found = {"type": type_, "properties": propose_properties(release.ontology, type_, limit)}
    return await tagged(request, release, at_once({**found, "limit": limit} if limit else found))


async def suggested_entities(request: Request, release: Latest) -> Response:
    """Suggest entities while one types."""

    async def found() -> dict[str, Any]:
        suggested = await looked_up(request, release, suggest_entities, suggesting(request))
        return {"result": [asdict(one) for one in suggested]}

    return await tagged(request, release, found)


async def suggested_properties(request: Request, release: Latest) -> Response:
    """Suggest properties while one types."""
    found = suggest_properties(release.ontology, suggesting(request))
    return await tagged(request, release, at_once({"result": found}))


async def suggested_types(request: Request, release: Latest) -> Response:
    """Suggest types while one types."""
    found = suggest_types(release.ontology, suggesting(request))
    return await tagged(request, release, at_once({"result": found}))


async def previewed(request: Request, release: Latest) -> Response:
    """Show a few lines about an entity, in a frame of somebody else's page."""
    shown_ = await looked_up(request, release, preview, values_of(request, SHOWING)["id"])
    response = page("reconcile_preview.html", shown=shown_)
    response.headers["Content-Security-Policy"] = FRAMED
    return response


async def flyout_of_entity(request: Request, release: Latest) -> Response:
    """Give a few lines about an entity, as HTML in JSON."""
    id_ = values_of(request, SHOWING)["id"]

    async def gathered() -> dict[str, Any]:
        found = await looked_up(request, release, preview, id_)
        return {"id": id_, "html": fragment(found.name, found.description, found.lines)}

    return await tagged(request, release, gathered)


async def flyout_of_type(request: Request, release: Latest) -> Response:
    """Give a few lines about a type, as HTML in JSON."""
    id_ = values_of(request, SHOWING)["id"]
    one = types_of(release.ontology).find(id_)
    if one is None:
        raise UnknownThing(id_, nearest(id_, types_of(release.ontology).all))
    return await tagged(request, release, at_once({"id": id_, "html": fragment(one.name, one.description)}))


async def flyout_of_property(request: Request, release: Latest) -> Response:
    """Give a few lines about a property, as HTML in JSON."""
    id_ = values_of(request, SHOWING)["id"]
    if id_ not in PROPERTIES:
        raise UnknownThing(id_, nearest(id_, PROPERTIES))
    one = PROPERTIES[id_]
    return await tagged(request, release, at_once({"id": id_, "html": fragment(one.name, one.description)}))


@router.get("/" + HELP, include_in_schema=False)
def explained(request: Request, release: Latest) -> Response:
    """Say how to add the service to OpenRefine, and what it can do."""
    types = types_of(release.ontology).all
    return page(
        "reconcile.html",
        release=release,
        base=str(request.base_url),
        roots=ROOTS,
        types=[type_record(one, types) for one in types.values()],
        properties=[{**property_record(one), "for": one.types, "weight": one.weight} for one in PROPERTIES.values()],
        limits=LIMITS,
        example=OLD_BATCH,
    )


for _root in (OLD, NEW):
    router.add_api_route(f"{_root}/match", match, methods=["POST"], **told.MATCH)
    router.add_api_route(f"{_root}/extend", extended, methods=["POST"], **told.EXTEND)
    router.add_api_route(f"{_root}/extend/propose", proposed, **told.PROPOSE)
    router.add_api_route(f"{_root}/suggest/entity", suggested_entities, **told.SUGGEST_ENTITY)
    router.add_api_route(f"{_root}/suggest/property", suggested_properties, **told.SUGGEST_PROPERTY)
    router.add_api_route(f"{_root}/suggest/type", suggested_types, **told.SUGGEST_TYPE)
    router.add_api_route(f"{_root}/preview", previewed, **told.PREVIEW)
for _what, _flyout in (("entity", flyout_of_entity), ("property", flyout_of_property), ("type", flyout_of_type)):
    router.add_api_route(f"{OLD}/flyout/{_what}", _flyout, **told.FLYOUT)


def _answered(release: Release, answer: dict[str, Any]) -> Response:
    return JSONResponse(answer, headers={"X-Release": release.name})


async def _old_answer(request: Request, release: Release, given: Mapping[str, str]) -> dict[str, Any]:
    """Answer what version 0.2 has in a parameter or in a field of a form."""
    if given.keys() >= {"queries", "extend"}:
        raise BadParameter("extend", "given together with queries", "one of them", shown(given["extend"]))
    if "extend" in given:
        found = await looked_up(request, release, extend, extension("extend", given["extend"]))
        return old_extended(found)
    if "queries" not in given:
        raise BadParameter("queries", "missing", EXAMPLE)
    batch = old_batch(given["queries"])
    return old_results(batch, await looked_up(request, release, reconcile, tuple(batch.values())))
