"""Stored queries: the list, and each as a question with parameters."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from kg.errors import BadParameter, UnknownThing
from kg.presentation import readable
from kg.release import Release
from kg.server.dependencies import Accept, Configured, Current, Format
from kg.server.inner import table_of
from kg.server.negotiation import ROWS, choose
from kg.server.pages import Answered, page
from kg.server.problems import status_of
from kg.settings import Settings
from kg.sparql import Table, write_table
from kg.stored_queries import StoredQuery, stored_queries, stored_query

router = APIRouter(tags=["queries"])
ON_HOME: Final = 5
"""How many rows of each example answer the first page shows."""


@router.get("/queries")
def listing() -> list[dict[str, Any]]:
    """List the stored queries: what they answer, and their parameters with examples."""
    return [
        {
            "slug": query.slug,
            "summary": query.summary,
            "description": query.description,
            "parameters": [parameter.model_dump() for parameter in query.parameters],
            "href": f"/queries/{query.slug}",
        }
        for query in stored_queries().values()
    ]


def _register(query: StoredQuery) -> None:
    """Make a route of a stored query, documented from the query's own header."""

    async def ask(
        request: Request, release: Current, settings: Configured, form: Format = None, accept: Accept = None
    ) -> Response:
        return await _answer(query, request, release, settings, choose(form, accept, ROWS))

    router.add_api_route(
        f"/queries/{query.slug}",
        ask,
        name=query.slug,
        summary=query.summary,
        description=query.description,
        responses={400: {}, 404: {}, 406: {}},
        openapi_extra={
            "parameters": [
                {
                    "name": parameter.name,
                    "in": "query",
                    "required": parameter.required,
                    "description": parameter.help,
                    "example": parameter.example,
                    "schema": {"type": "string", "format": "date"} if parameter.is_day else {"type": "string"},
                }
                for parameter in query.parameters
            ]
        },
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
    values = _values(request)
    form, _ = chosen
    response: Response
    if form == "html":
        asked = await answered(request, release, query, values, settings.max_rows)
        response = page("query.html", asked.status, release=release, asked=asked)
    else:
        table = await table_of(request, release, query, values, settings.max_rows)
        response = _written(release, query, values, table, chosen)
    response.headers["Vary"] = "Accept"
    return response


def _values(request: Request) -> dict[str, str]:
    """Take the query's parameters from the request, each once."""
    values: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in values:
            raise BadParameter(name, "given twice", "one value", value)
        values[name] = value
    values.pop("format", None)
    return values


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
        return Answered(query, values, wrong=str(error), status=status_of(error))
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
