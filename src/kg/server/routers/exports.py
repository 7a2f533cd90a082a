"""Exports: files for other programs, and what there is of them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from kg.errors import UnknownThing
from kg.exports import EXPORTS, Export
from kg.exports.filters import FILTERS
from kg.identifiers import canonical_json, sha256
from kg.parameters import Parameter, read
from kg.server.answering import has_already
from kg.server.dependencies import Accept, Current, part
from kg.server.exporting import exported
from kg.server.negotiation import choose
from kg.server.pages import page
from kg.server.problems import fit
from kg.server.rdf import Form, for_all
from kg.spelling import nearest

router = APIRouter(tags=["exports"])
_LIST: Final = {"json": ("application/json",), "html": ("text/html; charset=utf-8",)}
_CLOSED: Final = "default-src 'none'; sandbox"  # a file is to be kept, and runs nothing as a page of ours
_LIMITS: Final = (
    "A worker writes the file, in the time, the memory and the size that an answer may have; it is sent when it is "
    "whole. For more than that there are `kg export` and the dumps. What may not be handed on is not in it."
)


def _parameters() -> list[dict[str, Any]]:
    """Document the filters of all formats, each with the subjects that have it; no format has all of them."""
    found: dict[str, tuple[Parameter, list[str]]] = {}
    for subject, known in FILTERS.items():
        for name, parameter in known.items():
            found.setdefault(name, (parameter, []))[1].append(subject)
    return [
        parameter.documented() | {"description": f"{parameter.help} (of: {', '.join(subjects)})", "required": False}
        for parameter, subjects in found.values()
    ]


FormatName = Annotated[str, part("name of a format; /exports lists them", "gexf", enum=list(EXPORTS))]
_CONTENT: Final[dict[str, Any]] = {one.media.partition(";")[0]: {} for one in EXPORTS.values()}


@router.get("/exports", summary="What can be exported", responses={406: {}})
def exports(release: Current, form: Form = None, accept: Accept = None) -> Response:
    """List the export formats: what opens each, what it keeps, what it loses, and its filters."""
    chosen, _ = choose(form, accept, _LIST)
    if chosen == "html":
        return for_all(page("exports.html", release=release, exports=EXPORTS.values(), limits=_LIMITS))
    listed = [{**one.record, "href": f"/exports/{one.name}"} for one in EXPORTS.values()]
    return for_all(JSONResponse({"release": release.name, "limits": _LIMITS, "exports": listed}))


@router.get(
    "/exports/{format}",
    summary="The graph, or a part of it, as a file for other programs",
    description=f"Which filters a format has, /exports tells. {_LIMITS}",
    responses={
        200: {"content": _CONTENT},
        304: {"description": "The client has this file"},
        **{status: {"description": "application/problem+json"} for status in (400, 404, 413, 429, 503, 504)},
    },
    openapi_extra={"parameters": _parameters()},
)
async def export(
    format: FormatName,  # noqa: A002  its public name
    request: Request,
    release: Current,
) -> Response:
    """Write a file."""
    form = _format(format)
    given = request.query_params.multi_items()
    values = await asyncio.to_thread(read, given, form.filters, release.resolve)
    texts = {name: text.strip() for name, text in given if text.strip()}
    tag = f'W/"{release.name}-{sha256(canonical_json([form.name, sorted(texts.items())]))[:16]}"'
    if has_already(dict(request.scope["headers"]), tag.encode()):
        response = Response(status_code=304)
    else:
        response = await exported(request, release, (form.name, values, texts))
        response.headers.update(_told(form, release.name))
    response.headers.update({"ETag": tag, "Cache-Control": "no-cache", "X-Release": release.name})
    return for_all(response)


def _format(name: str) -> Export:
    """Find a format.

    Raises:
        UnknownThing: if there is none of this name; it carries the nearest.
    """
    if name not in EXPORTS:
        raise UnknownThing(f"exports/{fit(name)}", [f"exports/{close}" for close in nearest(fit(name), EXPORTS)])
    return EXPORTS[name]


def _told(form: Export, release: str) -> Mapping[str, str]:
    return {
        "Content-Type": form.media,
        "Content-Disposition": f'attachment; filename="ckg-{release}-{form.name}.{form.extension}"',
        "Content-Security-Policy": _CLOSED,
        "X-Content-Type-Options": "nosniff",
    }
