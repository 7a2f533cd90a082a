"""Maps for GIS programs: OGC API Features, Part 1: Core (https://docs.ogc.org/is/17-069r4/17-069r4.html)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from kg.errors import BadParameter, UnknownThing
from kg.features import answering, definition, documents
from kg.features.collections import COLLECTIONS, Collection
from kg.features.documents import GEOJSON, JSON, OPENAPI, ROOT, Link
from kg.features.geojson import feature_object, page_object
from kg.features.questions import MOST, Page
from kg.features.reading import FORM, ITEMS, OTHERS, read_key, read_question
from kg.parameters import read
from kg.server import cursors
from kg.server.dependencies import Accept, Latest
from kg.server.inner import looked_up
from kg.server.negotiation import choose
from kg.server.ogc import FEATURES, PLAIN, Asked, needs, read_request, unchanged
from kg.server.pages import page as html_page
from kg.server.problems import status_of
from kg.server.rdf import for_all
from kg.spelling import nearest

router = APIRouter(prefix=f"/{ROOT}", tags=["maps"])
_NOT_ASKED: Final = {"cursor", FORM.name}
_PARAMETERS: Final = {"parameters": definition.parameters(OTHERS)}
_DEFINITION: Final = {"json": (f"{OPENAPI}3.0", JSON), "html": PLAIN["html"]}


@router.get("/", include_in_schema=False, openapi_extra=_PARAMETERS)
@router.get(
    "",
    summary="Where to begin with maps: links to everything else",
    responses=definition.responses(definition.LANDING),
    openapi_extra=_PARAMETERS,
)
def landing(request: Request, release: Latest, accept: Accept = None) -> Response:
    """Give the landing page of OGC API Features, which is the address to add in QGIS, GDAL and other GIS programs."""
    asked = read_request(request, release, accept, OTHERS)
    return unchanged(request, asked) or asked.answer(documents.landing(asked.here), "ogc.html", most=MOST)


@router.get(
    "/conformance",
    summary="Which parts of OGC API Features are kept to",
    responses=definition.responses(definition.CONFORMANCE),
    openapi_extra=_PARAMETERS,
)
def conformance(request: Request, release: Latest, accept: Accept = None) -> Response:
    """List the conformance classes of the standard that are kept to."""
    asked = read_request(request, release, accept, OTHERS)
    return unchanged(request, asked) or asked.answer(documents.conformance(asked.here), "ogc.html")


@router.get("/api", include_in_schema=False, openapi_extra=_PARAMETERS)
def api(request: Request, release: Latest, accept: Accept = None) -> Response:
    """Describe what is about maps in OpenAPI 3.0, the version that the standard and GIS programs want."""
    base = str(request.base_url)
    values = read(request.query_params.multi_items(), OTHERS, release.resolve)
    form, media = choose(values[FORM.name], accept, _DEFINITION)
    if form == "html":
        return for_all(RedirectResponse(f"{base}docs"))
    return for_all(JSONResponse(definition.as_openapi_3_0(request.app.openapi(), base), media_type=media))


@router.get(
    "/collections",
    summary="The collections of features, and where and when these are",
    responses=definition.responses(definition.COLLECTIONS),
    openapi_extra=_PARAMETERS,
)
async def collections(request: Request, release: Latest, accept: Accept = None) -> Response:
    """List the collections, each with the box and the time that its features are in."""
    asked = read_request(request, release, accept, OTHERS)
    if same := unchanged(request, asked):
        return same
    needs(release, tuple(COLLECTIONS))
    extents = await looked_up(request, release, answering.extents, tuple(COLLECTIONS))
    return asked.answer(documents.collections(asked.here, extents), "ogc_collections.html")


def _register(collection: Collection) -> None:
    """Make the routes of a collection: what it is, its features, one of these."""

    async def described(request: Request, release: Latest, accept: Accept = None) -> Response:
        return await _collection(request, read_request(request, release, accept, OTHERS), collection)

    async def items(request: Request, release: Latest, accept: Accept = None) -> Response:
        asked = read_request(request, release, accept, ITEMS, FEATURES)
        try:
            return unchanged(request, asked) or await _items(request, asked, collection)
        except BadParameter as error:
            if asked.here.form != "html":
                raise
            return for_all(_items_page(asked, collection, wrong=str(error), status=status_of(error)))

    async def item(request: Request, release: Latest, accept: Accept = None) -> Response:
        return await _item(request, read_request(request, release, accept, OTHERS, FEATURES), collection)

    path, one, some = documents.path_of(collection), definition.feature_of(collection), definition.page_of(collection)
    for handler, below, summary, responses, parameters in (
        (described, "", "where and when", definition.responses(definition.COLLECTION), definition.parameters(OTHERS)),
        (items, "/items", "page by page", definition.responses(some, GEOJSON), definition.parameters(ITEMS)),
        (
            item,
            "/items/{featureId}",
            "one feature",
            definition.responses(one, GEOJSON),
            definition.parameters(OTHERS, collection.example),
        ),
    ):
        router.add_api_route(
            path.removeprefix(ROOT) + below,
            handler,
            name=f"{collection.id}: {summary}",
            summary=f"{collection.title} as features: {summary}",
            description=collection.description,
            responses=responses,
            openapi_extra={"parameters": parameters},
        )


for _one in COLLECTIONS.values():
    _register(_one)


@router.get("/collections/{collection}", include_in_schema=False, openapi_extra=_PARAMETERS)
@router.get("/collections/{collection}/items", include_in_schema=False, openapi_extra=_PARAMETERS)
@router.get("/collections/{collection}/items/{feature}", include_in_schema=False, openapi_extra=_PARAMETERS)
def unknown(collection: str) -> None:
    """Name the nearest collection to one that is not there."""
    raise UnknownThing(f"collections/{collection}", [f"collections/{one}" for one in nearest(collection, COLLECTIONS)])


async def _collection(request: Request, asked: Asked, collection: Collection) -> Response:
    if same := unchanged(request, asked):
        return same
    needs(asked.release, (collection.id,))
    extents = await looked_up(request, asked.release, answering.extents, (collection.id,))
    body = documents.collection(asked.here, collection, extents[collection.id])
    return asked.answer(body, "ogc_collection.html", fields=collection.fields)


async def _item(request: Request, asked: Asked, collection: Collection) -> Response:
    if same := unchanged(request, asked):
        return same
    needs(asked.release, (collection.id,))
    found = await looked_up(
        request, asked.release, answering.feature, (collection.id, request.path_params["featureId"])
    )
    links = [*asked.here.links(), _up(asked, collection)]
    body = {**feature_object(found, asked.here.base), "links": links}
    return asked.answer(body, "ogc_item.html", collection=collection)


async def _items(request: Request, asked: Asked, collection: Collection) -> Response:
    here = asked.here
    mark = {name: text for name, text in here.texts.items() if name not in _NOT_ASKED}
    cursor = asked.values["cursor"]
    after = read_key(collection.id, cursors.read(cursor, here.path, mark)) if cursor else None
    question = read_question(collection.id, asked.values, after)
    needs(asked.release, (collection.id,))
    found = await looked_up(request, asked.release, answering.page, question)
    following = [here.next(cursors.written(found.after, here.path, mark))] if found.after else []
    links = [*here.links(), *following, _up(asked, collection)]
    return await asyncio.to_thread(_written, asked, collection, found, links)


def _up(asked: Asked, collection: Collection) -> Link:
    return asked.here.up("collection", f"/collections/{collection.id}", collection.title)


def _written(asked: Asked, collection: Collection, found: Page, links: Sequence[Link]) -> Response:
    body = page_object(found, asked.here.base, links)
    if asked.here.form == "html":
        return asked.sent(_items_page(asked, collection, body), links)
    return asked.answer(body, "")


def _items_page(
    asked: Asked, collection: Collection, body: Mapping[str, Any] | None = None, *, wrong: str = "", status: int = 200
) -> Response:
    return html_page(
        "ogc_items.html",
        status,
        release=asked.release,
        here=asked.here,
        collection=collection,
        parameters=[parameter for parameter in ITEMS.values() if parameter.name not in _NOT_ASKED],
        body=body,
        wrong=wrong,
    )
