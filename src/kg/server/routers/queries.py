"""Stored queries: the list, and each as a question with parameters."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from kg.errors import BadParameter, UnknownThing
from kg.presentation import readable
from kg.release import Release
from kg.server.dependencies import Accept, Configured, Current, Format
from kg.server.negotiation import MEDIA, choose
from kg.server.pages import Answered, page
from kg.server.problems import problem
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


@router.get("/queries/{slug}", responses={400: {}, 404: {}, 406: {}})
def ask(
    slug: str, request: Request, release: Current, settings: Configured, form: Format = None, accept: Accept = None
) -> Response:
    """Ask a stored query; its parameters are this request's.

    JSON says which release answered, with which parameters, and whether rows were left out at the server's limit.
    """
    query = stored_query(slug)
    values = {name: value for name, value in request.query_params.items() if name != "format"}
    chosen = choose(form, accept)
    if chosen is None:
        return problem(406, f"accepted is only {accept}", expected=", ".join(MEDIA.values()))
    if chosen == "html":
        return page("query.html", release=release, asked=answered(release, query, values, settings.max_rows))
    table = release.ask(query, values, settings.max_rows)
    return _vary(_written(release, query, values, table, chosen))


def answered(release: Release, query: StoredQuery, values: dict[str, str], most: int) -> Answered:
    """Ask a question for a page, which shows its form again with whatever was wrong."""
    needed = {parameter.name for parameter in query.parameters if parameter.required}
    if not values and needed:
        return Answered(query, values)
    try:
        table = release.ask(query, values, most)
    except (BadParameter, UnknownThing) as error:
        return Answered(query, values, wrong=str(error))
    return Answered(query, values, readable(table), table.truncated)


def example(release: Release, query: StoredQuery, most: int) -> Answered:
    """Ask a question with the examples of its required parameters, for the first page."""
    values = {parameter.name: parameter.example for parameter in query.parameters if parameter.required}
    try:
        table = release.ask(query, values, most)
    except UnknownThing:
        return Answered(query, values)  # the example is of the shipped data, and this release is of other data
    rest = max(len(table.rows) - ON_HOME, 0)
    short = Table(table.columns, table.rows[:ON_HOME])
    return Answered(query, values, readable(short), table.truncated, rest)


def _written(release: Release, query: StoredQuery, values: dict[str, str], table: Table, form: str) -> Response:
    if form != "json":
        headers = {"X-Truncated": "true"} if table.truncated else {}
        return Response(write_table(table, form), media_type=MEDIA[form], headers=headers)
    body = {
        "query": query.slug,
        "release": release.name,
        "parameters": values,
        "columns": table.columns,
        "rows": table.records(),
        "truncated": table.truncated,
    }
    return JSONResponse(body)


def _vary(response: Response) -> Response:
    response.headers["Vary"] = "Accept"
    return response
