"""The data set as a whole: its description and its dumps."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, JSONResponse
from starlette.background import BackgroundTask

from kg.description import described
from kg.errors import UnknownThing
from kg.flat import csv_of
from kg.release import Release
from kg.server.answers import answers, listed, members
from kg.server.dependencies import Accept, Current, part
from kg.server.negotiation import GRAPHS, ROWS, choose
from kg.server.pages import page
from kg.server.rdf import Form, for_all, rdf
from kg.spelling import nearest
from kg.store import CHECKSUMS, DUMPS

router = APIRouter(tags=["dataset"])
_RDF: Final = {form: media for form, media in GRAPHS.items() if form != "html"}
_LIST: Final = {name: ROWS[name] for name in ("json", "html", "csv")}
_COLUMNS: Final = ("name", "href", "format", "media_type", "compression", "bytes", "sha256")
_LISTED: Final = members("release", "holds", "licences", "dumps", "checksums", dumps=listed(members("name", "href")))
_PARTS: Final[dict[int | str, dict[str, Any]]] = {
    206: {"description": "The part that was asked for"},
    304: {"description": "The client has it"},
}
DumpName = Annotated[str, part("name of a file; /dumps/ lists them", "dump.nq.gz")]
_FILES: Final = {"gzip": ("application/gzip",), "text": ("text/plain",)}


@router.get("/.well-known/void", response_class=Response, responses=answers(_RDF, 406))
def void(request: Request, release: Current, form: Form = None, accept: Accept = None) -> Response:
    """Describe the data set in VoID and DCAT: licences, counts of classes and properties, dumps, prefixes, examples."""
    chosen, media = choose(form, accept, _RDF)
    return rdf(described(release, str(request.base_url)), chosen, media)


@router.get("/dumps/", response_class=Response, responses=answers(_LIST, 406, schema=_LISTED))
def dumps(release: Current, form: Form = None, accept: Accept = None) -> Response:
    """List the dumps: everything in the release as N-Quads and TriG, with size, checksum and licences."""
    chosen, media = choose(form, accept, _LIST)
    found = {
        "release": release.name,
        "holds": "the default graph with its index properties, every named graph, and the description in graphs/void",
        "licences": release.manifest["licences"],
        "dumps": [_facts(name, facts) for name, facts in _written(release).items()],
        "checksums": f"/dumps/{CHECKSUMS}",
    }
    if chosen == "html":
        return for_all(page("dumps.html", release=release, listed=found))
    if chosen == "csv":
        return for_all(Response(csv_of(found["dumps"], _COLUMNS), media_type=media))
    return for_all(JSONResponse(found))


@router.head("/dumps/{name}", include_in_schema=False)
@router.get("/dumps/{name}", responses={**answers(_FILES, 404, 416), **_PARTS}, response_class=FileResponse)
def dump(name: DumpName, request: Request, release: Current) -> Response:
    """Send a dump, whole or in part (`Range`), or the list of checksums, `SHA256SUMS`."""
    written = _written(release)
    known = [*written, CHECKSUMS] if written else []
    if name not in known:
        raise UnknownThing(f"dumps/{name}", [f"dumps/{close}" for close in nearest(name, known)])
    digest = written[name]["sha256"] if name in written else f"sums-{release.name}"
    headers = {"ETag": f'"{digest}"', "Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"}
    if _has(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return FileResponse(
        release.path / "dumps" / name,
        headers=headers,
        media_type="application/gzip" if name in written else "text/plain; charset=utf-8",
        filename=f"ckg-{release.name}.{name.removeprefix('dump.')}" if name in written else name,
        background=BackgroundTask(_let_go, release),
    )


def _let_go(release: Release) -> None:
    """Hold the release, and so its files, until they are sent."""


def _has(request: Request, tag: str) -> bool:
    held = [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]
    return tag in held or "*" in held


def _written(release: Release) -> dict[str, dict[str, Any]]:
    """Give the dumps that a release has; one made by an earlier version has none."""
    written: dict[str, dict[str, Any]] = release.manifest.get("dumps", {})
    return {name: facts for name, facts in written.items() if name in DUMPS}


def _facts(name: str, facts: dict[str, Any]) -> dict[str, Any]:
    form = DUMPS[name]
    return {
        "name": name,
        "href": f"/dumps/{name}",
        "format": form.name,
        "media_type": form.media_type,
        "compression": "application/gzip",
        **facts,
    }
