"""Stored queries: the list, and each as a question with parameters."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from kg.description import example_triples
from kg.errors import BadParameter, UnknownThing
from kg.flat import csv_of
from kg.identifiers import canonical_json, sha256
from kg.namespaces import BASE
from kg.presentation import readable
from kg.release import Release
from kg.server.answering import has_already
from kg.server.answers import NAMED, TEXT, answers, listed, members
from kg.server.dependencies import Accept, Configured, Current, Format
from kg.server.inner import table_of
from kg.server.manners import given
from kg.server.negotiation import GRAPHS, ROWS, choose
from kg.server.pages import Answered, page
from kg.server.problems import status_of, words
from kg.server.queries_documented import documented
from kg.server.rdf import for_all, rdf
from kg.settings import Settings
from kg.sparql import Table, write_table
from kg.stored_queries import StoredQuery, stored_queries, stored_query

router = APIRouter(tags=["queries"])
ON_HOME: Final = 5
"""How many rows of each example answer the first page shows."""
_DESCRIBED: Final = {name: media for name, media in GRAPHS.items() if name not in ROWS}
_OFFERS: Final = {**ROWS, **_DESCRIBED}
"""The answer in the forms of rows; the query itself, which is a thing with an IRI, in those of graphs."""
_LIST: Final = {name: ROWS[name] for name in ("json", "html", "csv")}
_COLUMNS: Final = ("slug", "summary", "description", "parameters", "href")
_LISTED: Final = listed(
    members(
        *_COLUMNS,
        slug=TEXT,
        summary=TEXT,
        description=TEXT,
        parameters=listed(members("name", "type", "help", "example", "required", "choices")),
        href=TEXT,
    )
)
_ANSWER: Final = members(
    *("query", "release", "parameters", "columns", "rows", "truncated"),
    query=TEXT,
    release=TEXT,
    parameters=NAMED,
    columns=listed(TEXT),
    rows=listed({"type": "object"}),
    truncated={"type": "boolean", "description": "whether there are more rows than a server gives"},
)


@router.get("/queries", response_class=Response, responses=answers(_LIST, 406, schema=_LISTED))
def listing(release: Current, form: Format = None, accept: Accept = None) -> Response:
    """List the stored queries: what they answer, and their parameters with examples."""
    chosen, media = choose(form, accept, _LIST)
    queries = stored_queries().values()
    if chosen == "html":
        return for_all(page("queries.html", release=release, queries=queries))
    if chosen == "csv":
        rows = [_record(query) | {"parameters": [p.name for p in query.parameters]} for query in queries]
        return for_all(Response(csv_of(rows, _COLUMNS), media_type=media))
    return for_all(JSONResponse([_record(query) for query in queries]))


def _record(query: StoredQuery) -> dict[str, Any]:
    return {
        "slug": query.slug,
        "summary": query.summary,
        "description": query.description,
        "parameters": [parameter.model_dump(mode="json") for parameter in query.parameters],
        "href": f"/queries/{query.slug}",
    }


def _register(query: StoredQuery) -> None:
    """Make a route of a stored query, documented from the query's own header."""

    async def ask(
        request: Request, release: Current, settings: Configured, form: Format = None, accept: Accept = None
    ) -> Response:
        asks = any(name != "format" for name in request.query_params)
        return for_all(
            await _answer(query, request, release, settings, choose(form, accept, ROWS if asks else _OFFERS))
        )

    router.add_api_route(
        f"/queries/{query.slug}",
        ask,
        name=query.slug,
        summary=query.summary,
        description=query.description,
        response_class=Response,
        responses={
            **answers(_OFFERS, 404, 406, 429, 504, schema=_ANSWER),
            304: {"description": "The client has this answer"},
        },
        openapi_extra={"parameters": [documented(parameter) for parameter in query.parameters]},
    )


for _query in stored_queries().values():
    _register(_query)


@router.get("/queries/{slug}", include_in_schema=False)
def unknown(slug: str) -> None:
    """Name the nearest query to one that is not there."""
    stored_query(slug)


async def _answer(
    query: StoredQuery, request: Request, release: Release, settings: Settings, chosen: tuple[str, str]
) -> Response:
    """Answer a stored query in a format, with its media type."""
    values = given(request)
    form, media = chosen
    if form in _DESCRIBED:
        node = f"{BASE}queries/{query.slug}"
        return rdf([t for t in example_triples() if getattr(t.subject, "value", "") == node], form, media)
    inputs = canonical_json([query.slug, sorted(values.items()), settings.max_rows, media])
    tag = f'W/"{release.name}-{sha256(inputs)[:16]}"'
    if has_already(dict(request.scope["headers"]), tag.encode()):
        response = Response(status_code=304)
    elif form == "html":
        asked = await answered(request, release, query, values, settings.max_rows)
        response = page("query.html", asked.status, release=release, asked=asked)
    else:
        table = await table_of(request, release, query, values, settings.max_rows)
        response = await asyncio.to_thread(_written, release, query, values, table, chosen)
    response.headers.update({"ETag": tag, "Cache-Control": "no-cache", "X-Release": release.name})
    return response


async def answered(
    request: Request, release: Release, query: StoredQuery, values: dict[str, str], most: int
) -> Answered:
    """Ask a question for a page, which shows its form again with whatever was wrong."""
    needed = {parameter.name for parameter in query.parameters if parameter.required}
    if not values and needed:
        return Answered(query, values)
    try:
        table = await table_of(request, release, query, values, most)
    except (BadParameter, UnknownThing) as error:
        return Answered(query, values, wrong=words(error), status=status_of(error))
    return Answered(query, values, readable(table, values), table.truncated)


async def example(request: Request, release: Release, query: StoredQuery, most: int) -> Answered:
    """Ask a question with the examples of its required parameters, for the first page."""
    values = {parameter.name: parameter.example for parameter in query.parameters if parameter.required}
    try:
        table = await table_of(request, release, query, values, most)
    except UnknownThing:
        return Answered(query, values)  # the example is of the shipped data, and this release is of other data
    rest = max(len(table.rows) - ON_HOME, 0)
    short = Table(table.columns, table.rows[:ON_HOME])
    return Answered(query, values, readable(short, values), table.truncated, rest)


def _written(
    release: Release, query: StoredQuery, values: dict[str, str], table: Table, chosen: tuple[str, str]
) -> Response:
    form, media = chosen
    if form != "json":
        headers = {"X-Truncated": "true"} if table.truncated else {}
        return Response(write_table(table, form), media_type=media, headers=headers)
    body = {
        "query": query.slug,
        "release": release.name,
        "parameters": values,
        "columns": table.columns,
        "rows": table.records(),
        "truncated": table.truncated,
    }
    return JSONResponse(body)
