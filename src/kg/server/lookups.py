"""Look-ups as routes: from a declaration to a documented address that answers as JSON, CSV, a page or a map.

Every look-up is answered by a worker that can be stopped. An answer follows from the release and the question alone,
and says so by its ETag.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from kg.errors import BadParameter, UnknownThing
from kg.flat import csv_of, geojson_of, shown
from kg.identifiers import canonical_json, sha256
from kg.lookups import AFTER, FORM, Found, Lookup, Values
from kg.parameters import Parameter
from kg.parameters import read as read_parameters
from kg.release import Release
from kg.server import cursors
from kg.server.answer_pages import DISPUTES, EVIDENCE, own_page
from kg.server.answering import has_already
from kg.server.dependencies import Accept, Current, named
from kg.server.inner import looked_up
from kg.server.negotiation import ROWS, choose
from kg.server.pages import page
from kg.server.problems import fit, status_of
from kg.server.rdf import for_all

FORMS: Final[dict[str, tuple[str, ...]]] = {
    "json": ("application/json",),
    "html": tuple(ROWS["html"]),
    "csv": tuple(ROWS["csv"]),
}
GEOJSON: Final[dict[str, tuple[str, ...]]] = {"geojson": ("application/geo+json",)}
_FEW: Final = 200
"""Records that are written at once; more are written in a thread, so that others are served meanwhile."""
_FAILURES: Final = (400, 404, 406, 429, 503, 504)


@dataclass(frozen=True, slots=True)
class Answered:
    """What was found, as it is shown.

    Attributes:
        found: by the look-up.
        fields: members of the records to show.
        following: the address of the next page, if there is one.
    """

    found: Found
    fields: tuple[str, ...]
    following: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A look-up with what came for it.

    Attributes:
        lookup: which one.
        path: the address, its parameters filled in.
        texts: the parameters as they came, those in the address too.
        form: of the answer.
        media: its media type.
    """

    lookup: Lookup
    path: str
    texts: Mapping[str, str]
    form: str
    media: str

    @property
    def in_address(self) -> Mapping[str, str]:
        """The parameters that stand behind the question mark."""
        return {name: text for name, text in self.texts.items() if f"{{{name}}}" not in self.lookup.path}

    def with_(self, **others: str) -> str:
        """Give the address of the same question with other parameters."""
        return f"{self.path}?{urlencode({**self.in_address, **others})}"


def register(router: APIRouter, lookup: Lookup) -> None:
    """Make a route of a look-up."""
    offers = FORMS | GEOJSON if lookup.places else FORMS
    parameters = {**lookup.parameters, **{p.name: p for p in (_fields(lookup), _format(offers))}}

    async def answer(request: Request, release: Current, accept: Accept = None) -> Response:
        given = [*request.path_params.items(), *request.query_params.multi_items()]
        form, media = choose(request.query_params.get("format"), accept, offers)
        asked = Asked(lookup, request.url.path, {**dict(given), **named(request)}, form, media)
        try:
            values = await asyncio.to_thread(read_parameters, given, parameters, release.resolve)
            values |= {AFTER: _after(asked), FORM: form}
        except (BadParameter, UnknownThing) as error:
            return _refused(release, asked, error)
        return for_all(await _answered(request, release, asked, values))

    router.add_api_route(
        lookup.path,
        answer,
        methods=["GET"],
        name=lookup.path,
        summary=lookup.summary,
        description=_described(lookup),
        tags=[lookup.tag],
        responses={
            200: {"content": _contents(lookup, offers)},
            304: {"description": "The client has this answer"},
            **{status: {"description": "application/problem+json"} for status in _FAILURES},
        },
        openapi_extra={"parameters": [_documented(lookup, parameter) for parameter in parameters.values()]},
    )


def _fields(lookup: Lookup) -> Parameter:
    return Parameter(
        "fields", "only these members of each record", ",".join([*lookup.fields][:2]), "choice",
        choices=tuple(lookup.fields), several=True,
    )  # fmt: skip


def _format(offers: Mapping[str, tuple[str, ...]]) -> Parameter:
    names = ", ".join(offers)
    return Parameter("format", f"{names}, or the media type of one; wins over Accept", "csv")


def _documented(lookup: Lookup, parameter: Parameter) -> dict[str, Any]:
    told = parameter.documented()
    return told | {"in": "path", "required": True} if f"{{{parameter.name}}}" in lookup.path else told


def _described(lookup: Lookup) -> str:
    fields = "\n".join(f"- `{name}`: {help_}" for name, help_ in lookup.fields.items())
    return f"{lookup.description}\n\nEach record has:\n\n{fields}"


def _contents(lookup: Lookup, offers: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    record = {
        "type": "object",
        "properties": {name: {"description": help_} for name, help_ in lookup.fields.items()},
    }
    schema = {
        "type": "object",
        "required": ["release", "parameters", "records", "next"],
        "properties": {
            "release": {"type": "string"},
            "parameters": {"type": "object", "additionalProperties": {"type": "string"}},
            "records": {"type": "array", "items": record},
            "next": {"type": ["string", "null"], "description": "the address of the next page"},
        },
    }
    body: dict[str, Any] = {"release": "…", "parameters": {}, "records": [lookup.example], "next": None}
    other: dict[str, Any] = {media[0].split(";")[0]: {} for name, media in offers.items() if name != "json"}
    return {"application/json": {"schema": schema, "example": body}, **other}


def _after(asked: Asked) -> list[str | int | None] | None:
    cursor = asked.texts.get("cursor", "").strip()
    return cursors.read(cursor, asked.path, asked.in_address) if cursor else None


def _refused(release: Release, asked: Asked, error: BadParameter | UnknownThing) -> Response:
    """Show a form again with what was wrong; programs get the error itself."""
    if asked.form != "html":
        raise error
    return for_all(_page(release, asked, status=status_of(error), wrong=str(error)))


async def _answered(request: Request, release: Release, asked: Asked, values: Values) -> Response:
    tag = f'W/"{release.name}-{sha256(canonical_json([asked.path, sorted(asked.texts.items()), asked.media]))[:16]}"'
    if has_already(dict(request.scope["headers"]), tag.encode()):
        response = Response(status_code=304)
    else:
        try:
            found = await looked_up(request, release, asked.lookup.answer, values)
        except (BadParameter, UnknownThing) as error:
            return _refused(release, asked, error)
        if asked.form != "html" and len(found.records) <= _FEW:
            response = _written(release, asked, values, found)
        else:
            response = await asyncio.to_thread(_written, release, asked, values, found)
    response.headers.update({"ETag": tag, "Cache-Control": "no-cache", "X-Release": release.name})
    return response


def _written(release: Release, asked: Asked, values: Values, found: Found) -> Response:
    fields = values["fields"] or tuple(asked.lookup.fields)
    following = None
    if found.after is not None:
        following = asked.with_(cursor=cursors.written(found.after, asked.path, asked.in_address))
    response: Response
    if asked.form == "html":
        response = _page(release, asked, Answered(found, fields, following))
    elif asked.form == "csv":
        response = Response(csv_of(found.records, fields), media_type=asked.media)
    elif asked.form == "geojson":
        response = Response(geojson_of(found.features, fields), media_type=asked.media)
    else:
        body = {
            "release": release.name,
            "parameters": dict(asked.texts),
            **found.facts,
            "records": [{name: record.get(name) for name in fields} for record in found.records],
            "next": following,
        }
        response = JSONResponse(body)
    if following is not None:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


def _page(
    release: Release, asked: Asked, answer: Answered | None = None, *, status: int = 200, wrong: str = ""
) -> Response:
    fields = answer.fields if answer else ()
    rows = [[shown(record.get(name)) for name in fields] for record in answer.found.records] if answer else []
    filled = [number for number in range(len(fields)) if any(row[number] for row in rows)]
    offered = [*FORMS, *(GEOJSON if asked.lookup.places else ())]
    values: dict[str, Any] = {
        "release": release,
        "pinned": asked.texts.get("release", ""),
        "lookup": asked.lookup,
        "path": asked.path,
        "texts": {name: fit(text) for name, text in asked.in_address.items()},
        "parameters": [p for p in asked.lookup.parameters.values() if f"{{{p.name}}}" not in asked.lookup.path],
        "wrong": wrong,
        "facts": answer.found.facts if answer else {},
        "headings": [fields[number].replace("_", " ") for number in filled],
        "rows": [[row[number] for number in filled] for row in rows],
        "following": answer.following if answer else None,
        "forms": {form: asked.with_(format=form) for form in offered if form != "html"},
    }
    # Chosen members are a table of their own.
    if answer and rows and len(fields) == len(asked.lookup.fields) and asked.lookup.path in (*EVIDENCE, DISPUTES):
        return own_page(release, asked.lookup.path, asked.path, answer.found.records, values)
    return page("lookup.html", status, **values)
