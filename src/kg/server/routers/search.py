"""Search: what a name may mean, in any spelling and script.

It is answered in the server's process, in a thread: of an index of any size it looks at so many spellings at most (see
`kg.search.candidates`), and a name has 200 characters.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from kg.errors import BadParameter
from kg.flat import csv_of
from kg.identifiers import canonical_json, sha256
from kg.parameters import Parameter, read, table
from kg.release import Release
from kg.search import LONGEST
from kg.search.records import FIELDS, SECTIONS, records
from kg.server.answering import has_already
from kg.server.dependencies import Accept, Current, named
from kg.server.negotiation import ROWS, choose
from kg.server.pages import page
from kg.server.problems import fit, status_of
from kg.server.rdf import for_all

router = APIRouter(tags=["search"])
FORMS: Final = {form: ROWS[form] for form in ("json", "html", "csv")}
MOST: Final = 100
"""Matches of an answer, at most."""
PARAMETERS: Final = table(
    Parameter("q", "a name, in any spelling and script", "Al Jolaini", required=True, longest=LONGEST),
    Parameter("kind", "only things of these kinds", "actors,places", "choice", choices=tuple(SECTIONS), several=True),
    Parameter("limit", f"how many matches to give, at most {MOST}", "5", "number", "20", least=1, most=MOST),
    Parameter("typing", "whether more letters may follow, as while one types", "false", "yes", "false"),
    Parameter("format", f"{', '.join(FORMS)}, or the media type of one; wins over Accept", "csv"),
)
_IGNORED: Final = dict.fromkeys(map(ord, "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\ufeff"))
"""Marks that come along when a name is copied, and change neither its letters nor their order."""
_DESCRIPTION: Final = "\n".join(
    [
        "Actors, places, events and situations that a name may mean, the likeliest first. Case, accents, articles and",
        "punctuation do not matter; other scripts, the transliterations of several languages, words in another order,",
        "the beginning of a name, and a slip or two in a long one are found, too. Each match has its reasons.",
        "A score below 0.8 is no more than a suggestion: a part of a name, or a name that is much alike.",
        "Where nothing is found, `nearest` has what only looks alike.\n",
        "Each record has:\n",
        *(f"- `{name}`: {help_}" for name, help_ in FIELDS.items()),
    ]
)
_EXAMPLE: Final = {
    "release": "5f0c1d2e3a4b5c6d",
    "parameters": {"q": "Al Jolaini"},
    "records": [
        {
            "id": "actors/al-jolani",
            "name": "Abu Mohammad al-Jolani",
            "class": "Person",
            "kind": {"id": "codes/actor-kind/leader", "name": "leader"},
            "matched": "Al Jolaini",
            "score": 0.98,
            "confident": True,
            "reasons": ["misspelling on record"],
            "href": "/actors/al-jolani",
        }
    ],
    "nearest": [],
}
_CODE: Final = {
    "type": ["object", "null"],
    "required": ["id", "name"],
    "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
}
_TYPES: Final[Mapping[str, Mapping[str, Any]]] = {
    "kind": _CODE,
    "score": {"type": "number", "minimum": 0, "maximum": 1},
    "confident": {"type": "boolean"},
    "reasons": {"type": "array", "items": {"type": "string"}},
}
_RECORDS: Final = {
    "type": "array",
    "items": {
        "type": "object",
        "required": [*FIELDS],
        "properties": {
            name: {"type": "string", "description": help_, **_TYPES.get(name, {})} for name, help_ in FIELDS.items()
        },
    },
}
_SCHEMA: Final = {
    "type": "object",
    "required": ["release", "parameters", "records", "nearest"],
    "properties": {
        "release": {"type": "string"},
        "parameters": {"type": "object", "additionalProperties": {"type": "string"}},
        "records": _RECORDS,
        "nearest": _RECORDS | {"description": "what is spelt much alike, where there is no match"},
    },
}
_PROBLEMS: Final = {400: "A parameter is not what it should be", 406: "No form is accepted", 503: "There is no release"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What came: parameters as texts, the form of the answer with its media type, and the release that was named."""

    texts: Mapping[str, str]
    form: str
    media: str
    pinned: str


@router.get(
    "/search",
    summary="Who or what does this name mean?",
    description=_DESCRIPTION,
    responses={
        200: {
            "content": {"application/json": {"schema": _SCHEMA, "example": _EXAMPLE}, "text/csv": {}, "text/html": {}}
        },
        304: {"description": "The client has this answer"},
        **{status: {"description": f"application/problem+json: {text}"} for status, text in _PROBLEMS.items()},
    },
    openapi_extra={"parameters": [parameter.documented() for parameter in PARAMETERS.values()]},
)
async def search(request: Request, release: Current, accept: Accept = None) -> Response:
    """Search names."""
    given = [(name, value.translate(_IGNORED)) for name, value in request.query_params.multi_items()]
    form, media = choose(request.query_params.get("format"), accept, FORMS)
    texts = {name: value for name, value in given if name != "format"}
    asked = Asked(texts, form, media, named(request).get("release", ""))
    if form == "html" and not asked.texts:
        return for_all(_page(release, asked))
    try:
        values = read(given, PARAMETERS, lambda text, _: text)
    except BadParameter as error:
        if form != "html":
            raise
        return for_all(_page(release, asked, status=status_of(error), wrong=str(error)))
    tag = f'W/"{release.name}-{sha256(canonical_json([sorted(asked.texts.items()), media]))[:16]}"'
    if has_already(dict(request.scope["headers"]), tag.encode()):
        response = Response(status_code=304)
    else:
        response = await asyncio.to_thread(_answer, release, asked, values)
    response.headers.update({"ETag": tag, "Cache-Control": "no-cache", "X-Release": release.name})
    return for_all(response)


def _answer(release: Release, asked: Asked, values: Mapping[str, Any]) -> Response:
    name, sections = values["q"], values["kind"]
    matches = release.search(name, sections, values["limit"], values["typing"])
    near = [] if matches else release.names.unlike(name, sections=sections)
    found, nearest = (records(some, release.store, release.ontology) for some in (matches, near))
    if asked.form == "html":
        return _page(release, asked, found, nearest)
    if asked.form == "csv":
        return Response(csv_of(found, tuple(FIELDS)), media_type=asked.media)
    body = {"release": release.name, "parameters": dict(asked.texts), "records": found, "nearest": nearest}
    return JSONResponse(body)


def _page(
    release: Release,
    asked: Asked,
    found: list[dict[str, Any]] | None = None,
    nearest: list[dict[str, Any]] | None = None,
    *,
    status: int = 200,
    wrong: str = "",
) -> Response:
    return page(
        "search.html",
        status,
        release=release,
        pinned=asked.pinned,
        texts={name: fit(text) for name, text in asked.texts.items()},
        parameters=PARAMETERS,
        found=found,
        nearest=nearest or [],
        wrong=wrong,
        forms={form: f"?{urlencode({**asked.texts, 'format': form})}" for form in FORMS if form != "html"},
    )
